"""Logs: one JSON object a line, with ids and kinds; never what people wrote, never a secret.

An exception is told by its kind and the places it went through. Its message is left out: it may hold a
row, a payload or a token.
"""

import json
import logging
import sys
import traceback
from datetime import UTC, datetime
from types import TracebackType

#: What every record has; the rest is what the caller said beside the message.
_OWN = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}
PLACES = 12  # frames of a traceback, the innermost
TEXT_LIMIT = 200  # characters of any one value: an id is shorter

Raised = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class AsJson(logging.Formatter):
    """A record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        ours = record.name.partition(".")[0] in ("bot", "handlers", "storage")
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "from": record.name,
            # A library's message may quote what it was given; its bare template cannot.
            "what": record.getMessage() if ours else str(record.msg)[:TEXT_LIMIT],
        }
        for name, value in vars(record).items():
            if name not in _OWN:
                line[name] = value if isinstance(value, int | float | None) else str(value)[:TEXT_LIMIT]
        if record.exc_info and record.exc_info[0] is not None:
            line |= _told(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


def _told(raised: Raised) -> dict[str, object]:
    kind, _, trace = raised
    if kind is None:
        return {}
    frames = traceback.extract_tb(trace)[-PLACES:]
    return {
        "error": kind.__name__,
        "through": [f"{frame.filename.rpartition('/')[2]}:{frame.lineno} {frame.name}" for frame in frames],
    }


def begin(level: str) -> None:
    """From now on everything goes to stderr, one line each."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(AsJson())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for chatty in (
        "apscheduler",
        "aiosqlite",
        "aiohttp.access",
        "slack_bolt",
        "slack_sdk",
        "asyncio",
        "alembic",
    ):
        logging.getLogger(chatty).setLevel(max(logging.WARNING, logging.getLevelName(level)))
