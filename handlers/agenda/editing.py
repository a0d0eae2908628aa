"""Changing a draft: as words, item by item, and by two people at the same time.

Whoever saves says with which edition they began. What somebody else saved meanwhile is merged; where both
changed the same, the second sees it, with their own words still in the form, and saves again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from handlers.agenda.drafting import as_it_was, edition_of, keep, refreshed, who_may_own
from handlers.agenda.seen import Seen
from handlers.rules.merging import changes, merge, removed, reordered
from handlers.rules.outline import (
    DETAIL,
    ITEMS,
    LONGEST,
    MINUTES,
    PURPOSE,
    TITLE,
    Unreadable,
    line,
    pages,
    read,
    still,
    whom,
    write,
)
from handlers.talk import Answers, ChoiceField, Field, Invalid, Request, TextField, given
from storage.records import AgendaItem, Meeting, PersonId
from storage.store import Store

TOLD = 5  # lines of another's changes that are told one by one
FIELD = 3_000  # characters of a text field: as many as Slack takes
ROOM = 2_400  # of them that are filled: the rest is for what is added
OUT = "out"  # an item's place when it is taken out

Names = Mapping[PersonId, str]
#: Purpose and items.
Agenda = tuple[str, Sequence[AgendaItem]]


@dataclass(frozen=True, slots=True)
class Edited:
    """What came of saving."""

    meeting: Meeting
    purpose: str
    items: tuple[AgendaItem, ...]
    #: What somebody else changed meanwhile, as a sentence; "" where nobody did.
    meanwhile: str = ""
    #: Whether it is kept; False: both changed the same, and the second looks once more.
    saved: bool = True


async def begun_with(edition: int, seen: Seen, request: Request, store: Store) -> tuple[Agenda, int]:
    """The newest agenda, or the one that a form which is asked for again was made from; and which that is."""
    items = await refreshed(seen.meeting, seen.network, request, store)
    if not edition:
        return (seen.meeting.purpose, items), await edition_of(seen.meeting, store)
    names = await who_may_own(items, seen.network, store)
    return await as_it_was(seen.meeting, edition, names, items, store), edition


async def save(
    request: Request, seen: Seen, store: Store, *, edition: int, mine: Agenda, names: Names
) -> Edited:
    """`mine` was begun from that edition of the agenda."""
    meeting = seen.meeting
    now = await store.agendas.items(meeting.id, trust=meeting.trust)
    base = await as_it_was(meeting, edition, names, now, store)
    purpose = mine[0] if mine[0] != base[0] else meeting.purpose
    both = purpose != meeting.purpose != base[0]
    merged = merge(base[1], mine[1], now)
    meanwhile = await _meanwhile(request, seen, edition, base, names, store)
    if both or merged.clashes:
        return Edited(meeting, purpose, merged.items, meanwhile, saved=False)
    if (purpose, merged.items) != (meeting.purpose, now):
        meeting = await keep(meeting, merged.items, purpose, request.person, request.now, store)
    return Edited(meeting, purpose, merged.items, meanwhile)


async def _meanwhile(
    request: Request, seen: Seen, edition: int, base: Agenda, names: Names, store: Store
) -> str:
    """ "Bo Sample wrote “15 Bright spot” and took out “3 Stop list”."; "" where it is as it was."""
    now = await store.agendas.items(seen.meeting.id, trust=request.trust.id)
    done = in_a_sentence(base, (seen.meeting.purpose, now), names)
    noted = (await store.agendas.versions(seen.meeting.id, trust=request.trust.id))[edition:]
    by = [each.by for each in noted if each.by not in (None, request.person.id)]
    who = await store.people.several(filter(None, by[-1:]), trust=request.trust.id)
    return f"{who[0].name if who else 'Somebody else'} {done}." if done else ""


def in_a_sentence(before: Agenda, after: Agenda, names: Names) -> str:
    """What was done to an agenda, as the end of a sentence; "" where nothing was."""
    written = [f"“{line(each, names)}”" for each in changes(before[1], after[1])]
    gone = [f"“{line(each, names)}”" for each in removed(before[1], after[1])]
    done = (
        f"wrote the purpose “{after[0]}”" if after[0] != before[0] else "",
        f"wrote {_listed(written)}" if written else "",
        f"took out {_listed(gone)}" if gone else "",
        "changed the order" if reordered(before[1], after[1]) else "",
    )
    return " and ".join(filter(None, done))


def _listed(lines: Sequence[str]) -> str:
    more = f" and {len(lines) - TOLD} more" if len(lines) > TOLD else ""
    return ", ".join(lines[:TOLD]) + more


# ------------------------------------------------------------------ the whole of it, as words


def as_words(
    purpose: str, items: Sequence[AgendaItem], names: Names, edition: int, at_least: int = 1
) -> tuple[Field, ...]:
    """The fields of the form, named by the edition: Slack keeps in a field what was typed under its name."""
    texts = pages(write(items, names).splitlines(), ROOM)
    texts += [""] * (min(at_least, ITEMS) - len(texts))
    return (
        TextField(
            f"purpose_{edition}", "Purpose: today's one question", purpose, optional=True, max_length=PURPOSE
        ),
        *(
            TextField(
                f"items_{edition}_{number}",
                "Items, one line each" + (f" ({number} of {len(texts)})" if len(texts) > 1 else ""),
                text,
                "For example: 12 Bright spot: one school, what and for whom (who leads it)",
                multiline=True,
                optional=number > 1,
                max_length=FIELD,
            )
            for number, text in enumerate(texts, 1)
        ),
    )


def from_words(answers: Answers, names: Names, before: Sequence[AgendaItem], edition: int) -> Agenda:
    """What was filled in; Invalid where it cannot be read."""
    purpose = " ".join(given(answers, f"purpose_{edition}").split())
    if len(purpose) > PURPOSE:
        raise Invalid(
            **{f"purpose_{edition}": f"Please keep this to {PURPOSE} characters; it has {len(purpose)}."}
        )
    named = sorted(
        (int(name.rpartition("_")[2]), name) for name in answers if name.startswith(f"items_{edition}_")
    )
    words = "\n".join(given(answers, name) for _, name in named)
    try:
        return purpose, read(words, names, before)
    except Unreadable as unreadable:
        raise Invalid(**{f"items_{edition}_1": str(unreadable)}) from None


# ------------------------------------------------------------------ one item


def which_item(items: Sequence[AgendaItem], names: Names) -> Field:
    """To choose one: its number from 1 on, 0 for a new one."""
    options = [(str(number), line(each, names)) for number, each in enumerate(items, 1)]
    return ChoiceField("which", "Which item?", (*options, ("0", "A new item")), ("1" if options else "0",))


def one_item(items: Sequence[AgendaItem], number: int, names: Names) -> tuple[Field, ...]:
    """The fields of one item, or of a new one."""
    item = items[number - 1] if number else AgendaItem(MINUTES, "")
    owner = names.get(item.owner, "") if item.owner is not None else ""
    places = [
        ("0", "First"),
        *((str(at), f"After “{each.title}”") for at, each in enumerate(items, 1) if at != number),
        *(((OUT, "Take it out"),) if number else ()),
    ]
    place = str(number - 1 if number else max(len(items) - 1, 0))
    return (
        TextField("title", "Title", item.title, max_length=TITLE),
        TextField("minutes", "Minutes", str(item.minutes), max_length=12),
        TextField("owner", "Who leads it", owner, "A member's name.", optional=True, max_length=200),
        TextField("detail", "Detail", item.detail, multiline=True, optional=True, max_length=DETAIL),
        ChoiceField("place", "Where it stands", tuple(places), (place,)),
    )


def with_item(
    items: Sequence[AgendaItem], number: int, answers: Answers, names: Names
) -> tuple[AgendaItem, ...]:
    """The agenda with that item as it was filled in; Invalid where it cannot be."""
    place = given(answers, "place")
    others = [each for at, each in enumerate(items, 1) if at != number]
    if place == OUT:
        if not others:
            raise Invalid(place="An agenda keeps at least one item.")
        return tuple(others)
    was = items[number - 1] if number else AgendaItem(MINUTES, "")
    title, detail = (" ".join(given(answers, name).split()) for name in ("title", "detail"))
    if not 0 < len(title) <= TITLE:
        raise Invalid(title=f"Please write between 1 and {TITLE} characters.")
    if len(detail) > DETAIL:
        raise Invalid(detail=f"Please keep this to {DETAIL} characters; it has {len(detail)} now.")
    owner = _owner(given(answers, "owner"), was, names)
    item = still(was, AgendaItem(_minutes(given(answers, "minutes")), title, detail, owner))
    after = int(place) if place.isascii() and place.isdigit() else len(items)
    at = after - (0 < number <= after)
    return (*others[:at], item, *others[at:])


def _minutes(words: str) -> int:
    number = words.removesuffix("minutes").removesuffix("min").strip()
    if number.isascii() and number.isdigit() and len(number) < 4 and 1 <= int(number) <= LONGEST:
        return int(number)
    raise Invalid(minutes=f"Please write a number of minutes from 1 to {LONGEST}.")


def _owner(words: str, was: AgendaItem, names: Names) -> PersonId | None:
    found = whom(words, names)
    if not words:
        return None
    if was.owner in found:
        return was.owner
    if len(found) == 1:
        return found[0]
    if found:
        several = " or ".join(names[each] for each in found[:3])
        raise Invalid(owner=f"That could be {several}. Please write the whole name.")
    raise Invalid(owner="No member of the network has that name. Please write it as “networks” shows it.")
