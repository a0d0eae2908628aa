"""Buttons and forms: what travels on the wire comes back as what the handler asked for, or is an old card."""

from datetime import UTC, datetime
from enum import StrEnum

import pytest

from handlers.capability import Capability, StaleCard
from handlers.talk import Button, Card, Form, Reply, Request, TextField
from storage.records import Person, PersonId, Trust, TrustId

TRUST = Trust(TrustId(1), "Alder Example Trust")
ADA = Person(PersonId(1), TRUST.id, "ada@school.example", "Ada Example")
REQUEST = Request(ADA, TRUST, datetime(2026, 9, 7, 8, tzinfo=UTC))


class Colour(StrEnum):
    RED = "red"


kitchen = Capability("kitchen", about="Tea")


@kitchen.action("kitchen.pour")
async def pour(request, store, *, cup: PersonId, colour: Colour, hot: bool, note: str = "") -> Reply:
    return Reply(Card(f"{cup!r} {colour!r} {hot!r} {note!r}"))


@kitchen.form("kitchen.order")
async def order(request, store, *, cup: PersonId) -> Form:
    return order.form("Order", "", (TextField("what", "What?"),), "Go", cup=cup)


@order.filled
async def ordered(request, store, answers, *, cup: PersonId) -> Reply:
    return Reply(Card(f"{answers['what']} for {cup}"))


def test_a_button_carries_the_values_its_handler_asks_for():
    assert pour.button("Pour", cup=PersonId(7), colour=Colour.RED, hot=True) == Button(
        "Pour", "kitchen.pour", {"cup": 7, "colour": "red", "hot": True}
    )


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"cup": 7, "colour": "red", "hot": True}, "7 <Colour.RED: 'red'> True ''"),
        ({"cup": "7", "colour": "red", "hot": False, "note": "milk"}, "7 <Colour.RED: 'red'> False 'milk'"),
        (
            {"cup": 7, "colour": "red", "hot": True, "gone": "later versions may add values"},
            "7 <Colour.RED: 'red'> True ''",
        ),
    ],
)
async def test_values_come_back_as_what_the_handler_asked_for(values, said):
    assert (await pour.press(REQUEST, None, values)).say.title == said


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"cup": 7, "colour": "red"},
        {"cup": "seven", "colour": "red", "hot": True},
        {"cup": "٧", "colour": "red", "hot": True},
        {"cup": -1.5, "colour": "red", "hot": True},
        {"cup": -1, "colour": "red", "hot": True},
        {"cup": 2**63, "colour": "red", "hot": True},
        {"cup": True, "colour": "red", "hot": True},
        {"cup": None, "colour": "red", "hot": True},
        {"cup": [7], "colour": "red", "hot": True},
        {"cup": "9" * 40, "colour": "red", "hot": True},
        {"cup": 7, "colour": "blue", "hot": True},
        {"cup": 7, "colour": {"red": 1}, "hot": True},
        {"cup": 7, "colour": "red", "hot": "true"},
    ],
)
async def test_values_that_do_not_fit_are_an_old_card(values):
    with pytest.raises(StaleCard):
        await pour.press(REQUEST, None, values)


async def test_a_form_remembers_what_it_is_about():
    shown = await order.open(REQUEST, None, {"cup": "7"})
    assert shown.submit.values == shown.opener.values == {"cup": 7}
    assert shown.opener.opens_form
    assert not shown.submit.opens_form

    reply = await order.fill(REQUEST, None, {"what": "tea"}, shown.submit.values)
    assert reply.say.title == "tea for 7"


def test_a_button_cannot_be_made_to_carry_what_no_wire_carries():
    with pytest.raises(TypeError, match="a number, a text"):

        @kitchen.action("kitchen.wrong")
        async def wrong(request, store, *, cup: dict) -> Reply:
            return Reply(Card(""))
