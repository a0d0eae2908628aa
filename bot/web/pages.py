"""Pages that belong to no platform: home, health, readiness, metrics; and what holds for every request."""

import logging
import secrets
import time
from collections.abc import Awaitable, Callable
from html import escape
from typing import TYPE_CHECKING

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from bot.web import metrics
from bot.web.look import page
from bot.web.papers import PRIVACY, TERMS
from storage.letterbox import Busy, unreachable
from storage.records import Platform

if TYPE_CHECKING:
    from bot.app import App

log = logging.getLogger(__name__)

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

#: Path → whose acknowledgement is measured there.
ACKS = {"/slack/events": Platform.SLACK, "/api/messages": Platform.TEAMS}

HOME = """<h1>Brightspot</h1>
<p>Brightspot helps colleagues in different schools of a trust find one another. Ask it “who else is
tackling mixed-age KS1?” and meet somebody who is.</p>
<p>{where}</p>
{papers}"""
LIVES = "It lives in your trust’s chat: {doors}. Send it a message there, or say <strong>help</strong>."
NOT_YET = "It will live in your trust’s chat: neither Slack nor Microsoft Teams is connected yet."


@web.middleware
async def composed(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Whatever happens, the one who asked gets an answer that tells nothing of what is inside."""
    started = time.perf_counter()
    try:
        response = await handler(request)
    except web.HTTPException:
        raise
    except Exception as error:
        if isinstance(error, Busy) or unreachable(error):
            return web.Response(status=503, text="Busy, please try again", headers={"Retry-After": "2"})
        number = secrets.token_hex(4)
        shape = request.match_info.route.resource  # an address may hold a secret: "/library/enter/{secret}"
        log.exception("a request failed", extra={"id": number, "path": shape.canonical if shape else ""})
        return web.Response(status=500, text=f"Sorry, that went wrong on our side ({number}).")
    platform = ACKS.get(request.path)
    if platform is not None:
        metrics.ack_seconds.labels(platform).observe(time.perf_counter() - started)
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    return response


def routes(app: "App", *, home: bool) -> list[web.AbstractRouteDef]:
    async def alive(request: web.Request) -> web.Response:
        return web.json_response({"alive": True})

    async def ready(request: web.Request) -> web.Response:
        why = await app.not_ready()
        if why is None:
            return web.json_response({"ready": True})
        return web.json_response({"ready": False, "why": why}, status=503)

    async def measured(request: web.Request) -> web.Response:
        await app.measure()
        return web.Response(body=generate_latest(), headers={"Content-Type": CONTENT_TYPE_LATEST})

    async def front(request: web.Request) -> web.Response:
        if app.demo:
            raise web.HTTPSeeOther("/playground")
        names = {Platform.SLACK: "Slack", Platform.TEAMS: "Microsoft Teams", Platform.BROWSER: "the browser"}
        doors = " and ".join(names[platform] for platform in app.doors)
        where = LIVES.format(doors=escape(doors)) if doors else NOT_YET
        return page("Brightspot", HOME.format(where=where, papers=PRIVACY + TERMS))

    found = [
        web.get("/healthz", alive),
        web.get("/readyz", ready),
        web.get("/metrics", measured),
    ]
    return [*found, web.get("/", front)] if home else [*found]
