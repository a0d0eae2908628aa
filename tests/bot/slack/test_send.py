"""Each letter once: what every ending of a send means, and how a message is found again."""

import asyncio
import json
import time

import pytest

from bot.door import Apart, CannotLook, Envelope, Later, Never, Unclear
from bot.slack.api import Api
from handlers.packing import form_to_data
from handlers.talk import Button, Card, Form, Text, TextField
from storage.records import Account, LetterState, Platform
from tests.doors.slack_fake import TEAM, Message

CARD = Card("Hello", Text("Ask me."), Button("Help", "help"))


def door(workspace):
    return workspace.app.doors[Platform.SLACK]


def envelope(workspace, address=None, edits="", **given) -> Envelope:
    return Envelope(workspace.letter(address or {}, CARD, **given), CARD, edits)


def once(*troubles):
    """These troubles, one a call, then none."""
    left = iter(troubles)
    return lambda method: next(left, None)


def posted(workspace) -> list[Message]:
    return [
        each
        for each in workspace.slack.messages
        if "metadata" in each.content and each.content["text"].startswith("Hello\n")
    ]


async def test_a_message_carries_its_key_and_the_same_id_each_time(small):
    for _ in range(2):
        await door(small).send(envelope(small))

    first, second = small.calls("chat.postMessage")
    assert first["metadata"]["event_payload"]["key"] == "test:1"
    assert first["client_msg_id"] == second["client_msg_id"]
    other = await door(small).send(envelope(small, key="test:2"))
    assert other.platform_id
    assert small.calls("chat.postMessage")[2]["client_msg_id"] != first["client_msg_id"]


async def test_the_direct_conversation_is_opened_once_and_remembered(small):
    sent = await door(small).send(envelope(small))
    assert sent.address == {"channel": small.direct}
    address, bucket = door(small).address_of(Account(Platform.SLACK, TEAM, small.user), sent.address)
    small.slack.calls.clear()

    await door(small).send(envelope(small, address))

    assert [method for method, _, _ in small.slack.calls] == ["chat.postMessage"]
    assert bucket == f"slack:{TEAM}:{small.user}"


@pytest.mark.parametrize(
    ("trouble", "ending", "arrived"),
    [
        ("429:7", Later, 0),
        ("429:0.5", Later, 0),
        ("429:soon", Later, 0),
        ("500", Unclear, 0),
        ("502", Unclear, 0),
        ("502 after", Unclear, 1),
        ("drop", Unclear, 0),
        ("drop after", Unclear, 1),
    ],
)
async def test_a_send_that_goes_wrong_is_never_tried_again_by_itself(small, trouble, ending, arrived):
    small.slack.trouble = once(None, trouble)

    with pytest.raises(ending) as told:
        await door(small).send(envelope(small))

    assert len(small.calls("chat.postMessage")) == 1
    assert len(posted(small)) == arrived
    if trouble in ("429:7", "429:0.5"):
        assert told.value.seconds == float(trouble[4:])


async def test_a_send_that_never_reached_slack_may_be_tried_again():
    api = Api("http://127.0.0.1:1/api/")
    with pytest.raises(Later):
        await api.call("chat.postMessage", {"channel": "D1", "text": "x"}, "xoxb-fake-bot")
    await api.close()


@pytest.mark.parametrize("trouble", ["502", "502 after", "drop after"])
async def test_what_may_have_arrived_is_looked_up_and_found_if_it_did(small, trouble):
    small.slack.trouble = once(None, trouble)
    letter = envelope(small)
    with pytest.raises(Unclear):
        await door(small).send(letter)

    found = await door(small).look_up(letter)

    message = posted(small)
    assert (found.platform_id if found else None) == (
        f"{message[0].channel}:{message[0].ts}" if message else None
    )


async def test_it_is_found_behind_five_hundred_others(small):
    letter = envelope(small)
    await door(small).send(letter)
    for number in range(500):
        small.slack.add(
            small.direct, {"text": str(number), "metadata": {"event_type": "x", "event_payload": {}}}
        )

    assert await door(small).look_up(letter) is not None
    assert await door(small).look_up(envelope(small, key="test:other")) is None


async def test_a_conversation_too_long_to_look_through_is_said_to_be_so(small):
    for number in range(1100):
        small.slack.add(small.direct, {"text": str(number)})
    with pytest.raises(CannotLook):
        await door(small).look_up(envelope(small))


async def test_another_letters_key_or_another_trusts_is_not_mistaken_for_it(small):
    await door(small).send(envelope(small, key="test:11"))
    assert await door(small).look_up(envelope(small, key="test:1")) is None
    other = envelope(small, key="test:11", trust=small.trust.id + 1)
    assert await door(small).look_up(other) is None


async def test_when_the_look_up_is_refused_nobody_can_know(small):
    small.slack.tokens["xoxb-fake-bot"] -= {"im:history"}
    with pytest.raises(CannotLook):
        await door(small).look_up(envelope(small))


async def test_when_the_look_up_must_wait_it_is_tried_later_and_not_given_up(small):
    small.slack.trouble = once(None, "429:3")
    with pytest.raises(Later) as told:
        await door(small).look_up(envelope(small))
    assert told.value.seconds == 3


@pytest.mark.parametrize("trouble", [None, "502 after", "drop after"])
async def test_replacing_a_message_is_harmless_twice(small, trouble):
    sent = await door(small).send(envelope(small))
    channel, ts = sent.platform_id.split(":")
    letter = envelope(small, {"channel": channel, "ts": ts}, key="test:2")
    small.slack.trouble = once(trouble)
    for _ in range(2):
        try:
            again = await door(small).send(letter)
        except Later:
            continue

    assert again.platform_id == sent.platform_id
    assert len(posted(small)) == 1


async def test_a_message_that_was_deleted_meanwhile_is_said_anew(small):
    letter = envelope(small, {"channel": small.direct, "ts": "1.000001"})
    assert (await door(small).send(letter)).platform_id != f"{small.direct}:1.000001"
    assert len(posted(small)) == 1


async def test_a_message_for_one_person_alone_cannot_be_looked_up(small):
    channel, _ = await small.driver.channel("maths", [small.ada])
    aside = {"channel": channel, "aside": True, "public": False}
    small.slack.trouble = once("502 after")
    with pytest.raises(Unclear):
        await door(small).send(envelope(small, aside))
    with pytest.raises(CannotLook):
        await door(small).look_up(envelope(small, aside))


async def test_who_left_the_channel_hears_it_directly(small):
    channel, _ = await small.driver.channel("maths", [])
    sent = await door(small).send(envelope(small, {"channel": channel, "aside": True}))
    assert sent.platform_id.startswith(small.direct)


async def test_an_answer_after_the_response_url_ended_goes_to_their_own_conversation(small):
    url = small.slack.response_url("C0ELSEWHERE", small.user)
    for until, uses in ((time.time() - 1, 0), (time.time() + 60, 5)):
        small.slack._answers[url.rpartition("/")[2]][3] = uses
        address = {"response_url": url, "until": until, "channel": "C0ELSEWHERE", "aside": True}
        sent = await door(small).send(envelope(small, address, key=f"test:{uses}"))
        assert sent.platform_id.startswith(small.direct)


async def test_two_colleagues_are_brought_together_in_one_conversation(small):
    jo = small.slack.user("Jo Sample", "jo@school.example")
    accounts = tuple((Account(Platform.SLACK, TEAM, each), {}) for each in (jo.id, small.user))
    address, bucket = door(small).address_together(accounts)
    first = await door(small).send(envelope(small, address | {"user": None}, key="meet"))
    again = await door(small).look_up(envelope(small, address, key="meet"))

    assert again.platform_id == first.platform_id
    where = small.slack.conversations[first.platform_id.split(":")[0]]
    assert (where.kind, set(where.members)) == ("mpim", {jo.id, small.user})
    assert bucket == door(small).address_together(accounts[::-1])[1]


@pytest.mark.parametrize("count", [1, 9])
async def test_one_alone_or_nine_are_no_group(small, count):
    accounts = tuple((Account(Platform.SLACK, TEAM, f"U{each}"), {}) for each in range(count))
    with pytest.raises(Apart):
        door(small).address_together(accounts)


async def test_people_of_two_workspaces_are_told_apart(small):
    accounts = tuple((Account(Platform.SLACK, f"T{each}", f"U{each}"), {}) for each in range(2))
    with pytest.raises(Apart):
        door(small).address_together(accounts)


async def test_a_colleague_who_left_cannot_be_in_a_group_nor_be_written_to(small):
    jo = small.slack.user("Jo Sample", "jo@school.example")
    jo.deleted = True
    with pytest.raises(Apart):
        await door(small).send(envelope(small, {"users": [small.user, jo.id]}))
    with pytest.raises(Never) as told:
        await door(small).send(envelope(small, {"user": jo.id}))
    assert (str(told.value), told.value.gone) == ("user_disabled", True)


@pytest.mark.parametrize(
    ("code", "ending", "gone"),
    [
        ("is_archived", Never, False),
        ("restricted_action", Never, False),
        ("msg_blocks_too_long", Never, False),
        ("something_new", Never, False),
        ("account_inactive", Never, True),
        ("token_revoked", Never, True),
        ("ratelimited", Later, None),
        ("service_unavailable", Later, None),
        ("token_expired", Later, None),
        ("internal_error", Unclear, None),
        ("fatal_error", Unclear, None),
    ],
)
async def test_each_no_of_slacks_has_its_ending(small, monkeypatch, code, ending, gone):
    from tests.doors.slack_fake import SaysNo

    def refuse(given):
        raise SaysNo(code)

    monkeypatch.setattr(small.slack, "_chat_postMessage", refuse)
    with pytest.raises(ending) as told:
        await door(small).send(envelope(small))
    assert getattr(told.value, "gone", None) == gone


async def test_through_delivery_a_letter_that_arrived_unnoticed_is_found_and_not_sent_again(workspace):
    """502 after accepting: the lease ends, the letter is looked up, and there is one message."""
    workspace.app.delivery._lease_s = 0.2
    workspace.app.delivery._post_timeout_s = 0.1
    workspace.slack.trouble = lambda method: next(troubles, None) if method == "chat.postMessage" else None
    troubles = iter(["502 after"])
    await workspace.driver.event(workspace.said("help"))
    for _ in range(40):
        await workspace.driver.settle()
        await asyncio.sleep(0.1)
        if workspace.calls("conversations.history"):
            break

    await workspace.driver.settle()
    assert len(workspace.calls("chat.postMessage")) == 1
    assert len(workspace.calls("conversations.history")) == 1
    async with workspace.app.database.reading() as store:
        letters = await store.outbox.with_key(_key(workspace), trust=workspace.trust.id)
    assert letters is not None
    assert letters.state is LetterState.SENT


def _key(workspace) -> str:
    return json.loads(json.dumps(workspace.calls("chat.postMessage")[0]))["metadata"]["event_payload"]["key"]


async def test_the_email_is_the_one_in_their_profile(small):
    account = Account(Platform.SLACK, TEAM, small.user)
    assert await door(small).email_of(account) == "ada@school.example"
    with pytest.raises(Never):
        await door(small).email_of(Account(Platform.SLACK, TEAM, "U0NOBODY"))


async def test_a_person_without_an_address_has_none(small):
    small.slack.users[small.user].email = ""
    assert await door(small).email_of(Account(Platform.SLACK, TEAM, small.user)) is None


async def test_somebody_of_another_organisation_is_never_taken_for_one_of_ours(small):
    """Whoever runs a Slack workspace can give its people any address, and share a channel with ours."""
    small.slack.users[small.user].team = "T0ELSEWHERE"
    assert await door(small).email_of(Account(Platform.SLACK, TEAM, small.user)) is None


async def test_one_connection_serves_many_calls(small):
    before = small.slack._server.runner.server.requests_count
    for number in range(30):
        await door(small).send(envelope(small, {"channel": small.direct}, key=f"k{number}"))
    assert small.slack._server.runner.server.requests_count >= before + 30
    assert len(small.slack._server.runner.server.connections) <= 2


@pytest.mark.parametrize(
    ("url", "may"),
    [
        ("https://hooks.slack.com/commands/1/2", True),
        ("https://hooks.slack-gov.com/commands/1/2", True),
        ("https://hooks.slack.com.evil.example/x", False),
        ("http://hooks.slack.com/x", False),
        ("https://hooks.slack.com@evil.example/", False),
        ("http://169.254.169.254/latest", False),
        ("http://[::1", False),
        ("", False),
    ],
)
async def test_a_response_url_is_slacks_or_nobodys(small, url, may):
    assert door(small).api.may_answer_at(url) is may


def asked() -> Form:
    save = Button("Save", "profile.edit")
    return Form(
        "Your profile",
        (TextField("help", "Help with"),),
        save,
        Button("Edit", "profile.edit", opens_form=True),
    )


@pytest.mark.parametrize(("late", "opened"), [(0.0, 1), (-1.0, 0)])
async def test_a_command_answered_by_a_form_opens_it_while_its_trigger_lives(small, late, opened):
    """And the card with the button that opens it stays, for who closed it or for whom it came too late."""
    url = small.slack.response_url(small.direct, small.user)
    address = {
        "form": form_to_data(asked()), "trigger_id": small.slack.trigger(small.user),
        "opens": time.time() + 3 * (late or 1),
        "response_url": url, "until": time.time() + 60,
    }  # fmt: skip
    for _ in range(2):
        await door(small).send(envelope(small, address))

    assert len(small.slack.views) == opened
    assert len(small.calls("response_url")) == 2
    assert small.calls("chat.postMessage") == []


async def test_a_button_on_the_home_tab_is_answered_over_it(small):
    address = {"modal": True, "trigger_id": small.slack.trigger(small.user), "opens": time.time() + 3}
    for _ in range(2):
        await door(small).send(envelope(small, address))
    assert [each.view["title"]["text"] for each in small.slack.views] == ["Hello"]
    assert small.calls("chat.postMessage") == []


async def test_a_button_on_the_home_tab_answered_too_late_is_answered_in_their_conversation(small):
    await door(small).send(envelope(small, {"modal": True, "trigger_id": "1", "opens": time.time() - 1}))
    assert small.calls("views.open") == []
    assert len(posted(small)) == 1


async def test_an_open_view_becomes_the_answer_and_a_closed_one_does_not_swallow_it(small):
    view = await door(small).line.open_loading(TEAM, small.slack.trigger(small.user))
    await door(small).send(envelope(small, {"view_id": view}))
    assert small.slack.views[0].view["title"]["text"] == "Hello"
    small.slack.views[0].is_open = False
    await door(small).send(envelope(small, {"view_id": view}))
    assert len(posted(small)) == 1


async def test_a_public_answer_to_a_command_is_for_the_channel_and_one_moment_goes(small):
    channel, _ = await small.driver.channel("maths", [small.ada])
    moment = small.slack.add(channel, {"text": "One moment…"}, only=small.user)
    url = small.slack.response_url(channel, small.user, moment)
    address = {
        "channel": channel,
        "aside": True,
        "public": True,
        "response_url": url,
        "until": time.time() + 60,
    }

    await door(small).send(envelope(small, address))

    assert moment.gone
    assert [each.channel for each in posted(small)] == [channel]
