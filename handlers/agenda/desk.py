"""The facilitator's desk: a meeting's draft, what waits for a decision, and every way to go on from there.

Hannah  /agenda maths autumn
bot     Maths leads, Tuesday 3 November 2026, 15:45 to 16:45: 60 of 60 minutes …
        [Post it] [Preview] [Edit] [When and where] [More]
Hannah  presses Post it
bot     Posted to Maths leads. …
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from handlers.agenda.capability import agenda
from handlers.agenda.drafting import names_of, refreshed
from handlers.agenda.posted import agenda_card
from handlers.agenda.posting import has_channel, post
from handlers.agenda.seen import led
from handlers.agenda.words import when
from handlers.rules.framework import total
from handlers.talk import Button, Card, Facts, Link, Note, Reply, Request, Text
from storage.records import AgendaItem, Meeting, MeetingId, Network, PersonId, State, Suggestion
from storage.store import Store

LINE = 140  # characters of an item on the desk: the whole of it is in the preview


async def desk(meeting: Meeting, network: Network, request: Request, store: Store, said: str = "") -> Card:
    """A meeting as whoever leads the network sees it; `said` is what has just been done."""
    items = await refreshed(meeting, network, store)
    owners = await names_of(items, network, store)
    waiting = await store.suggestions.waiting(network.id, trust=network.trust)
    on_it = {each.source_id for each in items}
    open_ = [each for each in waiting if int(each.id) not in on_it]
    return the_desk(meeting, network, items, owners, open_, said)


@agenda.action("agenda.open")
async def open_desk(request: Request, store: Store, *, meeting: MeetingId) -> Reply:
    seen = await led(request, meeting, store)
    return Reply(await desk(seen.meeting, seen.network, request, store))


@agenda.action("agenda.post")
async def post_it(request: Request, store: Store, *, meeting: MeetingId) -> Reply:
    """Once, however often it is pressed."""
    seen = await led(request, meeting, store)
    await refreshed(seen.meeting, seen.network, store)
    posted, posts = await post(seen.meeting, seen.network, request.now, store)
    where = "its channel" if await has_channel(seen.network, store) else "each member, as it has no channel"
    said = f"Posted to {where}. What you change from now on changes there, too."
    return Reply(await desk(posted, seen.network, request, store, said), *posts)


@agenda.action("agenda.preview")
async def preview(request: Request, store: Store, *, meeting: MeetingId) -> Reply:
    """What members will see, to be looked at alone."""
    seen = await led(request, meeting, store)
    as_posted = replace(seen.meeting, posted_at=seen.meeting.posted_at or request.now)
    return Reply(only_you(await agenda_card(as_posted, seen.network, store), seen.meeting))


# ------------------------------------------------------------------ cards


def the_desk(
    meeting: Meeting,
    network: Network,
    items: Sequence[AgendaItem],
    owners: Mapping[PersonId, str],
    waiting: Sequence[Suggestion],
    said: str,
) -> Card:
    return Card(
        f"{network.name}: {'the agenda' if meeting.posted_at else 'your draft'}",
        *((Text(said),) if said else ()),
        Facts(
            ("When", when(meeting)),
            *((("Where", meeting.place),) if meeting.place else ()),
            *((("Purpose", meeting.purpose),) if meeting.purpose else ()),
        ),
        *(Text(_shown(each, owners)) for each in items),
        Text(running_total(items, meeting.minutes)),
        *_buttons(meeting),
        *((Note(_still_open(waiting)),) if waiting else ()),
    )


def running_total(items: Sequence[AgendaItem], minutes: int) -> str:
    """ "65 of 60 minutes: 5 too many."."""
    there = total(items)
    said = f"{there} of {minutes} minutes"
    if there > minutes:
        return f"{said}: {there - minutes} too many."
    return f"{said}: {minutes - there} still free." if there < minutes else f"{said}."


def _shown(item: AgendaItem, owners: Mapping[PersonId, str]) -> str:
    who = f" ({owners[item.owner]})" if item.owner is not None and item.owner in owners else ""
    return f"{item.minutes} min  {item.title}{who}"


def _buttons(meeting: Meeting) -> tuple[Button, ...]:
    """Six at most: Teams allows no more on a card."""
    look = preview.button("Preview", meeting=meeting.id)
    if meeting.state is State.PLANNED:
        return post_it.button("Post it", meeting=meeting.id).primary(), look
    return (look,)


def _still_open(waiting: Sequence[Suggestion]) -> str:
    return "1 suggestion waits." if len(waiting) == 1 else f"{len(waiting)} suggestions wait."


def only_you(card: Card, meeting: Meeting) -> Card:
    """The card itself; its buttons come to life when it is posted."""
    pressed = " · ".join(each.label for each in card.buttons())
    back = open_desk.button("Back to the draft", meeting=meeting.id)
    return Card(
        card.title,
        Note("Only you see this."),
        *(each for each in card.blocks if not isinstance(each, Button | Link)),
        Note(f"Members can press: {pressed}."),
        *((post_it.button("Post it", meeting=meeting.id).primary(),) if not meeting.posted_at else ()),
        back,
    )
