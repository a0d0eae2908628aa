"""A card is the same after a night in the outbox, and says everything in plain words."""

from handlers.packing import card_from_data, card_to_data
from handlers.talk import Button, Card, Contact, Facts, Item, Link, Note, Quote, Text, Tone

EVERYTHING = Card(
    "Colleagues to meet",
    Text("Two people fit."),
    Item(
        "Jo Sample, Oakhill",
        "also teaches Y1/2",
        Button(
            "Introduce us",
            "peers.introduce",
            {"peer": 7, "note": "a", "yes": True},
            Tone.PRIMARY,
            False,
            "Meet Jo",
        ),
        Link("School page", "https://oakhill.example"),
    ),
    Quote("phonics in mixed classes", "Jo Sample"),
    Facts(("School", "Oakhill"), ("Pupils", "90")),
    Contact("Jo Sample", "jo@school.example"),
    Button("Edit", "profile.edit", opens_form=True),
    Link("Library", "https://library.example"),
    Note("Only you see this."),
)


def test_a_card_comes_back_from_storage_as_it_went_in():
    assert card_from_data(card_to_data(EVERYTHING)) == EVERYTHING


def test_a_card_says_everything_in_plain_words():
    assert EVERYTHING.plain() == (
        "Colleagues to meet\n"
        "Two people fit.\n"
        "Jo Sample, Oakhill: also teaches Y1/2\n"
        "“phonics in mixed classes” (Jo Sample)\n"
        "School: Oakhill\n"
        "Pupils: 90\n"
        "Jo Sample: jo@school.example\n"
        "Only you see this."
    )


def test_everything_that_can_be_pressed_is_listed_in_reading_order():
    assert [each.label for each in EVERYTHING.buttons()] == ["Introduce us", "School page", "Edit", "Library"]
