"""What stands on the cycle's pages: a network's picture and table, the trust's figures, the way to each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from aiohttp import web

from bot.web.cycle import picture
from bot.web.cycle.look import CYCLE
from bot.web.inside.gate import Visit
from handlers.cycle.network import WAITS, Line, Overview, overview, waiting
from handlers.cycle.trust import IN_FIVES, figures, or_more, stopped_in_words
from handlers.talk import Refusal
from storage.records import NetworkId, RunState

if TYPE_CHECKING:
    from bot.app import App

NOT_HERE = "This page is not here. Perhaps the network it showed has gone."
PAUSED, FINISHED = "paused", "finished"


@dataclass(frozen=True, slots=True)
class Asked:
    """What the page is narrowed down to; "" for all."""

    school: str = ""
    stage: str = ""

    def takes(self, line: Line) -> bool:
        return self.school in ("", line.school) and self.stage in ("", stands(line))


def stands(line: Line) -> str:
    """What a filter calls where a school stands."""
    match line.run.state:
        case RunState.GOING:
            return line.run.stage.value
        case RunState.PAUSED:
            return PAUSED
        case RunState.ENDED:
            return FINISHED


class Pages:
    def __init__(self, app: "App") -> None:
        self._app = app

    async def network(self, request: web.Request, visit: Visit) -> web.StreamResponse:
        asked = _asked(request.query)
        async with self._app.database.reading() as store:
            seen = await overview(NetworkId(int(request.match_info["id"])), visit.request, store)
        tracks = [
            picture.Track(
                initiative.topic, [picture.row(each, seen.words) for each in lines if asked.takes(each)]
            )
            for initiative, lines in seen.initiatives
        ]
        tracks = [each for each in tracks if each.rows]
        rows = [row for track in tracks for row in track.rows]
        return CYCLE.html(
            "network.html",
            visit=visit,
            heading=seen.network.name,
            seen=seen,
            waits=[(WAITS[why], lines) for why, lines in waiting(seen).items()],
            tracks=tracks,
            key=picture.key(rows),
            stages=picture.stage_names(seen.words),
            stations=picture.STATIONS,
            asked=asked,
            schools=sorted({each.school for each in seen.lines}),
            standings=_standings(seen),
        )

    async def trust(self, request: web.Request, visit: Visit) -> web.StreamResponse:
        async with self._app.database.reading() as store:
            found = await figures(visit.request, store)
        return CYCLE.html(
            "trust.html",
            visit=visit,
            found=found,
            or_more=or_more,
            stopped=stopped_in_words(found) if found.stopped else "",
            in_fives=IN_FIVES,
        )

    async def mine(self, request: web.Request, visit: Visit) -> web.StreamResponse:
        """The first page: those of their networks that try something; for a coordinator, of all."""
        me = visit.request.person
        async with self._app.database.reading() as store:
            theirs = (
                await store.networks.everyone(me.trust) if me.coordinator else await store.networks.of(me)
            )
            trying = {each.network for each in await store.initiatives.everyone(me.trust)}
        return CYCLE.html("mine.html", visit=visit, networks=[each for each in theirs if each.id in trying])

    async def nowhere(self, request: web.Request, visit: Visit) -> web.StreamResponse:
        raise Refusal(NOT_HERE)


def _asked(query: Mapping[str, str]) -> Asked:
    return Asked(query.get("school", ""), query.get("stage", ""))


def _standings(seen: Overview) -> Sequence[tuple[str, str]]:
    """The stages and ends that there are, as a filter offers them."""
    found = {stands(each) for each in seen.lines}
    named = [(each.value, name) for each, name in picture.stage_names(seen.words)]
    named += [(PAUSED, "Paused"), (FINISHED, "Finished")]
    return [(value, name) for value, name in named if value in found]
