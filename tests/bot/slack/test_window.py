"""A command that opens a window: it opens within the trigger's three seconds, whatever the database does."""

import asyncio
import time
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy.exc import OperationalError

from bot.door import Envelope
from bot.slack import forms
from handlers.profile import profile
from handlers.talk import Card, Text
from handlers.welcome import welcome
from storage.records import Installation, Platform
from tests.bot.slack.conftest import _workspace
from tests.bot.slack.test_install import CLIENT
from tests.bot.slack.test_listen import command_body
from tests.doors.slack import FORM, open_app
from tests.doors.slack_fake import TEAM, TOKEN

OPENS_S = 1.5  # half of what the trigger lives


@pytest.fixture(autouse=True)
def windows(monkeypatch):
    """These two commands answer in a window, whatever the product's own do."""
    monkeypatch.setattr(profile, "in_window", {"profile"})
    monkeypatch.setattr(welcome, "in_window", {"help"})


@pytest.fixture
async def anywhere(windows, database_url, clock):
    async for each in _workspace(database_url, clock):
        yield each
        assert each.slack.problems == []


@pytest.fixture
async def small(windows, small):
    return small


def database_that(monkeypatch, app, does) -> None:
    """From now on each use of the database begins so."""

    def after(use):
        @asynccontextmanager
        async def used():
            await does()
            async with use() as store:
                yield store

        return used

    for name in ("store", "reading"):
        monkeypatch.setattr(app.database, name, after(getattr(app.database, name)))


async def blocks() -> None:
    await asyncio.sleep(10)


async def is_down() -> None:
    raise OperationalError("SELECT 1", {}, Exception("the server closed the connection"))


async def is_slow() -> None:
    await asyncio.sleep(0.1)


@pytest.mark.parametrize(
    ("does", "shows"),
    [(blocks, "Busy for a moment"), (is_down, "Busy for a moment"), (is_slow, "Hello Ada")],
)
async def test_the_window_opens_in_time_and_then_shows_the_answer_or_that_it_is_busy(
    windows, small, monkeypatch, does, shows
):
    monkeypatch.setattr(forms, "WINDOW_S", 1.0)
    small.app.clock.move_to(small.app.clock.now() + timedelta(hours=2))  # what was kept in memory is old
    database_that(monkeypatch, small.app, does)

    opened = asyncio.Event()
    small.slack.trouble = lambda method: opened.set() if method == "views.open" else None
    async with asyncio.timeout(OPENS_S):
        status, answer = await small.driver.post(command_body(small, "help"), FORM)
        await opened.wait()
    assert (status, answer) == (200, None)

    await small.app.doors[Platform.SLACK].settle()
    assert small.driver.sees(small.ada)[-1].title == shows
    assert [method for method, _, _ in small.slack.calls] == ["views.open", "views.update"]
    assert "One moment" in str(small.calls("views.open"))


async def test_every_workspaces_token_is_at_hand_from_the_start(windows, small, clock, monkeypatch):
    """A process that has just begun, and a database that is gone before it was ever asked."""
    url = small.app.settings.database_url
    async with open_app(url, clock, **CLIENT) as (app, _), app.database.store() as store:
        token = app.sealing.seal(TOKEN.encode())
        await store.installations.keep(Installation(Platform.SLACK, TEAM, sealed_token=token))

    async with open_app(url, clock, **CLIENT) as (app, driver):
        database_that(monkeypatch, app, is_down)
        user = driver.slack.user("Ada", "ada@school.example").id
        asks = SimpleNamespace(slack=driver.slack, user=user, direct=driver.slack.conversation(user).id)
        await driver.post(command_body(asks, "help"), FORM)
        await app.doors[Platform.SLACK].settle()
        assert "Busy for a moment" in str(driver.slack.views)


async def test_a_window_is_worked_in_button_form_and_outcome(anywhere):
    await anywhere.driver.command(anywhere.ada, "profile")
    shown = anywhere.driver.sees(anywhere.ada)[-1]
    assert shown.title == "Ada Example"
    assert shown.rendered["type"] == "modal"

    await anywhere.driver.presses(anywhere.ada, "Edit")
    await anywhere.driver.fills(anywhere.ada, {"What can you help with?": "oracy"})

    shown = anywhere.driver.sees(anywhere.ada)[-1]
    assert shown.rendered["type"] == "modal"
    assert "oracy" in shown.text
    assert [each.is_open for each in anywhere.slack.views] == [True], "one window, from first to last"


async def test_typed_in_a_direct_message_it_is_an_ordinary_answer(anywhere):
    await anywhere.driver.says(anywhere.ada, "help")
    assert anywhere.driver.sees(anywhere.ada)[-1].title == "Hello Ada"
    assert anywhere.slack.views == []


async def test_words_that_must_not_be_kept_open_no_window(anywhere):
    status, answer = await anywhere.driver.post(
        command_body(anywhere, "help for Jayden Smith in Year 4 who hits others"), FORM
    )
    assert status == 200
    assert "leave pupils out" in answer["text"]
    assert anywhere.slack.views == []


@pytest.mark.parametrize("does", [blocks, is_down])
async def test_words_that_must_not_be_kept_are_stopped_in_time_whatever_the_database_does(
    small, monkeypatch, does
):
    database_that(monkeypatch, small.app, does)
    async with asyncio.timeout(2.5):  # Slack waits three seconds for a command's answer
        status, answer = await small.driver.post(
            command_body(small, "agenda add Jayden Smith in Year 4 who hits others"), FORM
        )
    assert status == 200
    assert "leave pupils out" in answer["text"]


async def test_who_closes_the_window_early_is_told_the_answer_where_they_asked(anywhere, monkeypatch):
    fill = anywhere.app.doors[Platform.SLACK].line.fill

    async def after_it_was_closed(*args) -> None:
        anywhere.slack.views[-1].is_open = False
        await fill(*args)

    monkeypatch.setattr(anywhere.app.doors[Platform.SLACK].line, "fill", after_it_was_closed)
    await anywhere.driver.command(anywhere.ada, "help")
    assert anywhere.driver.sees(anywhere.ada)[-1].title == "Hello Ada"


async def test_a_message_that_may_identify_a_pupil_is_not_taken_over(anywhere):
    """Whoever wrote it; only who picked it is told, and not as if it were theirs."""
    bo = replace(anywhere.ada, email="bo@school.example", name="Bo Sample")
    await anywhere.driver.arrive(bo)
    channel, _ = await anywhere.driver.channel("maths", [anywhere.ada, bo])

    await anywhere.driver.picks(anywhere.ada, "Zebedee Whistlewood in 4B is behind", by=bo, channel=channel)

    assert anywhere.driver.sees(anywhere.ada)[-1].title == "I can't take that message"
    assert "Whistlewood" not in str(anywhere.slack.calls)
    assert anywhere.slack.views == []


@pytest.mark.parametrize(
    ("said", "shown", "then"),
    [
        ("agenda", "No meeting yet", "views.update"),
        ("cycle start oracy", "Start something new", "response_url"),
    ],
)
async def test_a_command_that_asks_for_work_or_for_a_form_opens_a_window(small, said, shown, then):
    """Who closes the form has a button, where they asked, that opens it again."""
    await small.driver.command(small.ada, said)
    assert [each.view["title"]["text"] for each in small.slack.views] == [shown]
    assert [method for method, _, _ in small.slack.calls] == ["views.open", then]


async def test_what_could_not_be_done_is_said_over_the_window_which_stays(small):
    door = small.app.doors[Platform.SLACK]
    view = await door.line.open_loading(TEAM, small.slack.trigger(small.user))
    alive = {"trigger_id": small.slack.trigger(small.user), "opens": time.time() + 3}
    for trigger in (alive, alive | {"opens": 0}):
        address = {"view_id": view, "beside": True} | trigger
        await door.send(Envelope(small.letter(address), Card("Sorry", Text("It is called off."))))

    assert [each.view["title"]["text"] for each in small.slack.views] == ["Brightspot", "Sorry"]
    assert len(small.calls("chat.postMessage")) == 1, "too late for that, it is said in their conversation"
