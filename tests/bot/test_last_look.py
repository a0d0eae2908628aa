"""What may reach a person when: colleagues' requests twice a week, what nobody asked for on one morning."""

from datetime import date, datetime, time, timedelta
from itertools import pairwise

import pytest

from bot import weekly
from handlers.packing import card_to_data
from handlers.rules.calendar import SchoolCalendar, WorkingDays
from handlers.talk import LOCAL, Button, Card, Post, ToPerson
from storage.records import Closure, Letter, LetterId, LetterState, TrustId, Why
from tests.bot.conftest import PostOffice

# The clock starts on Monday 7 September 2026, 9:00.


async def test_the_third_request_in_a_week_waits_until_a_week_after_the_first(office: PostOffice):
    ada = await office.person("Ada")
    for key in ("introduce:1", "introduce:2", "introduce:3"):
        await office.post(ada, key, Why.REQUEST)
    await office.delivery.settle()
    assert office.slack.keys() == ["introduce:1", "introduce:2"]

    await office.later(days=6)
    assert len(office.slack.sent) == 2
    await office.later(days=1, minutes=5)

    assert office.slack.keys() == ["introduce:1", "introduce:2", "introduce:3"]


async def test_whoever_is_not_open_to_introductions_any_more_is_not_asked(office: PostOffice):
    ada = await office.person("Ada")
    await office.post(ada, "introduce:1", Why.REQUEST)
    async with office.database.store() as store:
        await store.people.change(ada, office.clock.now(), open_to_introductions=False)

    await office.delivery.settle()

    assert office.slack.sent == []
    assert (await office.letter("introduce:1")).state is LetterState.PARKED


async def test_what_nobody_asked_for_waits_for_monday_and_comes_as_one_message(office: PostOffice):
    ada = await office.person("Ada")
    for number in range(3):
        await office.post(ada, f"news:{number}", Why.UNASKED)
    await office.delivery.settle()
    assert office.slack.sent == []

    await office.later(days=6, hours=22)
    assert office.slack.sent == []
    await office.later(hours=2)

    (message,) = office.slack.sent
    assert message.letter.key == f"week:{ada.id}:2026-W38"
    assert all(f"news:{number}" in message.card.plain() for number in range(3))
    assert (await office.letter("news:0")).state is LetterState.MERGED


async def test_a_handful_is_enough_for_a_week_and_the_rest_comes_in_the_next(office: PostOffice):
    ada = await office.person("Ada")
    for number in range(7):
        await office.post(ada, f"news:{number}", Why.UNASKED)
    await office.post(ada, "soon over", Why.UNASKED, expires=office.clock.now() + timedelta(days=9))

    await office.later(days=7)
    await office.later(days=1)
    (first,) = office.slack.sent
    assert first.card.plain().index("soon over") < first.card.plain().index("news:0")
    await office.later(days=6)

    told = [message.card.plain() for message in office.slack.sent]
    assert [sum(f"news:{number}" in text for number in range(7)) for text in told] == [4, 3]


async def test_every_button_of_the_weekly_message_can_be_pressed_on_every_platform(office: PostOffice):
    """Teams shows six: what brings more waits a week rather than lose its own."""
    ada = await office.person("Ada")
    async with office.database.store() as store:
        for number in range(3):
            buttons = (Button(f"{label} {number}", "peers.more") for label in ("Yes", "No", "Later"))
            post = Post(ToPerson(ada), Card(f"Topic {number}", *buttons), f"news:{number}", Why.UNASKED)
            await office.postman.post((post,), store)
    await office.post(ada, "a line without a button", Why.UNASKED)

    await office.later(days=7)
    assert "a line without a button" in office.slack.sent[0].card.plain(), "there is room for that"
    assert [button.label for button in office.slack.sent[0].card.buttons()] == [
        "Yes 0", "No 0", "Later 0", "Yes 1", "No 1", "Later 1",
    ]  # fmt: skip
    await office.later(days=7)

    assert office.slack.titles()[1] == "Topic 2"


NUDGE, DIGEST, INVITATION, REPORT = (5, 11.4), (3, 13), (2, 44), (2, None)


# Of each: its buttons, and days until it is too late (None: never). A nudge waits for one that waits already.
@pytest.mark.parametrize(
    "each_week",
    [
        [NUDGE, REPORT],
        [NUDGE, DIGEST, REPORT],
        [NUDGE, INVITATION, INVITATION, INVITATION, INVITATION],
        [NUDGE, DIGEST, INVITATION, INVITATION, INVITATION],
    ],
)
def test_whatever_is_written_each_week_nothing_waits_for_ever(each_week):
    """Where there is more than can be said, some is too late; but of each kind some comes."""
    waiting: list[Letter] = []
    came: dict[str, list[int]] = {str(kind): [0] for kind in each_week}
    for week in range(60):
        now = datetime(2026, 9, 7, 8, 30, tzinfo=LOCAL) + timedelta(weeks=week)
        waiting = [each for each in waiting if each.expires_at is None or each.expires_at > now]
        for number, kind in enumerate(each_week, 10 * week):
            if kind != NUDGE or str(NUDGE) not in [each.key for each in waiting]:
                waiting.append(written(number, now, *kind))
        chosen = weekly.handful(weekly.ranked(waiting, now + timedelta(weeks=1)))
        waiting = [each for each in waiting if each not in chosen]
        for each in chosen:
            came[each.key].append(week)

    longest = {kind: max(b - a for a, b in pairwise([*weeks, 60])) for kind, weeks in came.items()}
    assert all(weeks <= 5 for weeks in longest.values()), longest


def written(number: int, now: datetime, buttons: int, days: float | None) -> Letter:
    """An hour ago."""
    at = now - timedelta(hours=1)
    card = card_to_data(Card("", *(Button("Yes", "peers.more"),) * buttons))
    letter = Letter(LetterId(number), TrustId(1), str((buttons, days)), card, Why.UNASKED, None, {}, "", at)
    return letter._replace(written_at=at, expires_at=None if days is None else at + timedelta(days=days))


async def test_a_single_thing_keeps_its_own_card(office: PostOffice):
    ada = await office.person("Ada")
    await office.post(ada, "news", Why.UNASKED)

    await office.later(days=7)

    assert office.slack.titles() == ["news"]


async def test_part_time_staff_hear_on_their_own_first_day(office: PostOffice):
    """Someone who works from Wednesday to Friday is not written to on Monday."""
    ada = await office.person("Ada", working_days=(2, 3, 4))
    await office.post(ada, "news", Why.UNASKED)

    await office.later(days=1)
    assert office.slack.sent == []
    await office.later(days=1)

    assert office.slack.titles() == ["news"]


async def test_the_weekly_message_never_falls_into_the_holidays(office: PostOffice):
    """Half-term from 26 to 30 October, and an INSET day on the Monday after it."""
    await office.closes(date(2026, 10, 26), date(2026, 10, 30), "Half-term")
    await office.closes(date(2026, 11, 2), date(2026, 11, 2), "INSET")
    ada = await office.person("Ada")
    office.clock.move_to(datetime(2026, 10, 23, 12, tzinfo=LOCAL))
    await office.post(ada, "news", Why.UNASKED)

    for day in (26, 27, 30):
        office.clock.move_to(datetime(2026, 10, day, 9, tzinfo=LOCAL))
        await office.delivery.settle()
    office.clock.move_to(datetime(2026, 11, 2, 9, tzinfo=LOCAL))
    await office.delivery.settle()
    assert office.slack.sent == []

    office.clock.move_to(datetime(2026, 11, 3, 9, tzinfo=LOCAL))
    await office.delivery.settle()
    assert office.slack.titles() == ["news"]


@pytest.mark.parametrize("days", [(0, 1, 2, 3, 4), (2,), ()])
def test_no_weekly_message_of_two_years_falls_on_a_bank_holiday_or_a_day_off(days: tuple[int, ...]):
    christmas = [date(2026, 12, 19) + timedelta(days=after) for after in range(16)]
    closed = [Closure(TrustId(1), christmas[0], christmas[-1], "Christmas")]
    theirs = WorkingDays(days, SchoolCalendar(closed))
    now, slots = datetime(2026, 9, 1, 12, tzinfo=LOCAL), []
    while now.year < 2028:
        now = weekly.next_slot(theirs, now)
        slots.append(now.date())

    bank_holidays = {date.fromisoformat(day) for day in (
        "2027-03-26", "2027-03-29", "2027-05-03", "2027-05-31", "2027-08-30", "2027-12-27", "2027-12-28",
    )}  # fmt: skip
    off = {*christmas, *bank_holidays}
    assert not any(each in off or each.weekday() not in (days or range(5)) for each in slots)
    assert len({each.isocalendar()[:2] for each in slots}) == len(slots) > 60


async def test_nobody_is_written_to_unasked_as_a_term_begins_or_ends(office: PostOffice):
    """Term ends on Friday 18 December and begins on Monday 4 January: news waits until the Wednesday."""
    await office.closes(date(2026, 12, 21), date(2027, 1, 1), "Christmas")
    ada = await office.person("Ada")
    office.clock.move_to(datetime(2026, 12, 14, 12, tzinfo=LOCAL))
    await office.post(ada, "news", Why.UNASKED)

    for day in (date(2026, 12, 16), date(2026, 12, 18), date(2027, 1, 4), date(2027, 1, 5)):
        office.clock.move_to(datetime.combine(day, time(9), LOCAL))
        await office.delivery.settle()
        assert office.slack.sent == [], day

    office.clock.move_to(datetime(2027, 1, 6, 9, tzinfo=LOCAL))
    await office.delivery.settle()
    assert office.slack.titles() == ["news"]


@pytest.mark.parametrize(
    ("asked", "goes"),
    [
        ("2026-10-22T12:00", "2026-10-22T12:00"),  # a Thursday: at once
        ("2026-10-22T06:00", "2026-10-22T08:00"),
        ("2026-10-22T17:31", "2026-11-02T08:00"),  # over Friday, which is no day of theirs, and half-term
        ("2026-10-30T09:00", "2026-11-02T08:00"),  # the clocks have changed meanwhile
        ("2026-12-17T09:00", "2026-12-17T09:00"),  # the last days of term: a meeting's own letters go
    ],
)
async def test_what_is_of_a_meeting_comes_alone_in_the_hours_of_a_day_they_work(office, asked, goes):
    await office.closes(date(2026, 10, 26), date(2026, 10, 30), "Half-term")
    await office.closes(date(2026, 12, 21), date(2027, 1, 1), "Christmas")
    ada = await office.person("Ada", working_days=(0, 1, 2, 3))
    office.clock.move_to(datetime.fromisoformat(asked).replace(tzinfo=LOCAL))
    await office.post(ada, "meeting:5:call", Why.MEETING)
    await office.delivery.settle()
    then = datetime.fromisoformat(goes).replace(tzinfo=LOCAL)
    if asked != goes:
        office.clock.move_to(then - timedelta(minutes=1))
        await office.delivery.settle()
        assert office.slack.sent == []
        office.clock.move_to(then)
        await office.delivery.settle()

    assert office.slack.keys() == ["meeting:5:call"]


async def test_what_is_of_a_meeting_that_is_over_does_not_come_after_it(office: PostOffice):
    ada = await office.person("Ada", working_days=(0,))
    office.clock.move_to(datetime(2026, 9, 8, 9, tzinfo=LOCAL))
    await office.post(ada, "meeting:5:reminder", Why.MEETING, expires=datetime(2026, 9, 9, 16, tzinfo=LOCAL))

    await office.delivery.settle()
    await office.later(days=7)

    assert office.slack.sent == []
    assert (await office.letter("meeting:5:reminder")).state is LetterState.PARKED


async def test_an_evening_is_never_the_time(office: PostOffice):
    ada = await office.person("Ada")
    await office.post(ada, "news", Why.UNASKED)

    await office.later(days=7, hours=9)  # Monday 18:00: nothing ran all day

    assert office.slack.sent == []
    await office.later(days=6, hours=15)
    assert office.slack.titles() == ["news"]


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2026-10-19T12:00", "Mon"),
        ("2026-10-26T12:00", "Mon"),
        ("2027-03-22T12:00", "Tue"),  # that Monday is Easter Monday
    ],
)
def test_half_past_eight_stays_half_past_eight_through_both_clock_changes(moment: str, day: str):
    ada = WorkingDays((), SchoolCalendar())

    slot = weekly.next_slot(ada, datetime.fromisoformat(moment).replace(tzinfo=LOCAL))

    assert slot.astimezone(LOCAL).strftime("%a %H:%M") == f"{day} 08:30"
    assert weekly.is_open(ada, slot)
    assert not weekly.is_open(ada, slot - timedelta(minutes=1))


async def test_a_changed_message_is_edited_where_it_stands(office: PostOffice):
    ada = await office.person("Ada")
    await office.post(ada, "agenda:5")
    await office.delivery.settle()

    await office.post(ada, "agenda:5:changed", replaces="agenda:5")
    await office.post(ada, "agenda:5:again", replaces="agenda:5")
    await office.delivery.settle()

    assert [envelope.edits for envelope in office.slack.sent] == ["", "m-agenda:5", "m-agenda:5"]


async def test_what_changed_before_it_went_is_sent_once_as_it_is_now(office: PostOffice):
    ada = await office.person("Ada")
    await office.post(ada, "agenda:5")
    await office.post(ada, "agenda:5:changed", replaces="agenda:5")
    await office.post(ada, "agenda:5:again", replaces="agenda:5")

    await office.delivery.settle()

    assert office.slack.keys() == ["agenda:5:again"]
    assert office.slack.sent[0].edits == ""


async def test_a_change_of_a_change_that_has_not_gone_still_edits_the_message(office: PostOffice):
    ada = await office.person("Ada")
    await office.post(ada, "agenda:5")
    await office.delivery.settle()
    await office.post(ada, "agenda:5:changed", replaces="agenda:5")
    await office.post(ada, "agenda:5:again", replaces="agenda:5:changed")

    await office.delivery.settle()

    assert [(each.letter.key, each.edits) for each in office.slack.sent] == [
        ("agenda:5", ""),
        ("agenda:5:again", "m-agenda:5"),
    ]
