"""Archiving: kept, and found only by whoever asks for what is archived.

Hannah  (presses Archive)
bot     Archived: “library archived” finds it                    [Bring it back]
"""

from collections.abc import Sequence

from handlers.library.capability import library
from handlers.library.cards import offers, resource_card
from handlers.library.seen import Part, to_change
from handlers.talk import Button, Reply, Request
from storage.records import ResourceId
from storage.store import Store


@offers(90)
async def archiving(part: Part, request: Request, store: Store) -> Sequence[Button]:
    if not part.may_change:
        return ()
    resource = part.resource
    return (
        unarchive.button("Bring it back", resource=resource.id)
        if resource.archived_at
        else archive.button("Archive", resource=resource.id),
    )


@library.action("library.archive")
async def archive(request: Request, store: Store, *, resource: ResourceId) -> Reply:
    found = await to_change(resource, request, store)
    if found.archived_at is None:
        found = await store.resources.change(found, archived_at=request.now)
    said = "Archived. Say “library archived” and what it is about to find it again."
    return Reply(await resource_card(found, request, store, said))


@library.action("library.unarchive")
async def unarchive(request: Request, store: Store, *, resource: ResourceId) -> Reply:
    found = await to_change(resource, request, store)
    found = await store.resources.change(found, archived_at=None)
    return Reply(await resource_card(found, request, store, "It is back, and found like everything else."))
