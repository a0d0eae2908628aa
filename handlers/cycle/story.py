"""What has happened to a run so far: where it went on, where it went back, and what was learned there.

Ada  (presses So far)
bot  7 Sep: began in Explore · 21 Sep: on to Prepare · 12 Oct: back to Explore: “Too much at once”
"""

from collections.abc import Iterable, Sequence

from handlers.cycle.capability import cycle
from handlers.cycle.cards import look_at, offers
from handlers.cycle.seen import Seen, the_run
from handlers.cycle.words import VERDICTS, stage_name, words_of
from handlers.dates import with_year
from handlers.rules.stages import Standing, retold
from handlers.rules.templates import OwnWords
from handlers.talk import LOCAL, Button, Card, Note, Reply, Request, Text
from storage.records import Did, RunId, Step, Verdict
from storage.store import Store

TOLD = 20  # the newest: what a phone shows in two screens
_TOLD = {
    Did.BEGAN: "began in {stage}",
    Did.ON: "on to {stage}",
    Did.BACK: "back to {stage}",
    Did.ROUND: "round {round}",
    Did.PAUSED: "paused",
    Did.RESUMED: "went on",
    Did.ENDED: "not now",
    Did.REOPENED: "taken up again, in {stage}",
    Did.HANDED_OVER: "handed over",
}
BEGINNING = 1  # step: one that has only begun has no story yet


@offers(71)
async def telling(seen: Seen, request: Request, store: Store) -> Sequence[Button]:
    return (tell.button("So far", run=seen.run.id),) if seen.run.version > BEGINNING else ()


@cycle.action("cycle.so_far")
async def tell(request: Request, store: Store, *, run: RunId) -> Reply:
    """To whoever may read it; who did what is nobody's story."""
    seen = await the_run(run, request, store)
    steps = await store.runs.steps_of(run, trust=request.trust.id)
    return Reply(so_far(seen, list(_lines(steps, await words_of(request.trust.id, store)))))


def _lines(steps: Sequence[Step], words: OwnWords) -> Iterable[str]:
    for step, standing in retold(steps):
        if said := _said(step, standing, words):
            yield f"{with_year(step.at.astimezone(LOCAL).date())}: {said}"


def _said(step: Step, standing: Standing, words: OwnWords) -> str:
    """In a few words; nothing for what the plan itself shows."""
    match step.did:
        case Did.PAUSED if reason := step.values.get("reason"):
            return f"paused, as {reason}"
        case Did.DECIDED:
            return VERDICTS[Verdict(step.values["verdict"])].lower()
        case Did.ENDED if not step.values.get("reason"):
            return "kept for good"
        case did:
            stage = stage_name(standing.stage, words)
            return _TOLD.get(did, "").format(stage=stage, round=standing.rounds) + _quoted(step)


def _quoted(step: Step) -> str:
    said = step.values.get("learned") or step.values.get("reason")
    return f": “{said}”" if said else ""


# ------------------------------------------------------------------ card


def so_far(seen: Seen, lines: Sequence[str]) -> Card:
    older = len(lines) - TOLD
    return Card(
        f"{seen.initiative.topic}, so far",
        Text("\n".join(lines[-TOLD:])),
        *((Note(f"And {older} steps before."),) if older > 0 else ()),
        look_at.button("Back", run=seen.run.id),
    )
