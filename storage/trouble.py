"""What can go wrong with a database, in terms that the rooms above need."""

from sqlalchemy.exc import SQLAlchemyError

#: Raised by any use of the database that does not work out: unreachable, too slow, locked, not migrated.
TROUBLE = (SQLAlchemyError, OSError, TimeoutError)

#: How each database says that a table or a column is not there.
_UNMIGRATED = ("no such table", "no such column", "UndefinedTable", "UndefinedColumn")


def is_unmigrated(problem: BaseException) -> bool:
    """True where the database is there and has an older schema, or none."""
    original = getattr(problem, "orig", problem)
    return any(sign in f"{type(original).__name__} {original!r}" for sign in _UNMIGRATED)
