"""What was meant: from the words as typed to a structured reading."""

from dataclasses import dataclass
from enum import StrEnum

from storage.records import Person


class Intent(StrEnum):
    """What a message wants."""

    PEERS = "peers"
    RESOURCE = "resource"
    AGENDA = "agenda"
    CYCLE = "cycle"
    PROFILE = "profile"
    HELP = "help"
    SMALLTALK = "smalltalk"
    OFFTOPIC = "offtopic"
    SAFEGUARDING = "safeguarding"
    PUPIL_DATA = "pupil_data"


@dataclass(frozen=True, slots=True)
class Reading:
    """A message, read. Names are concepts of vocabulary.yaml (role.senco, phase.ks1, topic.oracy…)."""

    text: str
    intent: Intent = Intent.PEERS
    roles: tuple[str, ...] = ()
    phases: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    contexts: tuple[str, ...] = ()
    constraints: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    #: Words that no concept covers, for a text match.
    words: tuple[str, ...] = ()


def read(text: str, asker: Person | None = None) -> Reading:
    """What a message means, to this asker."""
    return Reading(text)
