"""Who leads a run: handed over to whoever says yes, taken on where nobody does, and left.

Ada  (presses Hand over, names Jo)
bot  (in Jo's weekly message) Would you lead Oracy in Year 3?            [I'll lead it] [Not this time]
bot  (to Ada, once Jo said yes) Jo leads Oracy in Year 3 now

Until the new one says yes, the old one leads.
"""

from collections.abc import Sequence
from datetime import date, timedelta

from handlers.cycle.capability import cycle
from handlers.cycle.cards import offers, run_card
from handlers.cycle.doing import do, join
from handlers.cycle.inviting import HOLDS, join_in
from handlers.cycle.replanning import withdraw
from handlers.cycle.seen import Seen, not_over, the_run, to_change
from handlers.cycle.words import school_names, topic_line
from handlers.naming import to_choose
from handlers.talk import (
    Answers,
    Button,
    Card,
    ChoiceField,
    Field,
    Form,
    Invalid,
    Note,
    Post,
    Refusal,
    Reply,
    Request,
    Text,
    TextField,
    ToPerson,
    given,
)
from handlers.written_in import people_in
from storage.records import Did, Initiative, Person, PersonId, Run, RunId, RunState, Why
from storage.store import Store

OPTIONS = 100  # that Slack allows in a list
ANSWERED_IN = 2 * HOLDS  # as long to say yes as it may take until they are asked


# ------------------------------------------------------------------ handing over


@offers(86)
async def handing_over(seen: Seen, request: Request, store: Store) -> Sequence[Button]:
    if not seen.may_change or seen.run.lead is None or seen.run.state is RunState.ENDED:
        return ()
    return (hand_over.button("Hand over", run=seen.run.id),)


@cycle.form("cycle.hand_over")
async def hand_over(request: Request, store: Store, *, run: RunId) -> Form:
    seen = await to_change(run, request, store)
    return hand_over.form(
        "Who leads it next?",
        "I ask them. Until they say yes, it stays as it is.",
        _fields(await _others(seen.run, store)),
        "Ask them",
        run=run,
    )


@hand_over.filled
async def asked_to_lead(request: Request, store: Store, answers: Answers, *, run: RunId) -> Reply:
    """One colleague at a time: who was asked before and has not heard yet is asked no more."""
    seen = await to_change(run, request, store)
    new = await _chosen(answers, seen.run, request, store)
    if new.id == request.person.id:
        return await take_on(request, store, run)
    await store.outbox.withdraw(request.trust.id, _offers_of(seen.run))
    names = await school_names([seen.run], request.trust.id, store)
    card = would_you_lead(request.person, seen.initiative, seen.run, names[seen.run.school])
    key = _offer_to(seen.run, new, request.today)
    said = f"I ask {new.name} in their weekly message, and you hear either way."
    return Reply(
        await run_card(run, request, store, said),
        Post(ToPerson(new), card, key, Why.UNASKED, expires=request.now + HOLDS),
    )


async def _others(run: Run, store: Store) -> Sequence[Person]:
    """Who takes part, and does not lead it."""
    taking_part = await store.participants.of_initiative(run.initiative, trust=run.trust)
    ids = [each.person for each in taking_part if each.person != run.lead]
    return (await store.people.several(ids, trust=run.trust))[:OPTIONS]


async def _chosen(answers: Answers, run: Run, request: Request, store: Store) -> Person:
    picked = given(answers, "person")
    people = [each for each in await _others(run, store) if str(each.id) == picked]
    people += await people_in(given(answers, "colleague"), "colleague", request, store)
    if len({each.id for each in people}) != 1:
        raise Invalid(colleague="Please choose or name one colleague.")
    if people[0].id == run.lead:
        raise Invalid(colleague=f"{people[0].name} leads it already. Please choose somebody else.")
    return people[0]


def _offers_of(run: Run) -> str:
    """What was offered while this one leads: a later yes counts only then."""
    return f"cycle:lead:{run.id}:{run.lead or 0}:"


def _offer_to(run: Run, person: Person, on: date) -> str:
    return f"{_offers_of(run)}{person.id}:{on}"


async def _offered(run: Run, request: Request, store: Store) -> str | None:
    """The newest offer to whoever asks; None where there is none, or it has been too long."""
    days = (request.today - timedelta(days=ago) for ago in range(ANSWERED_IN.days))
    keys = [_offer_to(run, request.person, each) for each in days]
    return max(await store.outbox.written(request.trust.id, keys), default=None)


# ------------------------------------------------------------------ taking on


@offers(6)
async def taking_on(seen: Seen, request: Request, store: Store) -> Sequence[Button]:
    if seen.run.lead is not None or seen.run.state is RunState.ENDED:
        return ()
    return (take_on_it.button("I’ll lead it", run=seen.run.id).primary(),)


@cycle.action("cycle.take_on")
async def take_on_it(request: Request, store: Store, *, run: RunId) -> Reply:
    """By whoever was asked to, or, where nobody leads it, by anybody who may read it; the first one does."""
    return await take_on(request, store, run)


async def take_on(request: Request, store: Store, run: RunId) -> Reply:
    me = request.person
    initiative, found = await not_over(run, request, store, hold=True)
    if found.lead == me.id:
        return Reply(await run_card(run, request, store, "You lead it."))
    offer = await _offered(found, request, store)
    if offer is None:
        await _must_be_free(found, request, store)
    led = await do(found, Did.HANDED_OVER, me, request.now, store, lead=me)
    if initiative.lead in (None, found.lead):
        await store.initiatives.change(initiative, lead_id=me.id)
    await _take_part(led, me, request, store)
    card, key = has_taken_it_on(me, initiative), f"cycle:led:{run}:{led.version}"
    told = await _told(found.lead, card, key, Why.ANSWER if offer else Why.UNASKED, store, me)
    return Reply(await run_card(run, request, store, "You lead it now. Thank you."), *told)


async def _must_be_free(run: Run, request: Request, store: Store) -> None:
    """Nobody else leads it, or they may change it and so may take it on themselves."""
    seen = await the_run(run.id, request, store)
    if run.lead is not None and not seen.may_change:
        raise Refusal(
            "A colleague leads it now. Please ask them to hand it over, if that is what you agreed."
        )


async def _take_part(run: Run, me: Person, request: Request, store: Store) -> None:
    """Whoever leads it is asked about it, even where they were in another school's run of it."""
    participant = await store.participants.find(run.initiative, me)
    if participant and participant.run != run.id:
        await store.participants.leave(participant)
    await join(run, me, request.now, store)


@cycle.action("cycle.not_lead")
async def do_not_lead(request: Request, store: Store, *, run: RunId) -> Reply:
    """Whoever asked hears, once each time they did, so that they can ask somebody else."""
    me = request.person
    found = await store.runs.find(run, trust=request.trust.id)
    initiative = await store.initiatives.find(found.initiative, trust=request.trust.id) if found else None
    if found is None or initiative is None or found.lead == me.id:
        return Reply(not_this_time())
    offer = await _offered(found, request, store)
    if offer is None:
        return Reply(not_this_time())
    told = await _told(found.lead, cannot_lead_it(me, initiative), f"{offer}:no", Why.ANSWER, store, me)
    return Reply(not_this_time(), *told)


async def _told(
    lead: PersonId | None, card: Card, key: str, why: Why, store: Store, me: Person
) -> Sequence[Post]:
    """To whoever led it."""
    person = await store.people.find(lead, trust=me.trust) if lead else None
    return (Post(ToPerson(person), card, key, why),) if person else ()


# ------------------------------------------------------------------ leaving


@offers(90)
async def leaving(seen: Seen, request: Request, store: Store) -> Sequence[Button]:
    return (leave.button("Leave it", run=seen.run.id),) if seen.takes_part else ()


@cycle.action("cycle.leave")
async def leave(request: Request, store: Store, *, run: RunId) -> Reply:
    """From now on they are not asked about it. What they led waits for somebody; what they did stays."""
    await store.runs.find(run, trust=request.trust.id, hold=True)
    seen = await the_run(run, request, store)
    me = request.person
    if seen.participant and seen.takes_part:
        await withdraw(seen.run, store, person=me.id)
        await store.participants.leave(seen.participant)
    if seen.run.lead == me.id and seen.run.state is not RunState.ENDED:
        await do(seen.run, Did.HANDED_OVER, me, request.now, store, lead=None)
    if seen.initiative.lead == me.id:
        await store.initiatives.change(seen.initiative, lead_id=None)
    return Reply(has_left(seen.initiative, seen.run))


# ------------------------------------------------------------------ the form, and cards


def _fields(others: Sequence[Person]) -> tuple[Field, ...]:
    options = tuple(map(to_choose, others))
    picked = ChoiceField("person", "Who takes part", options, optional=True)
    return (
        *((picked,) if options else ()),
        TextField(
            "colleague",
            "Or somebody else" if options else "Who?",
            hint="Name or work e-mail",
            optional=bool(options),
            max_length=200,
        ),
    )


def would_you_lead(asker: Person, initiative: Initiative, run: Run, school: str) -> Card:
    return Card(
        f"Would you lead {topic_line(initiative, school)}?",
        Text(f"{asker.name} asks you. {run.goal or initiative.problem}"),
        take_on_it.button("I’ll lead it", run=run.id).primary(),
        do_not_lead.button("Not this time", run=run.id),
        Note("What has been written, tried and planned comes with it."),
    )


def has_taken_it_on(person: Person, initiative: Initiative) -> Card:
    return Card(
        f"{person.name} leads it now",
        Text(f"{initiative.topic} is in {person.name}’s hands. Thank you for what you have done for it."),
    )


def cannot_lead_it(person: Person, initiative: Initiative) -> Card:
    return Card(
        f"{initiative.topic}: not {person.name} this time",
        Text(f"{person.name} can't lead it at the moment. It stays with you; you can ask somebody else."),
    )


def not_this_time() -> Card:
    return Card("That is fine", Text("It stays as it is. Thank you for saying."))


def has_left(initiative: Initiative, run: Run) -> Card:
    return Card(
        "You have left it",
        Text(f"I will not ask you about {initiative.topic} any more. What you did for it stays."),
        *((join_in.button("Join again", run=run.id),) if run.state is not RunState.ENDED else ()),
    )
