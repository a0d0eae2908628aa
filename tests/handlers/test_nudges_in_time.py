"""Nudges reach people in time: on a day they work, at their hour, once a week, while they want them."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest

from bot.timetables import Timetables
from handlers.cycle.capability import cycle
from handlers.cycle.doing import join
from handlers.talk import LOCAL
from storage.records import Closure, Platform, SchoolId
from tests.conftest import ENGINES
from tests.conversation import Household, Member
from tests.doors.shown import Shown
from tests.journeys.test_cycle_stages import PLAN, TOPIC, a_run

DAY = timedelta(days=1)
HOLIDAYS = (
    (date(2026, 10, 26), date(2026, 10, 30)),
    (date(2026, 12, 21), date(2027, 1, 1)),
    (date(2027, 2, 15), date(2027, 2, 19)),
    (date(2027, 3, 29), date(2027, 4, 9)),
)


def in_the_browser(on: str) -> pytest.MarkDecorator:
    """Lived on this database, and on the other one with `--every-house`: through every door both are."""
    marks = {each: () if each == on else pytest.mark.every_house for each in ENGINES}
    runs = [pytest.param(Platform.BROWSER, each, marks=marks[each]) for each in ENGINES]
    return pytest.mark.parametrize(("doorway", "template"), runs, indirect=True)


@pytest.fixture(autouse=True)
def the_cycle_alone(house: Household) -> None:
    """Each lives weeks day by day, and no other capability's timetable is about their initiative."""
    app = house.app
    app.timetables = Timetables(app.database, app.clock, app.postman, [cycle])


async def closes(house: Household, *spans: tuple[date, date], school: SchoolId | None = None) -> None:
    """The trust's holidays, and what one school has besides."""
    trust = next(iter(await house._home())).id
    async with house.database.store() as store:
        theirs = [Closure(trust, *each, "Holiday") for each in HOLIDAYS]
        theirs += [Closure(trust, *each, "Closed", school) for each in spans]
        await store.calendar.replace(trust, theirs)


async def goes_to(house: Household, day: str, hour: str = "09:00") -> None:
    """Nothing happens until then: nobody was there."""
    then = datetime.fromisoformat(f"{day}T{hour}").replace(tzinfo=LOCAL)
    await house.wait(then - house.app.clock.now())


async def lives_until(
    house: Household, day: str, *members: Member, hour: time = time(9)
) -> list[list[tuple[str, Shown]]]:
    """Each weekday's work is done at that hour; what each was told about their initiative, and when."""
    told: list[list[tuple[str, Shown]]] = [[] for _ in members]
    seen = [len(each.sees()) for each in members]
    today = house.app.clock.now().astimezone(LOCAL).date()
    while (today := today + DAY) <= date.fromisoformat(day):
        if today.weekday() < 5:
            await goes_to(house, f"{today}", f"{hour:%H:%M}")
            for at, each in enumerate(members):
                new = each.sees()[seen[at] :]
                told[at] += [(f"{today:%a %d %b}", one) for one in new if TOPIC in one.text]
                seen[at] += len(new)
    return told


def days(told: list[tuple[str, Shown]]) -> list[str]:
    return [when for when, _ in told]


async def test_one_tap_answers_and_the_next_one_comes_two_weeks_on(house: Household) -> None:
    ada = await house.member("Ada Ash")
    await a_run(house, ada, "deliver")
    (told,) = await lives_until(house, "2026-09-21", ada)
    ((when, nudge),) = told
    assert when == "Mon 21 Sep", "the clock began on Monday the 7th: a loop is two weeks"
    assert "Week 3: what did you try, what happened" in nudge.text
    assert PLAN["goal"] in nudge.text
    assert nudge.buttons == ("On track", "Slower", "Stuck", "Done", "Not now")

    answer = await ada.presses("On track")
    assert "ask again around Mon 5 Oct" in answer.text
    await ada.presses("Add a line")
    kept = await ada.fills({"In a line": "Pairs talk before they write"})
    assert "Pairs talk before they write" in kept.text
    async with house.database.reading() as store:
        (said,) = await store.participants.answers_of(ada.person)
    assert (said.answer, said.touchpoint, said.line) == ("on_track", "n07", "Pairs talk before they write")


async def test_stuck_leads_to_help_not_now_to_another_time_and_done_to_the_next_stage(
    house: Household,
) -> None:
    ada, bo = await house.member("Ada Ash"), await house.member("Bo Birch")
    run = await a_run(house, ada, "deliver")
    async with house.database.store() as store:
        await join(run, bo.person, house.app.clock.now(), store)
    await lives_until(house, "2026-09-21", ada, bo)

    stuck = await ada.presses("Stuck")
    assert "Add a line" in stuck.buttons
    later = await bo.presses("Not now")
    assert later.buttons == ("In two weeks", "After the break", "On a date", "Less often", "Stop asking")
    await bo.presses("On a date")
    put_off = await bo.fills({"When shall I ask again?": "19 October"})
    assert "before Monday 19 October 2026" in put_off.text

    hers, his = await lives_until(house, "2026-10-19", ada, bo)
    assert days(hers) == ["Mon 05 Oct", "Mon 12 Oct"]
    assert "Halfway through" in hers[1][1].text
    assert days(his) == ["Mon 19 Oct"], "what was due meanwhile comes once"
    assert "I won’t ask about it any more" in (await bo.presses("Done")).text
    leads = await ada.presses("Done")
    assert "Record a round" in leads.buttons, "whoever leads it sees what the next stage needs"
    hers, his = await lives_until(house, "2026-11-16", ada, bo)
    assert days(hers) == ["Mon 16 Nov"], "of this stage nothing more, but the review date stands"
    assert hers[0][1].buttons == ("Decide", "Not yet", "Not now")
    assert his == []


@in_the_browser(on="sqlite")
async def test_two_silences_say_good_bye_and_one_tap_resumes(house: Household) -> None:
    ada = await house.member("Ada Ash")
    await closes(house)
    await a_run(house, ada, "deliver", date(2027, 3, 1))
    (told,) = await lives_until(house, "2026-11-30", ada)
    assert days(told) == ["Mon 21 Sep", "Mon 05 Oct", "Mon 19 Oct"], "then nothing, until they say so"
    assert "I will go quiet" in told[-1][1].text
    assert told[-1][1].buttons == ("Resume",)

    assert "as usual again" in (await ada.presses("Resume")).text
    (told,) = await lives_until(house, "2026-12-18", ada)
    assert days(told) == ["Mon 07 Dec"]

    # Two weeks on it is Christmas, and term begins on Monday 4 January: a day is named on which they hear.
    assert "ask again around Wed 6 Jan" in (await ada.says("on track")).text, "typed is as good as tapped"
    assert (await ada.says("done")).title == "What you are trying", "nothing is asked any more"
    await ada.presses("Another time")
    assert "before Wednesday 6 January 2027" in (await ada.presses("After the break")).text
    assert "Next around Wed 6 Jan" in (await ada.says("cycle times")).text


@in_the_browser(on="postgresql")
async def test_each_hears_on_their_own_days_at_their_hour_and_never_in_the_holidays(house: Household) -> None:
    """Through the change of the clocks on 25 October and half-term; a leave is two dates."""
    ada, bo = await house.member("Ada Ash"), await house.member("Bo Birch", working_days=(2, 3))
    cy = await house.member("Cy Cole")
    await closes(house)
    run = await a_run(house, ada, "deliver", date(2027, 3, 1))
    async with house.database.store() as store:
        for each in (bo, cy):
            await join(run, each.person, house.app.clock.now(), store)
    await cy.says("cycle times")
    await cy.presses("Another hour")
    assert "From 16:00, then" in (await cy.fills({"From which hour?": "16:00"})).text
    await cy.presses("I’m away")
    away = await cy.fills({"Away from": "5 October", "Until, that day too": "6 October"})
    assert "Away from Monday 5 October 2026 to Tuesday 6 October 2026: nothing comes." in away.text
    assert "until after" not in away.text, "before they go, it comes as ever"

    hers, his, theirs = await lives_until(house, "2026-10-09", ada, bo, cy, hour=time(8, 30))
    assert days(hers) == ["Mon 21 Sep", "Mon 05 Oct"]
    assert days(his) == ["Wed 23 Sep", "Wed 07 Oct"]
    assert theirs == [], "half past eight is not their hour"
    for each in (ada, bo):
        await each.presses("On track")
    *_, theirs = await lives_until(house, "2026-11-11", ada, bo, cy, hour=time(16))
    assert days(theirs) == ["Mon 12 Oct", "Mon 02 Nov"], "late; a loop on is half-term, then winter time"


@in_the_browser(on="postgresql")
async def test_two_initiatives_share_a_week_and_the_one_that_waited_longest_comes_first(
    house: Household,
) -> None:
    ada = await house.member("Ada Ash")
    await a_run(house, ada, "deliver", date(2027, 3, 1))
    await lives_until(house, "2026-09-14", ada)
    await a_run(house, ada, "deliver", date(2027, 3, 1))
    async with house.database.store() as store:
        first, second = await store.initiatives.several([1, 2], trust=ada.person.trust)
        await store.initiatives.change(second, topic=f"{TOPIC} again")
    told = []
    for monday in ("2026-09-21", "2026-09-28", "2026-10-05", "2026-10-12"):
        ((when_and_what,),) = await lives_until(house, monday, ada)
        told.append(when_and_what[1].title)
        await ada.presses("On track")
    assert told == [TOPIC, f"{TOPIC} again", TOPIC, f"{TOPIC} again"]
    assert first.topic == TOPIC


@in_the_browser(on="sqlite")
async def test_less_often_is_half_as_often_and_stop_is_never(house: Household) -> None:
    ada, bo = await house.member("Ada Ash"), await house.member("Bo Birch")
    run = await a_run(house, ada, "deliver", date(2027, 6, 1))
    async with house.database.store() as store:
        await join(run, bo.person, house.app.clock.now(), store)
    await lives_until(house, "2026-09-21", ada, bo)
    for each, wish in ((ada, "Less often"), (bo, "Stop asking")):
        await each.presses("Not now")
        await each.presses(wish)
    hers, his = await lives_until(house, "2026-10-19", ada, bo)
    assert (days(hers), his) == (["Mon 19 Oct"], [])
    assert "half as often" in (await ada.says("cycle times")).text
    assert "Not asked about" in (await bo.says("cycle times")).text


@in_the_browser(on="postgresql")
async def test_a_calendar_that_changes_and_a_morning_that_was_missed(house: Household) -> None:
    """An INSET day moved to the Monday; a worker down until Wednesday; weeks without one."""
    ada = await house.member("Ada Ash")
    await closes(house)
    await a_run(house, ada, "deliver", date(2027, 3, 1))
    await closes(house, (date(2026, 9, 21), date(2026, 9, 22)))
    (told,) = await lives_until(house, "2026-10-02", ada)
    assert days(told) == ["Wed 23 Sep"]
    await ada.presses("On track")
    before = len(ada.sees())
    await goes_to(house, "2026-10-07")
    assert len(ada.sees()) == before + 1, "nobody was there on Monday: it comes later that week"
    await ada.presses("On track")
    before = len(ada.sees())
    await goes_to(house, "2026-11-24", "19:00")
    assert len(ada.sees()) == before, "an evening is never the time"
    await goes_to(house, "2026-11-25")
    assert len(ada.sees()) == before + 1, "three were due while nobody was there: one comes"
    (told,) = await lives_until(house, "2026-12-04", ada)
    assert told == []


@in_the_browser(on="sqlite")
async def test_nothing_comes_of_what_rests_or_has_moved_on(house: Household) -> None:
    ada, bo = await house.member("Ada Ash"), await house.member("Bo Birch")
    run = await a_run(house, ada, "deliver", date(2027, 3, 1))
    async with house.database.store() as store:
        await join(run, bo.person, house.app.clock.now(), store)
        other = await store.schools.everyone(ada.person.trust)
    await house.member("Di Dunn", school="Fenside")
    async with house.database.store() as store:
        fenside = next(each for each in await store.schools.everyone(run.trust) if each not in other)
        await store.people.keep([replace(bo.person, school=fenside.id)], house.app.clock.now())
    await goes_to(house, "2026-09-21", "06:45")  # written, not sent
    await ada.says("cycle pause")
    await ada.presses(ada.newest().buttons[0])
    await ada.fills({})
    hers, his = await lives_until(house, "2026-10-09", ada, bo)
    assert (hers, his) == ([], [])
