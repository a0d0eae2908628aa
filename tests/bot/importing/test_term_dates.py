"""Terms told in a CSV file, and term dates as school websites publish them (.ics)."""

from datetime import date

import pytest
import yaml

from bot.importing.calendar import import_calendar
from bot.importing.days_off import Meaning, meaning_of
from bot.importing.outcome import BadFile
from bot.importing.schools import import_schools
from handlers.days import calendars_of
from storage.records import Naming
from tests.bot.importing.conftest import DATA, SCHOOLS, TRUST

PUBLISHED = {
    each["area"].split()[0]: each
    for each in yaml.safe_load((DATA / "term_dates.yaml").read_text(encoding="utf-8"))["calendars"]
}
#: A trust's year by its days off: 190 days of teaching and five of INSET.
TRUSTS = b"""starts,ends,name,school_urn
2026-07-23,2026-09-01,Summer holiday,
2026-09-02,2026-09-03,INSET days,
2026-10-26,2026-10-30,Half-term,
2026-11-02,,INSET day,
2026-12-21,2027-01-01,Christmas holiday,
2027-01-04,,INSET day,
2027-02-15,2027-02-19,Half-term,
2027-03-26,2027-04-09,Easter holiday,
2027-05-31,2027-06-04,Half-term,
2027-06-07,,INSET day,
2027-07-23,2027-08-31,Summer holiday,
"""
WEBSITE = (
    ("Start of Term 1", "20260901", ""), ("School closes for half term", "20261015", ""),
    ("INSET Day", "20261016", ""), ("Term 2 starts", "20261102", ""), ("End of Term 2", "20261218", ""),
    ("Year 6 SATs booster club", "20261012", ""), ("Christmas Fair", "20261204", ""),
    ("Term 3 starts", "20270104", ""), ("Term 3 ends", "20270212", ""), ("Term 4", "20270222", "20270326"),
    ("Term 5", "20270412", "20270529"), ("Term 6", "20270607", "20270723"),
    ("Twilight INSET", "20270120", ""), ("May half term holiday club", "20270601", ""),
)  # fmt: skip


def event(name, starts, ends="", *more):
    lines = [f"UID:{name}-{starts}", f"SUMMARY:{name}", f"DTSTART;VALUE=DATE:{starts}"]
    lines += [f"DTEND;VALUE=DATE:{ends}"] if ends else []
    return "\r\n".join(["BEGIN:VEVENT", *lines, *more, "END:VEVENT", ""])


def ics(*events):
    lines = (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//A school//EN",
        f"{''.join(events)}END:VCALENDAR",
        "",
    )
    return "\r\n".join(lines).encode()


@pytest.fixture
async def trust(store, now):
    await import_schools(SCHOOLS, store, now=now)
    return (await store.trusts.named(TRUST)).id


async def of_school(store, trust, urn="900113"):
    school = next(each.id for each in await store.schools.everyone(trust) if each.urn == urn)
    return (await calendars_of(trust, store)).of(school)


def told_as_terms(published):
    rows = [
        f"{first},{last},Term {number},term,{published['naming'][:3].replace('thr', 'three')}"
        for spans in published["years"].values()
        for number, (first, last) in enumerate(spans, 1)
    ]
    return "\n".join(["starts,ends,name,kind,naming", *rows, ""]).encode()


@pytest.mark.parametrize("area", PUBLISHED)
async def test_terms_as_they_are_published_become_a_calendar_to_the_day(store, trust, now, area):
    published = PUBLISHED[area]

    await import_calendar(told_as_terms(published), store, school="900113", now=now)

    calendar = await of_school(store, trust)
    spans = [tuple(span) for spans in published["years"].values() for span in spans]
    assert [(part.first, part.last) for part in calendar.parts] == spans
    style = {"six_terms": Naming.SIX_TERMS, "three_terms_six_halves": Naming.THREE_TERMS}[published["naming"]]
    assert calendar.naming is style
    assert calendar.parts[3].name == ("Term 4" if style is Naming.SIX_TERMS else "Spring 2")


@pytest.mark.parametrize(
    ("area", "doubt"),
    [("Bristol", None), ("Lincolnshire", None), ("Staffordshire", None),
     ("Kent", "2025/26 has 189 teaching days"), ("Plymouth", "2026/27 has 184 teaching days")],
)  # fmt: skip
async def test_a_year_that_does_not_add_up_is_kept_and_named(store, trust, now, area, doubt):
    summary = await import_calendar(told_as_terms(PUBLISHED[area]), store, school="900113", now=now)

    expected = [f"please check: Fenside Primary School {doubt} (expected: 190 and 5)"] if doubt else []
    assert [*summary.notes] == expected
    assert (await of_school(store, trust)).parts


async def test_inset_days_are_known_by_their_names_and_counted_beside_the_190(store, trust, now):
    summary = await import_calendar(TRUSTS, store, now=now)

    assert summary.notes == ()
    assert (await of_school(store, trust)).days_in_year() == {2026: (190, 5)}
    one_more = TRUSTS + b"2026-11-27,,Staff training,900113\n"
    (doubt,) = (await import_calendar(one_more, store, now=now)).notes
    assert "Fenside Primary School 2026/27 has 189 teaching days and 6 INSET days" in doubt


async def test_a_websites_calendar_is_read_for_what_it_says_of_teaching(store, trust, now):
    await import_calendar(TRUSTS, store, now=now)

    summary = await import_calendar(ics(*(event(*each) for each in WEBSITE)), store, school="900113", now=now)

    calendar = await of_school(store, trust)
    assert "4 other events not read" in summary.notes
    kent = [tuple(span) for span in PUBLISHED["Kent"]["years"]["2026/27"]]
    first_half = (kent[0][0], date(2026, 10, 15))  # the INSET day is theirs
    assert [(part.first, part.last) for part in calendar.parts] == [
        first_half,
        *kent[1:5],
        (kent[5][0], kent[5][1]),
    ]
    assert [part.name for part in calendar.parts] == [f"Term {number}" for number in range(1, 7)]
    assert calendar.is_teaching(date(2027, 1, 4)), "the trust's INSET day is not theirs"
    assert not (await of_school(store, trust, "900101")).is_teaching(date(2027, 1, 4))


async def test_a_schools_own_file_outlives_the_trusts_until_that_names_the_school(store, trust, now):
    own = ics(*(event(*each) for each in WEBSITE))
    await import_calendar(own, store, school="900113", now=now)

    summary = await import_calendar(TRUSTS, store, now=now)
    assert "left as in their own files: Fenside Primary School" in summary.notes
    assert (await of_school(store, trust)).naming is Naming.SIX_TERMS
    again = await import_calendar(own, store, school="900113", now=now)
    assert (again.new, again.unchanged) == (0, len(await _own_closures(store, trust)))

    summary = await import_calendar(TRUSTS + b"2026-11-27,,Closed,900113\n", store, now=now)
    assert "own files replaced: Fenside Primary School" in summary.notes
    assert not (await of_school(store, trust)).is_teaching(date(2027, 1, 4))


async def test_days_off_in_a_schools_own_file_stand_beside_the_trusts(store, trust, now):
    """Standing alone they would have the school teach through Christmas."""
    await import_calendar(TRUSTS, store, now=now)

    await import_calendar(ics(event("INSET day", "20261127")), store, school="900113", now=now)

    calendar = await of_school(store, trust)
    assert not calendar.is_teaching(date(2026, 11, 27))
    assert not calendar.is_teaching(date(2026, 12, 28))


async def _own_closures(store, trust):
    return [each for each in await store.calendar.whole(trust) if each.school is not None]


async def test_a_dry_run_of_a_school_file_stores_nothing(store, trust, now):
    await import_calendar(TRUSTS, store, now=now)

    summary = await import_calendar(
        told_as_terms(PUBLISHED["Bristol"]), store, school="900113", now=now, dry_run=True
    )

    assert summary.new
    assert await _own_closures(store, trust) == []


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("2026-09-02,2026-10-23,Term 1,900101,,", "school_urn 900101 is another school than 900113"),
        ("2026-09-02,2026-10-23,Term 1,,day off,", "kind day off is none of holiday, inset, term"),
        ("2026-09-02,2026-10-23,Term 1,,,seven terms",
         "naming seven terms is neither “three terms” nor “six terms”"),
        ("2026-09-02,2027-07-20,Term 1,,term,", "2026-09-02 to 2027-07-20 is longer than 150 days"),
        ("2026-07-10,2026-10-23,Term 1,,term,",
         "Term 1 begins on 2026-07-10, before the end of Term 6"),
        ("2026-11-27,,INSET: cover for Tommy Smith in Y4 while his EHCP is reviewed,,,",
         "name may identify a pupil or a family; take that out"),
    ],
)  # fmt: skip
async def test_a_wrong_term_is_named_and_the_calendar_stays(store, trust, now, row, said):
    file = f"starts,ends,name,school_urn,kind,naming\n2026-06-08,2026-07-21,Term 6,,term,six\n{row}\n"

    with pytest.raises(BadFile) as told:
        await import_calendar(file.encode(), store, school="900113", now=now)

    assert told.value.lines == (f"calendar.csv row 3: {said}",)
    assert await store.calendar.whole(trust) == ()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (event("INSET day", "20261399"), "event 2: its dates cannot be read"),
        (event("INSET day", "20261127", "", "DTSTART;VALUE=DATE:20261128"), "its dates cannot be read"),
        (event("INSET day", "20191127", "20991127"), "longer than 100 days"),
        (event("INSET day", "20261127", "", "RRULE:FREQ=YEARLY"),
         "event 2: it repeats; give each year an event of its own"),
        (event("=INSET day", "20261127"), "event 2: name begins with “=”"),
        (event("INSET\x00 day", "20261127"), "event 2: has characters that are no text"),
        (event("INSET day " + "x" * 100, "20261127"), "event 2: name has more than 100 characters"),
        (event("INSET day: cover for\r\n  Tommy Smith in Y4 while his EHCP is reviewed", "20261127"),
         "event 2: name may identify a pupil or a family; take that out"),
        ("BEGIN:VEVENT\r\nEND:VEVENT\r\n" * 5_000, "has more than 5,000 events"),
        ("BEGIN:VEVENT\r\n", "is not a calendar file that can be read; export it again"),
        ("X:" + "y" * 5_000_000 + "\r\n", "is larger than 5 MB"),
    ],
    ids=range(11),
)  # fmt: skip
async def test_a_hostile_calendar_file_is_refused_in_one_line(store, trust, now, wrong, said):
    with pytest.raises(BadFile) as told:
        await import_calendar(ics(event("Half Term", "20261026", "20261031"), wrong), store, now=now)

    (line,) = told.value.lines
    assert said in line
    assert "Tommy" not in line
    assert await store.calendar.whole(trust) == ()


async def test_a_calendar_file_without_term_dates_says_so(store, trust, now):
    with pytest.raises(BadFile, match="says nothing of terms, holidays or INSET days from 1 August 2025 on"):
        await import_calendar(
            ics(event("Sports day", "20270611"), event("Half term", "20240527")), store, now=now
        )


async def test_a_day_exported_from_midnight_to_midnight_is_a_whole_day_through_summer_time(store, trust, now):
    """Some calendars write British days in UTC: 26 October 23:00 is the 27th while summer time lasts."""
    utc = event("INSET day", "X").replace(
        "DTSTART;VALUE=DATE:X", "DTSTART:20260914T230000Z\r\nDTEND:20260915T230000Z"
    )
    hour = event("INSET day", "X").replace(
        "DTSTART;VALUE=DATE:X", "DTSTART:20261127T090000Z\r\nDTEND:20261127T100000Z"
    )

    await import_calendar(ics(utc, hour), store, now=now)

    (closure,) = await store.calendar.whole(trust)
    assert (closure.starts, closure.ends) == (date(2026, 9, 15), date(2026, 9, 15))


@pytest.mark.parametrize(
    ("name", "days", "meaning"),
    [
        ("Half Term", 5, Meaning.HOLIDAY), ("October half-term holiday", 5, Meaning.HOLIDAY),
        ("Christmas Holidays", 14, Meaning.HOLIDAY), ("Bank Holiday - Early May", 1, Meaning.HOLIDAY),
        ("School closed to pupils", 1, Meaning.HOLIDAY), ("Summer Break", 40, Meaning.HOLIDAY),
        ("Half term homework due", 1, Meaning.OTHER), ("Holiday club", 5, Meaning.OTHER),
        ("Christmas Fair", 1, Meaning.OTHER), ("Break the rules day", 1, Meaning.OTHER),
        ("Half term begins", 1, Meaning.OTHER), ("End of half term", 1, Meaning.OTHER),
        ("INSET Day 3: safeguarding", 1, Meaning.INSET), ("Staff training day", 1, Meaning.INSET),
        ("Non-pupil day", 1, Meaning.INSET), ("PD day", 1, Meaning.INSET),
        ("Twilight INSET", 1, Meaning.OTHER),
        ("Term 1 starts", 1, Meaning.STARTS), ("Start of the Autumn Term", 1, Meaning.STARTS),
        ("Pupils return", 1, Meaning.STARTS), ("Year 7 pupils return", 1, Meaning.OTHER),
        ("End of term disco", 1, Meaning.OTHER), ("Term ends 1.30pm", 1, Meaning.ENDS),
        ("Last day of term", 1, Meaning.ENDS), ("School breaks up for Easter", 1, Meaning.ENDS),
        ("Term 2", 35, Meaning.TERM), ("Autumn 1", 35, Meaning.TERM), ("Autumn term", 1, Meaning.OTHER),
    ],
)  # fmt: skip
def test_a_name_means_what_schools_mean_by_it(name, days, meaning):
    assert meaning_of(name, days) is meaning
