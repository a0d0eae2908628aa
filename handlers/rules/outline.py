"""An agenda as words, one line an item, the way a person writes it.

    12 Bright spot: one school, what and for whom (Ada Example)

Minutes, title, after a colon the detail, at the end in brackets who leads it. Read forgivingly: bullets and
numbers before a line, "12 min", "12'", minutes at its end, none at all. What is written is read back as it
was.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from rapidfuzz import fuzz

from handlers.rules.cutting import cut
from storage.records import AgendaItem, PersonId, Source

MINUTES = 5  # of an item that says nothing of its length
LONGEST = 180  # minutes of a meeting: half a school day
ITEMS = 40  # on an agenda: more fit no card and no meeting
ALIKE = 50  # of 100: a detail that was put in other words still is the same
TITLE, DETAIL, PURPOSE = 200, 2_000, 500  # characters, as `storage/tables/agenda.py` keeps them

_UNIT = r"(?:min(?:ute)?s?\b\.?(?!\s+of\b)|m\b|['’′])"  # "5 minutes of silence" is a title
_BULLET = re.compile(r"^\s*(?:[-–—*•·▪◦]+\s+|\d{1,2}[.)]\s+)*")
_FIRST = re.compile(
    rf"^(\d{{1,6}})(?:\s*{_UNIT}(?:\s*[-–—:|]\s+|\s+)|\s*[-–—:|]\s+|\s+)(?=\S)", re.IGNORECASE
)
_LAST = re.compile(rf"[\s,(–—-]+(\d{{1,6}})\s*{_UNIT}\)?$", re.IGNORECASE)
_OWNER = re.compile(r"\s*\(((?:[^()]|\([^()]*\))*+)\)$")  # a name may hold brackets: "Ann Example (Miss)"
_EDGE = " \t-–—:|•·*"

#: Who can lead an item: the network's members, by their names.
Names = Mapping[PersonId, str]


class Unreadable(ValueError):  # noqa: N818  what a person wrote is no error of the house
    """A line that cannot be an item: one sentence that names it."""


def write(items: Sequence[AgendaItem], names: Names) -> str:
    """One line an item."""
    return "\n".join(line(each, names) for each in items)


def line(item: AgendaItem, names: Names) -> str:
    """ "12 Bright spot: one school, what and for whom (Ada Example)"."""
    owner = f" ({names[item.owner]})" if item.owner is not None and item.owner in names else ""
    words = item.title + (f": {item.detail}" if item.detail else "") + owner
    plainly = f"{item.minutes} {words}"
    misread = _split_minutes(plainly) != (item.minutes, words)  # a title like "Min and max"
    return f"{item.minutes} min {words}" if misread else plainly


def pages(lines: Sequence[str], room: int) -> list[str]:
    """Lines in as few texts as hold them, each up to so many characters; at least one, if empty."""
    found = [""]
    for each in lines:
        if found[-1] and len(found[-1]) + 1 + len(each) > room:
            found.append("")
        found[-1] += f"\n{each}" if found[-1] else each
    return found


def read(text: str, names: Names, before: Sequence[AgendaItem] = ()) -> tuple[AgendaItem, ...]:
    """The items that these words mean; Unreadable where a line cannot be one.

    An item of `before` with the same title tells where it comes from, and who owns it where two share a name.
    """
    left = list(before)
    found = []
    for number, words in enumerate(text.splitlines(), 1):
        if not _BULLET.sub("", words).strip():
            continue
        found.append(_item(words, f"Line {number}", names, left))
    if not found:
        raise Unreadable("Please write at least one item, for example “12 Bright spot”.")
    if len(found) > ITEMS:
        raise Unreadable(f"That is {len(found)} items; an agenda has at most {ITEMS}.")
    return tuple(found)


def item_of(words: str, minutes: int = MINUTES, **fields: object) -> AgendaItem:
    """Somebody's own words as an item: a title as far as it goes, the rest as its detail."""
    title, detail = _split_detail(" ".join(words.split()))
    if len(title) > TITLE:
        title, detail = cut(title, TITLE), " ".join(words.split())
    return replace(AgendaItem(minutes, title or "Untitled", detail[:DETAIL]), **fields)  # type: ignore[arg-type]


def whom(words: str, names: Names) -> tuple[PersonId, ...]:
    """Whom a name or a first name means: one, none, or several."""
    wanted = " ".join(words.split()).casefold()
    whole = tuple(id_ for id_, name in names.items() if name.casefold() == wanted)
    return whole or tuple(id_ for id_, name in names.items() if wanted in name.casefold().split()[:1])


def _item(words: str, where: str, names: Names, left: list[AgendaItem]) -> AgendaItem:
    minutes, rest = _split_minutes(" ".join(_BULLET.sub("", words).split()))
    if not 1 <= minutes <= LONGEST:
        limit = f"a meeting has at most {LONGEST}" if minutes else "give it at least 1"
        raise Unreadable(f"{where} has {minutes} minutes; {limit}.")
    said = _OWNER.search(rest)
    leading = whom(said[1], names) if said else ()
    if said and leading:
        rest = rest[: said.start()].strip(_EDGE)
    title, detail = _split_detail(rest)
    if not title:
        raise Unreadable(f"{where} has no title: please say what it is about.")
    for part, words_, most in (("title", title, TITLE), ("detail", detail, DETAIL)):
        if len(words_) > most:
            raise Unreadable(f"{where} has a {part} of {len(words_)} characters; please keep it to {most}.")
    was = next((each for each in left if each.title.casefold() == title.casefold()), None)
    if was is not None:
        left.remove(was)
        if was.owner in leading:
            leading = (was.owner,)
    if said and len(leading) > 1:
        several = " or ".join(names[each] for each in leading[:3])
        raise Unreadable(f"{where}: “{said[1]}” could be {several}. Please write the whole name.")
    item = AgendaItem(minutes, title, detail, leading[0] if leading else None)
    return item if was is None else still(was, item)


def still(was: AgendaItem, item: AgendaItem) -> AgendaItem:
    """The item as it is now, from where it came: unless its detail is about something else by now."""
    if was.detail and fuzz.ratio(was.detail, item.detail) < ALIKE:
        return replace(item, source=Source.WRITTEN, source_id=None)
    return replace(item, source=was.source, source_id=was.source_id)


def _split_minutes(words: str) -> tuple[int, str]:
    """Minutes at the beginning, or else at the end with a unit."""
    if said := _FIRST.match(words):
        return int(said[1]), words[said.end() :].strip(_EDGE)
    if said := _LAST.search(words):
        return int(said[1]), words[: said.start()].strip(_EDGE)
    if words.isdecimal():
        return int(words), ""
    return MINUTES, words.strip(_EDGE)


def _split_detail(words: str) -> tuple[str, str]:
    title, _, detail = words.partition(": ")
    return title.strip(_EDGE), detail.strip()
