"""What looking at a page brings: its title and description, and where a short address leads."""

from handlers.library.keeping import (
    DESCRIPTION_LIMIT,
    TITLE_LIMIT,
    address_of,
    fitting,
    names_a_pupil,
    retag,
)
from handlers.library.merging import merged
from handlers.library.words import site_of
from handlers.rules import links, safeguarding
from handlers.rules.words import listed
from handlers.talk import Refusal
from storage.records import Kind, Look, Resource
from storage.store import Store

#: Hosts whose addresses only stand for others. Elsewhere a way that ends on another page may end at a
#: sign-in or a site's front, so the address stays as it was shared.
SHORT = listed(
    """
    bit.ly tinyurl.com t.co ow.ly buff.ly lnkd.in rb.gy is.gd goo.gl cutt.ly shorturl.at t.ly rebrand.ly
    aka.ms tiny.cc v.gd
    """
)


async def looked(resource: Resource, look: Look, store: Store) -> None:
    """Keep what was read there; the title only where nobody has put it right."""
    found = await _at_its_end(resource, look.url, store)
    if found is None:
        return
    title, description = fitting(look.title, TITLE_LIMIT), fitting(look.description, DESCRIPTION_LIMIT)
    if safeguarding.check(f"{title}\n{description}"):
        return
    is_file = look.content_type == "application/pdf" and found.kind is Kind.PAGE
    await retag(
        found,
        store,
        title=found.title if found.corrected else title or found.title,
        description=description or found.description,
        kind=Kind.DOCUMENT if is_file else found.kind,
    )


async def _at_its_end(resource: Resource, url: str, store: Store) -> Resource | None:
    """A short address becomes the one it stands for, and one entry with whoever shared that before.

    None, and the entry gone, where it leads to pupils' records or to a file with a pupil's name.
    """
    if site_of(resource.url) not in SHORT or not url or site_of(url) in SHORT:
        return resource
    if links.holds_pupils(url) or names_a_pupil(links.clean(url)):
        await store.resources.remove(resource)
        return None
    try:
        address, same_as = address_of(url)
    except Refusal:  # a meeting, or longer than can be kept
        return resource
    there = await store.resources.same_as(same_as, trust=resource.trust)
    if there is not None and there.id != resource.id:
        return await merged(resource, there, store)
    return await store.resources.readdress(resource, address, same_as)
