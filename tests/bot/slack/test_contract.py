"""The fake is strict: a call that breaks Slack's documented contract fails the test that made it."""

import pytest

from bot.slack.scopes import SCOPES
from tests.doors.slack_contract import check_call, lint_message, lint_view

ALL = set(SCOPES)
TEXT = {"type": "plain_text", "text": "x"}
MODAL = {"type": "modal", "title": TEXT, "blocks": [{"type": "section", "text": TEXT}]}


def button(**given):
    return {"type": "button", "text": TEXT, "action_id": "a", "value": "{}"} | given


def message(*blocks):
    return {"text": "x", "blocks": list(blocks)}


@pytest.mark.parametrize(
    ("method", "given", "scopes", "complaint"),
    [
        ("chat.delete", {"channel": "C1", "ts": "1.1"}, ALL, "not among the methods"),
        ("chat.postMessage", {"text": "x"}, ALL, "missing argument channel"),
        ("chat.postMessage", {"channel": "D1", "text": "x", "colour": 1}, ALL, "unknown argument colour"),
        ("chat.update", {"channel": "D1", "ts": "1", "text": "x", "client_msg_id": "1"}, ALL, "unknown"),
        ("chat.postMessage", {"channel": "D1", "blocks": []}, ALL, "no top-level text"),
        ("chat.postMessage", {"channel": "D1", "text": "x"}, ALL - {"chat:write"}, "missing scope"),
        ("users.info", {"user": "U1"}, ALL - {"users:read"}, "missing scope"),
        ("chat.postMessage", {"channel": "D1", "text": "x", "metadata": {"a": 1}}, ALL, "invalid_metadata"),
        ("views.open", {"trigger_id": "1", "view": {"type": "modal", "blocks": []}}, ALL, "without a title"),
    ],
)  # fmt: skip
def test_a_call_that_breaks_the_contract_is_noticed(method, given, scopes, complaint):
    assert any(complaint in each for each in check_call(method, given, scopes)), check_call(
        method, given, scopes
    )


@pytest.mark.parametrize("kind", ["im", "mpim", "channel"])
def test_each_kind_of_conversation_needs_its_own_history_scope(kind):
    given = {"channel": "X1"}
    needed = {"im": "im:history", "mpim": "mpim:history", "channel": "channels:history"}[kind]
    assert check_call("conversations.history", given, {needed}, kind) == []
    assert check_call("conversations.history", given, ALL - {needed}, kind) != []


@pytest.mark.parametrize(
    "shown",
    [
        {"text": ""},
        {"text": "x" * 4001},
        {"text": "x <!everyone>"},
        {"text": "x <@U1>"},
        message({"type": "header", "text": {"type": "plain_text", "text": "x" * 151}}),
        message({"type": "header", "text": {"type": "mrkdwn", "text": "x"}}),
        message({"type": "section"}),
        message({"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3001}}),
        message({"type": "section", "text": {"type": "mrkdwn", "text": ""}}),
        message({"type": "section", "text": {"type": "mrkdwn", "text": "<!channel>"}}),
        message({"type": "section", "text": {"type": "mrkdwn", "text": "<javascript:x|y>"}}),
        message({"type": "section", "fields": [TEXT] * 11}),
        message({"type": "section", "fields": [{"type": "plain_text", "text": "x" * 2001}]}),
        message({"type": "section", "text": TEXT, "accesory": button()}),
        message(*[{"type": "section", "text": TEXT}] * 51),
        message(*[{"type": "section", "text": TEXT, "block_id": "same"}] * 2),
        message({"type": "actions", "elements": [button(), button()]}),
        message({"type": "actions", "elements": []}),
        message({"type": "actions", "elements": [button(action_id=f"a{each}") for each in range(26)]}),
        message({"type": "actions", "elements": [button(value="x" * 2001)]}),
        message({"type": "actions", "elements": [button(style="warning")]}),
        message({"type": "actions", "elements": [button(accessibility_label="x" * 76)]}),
        message({"type": "actions", "elements": [button(text={"type": "plain_text", "text": "x" * 76})]}),
        message({"type": "actions", "elements": [button(action_id="x" * 256)]}),
        message({"type": "context", "elements": [TEXT] * 11}),
        message({"type": "picture"}),
        message(*[{"type": "section", "text": {"type": "plain_text", "text": "x" * 3000}}] * 5),
    ],
)  # fmt: skip
def test_a_message_over_a_limit_is_noticed(shown):
    assert lint_message(shown) != []


def field(**element):
    label = {"label": TEXT, "element": {"action_id": "a"} | element}
    return MODAL | {"submit": TEXT, "blocks": [{"type": "input", "block_id": "a"} | label]}


OPTION = {"text": TEXT, "value": "1"}


@pytest.mark.parametrize(
    "view",
    [
        MODAL | {"title": {"type": "plain_text", "text": "x" * 25}},
        MODAL | {"blocks": []},
        MODAL | {"blocks": [{"type": "section", "text": TEXT}] * 101},
        MODAL | {"private_metadata": "x" * 3001},
        MODAL | {"colour": "red"},
        {name: value for name, value in field(type="plain_text_input").items() if name != "submit"},
        field(type="plain_text_input", max_length=3001),
        field(type="plain_text_input", max_length=3, initial_value="four"),
        field(type="static_select", options=[]),
        field(type="static_select", options=[OPTION] * 101),
        field(type="radio_buttons", options=[OPTION] * 11),
        field(type="static_select", options=[{"text": TEXT, "value": "x" * 151}]),
        field(type="static_select", options=[OPTION | {"text": {"type": "plain_text", "text": "x" * 76}}]),
        field(type="static_select", options=[OPTION], initial_option={"text": TEXT, "value": "2"}),
        field(type="slider"),
        {"type": "panel", "blocks": MODAL["blocks"]},
    ],
)  # fmt: skip
def test_a_view_over_a_limit_is_noticed(view):
    assert lint_view(view) != []


def test_good_ones_raise_no_false_alarm():
    assert lint_view(MODAL) == []
    assert lint_view(field(type="plain_text_input", max_length=10)) == []
    assert lint_message(message({"type": "actions", "elements": [button()]})) == []
    assert (
        lint_message(
            message({"type": "section", "text": {"type": "mrkdwn", "text": "<mailto:a@b.example|a>"}})
        )
        == []
    )


async def test_the_fake_refuses_a_wrong_token(small):
    from bot.door import Never

    with pytest.raises(Never):
        await small.app.doors["slack"].api.call("users.info", {"user": small.user}, "xoxb-wrong")
    assert small.slack.problems == ["users.info: wrong token"]
