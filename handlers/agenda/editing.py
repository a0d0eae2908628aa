"""Changing a draft: as words, item by item, and by two people at the same time.

Whoever saves says which version they began with. What somebody else saved meanwhile is merged; where both
changed the same, the second sees it, with their own words still in the form, and saves again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from handlers.agenda.drafting import as_it_was, keep, who_may_own
from handlers.agenda.seen import Seen
from handlers.rules.merging import changes, merge, removed, reordered
from handlers.rules.outline import PURPOSE, Unreadable, line, read
from handlers.talk import Invalid, Request
from storage.records import AgendaItem, Meeting, PersonId
from storage.store import Store

TOLD = 5  # lines of another's changes that are told one by one


@dataclass(frozen=True, slots=True)
class Edited:
    """What came of saving."""

    meeting: Meeting
    purpose: str
    items: tuple[AgendaItem, ...]
    #: What somebody else changed meanwhile, in sentences; "" where nobody did.
    meanwhile: str = ""
    #: Whether it is kept; False: both changed the same, so look once more.
    saved: bool = True


async def save_words(
    request: Request, seen: Seen, store: Store, *, version: int, purpose: str, words: str
) -> Edited:
    """The whole agenda as words, begun from `version`. Invalid where they cannot be read."""
    now = await store.agendas.items(seen.meeting.id, trust=request.trust.id)
    names = await who_may_own(now, seen.network, store)
    base = await as_it_was(seen.meeting, version, names, store) or (seen.meeting.purpose, now)
    try:
        mine = read(words, names, (*now, *base[1]))
    except Unreadable as unreadable:
        raise Invalid(**{f"items_{version}": str(unreadable)}) from None
    return await save(request, seen, store, base=base, purpose=one_line(purpose), mine=mine)


async def save(
    request: Request,
    seen: Seen,
    store: Store,
    *,
    base: tuple[str, Sequence[AgendaItem]],
    purpose: str,
    mine: Sequence[AgendaItem],
) -> Edited:
    """`base` is what was looked at while `mine` was written."""
    meeting = seen.meeting
    now = await store.agendas.items(meeting.id, trust=meeting.trust)
    merged = merge(base[1], mine, now)
    both = purpose != base[0] and meeting.purpose not in (base[0], purpose)
    kept = purpose if purpose != base[0] else meeting.purpose
    meanwhile = await _meanwhile(request, seen, base, now, store)
    if merged.clashes or both:
        return Edited(meeting, kept, merged.items, meanwhile, saved=False)
    if merged.items != now or kept != meeting.purpose:
        meeting = await keep(meeting, merged.items, kept, request.person, request.now, store)
    return Edited(meeting, kept, merged.items, meanwhile)


def one_line(purpose: str) -> str:
    """Invalid where it is more than is kept."""
    words = " ".join(purpose.split())
    if len(words) > PURPOSE:
        raise Invalid(purpose=f"Please keep this to {PURPOSE} characters; it has {len(words)} now.")
    return words


async def _meanwhile(
    request: Request,
    seen: Seen,
    base: tuple[str, Sequence[AgendaItem]],
    now: Sequence[AgendaItem],
    store: Store,
) -> str:
    """ "Bo Sample changed “15 Bright spot” and took out “3 Stop list”."; "" where it is as it was."""
    versions = await store.agendas.versions(seen.meeting.id, trust=request.trust.id)
    others = [each.by for each in versions if each.by not in (None, request.person.id)]
    who = await store.people.several([each for each in others[-1:] if each], trust=request.trust.id)
    names = await who_may_own((*base[1], *now), seen.network, store)
    told = in_sentences(base, (seen.meeting.purpose, now), names)
    return f"{who[0].name if who else 'Somebody else'} {told}." if told else ""


def in_sentences(
    before: tuple[str, Sequence[AgendaItem]],
    after: tuple[str, Sequence[AgendaItem]],
    names: Mapping[PersonId, str],
) -> str:
    """What was done to an agenda, as the end of a sentence; "" where nothing was."""
    written = [f"“{line(each, names)}”" for each in changes(before[1], after[1])]
    gone = [f"“{line(each, names)}”" for each in removed(before[1], after[1])]
    done = (
        f"wrote the purpose “{after[0]}”" if after[0] != before[0] else "",
        f"wrote {_listed(written)}" if written else "",
        f"took out {_listed(gone)}" if gone else "",
        "changed the order" if reordered(before[1], after[1]) else "",
    )
    return "; ".join(filter(None, done))


def _listed(lines: Sequence[str]) -> str:
    more = f" and {len(lines) - TOLD} more" if len(lines) > TOLD else ""
    return ", ".join(lines[:TOLD]) + more
