"""Cells of every kind are kept as they are or refused in words: an import never breaks."""

import csv
import io
import random

from bot.importing.calendar import import_calendar
from bot.importing.networks import import_networks
from bot.importing.outcome import BadFile
from bot.importing.schools import import_schools
from bot.importing.staff import import_staff
from tests.bot.importing.conftest import HEADER, SCHOOLS, STAFF, TRUST

GOOD = {
    import_schools: (
        "urn,name,trust,pupils,pct_fsm,easting,northing,sixth_form,mixed_age_classes,notes",
        "900301,A School,Alder Coast Learning Trust,100,12.5,633965,289512,no,Y1/2,by the sea",
    ),
    import_staff: (
        HEADER.strip(),
        "new@aldercoast.example,New Person,900101,Teacher,oracy,phonics,Mon Tue,KS1 network,yes",
    ),
    import_networks: (
        "network,kind,about,facilitators,members,slack_channel,teams_channel",
        "Careers,role,Work experience,jess@aldercoast.example,tom@aldercoast.example,T0ALDER/C0CAREERS,",
    ),
    import_calendar: ("starts,ends,name,school_urn", "2026-10-26,2026-10-30,Half-term,900101"),
}
CELLS = [
    "", " ", "-", "–", "=1+1", "+44 1632", "@x", "a" * 321, "a" * 4_999, "٣", "1e9", "-1", "9" * 400, "NaN",
    "inf", "0", "yes", "no", "NO ", "900101", "900113", "a@b.example", "A@B.EXAMPLE;c@d.example", "@", "a@b",
    "Mon", "mon-fri", "Y1/2;;Y3", ";", "; ;", "2026-10-26", "31/02/2026", "2026-W01", "0000-00-00",
    "T012AB/C012AB", "Zoë “quoted” ’", "line\nbreak", 'quote " inside', "\u202eabc", "\u00a0", "\u200b", "😀",
    "<b>x</b>",    "'; DROP TABLE people; --", "%s", "{0}", "\\", "SUPP", "12.5%", "1,000",
]  # fmt: skip
FILES = 60


def made(header: str, good: str) -> bytes:
    """A good row with one or two of its cells exchanged."""
    cells = good.split(",")
    for _ in range(random.randint(1, 2)):
        cells[random.randrange(len(cells))] = random.choice(CELLS)
    out = io.StringIO()
    csv.writer(out).writerows([header.split(","), cells])
    return out.getvalue().encode()


async def test_whatever_stands_in_the_cells_the_file_is_kept_or_refused(store, now):
    random.seed(20261122)
    await import_schools(SCHOOLS, store, now=now)
    await import_staff(STAFF, store, now=now)
    refused = kept = 0
    for bring_in, (header, good) in GOOD.items():
        for _ in range(FILES):
            try:
                name = None if bring_in is import_schools else TRUST
                await bring_in(made(header, good), store, trust_name=name, now=now)
                kept += 1
            except BadFile as problem:
                assert problem.lines  # noqa: PT017  either way of ending is right
                assert all(len(line) < 2_000 and line.isprintable() for line in problem.lines)  # noqa: PT017
                refused += 1
            trusts = await store.trusts.everyone()
            trust = next(each for each in trusts if each.name == TRUST)
            assert await store.people.everyone(trust.id), "it can still be read"
    assert refused + kept == FILES * len(GOOD)
    assert min(refused, kept) > FILES / 2, "both happen"
