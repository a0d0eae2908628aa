"""The longest notes that can be written arrive: nothing breaks a platform, and the ways on are there."""

import json
from datetime import date, datetime

import pytest

from bot.browser import render as browser
from bot.slack import limits
from bot.slack import render as slack
from bot.teams import render as teams
from handlers.agenda.after import what_we_agreed, what_you_took_on
from handlers.agenda.record import the_record, to_copy
from handlers.agenda.wrapping import TEXTS
from handlers.rules.commitments import MOST
from handlers.rules.minutes import Record
from handlers.rules.outline import ITEMS
from handlers.talk import LOCAL
from storage.records import (
    Action,
    ActionId,
    AgendaItem,
    Meeting,
    MeetingId,
    Network,
    NetworkId,
    Notes,
    Person,
    PersonId,
    TrustId,
)
from tests.doors import adaptive

TRUST, NETWORK, MEETING, ADA = TrustId(1), NetworkId(1), MeetingId(1), PersonId(1)


def words(name: str) -> str:
    """As long as can be, and ending in its own name."""
    return ("word " * 400)[: TEXTS[name] - len(name) - 5] + f" end-{name}"


NOTES = Notes(
    MEETING,
    TRUST,
    words("headline"),
    words("bright_spot"),
    ADA,
    words("problem"),
    words("decisions"),
    words("stopping"),
)
LONGEST = Record(
    Network(NETWORK, TRUST, "Maths leads " * 8),
    Meeting(MEETING, TRUST, NETWORK, datetime(2026, 11, 3, 15, 45, tzinfo=LOCAL), 60),
    date(2026, 11, 3),
    tuple(AgendaItem(5, f"Item {number} " + "x" * 150) for number in range(ITEMS)),
    NOTES,
    tuple(
        Action(ActionId(n), TRUST, NETWORK, MEETING, ADA, "y" * 120, date(2026, 11, 20)) for n in range(MOST)
    ),
    30,
    {ADA: Person(ADA, TRUST, "ada@school.example", "Ada Example", school_name="Elm Park")},
)
ME = LONGEST.people[ADA]
CARDS = {
    "follow-up": what_we_agreed(LONGEST, None),
    "to one person": what_you_took_on(LONGEST, LONGEST.actions, asked=True),
    "record": the_record(LONGEST, ME),
    "to copy": to_copy(LONGEST),
}


@pytest.mark.parametrize("name", CARDS)
def test_the_longest_notes_break_no_platform(name):
    card = CARDS[name]
    message = slack.message(card)
    assert len(message["blocks"]) <= limits.BLOCKS_IN_MESSAGE
    assert len(json.dumps(message["blocks"])) <= limits.MESSAGE_BLOCKS
    whole = teams.adaptive(card)
    assert adaptive.problems(whole) == []
    assert len(json.dumps(whole)) <= adaptive.CARD_BYTES
    assert browser.render(card)
    for rendered in (json.dumps(message), json.dumps(whole)):
        assert "end-headline" in rendered or name in ("to copy", "to one person")
        assert all(each.label in rendered for each in card.buttons()[:6])


def test_the_longest_notes_stand_whole_in_what_goes_out():
    for rendered in (
        json.dumps(slack.message(CARDS["follow-up"])),
        json.dumps(teams.adaptive(CARDS["follow-up"])),
    ):
        assert [name for name in TEXTS if f"end-{name}" not in rendered] == []
