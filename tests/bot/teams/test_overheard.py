"""A link posted in a team's standard channel is heard, and nothing else that anybody says there.

The shapes are made from Microsoft's documentation ("Receive all channel messages with RSC", "Update and
delete messages"); none was recorded from a tenant of ours.
"""

import json
from typing import Any

import pytest

from bot.teams import read
from handlers.library import library
from handlers.rules import links
from handlers.talk import Card, Fate, Heard, Note, Reply
from storage.records import Channel, Platform
from storage.tables import inbox
from tests.bot.teams.conftest import member
from tests.doors.microsoft import BOT, TENANT
from tests.doors.teams import Driver
from tests.doors.teams_written import posted

URL = "https://www.ncetm.org.uk/fractions"
LINK = f'<p>see <a href="{URL}?a=1&amp;b=2" title="x">Fractions</a></p>'
QUOTED = (
    f'<blockquote itemtype="http://schema.skype.com/Reply"><a href="{URL}">old</a></blockquote><p>yes</p>'
)
PUPIL = "For Jake Turner in 4B, who has an EHCP:"
POSTED, CHANGED, REMOVED = Fate


def activity(html: str = "", **given: Any) -> dict[str, Any]:
    """A message of a channel, as a bot is told that may read it."""
    written = {"text": "see Fractions", "attachments": [{"contentType": "text/html", "content": html}]}
    place = {"conversationType": "channel", "id": "19:maths@thread.tacv2;messageid=17", "isGroup": True}
    return {
        "type": "message", "id": "17", "timestamp": "2026-11-20T10:00:00.000Z", "channelId": "msteams",
        "serviceUrl": "https://smba.example/", "from": {"id": "29:ada"}, "recipient": {"id": BOT},
        "conversation": place,
        "channelData": {"tenant": {"id": TENANT}, "channel": {"id": "19:maths@thread.tacv2"}},
    } | (written if html else {}) | given  # fmt: skip


def edited(html: str, event: str = "editMessage") -> dict[str, Any]:
    told = {"tenant": {"id": TENANT}, "channel": {"id": "19:maths@thread.tacv2"}, "eventType": event}
    return activity(html, type="messageUpdate", channelData=told)


def channel(**given: str) -> dict[str, Any]:
    return {"channelData": {"tenant": {"id": TENANT}, "channel": {"id": "19:maths@thread.tacv2"} | given}}


def mentioning(user: str) -> dict[str, Any]:
    return {"entities": [{"type": "mention", "text": "<at>x</at>", "mentioned": {"id": user}}]}


GROUP = {"conversation": {"conversationType": "groupChat", "id": "19:chat@thread.v2", "isGroup": True}}


@pytest.mark.parametrize(
    ("given", "fate", "found"),
    [
        (activity(LINK), POSTED, [f"{URL}?a=1&b=2"]),
        (activity(f"<p>{URL}</p>"), POSTED, [URL]),
        (activity(text=f"see {URL}"), POSTED, [URL]),
        (activity(QUOTED + LINK), POSTED, [f"{URL}?a=1&b=2"]),
        (activity(LINK, **channel(type="standard")), POSTED, [f"{URL}?a=1&b=2"]),
        (activity(LINK, **mentioning("29:bo")), POSTED, [f"{URL}?a=1&b=2"]),
        (activity("<p>see you at ten</p>"), None, []),
        (activity(QUOTED), None, []),
        (activity(text="see you at ten"), None, []),
        (activity(LINK, **channel(type="private")), None, []),
        (activity(LINK, **channel(type="shared")), None, []),
        (activity(LINK, **GROUP), None, []),
        (activity(LINK, **{"from": {"id": BOT}}), None, []),
        (activity(LINK, **{"from": {}}), None, []),
        (activity(LINK, type="messageReaction"), None, []),
        (edited(LINK), CHANGED, [f"{URL}?a=1&b=2"]),
        (edited(LINK, "undeleteMessage"), CHANGED, [f"{URL}?a=1&b=2"]),
        (edited("<p>taken back</p>"), REMOVED, []),
        (edited(LINK) | mentioning(BOT), None, []),
        (edited(LINK) | GROUP, None, []),
        (activity(type="messageDelete"), REMOVED, []),
        (activity(LINK, type="messageDelete"), REMOVED, []),
        (activity(type="messageDelete", **channel(type="private")), None, []),
        (activity(attachments="what"), None, []),
        (activity(attachments=[None, {"contentType": "text/html", "content": 7}]), None, []),
    ],
)  # fmt: skip
def test_only_a_persons_link_in_a_standard_channel_gets_in(given, fate, found):
    incoming = read.incoming(given)
    if fate is None:
        assert incoming is None
        return
    assert incoming is not None
    heard = incoming.what
    assert isinstance(heard, Heard)
    assert heard.what is fate
    assert [each.url for each in links.found(heard.text)] == found
    posting = read.incoming(activity(LINK))
    assert posting is not None
    assert heard.message == posting.what.message, "one message, whatever becomes of it"
    assert (incoming.key == posting.key) == (fate is POSTED)

    kept = read.as_heard(given, heard)
    assert read.incoming(kept) == incoming
    assert "see Fractions" not in json.dumps({**kept, read.HEARD: ""}), "its words stand nowhere else"


@pytest.fixture
def ears(monkeypatch):
    """What the library hears; it answers each with a line."""
    found: list[Heard] = []

    async def hear(request, what, store):
        found.append(what)
        return Reply(Card("Heard", Note(what.what.value)))

    monkeypatch.setattr(library, "ears", [hear])
    return found


async def linked(teams: Driver, ada, name: str = "Maths leads") -> str:
    where, _ = await teams.channel(name, [ada])
    async with teams.app.database.store() as store:
        network = await store.networks.keep(ada.trust, name)
        await store.networks.link(Channel(network, ada.trust, Platform.TEAMS, TENANT, where))
    return where


async def rows(teams: Driver) -> int:
    async with teams.app.database.engine.connect() as connection:
        return len((await connection.execute(inbox.select())).all())


async def test_whoever_posted_it_hears_in_their_own_chat_what_came_of_it_and_where(ears, teams: Driver):
    ada = await member(teams)
    maths = await linked(teams, ada)

    said = await teams.posts(ada, f"good: {URL}", channel=maths)
    said = await teams.edits(said, f"better: {URL}")
    await teams.deletes(said)

    assert [each.what for each in ears] == [POSTED, CHANGED, REMOVED]
    assert len({each.message for each in ears}) == 1
    assert {each.conversation for each in teams.sees(ada)} == {"direct"}
    assert "You posted in Maths leads" in teams.sees(ada)[-1].text


async def test_a_message_that_teams_delivers_again_is_heard_once(ears, teams: Driver):
    ada = await member(teams)
    where = teams.microsoft.conversations[await linked(teams, ada)]
    again = teams.activity(teams.user(ada), where) | posted(f"good: {URL}")
    for _ in range(3):
        assert (await teams.post(again))[0] == 200
    await teams.app.settle()

    assert len(ears) == 1


async def test_what_is_not_for_us_leaves_no_row(ears, teams: Driver):
    ada = await member(teams)
    maths = await linked(teams, ada)
    other, _ = await teams.channel("Not a network's", [ada])
    before = await rows(teams)

    for text, where in [
        (f"good: {URL}", other),
        (f"{PUPIL} {URL}", other),
        (f"{PUPIL} see you at ten", maths),
        ("https://teams.microsoft.com/l/meetup-join/19%3ameeting_x/0, a meeting to join", maths),
    ]:
        await teams.posts(ada, text, channel=where)

    assert await rows(teams) == before
    assert (ears, teams.sees(ada)) == ([], [])


async def test_a_pupils_name_beside_a_link_is_kept_nowhere_and_its_writer_is_told(ears, teams: Driver):
    ada = await member(teams)
    maths = await linked(teams, ada)

    said = await teams.posts(ada, f"{PUPIL} {URL}", channel=maths)
    assert ears == []
    told = teams.sees(ada)[-1]
    assert told.title == "I didn't keep that link"
    assert "You posted in Maths leads" in told.text

    said = await teams.edits(said, f"good: {URL}")
    await teams.edits(said, f"{PUPIL} {URL}")
    assert [each.what for each in ears] == [CHANGED, REMOVED], "what was collected from it goes"
