"""Which trust a file or a command is about."""

from bot.importing.cells import known
from bot.importing.outcome import BadFile, shown
from storage.records import Network, Person, Trust
from storage.store import Store


def alike(name: str) -> str:
    """Two spellings of one trust's name: the register writes them in capitals."""
    return " ".join(name.split()).casefold()


async def choose(store: Store, name: str | None) -> Trust:
    """The named trust, or the only one; BadFile says which there are."""
    trusts = await store.trusts.everyone()
    if not trusts:
        raise BadFile(["there is no trust yet; begin with: import schools FILE --trust NAME"])
    if name is None:
        if len(trusts) == 1:
            return trusts[0]
        raise BadFile([f"there are several trusts; say which with --trust: {known(t.name for t in trusts)}"])
    for trust in trusts:
        if alike(trust.name) == alike(name):
            return trust
    raise BadFile([f"no trust is called {shown(name)}; there is: {known(t.name for t in trusts)}"])


async def network(store: Store, name: str, trust_name: str | None) -> Network:
    """The network of that name in the named trust, or in the only one."""
    trust = await choose(store, trust_name)
    there = await store.networks.everyone(trust.id)
    for each in there:
        if alike(each.name) == alike(name):
            return each
    known_ones = known(each.name for each in there) if there else "none"
    raise BadFile([f"no network is called {shown(name)}; there is: {known_ones}"])


async def member(store: Store, email: str, trust_name: str | None) -> Person:
    """The member of staff with this e-mail, looked for in the named trust or in all of them."""
    trusts = [await choose(store, trust_name)] if trust_name else await store.trusts.everyone()
    found = [
        person
        for trust in trusts
        if (person := await store.people.with_email(email, trust=trust.id)) is not None
    ]
    if len(found) > 1:
        raise BadFile([f"{shown(email)} works in several trusts; say which with --trust NAME"])
    if not found:
        raise BadFile([f"nobody here has the e-mail {shown(email)}"])
    return found[0]
