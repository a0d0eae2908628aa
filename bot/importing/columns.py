"""Which column of a schools file is which fact: the DfE register's own names, and our plain ones.

Register: Get Information about Schools, "all establishment data"; the names as published there. Only the
columns named here are looked at: heads' names and telephone numbers are dropped with the rest.
"""

import re
from collections.abc import Mapping

from bot.importing.sheet import Row, Sheet

NEEDED_OF_REGISTER = ("URN", "EstablishmentName", "EstablishmentStatus (name)")
NEEDED_OF_PLAIN = ("urn", "name")

#: Fact → the register's column.
REGISTER = {
    "urn": "URN",
    "name": "EstablishmentName",
    "trust": "Trusts (name)",
    "status": "EstablishmentStatus (name)",
    "type": "TypeOfEstablishment (name)",
    "phase": "PhaseOfEducation (name)",
    "age_low": "StatutoryLowAge",
    "age_high": "StatutoryHighAge",
    "sixth_form": "OfficialSixthForm (name)",
    "gender": "Gender (name)",
    "religious_character": "ReligiousCharacter (name)",
    "admissions_policy": "AdmissionsPolicy (name)",
    "region": "GOR (name)",
    "local_authority": "LA (name)",
    "district": "DistrictAdministrative (name)",
    "town": "Town",
    "postcode": "Postcode",
    "urban_rural": "UrbanRural (name)",
    "easting": "Easting",
    "northing": "Northing",
    "capacity": "SchoolCapacity",
    "pupils": "NumberOfPupils",
    "pct_fsm": "PercentageFSM",
    "resourced_provision": "TypeOfResourcedProvision (name)",
}

#: Our plain names that are not the fact's own.
_PLAIN = {"la": "local_authority", "forms_of_entry_est": "forms_of_entry"}

#: How the register says that there is nothing to say.
_NOTHING = frozenset({"not applicable", "not recorded", "does not apply", "none", "unknown", "unassigned"})
_SIXTH_FORM = {"has a sixth form": "yes", "does not have a sixth form": "no"}

_YEAR = re.compile(
    r"_(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|spring|summer|autumn)?((?:19|20)\d\d)(?=_|$)"
)


def wanted(columns: tuple[str, ...]) -> frozenset[str]:
    """What is kept of a file: of the register, only the facts named above."""
    return frozenset(REGISTER.values()) if is_register(columns) else frozenset(columns)


def is_register(columns: tuple[str, ...]) -> bool:
    return "EstablishmentName" in columns


def by_fact(sheet: Sheet) -> Sheet:
    """The rows with facts for column names; people's names and numbers are dropped here."""
    register = is_register(sheet.columns)
    named = {fact: (column,) for fact, column in REGISTER.items()} if register else _newest_first(sheet)
    named = {fact: tuple(c for c in columns if c in sheet.columns) for fact, columns in named.items()}
    named = {fact: columns for fact, columns in named.items() if columns}
    rows = tuple(
        Row(row.number, {fact: _first_known(row, columns) for fact, columns in named.items()})
        for row in sheet.rows
    )
    if register:
        rows = tuple(Row(row.number, _in_our_words(row.cells)) for row in rows)
    return Sheet(sheet.file, tuple(named), rows)


def _newest_first(sheet: Sheet) -> dict[str, tuple[str, ...]]:
    """`pupils_jan2021` and `pupils_jan2019` are both `pupils`: the newest column counts.

    An older one speaks only for a school on which the newest is silent.
    """
    dated: dict[str, list[tuple[int, str]]] = {}
    for column in sheet.columns:
        years = [int(year) for year in _YEAR.findall(column)]
        plain = _YEAR.sub("", column)
        # A column without a year is what the trust keeps up to date itself.
        newest = max(years) if years else 9999
        dated.setdefault(_PLAIN.get(plain, plain), []).append((newest, column))
    return {
        fact: tuple(column for _, column in sorted(columns, reverse=True)) for fact, columns in dated.items()
    }


def _first_known(row: Row, columns: tuple[str, ...]) -> str:
    return next((row.cells[column] for column in columns if row.cells.get(column)), "")


def _in_our_words(cells: Mapping[str, str]) -> dict[str, str]:
    """The register's values in the words that the plain files use."""
    said = dict(cells)
    for fact in ("gender", "resourced_provision", "phase", "urban_rural", "region", "district"):
        if said.get(fact, "").lower() in _NOTHING:
            said[fact] = ""
    if said.get("religious_character", "").lower() in ("none", "does not apply"):
        said["religious_character"] = "No religious character"
    said["sixth_form"] = _SIXTH_FORM.get(said.get("sixth_form", "").lower(), "")
    said["urban_rural"] = said.get("urban_rural", "").removeprefix("(England/Wales) ")
    if not said.get("phase"):
        said["phase"] = _phase_by_type(said.get("type", "").lower())
    return said


def _phase_by_type(type_: str) -> str:
    """The register gives special schools and units no phase; their type tells."""
    if "special" in type_:
        return "Special"
    if "alternative provision" in type_ or "pupil referral" in type_:
        return "Alternative provision"
    return ""
