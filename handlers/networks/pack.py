"""What a new facilitator is given: who is in the network, what is open, what was, what is promised.

Everything hangs on the network and not on a person, so nothing has to be moved; it has to be shown.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from handlers.dates import day, short_day
from handlers.naming import workplace
from handlers.networks.quality import show_quality
from handlers.rules.turnout import FEW
from handlers.talk import LOCAL, Block, Card, Facts, Item, Note, Quote, Text
from storage.records import Action, Meeting, Network, Notes, Person, Quality, State, Suggestion
from storage.store import Store

LAST = 3  # meetings whose record comes with the pack: a school year of termly ones
PEOPLE, ACTIONS, WISHES = 30, 10, 5  # told one by one; the rest is a word away
OVER = (State.HELD, State.NOT_HELD, State.CANCELLED)


@dataclass(frozen=True, slots=True)
class Pack:
    """A network as it is handed over."""

    network: Network
    #: Who may be listed, facilitators first.
    members: Sequence[Person]
    #: With the name of who took it on.
    actions: Sequence[tuple[Action, str]]
    #: The last that were held, newest first, each with what it came to.
    past: Sequence[tuple[Meeting, Notes | None]]
    planned: Sequence[Meeting]
    suggestions: Sequence[Suggestion]
    quality: Quality | None


async def pack_of(network: Network, now: datetime, store: Store) -> Pack:
    trust = network.trust
    meetings = await store.meetings.of(network.id, trust=trust)
    held = [each for each in reversed(meetings) if each.state is State.HELD][:LAST]
    notes = await store.notes.of_several([each.id for each in held], trust=trust)
    actions = await store.actions.open_in(network.id, trust=trust)
    doing = await store.people.several({each.person for each in actions}, trust=trust)
    names = {each.id: each.name for each in doing}
    members = await store.people.several(await store.networks.members(network.id, trust=trust), trust=trust)
    return Pack(
        network,
        [each for each in members if each.open_to_introductions],
        [(each, names.get(each.person, "somebody")) for each in actions],
        [(each, notes.get(each.id)) for each in held],
        [each for each in meetings if each.state not in OVER and each.starts >= now],
        await store.suggestions.waiting(network.id, trust=trust),
        await store.quality.of(network),
    )


# ------------------------------------------------------------------ cards


def the_pack(pack: Pack, said: str) -> Card:
    """Open actions and dates first: they do not wait."""
    name = pack.network.name
    return Card(
        f"You lead {name} now",
        Text(said),
        Facts(*_promised(pack)),
        *_open_actions(pack),
        *_wishes(pack),
        *_last_meetings(pack),
        *_members(pack),
        *((show_quality.button("What good looks like", network=pack.network.id),) if pack.quality else ()),
        Note(
            f"All of it stays with {name}. “agenda past {name}” has what was, “agenda {name}” what is next."
        ),
    )


def _promised(pack: Pack) -> list[tuple[str, str]]:
    dates = ", ".join(short_day(_date(each)) for each in pack.planned)
    review = pack.quality.review_on if pack.quality else None
    return [
        ("Next meetings", dates or f"none yet: say “agenda plan {pack.network.name}”"),
        ("Actions not done", str(len(pack.actions)) if pack.actions else "none"),
        ("Suggestions waiting", str(len(pack.suggestions)) if pack.suggestions else "none"),
        *((("Statement of quality", f"looked at again on {day(review)}"),) if review else ()),
    ]


def _open_actions(pack: Pack) -> tuple[Block, ...]:
    if not pack.actions:
        return ()
    told = [(who, f"{action.text}, by {short_day(action.by)}") for action, who in pack.actions[:ACTIONS]]
    return Text("Who took on what:"), Facts(*told), *_more(len(pack.actions) - ACTIONS, "actions")


def _wishes(pack: Pack) -> tuple[Block, ...]:
    if not pack.suggestions:
        return ()
    told = (Quote(each.text) for each in pack.suggestions[:WISHES])
    return (
        Text("Suggested for the next agenda:"),
        *told,
        *_more(len(pack.suggestions) - WISHES, "suggestions"),
    )


def _last_meetings(pack: Pack) -> tuple[Block, ...]:
    if not pack.past:
        return ()
    return Text("What the last meetings came to:"), *(_came_to(*each) for each in pack.past)


def _came_to(meeting: Meeting, notes: Notes | None) -> Item:
    headline = (notes.headline if notes else "") or meeting.purpose or "no headline"
    decided = f"Decided: {notes.decisions}" if notes and notes.decisions else ""
    return Item(day(_date(meeting)), "\n".join(filter(None, (headline, decided))))


def _members(pack: Pack) -> tuple[Block, ...]:
    told = Facts(*((each.name, workplace(each)) for each in pack.members[:PEOPLE]))
    return (
        Text("Who is in it:"),
        told,
        *_more(len(pack.members) - PEOPLE, "members"),
        *_hidden(pack.network.members - len(pack.members)),
    )


def _hidden(count: int) -> tuple[Block, ...]:
    return (Note("Members who prefer not to be found are not listed."),) if count > 0 else ()


def _more(count: int, of: str) -> tuple[Block, ...]:
    """No figure about fewer than five."""
    return (Note(f"And {count if count >= FEW else 'a few'} more {of}."),) if count > 0 else ()


def _date(meeting: Meeting) -> datetime:
    return meeting.starts.astimezone(LOCAL)
