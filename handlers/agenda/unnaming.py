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
from storage.records import Decision, Initiative
from storage.store import Store


@names_taken_back(10)
async def off_agendas(
    made: Decision, initiative: Initiative, request: Request, store: Store
) -> Sequence[Post]:
    trust = made.trust
    network = await store.networks.find(initiative.network, trust=trust) if initiative.network else None
    who = await store.people.find(made.by, trust=trust) if made.by else None
    if network is None or who is None:
        return ()
    school = await store.schools.find(made.school, trust=trust) if made.school else None
    posts: list[Post] = []
    for each in await store.meetings.of(network.id, trust=trust):
        meeting = await store.meetings.find(each.id, trust=trust, hold=True)
        items = await store.agendas.items(each.id, trust=trust)
        without = tuple(unnamed(item, made, initiative.topic, school, who) for item in items)
        if meeting and without != items:
            await put(meeting, without, None, request.now, store)
            posts += await redrawn(meeting, network, store) if meeting.posted_at else ()
    return posts
