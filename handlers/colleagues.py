"""Who can be found in a trust, and what a question asks of them: for every capability that finds people."""

from dataclasses import replace

from handlers.rules.matching import Colleagues
from handlers.rules.reading import Intent, Reading, read
from storage.records import Person, TrustId
from storage.store import Store


async def colleagues_of(trust: TrustId, store: Store) -> Colleagues:
    """The trust's people as an index in memory, never older than the last change to any of them."""

    async def build() -> Colleagues:
        return Colleagues.of(await store.people.everyone(trust), await store.schools.everyone(trust))

    return await store.remembered("colleagues", trust, build)


def asked_for(words: str, asker: Person) -> Reading:
    """Words that are certainly a search for people, whatever else they could mean."""
    return replace(read(words, asker), intent=Intent.PEERS)
