"""What comes back from the library by itself: one digest, one question, and nothing in the holidays."""

from datetime import date, datetime, time, timedelta

from handlers.talk import LOCAL
from storage.records import Closure, Kind, Resource
from tests.conversation import HOME, Household, Member

HOLIDAYS = (
    (date(2026, 7, 20), date(2026, 9, 1), "Summer"),
    (date(2026, 10, 26), date(2026, 10, 30), "Half-term"),
    (date(2026, 12, 21), date(2027, 1, 1), "Christmas"),
    (date(2027, 2, 15), date(2027, 2, 19), "Half-term"),
    (date(2027, 3, 25), date(2027, 4, 9), "Easter"),
)
SIX = ["Art leads", "Maths leads", "Oracy", "Phonics", "SENDCOs", "Small schools"]
DIGEST = "New in the library for you"


async def a_year(house: Household) -> None:
    async with house.database.store() as store:
        trust = await store.trusts.named(HOME)
        assert trust is not None
        await store.calendar.replace(trust.id, [Closure(trust.id, *each) for each in HOLIDAYS])
    await house.wait(timedelta(minutes=1))  # from here on the timetables run


async def shared(house: Household, who: Member, network: str, title: str) -> Resource:
    async with house.database.store() as store:
        (found,) = [each for each in await store.networks.of(who.person) if each.name == network]
        address = f"e.example/{title.replace(' ', '-')}"
        now = house.app.clock.now()
        resource, _ = await store.resources.add(
            found.trust, f"https://{address}", address, title, Kind.VIDEO, now
        )
        await store.sharings.add(resource, who.person, now, network=found.id, purpose="for mixed classes")
    return resource


async def mornings(house: Household, first: date, last: date) -> None:
    """Each weekday from first to last is lived through."""
    for day in (first + timedelta(days=after) for after in range((last - first).days + 1)):
        if day.weekday() < 5:
            for hour in (time(7, 15), time(9)):
                await house.wait(datetime.combine(day, hour, LOCAL) - house.app.clock.now())


def digests(member: Member) -> list[str]:
    return [each.text for each in member.sees() if DIGEST in (each.title, *each.text.splitlines())]


async def test_somebody_in_six_networks_has_one_digest_a_week_and_none_in_the_holidays(house):
    ada = await house.member("Ada Example", school="Ashdown", networks=SIX)
    bo = await house.member("Bo Sample", networks=SIX, working_days=(1, 2))
    await a_year(house)
    for network in SIX:
        for number in (1, 2):
            await shared(house, ada, network, f"{network} {number}")

    await mornings(house, date(2026, 9, 14), date(2026, 9, 18))
    (first,) = digests(bo)
    told = [f"{network} {number}" for network in SIX for number in (1, 2) if f"{network} {number}" in first]
    assert len(told) == 7
    assert {each.rpartition(" ")[0] for each in told} == set(SIX), "no network pushes another out"
    assert "Ada Example, Ashdown" in first
    assert digests(ada) == [], "nobody hears of what they shared themselves"

    await shared(house, ada, "Oracy", "Talk tactics")
    await mornings(house, date(2026, 10, 19), date(2026, 10, 21))
    _, second = digests(bo)
    assert "Talk tactics" in second
    assert not any(each in second for each in told), "nothing comes twice"

    await bo.presses("How often?")
    assert "once in each half-term" in (await bo.presses("Half-termly")).text
    await shared(house, ada, "Oracy", "Harkness")
    await mornings(house, date(2026, 10, 26), date(2026, 10, 30))
    assert digests(bo) == [first], "half-term; the second one is what was pressed"
    await mornings(house, date(2026, 11, 2), date(2026, 11, 4))
    await shared(house, ada, "Oracy", "Sentence stems")
    await mornings(house, date(2026, 11, 9), date(2026, 11, 11))
    _, third = digests(bo)
    assert "Harkness" in third
    assert "Sentence stems" not in third, "one in each half-term"
