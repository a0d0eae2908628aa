"""What comes in: kept before it is acknowledged, answered once, and nothing outside makes it fall over."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.teams import listen
from handlers import house
from handlers.rules.safeguarding import check
from storage.letterbox import Busy
from storage.records import Platform
from tests.bot.teams.conftest import member
from tests.doors.microsoft import BOT
from tests.doors.teams import Driver


async def waiting(teams: Driver) -> int:
    async with teams.app.database.reading() as store:
        return await store.inbox.waiting()


def signed(teams: Driver, kind: str = "application/json") -> dict[str, str]:
    return {"Authorization": f"Bearer {teams.microsoft.token()}", "Content-Type": kind}


# ------------------------------------------------------------------ malformed


@pytest.mark.parametrize(
    "body",
    [
        b"", b"{", b"null", b"[]", b"1", b'"text"', b"{}", b'{"type": null}', b'{"type": 1}', b'{"type": ""}',
        b"\xff\xfe", b"[" * 100_000, b'{"a":' * 50_000, b'{"type": "message"', b"1" * 5000,
    ],
)  # fmt: skip
async def test_what_is_not_an_activity_is_a_bad_request(teams: Driver, body: bytes):
    assert await teams.post_raw(body, signed(teams)) == 400


async def test_what_cannot_be_unpacked_is_a_bad_request(teams: Driver):
    assert await teams.post_raw(b"not packed", signed(teams) | {"Content-Encoding": "gzip"}) == 400


async def test_a_body_that_never_ends_is_not_waited_for(teams: Driver, monkeypatch: pytest.MonkeyPatch):
    async def drip() -> AsyncIterator[bytes]:
        yield b"{"
        await asyncio.sleep(5)

    monkeypatch.setattr(listen, "BODY_S", 0.1)
    async with asyncio.timeout(3):
        assert await teams.post_raw(drip(), signed(teams)) == 408


async def test_an_activity_nested_as_deep_as_can_be_read_is_never_a_mistake_of_ours(teams: Driver):
    ada = await member(teams)
    activity = teams.activity(teams.user(ada), text="help")
    for depth in range(930, 1000, 3):
        activity |= {"id": f"deep-{depth}", "value": json.loads("[" * 9 + "]" * 9)}
        body = json.dumps(activity).replace("[" * 9 + "]" * 9, "[" * depth + "]" * depth).encode()
        token = teams.microsoft.token(serviceurl=activity["serviceUrl"])
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        assert await teams.post_raw(body, headers) in (200, 400)


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "application/xml"])
async def test_another_content_type_is_not_read(teams: Driver, kind: str):
    assert await teams.post_raw(b'{"type": "message"}', signed(teams, kind)) == 415


async def test_a_body_that_is_too_long_is_not_read(teams: Driver):
    body = json.dumps({"type": "message", "text": "x" * 300_000}).encode()
    assert await teams.post_raw(body, signed(teams)) == 413


ODD = [None, 1, True, "text", [], {}, [None], {"id": 1}, {"id": None}, "\ud800", "\x00"]
FIELDS = [
    "id", "from", "conversation", "recipient", "channelData", "entities", "text", "value", "name", "action",
    "membersAdded", "timestamp", "replyToId", "locale",
]  # fmt: skip


@pytest.mark.parametrize("field", FIELDS)
async def test_a_field_of_another_shape_never_breaks_anything(teams: Driver, field: str):
    """Whatever stands where Teams has something else: an answer, and never a 500."""
    user = teams.microsoft.user("Ada Example", "ada@school.example")
    for kind in ("message", "invoke", "conversationUpdate", "installationUpdate"):
        for odd in ODD:
            activity = teams.activity(user, type=kind) | {"text": "help", field: odd}
            if kind == "invoke" and field != "name":
                activity["name"] = "adaptiveCard/action"
            status, _ = await teams.post(activity)
            assert status in (200, 400, 403), (kind, odd, status)
    await teams.app.settle()


# ------------------------------------------------------------------ what is answered, and what is left alone


@pytest.mark.parametrize(
    "given",
    [
        {"type": "somethingNew"},
        {"type": "typing"},
        {"type": "messageReaction", "reactionsAdded": [{"type": "like"}]},
        {"type": "messageUpdate", "text": "edited"},
        {"type": "messageDelete"},
        {"type": "event", "name": "application/vnd.microsoft.readReceipt"},
        {"type": "endOfConversation"},
        {"type": "conversationUpdate", "membersAdded": [{"id": BOT}]},
        {"type": "conversationUpdate", "membersRemoved": [{"id": "29:someone"}]},
        {"type": "conversationUpdate", "channelData": {"eventType": "channelRenamed"}},
        {"type": "installationUpdate", "action": "somethingNew"},
    ],
)
async def test_what_is_not_for_us_is_acknowledged_and_left_alone(teams: Driver, given: dict[str, Any]):
    user = teams.microsoft.user("Ada Example", "ada@school.example")
    activity = teams.activity(user)
    data = {**activity["channelData"], **given.get("channelData", {})}
    assert await teams.post(activity | given | {"channelData": data}) == (200, None)
    assert await waiting(teams) == 0


@pytest.mark.parametrize("name", ["signin/verifyState", "fileConsent/invoke", "somethingNew", ""])
async def test_an_unknown_invoke_is_acknowledged(teams: Driver, name: str):
    user = teams.microsoft.user("Ada Example", "ada@school.example")
    assert await teams.post(teams.activity(user, type="invoke", name=name, value={})) == (200, None)


@pytest.mark.parametrize("value", [{}, {"action": {}}, {"action": {"data": {"do": "press"}}}, {"data": "x"}])
async def test_a_button_that_is_not_ours_is_an_old_card(teams: Driver, value: dict[str, Any]):
    user = teams.microsoft.user("Ada Example", "ada@school.example")
    for name in ("adaptiveCard/action", "task/fetch", "task/submit", "composeExtension/fetchTask"):
        status, answer = await teams.post(teams.activity(user, type="invoke", name=name, value=value))
        assert status == 200
        assert "This card is old" in json.dumps(answer)


async def test_a_message_delivered_again_is_answered_once(teams_anywhere: Driver):
    teams = teams_anywhere
    ada = await member(teams)
    activity = teams.activity(teams.user(ada), text="help")
    for _ in range(3):
        assert (await teams.post(activity))[0] == 200
    await teams.app.settle()
    assert [each.title for each in teams.sees(ada)] == ["Hello Ada"]


async def test_the_same_id_in_another_conversation_is_another_message(teams: Driver):
    ada, jo = await member(teams), await member(teams, "Jo Sample")
    for person in (ada, jo):
        await teams.post(teams.activity(teams.user(person), text="help", id="1"))
    await teams.app.settle()
    assert [each.title for each in teams.sees(ada)] == ["Hello Ada"]
    assert [each.title for each in teams.sees(jo)] == ["Hello Jo"]


async def test_while_the_database_is_away_teams_is_asked_to_come_again(teams: Driver, monkeypatch):
    ada = await member(teams)

    async def away(*_: Any, **__: Any) -> bool:
        raise Busy("away")

    monkeypatch.setattr(teams.app.intake, "take", away)
    monkeypatch.setattr(teams.app.intake, "now", away)
    assert (await teams.post(teams.activity(teams.user(ada), text="help")))[0] == 503
    value = {"action": {"type": "Action.Execute", "data": {"do": "press", "action": "x", "values": {}}}}
    status, answer = await teams.post(
        teams.activity(teams.user(ada), type="invoke", name="adaptiveCard/action", value=value)
    )
    assert status == 200
    assert "busy" in answer["value"]


async def test_a_worry_about_a_pupil_is_answered_and_kept_nowhere(teams: Driver):
    ada = await member(teams)
    words = "Who can help with a pupil called Tyler Example in my Y4 class?"
    assert check(words) is not None

    await teams.says(ada, words)

    assert [each.title for each in teams.sees(ada)] == ["Please leave pupils out of messages here"]
    assert await waiting(teams) == 0


# ------------------------------------------------------------------ groups, channels, people who come and go


async def test_in_a_channel_only_a_mention_is_for_us(teams: Driver):
    ada = await member(teams)
    channel = teams.microsoft.channel("KS1 network", [teams.user(ada)])
    assert (await teams.post(teams.activity(teams.user(ada), channel, text="lunch?")))[0] == 200
    await teams.app.settle()
    assert teams.sees(ada) == []

    await teams.says(ada, "help", channel=channel.id)

    [answer] = teams.sees(ada)
    assert answer.conversation == "direct"
    assert "You asked in KS1 network (Alder network team)" in answer.text


@pytest.mark.parametrize(
    ("text", "understood"),
    [
        ("<at>Brightspot</at> help", True),
        ("help <at>Brightspot</at>&nbsp;", True),
        ("<at>Brightspot</at>\xa0help\n", True),
    ],
)
async def test_the_mention_is_not_part_of_the_question(teams: Driver, text: str, understood: bool):
    ada = await member(teams)
    channel = teams.microsoft.channel("KS1 network", [teams.user(ada)])
    activity = teams.activity(teams.user(ada), channel, text=text)
    activity["entities"] = [
        {"type": "mention", "text": "<at>Brightspot</at>", "mentioned": {"id": BOT, "name": "Brightspot"}}
    ]
    await teams.post(activity)
    await teams.app.settle()
    assert (teams.sees(ada)[-1].title == "Hello Ada") is understood


async def test_adding_the_app_brings_one_welcome(teams_anywhere: Driver):
    """Teams tells of it twice: that the app was added, and that the bot joined the chat."""
    teams = teams_anywhere
    ada = await member(teams)
    user = teams.user(ada)
    added = teams.activity(user, type="installationUpdate", action="add")
    joined = teams.activity(user, type="conversationUpdate", membersAdded=[{"id": BOT}, {"id": user.id}])
    for activity in (added, joined, added):
        assert (await teams.post(activity))[0] == 200
    await teams.app.settle()
    assert [each.title for each in teams.sees(ada)] == ["Welcome, Ada"]


async def test_adding_it_to_a_team_brings_one_post_that_names_who_added_it(teams: Driver):
    ada, jo = await member(teams), await member(teams, "Jo Sample")
    channel = teams.microsoft.channel("General", [teams.user(ada), teams.user(jo)])
    activity = teams.activity(teams.user(ada), channel, type="installationUpdate", action="add")
    activity["conversation"]["id"] = channel.id
    await teams.post(activity)
    await teams.app.settle()
    [post] = teams.sees(jo)
    assert post.conversation == f"channel:{channel.id}"
    assert "Ada Example" in post.text
    assert [each.title for each in teams.sees(ada)] == [post.title], "and no message of her own"


async def test_who_removes_the_app_is_written_to_no_more(teams_anywhere: Driver):
    teams = teams_anywhere
    ada = await member(teams)
    removed = teams.activity(teams.user(ada), type="installationUpdate", action="remove")
    assert (await teams.post(removed))[0] == 200
    async with teams.app.database.reading() as store:
        assert await store.accounts.of(ada.id, trust=ada.trust) == ()

    await teams.says(ada, "help")
    assert [each.title for each in teams.sees(ada)] == ["Hello Ada"], "and found again when they come back"


async def test_a_guest_is_nobody_whatever_their_address_says(teams: Driver):
    ada = await member(teams)
    guest = teams.microsoft.user("Somebody Else", ada.email)
    original = guest.member

    def as_guest() -> dict[str, Any]:
        return original() | {"userPrincipalName": "ada_school.example#EXT#@other.example"}

    guest.member = as_guest  # type: ignore[method-assign]
    await teams.post(teams.activity(guest, text="help"))
    await teams.app.settle()
    told = [each.card for each in teams.microsoft.said if each.conversation == f"a:chat-{guest.id}"]
    assert "I can't find you" in json.dumps(told)


async def test_somebody_the_single_look_up_misses_is_found_on_a_page_of_the_roster(teams: Driver):
    people = [teams.microsoft.user(f"Sam {number}", f"sam{number}@school.example") for number in range(5)]
    channel = teams.microsoft.channel("KS1 network", people)
    incoming = teams.app.doors[Platform.TEAMS].read(
        teams.activity(people[4], channel, value={"do": "press", "action": "x", "values": {}})
    )
    assert incoming is not None
    trouble = (404, {"error": {"code": "MemberNotFoundInConversation"}}, {})
    teams.microsoft.troubles = [trouble]
    assert await teams.app.doors[Platform.TEAMS].email_of(incoming.account) == "sam4@school.example"
    assert len(teams.microsoft.calls) == 4, "one member, then three pages of two"
    assert await teams.app.doors[Platform.TEAMS].email_of(incoming.account) == "sam4@school.example"
    assert len(teams.microsoft.calls) == 4, "and remembered"


# ------------------------------------------------------------------ buttons and forms


async def test_a_form_opens_in_a_dialog_and_shows_there_what_it_needs(teams_anywhere: Driver):
    teams = teams_anywhere
    ada = await member(teams)
    await teams.says(ada, "profile")
    await teams.presses(ada, "Edit")
    assert "What are you working on?" in teams.sees(ada)[-1].text

    await teams.fills(ada, {"What are you working on?": "oracy", "Which days do you work?": []})
    again = teams.sees(ada)[-1]
    assert "Please choose at least one day." in again.text
    assert "oracy" in json.dumps(again.rendered), "what was filled in is still there"

    await teams.fills(ada, {"Which days do you work?": ["Monday", "Friday"]})
    async with teams.app.database.reading() as store:
        person = await store.people.find(ada.id, trust=ada.trust)
    assert person is not None
    assert (person.working_on, person.working_days) == ("oracy", (0, 4))


async def test_a_command_beside_the_message_box_opens_the_form(teams: Driver):
    ada = await member(teams)
    activity = teams.activity(
        teams.user(ada), type="invoke", name="composeExtension/fetchTask",
        value={"commandId": "profile", "commandContext": "compose", "context": {"theme": "default"}},
    )  # fmt: skip
    status, answer = await teams.post(activity)
    assert status == 200
    content = answer["task"]["value"]["card"]["content"]
    data = content["actions"][0]["data"] | {
        "in.working_on": "oracy",
        "in.working_days": "0",
        "in.open": "yes",
    }

    status, answer = await teams.post(
        teams.activity(
            teams.user(ada), type="invoke", name="composeExtension/submitAction",
            value={"commandId": "profile", "data": data},
        )
    )  # fmt: skip

    assert status == 200
    assert answer["task"]["type"] == "continue"
    async with teams.app.database.reading() as store:
        person = await store.people.find(ada.id, trust=ada.trust)
    assert person is not None
    assert person.working_on == "oracy"


async def test_a_client_that_only_submits_is_answered_too(teams: Driver):
    """Action.Submit arrives as a message with a value, and is answered by a message."""
    ada = await member(teams)
    data = {"do": "press", "action": "profile.hide", "values": {}}
    await teams.post(teams.activity(teams.user(ada), value=data))
    await teams.app.settle()
    async with teams.app.database.reading() as store:
        person = await store.people.find(ada.id, trust=ada.trust)
    assert person is not None
    assert person.open_to_introductions is False
    assert len(teams.sees(ada)) == 1


async def test_such_a_client_gets_a_form_as_a_card_in_the_chat(teams: Driver):
    ada = await member(teams)
    data = {"do": "open", "action": "profile.edit", "values": {}}
    await teams.post(teams.activity(teams.user(ada), value=data))
    await teams.app.settle()
    assert teams.sees(ada)[-1].title == "Your profile"

    await teams.fills(ada, {"What can you help with?": "oracy"})

    async with teams.app.database.reading() as store:
        person = await store.people.find(ada.id, trust=ada.trust)
    assert person is not None
    assert person.can_help_with == "oracy"


async def test_what_is_filled_in_about_a_pupil_is_kept_nowhere(teams: Driver):
    ada = await member(teams)
    await teams.says(ada, "profile")
    await teams.presses(ada, "Edit")
    await teams.fills(ada, {"What are you working on?": "a pupil called Tyler Example in Y4"})
    shown = teams.sees(ada)[-1]
    assert shown.title == "Your profile", "the form stays open, so that nothing has to be typed again"
    assert house.WITHOUT_PUPILS in shown.text
    async with teams.app.database.reading() as store:
        person = await store.people.find(ada.id, trust=ada.trust)
    assert person is not None
    assert person.working_on == ""
