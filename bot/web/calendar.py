"""A meeting's own page and its calendar file, and the calendar of a network that keeps itself up to date.

Whoever has the address may open them, as with any calendar that is shared: it is a secret nobody guesses, and
stands where the network's members read. When, where and what about; never who is coming.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from hashlib import blake2b
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from aiohttp import web

from bot.unseen import without_unseen
from bot.web import ics
from bot.web.look import page
from handlers.agenda.words import when
from handlers.talk import LOCAL
from storage.records import AgendaItem, Meeting, Network, State
from storage.store import Store

if TYPE_CHECKING:
    from bot.app import App

TOKEN = r"{token:[A-Za-z0-9_-]{1,40}}"  # noqa: S105  a part of an address
NO_INDEX = {"X-Robots-Tag": "noindex", "Referrer-Policy": "no-referrer"}
GOOGLE = "https://calendar.google.com/calendar/render"
OUTLOOK = "https://outlook.office.com/calendar/0/deeplink/compose"
ADDRESS = re.compile(r"https://\S+")
DETAILS = 1000  # characters that travel in another calendar's address: browsers take some 2,000 in all


def routes(app: "App") -> list[web.AbstractRouteDef]:
    pages = Pages(app)
    return [
        web.get(f"/calendar/{TOKEN}", pages.meeting),
        web.get(f"/calendar/{TOKEN}.ics", pages.file),
        web.get(f"/calendar/network/{TOKEN}.ics", pages.feed),
    ]


class Pages:
    """What stands under /calendar/."""

    def __init__(self, app: "App") -> None:
        self._app = app

    async def meeting(self, request: web.Request) -> web.Response:
        async with self._app.database.store() as store:  # a network's token is made when it is first wanted
            found = await _meeting(request, store)
            if found is None:
                return not_here()
            meeting, network = found
            feed = f"/calendar/network/{await store.networks.token(network)}.ics"
            items = await store.agendas.items(meeting.id, trust=meeting.trust)
        return the_meeting(meeting, network, items, self._address(request) + feed)

    async def file(self, request: web.Request) -> web.Response:
        async with self._app.database.reading() as store:
            found = await _meeting(request, store)
            if found is None:
                return not_here()
            meeting, network = found
            items = {meeting.id: await store.agendas.items(meeting.id, trust=meeting.trust)}
        return self._calendar(request, network, (meeting,), items)

    async def feed(self, request: web.Request) -> web.Response:
        """Its meetings of this school year and the last."""
        first = a_year_before(self._app.clock.now().astimezone(LOCAL).date())
        async with self._app.database.reading() as store:
            network = await store.networks.with_token(request.match_info["token"])
            if network is None:
                return not_here()
            every = await store.meetings.of(network.id, trust=network.trust)
            meetings = [each for each in every if each.starts.astimezone(LOCAL).date() >= first]
            items = await store.agendas.items_of([each.id for each in meetings], trust=network.trust)
        return self._calendar(request, network, meetings, items)

    def _calendar(
        self, request: web.Request, network: Network, meetings: ics.Meetings, items: ics.Items
    ) -> web.Response:
        """A file, or 304 for whoever has this edition of it already."""
        public_url = self._app.settings.public_url
        now = self._app.clock.now().replace(microsecond=0)
        edition = blake2b(repr((network.name, meetings, items, public_url)).encode(), digest_size=12)
        headers = {"ETag": f'"{edition.hexdigest()}"', "Cache-Control": "private, max-age=300"} | NO_INDEX
        if headers["ETag"] in request.headers.get("If-None-Match", ""):
            return web.Response(status=304, headers=headers)
        return web.Response(
            body=ics.calendar(network, meetings, items, now, public_url),
            headers=headers | {"Content-Disposition": 'inline; filename="meeting.ics"'},
            content_type="text/calendar",
            charset="utf-8",
        )

    def _address(self, request: web.Request) -> str:
        return self._app.settings.public_url or f"http://{request.host}"


async def _meeting(request: web.Request, store: Store) -> tuple[Meeting, Network] | None:
    meeting = await store.meetings.with_token(request.match_info["token"])
    network = await store.networks.find(meeting.network, trust=meeting.trust) if meeting else None
    return (meeting, network) if meeting and network else None


def a_year_before(today: date) -> date:
    """1 September of the school year before this one."""
    return date(today.year - (1 if today.month >= 9 else 2), 9, 1)


# ------------------------------------------------------------------ pages


def not_here() -> web.Response:
    words = "This meeting is not here any more: say “agenda” to Brightspot to see what is next."
    return page("Not here any more", f"<h1>Not here any more</h1>\n<p>{words}</p>", status=404)


def the_meeting(meeting: Meeting, network: Network, items: Sequence[AgendaItem], feed: str) -> web.Response:
    heading = ics.title(network)
    lines = [f"<h1>{escape(heading)}</h1>", f"<p><strong>{escape(when(meeting))}</strong></p>"]
    if meeting.place:
        lines.append(f"<p>{_place(without_unseen(meeting.place))}</p>")
    match meeting.state:
        case State.CANCELLED:
            lines.append(
                f"<p>This meeting is called off.</p>{_listed({'Update my calendar': _file(meeting)})}"
            )
        case State.NOT_HELD:
            lines.append("<p>This meeting did not take place.</p>")
        case _:
            lines += [
                "<h2>Add it to your calendar</h2>",
                _choices(meeting, heading, ics.description(meeting, items)),
            ]
    lines += _about(ics.purpose(meeting), ics.programme(meeting, items))
    lines += [
        f"<h2>All meetings of {escape(network.name)}</h2>",
        "<p>Your calendar can follow them: it then shows new dates, and changes, by itself.</p>",
        _listed({"Follow all meetings": _webcal(feed)}),
        "<p>If that opens nothing, add a calendar “from the web” or “by URL” with this address:<br>"
        f"<code>{escape(feed)}</code></p>",
    ]
    shown = page(heading, "\n".join(lines))
    shown.headers.update(NO_INDEX | {"Cache-Control": "private, no-cache"})
    return shown


def _about(purpose: str, programme: Sequence[str]) -> list[str]:
    """Nothing before its agenda is posted."""
    told = [f"<p>{escape(purpose)}</p>"] if purpose else []
    if programme:
        told.append("<ul>" + "".join(f"<li>{escape(each)}</li>" for each in programme) + "</ul>")
    return ["<h2>What it is about</h2>", *told] if told else []


def _choices(meeting: Meeting, heading: str, told: str) -> str:
    """The file for every calendar on a phone or computer, and two that are opened in a browser."""
    links = {
        "Calendar file": _file(meeting),
        "Google Calendar": f"{GOOGLE}?{urlencode(_google(meeting, heading, told))}",
        "Outlook on the web": f"{OUTLOOK}?{urlencode(_outlook(meeting, heading, told))}",
    }
    return _listed(links)


def _listed(links: Mapping[str, str]) -> str:
    listed = (f'<li><a href="{escape(url)}" rel="noreferrer">{name}</a></li>' for name, url in links.items())
    return f'<ul class="choices">{"".join(listed)}</ul>'


def _file(meeting: Meeting) -> str:
    return f"/calendar/{meeting.token}.ics"


def _google(meeting: Meeting, heading: str, told: str) -> Mapping[str, str]:
    starts, ends = (f"{each.astimezone(LOCAL):%Y%m%dT%H%M%S}" for each in _span(meeting))
    return {
        "action": "TEMPLATE",
        "text": heading,
        "dates": f"{starts}/{ends}",
        "ctz": LOCAL.key,
        "details": told[:DETAILS],
        "location": meeting.place,
    }


def _outlook(meeting: Meeting, heading: str, told: str) -> Mapping[str, str]:
    starts, ends = (each.astimezone(LOCAL).isoformat() for each in _span(meeting))
    return {
        "path": "/calendar/action/compose",
        "rru": "addevent",
        "subject": heading,
        "startdt": starts,
        "enddt": ends,
        "body": told[:DETAILS],
        "location": meeting.place,
    }


def _span(meeting: Meeting) -> tuple[datetime, datetime]:
    return meeting.starts, meeting.starts + timedelta(minutes=meeting.minutes)


def _webcal(feed: str) -> str:
    return "webcal" + feed.removeprefix("https").removeprefix("http")


def _place(place: str) -> str:
    """The address of a video meeting can be opened; all else is words."""
    return ADDRESS.sub(r'<a href="\g<0>" rel="noreferrer">Join by video</a>', escape(place))
