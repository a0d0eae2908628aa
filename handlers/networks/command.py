"""The word `networks` and everything that can follow it; and plain questions for who is in one."""

import re
from collections.abc import Sequence

from handlers.capability import Occasion
from handlers.networks.capability import networks
from handlers.networks.gaps import gaps, gaps_of
from handlers.networks.handing_over import hand_over
from handlers.networks.linking import link, unlink
from handlers.networks.making import make
from handlers.networks.mine import show_every, show_mine
from handlers.networks.page import open_button, page
from handlers.networks.quality import quality_of
from handlers.rules.network_names import named
from handlers.talk import Card, Note, Reply, Request, Text
from handlers.which import meant, the_network
from storage.records import Network
from storage.store import Store

ASKED_BACK = 6  # networks to choose from: Teams allows six buttons on a card


#: Only inside a channel: it is to be this network's, so Brightspot must be able to post there.
LINK = re.compile(r"link\b", re.IGNORECASE)

#: "Hand over maths leads", "hand it over".
HAND_OVER = re.compile(r"(?:it )?over\b", re.IGNORECASE)


@networks.command("networks", usage="networks, or networks all", presence=LINK)
async def show(request: Request, store: Store) -> Reply:
    """Mine; or what the words after it ask for; or, by name, who is in one."""
    word, _, rest = request.said.strip().partition(" ")
    match word.lower():
        case "" | "mine" if not rest:
            return await show_mine(request, store)
        case "all" if not rest:
            return await show_every(request, store)
        case "make" | "new" if not rest:
            return Reply(await make.open(request, store, {}))
        case "gaps" if rest:
            return await gaps_of(await the_network(rest, request, store), request, store)
        case "gaps":
            return await gaps(request, store)
        case "quality":
            return await quality_of(await the_network(rest, request, store), request, store)
        case "hand" if HAND_OVER.match(rest):
            network = await the_network(HAND_OVER.sub("", rest), request, store)
            return Reply(await hand_over.open(request, store, {"network": network.id}))
        case "link":
            return await link(rest, request, store)
        case "unlink" if not rest:
            return await unlink(request, store)
    return await _members(await meant(request.said, request, store), request, store)


#: "Who is in the SENDCO network?", "members of the attendance group", "who's in our networks?"
WHO_IS_IN = re.compile(
    r"^\W*(?:(?:hi|hello|please|so|and|can you|could you|tell me|show me)[ ,]+)*"
    r"(?:who(?:'?s|’s| is| are| else is)?(?: all)? (?:in|on|part of)|who belongs to|"
    r"who are (?:the )?members of|"
    r"(?:list |show |show me |name )?(?:all )?(?:the )?(?:members|people) (?:of|in)|"
    r"how many (?:of us |people |members )?(?:are |is )?(?:there )?(?:in|on)) "
    r"(?:the |our |my )?(?P<name>.*?) ?\b(?:networks?|groups?|hubs?|communit(?:y|ies)|nlcs?)(?: please)?\W*$",
    re.IGNORECASE,
)


@networks.phrase(WHO_IS_IN)
async def who_is_in_it(request: Request, store: Store) -> Reply | None:
    """The network that a plain question names; without a name, the asker's own."""
    asked = WHO_IS_IN.search(request.said)
    if asked is None:
        return None
    mine = await store.networks.of(request.person)
    if not asked["name"]:
        return await show_mine(request, store) if len(mine) != 1 else await _members(mine, request, store)
    if not named(asked["name"], await store.networks.everyone(request.trust.id)):
        return None
    return await _members(await meant(asked["name"], request, store), request, store)


@networks.on(Occasion.JOINED_CHANNEL)
async def joined_channel(request: Request, store: Store) -> Reply | None:
    """Whoever joins a network's channel is in the network; only they are told, and only if it is new."""
    network = request.place.network
    if network is None or not await store.networks.join(network.id, request.person):
        return None
    return Reply(you_are_in(network))


async def _members(found: Sequence[Network], request: Request, store: Store) -> Reply:
    return Reply(await page(found[0], request, store) if len(found) == 1 else which_one(found))


# ------------------------------------------------------------------ cards


def which_one(found: Sequence[Network]) -> Card:
    more = len(found) - ASKED_BACK
    return Card(
        "Which network do you mean?",
        Text("That could be several. Tap the one you mean."),
        *(open_button(each, each.name) for each in found[:ASKED_BACK]),
        *((Note(f"And {more} more: say “networks all” to see them."),) if more > 0 else ()),
    )


def you_are_in(network: Network) -> Card:
    return Card(f"You are in {network.name} now", Text("I added you because you joined its channel."))
