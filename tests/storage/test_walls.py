"""The walls between trusts: whatever is asked for in one trust's name, nothing of another's comes back.

Every method of every repository is found by looking, and called as trust B with everything of trust A's:
its ids, its names and keys, and its records relabelled as B's. A new method is tried without being listed.
"""

import inspect
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import fields, replace
from datetime import date, datetime, timedelta
from typing import Any, get_type_hints

import pytest
from sqlalchemy.exc import IntegrityError, NoResultFound

from bot.clock import Clock
from storage.dossier import gather
from storage.passes import Pass
from storage.playground import Message
from storage.records import (
    Collecting,
    Did,
    Digest,
    Errand,
    Kind,
    NotRight,
    Outcome,
    Person,
    PersonId,
    Platform,
    Presence,
    RunState,
    School,
    State,
    TrustId,
    Wish,
)
from storage.store import Database, Store
from tests.storage.estate import MARK, Estate, settle
from tests.storage.held import everything_of

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

#: What these give back is what they were given: that alone of A is in it, and nothing more.
GIVES_BACK = {"decisions.add", "enquiries.add", "initiatives.add", "people.in_full", "stops.add"}

#: What the methods that set any column are given.
COLUMNS: Mapping[str, Mapping[str, Any]] = {
    "actions.change": {"text": "taken over"},
    "case_studies.change": {"what": "taken over"},
    "decisions.change": {"reason": "taken over"},
    "enquiries.change": {"question": "taken over"},
    "initiatives.change": {"topic": "taken over"},
    "meetings.change": {"place": "taken over"},
    "networks.change": {"about": "taken over"},
    "participants.change": {"asked": "taken over"},
    "resources.change": {"title": "taken over"},
    "runs.begin": {"goal": "taken over"},
    "runs.record": {"goal": "taken over"},
    "sharings.change": {"purpose": "taken over"},
    "stops.change": {"what": "taken over"},
    "uses.note": {"line": "taken over"},
}


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
        return await settle(store, clock)


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
    if inner and inner[0] == tuple[str, str]:
        return {("stage", "explore"): "taken over"}
    if inner == [str, str]:
        return {"what": "taken over"}
    if inner == [PersonId, bool]:
        return {estate.records[Person].id: True}
    if inner and getattr(hint, "__origin__", None) in (dict, Mapping):
        return {"title": "taken over", "blocks": []}
    if inner and hint.__origin__ is tuple:
        return tuple(said(name, each, estate, clock) for each in inner if each is not ...)
    if inner:
        return [said(name, inner[0], estate, clock)]
    if hint is TrustId:
        return estate.b
    if hint in estate.records:
        return _relabelled(estate.records[hint], estate)
    owner = next((each for each in estate.records if f"{each.__name__}Id" == hint.__name__), None)
    return estate.records[owner].id if owner else _plainly(name, hint, estate, clock)


def _plainly(name: str, hint: type, estate: Estate, clock: Clock) -> Any:
    if issubclass(hint, tuple):  # its values have names
        return hint(*(said(name, each, estate, clock) for each in get_type_hints(hint).values()))
    ago = timedelta(days=400 if name == "since" else -9)
    plain: dict[type, Any] = {
        int: estate.records[Message].id,
        bool: True,
        Platform: Platform.SLACK,
        NotRight: NotRight.ROLE,
        Did: Did.ON,
        Outcome: Outcome.TAKEN,
        RunState: RunState.GOING,
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
    if isinstance(record, tuple):  # its values have names
        return record._replace(trust=estate.b)
    names = {each.name for each in fields(record)}
    return replace(record, trust=estate.b) if "trust" in names else record


# ------------------------------------------------------------------ the walls


class _Undo(Exception):  # noqa: N818  not an error
    """What a method did is not kept: each begins with the same estate."""


async def _leaks(
    name: str, store: Store, estate: Estate, clock: Clock, before: dict[str, list[str]]
) -> list[str]:
    method, told = methods(store)[name], arguments(methods(store)[name], estate, clock)
    answer = None
    # An IntegrityError is the database's own wall; the others say that there is nothing to give back.
    with suppress(IntegrityError, AssertionError, NoResultFound):
        async with store.undoable():
            answer = await method(**told, **COLUMNS.get(name, {}))
    after = await everything_of(store, estate.a)
    given = _marks(told) if name in GIVES_BACK else 0
    shown = [f"{name} shows {answer!r:.200}"] if _marks(answer) > given else []
    return shown + [f"{name} changes {each}" for each in before if before[each] != after[each]]


def _marks(said: object) -> int:
    return repr(said).upper().count(MARK)


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
    assert OVER_THE_WALL.keys() | GIVES_BACK <= set(NAMES)
