"""Doing something to a run: the machine is asked, and step and columns are one write.

    run = await begin(initiative, me.school, me, request.now, store)
    run = await do(run, Did.NOTED, me, request.now, store, note={"goal": "All speak in sentences"})
    run = await do(run, Did.BACK, me, request.now, store, to=CycleStage.PREPARE, learned="Too much at once")

What is given besides `note`: `to` and `learned` (back), `until` (paused), `reason` (ended), `verdict`,
`reason`, `learned`, `again`, `shared` (decided), `lead` (handed over; None: to nobody yet). Evidence, rounds
and stops are kept first, then said here.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from handlers.cycle.hushing import hush, without_a_lead
from handlers.cycle.replanning import replan, withdraw
from handlers.cycle.words import stage_name, words_of
from handlers.rules import stages
from handlers.rules.stages import Need, NotPossible, NotYet, Standing
from handlers.talk import LOCAL, Refusal
from storage.records import CycleStage, Did, Initiative, Person, Run, RunId, RunState, SchoolId
from storage.store import Store

#: What each need is called on a card and in a refusal.
NEEDED: Mapping[Need, str] = {
    Need.PROBLEM: "the problem in a sentence",
    Need.GROUP: "which group it is for",
    Need.EVIDENCE: "a piece of evidence",
    Need.PEER: "a school you have spoken to about it",
    Need.PRACTICE: "what everyone will do the same",
    Need.GOAL: "a goal",
    Need.MEASURE: "a measure",
    Need.BASELINE: "where the measure stands now",
    Need.TARGET: "where it should get to",
    Need.REVIEW: "a review date",
    Need.ROOM: "what makes room for it",
    Need.ROUNDS: "a round: tried, happened, change",
    Need.NOW: "the measure, taken again",
    Need.VERDICT: "adopt, adapt or abandon",
    Need.REASON: "the reason",
    Need.LEARNED: "what you learned",
    Need.AGAIN: "whether you would do it again",
    Need.SHARED: "whether to share it",
    Need.KEEPER: "who keeps it going",
    Need.INDUCTION: "how new colleagues learn it",
    Need.STOPS: "a yes that what you listed has stopped",
    Need.CHECK: "when you will look at it again",
}

#: Of a note, what belongs to the initiative and so to each of its runs.
_OF_ALL = ("problem", "group", "topic", "topics")


async def begin(
    initiative: Initiative,
    school: SchoolId | None,
    lead: Person | None,
    now: datetime,
    store: Store,
    *,
    stage: CycleStage = CycleStage.EXPLORE,
    **plan: Any,  # noqa: ANN401  columns
) -> Run:
    """A school's run, as its first step; its lead takes part. A roll-out begins in Prepare, with a plan."""
    run = await store.runs.begin(
        initiative.id,
        school,
        lead.id if lead else None,
        _on(now),
        trust=initiative.trust,
        stage=stage.value,
        **plan,
    )
    standing = await where_it_stands(run, initiative, store)
    step = {"cadence": initiative.cadence, "stage": stage, "known": _as_known(standing.known)}
    run = await store.runs.record(run, Did.BEGAN, lead.id if lead else None, now, step)
    if lead:
        await join(run, lead, now, store)
    return run


async def join(run: Run, person: Person, now: datetime, store: Store) -> None:
    """Once, and asked about it from now on."""
    await store.runs.find(run.id, trust=run.trust, hold=True)
    await store.participants.join(run, person, _on(now))
    await replan(run, _on(now), store)


async def do(
    run: Run,
    did: Did,
    by: Person | None,
    now: datetime,
    store: Store,
    *,
    note: Mapping[str, Any] = {},
    **values: Any,  # noqa: ANN401  what the step is given
) -> Run:
    """Once the run is held; Refusal, in plain words, where this cannot be or something is missing."""
    held = await store.runs.find(run.id, trust=run.trust, hold=True)
    initiative = await store.initiatives.find(run.initiative, trust=run.trust)
    if held is None or initiative is None:
        raise Refusal("I can't find that one any more. Say “cycle” to see yours.")
    before = await where_it_stands(held, initiative, store)
    told = {**values, "known": _known(did, before, note, values)}
    try:
        after = stages.after(before, did, told)
    except NotYet as problem:
        raise Refusal(await _not_yet(held, did, problem.missing, store)) from problem
    except NotPossible as problem:
        raise Refusal(await _not_possible(held, store)) from problem
    done = await store.runs.record(
        held,
        did,
        by.id if by else None,
        now,
        _kept(did, told),
        **_columns(before, after, _on(now), note, values),
    )
    if ours := {name: note[name] for name in _OF_ALL if name in note}:
        await store.initiatives.change(initiative, **ours)
    if (after.stage, after.state) != (before.stage, before.state):
        await withdraw(held, store)
    if did is Did.HANDED_OVER or after.state is RunState.ENDED:
        await store.outbox.withdraw(held.trust, without_a_lead(held))
    if did is Did.HANDED_OVER and held.lead:  # what waits for them may be for whoever leads
        await withdraw(held, store, person=held.lead)
    if by:  # after their letters, as whoever sends one holds it before it counts as asked
        await store.participants.spoke(held.initiative, by)
    if after.state is not RunState.GOING:
        await hush(held, store)
    await replan(done, _on(now), store)
    return done


async def where_it_stands(run: Run, initiative: Initiative, store: Store) -> Standing:
    """What `rules/stages.py` says of it as it is kept."""
    return (await where_they_stand([(run, initiative)], store))[run.id]


async def where_they_stand(runs: Sequence[tuple[Run, Initiative]], store: Store) -> Mapping[RunId, Standing]:
    """Runs of one trust, each with its initiative."""
    if not runs:
        return {}
    around = await store.runs.around((run.id for run, _ in runs), trust=runs[0][0].trust)
    return {run.id: stages.standing_of(run, initiative, around[run.id]) for run, initiative in runs}


def _on(now: datetime) -> date:
    return now.astimezone(LOCAL).date()


# ------------------------------------------------------------------ what is recorded


def _known(
    did: Did, standing: Standing, note: Mapping[str, Any], values: Mapping[str, Any]
) -> dict[str, bool]:
    """Need → whether it is there now: what is noted or answered, and what this step rests on."""
    answered = {
        name: answer not in (None, "") for name, answer in {**note, **values}.items() if name in set(Need)
    }
    match did:
        case Did.ON:
            rests_on = standing.known.intersection(stages.NEEDS[standing.stage])
        case Did.EVIDENCE:
            return answered | {Need.EVIDENCE: Need.EVIDENCE in standing.known}
        case Did.STOP:
            return answered | {Need.STOPS: Need.STOPS in standing.known}
        case _:
            rests_on = frozenset()
    return _as_known(rests_on) | answered


def _as_known(needs: Iterable[Need]) -> dict[str, bool]:
    return dict.fromkeys(sorted(needs), True)


def _kept(did: Did, told: Mapping[str, Any]) -> dict[str, Any]:
    """The step's own values. What is decided stands in the decision; here, that it was given."""
    kept = ("known", "verdict") if did is Did.DECIDED else ("known", "to", "learned", "until", "reason")
    return {
        name: told[name].isoformat() if isinstance(told[name], date) else told[name]
        for name in kept
        if told.get(name)
    }


def _columns(
    before: Standing, after: Standing, today: date, note: Mapping[str, Any], values: Mapping[str, Any]
) -> dict[str, Any]:
    """Of the run, by their names."""
    own = {name: value for name, value in note.items() if name not in _OF_ALL}
    empty = {Need.NOW: "", Need.REVIEW: None}
    forgotten = {str(need): nothing for need, nothing in empty.items() if need not in after.known}
    came = (after.stage, after.state) != (before.stage, before.state)
    return {
        **own,
        **forgotten,  # even where this very step noted it
        "stage": after.stage,
        "state": after.state,
        "rounds": after.rounds,
        "verdict": after.verdict,
        **({"entered_on": today} if came and after.state is RunState.GOING else {}),
        **({"lead_id": values["lead"] and values["lead"].id} if "lead" in values else {}),
        **({"resume_on": values.get("until")} if came or "until" in values else {}),
    }


# ------------------------------------------------------------------ what is refused


async def _not_yet(run: Run, did: Did, missing: Sequence[Need], store: Store) -> str:
    wanted = _listed([NEEDED[need] for need in missing])
    if did is Did.NOTED:
        return f"This still needs {wanted}. You can change it, but please don't leave it empty."
    if did is Did.ON:
        following = stage_name(stages.NEXT[run.stage], await words_of(run.trust, store))
        return f"Before {following} it needs {wanted}. Its card leads you there: say “cycle”."
    return f"It still needs {wanted}. Its card leads you there: say “cycle”."


def _listed(things: Sequence[str]) -> str:
    """ "a goal, a measure and a review date"."""
    *first, last = things
    return f"{', '.join(first)} and {last}" if first else last


async def _not_possible(run: Run, store: Store) -> str:
    if run.state is RunState.ENDED:
        return "That is finished. To go on with it, take it up again from its card: say “cycle”."
    if run.state is RunState.PAUSED:
        return "That is paused. Resume it first, from its card: say “cycle”."
    where = stage_name(run.stage, await words_of(run.trust, store))
    return f"It stands in {where} now, and that is for another stage. Its card shows what you can do."
