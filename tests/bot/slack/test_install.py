"""Installing, renewing, removing: a state works once, a token is renewed once, and removal is at once."""

import asyncio
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import aiohttp
import pytest

from bot.door import Later, Never
from bot.slack.scopes import SCOPES
from bot.slack.tokens import NotInstalled
from storage.records import Account, Installation, Platform
from tests.bot.slack.conftest import _workspace
from tests.doors.slack_fake import BOT, TEAM

CLIENT = {
    "slack_bot_token": "",
    "slack_client_id": "111.222",
    "slack_client_secret": "a-client-secret",
    "public_url": "https://brightspot.example",
}


@pytest.fixture
async def many(database_url, clock):
    """Installed by OAuth in many workspaces: no token of its own."""
    async for each in _workspace(database_url, clock, **CLIENT):
        yield each
        assert each.slack.problems == []


def granted(**given):
    return {
        "access_token": "xoxb-granted", "token_type": "bot", "scope": ",".join(SCOPES), "bot_user_id": BOT,
        "app_id": "A0BRIGHT1", "team": {"id": TEAM, "name": "Alder"}, "enterprise": None,
        "is_enterprise_install": False,
    } | given  # fmt: skip


async def get(workspace, path: str, **query: str) -> tuple[int, str, str]:
    """(status, Location, text) of a page."""
    url = workspace.driver._server.make_url(path).update_query(query)
    async with aiohttp.ClientSession() as client, client.get(url, allow_redirects=False) as response:
        return response.status, response.headers.get("Location", ""), await response.text()


async def installation(workspace) -> Installation | None:
    async with workspace.app.database.reading() as store:
        return await store.installations.find(Platform.SLACK, TEAM)


def tokens(workspace):
    return workspace.app.doors[Platform.SLACK].tokens


async def begun(workspace) -> str:
    """The state with which somebody was sent to Slack."""
    _, location, _ = await get(workspace, "/slack/install")
    return parse_qs(urlsplit(location).query)["state"][0]


async def test_installing_asks_slack_for_exactly_the_scopes_used(many):
    status, location, _ = await get(many, "/slack/install")

    asked = parse_qs(urlsplit(location).query)
    assert status == 302
    assert urlsplit(location).path == "/oauth/v2/authorize"
    assert asked["scope"] == [",".join(sorted(SCOPES))]
    assert asked["client_id"] == ["111.222"]
    assert asked["redirect_uri"] == ["https://brightspot.example/slack/oauth_redirect"]


async def test_a_code_becomes_a_sealed_token_that_is_used_from_then_on(many):
    many.slack.grants["code1"] = granted()
    status, _, text = await get(many, "/slack/oauth_redirect", state=await begun(many), code="code1")

    kept = await installation(many)
    assert status == 200
    assert "Now tell whoever runs Brightspot" in text
    assert b"xoxb" not in kept.sealed_token
    assert kept.trust is None, "nobody becomes a trust's by being first"
    assert await tokens(many).of(TEAM) == "xoxb-granted"


async def test_a_link_made_for_a_trust_connects_the_workspace_to_it(many):
    state = "a-state-made-by-the-command-line-for-a-trust"
    async with many.app.database.store() as store:
        await store.installations.begin(state, many.app.clock.now() + timedelta(days=7), trust=many.trust.id)
    _, location, _ = await get(many, "/slack/install", state=state)
    assert parse_qs(urlsplit(location).query)["state"] == [state]

    many.slack.grants["code1"] = granted()
    await get(many, "/slack/oauth_redirect", state=state, code="code1")

    assert (await installation(many)).trust == many.trust.id


async def test_a_state_that_is_missing_unknown_used_or_too_old_is_refused(many):
    used, old = await begun(many), await begun(many)
    many.slack.grants |= {f"code{each}": granted() for each in range(9)}
    assert (await get(many, "/slack/oauth_redirect", state=used, code="code0"))[0] == 200

    refused = [
        await get(many, "/slack/oauth_redirect", state=used, code="code1"),
        await get(many, "/slack/oauth_redirect", code="code2"),
        await get(many, "/slack/oauth_redirect", state="x" * 40, code="code3"),
        await get(many, "/slack/oauth_redirect", state="' OR 1=1 --", code="code4"),
    ]
    many.app.clock.move_to(many.app.clock.now() + timedelta(minutes=11))
    refused.append(await get(many, "/slack/oauth_redirect", state=old, code="code5"))

    assert {status for status, _, _ in refused} == {400}
    assert len(many.calls("oauth.v2.access")) == 1


async def test_twenty_at_once_with_one_state_make_one_installation(many):
    state = await begun(many)
    many.slack.grants |= {f"code{each}": granted() for each in range(20)}

    pages = await asyncio.gather(
        *(get(many, "/slack/oauth_redirect", state=state, code=f"code{each}") for each in range(20))
    )

    assert sorted(status for status, _, _ in pages) == [200] + [400] * 19


async def test_who_changes_their_mind_at_slack_changes_nothing(many):
    status, _, text = await get(many, "/slack/oauth_redirect", state=await begun(many), error="access_denied")
    assert status == 200
    assert "Nothing was changed" in text
    assert await installation(many) is None


@pytest.mark.parametrize("trouble", ["502", "drop", "429:3"])
async def test_a_slack_that_stumbles_is_said_plainly(many, trouble):
    many.slack.grants["code1"] = granted()
    state = await begun(many)
    many.slack.trouble = lambda method: trouble
    status, _, text = await get(many, "/slack/oauth_redirect", state=state, code="code1")
    assert status == 502
    assert "did not confirm" in text


async def test_an_installation_everywhere_at_once_is_declined(many):
    many.slack.grants["code1"] = granted(is_enterprise_install=True, team=None)
    status, _, _ = await get(many, "/slack/oauth_redirect", state=await begun(many), code="code1")
    assert status == 400


async def test_the_install_page_is_closed_where_there_is_one_workspace(small):
    assert (await get(small, "/slack/install"))[0] == 404
    assert (await get(small, "/slack/oauth_redirect", state="x" * 40, code="y"))[0] == 400


# ------------------------------------------------------------------ renewing


async def rotating(workspace, *, ends_in: timedelta) -> None:
    given = Installation(
        Platform.SLACK, TEAM, workspace.trust.id, expires_at=workspace.app.clock.now() + ends_in
    )
    await tokens(workspace).keep(given, "xoxe.old", "xoxe-1-refresh")


def renewal():
    return {
        "access_token": "xoxe.new",
        "refresh_token": "xoxe-1-next",
        "expires_in": 43200,
        "token_type": "bot",
    }


async def test_a_token_that_is_ending_is_renewed_once_however_many_ask(many):
    """A refresh token works once: a second use would lock everybody out."""
    await rotating(many, ends_in=timedelta(minutes=5))
    many.slack.grants["xoxe-1-refresh"] = renewal()

    found = await asyncio.gather(*(tokens(many).of(TEAM) for _ in range(10)))

    assert set(found) == {"xoxe.new"}
    assert len(many.calls("oauth.v2.access")) == 1
    assert await tokens(many).of(TEAM) == "xoxe.new"


async def test_a_token_with_hours_to_go_is_left_alone(many):
    await rotating(many, ends_in=timedelta(hours=11))
    assert await tokens(many).of(TEAM) == "xoxe.old"
    assert many.calls("oauth.v2.access") == []


async def test_while_slack_cannot_renew_it_the_old_one_still_serves(many):
    await rotating(many, ends_in=timedelta(minutes=5))
    many.slack.trouble = lambda method: "502"
    assert await tokens(many).of(TEAM) == "xoxe.old"


async def test_a_token_that_ended_and_cannot_be_renewed_is_tried_again_later(many):
    await rotating(many, ends_in=timedelta(minutes=-5))
    many.slack.trouble = lambda method: "502"
    with pytest.raises(Later):
        await tokens(many).of(TEAM)


async def test_a_token_sealed_with_another_key_is_never_sent(many):
    await rotating(many, ends_in=timedelta(hours=5))
    many.app.sealing._cipher = type(many.app.sealing)(b"another key")._cipher
    with pytest.raises(Never):
        await tokens(many).of(TEAM)


# ------------------------------------------------------------------ removing


@pytest.mark.parametrize(
    ("event", "gone"),
    [
        ({"type": "app_uninstalled"}, True),
        ({"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [BOT]}}, True),
        ({"type": "tokens_revoked", "tokens": {"oauth": ["U1"], "bot": []}}, False),
    ],
)
async def test_removal_takes_the_token_and_the_ways_to_write_there(many, event, gone):
    await rotating(many, ends_in=timedelta(hours=11))
    account = Account(Platform.SLACK, TEAM, many.user)
    async with many.app.database.store() as store:
        await store.accounts.link(account, many.ada, many.app.clock.now())

    for _ in range(2):
        assert await many.driver.event(event) == 200

    async with many.app.database.reading() as store:
        assert (await store.accounts.find(account) is None) == gone
    if gone:
        with pytest.raises(NotInstalled):
            await tokens(many).of(TEAM)
        assert (await installation(many)).trust == many.trust.id, "installing again is enough"


async def test_an_unknown_workspace_has_no_token(many):
    with pytest.raises(NotInstalled):
        await tokens(many).of("T0STRANGER")
