"""What stands on the playground's pages, as plain values for the templates."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.browser.render import View, render
from handlers.packing import card_from_data
from handlers.talk import LOCAL
from storage.playground import Message, Waiting, direct
from storage.records import Network, Person, PersonId
from storage.store import Store

HERE = Path(__file__).parent
SHOWN = 200  # messages of a conversation: more than anyone reads back
WAITING_SHOWN = 2  # colleagues named above the message box; all of them stand in the list

#: Questions to begin with. The first shines for a member with mixed-age classes.
FIRST_QUESTIONS = (
    "who else is tackling mixed-age KS1?",
    "another SENDCo in a small school",
    "who has moved from SIMS to Arbor?",
    "which schools are like ours, and why?",
    "networks",
    "agenda",
    "profile",
    "help",
)
IN_A_NETWORK = ("@Brightspot who else is tackling mixed-age KS1?", "@Brightspot agenda")


@cache
def environment() -> Environment:
    """The templates, compiled once a process however many apps it runs."""
    made = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(
        initials=initials,
        long_moment=long_moment,
        brief_moment=brief_moment,
        short_moment=short_moment,
        version=static_version(),
    )
    return made


def static_version() -> str:
    """Changes with the files, so that no browser keeps an older look."""
    digest = hashlib.sha256()
    for file in sorted((HERE / "static").iterdir()):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


def initials(name: str) -> str:
    words = [word for word in name.split() if word[0].isalpha()]
    return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)).upper()


def long_moment(moment: datetime) -> str:
    local = moment.astimezone(LOCAL)
    return f"{local:%A} {local.day} {local:%B %Y, %H:%M}"


def brief_moment(moment: datetime) -> str:
    """As it fits a phone's heading."""
    local = moment.astimezone(LOCAL)
    return f"{local:%a} {local.day} {local:%b}, {local:%H:%M}"


def short_moment(moment: datetime, now: datetime) -> str:
    """The hour today, the day too before."""
    local, today = moment.astimezone(LOCAL), now.astimezone(LOCAL)
    return f"{local:%H:%M}" if local.date() == today.date() else f"{local:%a} {local.day} {local:%b, %H:%M}"


class Place:
    """A conversation as a page: its name in the table, its address, its words."""

    def __init__(self, me: Person, slug: str, conversation: str, title: str, about: str = "") -> None:
        self.slug = slug
        self.conversation = conversation
        self.url = f"/playground/{me.id}/{slug}"
        self.title = title
        self.about = about
        self.list = False
        self.person: Person | None = None
        self.bot = slug == "direct"
        self.mark = "#"
        self.unread = 0
        self.placeholder = "Ask Brightspot" if self.bot else "Write, or ask @Brightspot"
        self.empty = "Ask in your own words who else is working on what you are working on."
        if slug.startswith("network"):
            self.empty = (
                "Nothing here yet. Mention @Brightspot to ask a question; only you will see the answer."
            )


async def places_of(me: Person, store: Store) -> dict[str, list[Place]]:
    """Every conversation this person is in, by heading, with what they have not read."""
    found: dict[str, list[Place]] = {
        "Direct": [Place(me, "direct", direct(me.id), "Brightspot", "Your own chat")],
        "Introductions": [],
        "Your networks": [_network(me, each) for each in await store.networks.of(me)],
    }
    for thread in await store.playground.threads(me.id, trust=me.trust):
        place = await _thread(me, thread, store)
        if place:
            found["Introductions"].append(place)
    everywhere = [place for group in found.values() for place in group]
    unread = await store.playground.waiting(
        me.id, [place.conversation for place in everywhere], trust=me.trust
    )
    for place in everywhere:
        place.unread = unread.get(place.conversation, 0)
    return found


def _network(me: Person, network: Network) -> Place:
    members = f"{network.members} member{'' if network.members == 1 else 's'}"
    return Place(me, f"network-{network.id}", f"channel:{network.id}", network.name, members)


async def _thread(me: Person, conversation: str, store: Store) -> Place | None:
    """A shared thread, named by the others in it."""
    ids = [PersonId(int(each)) for each in conversation.split(":")[1:]]
    others = await store.people.several([each for each in ids if each != me.id], trust=me.trust)
    if not others:
        return None
    place = Place(
        me,
        "-".join(["together", *map(str, ids)]),
        conversation,
        " and ".join(each.name for each in others),
        ", ".join(each.school_name or "Central team" for each in others),
    )
    place.person = others[0]
    place.placeholder = f"Write to {others[0].name.split(' ')[0]}"
    return place


async def messages_of(me: Person, place: Place, store: Store) -> list[View]:
    kept = await store.playground.read(place.conversation, me.id, trust=me.trust, limit=SHOWN)
    authors = await store.people.several({each.author for each in kept if each.author}, trust=me.trust)
    names = {each.id: each for each in authors}
    return [_message(each, me, names, place) for each in kept]


def _message(message: Message, me: Person, names: dict[PersonId, Person], place: Place) -> View:
    author = names.get(message.author) if message.author else None
    mine = message.author == me.id
    said: dict[str, Any] = {"text": message.text, "card": message.card}
    return {
        "id": message.id,
        "side": "brightspot" if message.author is None else "mine" if mine else "other",
        "author": author,
        "who": "Brightspot" if message.author is None else author.name if author else "Somebody who left",
        "at": message.at.astimezone(LOCAL),
        "private": message.only_for is not None and not place.bot and message.author is None,
        "card": render(card_from_data(message.card)) if message.card else None,
        "text": message.text,
        "in_network": place.slug.startswith("network"),
        "can_pick": bool(message.text) and not place.bot,
        "version": hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:12],
    }


async def waiting_for(me: Person, store: Store) -> list[View]:
    """The colleagues who have something unread, the latest first, each once, with where the latest stands."""
    found = await store.playground.waiting_for_everyone(trust=me.trust)
    people = await store.people.several({each.person for each in found}, trust=me.trust)
    known = {each.id: each for each in people}
    sums = unread_by_person(found)
    latest: dict[PersonId, Waiting] = {}
    for each in found:
        latest.setdefault(each.person, each)
    return [
        {"person": known[person], "unread": sums[person], "url": url_of(each)}
        for person, each in latest.items()
        if person in known and person != me.id
    ]


def url_of(waiting: Waiting) -> str:
    kind, _, rest = waiting.conversation.partition(":")
    slug = "direct" if kind == "direct" else f"{kind}-{rest.replace(':', '-')}"
    return f"/playground/{waiting.person}/{slug}"


def unread_by_person(found: Iterable[Waiting]) -> dict[PersonId, int]:
    sums: dict[PersonId, int] = {}
    for each in found:
        sums[each.person] = sums.get(each.person, 0) + each.unread
    return sums


def chooser(
    people: Iterable[Person], sought: str, unread: dict[PersonId, int]
) -> tuple[list[tuple[str, list[View]]], int]:
    """The people that a search leaves, by school, those with something unread first."""
    wanted = sought.lower().split()
    groups: dict[str, list[View]] = {}
    count = 0
    for person in people:
        where = person.school_name or "Central team"
        words = f"{person.name} {person.job_title} {where}".lower()
        if not all(word in words for word in wanted):
            continue
        count += 1
        view = {"person": person, "words": words, "unread": unread.get(person.id, 0)}
        groups.setdefault(where, []).append(view | {"about": person.job_title})
        if view["unread"]:
            groups.setdefault("", []).append(view | {"about": f"{person.job_title}, {where}"})
    waiting = groups.pop("", [])
    ordered = sorted(groups.items())
    return ([("Messages are waiting for", waiting)] if waiting else []) + ordered, count


def chips_for(place: Place, messages: Sequence[View]) -> tuple[str, ...]:
    """Questions to try, until the person has found their own words or is asked something."""
    if any(each["side"] == "mine" or (each["card"] and _asks(each["card"])) for each in messages):
        return ()
    if place.bot:
        return FIRST_QUESTIONS
    return IN_A_NETWORK if place.slug.startswith("network") else ()


def _asks(card: View) -> bool:
    return any(block.get("actions") for block in card["blocks"])
