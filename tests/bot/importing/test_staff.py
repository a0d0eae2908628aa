"""Staff come in with their schools, days and networks, and what they said themselves is respected."""

import pytest

from bot.importing.outcome import BadFile
from bot.importing.schools import import_schools
from bot.importing.staff import import_staff
from tests.bot.importing.conftest import HEADER, SCHOOLS, STAFF, TRUST


@pytest.fixture
async def trust(store, now):
    await import_schools(SCHOOLS, store, now=now)
    found = await store.trusts.named(TRUST)
    return found.id


async def jess(store, trust):
    return await store.people.with_email("jess@aldercoast.example", trust=trust)


async def test_staff_are_found_with_school_days_and_networks(store, trust, now):
    summary = await import_staff(STAFF, store, now=now)

    assert summary.line() == "staff.csv: people: 3 new, 0 changed, 0 unchanged"
    person = await jess(store, trust)
    assert (person.name, person.school_name) == ("Jess Rowntree", "Fenside Primary School")
    assert (person.working_days, person.open_to_introductions) == ((0, 1), True)
    assert person.networks == ("KS1 network", "Small schools group")
    tom = await store.people.with_email("TOM@aldercoast.example", trust=trust)
    assert (tom.working_days, tom.open_to_introductions) == ((0, 1, 2, 3, 4), False)
    central = await store.people.with_email("ceo@aldercoast.example", trust=trust)
    assert (central.school, central.open_to_introductions) == (None, True)


async def test_only_the_first_four_columns_are_needed(store, trust, now):
    few = b"Email,Name,School URN,Job Title\nnew@aldercoast.example,New Person,900101,TA\n"

    assert (await import_staff(few, store, now=now)).new == 1


async def test_a_coordinator_is_named_by_the_file_and_stays_until_it_says_no(store, trust, now):
    row = "email,name,school_urn,job_title,coordinator\njess@aldercoast.example,Jess Rowntree,900113,,{}\n"
    for said, is_one in (("yes", True), ("", True), ("no", False)):
        await import_staff(row.format(said).encode(), store, now=now)
        assert (await jess(store, trust)).coordinator is is_one


async def test_loading_the_same_staff_again_changes_nothing(store, trust, now):
    await import_staff(STAFF, store, now=now)

    again = await import_staff(STAFF, store, now=now)

    assert (again.new, again.changed, again.unchanged) == (0, 0, 3)


async def test_a_blank_cell_never_wipes_out_what_somebody_said_in_chat(store, trust, now):
    await import_staff(STAFF, store, now=now)
    await store.people.change(
        await jess(store, trust), now, can_help_with="timetables for Y1/2", working_days=(2, 3)
    )
    blank = HEADER + "jess@aldercoast.example,Jess Rowntree,900101,,,,,,\n"

    summary = await import_staff(blank.encode(), store, now=now)

    person = await jess(store, trust)
    assert (summary.changed, person.school_name) == (1, "Oakfield Primary School")
    assert (person.can_help_with, person.working_days) == ("timetables for Y1/2", (2, 3))
    assert (person.working_on, person.job_title) == ("phonics in mixed classes", "Y1/2 Teacher & KS1 Lead")
    assert person.networks == ("KS1 network", "Small schools group")


async def test_somebody_who_opted_out_in_chat_is_never_opened_by_a_file(store, trust, now):
    await import_staff(STAFF, store, now=now)
    await store.people.change(await jess(store, trust), now, open_to_introductions=False)

    summary = await import_staff(STAFF, store, now=now)

    assert not (await jess(store, trust)).open_to_introductions
    assert summary.notes == (
        "1 person stays closed to introductions, because only they themselves can open again",
    )


async def test_a_file_can_close_somebody(store, trust, now):
    await import_staff(STAFF, store, now=now)

    await import_staff(STAFF.replace(b"group,yes", b"group,no"), store, now=now)

    assert not (await jess(store, trust)).open_to_introductions


async def test_a_network_is_one_however_it_is_capitalised(store, trust, now):
    await import_staff(STAFF, store, now=now)
    again = HEADER + "new@aldercoast.example,New Person,900101,TA,,,,ks1 NETWORK;  ks1 network ,\n"

    await import_staff(again.encode(), store, now=now)

    names = [each.name for each in await store.networks.everyone(trust)]
    assert names == ["Headteachers", "KS1 network", "Small schools group"]


async def test_a_misspelt_column_is_mentioned(store, trust, now):
    summary = await import_staff(STAFF.replace(b"working_on", b"wroking_on"), store, now=now)

    assert summary.notes == ("columns not read: wroking_on",)


async def test_a_dry_run_stores_nobody(store, trust, now):
    summary = await import_staff(STAFF, store, now=now, dry_run=True)

    assert summary.new == 3
    assert await store.people.count(trust) == 0
    assert await store.networks.everyone(trust) == ()


async def test_a_dash_alone_is_how_people_write_nothing(store, trust, now):
    row = "a@b.example,An Example,900101,TA,-,–,,,\n"

    await import_staff((HEADER + row).encode(), store, now=now)

    person = await store.people.with_email("a@b.example", trust=trust)
    assert (person.working_on, person.can_help_with) == ("", "")


async def test_words_may_have_several_lines_and_a_name_has_one(store, trust, now):
    row = 'a@b.example,"An\nExample",900101,"Year 2\nTeacher","oracy\nand phonics",,,,\n'

    await import_staff((HEADER + row).encode(), store, now=now)

    person = await store.people.with_email("a@b.example", trust=trust)
    assert (person.name, person.job_title) == ("An Example", "Year 2 Teacher")
    assert person.working_on == "oracy\nand phonics"


GOOD = HEADER + "good@aldercoast.example,Good Person,900101,Teacher,,,,KS1 network,\n"


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("a@b.example,A,99999,T,,,,,", "school_urn 99999 is not a school of this trust"),
        ("Good@AlderCoast.example,A,900101,T,,,,,", "email good@aldercoast.example is in row 2 already"),
        ("nobody,A,900101,T,,,,,", "email nobody is not an e-mail address"),
        (",A,900101,T,,,,,", "email is blank"),
        ("a@b.example,,900101,T,,,,,", "name is blank"),
        ("a@b.example,=cmd|' /C calc'!A0,900101,T,,,,,",
         "name begins with “=”, which a spreadsheet takes for a formula"),
        ("a@b.example,A,900101,+1+1,,,,,",
         "job_title begins with “+”, which a spreadsheet takes for a formula"),
        ("a@b.example,A,900101,T,@SUM(A1),,,,",
         "working_on begins with “@”, which a spreadsheet takes for a formula"),
        ("a@b.example,A,900101,T,,-2+3,,,",
         "can_help_with begins with “-”, which a spreadsheet takes for a formula"),
        ("a@b.example,A,900101,T,,,,=x,",
         "networks begins with “=”, which a spreadsheet takes for a formula"),
        ("a@b.example,A,900101,T,,,Mon Funday,,",
         "working_days Funday is not a day (write Mon Tue Wed Thu Fri)"),
        ("a@b.example,A,900101,T,,,Sat,,", "working_days has no day from Monday to Friday"),
        ("a@b.example,A,900101,T,,,,,perhaps", "open_to_introductions perhaps is neither yes nor no"),
        ("a@b.example,A,900101,T,,,,,,", "has 10 cells, and there are 9 columns"),
        (f"a@b.example,{'n' * 201},900101,T,,,,,", "name has more than 200 characters"),
        ("a@b.example,A,99999,,,,Sat,,",
         "school_urn 99999 is not a school of this trust; working_days has no day from Monday to Friday"),
    ],
)  # fmt: skip
async def test_one_wrong_row_is_named_and_nobody_is_stored(store, trust, now, row, said):
    with pytest.raises(BadFile) as told:
        await import_staff(f"{GOOD}{row}\n".encode(), store, now=now)

    assert told.value.lines == (f"staff.csv row 3: {said.replace('Funday', 'funday')}",)
    assert await store.people.count(trust) == 0
    assert await store.networks.everyone(trust) == ()


async def test_words_about_a_pupil_are_named_by_row_and_never_repeated(store, trust, now):
    words = "helping Jayden Whitcombe in 3L who has ADHD and whose mum has just left"
    row = f"a@b.example,A Teacher,900101,T,{words},,,,\n"

    with pytest.raises(BadFile) as told:
        await import_staff(f"{GOOD}{row}".encode(), store, now=now)

    assert len(told.value.lines) == 1
    assert told.value.lines[0].startswith("staff.csv row 3: working_on ")
    assert "Jayden" not in told.value.lines[0]
    assert await store.people.count(trust) == 0


async def test_staff_need_a_trust_and_say_which_where_there_are_several(store, now):
    with pytest.raises(BadFile, match="there is no trust yet"):
        await import_staff(STAFF, store, now=now)
    await import_schools(SCHOOLS, store, now=now)
    await import_schools(SCHOOLS, store, trust_name="Another Trust", now=now)

    with pytest.raises(
        BadFile, match=f"say which with --trust: {TRUST}, Another Trust|Another Trust, {TRUST}"
    ):
        await import_staff(STAFF, store, now=now)
    with pytest.raises(BadFile, match="no trust is called Elsewhere"):
        await import_staff(STAFF, store, trust_name="Elsewhere", now=now)

    assert (await import_staff(STAFF, store, trust_name=TRUST.upper(), now=now)).new == 3
