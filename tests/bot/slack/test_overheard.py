"""A link posted in a network's public channel is heard, and nothing else that anybody says there."""

import json

import pytest

from bot.slack.parse import parse
from bot.slack.read import read
from handlers.library import library
from handlers.talk import Card, Fate, Heard, Note, Reply
from storage.records import Channel, Collecting, Platform
from tests.doors.slack import JSON
from tests.doors.slack_fake import BOT, TEAM
from tests.doors.slack_written import told

LINK = "<https://www.ncetm.org.uk/fractions?a=1&amp;b=2|Fractions>"
OTHER = "<https://www.gov.uk/guidance>"
PUPIL = "For Jake Turner in 4B, who has an EHCP:"


def event(**given):
    base = {"type": "message", "channel_type": "channel", "channel": "C1", "user": "U1", "ts": "1700.1"}
    return base | {"event_ts": "1700.1"} | given


def message(text, **given):
    return {"type": "message", "user": "U1", "ts": "1700.1", "text": text} | given


def changed(before, now, **given):
    both = {"message": message(now, **given), "previous_message": message(before)}
    return event(subtype="message_changed", ts="1700.9", hidden=True) | both


def deleted(before, **given):
    return event(subtype="message_deleted", ts="1700.9", previous_message=message(before, **given))


def heard(given):
    """What a channel's message comes to: its fate and words, None where it never gets in."""
    payload = parse(json.dumps(told(given, team=TEAM, app="A1", bot=BOT)).encode(), JSON)
    incoming = None if payload["event"]["type"] == "ignored" else read(payload)
    if incoming is None:
        return None
    assert isinstance(incoming.what, Heard)
    assert (incoming.what.message, incoming.account.user) == (f"slack:{TEAM}:C1:1700.1", "U1")
    return incoming.what.what, incoming.what.text


POSTED, CHANGED, REMOVED = Fate


@pytest.mark.parametrize(
    ("given", "comes_to"),
    [
        (event(text=f"see {LINK}"), (POSTED, f"see {LINK}")),
        (event(text=LINK, thread_ts="1699.1"), (POSTED, LINK)),
        (event(text=LINK, thread_ts="1699.1", subtype="thread_broadcast"), (POSTED, LINK)),
        (event(text=LINK, subtype="file_share", files=[{"id": "F1"}]), (POSTED, LINK)),
        (event(text="see you at ten"), None),
        (event(text="ncetm.org.uk, which Slack would have made a link"), None),
        (event(text="<mailto:ada@school.example|Ada>, in <#C1|maths>, <@U2>"), None),
        (event(text="", subtype="file_share", files=[{"id": "F1"}]), None),
        (event(text=f"<@{BOT}> who uses {LINK}?"), None),
        (event(text=LINK, bot_id="B1"), None),
        (event(text=LINK, subtype="bot_message", bot_id="B1"), None),
        (event(text=LINK, subtype="channel_topic"), None),
        (event(text=LINK, subtype="me_message"), None),
        (event(text=LINK, channel_type="group"), None),
        (event(text=LINK, channel_type="mpim"), None),
        (event(text=LINK, channel_type="app_home"), None),
        (changed(LINK, f"better: {LINK}"), (CHANGED, f"better: {LINK}")),
        (changed("soon", LINK), (CHANGED, LINK)),
        (changed(LINK, OTHER, edited={"user": "U1", "ts": "1700.9"}), (CHANGED, OTHER)),
        (changed(LINK, "taken back"), (REMOVED, "")),
        (changed(LINK, LINK, attachments=[{"title": "Fractions"}]), None),
        (changed("soon", "later"), None),
        (changed(LINK, f"{LINK} more", bot_id="B1"), None),
        (changed(LINK, "This message was deleted.", subtype="tombstone", user="USLACKBOT"), (REMOVED, "")),
        (changed("soon", "This message was deleted.", subtype="tombstone", user="USLACKBOT"), None),
        (changed(LINK, f"{LINK} more") | {"channel_type": "group"}, None),
        (event(subtype="message_replied", message=message(LINK)), None),
        (deleted(f"see {LINK}"), (REMOVED, "")),
        (deleted("see you at ten"), None),
        (deleted(LINK, bot_id="B1"), None),
        (deleted(LINK) | {"channel_type": "mpim"}, None),
        (event(subtype="message_deleted", deleted_ts="1700.1"), None),
    ],
)  # fmt: skip
def test_only_a_persons_link_in_a_public_channel_gets_in(given, comes_to):
    assert heard(given) == comes_to


@pytest.fixture
def ears(monkeypatch):
    """What the library hears; it answers each with a line."""
    found = []

    async def hear(request, what, store):
        found.append(what)
        return Reply(Card("Heard", Note(what.what.value)))

    monkeypatch.setattr(library, "ears", [hear])
    return found


async def linked(workspace, collecting=Collecting.AUTO):
    """A channel with Ada in it that is a network's."""
    channel = workspace.slack.conversation(workspace.user, name="maths").id
    async with workspace.app.database.store() as store:
        network = await store.networks.keep(workspace.trust.id, "Maths leads")
        await store.networks.link(Channel(network, workspace.trust.id, Platform.SLACK, TEAM, channel))
        found = await store.networks.find(network, trust=workspace.trust.id)
        await store.networks.collect(found, collecting)
    return channel


async def test_a_link_is_heard_once_and_answered_where_it_was_posted_to_its_writer_alone(ears, workspace):
    channel = await linked(workspace)
    ada = workspace.driver

    said = await ada.posts(workspace.ada, "good: https://www.ncetm.org.uk/a", channel=channel)
    again = event(channel=channel, user=workspace.user, ts=said.id, text="good: <https://www.ncetm.org.uk/a>")
    assert await ada.event(again) == 200, "the same message under another event's id"
    said = await ada.edits(said, "better: https://www.ncetm.org.uk/b")
    await ada.deletes(said)

    assert [each.what for each in ears] == [POSTED, CHANGED, REMOVED]
    assert {each.message for each in ears} == {f"slack:{TEAM}:{channel}:{said.id}"}
    private = workspace.calls("chat.postEphemeral")
    assert [(each["channel"], each["user"]) for each in private] == [(channel, workspace.user)] * 3
    assert not workspace.calls("chat.postMessage", "conversations.open")


async def test_what_is_not_for_us_leaves_no_row(ears, workspace):
    here = workspace.slack.conversation(workspace.user, name="not a network's").id
    maths = await linked(workspace)
    rows = await workspace.rows()

    for text, channel in [
        (f"see {LINK}", here),
        (f"{PUPIL} {LINK}", here),
        ("see you at ten", maths),
        (f"{PUPIL} see you at ten", maths),
        ("<https://zoom.us/j/123456789>, a meeting to join", maths),
    ]:
        ts = workspace.slack.timestamp()
        said = event(channel=channel, user=workspace.user, text=text, ts=ts)
        assert await workspace.driver.event(said) == 200
    await workspace.driver.settle()

    assert await workspace.rows() == rows
    assert (ears, workspace.slack.calls) == ([], [])


async def test_words_without_a_link_never_reach_the_database(small, monkeypatch):
    def nothing():
        raise AssertionError("the database was asked")

    monkeypatch.setattr(small.app.database, "reading", nothing)
    monkeypatch.setattr(small.app.database, "store", nothing)
    assert await small.driver.event(event(text=f"{PUPIL} see you at ten", user=small.user)) == 200


async def test_a_pupils_name_beside_a_link_is_kept_nowhere_and_its_writer_is_told(ears, workspace):
    channel, ada = await linked(workspace), workspace.driver

    said = await ada.posts(workspace.ada, f"{PUPIL} https://www.ncetm.org.uk/a", channel=channel)
    assert ears == []
    (private,) = workspace.calls("chat.postEphemeral")
    assert "I didn't keep that link" in json.dumps(private)

    said = await ada.edits(said, "good: https://www.ncetm.org.uk/a")
    await ada.edits(said, f"{PUPIL} https://www.ncetm.org.uk/a")
    assert [each.what for each in ears] == [CHANGED, REMOVED], "what was collected from it goes"
    assert "Jake" not in json.dumps([each.text for each in ears])


@pytest.mark.parametrize("why", ["off", "opted out", "a stranger"])
async def test_nobody_is_told_about_a_link_that_would_not_have_been_kept(ears, workspace, why):
    channel = await linked(workspace, Collecting.OFF if why == "off" else Collecting.AUTO)
    if why == "opted out":
        async with workspace.app.database.store() as store:
            await store.people.prefer(workspace.ada, collected=False)
    user = workspace.slack.user("Nobody", "nobody@else.example").id if why == "a stranger" else workspace.user

    said = event(channel=channel, user=user, text=f"{PUPIL} {LINK}", ts=workspace.slack.timestamp())
    assert await workspace.driver.event(said) == 200
    await workspace.driver.settle()

    assert ears == []
    assert workspace.calls("chat.postEphemeral", "chat.postMessage") == []


async def test_a_strangers_link_is_passed_over_in_silence(ears, workspace):
    channel = await linked(workspace)
    stranger = workspace.slack.user("Nobody", "nobody@else.example").id

    said = event(channel=channel, user=stranger, text=LINK, ts=workspace.slack.timestamp())
    assert await workspace.driver.event(said) == 200
    await workspace.driver.settle()

    assert ears == []
    assert workspace.calls("chat.postEphemeral", "chat.postMessage") == []


async def test_what_cannot_be_shown_in_the_channel_is_not_said_elsewhere(ears, workspace):
    channel = await linked(workspace)
    workspace.slack.conversations[channel].members.clear()

    await workspace.driver.posts(workspace.ada, "good: https://www.ncetm.org.uk/a", channel=channel)

    assert len(ears) == 1
    assert workspace.calls("chat.postMessage", "conversations.open") == []
