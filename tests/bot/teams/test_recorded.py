"""Activities as they really come: recorded from Microsoft's Agents Playground 0.2.28 (recorded.json).

They show that what our driver posts, made from the documentation, has the same shape.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from bot.incoming import Filled, Happened, Opened, Said
from bot.teams import read
from handlers.capability import Occasion
from tests.doors.teams import Driver

RECORDED: dict[str, dict[str, Any]] = json.loads((Path(__file__).parent / "recorded.json").read_text())

MEANT = {
    "the bot joins a chat": None,
    "the bot joins a team": None,
    "added for oneself": Happened(Occasion.ARRIVED),
    "added to a team": Happened(Occasion.ADDED_TO_CHANNEL),
    "removed from a team": None,
    "a mention in a channel": Said("help"),
    "a direct message": Said("profile"),
    "a button": Opened("profile.edit", {}),
    "a command": Opened("profile.edit", {}),
}


@pytest.mark.parametrize("name", MEANT)
def test_what_really_comes_is_understood(name: str):
    incoming = read.incoming(RECORDED[name])
    assert (incoming.what if incoming else None) == MEANT[name]


def test_a_form_that_was_really_filled_in_is_understood():
    incoming = read.incoming(RECORDED["a command's form"])
    assert incoming is not None
    assert isinstance(incoming.what, Filled)
    assert incoming.what.answers["can_help_with"] == "phonics in mixed classes"
    assert incoming.what.answers["working_days"] == ("0", "1", "2", "3", "4")


def test_a_mention_is_answered_to_the_person_and_names_the_thread():
    incoming = read.incoming(RECORDED["a mention in a channel"])
    assert incoming is not None
    assert not incoming.direct
    assert (incoming.channel, incoming.channel_name) == ("team-id", "General")
    assert incoming.reply_to["channel"] == "team-id;messageid=1795365131439"
    assert "conversation" not in incoming.reply_to


async def test_our_driver_posts_the_same_shape(teams: Driver):
    user = teams.microsoft.user("Ellie Sturgess", "ellie.sturgess@aldercoast.example")
    ours = teams.activity(user, text="profile", textFormat="plain")
    real = RECORDED["a direct message"]
    assert ours.keys() == real.keys()
    for part in ("from", "conversation", "recipient", "channelData"):
        assert ours[part].keys() == real[part].keys()
