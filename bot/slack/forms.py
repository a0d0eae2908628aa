"""Windows on Slack: opened within three seconds of a button or command, whatever the database does; a form
in one is answered inside the submission itself."""

import logging
from typing import Any

from bot.door import Answer, Trouble
from bot.guard import Guard
from bot.incoming import Incoming
from bot.intake import INLINE_S, Busy, Intake
from bot.slack import read, render
from bot.slack.send import SlackDoor
from bot.slack.troubles import Refused
from handlers.talk import Card, Form
from storage.records import Platform

log = logging.getLogger(__name__)

Data = dict[str, Any]

WINDOW_S = 10.0  # an open window says "One moment…" for so long at most


class Forms:
    """Both ways of a form: out as a view, back as a submission."""

    def __init__(self, intake: Intake, guard: Guard, door: SlackDoor) -> None:
        self._intake = intake
        self._guard = guard
        self._door = door

    async def open(self, payload: Data, incoming: Incoming) -> None:
        """A view that says "One moment…" at once, because a trigger lives three seconds; then the answer.

        Where a view is open already (`view_id`), the answer takes its place.
        """
        team = payload["team_id"]
        said: Card | Form | None = None
        try:
            view_id = incoming.reply_to.get("view_id")
            if not view_id:
                view_id = await self._door.line.open_loading(team, payload["trigger_id"])
            answer = await self._answer(incoming, WINDOW_S)
            said = answer.say
            await self._door.line.fill(team, view_id, _view(answer))
        except Trouble as trouble:
            log.warning("a window was not filled", extra={"workspace": team, "why": str(trouble)})
            # Closed before its answer came: a form was not wanted any more, a card says what was done.
            closed = isinstance(trouble, Refused) and trouble.code == "not_found"
            if isinstance(said, Card) or not closed:
                await self._door.line.tell(incoming, said if isinstance(said, Card) else render.BUSY)

    async def filled(self, payload: Data) -> Data:
        """The body of the acknowledgement: the outcome, or what is wrong with which field."""
        incoming = read.read(payload)
        assert incoming is not None  # noqa: S101  a submission is always somebody's
        given = payload["answers"]
        words = [each for each in given.values() if isinstance(each, str)]
        team = payload["team_id"]
        stopped = await self._guard.stops(
            words, platform=Platform.SLACK, workspace=team, place="form", keys=incoming.key
        )
        if stopped is not None and stopped.ends_a_form:
            return _instead(render.told(stopped.card))
        answer = await self._answer(incoming, INLINE_S)
        fields = list(given)
        if answer.say is render.BUSY and fields:
            return _errors({fields[0]: render.BUSY.plain()})
        if answer.problems and fields:
            # Slack takes sentences only for fields it has shown: any other stands under the first.
            known = {name: words for name, words in answer.problems.items() if name in given}
            rest = " ".join(words for name, words in answer.problems.items() if name not in given)
            return _errors(known or {fields[0]: rest})
        if answer.say is None:
            return {"response_action": "clear"}
        return _instead(_view(answer))

    async def _answer(self, incoming: Incoming, within_s: float) -> Answer:
        try:
            return await self._intake.now(incoming, within_s=within_s)
        except Busy:
            return Answer(render.BUSY)


def _view(answer: Answer) -> Data:
    match answer.say:
        case Form():
            return render.form(answer.say)
        case Card():
            return render.told(answer.say)
        case None:
            return render.told(render.BUSY)


def _instead(view: Data) -> Data:
    return {"response_action": "update", "view": view}


def _errors(problems: dict[str, str]) -> Data:
    return {"response_action": "errors", "errors": render.wrong(problems)}
