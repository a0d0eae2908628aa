"""What one network of the sample trust has behind and before it: `bot/sample/meetings.yaml`."""

from datetime import datetime
from pathlib import Path
from typing import Any

from handlers.agenda.drafting import begin
from handlers.rules.tables import table
from handlers.talk import LOCAL, Request
from storage.records import AgendaItem, Meeting, Network, Notes, Person, Progress, State, Trust, Wish
from storage.store import Store

Given = dict[str, Any]


async def load_meetings(file: Path, store: Store, *, trust: Trust, now: datetime) -> None:
    """Two meetings held, what is open from them, what waits for the next ones, and their drafts."""
    given: Given = table(file)
    network = next(each for each in await store.networks.everyone(trust.id) if each.name == given["network"])
    staff = {each.email.partition("@")[0]: each for each in await store.people.everyone(trust.id)}
    for held in given["held"]:
        await _held(held, given["place"], network, staff, store)
    for each in given["suggestions"]:
        await store.suggestions.add(
            staff[each["by"]],
            network.id,
            each["text"],
            _moment(each["at"]),
            named=each.get("named", True),
            wish=Wish(each.get("wish", Wish.ITEM)),
        )
    leads = (await store.networks.facilitators(trust.id))[network.id]
    leading = next(each for each in staff.values() if each.id in leads)
    for planned in given["planned"]:
        asked = Request(leading, trust, now)
        await begin(network, _moment(planned), asked, store, place=given["place"])


async def _held(given: Given, place: str, network: Network, staff: dict[str, Person], store: Store) -> None:
    starts = _moment(given["starts"])
    meeting = await store.meetings.plan(
        network.id, starts, trust=network.trust, minutes=network.minutes, place=place
    )
    assert meeting is not None, "a network of this trust"  # noqa: S101  it was found a moment ago
    items = [AgendaItem(minutes, title, detail) for minutes, title, detail in given["items"]]
    await store.agendas.keep(meeting, items)
    await store.attendance.note(
        meeting, {person.id: name in given["there"] for name, person in _expected(given, staff)}, starts
    )
    await store.notes.keep(_notes(given, meeting, staff))
    for each in given["actions"]:
        action = await store.actions.add(meeting, staff[each["who"]], each["what"], each["by"])
        if action is not None and "progress" in each:
            await store.actions.change(action, progress=Progress(each["progress"]))
    await store.meetings.change(
        meeting, state=State.HELD, purpose=given["purpose"], posted_at=starts, wrapped_at=starts
    )


def _expected(given: Given, staff: dict[str, Person]) -> list[tuple[str, Person]]:
    return [(name, staff[name]) for name in (*given["there"], *given["away"])]


def _notes(given: Given, meeting: Meeting, staff: dict[str, Person]) -> Notes:
    return Notes(
        meeting.id,
        meeting.trust,
        given["headline"],
        given["bright_spot"],
        staff[given["contact"]].id,
        given["problem"],
        given["decisions"],
        given["stopping"],
    )


def _moment(local: str) -> datetime:
    """ "2026-09-29T15:45", by the clock where the schools are."""
    return datetime.fromisoformat(local).replace(tzinfo=LOCAL)
