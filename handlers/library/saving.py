"""Saving by hand: whatever somebody thinks is worth finding again, wherever they came by it.

Ada  share https://www.ncetm.org.uk/… unpicks mixed-age fractions well, for Maths leads
bot  Saved to Maths leads                                      [Edit] [Not this one]
Ada  share
bot  Save to the library                            [Address] [What is it for?] [Where?]
"""

import json
import re
from collections.abc import Sequence

from handlers.library.capability import library
from handlers.library.keeping import TITLE_LIMIT, URL_LIMIT, keep, retag
from handlers.library.quiet import joined, shown
from handlers.rules import links
from handlers.rules.links import Found
from handlers.talk import (
    Answers,
    ChoiceField,
    Field,
    Form,
    Invalid,
    Reply,
    Request,
    TextField,
    given,
)
from storage.records import Network, NetworkId
from storage.store import Store

EVERYBODY = NetworkId(0)  # the trust's library, and no network
WORDS_LIMIT = 1000  # characters of what it is for: as much as anybody reads
CARRIED = 1_850  # characters, as JSON, that a button takes along to the form: Slack's carry 2,000 in all
_FOR_NETWORK = re.compile(
    r"\b(?:for|in|to|with)\s+(?:the\s+)?(?P<name>[^,;]{2,80}?)(?:\s+network)?$", re.IGNORECASE
)
AT_THE_END = 120  # characters in which a network is named: a search through a whole page takes a minute


@library.command("share", usage="share https://… what it is for")
async def share(request: Request, store: Store) -> Reply:
    """At once where it is clear for which network; else the form asks."""
    found = links.found(request.said)
    mine = await _networks(request, store)
    words = found[0].words if found else request.said
    named, words = _named(words, mine)
    here = named or request.place.network
    if not found or (here is None and len(mine) > 1):
        return Reply(_form(carried(found, words), mine, here.id if here else EVERYBODY))
    return await _save(found, words, here or next(iter(mine), None), request, store)


def carried(found: Sequence[Found], words: str) -> str:
    """What a button takes along: the addresses, none of them cut short, then what was said about them."""
    kept = ""
    for address in dict.fromkeys(links.clean(each.url) for each in found):
        if len(json.dumps(f"{kept} {address}")) < CARRIED:
            kept = f"{kept} {address}".strip()
    room = CARRIED - len(json.dumps(kept))
    while words and len(json.dumps(words)) > room:
        words = words[: len(words) * 9 // 10]
    return f"{kept} {words}".strip()


@library.form("library.save")
async def save(request: Request, store: Store, *, words: str = "", network: NetworkId = EVERYBODY) -> Form:
    """`words`: what is known of it already, with its address: a message that was picked."""
    return _form(words, await _networks(request, store), network)


def _form(words: str, among: Sequence[Network], network: NetworkId) -> Form:
    found = links.found(words)
    said = found[0].words if found else words
    return save.form(
        "Save to the library",
        "Colleagues in your trust find it by what you say of it. Please leave pupils out.",
        _fields(found, said, among, network),
        "Save",
        words=words,
        network=network,
    )


@save.filled
async def saved(
    request: Request, store: Store, answers: Answers, *, words: str = "", network: NetworkId = EVERYBODY
) -> Reply:
    """All the addresses that were given, or none of them."""
    found = links.found(given(answers, "url"))
    if not found:
        raise Invalid(url="Please paste the whole address of the page or file, as https://…")
    chosen = given(answers, "network")
    where = next((each for each in await _networks(request, store) if str(each.id) == chosen), None)
    if where is None and chosen != str(EVERYBODY):
        raise Invalid(network="You are not in that network any more. Please choose another.")
    title = given(answers, "title") if len(found) == 1 else ""
    return await _save(found, given(answers, "purpose"), where, request, store, title=title)


async def _save(
    found: Sequence[Found],
    words: str,
    network: Network | None,
    request: Request,
    store: Store,
    *,
    title: str = "",
) -> Reply:
    kept = [
        await keep(each.url, words, request.person, network, request.now, store, title=title or each.label)
        for each in found
    ]
    if title and kept[0].is_new:  # theirs, and not the page's own
        await retag(kept[0].resource, store, corrected=True)
    return Reply(await shown([each.sharing for each in kept], store, below=joined(kept)))


async def _networks(request: Request, store: Store) -> tuple[Network, ...]:
    """Where they may save to: the network whose channel this is, then their own."""
    mine = await store.networks.of(request.person)
    here = request.place.network
    return (*((here,) if here else ()), *(each for each in mine if here is None or each.id != here.id))


def _named(words: str, among: Sequence[Network]) -> tuple[Network | None, str]:
    """ "…, for maths leads" at the end names a network by its whole name: (it, the words before)."""
    last = words.rstrip(" .\n")
    if (said := _FOR_NETWORK.search(last, max(0, len(last) - AT_THE_END))) is not None:
        for each in among:
            if each.name.casefold() == said["name"].casefold():
                return each, words[: said.start()].rstrip(" ,;:–-\n")
    return None, words


def _fields(
    found: Sequence[Found], words: str, among: Sequence[Network], network: NetworkId
) -> Sequence[Field]:
    options = (*((str(each.id), each.name) for each in among), (str(EVERYBODY), "The trust’s library alone"))
    chosen = str(network) if str(network) in dict(options) and network else options[0][0]
    return (
        TextField(
            "url",
            "Address",
            " ".join(each.url for each in found)[:URL_LIMIT],
            "https://…",
            max_length=URL_LIMIT,
        ),
        TextField(
            "purpose",
            "What is it for?",
            words[:WORDS_LIMIT],
            "Who would use it, and how.",
            multiline=True,
            optional=True,
            max_length=WORDS_LIMIT,
        ),
        ChoiceField("network", "Where?", options, (chosen,)),
        TextField("title", "Title", hint="I look it up where I can.", optional=True, max_length=TITLE_LIMIT),
    )
