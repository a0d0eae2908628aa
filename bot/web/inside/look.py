"""How our pages for a trust's people look: templates that escape every value, style sheets they share,
and no script but a room's own.
"""

import hashlib
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from aiohttp import web
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from handlers.dates import day

HERE = Path(__file__).parent
#: The fields of a form are drawn as in the playground (its `parts.html`), in the same colours.
PLAYGROUND = HERE.parents[1] / "browser"
SHARED = ("brightspot.css", "spot.svg")
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


@dataclass(frozen=True, slots=True)
class Room:
    """Pages that belong together, under one address; templates and files lie in its folder."""

    #: "/library": its first page, and how the addresses of all others begin.
    path: str
    #: An address of its own to go (back) to: nothing else is ever redirected to.
    own: re.Pattern[str]
    folder: Path
    #: "library.html": what is around each of its pages.
    frame: str
    #: "Your trust’s library", and what that is in a sentence.
    name: str
    about: str
    #: What is said to Brightspot, and pressed, for a way in.
    say: str
    press: str
    #: The way back to its first page.
    back: str

    def html(self, template: str, *, status: int = 200, **values: Any) -> web.Response:  # noqa: ANN401  for the template
        given = {"visit": None, "heading": "", "room": self} | values
        text = _environment(self.folder).get_template(template).render(given)
        return web.Response(text=text, status=status, content_type="text/html")

    async def static(self, request: web.Request) -> web.Response:
        body, kind = _statics(self.folder).get(request.match_info["file"], (b"", ""))
        return web.Response(body=body, content_type=kind) if kind else web.Response(status=404)

    async def protect(self, request: web.Request, response: web.StreamResponse) -> None:
        """Whatever is answered under its address, errors too, carries the headers."""
        if request.path == self.path or request.path.startswith(f"{self.path}/"):
            response.headers.update(HEADERS)
            if request.path.startswith(f"{self.path}/static/") and response.status == 200:
                response.headers["Cache-Control"] = "public, max-age=31536000, immutable"


def see_other(path: str) -> web.Response:
    """After a form its page is shown anew, so that reloading it repeats nothing."""
    return web.Response(status=303, headers={"Location": path})


@cache
def _environment(folder: Path) -> Environment:
    """A room's templates, compiled once a process however many apps it runs."""
    made = Environment(
        loader=FileSystemLoader([each / "templates" for each in (folder, HERE, PLAYGROUND)]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(version=_version(folder), day=day)
    return made


@cache
def _statics(folder: Path) -> dict[str, tuple[bytes, str]]:
    shared = (PLAYGROUND / "static" / name for name in SHARED)
    files = [*_files(HERE), *_files(folder), *shared]
    return {file.name: (file.read_bytes(), TYPES[file.suffix]) for file in files}


def _files(folder: Path) -> list[Path]:
    return list((folder / "static").iterdir())


def _version(folder: Path) -> str:
    """Changes with the files, so that no browser keeps an older look."""
    digest = hashlib.sha256()
    for _, (body, _kind) in sorted(_statics(folder).items()):
        digest.update(body)
    return digest.hexdigest()[:12]
