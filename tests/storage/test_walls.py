"""The walls between trusts: whatever is asked for in one trust's name, nothing of another's comes back.

Every method of every repository is found by looking, and called as trust B with everything of trust A's:
its ids, its names and keys, and its records relabelled as B's. A new method is tried without being listed.
"""

import inspect
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, timedelta
from typing import Any, get_type_hints

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from bot.clock import Clock
from storage import tables
from storage.dossier import gather
from storage.passes import Pass
from storage.playground import Message, direct
from storage.records import (
    Account,
    AgendaItem,
    Channel,
    Closure,
    Collecting,
    Digest,
    Errand,
    Framework,
    Installation,
    Kind,
    Letter,
    LetterId,
    Naming,
    Notes,
    NotRight,
    Outcome,
    Person,
    PersonId,
    Platform,
    Presence,
    Quality,
    School,
    SchoolId,
    State,
    TermStyle,
    Trust,
    TrustId,
    Why,
    Wish,
)
from storage.store import Database, Store
from tests.storage.held import everything_of

#: In every text of trust A, so that nothing of it can come back unseen.
MARK = "BIRCH"

#: Who may look over the wall, and why. Nothing else is left out.
OVER_THE_WALL: Mapping[str, str] = {
    "trusts.everyone": "whoever runs Brightspot",
    "trusts.find": "the row that is the trust itself, by the id the caller is in",
    "trusts.named": "whoever runs Brightspot",
    "trusts.add": "whoever runs Brightspot",
    "trusts.version": "a number",
    "trusts.library": "a number",
    "trusts.changed": "a number",
    "accounts.find": "leads from a platform's account into its trust",
    "accounts.seen": "an account by its platform's own id",
    "accounts.keep_address": "an account by its platform's own id",
    "accounts.link": "who an account is, decided by its workspace's trust",
    "accounts.unlink": "an account by its platform's own id",
    "networks.at": "by the platform's own id: whose it is, and nothing of theirs",
    "installations.find": "leads from a workspace to its trust",
    "installations.everywhere": "whoever runs Brightspot",
    "installations.keep": "by the platform's own id",
    "installations.seen": "by the platform's own id",
    "installations.rotated": "by the platform's own id",
    "installations.connect": "whoever runs Brightspot",
    "installations.remove": "by the platform's own id",
    "installations.begin": "a secret nobody has twice",
    "installations.finish": "a secret nobody has twice",
    "installations.forget_states": "old secrets, of everyone's",
    "inbox.note": "keys without a trust: it is not known before the delivery is opened",
    "inbox.claim": "deliveries of everyone's, sealed",
    "inbox.handled": "by the lease of its owner",
    "inbox.park": "by the lease of its owner",
    "inbox.release": "by the lease of its owner",
    "inbox.sweep": "old deliveries of everyone's",
    "inbox.stopped": "adds a row without words",
    "inbox.waiting": "a count",
    "outbox.unaddressed": "the postroom works for everyone",
    "outbox.ring": "the postroom works for everyone",
    "networks.with_token": "an address nobody guesses",
    "meetings.with_token": "an address nobody guesses",
    "passes.holder": "a secret nobody guesses",
    "passes.use_up": "a secret nobody guesses",
    "passes.end": "a secret nobody guesses",
    "passes.forget": "old secrets, of everyone's",
    "errands.claim": "work for everyone's pages, without their words",
    "errands.waiting": "a count",
    "hosts.take": "far sides are nobody's: they are asked in turn for every trust",
    "hosts.release": "far sides are nobody's",
    "hosts.robots": "far sides are nobody's",
    "hosts.keep_robots": "far sides are nobody's",
    "hosts.forget": "far sides are nobody's",
    "playground.latest_moment": "the demonstration's clock",
}

#: What the methods that set any column are given.
COLUMNS: Mapping[str, Mapping[str, Any]] = {
    "actions.change": {"text": "taken over"},
    "case_studies.change": {"what": "taken over"},
    "meetings.change": {"place": "taken over"},
    "networks.change": {"about": "taken over"},
    "resources.change": {"title": "taken over"},
    "sharings.change": {"purpose": "taken over"},
    "uses.note": {"line": "taken over"},
}


@dataclass(frozen=True)
class Estate:
    """One of everything that trust A has, by its type; B is the trust that asks for it."""

    a: TrustId
    b: TrustId
    records: Mapping[type, Any]
    #: By the name of the argument, where its type says too little.
    words: Mapping[str, Any]


def methods(store: Store) -> dict[str, Callable[..., Any]]:
    """Every public method of every repository, as "people.find"."""
    return {
        f"{room}.{name}": method
        for room, repository in vars(store).items()
        if type(repository).__module__.startswith("storage.")
        for name, method in inspect.getmembers(repository, inspect.ismethod)
        if not name.startswith("_")
    }


NAMES = sorted(methods(Store(None, {})))  # type: ignore[arg-type]  nothing is asked of it


@pytest.fixture
async def estate(database: Database, clock: Clock) -> Estate:
    async with database.store() as store:
        return await _settle(store, clock)


async def _settle(store: Store, clock: Clock) -> Estate:
    now = clock.now()
    a, b = await store.trusts.add(f"{MARK} Trust"), await store.trusts.add("Alder Trust")
    await store.schools.keep([School(SchoolId(0), a.id, "900001", f"{MARK} School", town=f"{MARK} town")])
    (school,) = await store.schools.everyone(a.id)
    await store.people.keep(
        [_blank(a, f"{who}@{MARK}.example".lower(), f"{MARK} {who}", school=school.id) for who in "xy"]
        + [_blank(b, "bo@alder.example", "Bo")],
        now,
    )
    x, y = await store.people.everyone(a.id)
    network = await store.networks.keep(a.id, f"{MARK} network", about=MARK)
    await store.networks.join(network, x, facilitator=True)
    channel = Channel(network, a.id, Platform.SLACK, "T0BIRCH", "C0BIRCH")
    await store.networks.link(channel, {"channel": MARK})
    account = Account(Platform.SLACK, "T0BIRCH", "U0BIRCH")
    await store.accounts.link(account, x, now, {"channel": MARK})
    closure = Closure(a.id, date(2026, 10, 26), date(2026, 10, 30), f"{MARK} holiday", school.id)
    await store.calendar.replace(a.id, [closure])
    question = await store.questions.ask(x, f"{MARK}?", [y.id], now)
    introduction = await store.introductions.ask(x, y, f"{MARK}?", now)
    standing = await store.standing.keep(
        x, f"{MARK}?", now, now + timedelta(days=365), version=0, told=[y.id]
    )
    callout = await store.callouts.add(x, network, f"{MARK}?", now, named=True)
    suggestion = await store.suggestions.add(x, network, f"{MARK}?", now, named=True)
    meeting = await store.meetings.plan(network, now, trust=a.id, minutes=60, place=MARK)
    assert meeting is not None
    meeting = await store.meetings.change(meeting, post_at=now, purpose=MARK)
    await store.agendas.keep(meeting, [AgendaItem(5, MARK, owner=x.id)])
    await store.agendas.note_version(meeting, x, MARK, now)
    framework = Framework(a.id, network, ((5, MARK, ""),))
    await store.agendas.keep_framework(framework)
    await store.attendance.answer(meeting, x, coming_=True, now=now)
    notes = Notes(meeting.id, a.id, MARK, contact=x.id)
    await store.notes.keep(notes)
    action = await store.actions.add(meeting, x, MARK, now.date())
    quality = Quality(network, a.id, MARK, MARK, x.id, now.date())
    await store.quality.keep(quality)
    style = TermStyle(a.id, school.id, Naming.SIX_TERMS)
    await store.calendar.keep_term_styles(a.id, [style])
    resource = await store.resources.add(a.id, "https://e.example/", "e.example", MARK, Kind.VIDEO, now)
    resource = await store.resources.change(resource, description=MARK, checker_id=x.id)
    sharing = await store.sharings.add(resource, x, now, network=network, purpose=MARK, message="slack:1")
    await store.uses.note(resource, x, helped_at=now, line=MARK)
    use = await store.uses.find(resource.id, x)
    ours: dict[str, Any] = {"trust_id": a.id}
    for table, row in (
        (tables.practices, {"name": MARK}),
        (tables.case_studies, {"resource_id": resource.id, "what": MARK}),
        (tables.digests, {"person_id": x.id, "on": now.date(), "resources": [resource.id]}),
        (tables.passes, {"digest": MARK, "person_id": x.id, "kind": "session", "expires_at": now}),
        (tables.other_addresses, {"resource_id": resource.id, "same_as_digest": MARK}),
        (tables.unwanted, {"message": MARK, "same_as_digest": MARK, "at": now}),
        (tables.errands, {"resource_id": resource.id, "kind": "look", "host": MARK, "due_at": now}),
    ):
        await store.connection.execute(insert(table).values(ours | row))
    found = await store.networks.find(network, trust=a.id)
    assert found is not None
    token = await store.networks.token(found)
    errand = await store.errands.claim("", now, timedelta(minutes=1))
    assert errand is not None
    await store.feedback.note(x, NotRight.ROLE, now, colleague=y.id, question=question.id)
    await store.connection.execute(insert(tables.trust_words).values(trust_id=a.id, word=MARK, means=MARK))
    await store.installations.keep(Installation(Platform.SLACK, "T0BIRCH", a.id, details={"name": MARK}))
    await store.connection.execute(insert(tables.ticks).values(name="follow_up", trust_id=a.id, last_at=now))
    talk = Message(0, "said:1", direct(x.id), now, None, x.id, MARK, {"title": MARK})
    talk = replace(talk, id=await store.playground.keep(talk, trust=a.id))
    await store.playground.saw(x.id, direct(x.id), talk.id, trust=a.id)
    card = {"title": MARK, "blocks": []}
    for key, why in (("greet:1", Why.UNASKED), ("introduce:1", Why.REQUEST)):
        letter = Letter(
            LetterId(0), a.id, key, card, why, Platform.SLACK, {"channel": MARK}, "slack:T0BIRCH", now, x.id
        )
        await store.outbox.add(letter, now)
    letter = await store.outbox.with_key("greet:1", trust=a.id)
    records = (a, school, x, found, channel, account, closure, question, introduction, talk, letter)
    records += (standing, callout, suggestion, meeting, framework, notes, action, quality, style)
    (practice,) = await store.practices.everyone(a.id)
    told = (await store.case_studies.of([resource.id], trust=a.id))[resource.id]
    records += (AgendaItem(5, MARK, owner=x.id), resource, sharing, use, errand, practice, told)
    words = {
        "email": x.email, "name": f"{MARK} network", "key": "greet:1", "conversation": direct(x.id),
        "keys": "greet:1", "conversations": direct(x.id),
        "text": "words", "words": MARK, "refined": "words", "topic": "words",
        "workspace": "T0BIRCH", "channel": "C0BIRCH", "owner": "",
        "host": "e.example",
        "problem": "", "into": "week:1", "bucket": "slack:T0BIRCH", "kind": "", "about": "taken over",
        "token": token, "beginning": "greet:", "place": "taken over", "purpose": "taken over",
        "url": "https://e.example/", "same_as": "e.example", "title": "taken over", "message": "slack:1",
        "edition": "1", "secret": "wrong",
    }  # fmt: skip
    return Estate(a.id, b.id, {type(each): each for each in records}, words)


def _blank(trust: Trust, email: str, name: str, **given: Any) -> Person:
    return Person(PersonId(0), trust.id, email, name, **given)


# ------------------------------------------------------------------ everything of A's, as B would say it


def arguments(method: Callable[..., Any], estate: Estate, clock: Clock) -> dict[str, Any]:
    hints = get_type_hints(method)
    wanted = inspect.signature(method).parameters.values()
    return {
        each.name: said(each.name, hints[each.name], estate, clock)
        for each in wanted
        if each.kind is not inspect.Parameter.VAR_KEYWORD
    }


def said(name: str, hint: Any, estate: Estate, clock: Clock) -> Any:
    """A's ids and words, A's records with B's label; the trust is B."""
    inner = [each for each in getattr(hint, "__args__", ()) if each is not type(None)]
    if inner and type(None) in hint.__args__:
        return said(name, inner[0], estate, clock)
    if inner == [str, str]:
        return {"what": "taken over"}
    if inner == [PersonId, bool]:
        return {estate.records[Person].id: True}
    if inner and getattr(hint, "__origin__", None) in (dict, Mapping):
        return {"title": "taken over", "blocks": []}
    if inner and hint.__origin__ is tuple:
        return tuple(said(name, each, estate, clock) for each in inner)
    if inner:
        return [said(name, inner[0], estate, clock)]
    if hint is TrustId:
        return estate.b
    if hint in estate.records:
        return _relabelled(estate.records[hint], estate)
    owner = next((each for each in estate.records if f"{each.__name__}Id" == hint.__name__), None)
    return estate.records[owner].id if owner else _plainly(name, hint, estate, clock)


def _plainly(name: str, hint: type, estate: Estate, clock: Clock) -> Any:
    ago = timedelta(days=400 if name == "since" else -9)
    plain: dict[type, Any] = {
        int: estate.records[Message].id,
        bool: True,
        Platform: Platform.SLACK,
        NotRight: NotRight.ROLE,
        Outcome: Outcome.TAKEN,
        Wish: Wish.ITEM,
        State: State.POSTED,
        Kind: Kind.VIDEO,
        Collecting: Collecting.OFF,
        Digest: Digest.OFF,
        Pass: Pass.LINK,
        Errand: Errand.LOOK,
        Presence: Presence.GONE,
        timedelta: timedelta(days=1),
        datetime: clock.now() - ago,
        date: (clock.now() - ago).date(),
    }
    return estate.words[name] if hint is str else plain[hint]


def _relabelled(record: Any, estate: Estate) -> Any:
    """The same ids, claimed for B."""
    names = {each.name for each in fields(record)}
    return replace(record, trust=estate.b) if "trust" in names else record


# ------------------------------------------------------------------ the walls


class _Undo(Exception):  # noqa: N818  not an error
    """What a method did is not kept: each begins with the same estate."""


async def _leaks(
    name: str, store: Store, estate: Estate, clock: Clock, before: dict[str, list[str]]
) -> list[str]:
    method = methods(store)[name]
    answer = None
    # An IntegrityError is the database's own wall; an AssertionError says that there is nothing to give back.
    with suppress(IntegrityError, AssertionError):
        async with store.undoable():
            answer = await method(**arguments(method, estate, clock), **COLUMNS.get(name, {}))
    after = await everything_of(store, estate.a)
    shown = [f"{name} shows {answer!r:.200}"] if MARK in repr(answer).upper() else []
    return shown + [f"{name} changes {each}" for each in before if before[each] != after[each]]


async def test_nothing_of_another_trust_is_shown_or_changed_by_any_repository(
    database: Database, estate: Estate, clock: Clock
) -> None:
    """Every method, called as trust B with trust A's ids, finds nothing of A's and leaves A's as it was."""
    leaks: list[str] = []
    async with database.reading() as store:
        before = await everything_of(store, estate.a)
    for name in NAMES:
        if name not in OVER_THE_WALL:
            with suppress(_Undo):
                async with database.store() as store:
                    leaks += await _leaks(name, store, estate, clock, before)
                    raise _Undo
    assert leaks == []


async def test_a_dossier_holds_nothing_of_another_trust(database: Database, estate: Estate) -> None:
    """Even asked for with the id of somebody there."""
    asks = Person(estate.records[Person].id, estate.b, "bo@alder.example", "Bo")
    async with database.reading() as store:
        held = await gather(asks, store)
    assert MARK not in repr(held).upper()


async def test_a_person_put_at_another_trusts_school_does_not_show_its_name(
    database: Database, estate: Estate, clock: Clock
) -> None:
    lost = Person(PersonId(0), estate.b, "lou@alder.example", "Lou", school=estate.records[School].id)
    async with database.store() as store:
        await store.people.keep([lost], clock.now())
        found = await store.people.with_email("lou@alder.example", trust=estate.b)
    assert found is not None
    assert found.school_name == ""


async def test_the_estate_has_something_behind_every_wall(database: Database, estate: Estate) -> None:
    """Otherwise finding nothing would prove nothing."""
    async with database.reading() as store:
        held = await everything_of(store, estate.a)
    assert {name for name, rows in held.items() if not rows} <= {"oauth_states", "stopped"}


def test_only_what_has_a_reason_looks_over_the_wall() -> None:
    assert OVER_THE_WALL.keys() <= set(NAMES)
