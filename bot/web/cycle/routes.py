"""The addresses of the cycle's pages."""

from typing import TYPE_CHECKING

from aiohttp import web

from bot.web.cycle.cases import Cases
from bot.web.cycle.look import CYCLE
from bot.web.cycle.pages import Pages
from bot.web.inside.gate import Gate

if TYPE_CHECKING:
    from bot.app import App

SECRET = r"{secret:[A-Za-z0-9_-]{1,86}}"  # noqa: S105  a part of an address
ID = r"{id:\d{1,18}}"


def routes(app: "App") -> list[web.AbstractRouteDef]:
    """For whoever has entered, but for the first three."""
    gate, pages, cases = Gate(app, CYCLE), Pages(app), Cases(app)
    app.web.on_response_prepare.append(CYCLE.protect)
    return [
        web.get("/cycle/static/{file}", CYCLE.static),
        web.get(f"/cycle/enter/{SECRET}", gate.door),
        web.post(f"/cycle/enter/{SECRET}", gate.enter),
        web.post("/cycle/leave", gate.inside(gate.leave)),
        web.get("/cycle", gate.inside(pages.mine)),
        web.get("/cycle/trust", gate.inside(pages.trust)),
        web.get(f"/cycle/network/{ID}", gate.inside(pages.network)),
        web.get(f"/cycle/case/{ID}", gate.inside(cases.page)),
        web.get(f"/cycle/case/{ID}.pdf", gate.inside(cases.pdf)),
        web.get(f"/cycle/case/{ID}.md", gate.inside(cases.markdown)),
        web.get("/cycle/{rest:.*}", gate.inside(pages.nowhere)),
    ]
