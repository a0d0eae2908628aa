"""Who is coming, in words: names where people see each other anyway, figures from five people on."""

from collections.abc import Sequence

FEW = 5  # people: a figure about fewer would say something about each of them
NAMED = 12  # names that a line on a phone still holds


def turnout(names: Sequence[str], unnamed: int, cannot: int) -> str:
    """`names` are coming and may be named, `unnamed` come too, `cannot` have said that they can't.

    No figure in it, nor the difference of two, is about one to four people.
    """
    said = (_coming(names, unnamed), _cannot(cannot))
    return " ".join(filter(None, said)) or "No answers yet."


def _coming(names: Sequence[str], unnamed: int) -> str:
    shown = names if len(names) < NAMED + FEW else names[:NAMED]
    total = len(names) + unnamed
    others = total - len(shown)
    if not total:
        return ""
    if not shown:
        return f"{total} are coming." if total >= FEW else "A few are coming."
    countable = total >= FEW and (others == 0 or others >= FEW)
    begins = f"{total} are coming: " if countable else "Coming: "
    ends = f" and {others} others" if others >= FEW else " and others" if others else ""
    return f"{begins}{', '.join(shown)}{ends}."


def _cannot(count: int) -> str:
    if not count:
        return ""
    return f"{count} can't." if count >= FEW else "A few can't."
