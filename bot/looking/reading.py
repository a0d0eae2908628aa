"""Title and description of a page, read in a process of its own and kept only as far as they may be."""

import asyncio
import json
import re
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.looking.fetching import Answer
from bot.unseen import without_unseen
from handlers.rules import safeguarding

TITLE_LIMIT = 300  # characters, as `storage/tables/library.py` keeps them
DESCRIPTION_LIMIT = 1_000
SECONDS = 6.0  # by the clock: with other work beside it, its own four take longer
ANSWER_LIMIT = 64 * 1024  # bytes a reader may say

HTML = frozenset({"text/html", "application/xhtml+xml"})
PDF = "application/pdf"
_READER = Path(__file__).with_name("page.py")

#: A title that is about the way in, or about nothing: not about the page that somebody shared.
_SIGN_IN = re.compile(
    r"(please )?(sign|log)[ -]?(in|on)\b.*|login\b.*|.*\b(sign|log) in to your account\b.*|authenticat\w+.*"
    r"|just a moment\W*|attention required\b.*|access (to this page )?(is |has been )?denied\b.*"
    r"|are you (a )?(robot|human)\b.*|before you continue\b.*"
    r"|(security|verify|robot) (check|challenge|you)\b.*"
    r"|error|forbidden|403\b.*|401\b.*|unauthori[sz]ed\b.*|cookies?( policy| settings)?|redirecting\W*"
    r"|loading\W*|home( ?page)?|index|untitled( document)?|document",
    re.I,
)
_MISSING = re.compile(
    r"((error|http)\W*)?(404|410)(\W*|\W+(error|page|file|http|not|gone)\b.*)"
    r"|.*\b(page|file|content|resource|video|article|document|item)\b.{0,50}"
    r"(\bnot|n[’']t|\bcannot)( be)? (found|exist|available)\b.*"
    r"|(\W|\w+\W+){0,3}not found|.*\bpage missing|.*\b(page|video) unavailable\b.*"
    r"|.*\bno longer (exists|available|here)\b.*|gone|oops\b.*"
    r"|(sorry\W+)?(we )?can(no|[’'])t find (that|the|this|your) page\b.*",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Words:
    """What a page says of itself, as it may be kept."""

    title: str = ""
    description: str = ""
    language: str = ""
    #: It answers, but says itself that there is nothing here.
    is_missing: bool = False


def kind_of(answer: Answer) -> str:
    """ "html", "pdf" or "": by what the far side says, and by what it sends."""
    start = answer.body[:1024]
    if b"%PDF-" in start and (answer.type in ("", PDF, "application/octet-stream") or answer.type in HTML):
        return "pdf"
    if answer.type in HTML and (start.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" not in start):
        return "html"
    return ""


def is_worth_reading(answer: Answer) -> bool:
    """Whether a body is fetched at all."""
    return answer.status < 300 and (
        answer.type in HTML or answer.type in ("", PDF, "application/octet-stream")
    )


async def words_of(answer: Answer) -> Words:
    """What may be kept of what the page says; nothing where it takes too long, or cannot be read."""
    kind = kind_of(answer)
    if not kind:
        return Words()
    said = await _read(kind, answer)
    title, description = (_tidy(said.get(name)) for name in ("title", "description"))
    if _MISSING.fullmatch(title):
        return Words(is_missing=True)
    if _SIGN_IN.fullmatch(title):
        return Words()
    return Words(
        _allowed(_cut(title, TITLE_LIMIT)),
        _allowed(_cut(description, DESCRIPTION_LIMIT)),
        _tidy(said.get("language"))[:20],
    )


async def _read(kind: str, answer: Answer) -> dict[str, Any]:
    """What the reader says, or nothing. It knows none of our secrets, and is ended if it does not end."""
    reader = await asyncio.create_subprocess_exec(
        *(sys.executable, "-I", str(_READER), kind, answer.charset),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env={},
    )
    try:
        async with asyncio.timeout(SECONDS):
            said, _ = await reader.communicate(answer.body)
            return _object(said[:ANSWER_LIMIT])
    except TimeoutError:
        return {}
    finally:
        with suppress(ProcessLookupError):
            reader.kill()
        await reader.wait()


def _object(said: bytes) -> dict[str, Any]:
    try:
        found = json.loads(said)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _tidy(text: object) -> str:
    return " ".join(without_unseen(text).split()) if isinstance(text, str) else ""


def _cut(text: str, most: int) -> str:
    """At a word's end, with an ellipsis, where it is too long."""
    if len(text) <= most:
        return text
    kept = text[: most - 1]
    return f"{kept[: kept.rfind(' ')] if ' ' in kept[most // 2 :] else kept}…"


def _allowed(text: str) -> str:
    """Words that might be about a pupil are not kept, whoever wrote them."""
    return "" if safeguarding.check(text) else text
