"""Nothing gets past the guard that Slack did not sign, and nothing malformed ever trips it."""

import gzip
import json
import random
import time
from urllib.parse import urlencode

import pytest

from bot.slack.parse import Malformed, parse
from tests.doors.slack import FORM, JSON, SECRET, sign

WRONG = 2000
MALFORMED = 3000


def event_body(workspace) -> bytes:
    payload = {"type": "event_callback", "team_id": "T0", "event_id": "Ev1", "event": workspace.said()}
    return json.dumps(payload).encode()


def stale(chance: random.Random) -> str:
    return str(int(time.time()) + chance.choice((-1, 1)) * chance.randint(302, 10**6))


def no_number(chance: random.Random) -> str:
    now = int(time.time())
    return chance.choice(("", "soon", "-1", "1e9", "9" * 400, "0x10", f"{now}.5", " ", "NaN", "٣"))


def one_bit(body: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(len(body))
    return body[:place] + bytes([body[place] ^ 1]) + body[place + 1 :]


def without(headers: dict[str, str], name: str) -> dict[str, str]:
    return {each: value for each, value in headers.items() if each != name}


def signature(headers: dict[str, str], value: str) -> dict[str, str]:
    return headers | {"X-Slack-Signature": value}


#: Every way to be wrong: (body, chance) → what is sent, with which headers.
WAYS = (
    lambda body, chance: (body, {}),
    lambda body, chance: (body, without(sign(body), "X-Slack-Signature")),
    lambda body, chance: (body, without(sign(body), "X-Slack-Request-Timestamp")),
    lambda body, chance: (body, signature(sign(body), "v0=" + chance.randbytes(32).hex())),
    lambda body, chance: (body, sign(body, secret=f"another app's {chance.random()}")),
    lambda body, chance: (body, sign(body, timestamp=stale(chance))),
    lambda body, chance: (body, sign(body, timestamp=no_number(chance))),
    lambda body, chance: (one_bit(body, chance), sign(body)),
    lambda body, chance: (
        body,
        signature(sign(body), chance.choice(("", "v0", "v0=", "v1=ab", "é" * 67, "=" * 4000))),
    ),
)


async def test_two_thousand_wrongly_signed_requests_are_all_refused(small):
    """Missing, wrong, another app's, stale, from the future, non-numeric, one byte changed: 401."""
    body, chance = event_body(small), random.Random(7)
    statuses = set()
    for number in range(WRONG):
        sent, headers = WAYS[number % len(WAYS)](body, chance)
        statuses.add((await small.driver.post(sent, JSON, headers))[0])

    assert statuses == {401}
    assert small.slack.calls == []


def good_bodies(workspace) -> list[tuple[dict, str]]:
    """One of each kind that Slack sends, and how it travels."""
    user = {"id": workspace.user, "team_id": "T0"}
    press = {
        "type": "block_actions", "user": user, "team": {"id": "T0"}, "trigger_id": "1.2.3",
        "actions": [{"action_id": "peers.introduce", "value": "{}", "action_ts": "1.2"}],
        "container": {"message_ts": "1.2"}, "channel": {"id": workspace.direct}, "response_url": "https://x",
    }  # fmt: skip
    submission = {
        "type": "view_submission", "user": user, "team": {"id": "T0"}, "trigger_id": "1.2.3",
        "view": {"id": "V1", "callback_id": "profile.edit", "private_metadata": "{}",
                 "state": {"values": {"words": {"words": {"type": "plain_text_input", "value": "x"}}}}},
    }  # fmt: skip
    command = {
        "command": "/help", "team_id": "T0", "user_id": workspace.user, "channel_id": "C1", "text": "",
        "response_url": "https://hooks.slack.com/x", "trigger_id": "1.2.3",
    }  # fmt: skip
    return [
        (json.loads(event_body(workspace)), JSON),
        ({"type": "url_verification", "challenge": "abc"}, JSON),
        (command, FORM),
        (press, "payload"),
        (submission, "payload"),
    ]


#: Fields that each kind must have, as paths into it.
NEEDED = {
    0: ["type", "team_id", "event_id", "event", "event.type", "event.user", "event.channel", "event.ts",
        "event.text"],
    1: ["type", "challenge"],
    2: ["command", "team_id", "user_id", "channel_id", "response_url", "trigger_id"],
    3: ["type", "user", "user.id", "actions", "actions.0", "actions.0.action_id"],
    4: ["type", "user", "view", "view.id", "view.callback_id", "view.state", "view.state.values",
        "view.state.values.words", "view.state.values.words.words"],
}  # fmt: skip
#: What no needed field may be: nothing, and every wrong type.
NOT_THAT = ("missing", None, 7, 1.5, True, [], [[]], {"$": 1}, "", "\ud800", "a b\n\x00", "x" * 50_000)


def packed(payload: object, how: str) -> tuple[bytes, str]:
    if how == JSON:
        return json.dumps(payload).encode(), JSON
    if how == FORM:
        assert isinstance(payload, dict)
        given = {name: each if isinstance(each, str) else json.dumps(each) for name, each in payload.items()}
        return urlencode(given, errors="surrogatepass").encode(), FORM
    return urlencode({"payload": json.dumps(payload)}).encode(), FORM


def spoilt(payload: dict, path: str, value: object) -> dict:
    copy = json.loads(json.dumps(payload))
    *way, last = path.split(".")
    place = copy
    for step in way:
        place = place[int(step) if isinstance(place, list) else step]
    if value == "missing":
        del place[int(last) if isinstance(place, list) else last]
    else:
        place[int(last) if isinstance(place, list) else last] = value
    return copy


NO_OBJECT = ([], 7, None, "text", True, {}, {"type": 3}, {"type": "new"}, {"type": {}}, [[]])


def one_field(payload: dict, how: str, kind: int, chance: random.Random) -> tuple[bytes, str]:
    """One field that must be there is not, or is something else."""
    path, wrong = chance.choice(NEEDED[kind]), chance.choice(NOT_THAT)
    if path in ("event.text", "challenge") and isinstance(wrong, str):
        wrong = "missing"  # any words are words
    if how == FORM and (not isinstance(wrong, str) or path == "response_url"):
        wrong = "missing"
    if path.startswith("view.state.values"):
        wrong = 7
    return packed(spoilt(payload, path, wrong), how)


#: Every way to be malformed: (payload, how it travels, its body, chance) → what is sent and as what.
SPOILERS = (
    lambda payload, how, body, chance: (
        body[: chance.randrange(len(body) // 2)],
        FORM if how != JSON else JSON,
    ),
    lambda payload, how, body, chance: packed(chance.choice(NO_OBJECT), chance.choice((JSON, "payload"))),
    lambda payload, how, body, chance: (
        chance.randbytes(chance.randrange(1, 300)),
        chance.choice((JSON, FORM)),
    ),
    lambda payload, how, body, chance: (body[:9] + b"\xff" + body[9:], JSON if how == JSON else FORM),
    lambda payload, how, body, chance: (b"payload=%FF%FE", FORM),
    lambda payload, how, body, chance: (b"[" * 100_000, JSON),
    lambda payload, how, body, chance: (b"payload=" + b"%5B" * 60_000, FORM),
    lambda payload, how, body, chance: (body, chance.choice(("text/plain", "multipart/form-data", "x/y"))),
    lambda payload, how, body, chance: (b'{"type": NaN}', JSON),
    lambda payload, how, body, chance: (b"payload=" + b"9" * 9000, FORM),
    lambda payload, how, body, chance: (body + b" " * (256 * 1024), JSON if how == JSON else FORM),
    lambda payload, how, body, chance: ("&".join(f"f{each}=x" for each in range(150)).encode(), FORM),
)


def broken(bodies: list[tuple[dict, str]], number: int, chance: random.Random) -> tuple[bytes, str]:
    """A signed body that Slack would never send; half of them with one field wrong."""
    kind = chance.randrange(len(bodies))
    payload, how = bodies[kind]
    if number % 2:
        return one_field(payload, how, kind, chance)
    return SPOILERS[number // 2 % len(SPOILERS)](payload, how, packed(payload, how)[0], chance)


async def test_three_thousand_signed_malformed_bodies_are_all_400_and_leave_nothing(small):
    bodies, chance = good_bodies(small), random.Random(11)
    before = await small.rows()
    accepted = []
    for number in range(MALFORMED):
        body, content_type = broken(bodies, number, chance)
        status, _ = await small.driver.post(body, content_type)
        if status != 400:
            accepted.append((status, content_type, body[:300]))

    assert accepted == []
    assert await small.rows() == before
    assert small.slack.calls == []


async def test_the_unspoilt_bodies_are_accepted(small):
    """Otherwise the test above would prove nothing."""
    for payload, how in good_bodies(small):
        body, content_type = packed(payload, how)
        assert (await small.driver.post(body, content_type))[0] == 200, payload


async def test_a_body_that_is_no_gzip_is_refused(small):
    for body in (b"not gzip", gzip.compress(b"{}" * 500_000)):
        headers = sign(body) | {"Content-Encoding": "gzip", "Connection": "close"}
        status, _ = await small.driver.post(body, JSON, headers)
        assert status in (400, 401)


async def test_slack_checks_the_address_and_gets_its_challenge_back(small):
    body = json.dumps({"type": "url_verification", "challenge": "abc", "token": "unused"}).encode()
    assert await small.driver.post(body, JSON) == (200, {"challenge": "abc"})


async def test_the_signature_is_checked_by_the_worlds_clock_and_not_ours(small):
    """A demonstration may run in September; Slack signs today."""
    body = json.dumps({"type": "url_verification", "challenge": "abc"}).encode()
    stale = str(int(small.app.clock.now().timestamp()))
    assert (await small.driver.post(body, JSON, sign(body, timestamp=stale)))[0] == 401
    assert (await small.driver.post(body, JSON, sign(body, secret=SECRET)))[0] == 200


@pytest.mark.parametrize("text", ["ssl_check=1&token=unused"])
def test_slacks_own_check_of_the_certificate_is_ignored(text):
    assert parse(text.encode(), FORM) == {"type": "ignored"}


def test_what_slack_may_add_one_day_is_no_reason_to_refuse():
    event = {"type": "reaction_added", "anything": [1, {"deep": None}]}
    payload = {"type": "event_callback", "team_id": "T0", "event_id": "Ev1", "event": event, "new": 1}
    assert parse(json.dumps(payload).encode(), JSON)["event"] == {"type": "ignored"}


def test_half_a_character_is_refused_wherever_a_person_may_type():
    with pytest.raises(Malformed):
        parse(rb'{"type": "url_verification", "challenge": "\ud83d"}', JSON)


async def test_a_press_that_names_a_message_and_no_place_for_it_is_answered_all_the_same(small, caplog):
    press, _ = good_bodies(small)[3]
    del press["channel"]
    press["actions"][0]["action_id"] = "profile.hide"
    body, content_type = packed(press, "payload")

    assert (await small.driver.post(body, content_type))[0] == 200
    await small.driver.settle()

    assert "a door failed" not in caplog.text
    assert small.calls("chat.postMessage")
