"""Collecting: links that pass by in a network's channel are kept, and whoever posted one is told quietly.

Ada  (in Maths leads) This unpicks mixed-age fractions well: https://www.ncetm.org.uk/…
bot  (to Ada alone) Saved to Maths leads                        [Edit] [Not this one]
Ada  (edits or deletes her message: what it brought follows)
"""

from collections.abc import Sequence

from handlers.library.capability import library
from handlers.library.keeping import Kept, keep, withdraw
from handlers.library.quiet import SHOWN, joined, shown
from handlers.library.settings import never_mine
from handlers.rules import links
from handlers.rules.links import Found
from handlers.talk import Block, Fate, Heard, Note, Reply, Request
from storage.keys import fitting
from storage.records import Collecting, Network, Resource
from storage.store import Store


@library.hears
async def hear(request: Request, heard: Heard, store: Store) -> Reply | None:
    """Keep what a message links to, as its channel and its writer want it; undo what it links to no more.

    Words that may identify a pupil never come so far: an edit that brings them comes as a removal.
    """
    network = request.place.network
    if network is None:
        return None
    message = fitting(heard.message)
    before = await store.sharings.of_message(message, trust=request.trust.id)
    wanted = [each for each in links.found(heard.text) if _is_resource(each.url)]
    known = await _known(wanted, request, store)
    still = {each.id for each in known.values()}
    for each in before:
        if each.resource not in still:
            await withdraw(each, store)
    if heard.what is Fate.REMOVED:
        return None
    there = {each.resource for each in before}
    old = [each for each in wanted if each.url in known and known[each.url].id in there]
    for link in old:
        await _keep(link, network, message, request, store, kept=False)  # as it is: kept, or still asked
    new = [each for each in wanted if each not in old]
    return await _begin(new, network, message, request, store)


async def _begin(
    wanted: Sequence[Found], network: Network, message: str, request: Request, store: Store
) -> Reply | None:
    """Links that are new in a message are kept, or asked about, unless somebody does not want that."""
    how = await _how(request, store)
    if how is Collecting.OFF:
        return None
    kept = {
        one.sharing.id: one  # two addresses may be one resource
        for each in wanted
        if not await _is_refused(each, message, request, store)
        for one in [await _keep(each, network, message, request, store, kept=how is Collecting.AUTO)]
    }
    if not kept:
        return None
    small_print = await _small_print(list(kept.values()), request, store)
    return Reply(await shown([each.sharing for each in kept.values()], store, below=small_print))


def _is_resource(url: str) -> bool:
    return not links.is_noise(url) and not links.holds_pupils(url)


async def _known(wanted: Sequence[Found], request: Request, store: Store) -> dict[str, Resource]:
    """The entries of the library that a message's links lead to, by the link as it was written."""
    keys = {each.url: links.same_as(each.url) for each in wanted}
    there = await store.resources.alike(keys.values(), trust=request.trust.id)
    return {url: there[key] for url, key in keys.items() if key in there}


async def _keep(
    link: Found, network: Network, message: str, request: Request, store: Store, *, kept: bool
) -> Kept:
    return await keep(
        link.url,
        link.words,
        request.person,
        network,
        request.now,
        store,
        message=message,
        kept=kept,
        title=link.label,
    )


async def _how(request: Request, store: Store) -> Collecting:
    """What this channel and this person want."""
    place = request.place
    how = await store.networks.collecting(
        request.platform, place.workspace, place.channel, trust=request.trust.id
    )
    return how if how and request.person.collected else Collecting.OFF


async def _is_refused(link: Found, message: str, request: Request, store: Store) -> bool:
    return await store.sharings.is_refused(message, links.same_as(link.url), trust=request.trust.id)


async def _small_print(fresh: Sequence[Kept], request: Request, store: Store) -> tuple[Block, ...]:
    """With the first that somebody shares: what this is, and how to be left alone."""
    ever = await store.sharings.by(request.person, limit=len(fresh) + 1)
    return (*joined(fresh), *(first_time(len(fresh)) if len(ever) == len(fresh) else ()))


# ------------------------------------------------------------------ cards


def first_time(shared: int) -> tuple[Block, ...]:
    """A button of its own where Teams has room for one."""
    told = (
        "Links posted in a network’s channel go into the library, where colleagues find them again. Whoever "
        "leads the network can change that: “library channel”. For yourself: "
    )
    if shared < SHOWN:
        return Note(f"{told}“library me”, or at once:"), never_mine()
    return (Note(f"{told}“library me”."),)
