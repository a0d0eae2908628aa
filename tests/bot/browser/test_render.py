"""Cards and forms as the templates are given them."""

from bot.browser.forms import answers_of, with_answers
from bot.browser.render import TEXT_LIMIT, render, render_form
from handlers.talk import (
    Button,
    Card,
    ChoiceField,
    Contact,
    Facts,
    Form,
    Item,
    Link,
    Note,
    Quote,
    Text,
    TextField,
)

DAYS = (("0", "Monday"), ("1", "Tuesday"))
FORM = Form(
    "Your profile",
    (
        TextField("working_on", "Working on", "phonics", max_length=20),
        TextField("help", "Can help with", optional=True, multiline=True),
        ChoiceField("days", "Working days", DAYS, ("0",), several=True),
        ChoiceField("found", "May colleagues find you?", (("yes", "Yes"), ("no", "No"))),
    ),
    Button("Save", "profile.edit"),
    Button("Edit", "profile.edit", opens_form=True),
)


def test_buttons_that_follow_one_another_stand_in_one_row():
    shown = render(
        Card(
            "Title",
            Text("Words"),
            Button("Yes", "a.yes", {"id": 1}),
            Link("Open", "https://school.example/"),
            Note("Small"),
            Button("No", "a.no"),
        )
    )

    assert [block["kind"] for block in shown["blocks"]] == ["text", "row", "note", "row"]
    assert shown["blocks"][1]["actions"][0]["values"] == '{"id":1}'


def test_every_block_has_a_look():
    card = Card(
        "T",
        Quote("q", "who"),
        Facts(("a", "b")),
        Item("i", "d", Button("B", "x")),
        Contact("n", "e@x.example"),
    )

    assert [each["kind"] for each in render(card)["blocks"]] == ["quote", "facts", "item", "contact"]


def test_a_link_that_would_run_something_is_only_words():
    assert render(Card("T", Link("x", "javascript:alert(1)")))["blocks"][0]["actions"][0]["url"] == ""


def test_a_text_that_is_too_long_ends_in_an_ellipsis():
    shown = render(Card("T", Text("a" * (TEXT_LIMIT + 5))))["blocks"][0]["text"]

    assert len(shown) == TEXT_LIMIT
    assert shown.endswith("…")


def test_what_was_filled_in_well_is_handed_on():
    given = {
        "field.working_on": ["writing\r\nin Y2"],
        "field.days": ["1", "0", "9"],
        "field.found": ["yes"],
        "days": ["not ours"],
    }

    answers, problems = answers_of(FORM, given)

    assert problems == {}
    assert answers == {"working_on": "writing\nin Y2", "help": "", "days": ("0", "1"), "found": "yes"}


def test_what_cannot_be_taken_stands_beside_its_field():
    given = {"field.working_on": ["a" * 21], "field.found": ["maybe"]}

    answers, problems = answers_of(FORM, given)
    fields = {each["name"]: each for each in with_answers(render_form(FORM), answers, problems)["fields"]}

    assert set(problems) == {"working_on", "days", "found"}
    assert fields["working_on"]["problem"] == "Please keep this within 20 characters."
    assert fields["working_on"]["value"] == "a" * 21
    assert fields["help"]["problem"] == ""


def test_signs_that_hide_words_or_turn_them_round_are_left_out():
    shown = render(Card("Jo \u202eelpmaS", Text("a\u200bb\nc")))
    assert shown["title"] == "Jo elpmaS"
    assert shown["blocks"][0]["text"] == "ab\nc"
