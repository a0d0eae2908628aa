"""Entering: a personal way from the chat into the library's pages.

Ada  library                                     [Open the library]
Ada  (presses)
bot  Your way into the library                   [Continue in the browser]
"""

from handlers.library.capability import library
from handlers.talk import Card, Link, Note, Reply, Request, Text
from storage.passes import Pass
from storage.store import Store


@library.action("library.enter")
async def enter(request: Request, store: Store) -> Reply:
    """A link for them alone; one they asked for before opens nothing any more."""
    return Reply(way_in(await store.passes.give(request.person, Pass.LINK, request.now)))


@library.action("library.take")
async def take(request: Request, store: Store) -> Reply:
    """As a file: it is fetched on the pages, which know who asks."""
    secret = await store.passes.give(request.person, Pass.LINK, request.now)
    return Reply(way_in(secret, "At the end of “Mine” you can take it along: as a table, bookmarks or JSON."))


def way_in(secret: str, said: str = "") -> Card:
    return Card(
        "Your way into the library",
        *((Text(said),) if said else ()),
        Link("Continue in the browser", f"/library/enter/{secret}"),
        Note("This link is yours alone. It works once, for ten minutes."),
    )
