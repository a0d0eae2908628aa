"""Who would come to a network's meetings, and when it usually meets: what a good day is chosen by."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from handlers.agenda.words import date_of
from handlers.days import calendars_of
from handlers.rules.proposing import Circle
from handlers.talk import LOCAL
from storage.records import Meeting, Network, PersonId, State
from storage.store import Store

AFTER_SCHOOL = time(15, 45)  # when a network meets that has not met yet
A_YEAR = timedelta(days=400)  # of other networks' meetings that are looked at


@dataclass(frozen=True, slots=True)
class Usually:
    """How a network meets, as its last meeting was."""

    at: time = AFTER_SCHOOL
    weekday: int | None = None
    place: str = ""


async def circle_of(network: Network, now: datetime, store: Store) -> Circle:
    """Its members with their schools' calendars, and on which days they meet in other networks."""
    ids = await store.networks.members(network.id, trust=network.trust)
    return Circle(
        await store.people.several(ids, trust=network.trust),
        await calendars_of(network.trust, store),
        await _elsewhere(network, now, store),
    )


async def _elsewhere(network: Network, now: datetime, store: Store) -> dict[date, set[PersonId]]:
    others = [
        each
        for each in await store.meetings.between(network.trust, now, now + A_YEAR)
        if each.network != network.id
    ]
    belonging = await store.networks.belonging(network.trust) if others else {}
    within: dict[int, set[PersonId]] = {}
    for each, person in belonging:
        within.setdefault(each, set()).add(person)
    found: dict[date, set[PersonId]] = {}
    for meeting in others:
        found.setdefault(date_of(meeting), set()).update(within.get(meeting.network, ()))
    return found


def usually(meetings: Sequence[Meeting]) -> Usually:
    """By the last of a network's meetings that was not called off; after school where there is none."""
    held = [each for each in meetings if each.state is not State.CANCELLED]
    if not held:
        return Usually()
    last = held[-1]
    starts = last.starts.astimezone(LOCAL)
    return Usually(starts.time().replace(second=0, microsecond=0), starts.weekday(), last.place)


def starting(day: date, at: time) -> datetime:
    """That day at that time, by the clock where the schools are."""
    return datetime.combine(day, at, LOCAL)
