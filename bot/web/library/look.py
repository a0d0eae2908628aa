"""How the library's pages look: templates that escape every value, one style sheet, one small script."""

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from aiohttp import web
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from handlers.dates import day

HERE = Path(__file__).parent
#: The fields of a form are drawn as in the playground (its `parts.html`), under the same small picture.
PLAYGROUND = HERE.parents[1] / "browser"
TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}

#: Nothing from elsewhere, nothing inline, no framing. `same-origin`: our forms carry their origin, and no
#: page that is opened from here learns where it was opened.
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex, nofollow",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


@cache
def environment() -> Environment:
    """The templates, compiled once a process however many apps it runs."""
    made = Environment(
        loader=FileSystemLoader([HERE / "templates", PLAYGROUND / "templates"]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(version=_version(), day=day)
    return made


def html(template: str, *, status: int = 200, **values: Any) -> web.Response:  # noqa: ANN401  for the template
    text = environment().get_template(template).render({"visit": None, "heading": ""} | values)
    return web.Response(text=text, status=status, content_type="text/html")


def see_other(path: str) -> web.Response:
    """After a form its page is shown anew, so that reloading it repeats nothing."""
    return web.Response(status=303, headers={"Location": path})


async def protect(request: web.Request, response: web.StreamResponse) -> None:
    """Whatever is answered under /library, errors too, carries the headers."""
    if request.path == "/library" or request.path.startswith("/library/"):
        response.headers.update(HEADERS)
        if request.path.startswith("/library/static/") and response.status == 200:
            response.headers["Cache-Control"] = "public, max-age=31536000, immutable"


@cache
def statics() -> dict[str, tuple[bytes, str]]:
    files = [*(HERE / "static").iterdir(), PLAYGROUND / "static" / "spot.svg"]
    return {file.name: (file.read_bytes(), TYPES[file.suffix]) for file in files}


async def static(request: web.Request) -> web.Response:
    body, kind = statics().get(request.match_info["file"], (b"", ""))
    return web.Response(body=body, content_type=kind) if kind else web.Response(status=404)


def _version() -> str:
    """Changes with the files, so that no browser keeps an older look."""
    digest = hashlib.sha256()
    for _, (body, _kind) in sorted(statics().items()):
        digest.update(body)
    return digest.hexdigest()[:12]
