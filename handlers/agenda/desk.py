"""The facilitator's desk: a meeting's draft, what waits for a decision, and every way to go on from there.

Hannah  /agenda maths autumn
bot     Maths leads: your draft. Tuesday 3 November 2026, 15:45 to 16:45 … 60 of 60 minutes.
        [Post it] [Preview] [Edit] [When and where] [More]
Hannah  presses Post it
bot     Posted to its channel. What you change from now on changes there, too. …
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from handlers.agenda import deciding, editing
from handlers.agenda.capability import agenda
from handlers.agenda.drafting import as_it_was, edition_of, keep, names_of, refreshed, who_may_own
from handlers.agenda.later import post_at, when_to_post
from handlers.agenda.moving import cancel, move_as_filled, must_lie_ahead, when_and_where
from handlers.agenda.posted import agenda_card, redrawn
from handlers.agenda.posting import has_channel, post
from handlers.agenda.seen import Seen, led
from handlers.agenda.sketch import facts, lines
from handlers.agenda.words import date_of, day, when
from handlers.agenda.wrapping import ways_to_end
from handlers.rules.framework import said_of_length
from handlers.talk import (
    Answers,
    Button,
    Card,
    Form,
    Link,
    Note,
    Refusal,
    Reply,
    Request,
    Text,
    given,
)
from storage.records import AHEAD, AgendaItem, Meeting, MeetingId, Network, PersonId, State
from storage.store import Store

HOW_TO_EDIT = "Minutes first, who leads it in brackets. Move lines to reorder. Please leave pupils out."


async def desk(meeting: Meeting, network: Network, request: Request, store: Store, said: str = "") -> Card:
    """A meeting as whoever leads the network sees it; `said` is what has just been done."""
    items = await refreshed(meeting, network, request, store)
    owners = await names_of(items, network, store)
    waiting = await deciding.undecided(network, items, store)
    if meeting.starts <= request.now:
        buttons = ways_to_end(meeting)
    else:
        buttons = _buttons(meeting, await edition_of(meeting, store), len(waiting))
    return the_desk(meeting, network, items, owners, buttons, said)


@agenda.action("agenda.open")
async def open_desk(request: Request, store: Store, *, meeting: MeetingId) -> Reply:
    return await _back(await led(request, meeting, store), request, store)


async def _back(seen: Seen, request: Request, store: Store, said: str = "") -> Reply:
    return Reply(await desk(seen.meeting, seen.network, request, store, said))


async def _changed(seen: Seen, meeting: Meeting, request: Request, store: Store, said: str) -> Reply:
    """The desk after a change of the agenda; where it is posted, the post is edited."""
    card = await desk(meeting, seen.network, request, store, said)
    anew = await redrawn(meeting, seen.network, store) if meeting != seen.meeting else ()
    return Reply(card, *anew)


# ------------------------------------------------------------------ posting it


@agenda.action("agenda.post")
async def post_it(request: Request, store: Store, *, meeting: MeetingId, edition: int = 0) -> Reply:
    """Once, however often it is pressed; and nothing that whoever presses it has not seen."""
    seen = await led(request, meeting, store)
    looked_at = edition or await edition_of(seen.meeting, store)
    await refreshed(seen.meeting, seen.network, request, store)
    if looked_at != await edition_of(seen.meeting, store) and not seen.meeting.posted_at:
        said = "This has changed since you looked at it. If it is right so, press “Post it” again."
        return await _back(seen, request, store, said)
    posted, posts = await post(seen.meeting, seen.network, request.now, store)
    where = "its channel" if await has_channel(seen.network, store) else "each member, as it has no channel"
    said = f"Posted to {where}. What you change from now on changes there, too."
    return Reply(await desk(posted, seen.network, request, store, said), *posts)


@agenda.action("agenda.preview")
async def preview(request: Request, store: Store, *, meeting: MeetingId) -> Reply:
    """What members will see, to be looked at alone."""
    seen = await led(request, meeting, store)
    await refreshed(seen.meeting, seen.network, request, store)
    as_posted = replace(seen.meeting, posted_at=seen.meeting.posted_at or request.now)
    card = await agenda_card(as_posted, seen.network, store)
    return Reply(only_you(card, seen.meeting, await edition_of(seen.meeting, store)))


@agenda.form("agenda.later")
async def later(request: Request, store: Store, *, meeting: MeetingId) -> Form:
    seen = await _to_post(request, meeting, store)
    intro = f"{seen.network.name}, {when(seen.meeting)}. It goes as it stands then."
    fields = await when_to_post(seen, request, store)
    return later.form("Post it later", intro, fields, "Save", meeting=meeting)


@later.filled
async def set_later(request: Request, store: Store, answers: Answers, *, meeting: MeetingId) -> Reply:
    """From now on only people change it: nothing goes out that nobody has looked at."""
    seen = await _to_post(request, meeting, store)
    at = await post_at(seen, answers, request, store)
    items = await store.agendas.items(meeting, trust=request.trust.id)
    looked_at = await keep(seen.meeting, items, seen.meeting.purpose, request.person, request.now, store)
    kept = await store.meetings.change(looked_at, post_at=at)
    said = "It waits until you post it." if at is None else "Set. You can go on changing it until then."
    return Reply(await desk(kept, seen.network, request, store, said))


async def _to_post(request: Request, meeting: MeetingId, store: Store) -> Seen:
    """One whose agenda is not posted yet; Refusal for any other."""
    seen = await led(request, meeting, store)
    must_lie_ahead(seen.meeting, request)
    if seen.meeting.posted_at:
        raise Refusal("This agenda is posted already. What you change in it shows there.")
    return seen


# ------------------------------------------------------------------ changing it


@agenda.form("agenda.edit")
async def edit(
    request: Request, store: Store, *, meeting: MeetingId, edition: int = 0, pages: int = 1
) -> Form:
    """As words: the newest edition, or the one that a form which is asked for again was made from."""
    seen = await _to_change(request, meeting, store)
    (purpose, items), edition = await editing.begun_with(edition, seen, request, store)
    return await _as_words(seen, purpose, items, edition, store, pages=pages)


async def _as_words(
    seen: Seen,
    purpose: str,
    items: Sequence[AgendaItem],
    edition: int,
    store: Store,
    *,
    pages: int = 1,
    meanwhile: str = "",
) -> Form:
    names = await who_may_own(items, seen.network, store)
    fields = editing.as_words(purpose, items, names, edition, pages)
    clash = f"{meanwhile} Where you changed the same, your words stand here. Save again to keep them."
    return edit.form(
        "Edit the agenda",
        clash if meanwhile else HOW_TO_EDIT,
        fields,
        "Save",
        meeting=seen.meeting.id,
        edition=edition,
        pages=len(fields) - 1,
    )


@edit.filled
async def save(
    request: Request, store: Store, answers: Answers, *, meeting: MeetingId, edition: int = 0, pages: int = 1
) -> Reply:
    seen = await _to_change(request, meeting, store)
    now = await store.agendas.items(meeting, trust=request.trust.id)
    names = await who_may_own(now, seen.network, store)
    base = (await as_it_was(seen.meeting, edition, names, now, store))[1]
    mine = editing.from_words(answers, names, (*now, *base), edition)
    return await _save(request, seen, mine, names, edition, store)


async def _save(
    request: Request, seen: Seen, mine: editing.Agenda, names: editing.Names, edition: int, store: Store
) -> Reply:
    """Kept, together with what somebody else saved meanwhile; or the form once more where both clash."""
    edited = await editing.save(request, seen, store, edition=edition, mine=mine, names=names)
    if not edited.saved:
        newest = await edition_of(seen.meeting, store)
        words = (seen, edited.purpose, edited.items, newest, store)
        return Reply(await _as_words(*words, meanwhile=edited.meanwhile))
    both = f"Saved, together with what changed meanwhile: {edited.meanwhile}"
    return await _changed(seen, edited.meeting, request, store, both if edited.meanwhile else "Saved.")


@agenda.form("agenda.item")
async def item(
    request: Request,
    store: Store,
    *,
    meeting: MeetingId,
    edition: int = 0,
    number: int = 0,
    chosen: bool = False,
) -> Form:
    """One item: first which, then what is to change in it."""
    seen = await _to_change(request, meeting, store)
    (_, items), edition = await editing.begun_with(edition, seen, request, store)
    names = await who_may_own(items, seen.network, store)
    number = min(number, len(items))
    fields = editing.one_item(items, number, names) if chosen else (editing.which_item(items, names),)
    return item.form(
        "Change an item",
        "Please leave pupils out." if chosen else "",
        fields,
        "Save" if chosen else "Next",
        meeting=meeting,
        edition=edition,
        number=number,
        chosen=chosen,
    )


@item.filled
async def save_item(
    request: Request,
    store: Store,
    answers: Answers,
    *,
    meeting: MeetingId,
    edition: int = 0,
    number: int = 0,
    chosen: bool = False,
) -> Reply:
    if not chosen:
        values = {"meeting": meeting, "edition": edition, "number": given(answers, "which"), "chosen": True}
        return Reply(await item.open(request, store, values))
    seen = await _to_change(request, meeting, store)
    now = await store.agendas.items(meeting, trust=request.trust.id)
    names = await who_may_own(now, seen.network, store)
    purpose, items = await as_it_was(seen.meeting, edition, names, now, store)
    mine = editing.with_item(items, min(number, len(items)), answers, names)
    return await _save(request, seen, (purpose, mine), names, edition, store)


@agenda.form("agenda.decide")
async def decide(request: Request, store: Store, *, meeting: MeetingId) -> Form:
    seen = await _to_change(request, meeting, store)
    items = await refreshed(seen.meeting, seen.network, request, store)
    waiting = await deciding.undecided(seen.network, items, store)
    if not waiting:
        raise Refusal("Nothing waits for a decision now. Say “agenda” to see your draft.")
    fields = await deciding.choices(waiting, store)
    intro = "Whoever suggested it hears what became of it."
    return decide.form("Suggestions", intro, fields, "Save", meeting=meeting)


@decide.filled
async def decided(request: Request, store: Store, answers: Answers, *, meeting: MeetingId) -> Reply:
    """What is on it goes into the draft; what was decided before, by somebody else, stays decided."""
    seen = await _to_change(request, meeting, store)
    items = await store.agendas.items(meeting, trust=request.trust.id)
    waiting = await deciding.undecided(seen.network, items, store)
    names = await who_may_own(items, seen.network, store)
    mine = (seen.meeting.purpose, deciding.with_chosen(items, waiting, answers))
    edition = await edition_of(seen.meeting, store)
    edited = await editing.save(request, seen, store, edition=edition, mine=mine, names=names)
    posts = await deciding.told(waiting, answers, edited.meeting, store)
    reply = await _changed(seen, edited.meeting, request, store, "Saved.")
    return Reply(reply.say, *reply.posts, *posts)


async def _to_change(request: Request, meeting: MeetingId, store: Store) -> Seen:
    """One whose agenda still matters; Refusal for what is over or called off."""
    seen = await led(request, meeting, store)
    must_lie_ahead(seen.meeting, request)
    return seen


# ------------------------------------------------------------------ when and where, and whether at all


@agenda.form("agenda.when")
async def move(request: Request, store: Store, *, meeting: MeetingId, sequence: int = 0) -> Form:
    seen = await _to_change(request, meeting, store)
    return _when(seen, "Whoever knows of the meeting hears of a change, once.")


def _when(seen: Seen, intro: str) -> Form:
    fields, sequence = when_and_where(seen.meeting), seen.meeting.sequence
    return move.form("When and where", intro, fields, "Save", meeting=seen.meeting.id, sequence=sequence)


@move.filled
async def moved(
    request: Request, store: Store, answers: Answers, *, meeting: MeetingId, sequence: int = 0
) -> Reply:
    """Whoever began before another's change sees that first: saving would undo it unseen."""
    seen = await _to_change(request, meeting, store)
    if sequence != seen.meeting.sequence:
        return Reply(_when(seen, "Somebody has changed this meanwhile. Here it is as it stands now."))
    now, posts = await move_as_filled(seen.meeting, seen.network, answers, request, store)
    return Reply(await desk(now, seen.network, request, store, "Saved."), *posts)


@agenda.action("agenda.more")
async def more(request: Request, store: Store, *, meeting: MeetingId) -> Reply:
    seen = await led(request, meeting, store)
    return Reply(what_else(seen.meeting, seen.network))


@agenda.action("agenda.call_off")
async def call_off(request: Request, store: Store, *, meeting: MeetingId) -> Reply:
    seen = await _to_change(request, meeting, store)
    return Reply(really(seen.meeting, seen.network))


@agenda.action("agenda.called_off")
async def called_off(request: Request, store: Store, *, meeting: MeetingId) -> Reply:
    """Once, however often it is pressed; one that has begun is wrapped up, or did not happen."""
    seen = await led(request, meeting, store)
    if seen.meeting.state is not State.CANCELLED:
        must_lie_ahead(seen.meeting, request)
    off, posts = await cancel(seen.meeting, seen.network, request.person, store)
    return Reply(await desk(off, seen.network, request, store), *posts)


# ------------------------------------------------------------------ cards


def the_desk(
    meeting: Meeting,
    network: Network,
    items: Sequence[AgendaItem],
    owners: Mapping[PersonId, str],
    buttons: Sequence[Button],
    said: str,
) -> Card:
    """How it stands, and what can be done about it."""
    if meeting.state is State.CANCELLED:
        return Card(
            f"{network.name}: called off", Text(f"The meeting on {when(meeting)} will not take place.")
        )
    return Card(
        f"{network.name}: {'the agenda' if meeting.posted_at else 'your draft'}",
        *((Text(said),) if said else ()),
        facts(meeting),
        *lines(items, owners),
        Text(said_of_length(items, meeting.minutes)),
        *buttons,
    )


def _post_button(meeting: Meeting, edition: int) -> Button:
    return post_it.button("Post it", meeting=meeting.id, edition=edition).primary()


def _buttons(meeting: Meeting, edition: int, waiting: int) -> tuple[Button, ...]:
    """Six at most: Teams allows no more on a card."""
    id_ = meeting.id
    return (
        *(() if meeting.posted_at else (_post_button(meeting, edition),)),
        preview.button("Preview", meeting=id_),
        edit.button("Edit", meeting=id_),
        *((decide.button(f"Suggestions ({waiting})", meeting=id_),) if waiting else ()),
        move.button("When and where", meeting=id_),
        more.button("More", meeting=id_),
    )


def only_you(card: Card, meeting: Meeting, edition: int) -> Card:
    """The card itself; its buttons come to life when it is posted."""
    pressed = " · ".join(each.label for each in card.buttons())
    return Card(
        card.title,
        Note("Only you see this."),
        *(each for each in card.blocks if not isinstance(each, Button | Link)),
        Note(f"Under it: {pressed}."),
        *(() if meeting.posted_at else (_post_button(meeting, edition),)),
        open_desk.button("Back", meeting=meeting.id),
    )


def what_else(meeting: Meeting, network: Network) -> Card:
    id_ = meeting.id
    ahead = meeting.state in AHEAD
    return Card(
        f"{network.name}, {day(date_of(meeting))}",
        *((item.button("Change an item", meeting=id_),) if ahead else ()),
        *((later.button("Post later", meeting=id_),) if meeting.state is State.PLANNED else ()),
        *((call_off.button("Call it off", meeting=id_).danger(),) if ahead else ()),
        open_desk.button("Back", meeting=id_),
    )


def really(meeting: Meeting, network: Network) -> Card:
    return Card(
        f"Call off {network.name} on {day(date_of(meeting))}?",
        Text("Whoever knows of the meeting hears it once. What was suggested for it waits for the next one."),
        called_off.button("Call it off", meeting=meeting.id).danger(),
        open_desk.button("Keep it", meeting=meeting.id),
    )
