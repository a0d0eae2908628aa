"""`python -m storage.migrations "what it is for"`: write the next step, from what `tables.py` has come to.

Read it before you commit it: the release before runs on the new schema for a while, and must be able to.
"""

import sys
import tempfile
from pathlib import Path
from typing import Any, Literal

from alembic import command
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import create_engine

from storage.migrations import HEAD, bring_up, config
from storage.tables import Id, Instant

VERSIONS = Path(__file__).parent / "versions"


def write_step(purpose: str, into: Path = VERSIONS) -> Path:
    """The new file, numbered after HEAD. What it holds is the difference to a database that is at HEAD."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "at-head.db"
        bring_up(f"sqlite+aiosqlite:///{file}")
        engine = create_engine(f"sqlite:///{file}")
        with engine.connect() as connection:
            made = config()
            made.set_main_option("file_template", "%%(rev)s_%%(slug)s")
            made.set_main_option("path_separator", "newline")
            made.set_main_option("version_locations", "\n".join(dict.fromkeys(map(str, (VERSIONS, into)))))
            made.attributes |= {"connection": connection, "render_item": _in_our_words}
            step: Any = command.revision(
                made, purpose, autogenerate=True, rev_id=f"{int(HEAD) + 1:04}", version_path=str(into)
            )
        engine.dispose()
    return Path(step.path)


def _in_our_words(kind: str, item: object, _: AutogenContext) -> str | Literal[False]:
    """Our two types by the names that `script.py.mako` gives them; the rest as Alembic writes it."""
    if kind == "type" and isinstance(item, Instant):
        return "INSTANT"
    return "ID" if kind == "type" and item is Id else False


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit('say what it is for: python -m storage.migrations "Agendas and their items"')
    step = write_step(sys.argv[1])
    sys.stdout.write(f"Read {step.name}, and make its number HEAD in storage/migrations/__init__.py\n")
