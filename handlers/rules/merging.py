"""Two who change one agenda at the same time: what each changed counts, and no word is lost.

Compared item by item with the agenda that both began with, an item being known by its title (or, where that
is what changed, by its place): minutes, title, detail and owner each by themselves. Where both changed the
same, the later stands, and what the earlier wrote is told.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from storage.records import AgendaItem

PARTS = ("minutes", "title", "detail", "owner")


@dataclass(frozen=True, slots=True)
class Merged:
    """One agenda of two."""

    items: tuple[AgendaItem, ...]
    #: Items of theirs of which a part gave way to mine, or that I had taken out: as they left them.
    clashes: tuple[AgendaItem, ...] = ()


#: The item's place in what both began with; or who added it, and where.
_Key = tuple[str, int]


def merge(base: Sequence[AgendaItem], mine: Sequence[AgendaItem], theirs: Sequence[AgendaItem]) -> Merged:
    """`mine` is saved after `theirs`; both began with `base`."""
    my_keys, their_keys = _keys(base, mine, "mine"), _keys(base, theirs, "theirs")
    my_items = dict(zip(my_keys, mine, strict=True))
    their_items = dict(zip(their_keys, theirs, strict=True))
    twice = {("theirs", at): key for at, key in _added_by_both(my_items, their_items)}
    their_items = {twice.get(key, key): each for key, each in their_items.items()}
    found: dict[_Key, AgendaItem] = {}
    clashes = []
    for key in (*my_items, *their_items):
        if key in found:
            continue
        was = base[key[1]] if key[0] == "base" else None
        item, clash = _one(was, my_items.get(key), their_items.get(key))
        if item is not None:
            found[key] = item
        if clash is not None and clash not in clashes:
            clashes.append(clash)
    order = _order(list(my_items), list(their_items))
    return Merged(tuple(found[key] for key in order if key in found), tuple(clashes))


def changes(before: Sequence[AgendaItem], after: Sequence[AgendaItem]) -> tuple[AgendaItem, ...]:
    """Items that are new or not as they were."""
    return tuple(each for each in after if not any(_same(each, was) for was in before))


def removed(before: Sequence[AgendaItem], after: Sequence[AgendaItem]) -> tuple[AgendaItem, ...]:
    """Items that are gone altogether."""
    kept = set(_keys(before, after, "after"))
    return tuple(each for at, each in enumerate(before) if ("base", at) not in kept)


def reordered(before: Sequence[AgendaItem], after: Sequence[AgendaItem]) -> bool:
    """Whether items that are still there stand in another order."""
    return _moved(_keys(before, after, "after"))


def _one(
    was: AgendaItem | None, mine: AgendaItem | None, theirs: AgendaItem | None
) -> tuple[AgendaItem | None, AgendaItem | None]:
    """What becomes of one item, and theirs where a part of it gave way."""
    if mine is None or theirs is None:
        left = mine or theirs
        if was is None or (left is not None and not _same(left, was)):
            # Whoever changed it still wants it, whatever the other thought of it before.
            return left, theirs if was is not None else None
        return None, None
    changed = {part: getattr(theirs, part) for part in PARTS if _differs(was, theirs, part)}
    clashing = any(_differs(was, mine, part) and getattr(mine, part) != changed[part] for part in changed)
    taken = {part: value for part, value in changed.items() if not _differs(was, mine, part)}
    return replace(mine, **taken), theirs if clashing else None


def _differs(was: AgendaItem | None, now: AgendaItem, part: str) -> bool:
    return was is None or getattr(was, part) != getattr(now, part)


def _same(one: AgendaItem, other: AgendaItem) -> bool:
    return all(getattr(one, part) == getattr(other, part) for part in PARTS)


def _keys(base: Sequence[AgendaItem], after: Sequence[AgendaItem], who: str) -> list[_Key]:
    """Which item of the beginning each one is: by its title, or else by its place between those."""
    keys: list[_Key | None] = [None] * len(after)
    left = dict(enumerate(base))
    for at, each in enumerate(after):
        known = next((n for n, was in left.items() if was.title.casefold() == each.title.casefold()), None)
        if known is not None:
            keys[at] = ("base", known)
            del left[known]
    matcher = SequenceMatcher(
        None,
        [("base", at) if at not in left else ("gone", at) for at in range(len(base))],
        [key or ("new", at) for at, key in enumerate(keys)],
        autojunk=False,
    )
    for kind, first, last, start, end in matcher.get_opcodes():
        if kind == "replace" and last - first == end - start:
            for n, at in zip(range(first, last), range(start, end), strict=True):
                if n in left and keys[at] is None:
                    keys[at] = ("base", n)
                    del left[n]
    return [key or (who, at) for at, key in enumerate(keys)]


def _added_by_both(
    mine: dict[_Key, AgendaItem], theirs: dict[_Key, AgendaItem]
) -> Iterable[tuple[int, _Key]]:
    """Their place → my key, where both added an item of the same title."""
    added = {each.title.casefold(): key for key, each in mine.items() if key[0] == "mine"}
    for key, each in theirs.items():
        if key[0] == "theirs" and each.title.casefold() in added:
            yield key[1], added.pop(each.title.casefold())


def _order(mine: list[_Key], theirs: list[_Key]) -> list[_Key]:
    """Mine where I moved anything, else theirs; what only the other has follows what it followed there."""
    spine, other = (mine, theirs) if _moved(mine) else (theirs, mine)
    found = list(spine)
    at = 0
    for key in other:
        if key in found:
            at = found.index(key) + 1
        else:
            found.insert(at, key)
            at += 1
    return found


def _moved(keys: Sequence[_Key]) -> bool:
    places = [at for who, at in keys if who == "base"]
    return places != sorted(places)
