"""Small files of the sample trust, and a store to bring them into."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.store import Database, Store
from tests.conftest import MONDAY

DATA = Path(__file__).parents[2] / "data"
TRUST = "Alder Coast Learning Trust"

SCHOOLS = f"""urn,name,trust,phase,pupils,mixed_age_classes,notes
900101,Oakfield Primary School,{TRUST},Primary,391,,
900113,Fenside Primary School,{TRUST},Primary,306,Y1/2;Y3/4,by the sea
""".encode()

HEADER = (
    "email,name,school_urn,job_title,working_on,can_help_with,working_days,networks,open_to_introductions\n"
)
STAFF = (
    HEADER
    + "jess@aldercoast.example,Jess Rowntree,900113,Y1/2 Teacher & KS1 Lead,phonics in mixed classes,,"
    + "Mon Tue,KS1 network; Small schools group,yes\n"
    + "tom@aldercoast.example,Tom Brackley,900101,Headteacher,,,,Headteachers,no\n"
    + "ceo@aldercoast.example,Sam Central,,Director of Education,,,,,\n"
).encode()


@pytest.fixture
async def store(database: Database) -> AsyncIterator[Store]:
    async with database.store() as store:
        yield store


@pytest.fixture
def now():
    return MONDAY
