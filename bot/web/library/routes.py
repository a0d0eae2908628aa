"""The library's addresses."""

from typing import TYPE_CHECKING

from aiohttp import web

from bot.web.inside.gate import Gate
from bot.web.library.acts import Acts
from bot.web.library.look import LIBRARY
from bot.web.library.pages import Pages
from bot.web.library.taking import Taking

if TYPE_CHECKING:
    from bot.app import App

SECRET = r"{secret:[A-Za-z0-9_-]{1,86}}"  # noqa: S105  a part of an address
ID = r"{id:\d{1,18}}"


def routes(app: "App") -> list[web.AbstractRouteDef]:
    """For whoever has entered, but for the first three."""
    gate, pages = Gate(app, LIBRARY), Pages(app)
    acts = Acts(app)
    app.web.on_response_prepare.append(LIBRARY.protect)
    return [
        web.get("/library/static/{file}", LIBRARY.static),
        web.get(f"/library/enter/{SECRET}", gate.door),
        web.post(f"/library/enter/{SECRET}", gate.enter),
        web.post("/library/leave", gate.inside(gate.leave)),
        web.get("/library", gate.inside(pages.search)),
        web.get("/library/mine", gate.inside(pages.mine)),
        web.get("/library/export.{form:csv|json|html}", gate.inside(Taking(app).file)),
        web.get("/library/add", gate.inside(acts.add)),
        web.get(f"/library/r/{ID}", gate.inside(pages.resource)),
        web.get(f"/library/r/{ID}/open", gate.inside(pages.open)),
        web.get(f"/library/network/{ID}", gate.inside(pages.network)),
        web.get(f"/library/practice/{ID}", gate.inside(pages.practice)),
        web.post("/library/press", gate.inside(acts.press)),
        web.post("/library/open", gate.inside(acts.open)),
        web.post("/library/fill", gate.inside(acts.fill)),
        # What nobody has, and a form's address after it was loaded anew.
        web.get("/library/{rest:.*}", gate.inside(pages.nowhere)),
    ]
