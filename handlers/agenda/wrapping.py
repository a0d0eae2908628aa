"""Wrapping up: what a meeting came to, said once by whoever led it; or that it did not happen.

bot     Maths leads met yesterday: how did it go?               [Wrap up] [It did not happen]
Hannah  presses Wrap up, fills in a form
bot     Saved. It goes to everybody tomorrow at 8:00            [Send it now] [Change it]
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from handlers.agenda.after import due_for, follow_up
from handlers.agenda.capability import agenda
from handlers.agenda.record import opened, records_of
from handlers.agenda.seen import Seen, led
from handlers.agenda.words import date_of, day, when
from handlers.colleagues import colleagues_of
from handlers.days import calendars_of
from handlers.naming import at_work
from handlers.rules.calendar import SchoolCalendar
from handlers.rules.commitments import Commitment, When, called, one, read, whom, write
from handlers.rules.minutes import Record
from handlers.rules.outline import Unreadable
from handlers.talk import (
    LOCAL,
    Answers,
    Button,
    Card,
    ChoiceField,
    Field,
    Form,
    Invalid,
    Refusal,
    Reply,
    Request,
    Text,
    TextField,
    given,
    ticked,
)
from handlers.which import must_lead, the_network
from storage.records import Coming, Meeting, MeetingId, Network, Notes, Person, PersonId, State
from storage.store import Store

T = TypeVar("T")

NAMED = 100  # members that can be ticked: Slack shows no more options; others are written
BOTH = "Somebody saved these notes while you wrote. Both stand here: keep what is right, and save again."
HOW_TO_FILL_IN = "Leave empty what does not apply. Please leave pupils out."
LINES = 3_000  # characters that Slack takes in a field

EXAMPLE = "One line each, like “Ada Example: try talk tactics by 28 November”."

#: The fields that are kept as they are written, and their characters: together they fit one message anywhere.
TEXTS = {"headline": 200, "bright_spot": 1_500, "problem": 1_500, "decisions": 1_500, "stopping": 1_000}


async def wrap_up_by_name(request: Request, store: Store) -> Reply:
    """`agenda wrap up [network]`: its latest meeting; Refusal where none has been."""
    network = await the_network(request.said, request, store)
    await must_lead(request.person, network, store)
    every = await store.meetings.of(network.id, trust=request.trust.id)
    over = [each for each in every if each.starts <= request.now and each.state is not State.CANCELLED]
    if not over:
        raise Refusal(f"{network.name} has not met yet, so there is nothing to wrap up.")
    return Reply(await wrap_up.open(request, store, {"meeting": over[-1].id}))


# ------------------------------------------------------------------ the form


@agenda.form("agenda.wrap_up")
async def wrap_up(request: Request, store: Store, *, meeting: MeetingId, edition: int = 0) -> Form:
    """Filled with what is known: who said yes, or what was saved before. `edition`: what it was made from."""
    return await _form(await _over(request, meeting, store), store)


async def _form(seen: Seen, store: Store, meanwhile: Answers | None = None) -> Form:
    """As it stands now; beside it what somebody else wrote into an older one (`meanwhile`)."""
    (record,) = await records_of(seen.network, [seen.meeting], store)
    then = await store.meetings.next_after(seen.meeting)
    members = await _members(seen, store)
    said = await store.attendance.of(seen.meeting.id, trust=seen.meeting.trust)
    came = {id_ for id_, each in said.items() if _was_there(each)} - {each.id for each in members[:NAMED]}
    guests = await store.people.several(came, trust=seen.meeting.trust)
    fields = _fields(record, members, said, guests)
    intro = f"{seen.network.name}, {when(seen.meeting)}. {_and_then(then)} {HOW_TO_FILL_IN}"
    return wrap_up.form(
        "Wrap up",
        BOTH if meanwhile else intro,
        [_with_both(each, meanwhile) for each in fields] if meanwhile else fields,
        "Save",
        meeting=seen.meeting.id,
        edition=record.notes.edition if record.notes else 0,
    )


@wrap_up.filled
async def wrapped_up(
    request: Request, store: Store, answers: Answers, *, meeting: MeetingId, edition: int = 0
) -> Reply:
    """Everything of it is kept, or nothing; what goes out is written anew each time.

    Who began from an older edition is shown both, theirs and what was saved meanwhile.
    """
    seen = await _over(request, meeting, store)
    before = await store.notes.of(seen.meeting)
    if before is not None and before.edition != edition:
        return Reply(await _form(seen, store, answers))
    taken = await _read(seen, answers, request, store)
    held = await store.meetings.change(
        seen.meeting, state=State.HELD, wrapped_at=seen.meeting.wrapped_at or request.now, post_at=None
    )
    await store.notes.keep(taken.notes)
    await store.attendance.note(held, taken.there, request.now)
    await _keep_actions(held, taken.actions, store)
    await store.outbox.withdraw(held.trust, f"meeting:{held.id}:wrap")
    due = await due_for(held, request.person, request.now, store)
    return Reply(saved(held, due, request.now), *await follow_up(held, seen.network, due, store))


@agenda.action("agenda.send_now")
async def send_now(request: Request, store: Store, *, meeting: MeetingId) -> Reply:
    """A new edition with the same words, due at once; what has gone already is only drawn anew."""
    seen = await _over(request, meeting, store)
    notes = await store.notes.of(seen.meeting)
    if notes is None:
        raise Refusal("It is not wrapped up yet. Press “Wrap up” first.")
    await store.notes.keep(notes)
    posts = await follow_up(seen.meeting, seen.network, request.now, store)
    return Reply(saved(seen.meeting, request.now, request.now), *posts)


@agenda.action("agenda.did_not_happen")
async def did_not_happen(request: Request, store: Store, *, meeting: MeetingId) -> Reply:
    """One tap, without a reason: what was on its agenda waits for the next, and nothing goes out."""
    seen = await _over(request, meeting, store)
    if seen.meeting.state is State.HELD:
        raise Refusal("This meeting is wrapped up, so it happened. Press “Change it” to mend the notes.")
    missed = await store.meetings.change(seen.meeting, state=State.NOT_HELD, post_at=None)
    await store.suggestions.release(missed.id, trust=missed.trust)
    await store.outbox.withdraw(missed.trust, f"meeting:{missed.id}:")
    return Reply(all_right(seen.network, await store.meetings.next_after(missed)))


async def _over(request: Request, meeting: MeetingId, store: Store) -> Seen:
    """Led by the asker, begun, and not called off; Refusal otherwise."""
    seen = await led(request, meeting, store)
    if seen.meeting.state is State.CANCELLED:
        raise Refusal("This meeting was called off, so there is nothing to wrap up.")
    if seen.meeting.starts > request.now:
        raise Refusal(f"This meeting is still to come, on {when(seen.meeting)}. Wrap it up after that.")
    return seen


# ------------------------------------------------------------------ reading the form


@dataclass(frozen=True, slots=True)
class Taken:
    """A form as it was meant."""

    notes: Notes
    there: Mapping[PersonId, bool]
    actions: Sequence[Commitment]


async def _read(seen: Seen, answers: Answers, request: Request, store: Store) -> Taken:
    """Invalid beside the field that cannot be kept."""
    members = await _members(seen, store)
    others = (await colleagues_of(request.trust.id, store)).directory.people
    texts = {name: given(answers, name) for name in TEXTS}
    for name, most in TEXTS.items():
        if len(texts[name]) > most:
            raise Invalid(**{name: f"Please keep this within {most} characters."})
    asked = given(answers, "contact")
    contact = _at("contact", lambda: _to_ask(asked, members, others)) if asked else None
    guests = _at("guests", lambda: [one(each, members, others) for each in _lines(answers, "guests")])
    begun = (seen.meeting.wrapped_at or request.now).astimezone(LOCAL).date()
    then = await store.meetings.next_after(seen.meeting)
    ahead = When(begun, date_of(then) if then else None, await _calendar_of(request, store))
    actions = _at("actions", lambda: read(given(answers, "actions"), members, others, ahead))
    named = {each.person for each in actions}
    people = {each.id: each for each in (*members, *others) if each.id in named}
    if len(write(actions, people)) > LINES:  # with whole names and days it is shown again in one field
        raise Invalid(actions="That is more than fits here. Please say it in fewer words.")
    notes = Notes(
        seen.meeting.id,
        request.trust.id,
        headline=texts["headline"],
        bright_spot=texts["bright_spot"],
        contact=contact.id if contact else None,
        problem=texts["problem"],
        decisions=texts["decisions"],
        stopping=texts["stopping"],
    )
    return Taken(notes, await _there(seen, members, guests, answers, store), actions)


def _at(field: str, reading: Callable[[], T]) -> T:
    """What a field says, with what cannot be read said beside it."""
    try:
        return reading()
    except Unreadable as problem:
        raise Invalid(**{field: str(problem)}) from None


def _to_ask(words: str, members: Sequence[Person], others: Sequence[Person]) -> Person:
    """Whom everybody will be sent to: one who is open to it. Who is hidden is as good as nobody."""
    listed = [[each for each in among if each.open_to_introductions] for among in (members, others)]
    if not whom(words, *listed):
        raise Unreadable(
            f"I can send nobody to “{words[:60]}”. Please name somebody else, or leave it empty."
        )
    return one(words, *listed)


def _lines(answers: Answers, field: str) -> list[str]:
    return [line for each in given(answers, field).splitlines() if (line := each.strip(" -•*\t"))]


async def _calendar_of(request: Request, store: Store) -> Callable[[Person], SchoolCalendar]:
    calendars = await calendars_of(request.trust.id, store)
    return lambda person: calendars.of(person.school)


async def _there(
    seen: Seen, members: Sequence[Person], guests: Sequence[Person], answers: Answers, store: Store
) -> dict[PersonId, bool]:
    """Who was, and of those who had said something who was not: nothing is noted of anybody else."""
    there = ticked(answers, "there")
    said = await store.attendance.of(seen.meeting.id, trust=seen.meeting.trust)
    listed = {each.id: str(each.id) in there for each in members[:NAMED]}
    guests_there = {each.id: True for each in guests}
    gone = dict.fromkeys(said, False)
    return gone | {id_: was for id_, was in listed.items() if was or id_ in said} | guests_there


async def _keep_actions(meeting: Meeting, said: Sequence[Commitment], store: Store) -> None:
    """What stands there already keeps how far it has come; what is not said any more goes."""
    before = {
        (each.person, each.text): each
        for each in await store.actions.of_meeting(meeting.id, trust=meeting.trust)
    }
    people = {
        each.id: each
        for each in await store.people.several({one.person for one in said}, trust=meeting.trust)
    }
    for each in said:
        stands = before.pop((each.person, each.text), None)
        if stands is None:
            await store.actions.add(meeting, people[each.person], each.text, each.by)
        elif stands.by != each.by:
            await store.actions.change(stands, by=each.by, asked_on=None)
    for gone in before.values():
        await store.actions.remove(gone)


async def _members(seen: Seen, store: Store) -> list[Person]:
    """Those who said they would come first, then who said nothing, then who could not."""
    ids = await store.networks.members(seen.network.id, trust=seen.network.trust)
    said = await store.attendance.of(seen.meeting.id, trust=seen.meeting.trust)
    people = await store.people.several(ids, trust=seen.network.trust)
    return sorted(people, key=lambda each: (_rank(said.get(each.id)), each.name))


def _rank(answer: Coming | None) -> int:
    if answer is None or (answer.coming is None and answer.attended is None):
        return 1
    return 0 if _was_there(answer) else 2


def _was_there(answer: Coming) -> bool:
    """As it was noted; before that, as they said."""
    return bool(answer.coming if answer.attended is None else answer.attended)


# ------------------------------------------------------------------ cards and fields


def _fields(
    record: Record, members: Sequence[Person], answers: Mapping[PersonId, Coming], guests: Sequence[Person]
) -> tuple[Field, ...]:
    notes, contact = record.notes or Notes(record.meeting.id, record.meeting.trust), record.contact()
    listed = members[:NAMED]
    there = tuple(str(each.id) for each in listed if each.id in answers and _was_there(answers[each.id]))
    people = {each.id: each for each in (*members, *record.people.values())}
    also = "\n".join(called(each, guests) for each in guests)
    to_ask = called(contact, members) if contact and contact.open_to_introductions else ""
    promised = write((Commitment(each.person, each.text, each.by) for each in record.actions), people)
    return (
        *((_who_was_there(listed, there),) if listed else ()),
        _words("guests", "Anybody else from the trust?", also, "One name a line."),
        TextField("headline", "In one line", notes.headline, optional=True, max_length=TEXTS["headline"]),
        _words("bright_spot", "Bright spot", notes.bright_spot, "What works, where."),
        TextField("contact", "Whom to ask about it", to_ask, optional=True, max_length=200),
        _words("problem", "The problem you worked on, and ideas", notes.problem),
        _words("decisions", "What you decided", notes.decisions),
        _words("stopping", "What you will stop", notes.stopping),
        _words("actions", "Who does what by when", promised, EXAMPLE),
    )


def _with_both(field: Field, meanwhile: Answers) -> Field:
    """What stands there, and what somebody else wrote and is not in it."""
    match field:
        case ChoiceField():
            ticked = meanwhile.get(field.name, ())
            return replace(field, value=tuple(dict.fromkeys((*field.value, *ticked))))
        case TextField():
            known = field.value.splitlines()
            new = [each for each in given(meanwhile, field.name).splitlines() if each not in known]
            both = ("\n" if field.multiline else " / ").join((*known, *new))
            return replace(field, value=both, max_length=max(field.max_length, len(both)))


def _words(name: str, label: str, value: str, hint: str = "") -> TextField:
    most = TEXTS.get(name, LINES)
    return TextField(name, label, value, hint, multiline=True, optional=True, max_length=most)


def _who_was_there(members: Sequence[Person], there: tuple[str, ...]) -> ChoiceField:
    options = tuple((str(each.id), at_work(each)) for each in members)
    return ChoiceField("there", "Who was there?", options, there, several=True, optional=True)


def _and_then(then: Meeting | None) -> str:
    return f"The next one is on {day(date_of(then))}." if then else "The next date is not set yet."


def ways_to_end(meeting: Meeting) -> tuple[Button, ...]:
    """For whoever led it, once it is over."""
    if meeting.state is State.HELD:
        return (wrap_up.button("Change the notes", meeting=meeting.id),)
    return (
        wrap_up.button("Wrap up", meeting=meeting.id).primary(),
        did_not_happen.button("It did not happen", meeting=meeting.id),
    )


def saved(meeting: Meeting, due: datetime, now: datetime) -> Card:
    here = due.astimezone(LOCAL)
    later = f"It goes to everybody on {day(here.date())} at {here:%H:%M}. Until then you can change it."
    return Card(
        "Wrapped up, thank you",
        Text(later if due > now else "It is on its way to everybody. What you change shows there."),
        *((send_now.button("Send it now", meeting=meeting.id).primary(),) if due > now else ()),
        wrap_up.button("Change it", meeting=meeting.id),
        opened.button("See it", meeting=meeting.id),
    )


def all_right(network: Network, then: Meeting | None) -> Card:
    another = f"Say “agenda plan {network.name}” to find another date."
    return Card(
        "That is all right",
        Text(
            "I have noted that it did not happen, and tell nobody. What was suggested waits for the next one."
        ),
        Text(f"The next one is on {day(date_of(then))}." if then else another),
    )
