"""A case's own page, and the same as a file: PDF to print, Markdown to go on writing."""

import asyncio
import re
from typing import TYPE_CHECKING

from aiohttp import web

from bot.web.cycle.look import CYCLE
from bot.web.cycle.paper import pdf
from bot.web.inside.gate import Visit
from handlers.cycle.case import Case, case_of
from storage.records import DecisionId

if TYPE_CHECKING:
    from bot.app import App

MARKED = str.maketrans({each: f"\\{each}" for each in "\\`*_{}[]<>#|~&"})
#: What opens a list, or makes a heading of the line before: "- ", "2) ", "===".
OPENS = re.compile(r"^(\d*)(?=[-+=.)])")


class Cases:
    def __init__(self, app: "App") -> None:
        self._app = app

    async def page(self, request: web.Request, visit: Visit) -> web.StreamResponse:
        case = await self._case(request, visit)
        return CYCLE.html("case.html", visit=visit, case=case, id=request.match_info["id"])

    async def pdf(self, request: web.Request, visit: Visit) -> web.StreamResponse:
        case = await self._case(request, visit)
        body = await asyncio.to_thread(pdf, case, visit.request.trust.name)
        return _file(body, "application/pdf", f"{_slug(case)}.pdf")

    async def markdown(self, request: web.Request, visit: Visit) -> web.StreamResponse:
        case = await self._case(request, visit)
        words = markdown(case, visit.request.trust.name)
        return _file(words.encode(), "text/markdown", f"{_slug(case)}.md")

    async def _case(self, request: web.Request, visit: Visit) -> Case:
        async with self._app.database.reading() as store:
            return await case_of(DecisionId(int(request.match_info["id"])), visit.request, store)


def _slug(case: Case) -> str:
    """What its file is called, so that it is found again among others: "oracy-in-year-3"."""
    return "-".join(re.findall(r"[a-z0-9]+", case.topic.lower())) or "case"


def _file(body: bytes, media: str, name: str) -> web.Response:
    return web.Response(
        body=body,
        content_type=media,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def markdown(case: Case, trust: str) -> str:
    """The same parts in the same order; what people wrote is text and no markup."""
    what, then, now = case.measure
    measured = f"**{_text(what or 'Measured')}:** {_text(' → '.join(filter(None, (then, now))))}"
    return "\n\n".join(
        (
            f"# {_text(case.topic)}",
            f"*{_text(case.line)}*",
            *((measured,) if then or now else ()),
            *(f"## {heading}\n\n{_text(text)}" for heading, text in case.parts),
            f"---\n\n{_text(case.contact)}",
            f"{_text(trust)} · from Brightspot\n",
        )
    )


def _text(words: str) -> str:
    """Line breaks are kept."""
    lines = (line.strip().translate(MARKED) for line in words.splitlines())
    return "  \n".join(OPENS.sub(r"\1\\", line) for line in lines)
