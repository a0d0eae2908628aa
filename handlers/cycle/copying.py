"""Copying: a school is asked whether it tries what worked elsewhere, and begins with that plan as its own.

bot   Oracy in Year 3 worked at Ashdown: would Fenside try it?
                        [Yes, we try it] [A colleague leads it] [Not this time] [Ask Ada Ash]
Hana  presses Yes, we try it
bot   Oracy in Year 3 · Prepare: the plan is there; where you start and when you look at it are yours to say
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from handlers.cycle.capability import cycle
from handlers.cycle.cards import run_card
from handlers.cycle.decided import nameless
from handlers.cycle.doing import begin
from handlers.cycle.inviting import HOLDS
from handlers.cycle.seen import Seen
from handlers.cycle.words import CENTRAL_TEAM
from handlers.introductions import begin as ask_to_meet
from handlers.rules.ledger import kind_of_school
from handlers.talk import (
    Answers,
    Card,
    Facts,
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
from storage.records import (
    CycleStage,
    Decision,
    EvidenceId,
    Initiative,
    InitiativeId,
    Person,
    Run,
    RunId,
    Verdict,
    Why,
)
from storage.store import Store

#: What is copied of a plan. Where a school starts and when it looks at it are its own.
PLAN = ("practice", "may_adapt", "makes_room", "trained", "goal", "measure", "target")


async def copy_of(seen: Seen, request: Request, store: Store) -> Initiative:
    """The one initiative that all further schools share, led by whoever asked them first."""
    copy = await store.initiatives.copied_from(seen.run.id, trust=seen.run.trust)
    if copy is not None:
        return copy
    copy = await store.initiatives.add(
        replace(
            seen.initiative,
            id=InitiativeId(0),
            lead=request.person.id,
            begun_on=request.today,
            copied_from=seen.run.id,
        )
    )
    for each in await store.initiatives.evidence_of(seen.initiative.id, trust=seen.run.trust):
        await store.initiatives.add_evidence(replace(each, id=EvidenceId(0), initiative=copy.id))
    return copy


async def invitations(
    copy: Initiative, people: Sequence[Person], now: datetime, store: Store
) -> tuple[Post, ...]:
    """To each once, however often it is said."""
    origin = await _origin(copy, store)
    keys = {_key(copy, each): each for each in people}
    before = await store.outbox.written(copy.trust, list(keys))
    return tuple(
        Post(ToPerson(each), would_you_try(copy, origin, each), key, Why.UNASKED, expires=now + HOLDS)
        for key, each in keys.items()
        if key not in before
    )


async def ask_no_further(run: Run, store: Store) -> None:
    """Questions that have not gone yet never go: they say what is to be said no more."""
    copy = await store.initiatives.copied_from(run.id, trust=run.trust)
    if copy:
        await store.outbox.withdraw(run.trust, _keys_of(copy))


def _keys_of(copy: Initiative) -> str:
    """What the keys of all its questions begin with."""
    return f"roll_out:{copy.id}:"


def _key(copy: Initiative, person: Person) -> str:
    """They were asked for that school: who has moved since was not."""
    return f"{_keys_of(copy)}{person.school}:{person.id}"


@dataclass(frozen=True, slots=True)
class Origin:
    """Where it comes from, as far as it may be told: unless it is named, in words that name nobody."""

    problem: str
    run: Run
    #: None where it is not theirs to read.
    decision: Decision | None
    #: "Ashdown", or "a primary school in the trust".
    where: str
    #: Who led it there, where they may be named.
    contact: Person | None


async def _origin(copy: Initiative, store: Store, *, hold: bool = False) -> Origin:
    """Told and named where the decision is, or where its own lead takes it to others.

    `hold`: nobody else begins another copy of it until this transaction ends.
    """
    trust = copy.trust
    run = await store.runs.find(copy.copied_from or RunId(0), trust=trust, hold=hold)
    if run is None:
        raise Refusal(
            "What it was to be copied from is gone. Say “cycle start” to begin with a plan of your own."
        )
    made = await store.decisions.of_runs([run.id], trust=trust)
    decision = next((each for each in made if each.verdict is Verdict.ADOPT), None)
    its_own = run.lead is not None and run.lead == copy.lead
    if decision and not (its_own or decision.shared):
        decision = None
    named = its_own or (decision is not None and decision.named)
    school = await store.schools.find(run.school, trust=trust) if run.school else None
    where = school.name if school else CENTRAL_TEAM
    contact = await store.people.find(run.lead, trust=trust) if named and run.lead else None
    if named:
        return Origin(copy.problem, run, decision, where, contact)
    where = kind_of_school(school, await store.schools.everyone(trust))
    told = await nameless(run, decision, store)
    return Origin(told(copy).problem, told(run), told(decision) if decision else None, where, contact)


# ------------------------------------------------------------------ answering


@cycle.action("cycle.try_here")
async def try_here(request: Request, store: Store, *, initiative: InitiativeId) -> Reply:
    """A run of their school's own, in Prepare; one a school, however many say yes."""
    copy, me = await _invited(initiative, request, store), request.person
    source = (await _origin(copy, store, hold=True)).run
    runs = await store.runs.of_initiatives([copy.id], trust=copy.trust)
    there = next((each for each in runs if each.school == me.school), None)
    if there is None:
        plan = {name: getattr(source, name) for name in PLAN}
        there = await begin(copy, me.school, me, request.now, store, stage=CycleStage.PREPARE, **plan)
    elif await store.participants.find(copy.id, me) is None:
        raise Refusal("Somebody at your school has said yes already. Please ask them to invite you.")
    said = (
        "The plan is yours now, to change as you like. Where you start and when you look at it are your own."
    )
    return Reply(await run_card(there.id, request, store, said))


@cycle.form("cycle.try_colleague")
async def colleague_leads(request: Request, store: Store, *, initiative: InitiativeId) -> Form:
    """Somebody else of the same school, who is asked in turn."""
    copy = await _invited(initiative, request, store)
    who = TextField("who", "Who could lead it?", hint="Work e-mail or full name", max_length=300)
    return colleague_leads.form("A colleague leads it", copy.topic, (who,), "Ask them", initiative=initiative)


@colleague_leads.filled
async def colleague_asked(
    request: Request, store: Store, answers: Answers, *, initiative: InitiativeId
) -> Reply:
    copy = await _invited(initiative, request, store)
    people = await people_in(given(answers, "who"), "who", request, store)
    if len(people) != 1 or people[0].school != request.person.school:
        raise Invalid(who="Please name one colleague at your school.")
    posts = await invitations(copy, people, request.now, store)
    return Reply(Card("Asked", Text(f"I ask {people[0].name} in the week’s message.")), *posts)


@cycle.action("cycle.try_not")
async def not_here(request: Request, store: Store, *, initiative: InitiativeId) -> Reply:
    """Nobody is told, and they are not asked again."""
    await _invited(initiative, request, store)
    return Reply(Card("That is fine", Text("Nobody is told. If it fits later, say “cycle start”.")))


@cycle.action("cycle.try_ask")
async def ask_them(request: Request, store: Store, *, initiative: InitiativeId) -> Reply:
    """An introduction to whoever led it first: they are asked, as for any other."""
    copy = await _invited(initiative, request, store)
    origin = await _origin(copy, store)
    about = f"about {copy.topic}, which worked for you"
    begun = await ask_to_meet(request, store, origin.contact, about)
    return Reply(would_you_try(copy, origin, request.person, begun.words), *begun.posts)


async def _invited(id_: InitiativeId, request: Request, store: Store) -> Initiative:
    """What they were asked about, for the school where they are still; Refusal otherwise."""
    copy = await store.initiatives.find(id_, trust=request.trust.id)
    key = _key(copy, request.person) if copy else ""
    if copy is None or not await store.outbox.written(request.trust.id, [key]):
        raise Refusal("That was meant for somebody else, or is over. Say “cycle” to see what you can do.")
    return copy


# ------------------------------------------------------------------ card


def would_you_try(copy: Initiative, origin: Origin, person: Person, said: str = "") -> Card:
    decision, run = origin.decision, origin.run
    facts = (
        ("Problem", origin.problem),
        ("Everyone", run.practice),
        ("Measure", run.measure),
        ("Then", decision.then if decision else run.baseline),
        ("Now", decision.now if decision else run.now),
        ("Learned", decision.learned if decision else ""),
    )
    asks = (
        (ask_them.button(f"Ask {origin.contact.name}", initiative=copy.id),)
        if origin.contact and origin.contact.open_to_introductions and not said
        else ()
    )
    return Card(
        f"Would {person.school_name or 'your school'} try it? {copy.topic}",
        *((Text(said),) if said else ()),
        Text(f"It worked at {origin.where}, and you can begin with that plan, at your own pace."),
        Facts(*(pair for pair in facts if pair[1])),
        try_here.button("Yes, we try it", initiative=copy.id).primary(),
        colleague_leads.button("A colleague leads it", initiative=copy.id),
        not_here.button("Not this time", initiative=copy.id),
        *asks,
        Note("No is a good answer too, and nobody is told."),
    )
