"""Keeping: one entry for each resource, however many share it; and what it takes to take that back.

Whatever changes what a resource is found by goes through `retag`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from handlers.library.words import answers_of
from handlers.rules import links, safeguarding
from handlers.rules.cutting import cut
from handlers.rules.shelf import edition, terms_of
from handlers.rules.tagging import tags_of
from handlers.shared import shared, visible
from handlers.talk import Refusal
from storage.records import Errand, Kind, Network, NetworkId, Person, Resource, Sharing, TrustId
from storage.store import Store

# Characters that the tables hold.
TITLE_LIMIT = 300
PURPOSE_LIMIT = 2000
DESCRIPTION_LIMIT = 1000
URL_LIMIT = 2000


@dataclass(frozen=True, slots=True)
class Kept:
    """A resource and this person's part in it."""

    resource: Resource
    sharing: Sharing
    #: False: a colleague had shared it before, as far as this person may know.
    is_new: bool


async def keep(
    found_url: str,
    purpose: str,
    by: Person,
    network: Network | None,
    now: datetime,
    store: Store,
    *,
    message: str = "",
    kept: bool = True,
    title: str = "",
) -> Kept:
    """Share it in this network, or with the whole trust: one entry, and one sharing for each who does.

    Shared again by the same person in the same network, their sharing is brought up to date; what was once
    shared by hand does not hang on a message. Refusal, and nothing kept, where it is nothing for a library
    or its words may identify somebody.
    """
    url, same_as = address_of(found_url)
    purpose, title = fitting(purpose, PURPOSE_LIMIT), fitting(title, TITLE_LIMIT)
    _must_be_safe(purpose, title)
    named = named_by(url)  # refuses a file that is called after a pupil, whatever the link to it is called
    resource = await store.resources.add(by.trust, url, same_as, title or named, Kind.PAGE, now)
    if not await visible([resource], by, store):
        resource = await as_if_new(resource, named, store)
    before = (await shared([resource], by, store)).get(resource.id, ())
    mine = next((each for each in before if each.person == by.id and each.network == _id(network)), None)
    if mine is None:
        sharing = await store.sharings.add(
            resource, by, now, network=_id(network), purpose=purpose, message=message, kept=kept
        )
    else:
        sharing = await store.sharings.change(
            mine,
            purpose=mine.purpose if message and mine.by_hand else purpose or mine.purpose,
            message=message if mine.message else "",
            kept=kept or mine.kept,
        )
    if mine is not None and mine.kept and message and mine.message == message:
        resource = await retag(resource, store)  # an edit of its message: what was put away stays so
    elif sharing.kept:
        resource = await _settle(resource, now, store)
    return Kept(resource, sharing, all(each.person == by.id for each in before))


async def as_if_new(resource: Resource, title: str, store: Store) -> Resource:
    """What a closed network calls it and files it under stays there, where others share the same."""
    unsaid: dict[str, Any] = {"topics": (), "phases": (), "subjects": ()}
    return await store.resources.change(resource, title=title, description="", corrected=False, **unsaid)


async def accept(sharing: Sharing, now: datetime, store: Store) -> Kept:
    """They were asked first, and said yes."""
    sharing = await store.sharings.change(sharing, kept=True)
    resource = await store.resources.find(sharing.resource, trust=sharing.trust)
    assert resource is not None, "it goes with its last sharing"  # noqa: S101
    return Kept(await _settle(resource, now, store), sharing, is_new=True)


async def _settle(resource: Resource, now: datetime, store: Store) -> Resource:
    """On the shelf, also where it had been put away: somebody shares it today. Looked at soon, by others."""
    if not resource.description and not links.needs_sign_in(resource.url):
        await store.errands.ask(resource, Errand.LOOK, now)
    return await retag(resource, store, archived_at=None)


async def withdraw(sharing: Sharing, store: Store) -> None:
    """It is not theirs any more. With the last sharing the resource goes, unless others rely on it.

    Others do where it is checked, has helped somebody, or was put away on purpose: then the sharing loses its
    name and words, and only says where the resource belongs.
    """
    await store.trusts.hold(sharing.trust)
    resource = await store.resources.find(sharing.resource, trust=sharing.trust)
    every = await store.sharings.of_resource(sharing.resource, trust=sharing.trust)
    if resource is None or sharing.id not in {each.id for each in every}:
        return
    if len(every) > 1:
        await store.sharings.remove(sharing)
    elif sharing.kept and await _is_relied_on(resource, store):
        await store.sharings.change(sharing, person_id=None, purpose="", message="")
    else:
        await store.resources.remove(resource)
        return
    await retag(resource, store)


async def forget_unanswered(trust: TrustId, before: datetime, store: Store) -> None:
    """Whoever was asked before then and has not answered does not want it kept."""
    for each in await store.sharings.unanswered(trust, before=before):
        await withdraw(each, store)


async def _is_relied_on(resource: Resource, store: Store) -> bool:
    if resource.checked_on or resource.archived_at:
        return True
    return bool(await store.uses.helped([resource.id], trust=resource.trust))


async def retag(resource: Resource, store: Store, **values: Any) -> Resource:  # noqa: ANN401  columns
    """Set these (columns by their names), and with them its tags and what it is found by.

    Tags follow from all that is said of it, unless somebody has put them right. Where it is everybody's, what
    closed networks say of it is left out: by that nobody else may find it.
    """
    sharings = await store.sharings.of_resource(resource.id, trust=resource.trust)
    every = await store.networks.everyone(resource.trust)
    kept = _told_to_most([each for each in sharings if each.kept], every)
    purposes = [each.purpose for each in kept]
    if not resource.url:
        told = await store.case_studies.find(resource.id, trust=resource.trust)
        purposes += [answer for _, answer in answers_of(told)] if told else []
    where = {each.network for each in kept}
    networks = [each.name for each in every if each.id in where]
    changed = replace(resource, **{name: values[name] for name in values if hasattr(resource, name)})
    if not changed.corrected:
        values |= (tags := tags_for(changed, purposes, networks))
        changed = replace(changed, **tags)
    serves = [each.name for each in await store.practices.several(changed.practices, trust=resource.trust)]
    terms = terms_of(changed, purposes=purposes, networks=networks, practices=serves)
    return await store.resources.change(resource, **values, terms=terms)


def _told_to_most(sharings: Sequence[Sharing], networks: Sequence[Network]) -> Sequence[Sharing]:
    """Those that everybody may read, or all where it was shared in closed networks alone."""
    closed = {each.id for each in networks if not each.open}
    return [each for each in sharings if each.network not in closed] or sharings


def tags_for(resource: Resource, purposes: Sequence[str], networks: Sequence[str]) -> dict[str, Any]:
    tags = tags_of(
        "\n".join(purposes),
        resource.url,
        resource.title,
        network=", ".join(networks),
        about=resource.description,
    )
    said = resource.kind if tags.kind is Kind.PAGE else tags.kind  # what its page said of itself
    kind = said if resource.url else Kind.CASE_STUDY
    return {"topics": tags.topics, "phases": tags.phases, "subjects": tags.subjects, "kind": kind}


async def brought_up_to_date(trust: TrustId, store: Store, *, limit: int) -> bool:
    """What a new vocabulary, or somebody's leaving, has left behind is made anew; False where nothing is."""
    old = await store.resources.outdated(trust, edition(), limit=limit)
    for each in old:
        await retag(each, store)
    return bool(old)


# ------------------------------------------------------------------ what may not be kept


def address_of(found_url: str) -> tuple[str, str]:
    """Clean, and what it is the same as; Refusal where it is nothing for a library."""
    url = links.clean(found_url)
    same_as = links.same_as(url)
    if max(len(url), len(same_as)) > URL_LIMIT:
        raise Refusal("That address is too long to keep. Please share the page it is on.")
    if links.holds_pupils(url):
        raise Refusal("That leads into a system with pupils’ records, so I keep nothing of it.")
    if links.is_noise(url):
        raise Refusal(
            "That link is a meeting, a chat or a form to fill in, so there is nothing in it to find again."
        )
    return url, same_as


def _must_be_safe(*words: str) -> None:
    """The doors' guard and the router stop such words before; nothing is kept on any other way either."""
    if any(map(safeguarding.check, words)):
        raise Refusal(
            "This may identify a pupil, so nothing was kept. Please say it without names or details."
        )


def names_a_pupil(url: str) -> bool:
    """A file that is called after one, or whose folder is; of a page for everybody it only sounds so."""
    return links.needs_sign_in(url) and safeguarding.check(links.words_from(url)) is not None


def named_by(url: str) -> str:
    """A title from the address itself; Refusal where that may be a pupil's name."""
    if names_a_pupil(url):
        raise Refusal("The name of that file may identify a pupil, so I have not kept it.")
    title = links.title_from(url)
    return urlsplit(url).hostname or title if safeguarding.check(links.words_from(url)) else title


def fitting(words: str, limit: int) -> str:
    """As much as the tables hold, cut at a word."""
    return cut(words.strip(), limit)


def _id(network: Network | None) -> NetworkId | None:
    return network.id if network else None
