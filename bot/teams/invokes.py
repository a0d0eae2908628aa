"""Invokes: what must carry its answer back in the same breath, and the shape each kind wants it in.

Shapes: learn.microsoft.com/adaptive-cards/authoring-cards/universal-action-model ("Response format") and
learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/task-modules/task-modules-bots.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Protocol

from bot.incoming import Filled, Incoming, Opened
from bot.intake import Intake
from bot.teams import forms, render
from bot.teams.limits import TEXT_CHARS
from bot.teams.render import CARD_TYPE, Where
from bot.teams.words import aloud
from handlers import house
from handlers.talk import Answers, Card, Form

Data = dict[str, Any]

_BUSY = "I'm busy just now. Nothing was changed; please try again in a minute."
_TAKEN_IN = "OK."  # not "Done": that is an answer to a nudge
_NO_ANSWERS: Answers = {}
_NO_PROBLEMS: Mapping[str, str] = {}


class Shape(Protocol):
    """How one kind of invoke is answered."""

    def card(self, card: Card) -> Data:
        """This, where the button or form was."""
        ...

    def beside(self, card: Card) -> Data:
        """This, and the card whose button was pressed stays."""
        ...

    def form(self, form: Form, given: Answers, problems: Mapping[str, str]) -> Data:
        """These questions, where the button or form was."""
        ...

    def words(self, words: str) -> Data:
        """A short sentence beside what is there, which stays."""
        ...


class InPlace:
    """`adaptiveCard/action`: the answer takes the card's place, for the one who pressed."""

    def __init__(self, where: Where) -> None:
        self._where = where

    def card(self, card: Card) -> Data:
        return self._put(render.adaptive(card, where=self._where))

    def beside(self, card: Card) -> Data:
        return self.words(aloud(card.plain(), TEXT_CHARS))

    def form(self, form: Form, given: Answers, problems: Mapping[str, str]) -> Data:
        return self._put(forms.adaptive(form, in_dialog=False, given=given, problems=problems))

    def words(self, words: str) -> Data:
        return {"statusCode": 200, "type": "application/vnd.microsoft.activity.message", "value": words}

    @staticmethod
    def _put(content: Data) -> Data:
        return {"statusCode": 200, "type": CARD_TYPE, "value": content}


class InDialog:
    """`task/fetch`, `task/submit` and their like for commands: the answer is shown in the dialog."""

    def card(self, card: Card) -> Data:
        return render.dialog(card.title, render.adaptive(card, where=Where.DIALOG))

    def beside(self, card: Card) -> Data:
        return self.card(card)  # a dialog covers nothing that would be lost

    def form(self, form: Form, given: Answers, problems: Mapping[str, str]) -> Data:
        return render.dialog(form.title, forms.adaptive(form, in_dialog=True, given=given, problems=problems))

    def words(self, words: str) -> Data:
        return {"task": {"type": "message", "value": words}}


def shape_of(activity: Mapping[str, Any], where: Where) -> Shape | None:
    """None for an invoke that is not ours (signing in, files, meetings…)."""
    match activity.get("name"):
        case "adaptiveCard/action":
            return InPlace(where)
        case "task/fetch" | "task/submit" | "composeExtension/fetchTask" | "composeExtension/submitAction":
            return InDialog()
    return None


def old_card(shape: Shape) -> Data:
    return shape.words(house.old_card().plain())


def busy(shape: Shape) -> Data:
    return shape.words(_BUSY)


async def answer(shape: Shape, incoming: Incoming, intake: Intake) -> Data:
    """What the handler says, in this shape. Raises Busy."""
    answer = await intake.now(incoming)
    match answer.say:
        case None:
            return shape.words(_TAKEN_IN)
        case Form() as form:
            return shape.form(form, _NO_ANSWERS, _NO_PROBLEMS)
        case Card() as card:
            if answer.problems and isinstance(incoming.what, Filled):
                again = await _again(shape, incoming, incoming.what, answer.problems, intake)
                return again or shape.beside(card)
            return shape.beside(card) if answer.aside else shape.card(card)


async def _again(
    shape: Shape, incoming: Incoming, filled: Filled, problems: Mapping[str, str], intake: Intake
) -> Data | None:
    """The same form with what was filled in, and beside each field what it needs."""
    opened = replace(incoming, key=f"{incoming.key}:again", what=Opened(filled.action, filled.values))
    form = (await intake.now(opened)).say
    return shape.form(form, filled.answers, problems) if isinstance(form, Form) else None
