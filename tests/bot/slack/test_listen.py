"""What Slack sends is kept before it is acknowledged, once, and answered after."""

import json
from urllib.parse import urlencode

import pytest

from bot.intake import Busy
from tests.bot.slack.conftest import _workspace
from tests.doors.slack import APP_ID, FORM, JSON, sign
from tests.doors.slack_fake import BOT, TEAM


def busy(monkeypatch, workspace):
    async def take(*args, **kwargs):
        raise Busy("for the test")

    monkeypatch.setattr(workspace.app.intake, "take", take)
    monkeypatch.setattr(workspace.app.intake, "now", take)


def command_body(workspace, text="help", **given) -> bytes:
    word, _, rest = text.partition(" ")
    fields = {
        "command": f"/{word}", "text": rest, "team_id": TEAM, "user_id": workspace.user,
        "channel_id": workspace.direct, "channel_name": "directmessage", "api_app_id": APP_ID,
        "response_url": workspace.slack.response_url(workspace.direct, workspace.user),
        "trigger_id": workspace.slack.trigger(workspace.user),
    }  # fmt: skip
    return urlencode(fields | given).encode()


async def test_an_event_is_acknowledged_without_a_call_to_slack(workspace):
    rows = await workspace.rows()

    assert await workspace.driver.event(workspace.said("help")) == 200

    assert workspace.slack.calls == []
    assert await workspace.rows() == rows + 2, "the message's own key and the event's id"
    await workspace.driver.settle()
    assert [given["channel"] for given in workspace.calls("chat.postMessage")] == [workspace.direct]


async def test_the_same_event_id_is_answered_once(workspace):
    event = workspace.said("help")
    for _ in range(3):
        assert await workspace.driver.event(event, event_id="Ev0SAME") == 200
    await workspace.driver.settle()

    other = workspace.said("help")
    assert await workspace.driver.event(other, event_id="Ev0SAME") == 200
    await workspace.driver.settle()

    assert len(workspace.calls("chat.postMessage")) == 1


async def test_the_same_message_under_several_event_ids_is_answered_once(workspace):
    event = workspace.said("help")
    for number in range(3):
        assert await workspace.driver.event(event, event_id=f"Ev0OTHER{number}") == 200
    await workspace.driver.settle()

    assert len(workspace.calls("chat.postMessage")) == 1


async def test_a_retry_that_is_the_first_to_arrive_is_answered(workspace):
    """After a restart Slack's retry may be the only delivery: its header alone is no reason to drop it."""
    payload = {"type": "event_callback", "team_id": TEAM, "event_id": "Ev0RETRY", "event": workspace.said()}
    body = json.dumps(payload).encode()
    headers = sign(body) | {"X-Slack-Retry-Num": "2", "X-Slack-Retry-Reason": "http_timeout"}

    assert (await workspace.driver.post(body, JSON, headers))[0] == 200
    await workspace.driver.settle()

    assert len(workspace.calls("chat.postMessage")) == 1


async def test_an_event_is_not_acknowledged_while_the_database_is_down(workspace, monkeypatch):
    busy(monkeypatch, workspace)

    assert await workspace.driver.event(workspace.said()) == 503


async def test_a_command_is_told_to_try_again_while_the_database_is_down(workspace, monkeypatch):
    busy(monkeypatch, workspace)

    status, answer = await workspace.driver.post(command_body(workspace), FORM)

    assert status == 200
    assert answer["response_type"] == "ephemeral"
    assert "try again" in answer["text"]


async def test_a_button_says_try_again_while_the_database_is_down(workspace, monkeypatch):
    await workspace.driver.says(workspace.ada, "networks all")
    await workspace.driver.says(workspace.ada, "privacy")
    busy(monkeypatch, workspace)

    await workspace.driver.presses(workspace.ada, "Show everything")

    assert workspace.driver.sees(workspace.ada)[-1].title == "Busy for a moment"


async def test_a_form_that_cannot_be_kept_now_stays_open_and_says_so(workspace, monkeypatch):
    await workspace.driver.says(workspace.ada, "profile")
    await workspace.driver.presses(workspace.ada, "Edit")
    busy(monkeypatch, workspace)

    await workspace.driver.fills(workspace.ada, {"What can you help with?": "oracy"})

    form = workspace.driver.sees(workspace.ada)[-1]
    assert "try again in a minute" in form.text
    assert "What can you help with?" in form.text


async def test_a_command_says_one_moment_and_that_becomes_the_answer(workspace):
    status, answer = await workspace.driver.post(command_body(workspace), FORM)
    assert (status, answer) == (200, {"response_type": "ephemeral", "text": "One moment…"})
    assert workspace.slack.calls == []
    await workspace.driver.settle()

    await workspace.driver.command(workspace.ada, "/help")

    assert workspace.calls("chat.postMessage") == []
    assert [given["replace_original"] for given in workspace.calls("response_url")] == [True, True]
    seen = workspace.driver.sees(workspace.ada)
    assert seen[-1].title == "Hello Ada"
    assert not any("One moment" in each.text for each in seen)


async def test_a_command_whose_answer_is_a_form_opens_it_and_leaves_a_way_back_to_it(workspace):
    await workspace.driver.command(workspace.ada, "/profile")
    seen = workspace.driver.sees(workspace.ada)
    assert any("Edit" in each.buttons or "Your profile" in each.title for each in seen)


async def test_in_a_channel_a_command_is_answered_for_the_asker_alone(workspace):
    channel, _ = await workspace.driver.channel("maths", [workspace.ada])

    await workspace.driver.command(workspace.ada, "/help", channel=channel)

    assert all(each.only == workspace.user for each in workspace.slack.messages if each.channel == channel)


async def test_a_mention_in_a_thread_is_answered_there_and_for_the_asker_alone(workspace):
    channel, _ = await workspace.driver.channel("maths", [workspace.ada])
    ts = workspace.slack.timestamp()
    mention = {
        "type": "app_mention",
        "user": workspace.user,
        "channel": channel,
        "ts": ts,
        "thread_ts": "1.000001",
    }

    await workspace.driver.event(mention | {"text": f"<@{BOT}> help", "event_ts": ts})
    await workspace.driver.settle()

    (given,) = workspace.calls("chat.postEphemeral")
    assert (given["channel"], given["user"], given["thread_ts"]) == (channel, workspace.user, "1.000001")


@pytest.mark.parametrize(
    "given",
    [
        {"bot_id": "B0OTHER"},
        {"subtype": "message_changed"},
        {"subtype": "message_deleted"},
        {"subtype": "channel_join"},
        {"user": BOT},
        {"user": "USLACKBOT"},
        {"channel_type": "channel", "channel": "C0MATHS"},
        {"type": "reaction_added"},
        {"type": "never_heard_of"},
    ],
)
async def test_what_is_not_said_to_it_is_acknowledged_and_ignored(small, given):
    rows = await small.rows()

    assert await small.driver.event(small.said() | given) == 200

    assert await small.rows() == rows
    await small.driver.settle()
    assert small.slack.calls == []


async def test_words_that_may_name_a_pupil_are_answered_once_and_kept_nowhere(workspace):
    rows = await workspace.rows()
    event = workspace.said("a pupil called Tyler Example in my Y4 class is struggling")
    for _ in range(2):
        assert await workspace.driver.event(event, event_id="Ev0PUPIL") == 200
        await workspace.driver.settle()

    assert len(workspace.calls("chat.postMessage")) == 1
    assert workspace.driver.sees(workspace.ada)[-1].title == "Please leave pupils out of messages here"
    assert await workspace.rows() == rows + 2, "its keys, without a body"


async def test_a_command_that_names_a_pupil_is_answered_in_the_acknowledgement(workspace):
    body = command_body(workspace, "peers for a pupil called Tyler Example in my Y4 class")

    status, answer = await workspace.driver.post(body, FORM)

    assert status == 200
    assert answer["response_type"] == "ephemeral"
    assert "Please leave pupils out" in answer["text"]
    assert "Tyler" not in json.dumps(answer)


async def test_a_safeguarding_answer_is_tried_again_when_slack_stumbles(workspace, monkeypatch):
    troubles = iter(["429:0"])
    workspace.slack.trouble = lambda method: next(troubles, None)
    monkeypatch.setattr("asyncio.sleep", _no_wait)

    await workspace.driver.event(workspace.said("a pupil called Tyler Example in my Y4 class"))
    await workspace.driver.settle()

    assert workspace.driver.sees(workspace.ada)[-1].title == "Please leave pupils out of messages here"


async def _no_wait(seconds: float) -> None:
    return None


async def test_the_home_tab_is_filled_when_it_is_opened(workspace):
    home = await workspace.driver.opens_home(workspace.ada)

    assert home.view["type"] == "home"
    assert home.view["blocks"]


async def test_a_link_button_needs_no_answer(small):
    press = {
        "type": "block_actions", "user": {"id": small.user, "team_id": TEAM}, "team": {"id": TEAM},
        "actions": [{"action_id": "link/2", "action_ts": "1.2"}], "container": {}, "trigger_id": "1.2.3",
    }  # fmt: skip
    rows = await small.rows()

    status, answer = await small.driver.post(urlencode({"payload": json.dumps(press)}).encode(), FORM)

    assert (status, answer) == (200, None)
    assert await small.rows() == rows


async def test_an_answer_is_never_written_to_an_address_that_is_not_slacks(workspace):
    workspace.app.doors["slack"].api._here = False
    body = command_body(workspace, response_url="https://evil.example/collect")

    await workspace.driver.post(body, FORM)
    await workspace.driver.settle()

    assert workspace.calls("response_url") == []
    assert len(workspace.calls("chat.postMessage")) == 1, "the answer went to their own conversation"


async def test_what_stands_in_the_environment_does_not_change_how_bolt_is_used(
    database_url, clock, monkeypatch
):
    """bolt reads SLACK_CLIENT_ID and the others by itself, and would keep installations in files."""
    for name in ("SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET", "SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET"):
        monkeypatch.setenv(name, "from-the-environment")
    async for workspace in _workspace(database_url, clock):
        assert await workspace.driver.event(workspace.said("help")) == 200
        await workspace.driver.settle()
        assert {token for _, _, token in workspace.slack.calls} == {"xoxb-fake-bot"}
