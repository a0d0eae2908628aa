"""Taking along: what somebody may see of the library, as a file their browser keeps."""

import asyncio
from typing import TYPE_CHECKING

from aiohttp import web

from bot.exporting import FORMATS
from bot.web.inside.gate import Visit
from handlers.library.taking import theirs

if TYPE_CHECKING:
    from bot.app import App


class Taking:
    def __init__(self, app: "App") -> None:
        self._app = app

    async def file(self, request: web.Request, visit: Visit) -> web.StreamResponse:
        form = request.match_info["form"]
        async with self._app.database.reading() as store:
            lines = await theirs(visit.request, store)
        trust, today = visit.request.trust.name, visit.request.today
        chosen = FORMATS[form]
        text = await asyncio.to_thread(chosen.write, lines, trust, today)
        return web.Response(
            text=text,
            content_type=chosen.media,
            headers={"Content-Disposition": f'attachment; filename="library-{today}.{form}"'},
        )
