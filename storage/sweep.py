"""After an erasure: what was deleted must not linger in the file."""

from storage.store import Database
from storage.trouble import TROUBLE


async def sweep(database: Database) -> bool:
    """Rewrite an SQLite file, so that deleted words are not in its free pages. True if that was done.

    SQLite keeps deleted rows in pages that wait to be used again, and in its write-ahead log. False where
    another process was writing: then they go with ordinary use. PostgreSQL vacuums by itself.
    """
    if not database.is_sqlite:
        return True
    try:
        async with database.autocommit.connect() as connection:
            await connection.exec_driver_sql("VACUUM")
            left = (await connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")).first()
    except TROUBLE:
        return False
    return left is not None and left[0] == 0
