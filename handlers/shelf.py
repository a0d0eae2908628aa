"""A trust's library as an index in memory, never older than the last change to any of it; and what it has."""

import asyncio
from collections.abc import AsyncIterator

from handlers.rules.shelf.asking import asked
from handlers.rules.shelf.best import best, ids
from handlers.rules.shelf.index import Shelf
from handlers.shared import visible
from handlers.talk import Request
from storage.records import Resource, TrustId
from storage.records.shelved import Shelved
from storage.shelf import LAST
from storage.store import Store

LOOKED_AT = 10  # of the best: some no longer open


async def shelf_of(trust: TrustId, store: Store) -> Shelf:
    """Built once for each process, page by page and off the event loop; then what changed is put in anew."""

    async def build() -> Shelf:
        shelf = Shelf()
        async for page in _pages(trust, -1, store):
            await asyncio.to_thread(shelf.put, page)
        await asyncio.to_thread(shelf.settle)
        return shelf

    async def renew(shelf: Shelf, since: int) -> Shelf:
        seen = set()
        async for page in _pages(trust, since, store):
            shelf.put(page)
            seen |= {each.version for each in page}
        # Each change is carried by what it changed: where one is carried by none, something has gone.
        if len(seen) < await store.trusts.library(trust) - since and len(shelf) != await store.shelf.count(
            trust
        ):
            shelf.keep_only(await store.resources.ids(trust))
        return await build() if shelf.is_worn else shelf

    return await store.remembered("library", trust, build, renew, version=store.trusts.library)


async def resources_on(words: str, request: Request, store: Store, *, most: int) -> tuple[Resource, ...]:
    """The best of what the library has on this and this person may see; nothing that only comes near."""
    me = request.person
    shelf, closed = await shelf_of(me.trust, store), await store.networks.closed_to(me)
    wish = asked(words, me, by_whom=False)
    hits = best(shelf, wish.terms, wish.core, shelf.seen(closed, archived=False), request.today)
    if not hits.fits:
        return ()
    found = await store.resources.several(ids(shelf, hits.places[:LOOKED_AT]), trust=me.trust)
    alive = [each for each in found if not each.is_dead]
    return (await visible(alive, me, store, closed=closed))[:most]


async def _pages(trust: TrustId, since: int, store: Store) -> AsyncIterator[tuple[Shelved, ...]]:
    """What changed after that version."""
    after = (since, LAST)
    while page := await store.shelf.page(trust, after=after):
        yield page
        after = (page[-1].version, page[-1].id)
