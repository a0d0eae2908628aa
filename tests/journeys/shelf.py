"""A trust's library over a school year: what was shared, and mornings lived through."""

from datetime import date, datetime, time, timedelta

from handlers.library.keeping import keep
from handlers.talk import LOCAL
from storage.records import Closure, Resource
from tests.conversation import HOME, Household, Member

HOLIDAYS = (
    (date(2026, 7, 20), date(2026, 9, 1), "Summer"),
    (date(2026, 10, 26), date(2026, 10, 30), "Half-term"),
    (date(2026, 12, 21), date(2027, 1, 1), "Christmas"),
    (date(2027, 2, 15), date(2027, 2, 19), "Half-term"),
    (date(2027, 3, 25), date(2027, 4, 9), "Easter"),
)


async def a_year(house: Household) -> None:
    async with house.database.store() as store:
        trust = await store.trusts.named(HOME)
        assert trust is not None
        await store.calendar.replace(trust.id, [Closure(trust.id, *each) for each in HOLIDAYS])
    await house.wait(timedelta(minutes=1))  # from here on the timetables run


async def shared(house: Household, who: Member, network: str, title: str) -> Resource:
    """By hand, in a network of theirs."""
    async with house.database.store() as store:
        (found,) = [each for each in await store.networks.of(who.person) if each.name == network]
        url = f"https://e.example/{title.replace(' ', '-')}"
        now = house.app.clock.now()
        return (await keep(url, "for mixed classes", who.person, found, now, store, title=title)).resource


async def mornings(house: Household, first: date, last: date) -> None:
    """Each weekday from first to last is lived through."""
    for day in (first + timedelta(days=after) for after in range((last - first).days + 1)):
        if day.weekday() < 5:
            for hour in (time(7, 15), time(9)):
                await house.wait(datetime.combine(day, hour, LOCAL) - house.app.clock.now())
