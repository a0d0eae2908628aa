"""A trust's calendars, kept in memory: when its schools teach and its people work."""

from handlers.rules.calendar import Calendars, WorkingDays
from storage.records import Person, TrustId
from storage.store import Store


async def calendars_of(trust: TrustId, store: Store) -> Calendars:
    """Never older than the last change to any of them."""

    async def build() -> Calendars:
        return Calendars(await store.calendar.whole(trust), await store.calendar.term_styles(trust))

    async def renew(kept: Calendars, _: int) -> Calendars:
        anew = await build()  # people change every day, calendars hardly ever: their terms are found once
        return kept if (kept.closures, kept.styles) == (anew.closures, anew.styles) else anew

    return await store.remembered("calendars", trust, build, renew)


async def days_of(person: Person, store: Store) -> WorkingDays:
    """When they work and hear from us, as their school's calendar has it."""
    return (await calendars_of(person.trust, store)).days_of(person)
