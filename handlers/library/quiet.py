"""What whoever shared a link sees, alone: where it went, and the way to change or undo that.

bot  (to Ada alone) Saved to Maths leads
     Mixed-age fractions · ncetm.org.uk                        [Edit] [Not this one]
"""

from collections.abc import Sequence

from handlers.library.capability import library
from handlers.library.cards import offers
from handlers.library.editing import edit
from handlers.library.keeping import Kept, accept, withdraw
from handlers.library.seen import Part, my_sharing
from handlers.library.words import about, where_from, whose
from handlers.talk import Block, Button, Card, Item, Note, Refusal, Reply, Request, Text
from storage.records import Network, Resource, Sharing, SharingId
from storage.store import Store

SHOWN = 3  # with two buttons each: Teams allows six on a card


@offers(80)
async def taking_back(part: Part, request: Request, store: Store) -> Sequence[Button]:
    """Beside what they shared themselves; what their school tells is taken back in `agreeing`."""
    mine = [each for each in part.own if each.kept and not part.told]
    return tuple(not_this.button("Take it back", sharing=each.id) for each in mine[-1:])


@library.action("library.not_this")
async def not_this(request: Request, store: Store, *, sharing: SharingId) -> Reply:
    """Withdrawn, and not brought back by an edit of its message."""
    mine = await my_sharing(sharing, request, store)
    resource = await store.resources.find(mine.resource, trust=mine.trust)
    if resource and not resource.url:
        raise Refusal("What worked is taken back by whoever tells it: say “library story”.")
    if resource and mine.message:
        await store.sharings.refuse(mine.message, resource, request.now)
    await withdraw(mine, store)
    rest = await _beside(mine, request, store)
    gone = f"“{resource.title}” is not kept." if resource else "That is not kept."
    return Reply(await shown(rest, store, said=gone) if rest else Card("Not kept", Text(gone)))


@library.action("library.keep")
async def keep_it(request: Request, store: Store, *, sharing: SharingId) -> Reply:
    """ "Keep this in Maths leads’ library?" Yes."""
    mine = await my_sharing(sharing, request, store)
    await accept(mine, request.now, store)
    return Reply(await shown(await _beside(mine, request, store), store))


async def _beside(mine: Sharing, request: Request, store: Store) -> tuple[Sharing, ...]:
    """What else they shared in the same message, and this, as far as it is there."""
    if not mine.message:
        found = await store.sharings.find(mine.id, trust=mine.trust)
        return (found,) if found and found.person == request.person.id else ()
    every = await store.sharings.of_message(mine.message, trust=mine.trust)
    return tuple(each for each in every if each.person == request.person.id)


async def shown(
    sharings: Sequence[Sharing], store: Store, *, said: str = "", below: Sequence[Block] = ()
) -> Card:
    """The quiet line, drawn from how things stand; `said` above, `below` the small print."""
    trust, network = sharings[0].trust, sharings[0].network
    resources = await store.resources.several([each.resource for each in sharings], trust=trust)
    where = await store.networks.find(network, trust=trust) if network else None
    entries = {each.id: each for each in resources}
    pairs = [(entries[each.resource], each) for each in sharings if each.resource in entries]
    return saved(pairs, where, said, below)


# ------------------------------------------------------------------ cards


def joined(kept: Sequence[Kept]) -> tuple[Note, ...]:
    """Where a colleague came before them."""
    told = Note("A colleague shared it before: it is one entry, with what each of you said.")
    return () if all(each.is_new for each in kept) else (told,)


def saved(
    pairs: Sequence[tuple[Resource, Sharing]],
    network: Network | None,
    said: str = "",
    below: Sequence[Block] = (),
) -> Card:
    """What went where; a question where they are asked first."""
    asked = any(not sharing.kept for _, sharing in pairs)
    more = len(pairs) - SHOWN
    return Card(
        f"Keep {'this' if len(pairs) == 1 else 'these'} in the library of {whose(network)}?"
        if asked
        else f"Saved to {whose(network)}",
        *((Text(said),) if said else ()),
        *(_entry(resource, sharing) for resource, sharing in pairs[:SHOWN]),
        *((Note(f"And {more} more: say “library” and open it to see all you shared."),) if more > 0 else ()),
        *below,
    )


def _entry(resource: Resource, sharing: Sharing) -> Item:
    told = " · ".join(filter(None, (where_from(resource), about(resource))))
    return Item(resource.title, told, *_ways_on(resource, sharing))


def _ways_on(resource: Resource, sharing: Sharing) -> tuple[Button, Button]:
    if sharing.kept:
        return (
            edit.button("Edit", sharing=sharing.id).aloud(f"Edit {resource.title}"),
            not_this.button("Not this one", sharing=sharing.id).aloud(f"Don’t keep {resource.title}"),
        )
    return (
        keep_it.button("Keep", sharing=sharing.id).primary().aloud(f"Keep {resource.title}"),
        not_this.button("No", sharing=sharing.id).aloud(f"Don’t keep {resource.title}"),
    )
