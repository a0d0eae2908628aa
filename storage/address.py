"""The database's address, as people and hosting services write it, brought to the one form used here."""

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

_DRIVERS = {
    "sqlite": "sqlite+aiosqlite",
    "postgres": "postgresql+asyncpg",
    "postgresql": "postgresql+asyncpg",
}


def full_address(given: str) -> str:
    """`postgres://…` and `sqlite:///…` with the driver used here; ValueError in plain words."""
    try:
        url = make_url(given)
    except (ArgumentError, ValueError):
        raise ValueError("must look like sqlite:///brightspot.db or postgresql://…") from None
    driver = _DRIVERS.get(url.drivername, url.drivername)
    if driver not in _DRIVERS.values():
        raise ValueError("must be a sqlite or a postgresql address")
    if url.database in (None, "", ":memory:"):
        raise ValueError("must name a database (for SQLite, a file)")
    return url.set(drivername=driver).render_as_string(hide_password=False)
