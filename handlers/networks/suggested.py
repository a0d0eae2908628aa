"""Networks that suit a colleague by their work: offered on the first day, and while they are in none."""

from collections.abc import Sequence

from handlers.capability import Occasion
from handlers.networks.capability import networks
from handlers.networks.page import join_button, size
from handlers.rules.suiting import suiting
from handlers.talk import Block, Item, Request, Text
from storage.records import Network
from storage.store import Store

OFFERED = 3  # enough to choose from on a first day; the rest is a word away


@networks.beside(Occasion.ARRIVED, Occasion.HOME)
async def first_day(request: Request, store: Store) -> Sequence[Block]:
    """Whoever is in none yet is shown those made for work like theirs."""
    if request.person.networks:
        return ()
    return offer(await suggested(request, store))


async def suggested(request: Request, store: Store) -> tuple[Network, ...]:
    me = request.person
    school = await store.schools.find(me.school, trust=me.trust) if me.school is not None else None
    mine = {each.id for each in await store.networks.of(me)}
    others = [each for each in await store.networks.everyone(me.trust) if each.id not in mine]
    return suiting(me, school, others, limit=OFFERED)


# ------------------------------------------------------------------ cards


def offer(found: Sequence[Network]) -> tuple[Block, ...]:
    if not found:
        return ()
    return (
        Text("Networks for work like yours:"),
        *(
            Item(each.name, "\n".join(filter(None, (each.about, size(each)))), join_button(each))
            for each in found
        ),
    )
