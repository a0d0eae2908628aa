"""What somebody is asked about: looked up again for a button of theirs, and held while they change it."""

from dataclasses import dataclass

from handlers.cycle.replanning import replan
from handlers.talk import Refusal, Request
from storage.records import Initiative, InitiativeId, Participant, Run
from storage.store import Store


@dataclass(frozen=True, slots=True)
class Part:
    """One's own part in an initiative."""

    initiative: Initiative
    run: Run
    me: Participant

    @property
    def leads(self) -> bool:
        return self.run.lead == self.me.person


async def my_part(id: InitiativeId, request: Request, store: Store) -> Part:  # noqa: A002  it is the id
    """Held until the end; Refusal for whoever takes part in it no more, or never did."""
    await store.turns.hold(request.person)
    me = await store.participants.find(id, request.person)
    initiative = await store.initiatives.find(id, trust=request.trust.id) if me else None
    run = await store.runs.find(me.run, trust=request.trust.id, hold=True) if me else None
    if me is None or initiative is None or run is None:
        raise Refusal("You don’t take part in that any more. Say “cycle” to see what you do.")
    return Part(initiative, run, me)


async def change(part: Part, request: Request, store: Store, **values: object) -> None:
    """Columns of one's own part; what comes next follows from them."""
    await store.participants.change(part.me, **values)
    await replan(part.run, request.today, store)
