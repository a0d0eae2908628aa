"""A whole school year of three networks, lived day by day at each door and on both databases.

In Slack it lasts until the end of July. In Teams and the browser it ends at Christmas: a meeting that did not
happen, a suggestion and a network's handing over are lived in Slack, and which day is whose depends on no
door. `--every-house` lives the whole year in all six.

Elm Park keeps the trust's terms and trains on its own days; Oakhill has six terms; Fenside breaks up when it
likes. What everybody was sent is held each day against the tests' own calendar (`tests/lived_year.py`).
"""

from datetime import date
from functools import partial

import pytest

from bot.clock import Clock
from bot.importing.calendar import import_calendar
from handlers.talk import LOCAL
from storage.records import NetworkId, Platform
from storage.store import Store
from tests.conversation import HOME, Household, Member
from tests.lived_year import BEGINNING, NETWORKS, PLANNED, SCHOOLS, WITHOUT_CHANNEL, Life, Year
from tests.school_days import DAY, dates

HANDED_OVER, LAST = date(2026, 7, 14), date(2026, 7, 31)
CHRISTMAS = date(2025, 12, 24)
#: As they are called at the facilitator's school.
PARTS = {"SENDCO network": ("term 1", "term 3", "term 5")}
MEETINGS = {"Maths leads": 6, "SENDCO network": 3, "Office managers": 6}


@pytest.fixture
def clock() -> Clock:
    return Clock(BEGINNING)


@pytest.fixture
def last(request: pytest.FixtureRequest, doorway: Platform) -> date:
    """The day on which the year ends at this door."""
    whole = doorway is Platform.SLACK or request.config.getoption("every_house")
    return LAST if whole else CHRISTMAS


async def september(house: Household) -> Year:
    """Three schools, three networks and whoever is in them."""
    year = Year(house)
    await year.arrives("Hope Example", "", coordinator=True, job_title="School Improvement Lead")
    await year.arrives("Ada Example", "Elm Park", job_title="Maths Lead")
    await year.arrives("Ben Example", "Oakhill", job_title="SENDCO")
    await year.arrives("Cleo Example", "Fenside", job_title="Office Manager")
    await year.arrives("Dee Example", "Elm Park")
    await year.arrives("Eve Example", "Oakhill", days=frozenset({1, 2, 3}))
    await year.arrives("Fay Example", "Fenside", open_to_introductions=False)
    await year.arrives("Gil Example", "")
    await its_calendar(house)
    for network, names in NETWORKS.items():
        people = [year.members[name] for name in names]
        if network not in WITHOUT_CHANNEL:
            year.channels[network] = await house.channel(network, *people)
        async with house.database.store() as store:
            id_ = await network_id(network, store)
            for each in people:
                await store.networks.join(id_, each.person, facilitator=each is people[0])
    return year


async def network_id(name: str, store: Store) -> NetworkId:
    trust = await store.trusts.named(HOME)
    assert trust is not None
    return await store.networks.keep(trust.id, name)


async def its_calendar(house: Household) -> None:
    """The terms of the trust and of each school, as they would be told in a file."""
    async with house.database.store() as store:
        trust = await store.trusts.named(HOME)
        assert trust is not None
        urns = {each.name: each.urn for each in await store.schools.everyone(trust.id)}
        rows = ["starts,ends,name,school_urn,kind,naming"]
        for name, of in SCHOOLS.items():
            urn, naming = urns.get(name, ""), "six terms" if of.six_terms else "three terms"
            rows += [f"{first},{last},A part,{urn},term,{naming}" for first, last in of.parts]
            rows += [f"{day},,Staff train,{urn},inset," for day in of.insets]
        await import_calendar("\n".join(rows).encode(), store, trust_name=HOME, now=house.app.clock.now())


async def plan(year: Year, network: str) -> list[Life]:
    """The whole year in one form; or part by part, as the facilitator's school calls them."""
    lead = await year.acts(NETWORKS[network][0])
    for part in PARTS.get(network, ()):
        shown = await lead.says(f"agenda {network} {part}")
        assert shown.title == f"{network}: your draft", shown.text
    if network not in PARTS:
        await lead.says(f"agenda plan {network}")
        if year.house.platform is not Platform.TEAMS:
            await lead.presses("Plan the year")  # no form opens by itself there after a typed message
        await lead.fills({})
    async with year.house.database.reading() as store:
        found = await store.meetings.of(await network_id(network, store), trust=lead.person.trust)
    return [Life(each.id, network, each.starts.astimezone(LOCAL).date()) for each in found]


def its_story(year: Year, meeting: Life, number: int) -> None:
    """The first is answered and wrapped up, the second changes, and after half a year nobody posts."""
    week = year.weeks[NETWORKS[meeting.network][0]]
    if number < 3:
        year.on(week.before(meeting.day, 7), partial(posts, year, meeting))
    match meeting.network, number:
        case _, 0:
            year.on(week.before(meeting.day, 6), partial(answers, year, meeting))
            year.on(week.after(meeting.day, 1), partial(wraps_up, year, meeting))
        case "Maths leads", 1:
            year.on(week.before(meeting.day, 6), partial(moves, year, meeting))
        case "Maths leads", 2:
            year.on(week.before(meeting.day, 12), partial(suggests, year, meeting))
        case "SENDCO network", 1:
            year.on(week.after(meeting.day, 1), partial(did_not_happen, year, meeting))
        case "Office managers", 1:
            year.on(week.before(meeting.day, 3), partial(calls_off, year, meeting))


async def at_the_desk(year: Year, meeting: Life) -> Member:
    leading = await year.acts(NETWORKS[meeting.network][0])
    await leading.says(f"agenda {meeting.network}")
    return leading


async def posts(year: Year, meeting: Life) -> None:
    leading = await at_the_desk(year, meeting)
    for name, words in meeting.suggested.items():
        await leading.presses("Suggestions (1)")
        await leading.fills({f"{words} ({name})": "On the agenda"})
    await leading.presses("Post it")
    meeting.posted = year.now.date()
    year.heard |= {(name, year.weeks[name].from_on(meeting.posted)) for name in meeting.suggested}


async def suggests(year: Year, meeting: Life) -> None:
    """Whoever leads hears of it in their weekly message, and who suggested it once it is on the agenda."""
    lead, *_, name, _ = NETWORKS[meeting.network]
    member = await year.acts(name)
    await member.says("agenda add Dienes in mixed-age classes", channel=year.channels[meeting.network])
    meeting.suggested = {name: "Dienes in mixed-age classes"}
    year.heard.add((lead, next(filter(year.weeks[lead].is_weekly, dates(year.now.date() + DAY, LAST)))))


async def answers(year: Year, meeting: Life) -> None:
    for name, label in zip(NETWORKS[meeting.network][1:], ("Coming", "Can't"), strict=False):
        await (await year.acts(name)).presses(label, on=meeting.network)
        meeting.said.add(name)
        meeting.cannot |= {name} if label == "Can't" else set()


async def moves(year: Year, meeting: Life) -> None:
    to = year.next_good_day(meeting.day + DAY * 7)
    leading = await at_the_desk(year, meeting)
    await leading.presses("When and where")
    await leading.fills({"Date": f"{to.day} {to:%B %Y}"})
    meeting.was_on, meeting.day, meeting.changed_on = meeting.day, to, year.now.date()


async def calls_off(year: Year, meeting: Life) -> None:
    leading = await at_the_desk(year, meeting)
    for label in ("More", "Call it off", "Call it off"):
        await leading.presses(label)
    meeting.is_off, meeting.changed_on = True, year.now.date()


async def wraps_up(year: Year, meeting: Life) -> None:
    lead, taker, *_ = NETWORKS[meeting.network]
    by = year.weeks[taker].after(meeting.day, 8)
    leading = await year.acts(lead)
    await leading.presses("Wrap up", on=meeting.network)
    promised = f"{taker}: try it in one class by {by.day} {by:%B %Y}"
    await leading.fills({"In one line": "Little and often.", "Who does what by when": promised})
    meeting.took = {taker}
    year.asked.add((taker, by))
    year.on(by, partial(ENDS[meeting.network], year, taker))


async def did_not_happen(year: Year, meeting: Life) -> None:
    leading = await year.acts(NETWORKS[meeting.network][0])
    await leading.presses("It did not happen", on=meeting.network)
    meeting.happened = False


async def done(year: Year, name: str) -> None:
    await (await year.acts(name)).presses("Done")


async def dropped(year: Year, name: str) -> None:
    await (await year.acts(name)).presses("Drop it")


async def put_off(year: Year, name: str) -> None:
    member, later = await year.acts(name), year.weeks[name].after(year.now.date(), 6)
    await member.presses("Change date")
    await member.fills({"By when?": f"{later.day} {later:%B %Y}"})
    year.asked.add((name, later))


async def hands_over(year: Year) -> None:
    leading = await year.acts("Ada Example")
    await leading.says("networks hand over maths leads")
    if year.house.platform is not Platform.TEAMS:
        await leading.presses("Who leads it next?")
    await leading.fills({"Who leads it from now on?": ["Dee Example, Elm Park"]})


async def reminded_of_local_time(year: Year, name: str) -> int:
    """Reminders as they stand on somebody's screen: the same hour before and after both clock changes."""
    member = await year.acts(name)
    return sum(
        each.conversation == "direct" and " meets on " in each.title and "15:45 to 16:45" in each.text
        for each in member.sees()
    )


#: How what was taken on at the first meeting ends: each way once.
ENDS = {"Maths leads": done, "SENDCO network": dropped, "Office managers": put_off}


async def test_every_letter_of_a_school_year_comes_once_and_on_a_day_of_its_recipient(house, last):
    year = await september(house)
    await year.live(PLANNED)
    meetings = {network: await plan(year, network) for network in NETWORKS}
    assert {network: len(each) for network, each in meetings.items()} == MEETINGS
    for theirs in meetings.values():
        for number, each in enumerate(theirs):
            its_story(year, each, number)

    year.on(HANDED_OVER, partial(hands_over, year))

    await year.live(last)

    year.nothing_came_twice()
    handed_over = {each for each in {("Dee Example", HANDED_OVER)} if each[1] <= last}
    assert year.came_about("networks:hand-over") == handed_over
    assert year.came_about("actions") == year.asked
    assert year.came_about("suggestion") == year.heard
    assert len(year.heard) == (2 if last == LAST else 0)
    for each in (each for theirs in meetings.values() for each in theirs):
        came, due = year.letters(each), {letter for letter in year.due(each) if letter[2] <= last}
        assert (due - came, came - due) == (set(), set()), each
    for name in year.members:
        reminders = [each for each in year.came if each.to == name and ":reminder:" in each.key]
        assert await reminded_of_local_time(year, name) == len(reminders)
