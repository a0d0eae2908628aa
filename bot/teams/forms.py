"""A form of the house as an Adaptive Card: in a dialog, or in the chat where no dialog can open by itself."""

import json
from collections.abc import Mapping
from typing import Any, assert_never

from bot.teams import render, wire
from bot.teams.limits import CHOICE_BYTES, OPTION_CHARS, TITLE_CHARS
from bot.teams.words import PLAIN, PROBLEM, SMALL, clean, cut, heading, words
from handlers import house
from handlers.talk import Answers, ChoiceField, Field, Form, TextField

Data = dict[str, Any]

_COMPACT_FROM = 7  # options; fewer are quicker to tap when all are in sight


def adaptive(
    form: Form,
    *,
    in_dialog: bool,
    given: Answers | None = None,
    problems: Mapping[str, str] | None = None,
    note: str = "",
) -> Data:
    """The form as a card.

    `given` and `problems` (field → sentence) show a form again that could not be kept.
    """
    given, problems = given or {}, problems or {}
    names = {field.name for field in form.fields}
    body: list[Data] = [] if in_dialog else [heading(form.title)]
    for name, problem in problems.items():
        if name not in names:
            body += words(problem, PROBLEM)
    if form.intro:
        body += words(form.intro, PLAIN)
    for field in form.fields:
        if field.name in problems:
            body += words(problems[field.name], PROBLEM)
        body += _field(field, given.get(field.name))
    data = wire.fill(form.submit, form.fields)
    action = render.submit(form.submit, data) if in_dialog else render.execute(form.submit, data)
    if note:
        body += words(note, SMALL)
    made = render.whole(body, f"{form.title}\n{form.intro}".strip(), [action])
    # A field that is left out would come back empty, and a tick that is left out as none.
    if made["body"] is not body or any(_loses_a_tick(field, given.get(field.name)) for field in form.fields):
        return render.adaptive(house.too_long_to_fill_in(form.title))
    return made


def _field(field: Field, given: str | tuple[str, ...] | None) -> list[Data]:
    match field:
        case TextField():
            return [_text(field, given if isinstance(given, str) else field.value)]
        case ChoiceField():
            shown = _choice(field, _chosen(field, given))
            return [shown, *(words(field.hint, SMALL) if field.hint else ())]
        case _:
            assert_never(field)


def _text(field: TextField, value: str) -> Data:
    hint = {"placeholder": cut(clean(field.hint), TITLE_CHARS)} if field.hint else {}
    shown = {"value": clean(value)} if value else {}
    size = {"maxLength": field.max_length, "isMultiline": field.multiline}
    return {"type": "Input.Text", **_named(field), **size, **hint, **shown}


def _choice(field: ChoiceField, chosen: tuple[str, ...]) -> Data:
    choices = _choices(field)
    values = [wire.choice(value, several=field.several) for value in chosen if value]
    many = len(choices) >= _COMPACT_FROM and not field.several
    return {
        "type": "Input.ChoiceSet",
        **_named(field),
        "choices": choices,
        "isMultiSelect": field.several,
        "style": "compact" if many else "expanded",
        "wrap": True,
        **({"value": ",".join(values)} if values else {}),
    }


def _chosen(field: ChoiceField, given: str | tuple[str, ...] | None) -> tuple[str, ...]:
    return field.value if given is None else (given,) if isinstance(given, str) else given


def _loses_a_tick(field: Field, given: str | tuple[str, ...] | None) -> bool:
    if not isinstance(field, ChoiceField) or not field.several:
        return False
    left_out = {value for value, _ in field.options[len(_choices(field)) :]}
    return not left_out.isdisjoint(_chosen(field, given))


def _choices(field: ChoiceField) -> list[Data]:
    """As many as a card has room for."""
    room, found = CHOICE_BYTES, []
    for value, label in field.options:
        choice = {
            "title": cut(clean(label), OPTION_CHARS),
            "value": wire.choice(value, several=field.several),
        }
        room -= len(json.dumps(choice))
        if room < 0:
            break
        found.append(choice)
    return found


def _named(field: Field) -> Data:
    label = clean(field.label)
    must = {} if field.optional else {"isRequired": True, "errorMessage": f"Please fill in “{label}”."}
    return {"id": wire.input_id(field.name), "label": label, **must}
