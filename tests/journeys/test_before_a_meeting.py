"""A network's year planned, and the time before a meeting: who hears what, and what happens when it moves."""

from datetime import date, datetime, time, timedelta

from handlers.talk import LOCAL
from storage.records import Closure
from tests.conversation import HOME, Household, Member

HOLIDAYS = (
    (date(2026, 7, 20), date(2026, 9, 1), "Summer"),
    (date(2026, 10, 26), date(2026, 10, 30), "Half-term"),
    (date(2026, 12, 21), date(2027, 1, 1), "Christmas"),
    (date(2027, 2, 15), date(2027, 2, 19), "Half-term"),
    (date(2027, 3, 25), date(2027, 4, 9), "Easter"),
    (date(2027, 5, 31), date(2027, 6, 4), "Half-term"),
    (date(2027, 7, 22), date(2027, 8, 31), "Summer"),
)
MEETING = datetime(2026, 9, 29, 15, 45, tzinfo=LOCAL)  # a Tuesday; the tests begin on Monday 7 September


async def three_members(house: Household) -> tuple[Member, Member, Member]:
    """Hannah leads Maths leads; Ada is in it, and Pat, who works on Tuesdays and Thursdays."""
    hannah = await house.member("Hannah Example", school="Elm Park")
    ada = await house.member("Ada Example", school="Oakhill")
    pat = await house.member("Pat Sample", school="Oakhill", working_days=(1, 3))
    await house.channel("Maths leads", hannah, ada, pat)
    async with house.database.store() as store:
        trust = await store.trusts.named(HOME)
        assert trust is not None
        await store.calendar.replace(trust.id, [Closure(trust.id, *each) for each in HOLIDAYS])
        (network,) = await store.networks.everyone(trust.id)
        await store.networks.lead(network.id, hannah.person, facilitator=True)
    await house.wait(timedelta(minutes=1))  # from here on the timetables run
    return hannah, ada, pat


async def a_meeting(house: Household) -> None:
    async with house.database.store() as store:
        trust = await store.trusts.named(HOME)
        assert trust is not None
        (network,) = await store.networks.everyone(trust.id)
        await store.meetings.plan(network.id, MEETING, trust=trust.id, minutes=60, place="Room 2")


async def on(house: Household, day: date) -> None:
    """It is that morning; what was due on the mornings between is made up for."""
    morning = datetime.combine(day, time(9), LOCAL)
    await house.wait(morning - house.app.clock.now())


def heard(member: Member, words: str) -> int:
    return sum(words in each.title or words in each.text for each in member.sees())


def reminded(member: Member) -> int:
    return sum("See the agenda" in each.buttons for each in member.sees())


async def test_a_year_is_planned_in_one_form_and_every_member_sees_its_dates(house):
    hannah, ada, _ = await three_members(house)

    await hannah.says("agenda plan maths")
    if house.platform != "teams":
        await hannah.presses("Plan the year")  # no form opens by itself there after a typed message
    year = await hannah.fills({"Autumn 2": "Not this time", "Starts at": "4pm", "Place": "Room 2"})

    assert year.title == "Maths leads: 5 meetings planned"
    assert "16:00 to 17:00" in year.text
    assert "Tuesday 29 September 2026" in year.text, "a day on which all three work"
    assert "29 September" in (await ada.says("agenda")).text
    assert "Only a facilitator of Maths leads" in (await ada.says("agenda plan maths")).text


async def test_ten_five_and_one_working_day_before_each_hears_what_is_theirs_once(house):
    hannah, ada, pat = await three_members(house)
    await a_meeting(house)
    await on(house, date(2026, 9, 8))
    await on(house, date(2026, 9, 14))
    assert (heard(ada, "Could you bring either?"), heard(pat, "Could you bring either?")) == (1, 1)
    await on(house, date(2026, 9, 15))
    assert heard(hannah, "The draft for Maths leads is ready for you") == 1
    await ada.presses("Offer a bright spot")
    assert "Counting songs" in (await ada.fills({"What works at your school?": "Counting songs"})).text

    await on(house, date(2026, 9, 22))
    assert heard(hannah, "is not posted yet") == 1
    await hannah.presses("Open the draft")
    await hannah.presses("Post it")
    await ada.presses("Coming")
    await on(house, date(2026, 9, 24))
    assert (reminded(ada), reminded(pat)) == (0, 1), "their last working day before"

    await on(house, date(2026, 9, 28))
    await on(house, date(2026, 9, 29))
    assert (reminded(ada), reminded(pat)) == (1, 1)
    assert heard(hannah, "The draft for Maths leads is ready for you") == 1


async def test_whoever_brings_something_already_is_not_asked_for_it(house):
    hannah, ada, pat = await three_members(house)
    await a_meeting(house)
    await hannah.says("agenda maths")
    await hannah.presses("Edit")
    await hannah.fills({"Items, one line each": f"12 Bright spot: Counting songs ({ada.person.name})"})

    await on(house, date(2026, 9, 8))
    await on(house, date(2026, 9, 14))
    assert (heard(ada, "Could you bring either?"), heard(pat, "Could you bring either?")) == (0, 1)


async def test_a_meeting_that_moves_takes_its_letters_along_and_one_called_off_drops_them(house):
    hannah, ada, pat = await three_members(house)
    await a_meeting(house)
    await hannah.says("agenda maths")
    await hannah.presses("Post it")
    await pat.presses("Can't")

    await hannah.says("agenda maths")
    await hannah.presses("When and where")
    await hannah.fills({"Date": "28 October 2026"})  # a holiday: the form stays, and nothing has changed
    assert heard(ada, "has a new date") == 0
    await hannah.fills({"Date": "6 October 2026", "Place": "Room 9"})
    assert heard(ada, "Tuesday 6 October 2026") == 2, "the post was edited, and she was told"
    assert heard(pat, "has a new date") == 0, "not on a Monday"

    await hannah.presses("When and where")
    await hannah.fills({"Date": "Thu 8 Oct 2026"})
    await on(house, date(2026, 9, 8))
    assert (heard(ada, "has a new date"), heard(pat, "has a new date")) == (2, 1)
    assert "Tuesday 6 October" not in next(each for each in pat.sees() if "has a new date" in each.title).text
    await pat.presses("Coming")

    await hannah.presses("More")
    await hannah.presses("Call it off")
    await hannah.presses("Call it off")
    await on(house, date(2026, 10, 7))
    await on(house, date(2026, 10, 8))
    for member in (ada, pat):
        assert heard(member, "is called off") == 1
        assert "called off" in member.newest().title, "and nothing after it"


async def test_of_two_who_move_a_meeting_at_once_the_second_sees_what_the_first_did(house):
    hannah, ada, _ = await three_members(house)
    await a_meeting(house)
    async with house.database.store() as store:
        (network,) = await store.networks.of(ada.person)
        await store.networks.lead(network.id, ada.person, facilitator=True)
    for member in (hannah, ada):
        await member.says("agenda maths")
        await member.presses("When and where")
    await hannah.fills({"Date": "6 October 2026"})

    await ada.fills({"Place": "Room 9"})
    assert "6 October" in (await hannah.says("agenda maths")).text
    desk = await ada.fills({"Place": "Room 9"})
    assert "Tuesday 6 October 2026" in desk.text
    assert "Room 9" in desk.text
