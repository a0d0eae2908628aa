"""What a trust has, written down whole, to hold before against after.

One statement for all tables: the walls are looked at after each of some two hundred methods.
"""

from functools import cache

from sqlalchemy import Table, TextClause, text

from storage import tables
from storage.records import TrustId
from storage.store import Store

TABLES = [each for each in tables.metadata.sorted_tables if "trust_id" in each.c]


async def everything_of(store: Store, trust: TrustId) -> dict[str, list[str]]:
    """Every row of a trust, as the database writes it down. Its version may rise without harm."""
    held: dict[str, list[str]] = {table.name: [] for table in TABLES}
    for name, row in await store.connection.execute(_rows(store.connection.dialect.name), {"trust": trust}):
        held[name].append(row)
    return {name: sorted(rows) for name, rows in held.items()}


@cache
def _rows(dialect: str) -> TextClause:
    def whole(table: Table) -> str:
        if dialect == "postgresql":
            return f'"{table.name}"::text'
        return " || ',' || ".join(f'quote("{each.name}")' for each in table.c)

    return text(
        " UNION ALL ".join(
            f"SELECT '{each.name}', {whole(each)} FROM \"{each.name}\" WHERE trust_id = :trust"  # noqa: S608  our own names
            for each in TABLES
        )
    )
