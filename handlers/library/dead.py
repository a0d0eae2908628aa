"""Dead links: whoever shared one is told once, and decides.

bot  A link you shared no longer works: Fractions in small steps      [Replace] [Archive] [Keep it]
Ada  (presses Replace, gives the new address)
bot  Fractions in small steps: it leads there from now on

Only an address that says itself that it is gone, on two different days, is marked; one that answers again
loses its mark by itself.
"""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from handlers.library.archiving import archive
from handlers.library.capability import library
from handlers.library.cards import offers, resource_card
from handlers.library.keeping import URL_LIMIT, address_of, named_by
from handlers.library.merging import merged
from handlers.library.seen import Part, link_to_change, to_change
from handlers.rules import links
from handlers.shared import visible
from handlers.talk import (
    LOCAL,
    Answers,
    Button,
    Card,
    Form,
    Invalid,
    Note,
    Post,
    Refusal,
    Reply,
    Request,
    Text,
    TextField,
    ToPerson,
    given,
)
from storage.records import Errand, NetworkId, PersonId, Resource, ResourceId, Sharing, Trust, Why
from storage.store import Store

MORNING = time(7, 5)  # before the weekly messages go
MATTERS = timedelta(days=56)  # over the summer
A_TERM = timedelta(weeks=13)  # that a link which is kept all the same is not asked about again


@library.every("mon-fri", at=MORNING)
async def tell_of_dead(trust: Trust, today: date, store: Store) -> list[Post]:
    """One note for each time that an address dies, in the weekly message of one person."""
    keys = {_key(each): each for each in await store.resources.dead(trust.id)}
    told = await store.outbox.written(trust.id, keys) if keys else frozenset()
    new = {key: each for key, each in keys.items() if key not in told}
    sharings = await store.sharings.of((each.id for each in new.values()), trust=trust.id)
    leading = await store.networks.facilitators(trust.id) if new else {}
    posts: list[Post] = []
    for key, resource in new.items():
        whose = _whose(resource, sharings.get(resource.id, ()), leading)
        for person in (await store.people.several(whose, trust=trust.id))[:1]:
            card = no_longer_works(resource)
            begins = datetime.combine(today, MORNING, LOCAL)
            posts.append(Post(ToPerson(person), card, key, Why.UNASKED, due=begins, expires=begins + MATTERS))
    return posts


def _key(resource: Resource) -> str:
    return f"dead:{resource.id}:{resource.failing_since}"


def _whose(
    resource: Resource, sharings: Sequence[Sharing], leading: dict[NetworkId, tuple[PersonId, ...]]
) -> list[PersonId]:
    """Who is to be told, the first who is still there: latest sharer, checker, facilitators."""
    kept = [each for each in reversed(sharings) if each.kept]
    sharers = [each.person for each in kept]
    led = [who for each in kept if each.network is not None for who in leading.get(each.network, ())]
    return list(dict.fromkeys(who for who in (*sharers, resource.checker, *led) if who is not None))


@offers(15)
async def mending(part: Part, request: Request, store: Store) -> Sequence[Button]:
    """Where it is marked: what its sharer was offered, to whoever may change it."""
    resource = part.resource
    if not resource.is_dead or not part.may_change:
        return ()
    return (
        replace.button("Replace the address", resource=resource.id),
        keep_dead.button("It still works", resource=resource.id),
    )


REPLACED = "It leads to the new address from now on."


@library.form("library.replace")
async def replace(request: Request, store: Store, *, resource: ResourceId) -> Form:
    found = await link_to_change(resource, request, store)
    return replace.form(
        "Where is it now?",
        f"{found.title}\n{found.url}",
        (TextField("url", "New address", hint="https://…", max_length=URL_LIMIT),),
        "Save",
        resource=resource,
    )


@replace.filled
async def replaced(request: Request, store: Store, answers: Answers, *, resource: ResourceId) -> Reply:
    """Everything said of it stays. Where the new address is in the library already, the two become one."""
    found = await link_to_change(resource, request, store)
    given_ = links.found(given(answers, "url"))
    if len(given_) != 1:
        raise Invalid(url="Please paste the whole new address of the page or file, as https://…")
    url, same_as = _address(given_[0].url)
    there = await store.resources.same_as(same_as, trust=request.trust.id)
    if there is not None and there.id != found.id:
        known = await visible([there], request.person, store)
        found = await merged(found, there, store)
        said = "That was in the library already: both are one now." if known else REPLACED
        return Reply(await resource_card(found, request, store, said))
    found = await store.resources.readdress(found, url, same_as)
    if not links.needs_sign_in(url):
        await store.errands.ask(found, Errand.LOOK, request.now)
    return Reply(await resource_card(found, request, store, REPLACED))


@library.action("library.keep_dead")
async def keep_dead(request: Request, store: Store, *, resource: ResourceId) -> Reply:
    """It loses its mark: somebody who knows it says that it is good. For a term nobody is asked again."""
    found = await to_change(resource, request, store)
    found = await store.resources.change(
        found, is_dead=False, failing_since=None, failed_on=None, kept_until=request.today + A_TERM
    )
    return Reply(
        await resource_card(found, request, store, "It stays as it is. I won’t ask again this term.")
    )


def _address(words: str) -> tuple[str, str]:
    try:
        url, same_as = address_of(words)
        named_by(url)  # not by a pupil
        return url, same_as
    except Refusal as problem:
        raise Invalid(url=str(problem)) from None


# ------------------------------------------------------------------ the note


def no_longer_works(resource: Resource) -> Card:
    return Card(
        f"A link no longer works: {resource.title}",
        Text(f"{resource.url}\nI tried it on two days, and was told that the page is gone."),
        replace.button("Replace", resource=resource.id).primary(),
        archive.button("Archive", resource=resource.id),
        keep_dead.button("Keep it", resource=resource.id),
        Note("I ask you once. Until then it comes last in searches."),
    )
