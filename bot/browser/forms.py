"""What was filled in, checked as Slack and Teams check a form before they hand it on."""

from collections.abc import Mapping

from bot.browser.render import View
from handlers.talk import Answers, ChoiceField, Form, TextField

#: Every field of a form has this before its name in the page, so that none can stand for another input.
PREFIX = "field."


def answers_of(form: Form, given: Mapping[str, list[str]]) -> tuple[Answers, dict[str, str]]:
    """(field name → what was filled in, field name → a sentence for what cannot be taken)."""
    answers: dict[str, str | tuple[str, ...]] = {}
    problems: dict[str, str] = {}
    for field in form.fields:
        values = given.get(PREFIX + field.name, [])
        match field:
            case TextField():
                text = (values[0] if values else "").replace("\r\n", "\n").strip()
                answers[field.name] = text
                if len(text) > field.max_length:
                    problems[field.name] = f"Please keep this within {field.max_length} characters."
                elif not text and not field.optional:
                    problems[field.name] = "Please fill this in."
            case ChoiceField():
                known = [value for value, _ in field.options if value in values]
                answers[field.name] = tuple(known) if field.several else (known[0] if known else "")
                if not known and not field.optional:
                    problems[field.name] = (
                        "Please choose one." if not field.several else "Please choose some."
                    )
    return answers, problems


def with_answers(view: View, answers: Answers, problems: Mapping[str, str]) -> View:
    """The form as it was filled in, each problem beside its field."""
    fields = []
    for field in view["fields"]:
        given = answers.get(field["name"], "")
        if field["kind"] in ("line", "multiline"):
            value: object = given
        else:
            value = [given] if isinstance(given, str) else list(given)
        fields.append({**field, "value": value, "problem": problems.get(field["name"], "")})
    return {**view, "fields": fields}
