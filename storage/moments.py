"""The database's clock in statements: machines differ, and the playground's clock jumps, but this is one."""

from typing import Any

from sqlalchemy import Float
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from storage.tables import Instant


class Moment(FunctionElement[Any]):
    """Now, or so many seconds from now, by the database's clock."""

    type = Instant()
    inherit_cache = True


class EpochNow(FunctionElement[Any]):
    """Now, as seconds."""

    type = Float()
    inherit_cache = True


@compiles(Moment, "postgresql")
def _(element: Moment, compiler: SQLCompiler, **kw: Any) -> str:  # noqa: ANN401  SQLAlchemy's own
    seconds = compiler.process(element.clauses, **kw)
    return f"(clock_timestamp() + make_interval(secs => {seconds}))" if seconds else "clock_timestamp()"


@compiles(Moment, "sqlite")
def _(element: Moment, compiler: SQLCompiler, **kw: Any) -> str:  # noqa: ANN401
    seconds = compiler.process(element.clauses, **kw)
    later = f", round({seconds}, 3) || ' seconds'" if seconds else ""
    return f"(strftime('%Y-%m-%d %H:%M:%f', 'now'{later}) || '000')"  # as the Instant type writes it


@compiles(EpochNow, "postgresql")
def _(element: EpochNow, compiler: SQLCompiler, **kw: Any) -> str:  # noqa: ANN401
    return "extract(epoch FROM clock_timestamp())::float8"


@compiles(EpochNow, "sqlite")
def _(element: EpochNow, compiler: SQLCompiler, **kw: Any) -> str:  # noqa: ANN401
    return "((julianday('now') - 2440587.5) * 86400.0)"
