"""Ways from one capability into another: they import nothing of one another, so a button names its action.

The names on the wire are pinned in `tests/wire_names.py`.
"""

from handlers.talk import Button
from storage.records import DecisionId, NetworkId, ResourceId

CARRIED = 300  # characters of a search that a button carries

ASK_PEOPLE = "peers.ask"
COLLECT_MINE = "library.collect_mine"
WHEN_I_WRITE = "cycle.times"
READ_RESOURCE = "library.open"
TELL_TRIED = "library.tell_tried"
TRIED = "cycle.tried"
WHATS_TRIED = "cycle.network"


def ask_people(label: str, words: str) -> Button:
    """The people finder's answer to these words."""
    return Button(label, ASK_PEOPLE, {"words": words})


def read_resource(label: str, resource: ResourceId) -> Button:
    """One resource of the library, on its card."""
    return Button(label, READ_RESOURCE, {"resource": resource})


def when_i_write() -> Button:
    """What may come to them unasked, and when: seen and changed in one place."""
    return Button("When I write to you", WHEN_I_WRITE)


def links_i_post(*, kept: bool) -> Button:
    """Into the library, or not at all: the other than it is now."""
    label = "Don’t keep links I post" if kept else "Keep links I post again"
    return Button(label, COLLECT_MINE, {"yes": not kept})


def whats_tried(network: NetworkId) -> Button:
    """The network's initiatives, and where each school stands with them."""
    return Button("What we try", WHATS_TRIED, {"network": network, "start": 0})


def tell_as_case_study(label: str, decision: DecisionId) -> Button:
    """A draft of a case study in the library, from what was decided."""
    return Button(label, TELL_TRIED, {"decision": decision})


def what_was_tried(words: str) -> Button:
    """What schools decided on this, kept and stopped alike."""
    return Button("What schools have tried", TRIED, {"words": words[:CARRIED]})
