"""A link to a page of our own opens wherever the card is read, or is not there at all."""

import json

import pytest

from bot.browser import render as browser
from bot.incoming import Incoming, Said
from bot.postman import Postman
from bot.router import Router
from bot.slack import render as slack
from bot.teams import render as teams
from handlers.capability import Capability
from handlers.talk import Card, Item, Link, Post, Reply, Text, ToPerson
from storage.records import Account, Platform, Why

HOME = "https://brightspot.example/here"
LINK = Link("Add to calendar", "/calendar/abc")
ELSEWHERE = Link("Other", "//elsewhere.example")
CARD = Card("Maths leads", Text("Tuesday"), LINK, Item("Once more", "below", LINK), ELSEWHERE)
FOUND = {f"{HOME}/calendar/abc"}

agendas = Capability("agendas", about="Meetings")


@agendas.command("agenda")
async def agenda(request, store) -> Reply:
    post = Post(ToPerson(request.person), CARD, key="the agenda", why=Why.REMINDER)
    return Reply(CARD, post)


def urls(rendered) -> set[str]:
    """Every address in what a platform is told to show."""
    words = json.dumps(rendered)
    return {part.split('"')[0] for part in words.split('"url": "')[1:]} - {"", "//elsewhere.example"}


async def test_answers_and_letters_carry_the_public_address(office):
    ada = await office.person("Ada")
    postman = Postman(office.doors, office.clock, HOME)
    asked = Incoming("1", Account(Platform.SLACK, "W1", "S1"), Said("agenda", command=True))
    async with office.database.store() as store:
        answer = await Router(office.clock, postman, [agendas]).answer(asked, ada, store)
    await office.delivery.settle()
    (letter,) = office.slack.sent
    for card in (answer.say, letter.card):
        assert urls(slack.message(card)) == urls(teams.adaptive(card)) == urls(browser.render(card)) == FOUND


@pytest.mark.parametrize("render", [slack.message, slack.told, teams.adaptive])
def test_without_a_public_address_slack_and_teams_leave_the_link_out(render):
    shown = json.dumps(render(CARD))
    assert "Once more" in shown
    assert "calendar" not in shown


def test_in_the_playground_it_opens_beside_the_page():
    assert urls(browser.render(CARD)) == {"/calendar/abc"}
