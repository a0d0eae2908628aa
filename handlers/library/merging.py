"""Two entries that turn out to be one: who shared either, and what either brought, goes on in one."""

from collections.abc import Sequence, Set
from typing import Any

from handlers.library.keeping import as_if_new, retag
from storage.records import NetworkId, Resource, Sharing
from storage.store import Store


async def merged(resource: Resource, into: Resource, store: Store) -> Resource:
    """The one that stays; the other is gone. A check of either holds, the later where both have one."""
    sharings = await store.sharings.of([resource.id, into.id], trust=resource.trust)
    closed = {each.id for each in await store.networks.everyone(resource.trust) if not each.open}
    if not _is_known(sharings.get(into.id, ()), closed) and _is_known(sharings.get(resource.id, ()), closed):
        into = await as_if_new(into, resource.title, store)
    there = {(each.person, each.network): each for each in sharings.get(into.id, ())}
    for each in sharings.get(resource.id, ()):
        same = there.get((each.person, each.network))
        if same is None:
            await store.sharings.change(each, resource_id=into.id)
        elif (
            each.kept and not same.kept
        ):  # their yes to the one answers what they are still asked of the other
            await store.sharings.change(same, kept=True, purpose=each.purpose or same.purpose)
    await store.uses.move(resource, into)
    await store.resources.lead(resource, into=into)
    await store.resources.remove(resource)
    ours, theirs = into.checked_until, resource.checked_until
    check: dict[str, Any] = {}
    if theirs is not None and (ours is None or theirs > ours):
        check = {
            "checker_id": resource.checker,
            "review": resource.review.value,
            "checked_by_id": resource.checked_by,
            "checked_on": resource.checked_on,
            "checked_until": resource.checked_until,
        }
    practices = tuple(dict.fromkeys((*into.practices, *resource.practices)))
    return await retag(into, store, practices=practices, **check)


def _is_known(sharings: Sequence[Sharing], closed: Set[NetworkId]) -> bool:
    """Whether anybody shared it beyond closed networks."""
    return any(each.kept and each.network not in closed for each in sharings)
