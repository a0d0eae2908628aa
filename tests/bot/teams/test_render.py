"""What a card looks like in Teams: exact JSON, within the limits, and words that stay words."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.teams import forms, render, wire
from bot.teams.render import Where
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
    Tone,
)
from tests.contracts import needed
from tests.doors import adaptive

INTRODUCE = (
    Button("Introduce us", "peers.introduce", {"peer": 7}).aloud("Introduce us to Jo Sample").primary()
)
EDIT = Button("Edit", "profile.edit", {}, opens_form=True)


def test_the_published_schema_was_there_to_check_against():
    assert needed("adaptive-card.schema.json")["definitions"]


def test_a_card_is_rendered_exactly_so():
    card = Card(
        "Colleagues to meet",
        Text("Two fit."),
        Item("Jo Sample, Oakhill", "also SENDCo", INTRODUCE),
        Quote("phonics in mixed classes", "Jo Sample"),
        Facts(("School", "Oakhill"), ("Pupils", "97")),
        Contact("Jo Sample", "jo+1@school.example"),
        Button("Show others", "peers.more", {"page": 2}),
        Link("Library", "https://brightspot.example/library"),
        Note("Only people who welcome introductions are listed."),
    )
    data = {"do": "press", "action": "peers.introduce", "values": {"peer": 7}}
    more = {"do": "press", "action": "peers.more", "values": {"page": 2}}
    named = {"title": "Introduce us", "style": "positive", "tooltip": "Introduce us to Jo Sample"}

    assert render.adaptive(card) == {
        "type": "AdaptiveCard",
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "version": "1.5",
        "lang": "en-GB",
        "fallbackText": card.plain(),
        "speak": card.plain(),
        "body": [
            {
                "type": "TextBlock", "text": "Colleagues to meet", "wrap": True,
                "style": "heading", "weight": "Bolder", "size": "Large",
            },
            {"type": "TextBlock", "text": "Two fit.", "wrap": True},
            {
                "type": "Container", "separator": True, "spacing": "Medium",
                "items": [
                    {"type": "TextBlock", "text": "Jo Sample, Oakhill", "wrap": True, "weight": "Bolder"},
                    {
                        "type": "TextBlock", "text": "also SENDCo", "wrap": True,
                        "isSubtle": True, "spacing": "None",
                    },
                    {
                        "type": "ActionSet", "spacing": "Small",
                        "actions": [
                            {
                                "type": "Action.Execute", **named, "verb": "peers.introduce", "data": data,
                                "fallback": {"type": "Action.Submit", **named, "data": data},
                            }
                        ],
                    },
                ],
            },
            {
                "type": "Container", "style": "emphasis",
                "items": [
                    {
                        "type": "RichTextBlock",
                        "inlines": [
                            {"type": "TextRun", "text": "“phonics in mixed classes”", "italic": True}
                        ],
                    },
                    {
                        "type": "TextBlock", "text": "Jo Sample", "wrap": True,
                        "isSubtle": True, "size": "Small",
                    },
                ],
            },
            {
                "type": "FactSet",
                "facts": [{"title": "School", "value": "Oakhill"}, {"title": "Pupils", "value": "97"}],
            },
            {
                "type": "Container", "separator": True, "spacing": "Medium",
                "items": [
                    {"type": "TextBlock", "text": "Jo Sample", "wrap": True, "weight": "Bolder"},
                    {
                        "type": "TextBlock", "text": "jo+1@school.example", "wrap": True,
                        "isSubtle": True, "spacing": "None",
                    },
                    {
                        "type": "ActionSet", "spacing": "Small",
                        "actions": [
                            {
                                "type": "Action.OpenUrl", "title": "Chat with Jo Sample",
                                "url": "https://teams.microsoft.com/l/chat/0/0?users=jo%2B1@school.example",
                            }
                        ],
                    },
                ],
            },
            {
                "type": "ActionSet",
                "actions": [
                    {
                        "type": "Action.Execute", "title": "Show others", "verb": "peers.more", "data": more,
                        "fallback": {"type": "Action.Submit", "title": "Show others", "data": more},
                    },
                    {
                        "type": "Action.OpenUrl", "title": "Library",
                        "url": "https://brightspot.example/library",
                    },
                ],
            },
            {
                "type": "TextBlock", "text": "Only people who welcome introductions are listed.",
                "wrap": True, "isSubtle": True, "size": "Small",
            },
        ],
    }  # fmt: skip
    assert adaptive.problems(render.adaptive(card)) == []


@pytest.mark.parametrize(
    ("where", "kind", "data"),
    [
        (Where.CHAT, "Action.Submit", {"msteams": {"type": "task/fetch"}}),
        (Where.NO_DIALOGS, "Action.Execute", {}),
        (Where.DIALOG, "Action.Submit", {}),
    ],
)
def test_a_form_opens_in_a_dialog_where_one_can_open(where: Where, kind: str, data: dict[str, Any]):
    [(action, _)] = adaptive.buttons(render.adaptive(Card("Your profile", EDIT), where=where))
    assert action["type"] == kind
    assert action["data"] == data | {"do": "open", "action": "profile.edit", "values": {}}


def test_inside_a_dialog_every_button_is_a_submit():
    [(action, _)] = adaptive.buttons(render.adaptive(Card("Saved", INTRODUCE), where=Where.DIALOG))
    assert action["type"] == "Action.Submit"


FORM = Form(
    "Your profile",
    (
        TextField("about", "What are you working on?", "phonics", hint="A few words", multiline=True),
        ChoiceField(
            "days", "Which days?", (("Mon, Tue", "Monday"), ("50%", "Half")), ("Mon, Tue",), several=True
        ),
        ChoiceField(
            "open", "Can colleagues find you?", (("yes", "Yes"), ("no", "No")), ("yes",), optional=True
        ),
    ),
    Button("Save", "profile.edit", {"step": 1}, Tone.PRIMARY),
    EDIT,
    "Colleagues find you by these words.",
)


@pytest.mark.parametrize("in_dialog", [True, False])
def test_a_form_comes_back_as_it_was_filled_in(in_dialog: bool):
    card = forms.adaptive(FORM, in_dialog=in_dialog)
    assert adaptive.problems(card) == []
    [(action, _)] = adaptive.buttons(card)
    assert action["type"] == ("Action.Submit" if in_dialog else "Action.Execute")
    fields = adaptive.inputs(card)
    sent = action["data"] | {field["id"]: field["value"] for field in fields}

    filled = wire.read(sent)

    assert filled is not None
    assert filled.values == {"step": 1}
    assert filled.answers == {"about": "phonics", "days": ("Mon, Tue",), "open": "yes"}


def test_what_is_left_empty_counts_as_answered_with_nothing():
    """Teams leaves out an input that is empty."""
    [(action, _)] = adaptive.buttons(forms.adaptive(FORM, in_dialog=True))
    filled = wire.read(action["data"])
    assert filled is not None
    assert filled.answers == {"about": "", "days": (), "open": ""}


def test_a_form_that_could_not_be_kept_shows_what_was_filled_in_and_what_it_needs():
    given = {"about": "oracy", "days": (), "open": "no"}
    card = forms.adaptive(FORM, in_dialog=True, given=given, problems={"days": "Please choose one."})
    assert adaptive.problems(card) == []
    assert "Please choose one." in adaptive.words(card)
    about, days, choice = adaptive.inputs(card)
    assert (about["value"], days.get("value"), choice["value"]) == ("oracy", None, "no")


# ------------------------------------------------------------------ limits


def test_at_most_six_buttons_and_a_word_about_the_others():
    items = [Item(f"Sam Sample {number}", "", INTRODUCE) for number in range(9)]
    card = render.adaptive(Card("Colleagues", *items, Link("More", "https://brightspot.example/")))
    assert len(adaptive.buttons(card)) == 6
    assert any("at most six buttons" in line for line in adaptive.words(card))
    assert adaptive.problems(card) == []


@pytest.mark.parametrize("letter", ["x", "é", "🙂", "*", "\n"])
def test_a_card_that_is_too_long_is_cut_and_says_so(letter: str):
    long = letter * 30_000
    blocks = [Text(long), Item(long, long, INTRODUCE), Quote(long, long), Facts((long, long))] * 5
    card = render.adaptive(Card(long, *blocks), note=long)
    assert adaptive.problems(card) == []
    if letter != "\n":
        assert "There is more than fits here." in "\n".join(adaptive.words(card))


def test_a_long_form_keeps_its_button():
    choices = tuple((str(number), "🙂" * 200) for number in range(300))
    fields = (TextField("a", "A", "é" * 400), ChoiceField("c", "C", choices))
    card = forms.adaptive(Form("Form", fields, Button("Save", "x.y"), EDIT), in_dialog=True)
    assert [action["title"] for action, _ in adaptive.buttons(card)] == ["Save"]
    assert len(json.dumps(card)) <= adaptive.CARD_BYTES


def test_an_address_that_nobody_means_is_not_a_link():
    card = Card(
        "Links", *(Link("Here", url) for url in ("javascript:alert(1)", "http://x.example", "file:///"))
    )
    assert adaptive.buttons(render.adaptive(card)) == []


# ------------------------------------------------------------------ words stay words

HOSTILE = [
    "<at>everyone</at>", "< AT id='1'>all</at >", "<at>", "**bold**", "_it_", "[x](https://evil.example)",
    "https://evil.example", "www.evil.example", "# title", "- item", "1. item", "> quote", "`code`", "~~no~~",
    "{{DATE(2026-01-01T00:00:00Z)}}", "&lt;at&gt;", "\\*", "a\n# b", "![x](https://evil.example/x.png)",
    "|a|b|", "\u202egnp.exe", "\x00null", "\ud800half", "line one\nline two", "<b>hi</b>",
]  # fmt: skip


def plain_blocks(card: dict[str, Any]) -> list[str]:
    """Texts that Teams reads as Markdown: TextBlocks and facts, not runs."""
    found = [each["text"] for each, _ in adaptive.walk(card) if each["type"] == "TextBlock"]
    for each, _ in adaptive.walk(card):
        if each["type"] == "FactSet":
            found += [word for fact in each["facts"] for word in fact.values()]
    return found


def everywhere(text: str) -> Card:
    return Card(
        text, Text(text), Quote(text, text), Note(text), Facts((text, text)), Item(text, text, INTRODUCE),
        Contact(text, text), Button(text, "x.y", {"v": 1}).aloud(text), Link(text, "https://brightspot.example"),
    )  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_a_person_writes_is_obeyed(text: str):
    card = render.adaptive(everywhere(text), note=text)
    assert adaptive.problems(card) == []
    for shown in plain_blocks(card):
        assert not any(sign in shown for sign in (*"*_[]`~<>|\\", "&lt;"))
        assert "://" not in shown
        assert not shown.startswith(("#", "-", "1."))
    for spoken in (card["fallbackText"], card["speak"]):
        assert not any(sign in spoken for sign in "*_[]`~<>|\\")
    told = json.dumps(card, ensure_ascii=False)
    assert not any(sign in told for sign in ("\u202e", "\\u0000", "\ud800"))


def test_words_without_markup_arrive_letter_for_letter():
    text = "Ada O’Neil-Smith: Y1/2 (0.6), 100% “phonics” + maths! 3 x £5; a, b?"
    card = render.adaptive(Card("Words", Text(text)))
    assert text in adaptive.words(card)


def test_markup_is_shown_as_it_was_written():
    card = render.adaptive(Card("Words", Text("**bold** [x](https://evil.example) _and_ more")))
    assert "**bold** [x](https://evil.example) _and_ more" in adaptive.words(card)


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=300))
def test_any_text_at_all_makes_a_card_teams_accepts(text: str):
    card = render.adaptive(everywhere(text or "x"))
    found = [
        each for each in adaptive.problems(card)
        if "without text" not in each and "without title" not in each  # nothing visible was written
    ]  # fmt: skip
    assert found == []
    json.dumps(card).encode()
