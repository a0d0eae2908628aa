"""Schools come in from the register or from a trust's own file, trust by trust."""

import csv
from math import cos, hypot, radians

import pytest

from bot.importing.grid import to_degrees
from bot.importing.outcome import BadFile
from bot.importing.schools import import_schools
from tests.bot.importing.conftest import DATA, SCHOOLS, TRUST

REAL = DATA / "schools_real.csv"
REGISTER = DATA / "register_windows1252.csv"
METRES_A_DEGREE = 111_200  # of latitude


async def schools_of(store, name):
    trust = await store.trusts.named(name)
    return {each.name: each for each in await store.schools.everyone(trust.id)}


async def test_all_235_real_schools_load_into_their_18_trusts(store, now):
    summary = await import_schools(REAL, store, now=now)

    with REAL.open(encoding="utf-8") as file:
        expected = {}
        for row in csv.DictReader(file):
            expected.setdefault(row["trust"], set()).add(row["urn"])
    assert (summary.new, summary.changed, len(expected)) == (235, 0, 18)
    for trust in await store.trusts.everyone():
        assert {each.urn for each in await store.schools.everyone(trust.id)} == expected.pop(trust.name)
    assert not expected


async def test_the_newest_year_of_a_figure_counts_and_unknown_stays_unknown(store, now):
    await import_schools(REAL, store, now=now)

    bungay = (await schools_of(store, "ASSET Education"))["Bungay Primary School"]
    assert (bungay.pupils, bungay.pct_fsm, bungay.pct_eal) == (191, 32.2, 7.8)
    assert (bungay.roll_change_pct, bungay.forms_of_entry, bungay.idaci_decile) == (-17.0, 1.0, 6)
    assert (bungay.local_authority, bungay.sixth_form) == ("Suffolk", False)
    assert bungay.mixed_age_classes is None, "no national file knows of mixed-age classes"


async def test_loading_the_same_file_again_changes_nothing(store, now):
    await import_schools(REAL, store, now=now)
    trust = await store.trusts.named("Ark Schools")

    again = await import_schools(REAL, store, now=now)

    assert (again.new, again.changed, again.unchanged) == (0, 0, 235)
    assert await store.trusts.version(trust.id) == trust.version


async def test_a_blank_mixed_age_cell_means_none_where_the_column_is_there(store, now):
    await import_schools(SCHOOLS, store, now=now)

    schools = await schools_of(store, TRUST)
    assert schools["Oakfield Primary School"].mixed_age_classes == ()
    assert schools["Fenside Primary School"].mixed_age_classes == ("Y1/2", "Y3/4")
    assert schools["Oakfield Primary School"].pct_fsm is None


async def test_a_file_that_knows_less_takes_nothing_away(store, now):
    await import_schools(SCHOOLS, store, now=now)

    await import_schools(b"urn,name,pct_fsm,notes\n900113,Fenside Primary School,33.4,\n", store,
                         trust_name=TRUST, now=now)  # fmt: skip

    fenside = (await schools_of(store, TRUST))["Fenside Primary School"]
    assert (fenside.pct_fsm, fenside.pupils, fenside.notes) == (33.4, 306, "by the sea")
    assert fenside.mixed_age_classes == ("Y1/2", "Y3/4")


async def test_the_register_is_read_in_its_own_columns_and_its_own_encoding(store, now):
    raw = REGISTER.read_bytes()
    with pytest.raises(UnicodeDecodeError):
        raw.decode("utf-8")

    summary = await import_schools(REGISTER, store, now=now)

    assert summary.line() == (
        "register_windows1252.csv: schools: 17 new, 0 changed, 0 unchanged; in 2 trusts, 2 new; "
        "1 left out (closed); 1 left out (proposed to open); 1 left out (in no trust)"
    )
    ours = await schools_of(store, "ALDER COAST LEARNING TRUST")
    assert set(ours) == {
        "St Zoë’s Church of England Primary School", "Château Lane Special School", "Heath End School",
    }  # fmt: skip
    zoe = ours["St Zoë’s Church of England Primary School"]
    assert (zoe.urban_rural, zoe.sixth_form, zoe.pct_fsm) == ("Rural village", False, 12.5)
    assert (zoe.fill_pct, zoe.pupils_per_year_group) == (83.3, 25.0)
    assert ours["Château Lane Special School"].phase == "Special"
    assert ours["Heath End School"].sixth_form is True


async def test_heads_names_and_telephone_numbers_are_dropped_at_once(store, now):
    await import_schools(REGISTER, store, now=now)

    for trust in await store.trusts.everyone():
        held = repr(await store.schools.everyone(trust.id))
        assert "Madeup" not in held
        assert "01632" not in held


async def test_the_register_agrees_with_what_is_known_of_the_same_schools(store, now):
    await import_schools(REAL, store, now=now)
    before = await schools_of(store, "ASSET Education")

    summary = await import_schools(REGISTER, store, now=now)

    after = await schools_of(store, "ASSET Education")  # the register shouts: ASSET EDUCATION
    assert (summary.new, after.keys()) == (3, before.keys())
    for name, school in after.items():
        assert (school.pupils, school.urban_rural) == (before[name].pupils, before[name].urban_rural)
        assert school.pupils_per_year_group == pytest.approx(before[name].pupils_per_year_group, abs=0.1)
        assert school.latitude == pytest.approx(before[name].latitude, abs=0.0001)
        assert school.idaci_decile == before[name].idaci_decile


async def test_with_a_trust_named_every_row_is_put_there(store, now):
    summary = await import_schools(REGISTER, store, trust_name="One Trust", now=now)

    assert summary.new == 18
    assert [trust.name for trust in await store.trusts.everyone()] == ["One Trust"]


async def test_a_dry_run_counts_and_stores_nothing(store, now):
    summary = await import_schools(SCHOOLS, store, now=now, dry_run=True)

    assert summary.line() == (
        "schools.csv: schools: 2 new, 0 changed, 0 unchanged; in 1 trust, 1 new (dry run: nothing was stored)"
    )
    assert await store.trusts.everyone() == ()


def test_the_grid_is_turned_into_degrees_within_five_metres():
    compared = 0
    with REAL.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if not row["easting"] or not row["latitude"]:
                continue
            latitude, longitude = to_degrees(float(row["easting"]), float(row["northing"]))
            north = (latitude - float(row["latitude"])) * METRES_A_DEGREE
            east = (longitude - float(row["longitude"])) * METRES_A_DEGREE * cos(radians(latitude))
            assert hypot(north, east) < 5
            compared += 1
    assert compared == 232


def test_the_grid_agrees_with_the_ordnance_surveys_worked_example():
    """Caister water tower, from the guide's annex C: 52°39′27.2531″ N, 1°43′4.5177″ E on OSGB36."""
    latitude, longitude = to_degrees(651_409.903, 313_177.270)
    assert latitude == pytest.approx(52.65798, abs=0.00005)
    assert longitude == pytest.approx(1.71605, abs=0.00005)


ENCODING = "has letters in another encoding; save the file as “CSV UTF-8 (comma delimited)”"
PLAIN = "urn,name,trust,pupils,pct_fsm\n"


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (b"urn,trust\n900101,T\n", "schools.csv: the column name is missing"),
        (b"name,phase\nA,B\n", "schools.csv: the column urn is missing"),
        (b"URN,EstablishmentName\n1,A\n", "schools.csv: the column EstablishmentStatus (name) is missing"),
        (b"urn,name\n900101,A\n", "schools.csv: has no column with the trust; say which with --trust NAME"),
        (PLAIN + "900101,A,T,many,1\n", "schools.csv row 2: pupils many is not a number"),
        (PLAIN + "900101,A,T,5,1\n900102,B,T,5,101\n",
         "schools.csv row 3: pct_fsm 101 is not between 0 and 100"),
        (PLAIN + "900101,A,T,,\n\n900101,A,T,,\n", "schools.csv row 4: urn 900101 is in row 2 already"),
        (PLAIN + "900101,=1+1,T,,\n",
         "schools.csv row 2: name begins with “=”, which a spreadsheet takes for a formula"),
        (PLAIN + "900101,A,T,=1+1,\n", "schools.csv row 2: pupils =1+1 is not a number"),
        (PLAIN + "900101,,,,\n", "schools.csv row 2: trust is blank; name is blank"),
        (PLAIN + "nine,A,T,,\n", "schools.csv row 2: urn nine is not a number"),
        (PLAIN.encode() + b"900101,\x81\xe9,T,,\n",
         f"schools.csv row 2: {ENCODING}"),
        (REGISTER.read_bytes().replace(b"Open", b"Closed"),
         "schools.csv: no open school of a trust is in it"),
    ],
)  # fmt: skip
async def test_a_wrong_schools_file_names_its_rows_and_stores_nothing(store, now, file, said):
    with pytest.raises(BadFile) as told:
        await import_schools(file if isinstance(file, bytes) else file.encode(), store, now=now)

    assert told.value.lines == (said,)
    assert await store.trusts.everyone() == ()


async def test_the_whole_of_england_is_not_put_into_one_trust_by_a_slip(store, now):
    header = b"URN,EstablishmentName,EstablishmentStatus (name)\n"
    england = header + b"".join(b"%d,School,Open\n" % urn for urn in range(1, 1_002))

    with pytest.raises(BadFile, match="--trust would put all its 1,001 schools in one trust; keep yours"):
        await import_schools(england, store, trust_name=TRUST, now=now)
    assert (
        await import_schools(england[: -len(b"1001,School,Open\n")], store, trust_name=TRUST, now=now)
    ).new
