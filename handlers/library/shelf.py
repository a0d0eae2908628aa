"""A trust's library as an index in memory, never older than the last change to any of it."""

import asyncio
from collections.abc import Sequence

from handlers.rules.shelf.index import Shelf
from storage.records import TrustId
from storage.records.shelved import Shelved
from storage.store import Store


async def shelf_of(trust: TrustId, store: Store) -> Shelf:
    """Built once for each process, page by page and off the event loop; then what changed is put in anew."""

    async def build() -> Shelf:
        shelf, after = Shelf(), 0
        while page := await store.shelf.page(trust, after=after):
            await asyncio.to_thread(shelf.put, page)
            after = page[-1].id
        return shelf

    async def renew(shelf: Shelf, since: int) -> Shelf:
        shelf.put(await _changed(trust, since, store))
        if len(shelf) != await store.shelf.count(trust):
            shelf.keep_only(await store.resources.ids(trust))
        return await build() if shelf.is_worn else shelf

    return await store.remembered("library", trust, build, renew, version=store.trusts.library)


async def _changed(trust: TrustId, since: int, store: Store) -> Sequence[Shelved]:
    found: list[Shelved] = []
    while page := await store.shelf.page(trust, after=found[-1].id if found else 0, changed_since=since):
        found += page
    return found
