"""What there is to talk about: taken into a draft from wherever the network left it.

Each source is one function, `(network, since, store) → items`, listed in `SOURCES`; what an item comes from
says where in the draft it goes. A capability that has something for agendas (resources, pilots) adds a
function here over what it has put into storage, and nothing else changes.
"""

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import reduce
from textwrap import shorten

from handlers.naming import at_work
from handlers.rules.framework import before_the_close, into
from handlers.rules.ledger import Nameless
from handlers.rules.outline import DETAIL, MINUTES, item_of
from handlers.rules.unanswered import matters_of
from handlers.talk import LOCAL
from storage.mentions import NAMELESS
from storage.records import (
    AgendaItem,
    Decision,
    Meeting,
    Network,
    Person,
    PersonId,
    Resource,
    School,
    Sharing,
    Source,
    State,
    Suggestion,
    Verdict,
    Wish,
)
from storage.store import Store

A_TERM = timedelta(weeks=13)  # how far a network's first meeting looks back
QUESTIONS = 3  # unanswered ones in a draft: more than a meeting can take up
BRIGHT_SPOTS = 2  # as many as are told well in the ten minutes there are for them
RESOURCES = 5  # as many as a meeting can look at
PURPOSE = 120  # characters of what one is for, on an agenda
NEWEST = 40  # private questions that are read for matters: a tenth of a second

#: Which section of a skeleton each is for, however a trust calls it; other items stand before the close.
SECTIONS = {
    Source.ACTION: re.compile(r"since last|last time|\bactions\b|what we did", re.IGNORECASE),
    Source.PILOT: re.compile(r"bright spot|what works|working well|good practice|success", re.IGNORECASE),
    Source.QUESTION: re.compile(r"consultancy|problem|challenge", re.IGNORECASE),
    Source.RESOURCE: re.compile(r"evidence|resource|research", re.IGNORECASE),
    Source.STOPPED: re.compile(r"\bstop", re.IGNORECASE),
}
WISHES = {Wish.BRIGHT_SPOT: Source.PILOT, Wish.PROBLEM: Source.QUESTION}

Gather = Callable[[Network, datetime, Store], Awaitable[Sequence[AgendaItem]]]


async def actions_not_done(network: Network, since: datetime, store: Store) -> Sequence[AgendaItem]:
    """Who took on what and is still at it: a fact, whatever the date was."""
    actions = await store.actions.open_in(network.id, trust=network.trust)
    people = {each.person for each in actions}
    names = {each.id: each.name for each in await store.people.several(people, trust=network.trust)}
    return [
        item_of(f"{names[each.person]}: {each.text}", source=Source.ACTION, source_id=int(each.id))
        for each in actions
        if each.person in names
    ]


async def questions_put_to_it(network: Network, since: datetime, store: Store) -> Sequence[AgendaItem]:
    """Put to the network's channel and answered by nobody: in the asker's words, named if they chose so."""
    unanswered = await store.callouts.unanswered(network.id, trust=network.trust, since=since)
    askers = {each.asker for each in unanswered if each.named}
    names = {each.id: each.name for each in await store.people.several(askers, trust=network.trust)}
    found = []
    for each in unanswered[-QUESTIONS:]:
        who = f", asks {names[each.asker]}" if each.named and each.asker in names else ""
        found.append(item_of(f"“{each.text}”{who}", source=Source.QUESTION, source_id=int(each.id)))
    return found


async def matters_without_anybody(network: Network, since: datetime, store: Store) -> Sequence[AgendaItem]:
    """What somebody looked for in private and found nobody: the matter alone, never words or who.

    Only matters that are the network's own, so that nothing can be guessed from what is out of place.
    """
    texts = await store.questions.without_answer(network.trust, since=since, newest=NEWEST)
    labels = matters_of(texts, f"{network.name} {network.about}")
    return [item_of(f"Nobody found yet: {each}", source=Source.QUESTION) for each in labels[:QUESTIONS]]


async def resources_shared(network: Network, since: datetime, store: Store) -> Sequence[AgendaItem]:
    """What was shared in it since then, newest first, as one item: a meeting looks at all of them at once.

    Titles stand in quotes: by these a resource knows where it was discussed (`Resources.discussed`).
    """
    sharings = await store.sharings.in_network(network.id, trust=network.trust, since=since)
    latest = {each.resource: each for each in sharings}
    found = await store.resources.several(list(latest)[::-1], trust=network.trust)
    good = [each for each in found if each.url and not each.is_dead and each.archived_at is None][:RESOURCES]
    sharers = [who for each in good if (who := latest[each.id].person) is not None]
    names = {each.id: at_work(each) for each in await store.people.several(sharers, trust=network.trust)}
    told = "; ".join(_told(each, latest[each.id], names) for each in good)
    return [AgendaItem(MINUTES, "Shared since last time", told, source=Source.RESOURCE)] if told else []


async def bright_spots_told(network: Network, since: datetime, store: Store) -> Sequence[AgendaItem]:
    """Case studies that were published in it since then, newest first, with who tells them."""
    sharings = await store.sharings.in_network(network.id, trust=network.trust, since=since)
    latest = {each.resource: each for each in sharings}
    found = await store.resources.several(list(latest)[::-1], trust=network.trust)
    told = await store.case_studies.of((each.id for each in found if not each.url), trust=network.trust)
    good = [each for each in found if each.id in told and each.archived_at is None]
    tellers = [who for each in good if (who := told[each.id].teller) is not None]
    names = {each.id: at_work(each) for each in await store.people.several(tellers, trust=network.trust)}
    return [
        item_of(_told(each, latest[each.id], names), source=Source.PILOT, source_id=int(each.id))
        for each in good[:BRIGHT_SPOTS]
    ]


async def decisions_made(network: Network, since: datetime, store: Store) -> Sequence[AgendaItem]:
    """What schools tried in it and have decided since: kept as a bright spot, stopped as what was learned.

    Only what is shared; school and person only where they are named and can be found, not even in its words.
    """
    day = since.astimezone(LOCAL).date()
    made = await store.decisions.in_network(network.id, trust=network.trust, since=day)
    runs = await store.runs.several({each.run for each, _ in made}, trust=network.trust)
    leads = {each.id: each.lead for each in runs}
    whose = {one for each, _ in made for one in (each.by, leads[each.run]) if one}
    people = {each.id: each for each in await store.people.several(whose, trust=network.trust)}
    schools = {each.id: each for each in await store.schools.everyone(network.trust)} if made else {}
    found: dict[Source, list[AgendaItem]] = {Source.PILOT: [], Source.STOPPED: []}
    for each, topic in made:
        school = schools.get(each.school) if each.school else None
        who = people.get(each.by) if each.by else None
        theirs = [people[one] for one in (each.by, leads[each.run]) if one in people]
        nameless = Nameless() if each.named else Nameless(school, theirs)
        stopped = each.verdict is Verdict.ABANDON
        name = who.name if who and who.open_to_introductions else ""
        named = f"“{nameless.words(topic)}”{_told_by(school, name) if each.named else ''}"
        learned = _learned(nameless(each))
        words = (
            f"Tried and stopped: {named}. What we learned: {learned}" if stopped else f"{named}: {learned}"
        )
        kind = Source.STOPPED if stopped else Source.PILOT
        found[kind].append(item_of(words, source=kind))
    return [each for several in found.values() for each in several[:BRIGHT_SPOTS]]


def unnamed(
    item: AgendaItem,
    made: Decision,
    topic: str,
    school: School | None,
    who: Person | None,
    lead: Person | None = None,
) -> AgendaItem:
    """Without the names that `decisions_made` put there; what somebody wrote themselves stays."""
    nameless = Nameless(school, filter(None, (who, lead)))
    told, untold = _learned(made), _learned(nameless(made))
    name = who.name if who else NAMELESS  # they may have left since, or hidden
    for by in (_told_by(school, name), _told_by(school, "")):
        for end in ":.":  # "Elm Park" is not "Elm Park Infants"
            named = f"“{topic}”{by}{end}"
            if by and named in f"{item.title}\n{item.detail}":
                swaps = {named: nameless.words(f"“{topic}”{end}"), told: untold}
                title, detail = (_swapped(words, swaps) for words in (item.title, item.detail))
                return replace(item, title=title, detail=detail)
    return item


def _swapped(words: str, swaps: Mapping[str, str]) -> str:
    return reduce(lambda so_far, swap: so_far.replace(*swap), filter(all, swaps.items()), words)


def _learned(made: Decision) -> str:
    return shorten(made.learned or made.reason, PURPOSE, placeholder="…")


def _told_by(school: School | None, name: str) -> str:
    """ " – Jo Mensah, Fenside": whoever hides from search stays unnamed."""
    names = (name, school.name if school else "")
    return f" – {', '.join(filter(None, names))}" if any(names) else ""


def _told(resource: Resource, sharing: Sharing, names: Mapping[PersonId, str]) -> str:
    """ "“Mixed-age fractions” – Jo Mensah, Fenside: for Years 3 and 4"."""
    by = f" – {names[sharing.person]}" if sharing.person is not None and sharing.person in names else ""
    for_what = f": {shorten(sharing.purpose, PURPOSE, placeholder='…')}" if sharing.purpose else ""
    return f"“{resource.title}”{by}{for_what}"


SOURCES: tuple[Gather, ...] = (
    actions_not_done,
    questions_put_to_it,
    matters_without_anybody,
    resources_shared,
    bright_spots_told,
    decisions_made,
)


async def placed(
    items: tuple[AgendaItem, ...], meeting: Meeting, network: Network, store: Store
) -> tuple[AgendaItem, ...]:
    """The skeleton with what the sources and members' offers bring, each in its section."""
    since = await _last_time(meeting, store)
    gathered = [each for source in SOURCES for each in await source(network, since, store)]
    for kind in SECTIONS:
        of_kind = [each for each in gathered if each.source is kind]
        at_most = QUESTIONS if kind is Source.QUESTION else len(of_kind)
        items = _listed(items, kind, of_kind[:at_most])
    offers = await store.suggestions.waiting(network.id, trust=network.trust)
    first = {each.wish: each for each in reversed(offers) if each.wish in WISHES}
    return reduce(taken_up, first.values(), items)


def taken_up(items: tuple[AgendaItem, ...], suggestion: Suggestion) -> tuple[AgendaItem, ...]:
    """The agenda with what somebody suggested: an offer in its section, anything else before the close."""
    owner = suggestion.by if suggestion.named else None
    wish = WISHES.get(suggestion.wish)
    at = _section(items, wish) if wish else None
    if at is not None and items[at].source is not Source.SUGGESTION:
        words = " ".join(suggestion.text.split())
        return into(
            items, at, detail=words, owner=owner, source=Source.SUGGESTION, source_id=int(suggestion.id)
        )
    new = item_of(suggestion.text, owner=owner, source=Source.SUGGESTION, source_id=int(suggestion.id))
    return before_the_close(items, (new,))


def _listed(
    items: tuple[AgendaItem, ...], kind: Source, gathered: Sequence[AgendaItem]
) -> tuple[AgendaItem, ...]:
    """Gathered items in the detail of the section that is for them, in front of what it says itself."""
    at = _section(items, kind)
    if not gathered:
        return items
    if at is None:
        return before_the_close(items, gathered)
    told = "; ".join(": ".join(filter(None, (each.title, each.detail))) for each in gathered)
    words = " – ".join(filter(None, (told, items[at].detail)))
    detail = words if len(words) <= DETAIL else words[: DETAIL - 1] + "…"
    return into(items, at, detail=detail, source=kind)


def _section(items: Sequence[AgendaItem], kind: Source) -> int | None:
    return next((at for at, each in enumerate(items) if SECTIONS[kind].search(each.title)), None)


async def _last_time(meeting: Meeting, store: Store) -> datetime:
    """When the network met last before this one; a term ago where it has not yet."""
    earlier = [
        each.starts
        for each in await store.meetings.of(meeting.network, trust=meeting.trust)
        if each.starts < meeting.starts and each.state in (State.HELD, State.POSTED)
    ]
    return max(earlier, default=meeting.starts - A_TERM)
