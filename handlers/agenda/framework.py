"""The framework: the skeleton that every agenda of the trust begins with, and what a network adds to it.

Cara    agenda framework
bot     How our networks meet: 3 min · Welcome and purpose …          [Change it]
Hannah  agenda framework maths
bot     How Maths leads meets …                                       [Our own items]

A coordinator changes it once for all networks. Drafts that somebody has worked on stay as they are.
"""

from collections.abc import Sequence

from handlers.agenda.capability import agenda
from handlers.agenda.sketch import PARAGRAPH
from handlers.rules.framework import Section, said_of_length, shipped, skeleton
from handlers.rules.outline import LONGEST, Unreadable, pages, read, write
from handlers.talk import (
    Answers,
    Button,
    Card,
    Form,
    Invalid,
    Note,
    Refusal,
    Reply,
    Request,
    Text,
    TextField,
    given,
)
from handlers.which import leads, must_read, network_led, the_network
from storage.records import AgendaItem, Framework, Network, NetworkId, Source
from storage.store import Store

FIELD = 3_000  # characters of a text field: as many as Slack takes
RULE = 200  # characters of a ground rule
RULES = 12  # ground rules: more are not read
SHORTEST = 10  # minutes of a meeting
FOLLOWS = "Drafts that nobody has changed yet follow it; the others stay as they are."


async def framework(request: Request, store: Store) -> Reply:
    """The trust's, or as the network that is named meets."""
    if not request.said.strip():
        return await _of_trust(request, store)
    network = await the_network(request.said, request, store)
    await must_read(request.person, network, store)
    return await _of_network(network, request, store)


async def _of_trust(request: Request, store: Store, said: str = "") -> Reply:
    own = await store.agendas.framework(request.trust.id)
    buttons = _coordinators(changed=own is not None) if request.person.coordinator else ()
    return Reply(how_we_meet(own or shipped(request.trust.id), buttons, said))


async def _of_network(network: Network, request: Request, store: Store, said: str = "") -> Reply:
    whole = await store.agendas.framework(network.trust) or shipped(network.trust)
    own = await store.agendas.framework(network.trust, network.id)
    items = skeleton(whole, own.items if own else (), minutes=network.minutes, virtual=network.virtual)
    leading = await leads(request.person, network.id, store)
    return Reply(how_it_meets(network, items, said, leading=leading))


# ------------------------------------------------------------------ the trust's


@agenda.form("agenda.framework")
async def change(request: Request, store: Store) -> Form:
    _must_coordinate(request)
    now = await store.agendas.framework(request.trust.id) or shipped(request.trust.id)
    return change.form(
        "The framework",
        f"For all networks of {request.trust.name}. {FOLLOWS} Please leave pupils out.",
        (
            TextField(
                "items",
                "Items, one line each",
                _written(now.items),
                "For example: 12 Bright spot: one school, what and for whom",
                multiline=True,
                max_length=FIELD,
            ),
            TextField("minutes", "Minutes of a meeting", str(now.minutes), max_length=4),
            TextField(
                "rules",
                "Ground rules, one line each",
                "\n".join(now.ground_rules),
                multiline=True,
                optional=True,
                max_length=FIELD,
            ),
        ),
        "Save",
    )


@change.filled
async def changed(request: Request, store: Store, answers: Answers) -> Reply:
    """All of it or nothing."""
    _must_coordinate(request)
    kept = Framework(
        request.trust.id, None, _sections(answers), _minutes(given(answers, "minutes")), _rules(answers)
    )
    await store.agendas.keep_framework(kept)
    return await _of_trust(request, store, f"Saved. {FOLLOWS}")


@agenda.action("agenda.framework_shipped")
async def back_to_shipped(request: Request, store: Store) -> Reply:
    _must_coordinate(request)
    await store.agendas.forget_framework(request.trust.id)
    return await _of_trust(request, store, f"This is how I came. {FOLLOWS}")


def _must_coordinate(request: Request) -> None:
    if not request.person.coordinator:
        raise Refusal(
            "Only your trust's coordinators change it. Your own network's items: say “agenda framework” "
            "and its name."
        )


# ------------------------------------------------------------------ what a network adds


@agenda.form("agenda.own_items")
async def own_items(request: Request, store: Store, *, network: NetworkId) -> Form:
    found = await network_led(request, network, store)
    now = await store.agendas.framework(found.trust, found.id)
    return own_items.form(
        "Our own items",
        f"They stand in every agenda of {found.name}, before it closes. {FOLLOWS} Please leave pupils out.",
        (
            TextField(
                "items",
                "Items, one line each",
                _written(now.items if now else ()),
                "For example: 5 News from the hub",
                multiline=True,
                optional=True,
                max_length=FIELD,
            ),
        ),
        "Save",
        network=network,
    )


@own_items.filled
async def own_items_changed(request: Request, store: Store, answers: Answers, *, network: NetworkId) -> Reply:
    found = await network_led(request, network, store)
    sections = _sections(answers) if given(answers, "items") else ()
    if sections:
        await store.agendas.keep_framework(Framework(found.trust, found.id, sections, found.minutes))
    else:
        await store.agendas.forget_framework(found.trust, found.id)
    return await _of_network(found, request, store, f"Saved. {FOLLOWS}")


# ------------------------------------------------------------------ what was filled in


def _written(sections: Sequence[Section]) -> str:
    return write([AgendaItem(*each) for each in sections], {})


def _sections(answers: Answers) -> tuple[Section, ...]:
    try:
        items = read(given(answers, "items"), {})
    except Unreadable as unreadable:
        raise Invalid(items=str(unreadable)) from None
    if len(write(items, {})) > FIELD:
        raise Invalid(items=f"Please keep this to {FIELD} characters.")
    return tuple((each.minutes, each.title, each.detail) for each in items)


def _minutes(words: str) -> int:
    if words.isascii() and words.isdigit() and len(words) < 4 and SHORTEST <= int(words) <= LONGEST:
        return int(words)
    raise Invalid(minutes=f"Please write a number of minutes from {SHORTEST} to {LONGEST}.")


def _rules(answers: Answers) -> tuple[str, ...]:
    rules = [" ".join(each.strip("-•* ").split()) for each in given(answers, "rules").splitlines()]
    found = tuple(filter(None, rules))
    if len(found) > RULES or any(len(each) > RULE for each in found):
        raise Invalid(rules=f"Please keep this to {RULES} rules of {RULE} characters each.")
    return found


# ------------------------------------------------------------------ cards


def how_we_meet(framework: Framework, buttons: Sequence[Button], said: str) -> Card:
    items = [AgendaItem(*each) for each in framework.items]
    return Card(
        "How our networks meet",
        *((Text(said),) if said else ()),
        *map(Text, pages([*map(_line, items)], PARAGRAPH)),
        Text(said_of_length(items, framework.minutes)),
        *(
            (Note("Ground rules: " + "; ".join(framework.ground_rules) + "."),)
            if framework.ground_rules
            else ()
        ),
        *buttons,
        Note(
            "Every draft begins with this. Say “agenda framework” and a network's name to see its own items."
        ),
    )


def how_it_meets(network: Network, items: Sequence[AgendaItem], said: str, *, leading: bool) -> Card:
    return Card(
        f"How {network.name} meets",
        *((Text(said),) if said else ()),
        *map(Text, pages([*map(_line, items)], PARAGRAPH)),
        Text(said_of_length(items, network.minutes)),
        *((own_items.button("Our own items", network=network.id),) if leading else ()),
    )


def _line(item: AgendaItem) -> str:
    """ "5 min · News from the hub (our own)"."""
    own = " (our own)" if item.source is Source.OWN else ""
    return f"{item.minutes} min · {item.title}" + (f": {item.detail}" if item.detail else "") + own


def _coordinators(*, changed: bool) -> tuple[Button, ...]:
    return (
        change.button("Change it"),
        *((back_to_shipped.button("Back to the one that came with me"),) if changed else ()),
    )
