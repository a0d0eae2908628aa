"""One network on a page: what it is about, when it meets, who is in it, and the ways on."""

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.dates import day
from handlers.naming import workplace
from handlers.networks.capability import networks
from handlers.networks.coming import next_meetings
from handlers.networks.handing_over import hand_over, withdraw_of_leading
from handlers.networks.making import RHYTHMS, change
from handlers.networks.quality import show_quality
from handlers.rules.turnout import FEW
from handlers.talk import LOCAL, Block, Button, Card, Facts, Note, Reply, Request, Text
from handlers.ways import whats_tried
from handlers.which import leads, network_seen
from storage.records import Meeting, Network, NetworkId, Person, PersonId
from storage.store import Store


@networks.action("networks.members")
async def show_members(request: Request, store: Store, *, network: NetworkId) -> Reply:
    return Reply(await page(await network_seen(request, network, store), request, store))


@networks.action("networks.join")
async def join(request: Request, store: Store, *, network: NetworkId) -> Reply:
    found = await network_seen(request, network, store)
    await store.networks.join(found.id, request.person)
    return Reply(await page(await network_seen(request, network, store), request, store))


@networks.action("networks.leave")
async def leave(request: Request, store: Store, *, network: NetworkId) -> Reply:
    """They hear no more of its meetings; what they took on there stays on record."""
    found = await network_seen(request, network, store)
    await store.networks.leave(found.id, request.person)
    for meeting in await store.meetings.of(found.id, trust=found.trust):
        await store.outbox.withdraw(found.trust, f"meeting:{meeting.id}:", person=request.person.id)
    await withdraw_of_leading(found, request.person, store)
    said = f"You have left {found.name}."
    return Reply(await page(await network_seen(request, network, store), request, store, said))


@dataclass(frozen=True, slots=True)
class Page:
    """What a network's page shows, to this person."""

    network: Network
    #: Whoever may be listed, facilitators first.
    people: Sequence[Person]
    facilitators: Sequence[PersonId]
    meeting: Meeting | None
    mine: bool
    leading: bool
    said: str


async def page(network: Network, request: Request, store: Store, said: str = "") -> Card:
    ids = await store.networks.members(network.id, trust=request.trust.id)
    people = await store.people.several(ids, trust=request.trust.id)
    lead = (await store.networks.facilitators(request.trust.id)).get(network.id, ())
    listed = [each for each in people if each.open_to_introductions or each.id == request.person.id]
    return who_is_in(
        Page(
            network,
            listed,
            lead,
            (await next_meetings(request, store)).get(network.id),
            request.person.id in ids,
            await leads(request.person, network.id, store),
            said,
        )
    )


# ------------------------------------------------------------------ cards


def who_is_in(shown: Page) -> Card:
    network = shown.network
    return Card(
        network.name,
        Text(shown.said or ("You are in this network." if shown.mine else "You are not in this network.")),
        *((Text(network.about),) if network.about else ()),
        Facts(*_facts(shown)),
        *_members(shown),
        _leave_button(network) if shown.mine else join_button(network),
        show_quality.button("What good looks like", network=network.id),
        whats_tried(network.id),
        *_ways_on(shown),
        Note(f"Its next agenda: “agenda {network.name}”."),
    )


def _facts(shown: Page) -> list[tuple[str, str]]:
    network = shown.network
    leading = ", ".join(each.name for each in shown.people if each.id in shown.facilitators)
    unseen = "Prefers not to be listed" if shown.facilitators else "Nobody yet"
    schools, many = len({each.school for each in shown.people}), len(shown.people) >= FEW
    return [
        ("Facilitator", leading or unseen),
        (
            "Next meeting",
            day(shown.meeting.starts.astimezone(LOCAL).date()) if shown.meeting else "No date yet",
        ),
        ("Meets", f"{RHYTHMS[network.rhythm]}, {network.minutes} minutes" + (", by video" * network.virtual)),
        ("In it", size(network) + (f" from {schools} school{'s' * (schools != 1)}" if many else "")),
    ]


def _members(shown: Page) -> tuple[Block, ...]:
    some_hidden = len(shown.people) < shown.network.members
    return (
        *((Facts(*((each.name, _where(each, shown)) for each in shown.people)),) if shown.people else ()),
        *((Note("Members who prefer not to be found are not listed."),) if some_hidden else ()),
    )


def _where(person: Person, shown: Page) -> str:
    return workplace(person) + (", leads it" if person.id in shown.facilitators else "")


def _ways_on(shown: Page) -> tuple[Button, ...]:
    """For whoever looks after it."""
    if not shown.leading:
        return ()
    network = shown.network
    return (
        change.button("Change it", network=network.id).aloud(f"Change {network.name}"),
        hand_over.button("Hand over", network=network.id).aloud(f"Hand over {network.name}"),
    )


def open_button(network: Network, label: str = "Open") -> Button:
    return show_members.button(label, network=network.id).aloud(f"Open {network.name}")


def join_button(network: Network) -> Button:
    return join.button("Join", network=network.id).primary().aloud(f"Join {network.name}")


def _leave_button(network: Network) -> Button:
    return leave.button("Leave", network=network.id).aloud(f"Leave {network.name}")


def size(network: Network) -> str:
    """ "11 members"; no figure about fewer than five people."""
    if network.members >= FEW:
        return f"{network.members} members"
    return "A few members" if network.members else "Nobody yet"
