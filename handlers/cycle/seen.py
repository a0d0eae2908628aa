"""A run that came with a button: looked up again, and who may read and change it.

Read by whoever takes part in the initiative, leads it or one of its runs, facilitates its network, or
coordinates the trust. Changed by its lead, the initiative's lead, those facilitators and coordinators.
"""

from dataclasses import dataclass

from handlers.talk import Refusal, Request
from handlers.which import leads
from storage.records import Initiative, Participant, Person, Run, RunId, RunState
from storage.store import Store


@dataclass(frozen=True, slots=True)
class Seen:
    """A run, and what this person has to do with it."""

    initiative: Initiative
    run: Run
    #: How they take part in the initiative, in this run or in another; None: they only read or lead.
    participant: Participant | None
    may_change: bool

    @property
    def takes_part(self) -> bool:
        """In this run itself."""
        return self.participant is not None and self.participant.run == self.run.id

    @property
    def may_add(self) -> bool:
        """Who takes part says what was tried and found, as does whoever may change it."""
        return self.takes_part or self.may_change


async def the_run(
    id: RunId,  # noqa: A002  it is the id
    request: Request,
    store: Store,
) -> Seen:
    """For whoever may read it; Refusal for others, and where it is gone."""
    run = await store.runs.find(id, trust=request.trust.id)
    initiative = await store.initiatives.find(run.initiative, trust=request.trust.id) if run else None
    if run is None or initiative is None:
        raise _gone()
    participant = await store.participants.find(initiative.id, request.person)
    may_change = await may_change_it(initiative, run, request.person, store)
    if participant is None and not may_change:
        raise _gone()
    return Seen(initiative, run, participant, may_change)


async def to_change(
    id: RunId,  # noqa: A002  it is the id
    request: Request,
    store: Store,
) -> Seen:
    """One that they may change; Refusal for anybody else."""
    seen = await the_run(id, request, store)
    if not seen.may_change:
        raise Refusal("Whoever leads this can change it. Please ask them, or a facilitator of the network.")
    return seen


async def to_add_to(
    id: RunId,  # noqa: A002  it is the id
    request: Request,
    store: Store,
) -> Seen:
    """One that they take part in or may change: who does, says what was tried and found."""
    seen = await the_run(id, request, store)
    if not seen.may_add:
        raise Refusal("Only those who take part at that school can add to it. Please tell whoever leads it.")
    return seen


async def not_over(
    id: RunId,  # noqa: A002  it is the id
    request: Request,
    store: Store,
    *,
    hold: bool = False,
) -> tuple[Initiative, Run]:
    """For whoever was asked to join or lead it; Refusal where it has come to its end."""
    run = await store.runs.find(id, trust=request.trust.id, hold=hold)
    initiative = await store.initiatives.find(run.initiative, trust=request.trust.id) if run else None
    if run is None or initiative is None or run.state is RunState.ENDED:
        raise Refusal("That has come to its end. Thank you all the same. Say “cycle” to see what you are in.")
    return initiative, run


async def may_change_it(initiative: Initiative, run: Run, person: Person, store: Store) -> bool:
    if person.trust != run.trust:
        return False
    if person.coordinator or person.id in (run.lead, initiative.lead):
        return True
    return initiative.network is not None and await leads(person, initiative.network, store)


def _gone() -> Refusal:
    """The same for what is gone and what is not theirs: nobody learns that it is there."""
    return Refusal("I can't find that one for you any more. Say “cycle” to see yours.")
