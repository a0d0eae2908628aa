"""Taken back: a name beside what a school tried goes from each agenda it was put on, posted or not.

Jo   (presses Share without names)
bot  (on the posted agenda) “Oracy in Year 3”: Sentence stems did most of it

What an agenda was given is known letter for letter; what a facilitator has written is theirs to change.
"""

from collections.abc import Sequence

from handlers.agenda.drafting import put
from handlers.agenda.gathering import unnamed
from handlers.agenda.posted import redrawn
from handlers.ledger import names_taken_back
from handlers.talk import Post, Request
from storage.records import AgendaItem, Decision, Initiative
from storage.store import Store


@names_taken_back(10)
async def off_agendas(
    made: Decision, initiative: Initiative, request: Request, store: Store
) -> Sequence[Post]:
    trust = made.trust
    network = await store.networks.find(initiative.network, trust=trust) if initiative.network else None
    who = await store.people.find(made.by, trust=trust) if made.by else None
    if network is None:
        return ()
    school = await store.schools.find(made.school, trust=trust) if made.school else None
    run = await store.runs.find(made.run, trust=trust)
    lead = await store.people.find(run.lead, trust=trust) if run and run.lead else None

    def without_names(items: Sequence[AgendaItem]) -> tuple[AgendaItem, ...]:
        return tuple(unnamed(each, made, initiative.topic, school, who, lead) for each in items)

    planned = [each.id for each in await store.meetings.of(network.id, trust=trust)]
    named = await store.agendas.items_of(planned, trust=trust)
    posts: list[Post] = []
    for id_ in (each for each in planned if each in named and without_names(named[each]) != named[each]):
        meeting = await store.meetings.find(id_, trust=trust, hold=True)
        items = await store.agendas.items(id_, trust=trust)  # as they are, now that nobody else writes
        if meeting and (without := without_names(items)) != items:
            await put(meeting, without, None, request.now, store)
            posts += await redrawn(meeting, network, store) if meeting.posted_at else ()
    return posts
