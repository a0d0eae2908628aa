"""For which group something is tried: a year, a class, new teachers; never children by name."""

from handlers.cycle.words import GROUPS_ONLY
from handlers.rules.named_pupils import are_names
from handlers.talk import Answers, Invalid, given


def group_in(answers: Answers) -> str:
    """Invalid where none is named; a list of first names is asked about."""
    group = given(answers, "group")
    if not group:
        raise Invalid(group=f"Please say for which group: “Year 3”, “new teachers”. {GROUPS_ONLY}")
    if are_names(group):
        raise Invalid(group="Are these children’s names? Please name their group: “Year 3”, “Robin class”.")
    return group
