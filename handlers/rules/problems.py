"""What somebody wants to start on, read from a few words: what it is called, and for which group.

"oracy in Year 3" names both; a whole sentence is the problem itself.
"""

import re
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass

from handlers.rules.cutting import one_line
from handlers.rules.profiles import concepts_of as named_in
from handlers.rules.tagging import tags_of
from handlers.rules.vocabulary import vocabulary
from handlers.rules.words import capital, content, plain, split, stem
from storage.records import Cadence, Initiative

PROBLEM_LIMIT, GROUP_LIMIT = 300, 200  # characters, as in the table
TOPIC_LIMIT = 80  # the same; a nudge names it in a line
SHORT = 60  # characters of a problem that stand in for its name
GROUP_IN_A_NAME = 30  # characters of a group that a name has room for

_PLEASE = re.compile(
    r"^(?:(?:please|(?:can|could) (?:we|i)|(?:i|we)(?:['’]d| would) like to|(?:i|we) want to|let['’]?s)\s+)*"
    r"(?P<start>(?:start|begin|open|set up|launch|run)\s+)?(?P<new>(?:(?:a|an|the|our|another|new)\s+)*)",
    re.IGNORECASE,
)
_WHAT = re.compile(
    r"(?P<how_long>half[- ]term(?:ly)?|term(?:['’]s|ly)?|year(?:['’]s|ly)?|annual|multi[- ]year)?\s*"
    r"\b(?:cycle|pilot|trial|project|initiative|inquiry|enquiry)\b\s*(?:(?:on|about|for|with|into)\s+)?",
    re.IGNORECASE,
)
_CADENCES = (
    (re.compile(r"\bhalf[- ]term", re.IGNORECASE), Cadence.HALF_TERMLY),
    (re.compile(r"\bmulti", re.IGNORECASE), Cadence.MULTI_YEAR),
    (re.compile(r"\bannual|\byear", re.IGNORECASE), Cadence.ANNUAL),
)
_FOR_WHOM = re.compile(r"\b(?:in|for|with|among|across)\s+(?P<group>[^.,;]{2,80})$", re.IGNORECASE)
#: Stems of what is said of any of them.
_OF_ANY = frozenset(
    content(
        "pilot project cycle trial initiative inquiry enquiry thing going how our work working stage review "
        "status update doing pause resume stop finish finished open show start started next step steps date"
    )
)
_A_NAME = 6  # words at most: more are a sentence


@dataclass(frozen=True, slots=True)
class Begun:
    """What a few words say of it; "" for what they leave open."""

    problem: str = ""
    topic: str = ""
    group: str = ""
    cadence: Cadence = Cadence.PILOT


def begun(words: str) -> Begun:
    """From what follows `cycle start`, or a plain "start a pilot on attendance"."""
    rest = _PLEASE.sub("", " ".join(words.split()).strip(" .?!"))
    what = _WHAT.match(rest)
    rest = rest[what.end() :] if what else rest
    how_long = (what["how_long"] if what else "") or ""
    cadence = next((each for sign, each in _CADENCES if sign.search(how_long)), Cadence.PILOT)
    if len(rest.split()) > _A_NAME or len(rest) > TOPIC_LIMIT:
        return Begun(problem=capital(rest), cadence=cadence)
    for_whom = _FOR_WHOM.search(rest)
    return Begun("", capital(rest), for_whom["group"] if for_whom else "", cadence)


def is_a_start(words: str) -> bool:
    """ "Start a pilot on attendance", and not "start our pilot again" nor "when did we start?"."""
    said = " ".join(words.split())
    begins = _PLEASE.match(said)
    if (
        begins is None
        or not begins["start"]
        or not {"a", "an", "another", "new"} & set(begins["new"].lower().split())
    ):
        return False
    return _WHAT.search(said, begins.end()) is not None


def topic_of(problem: str, group: str) -> str:
    """What it is called in a line: what it names first and the group, or the problem's first words."""
    surest = next(iter(_matters(named_in(problem))), "")
    if not surest:
        return capital(one_line(problem, SHORT).rstrip(" ."))
    name = vocabulary().label(surest)
    return f"{name} for {group}" if group and len(group) <= GROUP_IN_A_NAME else name


def concepts_of(problem: str, topic: str, group: str) -> tuple[str, ...]:
    """What it names, or else seems to be about, the surest first; then for which key stages."""
    words = f"{problem}. {group}"
    tags = tags_of(words, "", topic)
    named = _matters(named_in(f"{topic}. {words}"))
    return (*(named or (*tags.topics, *tags.subjects)), *tags.phases)


def _matters(concepts: Iterable[str]) -> tuple[str, ...]:
    return tuple(one for one in concepts if one.startswith(("topic.", "subject.")))


def likeness(mine: Iterable[str], theirs: Iterable[str]) -> int:
    """How alike two problems are by their concepts: 0 where no topic or subject is the same."""
    shared = set(mine) & set(theirs)
    matters = _matters(shared)
    return len(matters) + len(shared) if matters else 0


def named(words: str, among: Sequence[Initiative]) -> tuple[Initiative, ...]:
    """Those that these words may mean, as far as they say: all of them for "our pilot", none for "lunch"."""
    rest = " ".join(word for word in split(plain(words)) if stem(word) not in _OF_ANY)
    said, matters = set(content(rest)), set(concepts_of(rest, "", ""))
    if not said and not matters:
        return tuple(among)
    weighed = [(_speaks_of(each, said, matters), each) for each in among]
    best = max((weight for weight, _ in weighed), default=0)
    return tuple(each for weight, each in weighed if weight == best > 0)


def _speaks_of(one: Initiative, said: Set[str], matters: Set[str]) -> int:
    """A name tells more than the problem behind it."""
    name, rest = (set(content(plain(text))) for text in (one.topic, f"{one.problem} {one.group}"))
    return 2 * len(said & name) + len(said & rest - name) + len(matters & set(one.topics))
