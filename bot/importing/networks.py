"""`import networks`: networks, who belongs to them and leads them, and their channels.

Nobody is taken out of a network, and a blank cell changes nothing.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from bot.importing.cells import Cells
from bot.importing.outcome import Problems, Summary, shown
from bot.importing.sheet import Source, need_columns, not_read, plain_names, read_sheet
from bot.importing.trusts import choose
from storage.records import Channel, Network, NetworkId, Person, PersonId, Platform, Rhythm, Trust
from storage.store import Store

NEEDED = ("network",)
COLUMNS = (
    "network", "kind", "about", "facilitators", "members", "rhythm", "minutes", "virtual", "open",
    "slack_channel", "teams_channel",
)  # fmt: skip
SHORTEST, LONGEST = 15, 240  # minutes that a meeting takes
NAME_LIMIT, KIND_LIMIT, ABOUT_LIMIT = 100, 20, 1000  # characters, as in the table

#: Column → platform, how a channel is written there, and an example for the message.
CHANNELS = {
    "slack_channel": (
        Platform.SLACK,
        re.compile(r"([TE][A-Z0-9]{2,30})/([CG][A-Z0-9]{2,30})"),
        "T012AB3CD/C012AB3CD",
    ),
    "teams_channel": (
        Platform.TEAMS,
        re.compile(r"([0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12})/(19:[^\s/;]{3,150})"),
        "the tenant's id, a slash, 19:…@thread.tacv2",
    ),
}

Place = tuple[Platform, str, str]


@dataclass(frozen=True, slots=True)
class _Given:
    name: str
    kind: str
    about: str
    facilitators: tuple[str, ...]
    members: tuple[str, ...]
    places: tuple[Place, ...]
    #: How it meets and who may read: what the file says of it, by the column's name.
    ways: Mapping[str, str | int | bool]


async def import_networks(
    source: Source, store: Store, *, trust_name: str | None = None, now: datetime, dry_run: bool = False
) -> Summary:
    """Add networks or bring them up to date, by name; BadFile stores nothing.

    `now` is taken so that every import is called alike.
    """
    sheet = plain_names(read_sheet(source, otherwise="networks.csv"))
    need_columns(sheet, NEEDED)
    trust = await choose(store, trust_name)
    staff = {each.email: each for each in await store.people.everyone(trust.id)}
    problems = Problems(sheet.file)
    given: list[_Given] = []
    names: dict[str, int] = {}
    places: dict[Place, int] = {}
    for row in sheet.rows:
        cells = Cells(row, problems)
        each = _read(cells, staff)
        given.append(each)
        if each.name and each.name.casefold() in names:
            cells.wrong(f"network {shown(each.name)} is in row {names[each.name.casefold()]} already")
        names.setdefault(each.name.casefold(), row.number)
        for place in each.places:
            if place in places:
                cells.wrong(f"the channel {shown(place[2])} is in row {places[place]} already")
            elif not await _may_have(place, trust, store):
                cells.wrong(f"the channel {shown(place[2])} belongs to another trust")
            places.setdefault(place, row.number)
    problems.settle()
    summary = Summary(sheet.file, "networks", notes=not_read(sheet, COLUMNS), dry_run=dry_run)
    return await _keep(given, trust, staff, store, summary)


def _read(cells: Cells, staff: dict[str, Person]) -> _Given:
    leads, members = cells.emails("facilitators"), cells.emails("members")
    for column, emails in (("facilitators", leads), ("members", members)):
        for email in emails:
            if "@" in email and email not in staff:
                cells.wrong(f"{column}: {shown(email)} is not in this trust's staff list")
    places: list[Place] = []
    for column, (platform, form, example) in CHANNELS.items():
        cell = cells.raw(column)
        match = form.fullmatch(cell)
        if match:
            places.append((platform, match[1], match[2]))
        elif cell:
            cells.wrong(f"{column} {shown(cell)} is not a channel (write {example})")
    name = cells.free_text("network", NAME_LIMIT, needed=True, several_lines=False)
    kind, about = cells.text("kind", KIND_LIMIT), cells.free_text("about", ABOUT_LIMIT)
    return _Given(name, kind, about, leads, members, tuple(places), _ways(cells))


def _ways(cells: Cells) -> dict[str, str | int | bool]:
    rhythm = cells.text("rhythm", KIND_LIMIT).lower().replace(" ", "-")
    if rhythm and rhythm not in list(Rhythm):
        cells.wrong(f"rhythm {shown(cells.raw('rhythm'))} is neither termly nor half-termly")
    given = {
        "rhythm": rhythm or None,
        "minutes": cells.whole("minutes", SHORTEST, LONGEST),
        "virtual": cells.yes_or_no("virtual"),
        "open": cells.yes_or_no("open"),
    }
    return {name: value for name, value in given.items() if value is not None}


async def _may_have(place: Place, trust: Trust, store: Store) -> bool:
    """Neither the channel nor its workspace may belong to somebody else's trust."""
    platform, workspace, channel = place
    taken = await store.networks.at(platform, workspace, channel)
    installed = await store.installations.find(platform, workspace)
    owner = installed.trust if installed else None
    return (taken is None or taken.trust == trust.id) and owner in (None, trust.id)


# ------------------------------------------------------------------ into the database


async def _keep(
    given: list[_Given], trust: Trust, staff: dict[str, Person], store: Store, summary: Summary
) -> Summary:
    stored = {each.name.casefold(): each for each in await store.networks.everyone(trust.id)}
    leads = await store.networks.belonging(trust.id)
    new = changed = 0
    for each in given:
        there = stored.get(each.name.casefold())
        different = there is None or await _differs(each, there, trust, staff, leads, store)
        new += there is None
        changed += there is not None and different
        if different and not summary.dry_run:
            await _bring_up_to_date(each, there, trust, staff, store)
    return replace(summary, new=new, changed=changed, unchanged=len(given) - new - changed)


async def _differs(
    given: _Given,
    there: Network,
    trust: Trust,
    staff: dict[str, Person],
    leads: dict[tuple[NetworkId, PersonId], bool],
    store: Store,
) -> bool:
    """Whether the row says anything that is not so already."""
    if given.kind not in ("", there.kind) or given.about not in ("", there.about):
        return True
    if any(getattr(there, name) != value for name, value in given.ways.items()):
        return True
    if any((there.id, staff[email].id) not in leads for email in given.members):
        return True
    if any(not leads.get((there.id, staff[email].id)) for email in given.facilitators):
        return True
    linked = await store.networks.channels(there.id, trust=trust.id)
    known = {(channel.platform, channel.workspace, channel.channel) for channel, _ in linked}
    return not known.issuperset(given.places)


async def _bring_up_to_date(
    given: _Given, there: Network | None, trust: Trust, staff: dict[str, Person], store: Store
) -> None:
    name = there.name if there else given.name
    id_ = await store.networks.keep(trust.id, name, kind=given.kind, about=given.about)
    if given.ways:
        await store.networks.change(there or Network(id_, trust.id, name), **given.ways)
    await store.networks.enrol(trust.id, ((id_, staff[email].id) for email in given.members))
    for email in given.facilitators:
        await store.networks.join(id_, staff[email], facilitator=True)
    for platform, workspace, channel in given.places:
        await store.networks.link(Channel(id_, trust.id, platform, workspace, channel))
