"""The longest agenda there can be, within every platform's limits, and what matters still on it."""

import json
import shutil
from datetime import UTC, datetime

import pytest

from bot.slack import render as slack
from bot.teams import forms as teams_forms
from bot.teams import render as teams
from handlers.agenda.posted import agenda_card, whole
from handlers.packing import card_from_data, card_to_data
from handlers.talk import Button, Card, ChoiceField, Form, Item, Note, Place, Request, Text, TextField
from storage.records import AgendaItem, Person, PersonId, State
from storage.store import Database
from tests.doors import adaptive
from tests.doors.slack_contract import lint_message, lint_view

ITEMS, TITLE, DETAIL, COMING = 40, 200, 2000, 60
LETTERS = pytest.mark.parametrize("letter", ["x", "👩", "<"])


@pytest.fixture
async def database(sqlite_template, tmp_path):
    """SQLite alone: what is drawn does not depend on where it was kept."""
    copy = tmp_path / "long.db"
    shutil.copyfile(sqlite_template, copy)
    database = Database(f"sqlite+aiosqlite:///{copy}")
    yield database
    await database.close()


def problems(card: Card) -> list[str]:
    """Where some platform would refuse it, or cut off what it must not."""
    return [
        *lint_message(slack.message(card)),
        *lint_view(slack.told(card)),
        *adaptive.problems(teams.adaptive(card)),
    ]


def shown_everywhere(card: Card) -> list[str]:
    return [
        json.dumps(each, ensure_ascii=False)
        for each in (slack.message(card), slack.told(card), teams.adaptive(card))
    ]


async def longest(database, clock, letter: str):
    """(meeting, network, a member who may read it)."""
    async with database.store() as store:
        trust = await store.trusts.add("Alder Example Trust")
        people = [
            Person(
                PersonId(0), trust.id, f"p{number}@school.example", f"Bartholomew Featherstonehaugh {number}"
            )
            for number in range(COMING)
        ]
        await store.people.keep(people, clock.now())
        people = list(await store.people.everyone(trust.id))
        network = await store.networks.find(
            await store.networks.keep(trust.id, "Maths leads"), trust=trust.id
        )
        starts = datetime(2026, 11, 3, 15, 45, tzinfo=UTC)
        meeting = await store.meetings.plan(
            network.id, starts, trust=trust.id, minutes=60, place=letter * 500
        )
        meeting = await store.meetings.change(
            meeting, state=State.POSTED, posted_at=clock.now(), purpose=letter * 500
        )
        items = [AgendaItem(5, letter * TITLE, letter * DETAIL, people[number].id) for number in range(ITEMS)]
        await store.agendas.keep(meeting, items)
        for each in people:
            await store.networks.join(network.id, each)
            await store.attendance.answer(meeting, each, coming_=True, now=clock.now())
    return meeting, network, people[0]


@LETTERS
async def test_the_longest_agenda_keeps_its_date_and_its_buttons(database, clock, letter):
    meeting, network, _ = await longest(database, clock, letter)
    async with database.reading() as store:
        card = await agenda_card(meeting, network, store)

    assert problems(card) == []
    for shown in shown_everywhere(card):
        for words in ("Tuesday 3 November 2026", "15:45 to 16:45", "Coming", "Can't", "Suggest an item"):
            assert words in shown
    assert card_from_data(card_to_data(card)) == card


@LETTERS
async def test_every_word_of_it_can_be_read_a_press_at_a_time(database, clock, letter):
    meeting, network, reader = await longest(database, clock, letter)
    start, told = 0, 0
    while True:
        async with database.reading() as store:
            trust = await store.trusts.find(network.trust)
            request = Request(reader, trust, clock.now(), place=Place())
            card = (await whole.press(request, store, {"meeting": meeting.id, "start": start})).say
        assert problems(card) == []
        told += sum(isinstance(each, Item) for each in card.blocks)
        if letter == "x":
            assert all(
                "more." not in shown and "narrow it down" not in shown for shown in shown_everywhere(card)
            )
        more = [each for each in card.buttons() if isinstance(each, Button) and each.label == "More"]
        if not more:
            break
        start = more[0].values["start"]
    assert told == ITEMS


@pytest.mark.parametrize("letter", ["x", "é", "👩", "&", "<", '"', "*"])
def test_what_does_not_fit_goes_before_a_cards_own_buttons(letter):
    items = [Item(letter * 200, letter * 900) for _ in range(60)]
    card = Card(
        "Title",
        Text("Tuesday"),
        *items,
        Button("Coming", "agenda.coming"),
        Button("Can't", "a.b"),
        Note("End"),
    )

    assert problems(card) == []
    for shown in shown_everywhere(card):
        for words in ("Tuesday", "Coming", "Can't", "End"):
            assert words in shown


@LETTERS
def test_a_form_that_does_not_fit_is_not_opened_rather_than_lose_what_stands_in_it(letter):
    fields = tuple(TextField(f"f{number}", "Items", letter * 2900, max_length=3000) for number in range(60))
    button = Button("Save", "agenda.edit")
    form = Form("Edit the agenda", fields, button, button)
    for shown in (teams_forms.adaptive(form, in_dialog=True), slack.form(form)):
        inputs = json.dumps(shown).count('"Input.Text"') + json.dumps(shown).count('"plain_text_input"')
        assert inputs in (0, len(fields))
        assert inputs or "a part at a time" in json.dumps(shown)
    assert lint_view(slack.form(form)) == []
    assert adaptive.problems(teams_forms.adaptive(form, in_dialog=True)) == []


@pytest.mark.parametrize("letter", ["x", "é", "👩"])
def test_nobody_who_is_ticked_is_left_out_of_a_list_and_so_unticked(letter):
    everybody = tuple((str(100_000 + number), f"{number} {letter * 90}") for number in range(100))
    ticked = tuple(value for value, _ in everybody)
    field = ChoiceField("there", "Who was there?", everybody, ticked, several=True)
    button = Button("Save", "agenda.wrap_up")
    form = Form("Wrap up", (field, TextField("headline", "In one line")), button, button)
    for shown in (teams_forms.adaptive(form, in_dialog=True), slack.form(form)):
        assert sum(json.dumps(shown).count(f'"value": "{value}"') >= 1 for value in ticked) in (0, 100)
    assert letter != "x" or "Who was there?" in str(teams_forms.adaptive(form, in_dialog=True))
    assert adaptive.problems(teams_forms.adaptive(form, in_dialog=True)) == []
