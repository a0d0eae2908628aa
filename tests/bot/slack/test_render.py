"""What Slack is told to show: golden payloads, hostile words, and nothing over a limit."""

import json
from pathlib import Path

import pytest

from bot.slack import limits, render, wire
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
from tests.doors.slack_contract import lint_message, lint_view

GOLDEN = json.loads((Path(__file__).parent / "golden.json").read_text(encoding="utf-8"))

HOSTILE = (
    "<!everyone> <@U0BRIGHT1> <https://evil.example|click> *bold* _it_ ~no~ `code` & \u202egnp.exe\u202c"
)


def everything(words: str = "") -> Card:
    """One of each block, with these words wherever a person's words may stand."""
    return Card(
        f"Colleagues to meet{words}",
        Text(f"Two paragraphs\nin one text{words}"),
        Quote(f"phonics in mixed classes{words}", f"Jo Sample{words}"),
        Note(f"Small print{words}"),
        Facts((f"School{words}", f"Fenside{words}"), ("Role", "SENDCo")),
        Item(
            f"Jo Sample, Fenside{words}",
            f"also SENDCo · village{words}",
            introduce(2).aloud(f"Introduce Jo{words}"),
        ),
        Item("Sam Sample, Oakhill", "", introduce(3), Link("Their page", "https://library.example/sam")),
        Contact(f"Jo Sample{words}", "jo@school.example"),
        introduce(4).primary(),
        Button("Edit", "profile.edit", opens_form=True),
        Button("Delete", "privacy.erase").danger(),
        Link("Write to Sam", "mailto:sam@school.example"),
    )


def introduce(peer: int) -> Button:
    return Button("Introduce us", "peers.introduce", {"peer": peer})


def form(words: str = "") -> Form:
    submit = Button("Save", "profile.edit", {"person": 7}).primary()
    return Form(
        f"Your profile{words}",
        (
            TextField(
                "help",
                f"What can you help with?{words}",
                f"oracy{words}",
                hint=f"Work only{words}",
                multiline=True,
            ),
            ChoiceField("open", "Open to introductions?", (("yes", f"Yes{words}"), ("no", "No")), ("yes",)),
            ChoiceField("days", "Working days", (("0", "Monday"), ("1", "Tuesday")), ("0",), several=True),
            ChoiceField("network", "Network", (("1", "Maths"), ("2", "SENDCOs")), optional=True),
        ),
        submit,
        Button("Your profile", "profile.edit", {"person": 7}, opens_form=True),
        intro=f"Colleagues find you by this.{words}",
    )


def test_a_card_looks_like_this():
    assert render.message(everything()) == GOLDEN["message"]


def test_a_form_looks_like_this():
    assert render.form(form()) == GOLDEN["form"]


def test_the_home_tab_and_a_card_in_a_view_look_like_this():
    card = Card("Hello Ada", Text("Ask me."), Button("Help", "help"))
    assert render.home(card) == GOLDEN["home"]
    assert render.told(card) == GOLDEN["told"]


def test_everything_rendered_is_within_slacks_contract():
    card = everything()
    assert lint_message(render.message(card)) == []
    assert lint_view(render.home(card)) == []
    assert lint_view(render.told(card)) == []
    assert lint_view(render.form(form())) == []
    assert lint_view(render.loading()) == []


def test_what_people_type_becomes_no_mention_no_link_and_no_markup():
    shown = json.dumps(
        [render.message(everything(HOSTILE)), render.home(everything(HOSTILE))], ensure_ascii=False
    )
    view = json.dumps(render.form(form("<!channel>")), ensure_ascii=False)

    for token in ("<!", "<@", "<https://evil", "\u202e", "\u202c"):
        assert token not in shown
    for block in render.message(everything(HOSTILE))["blocks"]:
        if block["type"] == "section" and block.get("text", {}).get("type") == "mrkdwn":
            assert "*bold*" not in block["text"]["text"]
            assert "`" not in block["text"]["text"]
    assert "<!channel>" not in view.replace('"initial_value": "oracy<!channel>"', "")


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "http://plain.example", "https://x.example/<!here>|a b"]
)
def test_an_address_that_slack_must_not_open_is_shown_as_words_or_made_safe(url):
    shown = render.message(Card("Look", Link("Here|<there>", url)))
    text = json.dumps(shown)
    assert lint_message(shown) == []
    assert "javascript:" not in text
    assert "<!here" not in text


@pytest.mark.parametrize("words", ["x" * 50_000, "& " * 30_000, "é" * 20_000, "\n" * 5_000, "<b>" * 9_000])
def test_over_long_words_are_cut_with_an_ellipsis_and_never_refused(words):
    card, asked = everything(words), form(words)
    assert lint_message(render.message(card)) == []
    assert lint_view(render.home(card)) == []
    assert lint_view(render.form(asked)) == []
    if words.strip():
        assert "…" in json.dumps(render.message(card), ensure_ascii=False)


def test_a_cut_never_leaves_half_an_entity():
    for length in range(60, 90):
        text = render.message(Card("x", Button("&" * length, "help")))["blocks"][1]["elements"][0]["text"][
            "text"
        ]
        assert len(text) <= limits.BUTTON_LABEL
        assert text.removesuffix("…").replace("&amp;", "") == ""


def test_a_card_of_two_hundred_people_is_cut_and_says_so():
    card = Card("Everybody", *(Item(f"Person {each}", "x" * 100, introduce(each)) for each in range(200)))
    blocks = render.message(card)["blocks"]
    assert lint_message(render.message(card)) == []
    assert blocks[-1]["elements"][0]["text"] == "… and more."
    assert lint_view(render.home(card)) == []
    assert len(render.home(card)["blocks"]) == limits.BLOCKS_IN_VIEW


def test_an_empty_card_still_says_something():
    for card in (Card("Only a title"), Card("Blank", Text(""), Note(""), Item("", ""), Facts())):
        assert lint_message(render.message(card)) == []
        assert lint_view(render.told(card)) == []


def test_the_same_button_three_times_has_three_ids_and_one_action():
    card = Card("Three", *(Item(f"Person {each}", "", introduce(each)) for each in range(3)))
    ids = [block["accessory"]["action_id"] for block in render.message(card)["blocks"][1:]]
    assert ids == ["peers.introduce", "peers.introduce/2", "peers.introduce/3"]
    assert {wire.action_of(each) for each in ids} == {("peers.introduce", False)}
    assert render.message(card) == render.message(card), "and they are the same each time"


def test_a_button_that_opens_a_form_says_so_on_the_wire():
    (button,) = render.message(Card("x", Button("Edit", "profile.edit", opens_form=True)))["blocks"][1][
        "elements"
    ]
    assert wire.action_of(button["action_id"]) == ("profile.edit", True)


@pytest.mark.parametrize("values", [{}, {"a": 1, "b": 'x"y', "c": True}, {"words": "é & <b>"}])
def test_values_come_back_as_they_went(values):
    text = wire.to_wire(values, limits.BUTTON_VALUE)
    assert wire.from_wire(text) == values


def test_values_that_do_not_fit_leave_the_button_out_and_are_logged(caplog):
    shown = render.message(Card("x", Button("Much", "a.b", {"words": "x" * 3000}), Button("Little", "a.c")))
    assert [each["text"]["text"] for each in shown["blocks"][1]["elements"]] == ["Little"]
    assert "too long for a button" in caplog.text


@pytest.mark.parametrize("text", ["", "no json", "[1]", "7", "[" * 100_000])
def test_values_we_never_sent_are_no_values(text):
    assert wire.from_wire(text) == {}


@pytest.mark.parametrize("count", [1, 10, 11, 100, 101, 250])
@pytest.mark.parametrize("several", [True, False])
def test_few_options_are_boxes_and_many_a_list(count, several):
    options = tuple((str(each), f"School {each} & others") for each in range(count))
    asked = ChoiceField("school", "School", options, ("0",), several=several)
    view = render.form(Form("Where", (asked,), Button("Save", "a.b"), Button("Where", "a.b")))
    assert lint_view(view) == []
    boxes = view["blocks"][-1]["element"]["type"] in ("checkboxes", "radio_buttons")
    assert boxes == (count <= 10)


def test_a_field_without_options_is_left_out():
    asked = (ChoiceField("network", "Network", ()), TextField("words", "Words"))
    view = render.form(Form("x", asked, Button("Save", "a.b"), Button("x", "a.b")))
    assert [each["block_id"] for each in view["blocks"]] == ["words"]


def test_a_long_title_stands_above_the_form_in_full():
    view = render.form(
        Form(
            "Everything that colleagues may ask you about",
            (TextField("a", "A"),),
            Button("Save", "a.b"),
            Button("x", "a.b"),
        )
    )
    assert lint_view(view) == []
    assert view["title"]["text"] == "Brightspot"
    assert view["blocks"][0]["text"]["text"].startswith("Everything that colleagues may ask")
