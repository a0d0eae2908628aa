"""A decision on a card: what was tried, measured then and now, why, what was learned, and who may find it.

Who may read the run reads all of it. Colleagues elsewhere in the trust read what is shared; school and
person only where they are named.

What can be done with it is offered by the rooms that do it:

    @follows(30)
    async def telling(made: Made, request: Request, store: Store) -> Sequence[Button]:
        return (tell.button("Tell it as a case study", decision=made.decision.id),) if made.mine else ()
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass

from handlers.cycle.capability import cycle
from handlers.cycle.cards import look_at, offers
from handlers.cycle.seen import Seen, may_change_it
from handlers.cycle.words import CENTRAL_TEAM
from handlers.dates import day
from handlers.ranked import Ranked, added_by
from handlers.rules.ledger import Nameless, kind_of_school
from handlers.rules.words import capital
from handlers.talk import Block, Button, Card, Facts, Item, Note, Refusal, Reply, Request, Text
from storage.records import Again, Decision, DecisionId, Initiative, Person, Run, School, Verdict
from storage.store import Store

ON_A_CARD = 6  # buttons: Teams shows no more

#: What came of it, for whoever was not there.
CAME_TO: Mapping[Verdict, str] = {
    Verdict.ADOPT: "Adopted",
    Verdict.ADAPT: "Changed, and tried again",
    Verdict.ABANDON: "Tried and stopped",
}
AGAIN: Mapping[Again, str] = {
    Again.YES: "Yes",
    Again.WITH_CHANGES: "Yes, with changes",
    Again.NO: "No",
}


@dataclass(frozen=True, slots=True)
class Made:
    """A decision as it concerns one person."""

    decision: Decision
    initiative: Initiative
    run: Run
    school: School | None
    #: What it is called where it is not named: "a village primary in the trust".
    kind: str
    #: Who decided, where this person may know; None once they have left, and to others where they hide.
    by: Person | None
    #: They may read the run it ended, and so everything of it.
    within: bool
    #: They may correct it, and say who finds it.
    mine: bool


Following = Callable[[Made, Request, Store], Awaitable[Sequence[Button]]]
#: What each room can do with a decision; low ranks stand first.
follows = Ranked[Following]()


@offers(50)
async def what_was_decided(seen: Seen, request: Request, store: Store) -> Sequence[Button]:
    """The latest of its run."""
    made = await store.decisions.of_runs([seen.run.id], trust=seen.run.trust) if seen.run.verdict else ()
    return tuple(look_at_decision.button("What was decided", decision=each.id) for each in made[:1])


@cycle.action("cycle.decision")
async def look_at_decision(request: Request, store: Store, *, decision: DecisionId) -> Reply:
    """One decision by itself, for whoever may read it."""
    return Reply(await decision_card(decision, request, store))


async def decision_card(decision: DecisionId, request: Request, store: Store, said: str = "") -> Card:
    """With all that this person can do with it; `said` is what has just been done."""
    made = await the_decision(decision, request, store)
    buttons = await added_by(follows, made, request, store)
    back = (look_at.button("Open what we tried", run=made.run.id),) if made.within else ()
    return in_full(made, (*buttons[: ON_A_CARD - len(back)], *back), said)


async def the_decision(
    id: DecisionId,  # noqa: A002  it is the id
    request: Request,
    store: Store,
) -> Made:
    """Refusal where it is gone, or not theirs to read."""
    trust = request.trust.id
    decision = await store.decisions.find(id, trust=trust)
    run = await store.runs.find(decision.run, trust=trust) if decision else None
    initiative = await store.initiatives.find(decision.initiative, trust=trust) if decision else None
    if decision is None or run is None or initiative is None:
        raise _gone()
    changes = await may_change_it(initiative, run, request.person, store)
    within = changes or await store.participants.find(initiative.id, request.person) is not None
    if not (within or decision.shared):
        raise _gone()
    schools = await store.schools.everyone(trust)
    school = next((each for each in schools if each.id == decision.school), None)
    by = await store.people.find(decision.by, trust=trust) if decision.by else None
    mine = _is_theirs(decision, run, request.person, changes=changes)
    told = await nameless(run, decision, store) if not (within or mine or decision.named) else Nameless()
    return Made(
        told(decision),
        told(initiative),
        told(run),
        school,
        kind_of_school(school, schools),
        by if by and (within or (decision.named and by.open_to_introductions)) else None,
        within,
        mine,
    )


async def nameless(run: Run, decision: Decision | None, store: Store) -> Nameless:
    """What takes its school and its people out of all that was written of it."""
    school = await store.schools.find(run.school, trust=run.trust) if run.school else None
    whose = [each for each in (decision and decision.by, run.lead) if each]
    return Nameless(school, await store.people.several(whose, trust=run.trust))


def _is_theirs(decision: Decision, run: Run, person: Person, *, changes: bool) -> bool:
    """Whoever decided, or leads it there now; once both have left, whoever may change the run."""
    whose = {decision.by, run.lead} - {None}
    return person.id in whose if whose else changes


def _gone() -> Refusal:
    return Refusal("I can't find that decision for you any more. Say “cycle tried” and what you look for.")


# ------------------------------------------------------------------ cards


def in_full(made: Made, buttons: Sequence[Button], said: str = "") -> Card:
    decision = made.decision
    words: tuple[Block, ...] = (
        *((Text(said),) if said else ()),
        Facts(*(pair for pair in _facts(made) if pair[1])),
        *((Item("What we learned", decision.learned),) if decision.learned else ()),
        *((Note(found_by(decision)),) if made.within else ()),
    )
    return Card(f"{CAME_TO[decision.verdict]}: {made.initiative.topic}", *words, *buttons)


def _facts(made: Made) -> tuple[tuple[str, str], ...]:
    decision = made.decision
    open_ = made.within or decision.named
    return (
        ("Problem", made.initiative.problem),
        ("For", made.initiative.group),
        ("Where", where(made) if open_ else capital(made.kind)),
        ("Decided", f"{day(decision.on)}{f' by {made.by.name}' if made.by else ''}"),
        ("Measure", made.run.measure),
        ("Then", decision.then),
        ("Now", decision.now),
        ("Why", decision.reason),
        ("Do it again?", AGAIN[decision.again]),
    )


def where(made: Made) -> str:
    return made.school.name if made.school else CENTRAL_TEAM.capitalize()


def found_by(decision: Decision) -> str:
    """Who finds it, in a sentence."""
    if not decision.shared:
        return "Only those who take part, and whoever looks after it, can read this."
    if decision.named:
        return "Colleagues in the trust can find this, with the name of your school and whom to ask."
    return "Colleagues in the trust can find this, without your school’s name or anybody’s."
