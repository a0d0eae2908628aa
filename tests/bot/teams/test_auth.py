"""Nobody speaks to Brightspot in Teams' name but Teams, and nobody from another tenant."""

import asyncio
import time
from typing import Any

import jwt
import pytest
from aiohttp import ClientSession
from cryptography.hazmat.primitives import serialization
from multidict import CIMultiDict

from bot.clock import Clock
from bot.settings import Settings, load
from bot.teams.auth import Refused, is_allowed, open_here
from bot.teams.keys import Keys, KeysUnreachable
from bot.teams.tenants import REMEMBERED_S, Tenants
from storage.records import Platform
from tests.bot.teams.conftest import member
from tests.doors.microsoft import ISSUER, TENANT, Microsoft, private_key
from tests.doors.teams import Driver, open_app


def in_s(seconds: int) -> int:
    """So many seconds from now, as a token says it; asked when a test runs, which may be minutes later."""
    return int(time.time()) + seconds


def public_pem(number: int = 1) -> bytes:
    return (
        private_key(number)
        .public_key()
        .public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    )


def by_hand(microsoft: Microsoft, algorithm: str, secret: bytes) -> str:
    """A token as an attacker makes it: PyJWT itself refuses to sign with a public key."""
    import base64
    import hashlib
    import hmac
    import json

    def part(data: dict[str, Any]) -> str:
        return base64.urlsafe_b64encode(json.dumps(data).encode()).rstrip(b"=").decode()

    claims = jwt.decode(microsoft.token(), options={"verify_signature": False})
    signed = f"{part({'alg': algorithm, 'typ': 'JWT', 'kid': 'key-1'})}.{part(claims)}"
    if algorithm.lower() == "none":
        return f"{signed}."
    signature = hmac.new(secret, signed.encode(), hashlib.sha256).digest()
    return f"{signed}.{base64.urlsafe_b64encode(signature).rstrip(b'=').decode()}"


#: What is wrong → (how the token is made, what it is answered with).
WRONG: dict[str, Any] = {
    "no token": (lambda m: None, 401),
    "not a token": (lambda m: "garbage", 401),
    "three dots": (lambda m: "a.b.c", 401),
    "a letter that is not ASCII": (lambda m: m.token()[:-3] + "\u00e9\u00e9\u00e9", 401),
    "signed by somebody else": (lambda m: m.token(key=private_key(9)), 401),
    "one letter changed": (lambda m: m.token()[:-8] + "A" + m.token()[-7:], 401),
    "expired": (lambda m: m.token(exp=in_s(-600)), 401),
    "never expires": (lambda m: m.token(exp=None), 401),
    "expires in words": (lambda m: m.token(exp="tomorrow"), 401),
    "not valid yet": (lambda m: m.token(nbf=in_s(900)), 401),
    "for another app": (lambda m: m.token(aud="99999999-0000-0000-0000-000000000000"), 401),
    "for nobody": (lambda m: m.token(aud=None), 401),
    "from another issuer": (lambda m: m.token(iss="https://sts.windows.net/elsewhere/"), 401),
    "from no issuer": (lambda m: m.token(iss=None), 401),
    "alg none": (lambda m: by_hand(m, "none", b""), 401),
    "alg NonE": (lambda m: by_hand(m, "NonE", b""), 401),
    "HS256 with our public key": (lambda m: by_hand(m, "HS256", public_pem()), 401),
    "HS256 with the app's id": (lambda m: by_hand(m, "HS256", b"00000000-1111"), 401),
    "an unknown key": (lambda m: m.token(key=private_key(9), kid="key-9"), 401),
    "another serviceUrl": (lambda m: m.token(serviceurl="https://smba.trafficmanager.net/amer/"), 403),
    "no serviceUrl": (lambda m: m.token(serviceurl=None), 403),
}


@pytest.mark.parametrize("wrong", WRONG)
async def test_a_wrong_token_opens_nothing(teams: Driver, wrong: str):
    """401 or 403, never 500, and nothing is kept of what it came with."""
    make, status = WRONG[wrong]
    user = teams.microsoft.user("Ada Example", "ada@school.example")
    activity = teams.activity(user, text="who else is tackling mixed-age KS1?")

    assert (await teams.post(activity, token=make(teams.microsoft)))[0] == status

    async with teams.app.database.reading() as store:
        assert await store.inbox.waiting() == 0


@pytest.mark.parametrize("scheme", ["", "Basic ", "bearer", "Bearer  "])
async def test_a_right_token_in_a_wrong_header_opens_nothing(teams: Driver, scheme: str):
    user = teams.microsoft.user("Ada Example", "ada@school.example")
    header = {"Authorization": scheme + ("" if scheme.strip() == "Bearer" else teams.microsoft.token())}
    assert (await teams.post(teams.activity(user), token=None, headers=header))[0] == 401


async def test_a_clock_that_differs_by_a_few_minutes_is_forgiven(teams: Driver):
    ada = await member(teams)
    activity = teams.activity(teams.user(ada), text="help")
    assert (await teams.post(activity, token=teams.microsoft.token(exp=in_s(-120), nbf=in_s(-4000))))[
        0
    ] == 200
    assert (await teams.post(activity, token=teams.microsoft.token(nbf=in_s(120))))[0] == 200


async def test_a_key_that_does_not_vouch_for_teams_opens_nothing(teams: Driver):
    teams.microsoft.endorsements = ["webchat"]
    user = teams.microsoft.user("Ada Example", "ada@school.example")
    assert (await teams.post(teams.activity(user, text="help")))[0] == 403


async def test_another_channel_of_microsofts_is_not_teams(teams: Driver):
    teams.microsoft.endorsements = ["msteams", "webchat"]
    user = teams.microsoft.user("Ada Example", "ada@school.example")
    assert (await teams.post(teams.activity(user, text="help", channelId="webchat")))[0] == 403


@pytest.mark.parametrize("where", ["channelData", "conversation", "both", "nowhere"])
async def test_another_tenant_is_refused(teams: Driver, where: str):
    user = teams.microsoft.user("Ada Example", "ada@school.example")
    activity = teams.activity(user, text="help")
    if where in ("channelData", "both"):
        activity["channelData"]["tenant"]["id"] = "another"
    if where in ("conversation", "both"):
        activity["conversation"]["tenantId"] = "another"
    if where == "nowhere":
        del activity["channelData"], activity["conversation"]["tenantId"]
    assert (await teams.post(activity))[0] == 403


async def test_a_tenant_that_was_connected_to_a_trust_may_speak(teams_anywhere: Driver):
    teams = teams_anywhere
    user = teams.microsoft.user("Ada Example", "ada@school.example")
    activity = teams.activity(user, text="help")
    activity["channelData"]["tenant"]["id"] = activity["conversation"]["tenantId"] = "another"
    async with teams.app.database.store() as store:
        trust = await store.trusts.add("Another Example Trust")
        await store.installations.seen(teams.platform, "another")
    assert (await teams.post(activity))[0] == 403, "seen is not connected"

    async with teams.app.database.store() as store:
        await store.installations.connect(teams.platform, "another", trust=trust.id)
    assert (await teams.post(activity))[0] == 200


async def test_without_a_tenant_of_our_own_only_connected_ones_may_speak(database_url: str, clock: Clock):
    async with open_app(database_url, clock, microsoft_app_tenant_id="") as (app, teams):
        user = teams.microsoft.user("Ada Example", "ada@school.example")
        activity = teams.activity(user, text="help")
        assert (await teams.post(activity))[0] == 403

        async with app.database.store() as store:
            trust = await store.trusts.add("Alder Example Trust")
            await store.installations.connect(Platform.TEAMS, TENANT, trust=trust.id)
        assert (await teams.post(activity))[0] == 200


async def test_a_connected_tenant_is_not_asked_for_with_each_message(database, monkeypatch):
    settings = load(microsoft_app_id="app", microsoft_app_password="secret")
    tenants = Tenants(settings, database)
    async with database.store() as store:
        trust = await store.trusts.add("Alder Example Trust")
        await store.installations.connect(Platform.TEAMS, TENANT, trust=trust.id)
    assert await tenants.served(TENANT)

    async with database.store() as store:
        await store.installations.remove(Platform.TEAMS, TENANT)
    assert await tenants.served(TENANT)
    later = Clock.monotonic() + REMEMBERED_S + 1
    monkeypatch.setattr(Clock, "monotonic", staticmethod(lambda: later))
    assert not await tenants.served(TENANT)


async def test_an_answer_is_never_sent_to_a_host_that_is_not_teams(teams: Driver):
    user = teams.microsoft.user("Ada Example", "ada@school.example")
    evil = "https://smba.trafficmanager.net.evil.example/"
    assert (await teams.post(teams.activity(user, text="help", serviceUrl=evil)))[0] == 403


@pytest.mark.parametrize(
    ("url", "right"),
    [
        ("https://smba.trafficmanager.net/uk/", True),
        ("https://SMBA.trafficmanager.net/uk/", True),
        ("https://smba.trafficmanager.net:443/uk/", True),
        ("https://eu.teams.example.net/", True),
        ("http://smba.trafficmanager.net/uk/", False),
        ("https://smba.trafficmanager.net@evil.example/", False),
        ("https://evil.example\\@smba.trafficmanager.net/", False),
        ("https://smba.trafficmanager.net.evil.example/", False),
        ("https://evilteams.example.net.example/", False),
        ("https://teams.example.net/", False),
        ("https://[::1", False),
        ("//smba.trafficmanager.net/", False),
        ("ftp://smba.trafficmanager.net/", False),
        ("", False),
    ],
)
def test_only_named_hosts_over_https_are_connectors(url: str, right: bool):
    assert is_allowed(url, ("smba.trafficmanager.net", ".teams.example.net")) is right


# ------------------------------------------------------------------ keys that change


async def test_a_key_changed_since_the_start_is_picked_up_at_once(teams: Driver):
    ada = await member(teams)
    activity = teams.activity(teams.user(ada), text="help")
    teams.microsoft.keys = {"key-2": private_key(2)}

    token = teams.microsoft.token(kid="key-2")

    assert (await teams.post(activity, token=token))[0] == 200
    old = teams.microsoft.token(key=private_key(1), kid="key-1")
    assert (await teams.post(teams.activity(teams.user(ada)), token=old))[0] == 401


async def test_invented_key_names_do_not_make_us_ask_microsoft_each_time(teams: Driver):
    user = teams.microsoft.user("Ada Example", "ada@school.example")
    await teams.post(teams.activity(user, text="help"))
    looks = teams.microsoft.key_looks
    for number in range(30):
        token = teams.microsoft.token(key=private_key(9), kid=f"invented-{number}")
        assert (await teams.post(teams.activity(user), token=token))[0] == 401
    assert teams.microsoft.key_looks - looks <= 5


async def test_a_token_for_somebody_else_does_not_make_us_ask_microsoft_at_all(teams: Driver):
    user = teams.microsoft.user("Ada Example", "ada@school.example")
    for number in range(5):
        token = teams.microsoft.token(key=private_key(9), kid=f"invented-{number}", aud="another app")
        assert (await teams.post(teams.activity(user), token=token))[0] == 401
    assert teams.microsoft.key_looks == 0


async def test_many_messages_at_once_fetch_the_keys_once(teams: Driver):
    user = teams.microsoft.user("Ada Example", "ada@school.example")
    answers = await asyncio.gather(*(teams.post(teams.activity(user, type="typing")) for _ in range(20)))
    assert {status for status, _ in answers} == {200}
    assert teams.microsoft.key_looks == 1


async def test_known_keys_still_hold_while_microsofts_server_is_away():
    microsoft, moments = Microsoft(), [0.0]
    await microsoft.start()
    async with ClientSession() as session:
        keys = Keys(microsoft.url("/openid"), lambda: session, lambda: moments[0])
        assert await keys.find("key-1") is not None
        await microsoft.close()
        moments[0] = 25 * 3600.0
        assert await keys.find("key-1") is not None


async def test_without_any_key_teams_is_asked_to_come_again():
    microsoft = Microsoft()
    await microsoft.start()
    url = microsoft.url("/openid")
    await microsoft.close()
    async with ClientSession() as session:
        with pytest.raises(KeysUnreachable):
            await Keys(url, lambda: session).find("key-1")


# ------------------------------------------------------------------ without an app id


def headers(**more: str) -> CIMultiDict[str]:
    return CIMultiDict({"Host": "127.0.0.1:8080", **more})


def test_without_an_app_id_this_machine_may_speak():
    open_here(headers(), "127.0.0.1", Settings())
    open_here(headers(Host="[::1]:8080"), "::1", Settings())


@pytest.mark.parametrize(
    ("given", "remote", "public"),
    [
        ({}, "192.0.2.7", ""),
        ({}, None, ""),
        ({"X-Forwarded-For": "127.0.0.1"}, "127.0.0.1", ""),
        ({"x-forwarded-proto": "https"}, "127.0.0.1", ""),
        ({"Forwarded": "for=127.0.0.1"}, "127.0.0.1", ""),
        ({"Host": "brightspot.example"}, "127.0.0.1", ""),
        ({}, "127.0.0.1", "https://brightspot.example"),
        ({}, "127.0.0.1", "http://127.0.0.1:8080"),
    ],
)
def test_without_an_app_id_nobody_else_may(given: dict[str, str], remote: str | None, public: str):
    with pytest.raises(Refused) as refused:
        open_here(headers(**given), remote, Settings(public_url=public))
    assert refused.value.status == 401


def test_the_issuer_is_the_one_microsoft_documents():
    assert ISSUER == "https://api.botframework.com"
