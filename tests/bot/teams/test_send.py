"""How a send to Teams can end, and what delivery is told: sent, later, never, or nobody can tell."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer, unused_port
from prometheus_client import REGISTRY

from bot.door import Apart, CannotLook, Door, Envelope, Later, Never, Sent, Unclear
from bot.teams import connector, read
from bot.teams.send import TeamsDoor
from handlers.talk import Card, Text
from storage.records import Account, Channel, Letter, LetterId, NetworkId, Platform, TrustId, Why
from tests.doors.microsoft import BOT, TENANT
from tests.doors.teams import Driver

CARD = Card("Hello", Text("Ada"))


def envelope(address: dict[str, Any], *, edits: str = "", card: Card = CARD) -> Envelope:
    letter = Letter(
        LetterId(1), TrustId(1), "hello", {}, Why.ANSWER, Platform.TEAMS, address, "bucket", datetime.now(UTC)
    )
    return Envelope(letter, card, edits)


@pytest.fixture
def door(teams: Driver) -> TeamsDoor:
    found = teams.app.doors[Platform.TEAMS]
    assert isinstance(found, TeamsDoor)
    return found


@pytest.fixture
def address(teams: Driver) -> dict[str, Any]:
    user = teams.microsoft.user("Ada Example", "ada@school.example")
    return {
        "service_url": teams.microsoft.service_url, "tenant": TENANT, "bot": BOT, "user": user.id,
        "conversation": teams.microsoft.chat(user).id,
    }  # fmt: skip


async def test_a_message_is_sent_and_edited(teams: Driver, door: TeamsDoor, address: dict[str, Any]):
    sent = await door.send(envelope(address))
    edited = await door.send(envelope(address, edits=sent.platform_id, card=Card("Changed")))
    assert edited.platform_id == sent.platform_id
    [said] = teams.microsoft.said
    assert said.card["body"][0]["text"] == "Changed"
    assert teams.microsoft.problems == []


async def test_a_chat_is_created_once_and_its_address_is_told(
    teams: Driver, door: TeamsDoor, address: dict[str, Any]
):
    conversation = address.pop("conversation")
    for _ in range(2):
        sent = await door.send(envelope(address))
        assert sent.address == address | {"conversation": conversation}
    assert [path for _, path in teams.microsoft.calls].count("/amer/v3/conversations") == 1


async def test_where_it_was_asked_stays_out_of_the_address_that_is_kept(
    teams: Driver, door: TeamsDoor, address: dict[str, Any]
):
    asked = address | {"channel": "19:x@thread.tacv2;messageid=1", "asked_in": "KS1", "public": False}
    sent = await door.send(envelope(asked))
    assert sent.address == address
    assert "You asked in KS1" in str(teams.microsoft.said[0].card)


async def test_a_public_answer_stays_in_its_thread(teams: Driver, door: TeamsDoor, address: dict[str, Any]):
    channel = teams.microsoft.channel("KS1", [])
    thread = f"{channel.id};messageid=17"
    await door.send(envelope(address | {"channel": thread, "public": True}))
    assert teams.microsoft.said[0].conversation == thread


async def test_a_networks_channel_is_reached_by_its_tenants_connector(teams: Driver, door: TeamsDoor):
    user = teams.microsoft.user("Ada Example", "ada@school.example")
    made = teams.microsoft.channel("KS1", [user])
    channel = Channel(NetworkId(1), TrustId(1), Platform.TEAMS, TENANT, made.id)
    where, bucket = door.address_in(channel, {})
    door.read(teams.activity(user, text="help"))
    await door.send(envelope(where))
    assert teams.microsoft.said[0].conversation == made.id
    assert bucket == read.bucket(made.id)


def refusal(status: int, code: str = "", retry: str = "") -> tuple[int, dict[str, Any], dict[str, str]]:
    return status, {"error": {"code": code, "message": "words"}}, {"Retry-After": retry} if retry else {}


async def test_being_asked_to_slow_down_is_counted(teams: Driver, door: TeamsDoor, address: dict[str, Any]):
    def counted() -> float:
        return REGISTRY.get_sample_value("rate_limited_total", {"platform": "teams"}) or 0.0

    before = counted()
    for trouble in (refusal(429, "Throttled", "7"), refusal(412)):
        teams.microsoft.troubles = [trouble]
        with pytest.raises(Later):
            await door.send(envelope(address))

    assert counted() == before + 1


@pytest.mark.parametrize(
    ("trouble", "kind", "told"),
    [
        (refusal(429, "Throttled", "7"), Later, 7.0),
        (refusal(429), Later, 5.0),
        (refusal(412, "PreconditionFailed", "2"), Later, 2.0),
        (refusal(429, retry="Mon, 07 Sep 2026 08:00:00 GMT"), Later, 5.0),
        (refusal(429, retry="999999"), Later, 3600.0),
        (refusal(401, "Unauthorized"), Later, 5.0),
        (refusal(500, "ServiceError"), Unclear, None),
        (refusal(502), Unclear, None),
        (refusal(503), Unclear, None),
        (refusal(504), Unclear, None),
        (refusal(403, "BotNotInConversationRoster"), Never, True),
        (refusal(403, "MessageWritesBlocked"), Never, True),
        (refusal(403, "BotDisabledByAdmin"), Never, False),
        (refusal(403), Never, False),
        (refusal(404, "ConversationNotFound"), Never, False),
        (refusal(400, "BadSyntax"), Never, False),
        (refusal(413, "MessageSizeTooBig"), Never, False),
    ],
)
async def test_every_answer_of_teams_means_one_thing(
    teams: Driver, door: TeamsDoor, address: dict[str, Any], trouble: Any, kind: type[Exception], told: Any
):
    teams.microsoft.troubles = [trouble]
    with pytest.raises(kind) as raised:
        await door.send(envelope(address))
    assert trouble[1]["error"]["code"] in str(raised.value)
    assert "words" not in str(raised.value), "what Teams quotes back is not logged"
    if isinstance(raised.value, Later):
        assert raised.value.seconds == told
    if isinstance(raised.value, Never):
        assert raised.value.gone is told
    assert len(teams.microsoft.calls) == 1, "and nothing is tried again by itself"


@pytest.mark.parametrize("status", [500, 502, 503, 504])
async def test_an_edit_whose_outcome_nobody_knows_may_be_repeated(
    teams: Driver, door: TeamsDoor, address: dict[str, Any], status: int
):
    teams.microsoft.troubles = [refusal(status)]
    with pytest.raises(Later):
        await door.send(envelope(address, edits="1700000000001"))


async def test_a_refused_token_is_fetched_anew(teams: Driver, door: TeamsDoor, address: dict[str, Any]):
    await door.send(envelope(address))
    teams.microsoft.troubles = [refusal(401)]
    with pytest.raises(Later):
        await door.send(envelope(address))
    await door.send(envelope(address))
    assert teams.microsoft.tokens_given == 2


async def test_many_sends_at_once_fetch_one_token(teams: Driver, door: TeamsDoor, address: dict[str, Any]):
    await asyncio.gather(*(door.send(envelope(address)) for _ in range(20)))
    assert teams.microsoft.tokens_given == 1
    assert len(teams.microsoft.said) == 20


async def test_no_connection_is_certainly_not_sent(door: TeamsDoor, address: dict[str, Any]):
    address["service_url"] = f"http://127.0.0.1:{unused_port()}/"
    with pytest.raises(Later):
        await door.send(envelope(address))


@pytest.fixture
async def silent() -> AsyncIterator[TestServer]:
    """A connector that takes what it is sent and then says nothing, or hangs up."""

    async def take(request: web.Request) -> web.Response:
        await request.read()
        if request.match_info["kind"] == "hangs-up":
            assert request.transport is not None
            request.transport.close()
        else:
            await asyncio.sleep(2)
        return web.Response()

    app = web.Application()
    app.router.add_route("*", "/{kind}/{tail:.*}", take)
    server = TestServer(app)
    await server.start_server()
    yield server
    await server.close()


@pytest.mark.parametrize("kind", ["silent", "hangs-up"])
async def test_after_the_message_went_out_silence_means_nobody_can_tell(
    door: TeamsDoor, address: dict[str, Any], silent: TestServer, kind: str, monkeypatch
):
    monkeypatch.setattr(connector, "ANSWER_S", 0.5)
    address["service_url"] = str(silent.make_url(f"/{kind}/"))
    with pytest.raises(Unclear):
        await door.send(envelope(address))
    with pytest.raises(Later):
        await door.send(envelope(address, edits="1"))


async def test_our_token_goes_to_no_other_host(teams: Driver, door: TeamsDoor, address: dict[str, Any]):
    address["service_url"] = "https://smba.trafficmanager.net.evil.example/"
    with pytest.raises(Never):
        await door.send(envelope(address))
    assert teams.microsoft.tokens_given == 0


async def test_who_never_wrote_cannot_be_written_to(door: TeamsDoor):
    with pytest.raises(Never):
        door.address_of(Account(Platform.TEAMS, TENANT, "29:nobody"), {})


async def test_teams_has_no_group_chats_for_bots_and_no_looking_up(door: TeamsDoor, address: dict[str, Any]):
    with pytest.raises(Apart):
        door.address_together(())
    with pytest.raises(CannotLook):
        await door.look_up(envelope(address))


async def test_the_door_is_a_door(door: TeamsDoor):
    as_door: Door = door
    assert as_door.pace == ((7, 1.0), (60, 30.0))
    assert as_door.looks is False


async def test_a_login_that_refuses_or_is_away_makes_letters_wait(
    teams: Driver, door: TeamsDoor, address: dict[str, Any], monkeypatch
):
    import tests.doors.microsoft as far

    monkeypatch.setattr(far, "APP_PASSWORD", "changed by an administrator")
    with pytest.raises(Later) as raised:
        await door.send(envelope(address))
    assert raised.value.seconds == 300
    monkeypatch.undo()
    assert isinstance(await door.send(envelope(address)), Sent)
