"""The manifest asks for exactly what the code uses, and Slack would take it."""

import json
import re
from pathlib import Path

import jsonschema

from bot.slack import manifest
from bot.slack.scopes import EVENTS, SCOPES
from handlers.catalogue import CAPABILITIES
from tests.contracts import needed
from tests.doors.slack_contract import FACTS, OF_KIND

FOLDER = Path(manifest.__file__).parent

#: Which kinds of conversation the code speaks to with methods whose scope depends on it.
KINDS = ("im", "mpim")
#: Scopes that a method or an event needs beside its own.
BESIDE = {
    "users.info": {"users:read.email"},
    "member_joined_channel": {"groups:read"},
    "conversations.info": {"channels:read", "groups:read"},
}


def methods_called() -> set[str]:
    """Every Web API method named in the code."""
    named = re.compile(r'"((?:chat|conversations|users|views|oauth|auth|apps|team|files)\.[\w.]+)"')
    code = "".join(each.read_text(encoding="utf-8") for each in FOLDER.glob("*.py"))
    return set(named.findall(code))


def test_the_contract_file_holds_the_methods_used_and_no_other():
    assert methods_called() == FACTS.keys()


def test_the_scopes_are_exactly_those_of_the_calls_and_events():
    used = {"commands"} | {scope for scope in EVENTS.values() if scope}
    for name in (*FACTS, *EVENTS):
        used |= BESIDE.get(name, set())
    for method, facts in FACTS.items():
        by_kind = OF_KIND.get(method)
        if by_kind:
            used |= {by_kind[kind] for kind in KINDS if kind in by_kind}
        else:
            used |= set(facts["scopes"])
    assert used == SCOPES.keys()


def test_the_file_an_administrator_pastes_is_made_from_the_code():
    """After a change: `python -m bot.slack.manifest > bot/slack/manifest.json`."""
    assert (FOLDER / "manifest.json").read_text(encoding="utf-8") == manifest.as_text()


def test_every_command_of_the_catalogue_is_a_slash_command():
    words = {f"/{word}" for capability in CAPABILITIES for word in capability.commands}
    given = manifest.manifest()["features"]["slash_commands"]
    assert {each["command"] for each in given} == words
    assert len(given) == len(words)


def test_it_keeps_slacks_limits_on_its_own_words():
    asked = manifest.manifest("https://brightspot.alder.example")
    shown = asked["display_information"]
    assert len(shown["name"]) <= 35
    assert len(shown["description"]) <= 140
    assert 175 <= len(shown["long_description"]) <= 4000
    assert all(len(each["command"]) <= 32 for each in asked["features"]["slash_commands"])
    assert len(asked["settings"]["event_subscriptions"]["bot_events"]) <= 100
    hosts = re.findall(r"https://([\w.-]+)", json.dumps(asked))
    assert set(hosts) == {"brightspot.alder.example"}


def test_it_validates_against_slacks_published_schema():
    jsonschema.validate(manifest.manifest(), needed("slack_manifest.schema.json"))


def test_the_administrators_page_names_every_scope():
    page = (Path(__file__).parents[3] / "docs" / "slack.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`([a-z_]+:[a-z_.]+|commands)`", page))
    assert named == SCOPES.keys()
