"""What nobody can decide, stop, keep or take on: by a slip, or by a button that is somebody else's."""

from dataclasses import replace
from datetime import date
from itertools import count

import pytest

from bot.incoming import Filled, Incoming
from handlers.cycle.doing import begin, do
from storage.records import (
    Account,
    Again,
    Cadence,
    CycleStage,
    Decision,
    DecisionId,
    Did,
    Initiative,
    InitiativeId,
    Platform,
    Stop,
    StopId,
    Verdict,
)
from tests.handlers.meetings import scene

__all__ = ["scene"]

WHOLE = {
    "now": "66%",
    "learned": "Stems help most.",
    "verdict": "adopt",
    "reason": "More children speak.",
    "again": "yes",
    "shared": "named",
}
ROUNDS = {"round_1": "Stems\nMore talk\nShorter stems", "round_2": "Pairs. Louder. Rules."}
STOP = {"what": "Marking every book", "day": "11 January", "minutes": "2 hours", "who": ""}
KEPT = {"keeper": "The Year 3 lead", "induction": "A lesson to watch", "check_on": "14 September 2027"}
LONG = "x" * 501

WRONG = (
    ("decide", "deliver", WHOLE, "round_1", "three short lines"),
    ("decide", "deliver", WHOLE | ROUNDS | {"now": ""}, "now", "what the measure is now"),
    ("decide", "deliver", WHOLE | ROUNDS | {"learned": " "}, "learned", "what others can learn"),
    ("decide", "deliver", WHOLE | ROUNDS | {"reason": LONG}, "reason", "within 500 characters"),
    ("decide", "deliver", WHOLE | {"verdict": "abandon", "reason": ""}, "reason", "say why"),
    ("decide", "deliver", WHOLE | ROUNDS | {"verdict": "maybe"}, "verdict", "choose one"),
    ("decide", "deliver", WHOLE | ROUNDS | {"again": ""}, "again", "choose one"),
    ("decide", "deliver", WHOLE | ROUNDS | {"shared": "everybody"}, "shared", "choose one"),
    ("decide", "sustain", WHOLE, "verdict", "you can only stop it"),
    ("not_yet", "deliver", {"day": "31 February"}, "day", "can't read that date"),
    ("not_yet", "deliver", {"day": "today"}, "day", "not ahead of us"),
    ("not_yet", "deliver", {"day": "25 December 2026"}, "day", "no school on Friday 25 December"),
    ("not_yet", "deliver", {"day": "1 March 2062"}, "day", "within the next five years"),
    ("stop", "sustain", STOP | {"what": ""}, "what", "what you will stop"),
    ("stop", "sustain", STOP | {"what": LONG}, "what", "up to 300 characters"),
    ("stop", "sustain", STOP | {"day": "1 September 2026"}, "day", "not ahead of us"),
    ("stop", "sustain", STOP | {"minutes": "lots"}, "minutes", "can't read that time"),
    ("stop", "sustain", STOP | {"who": "Nobody Known"}, "who", "I know nobody called"),
    ("stop", "sustain", STOP | {"who": "Sam, Member 1"}, "who", "one colleague"),
    ("keep", "sustain", KEPT | {"keeper": ""}, "keeper", "a few words"),
    ("keep", "sustain", KEPT | {"induction": LONG}, "induction", "within 500 characters"),
    ("keep", "sustain", KEPT | {"check_on": "soon"}, "check_on", "can't read that date"),
    ("keep", "deliver", KEPT, "", "That has moved on since"),
    ("roll_out", "deliver", {"among": "trust"}, "", "Only what was adopted"),
    ("roll_out", "sustain", {"among": "ticked"}, "among", "tick a school, or name a colleague"),
)


class Tried:
    """A run that is being delivered, and one that was adopted, with what stops for it."""

    def __init__(self, at) -> None:
        self.at = at
        self._serial = count()

    async def set(self) -> "Tried":
        at, now = self.at, self.at.app.clock.now()
        async with at.app.database.store() as store:
            blank = Initiative(
                InitiativeId(0), at.home.id, "A problem", "Oracy", "Year 3", Cadence.PILOT, None, at.lead.id,
                now.date(),
            )  # fmt: skip
            plan = {"measure": "Talk", "baseline": "41%", "review_on": date(2026, 12, 4)}
            self.runs = {
                stage.value: await begin(
                    await store.initiatives.add(blank),
                    at.lead.school,
                    at.lead,
                    now,
                    store,
                    stage=stage,
                    **plan,
                )
                for stage in (CycleStage.DELIVER, CycleStage.DECIDE)
            }
            said = {"verdict": Verdict.ADOPT, "reason": "-", "learned": "-", "again": "yes", "shared": "no"}
            adopted = await do(self.runs.pop("decide"), Did.DECIDED, at.lead, now, store, **said)
            self.runs["sustain"] = adopted
            self.copy = await store.initiatives.add(replace(blank, copied_from=adopted.id))
            self.stop = await store.stops.add(
                Stop(StopId(0), at.home.id, at.lead.school, adopted.id, at.lead.id, "Marking", now.date())
            )
            told = ("41%", "66%", "Why", "Learned", Again.YES, False, False)
            whose = (adopted.initiative, adopted.id, at.lead.school, at.lead.id, now.date(), Verdict.ADOPT)
            self.decision = await store.decisions.add(Decision(DecisionId(0), at.home.id, *whose, *told))
        return self

    async def fills(self, form, answers, **values):
        """What is said beside which field."""
        lead = self.at.lead
        account = Account(Platform.BROWSER, "browser", lead.email)
        place = {"conversation": f"direct:{lead.id}", "person": lead.id, "edits": ""}
        filled = Incoming(
            f"tried:{next(self._serial)}", account, Filled(form, values, answers), reply_to=place
        )
        return (await self.at.app.intake.now(filled)).problems

    async def kept(self):
        """All that a slip or a forged press might have changed."""
        trust = self.at.home.id
        async with self.at.app.database.reading() as store:
            return (
                await store.runs.everyone(trust),
                await store.stops.everyone(trust),
                await store.decisions.of_runs([each.id for each in self.runs.values()], trust=trust),
                await store.initiatives.everyone(trust),
            )


@pytest.fixture
async def tried(scene):
    return await Tried(scene).set()


async def test_what_is_missing_or_wrong_is_said_beside_it_and_nothing_is_kept(tried):
    before = await tried.kept()
    for form, stage, answers, field, said in WRONG:
        problems = await tried.fills(f"cycle.{form}", answers, run=tried.runs[stage].id, version=99)
        assert said in problems.get(field, ""), (form, answers, problems)
    assert await tried.kept() == before


async def test_somebody_elses_button_changes_nothing_whatever_ids_it_carries(tried, scene):
    before = await tried.kept()
    run, stop, decision = tried.runs["sustain"], tried.stop.id, tried.decision.id
    for who in (scene.sam, scene.una):
        for action, values in (
            ("decision", {"decision": decision}),
            ("share", {"decision": decision, "how": "named"}),
            ("stops", {"run": run.id}),
            ("stopped", {"stop": stop}),
            ("stop_kept", {"stop": stop}),
            ("still", {"run": run.id, "how": "no"}),
            ("refresh", {"run": run.id, "version": run.version}),
            ("let_it_go", {"run": run.id, "version": run.version}),
            ("for_good", {"run": run.id, "version": run.version}),
            ("how_far", {"run": run.id}),
            ("try_here", {"initiative": tried.copy.id}),
            ("try_ask", {"initiative": tried.copy.id}),
        ):
            assert await scene.press(who, f"cycle.{action}", **values) == "Sorry", (who.name, action)
        for form, answers in (
            ("decide", WHOLE),
            ("keep", KEPT),
            ("stop", STOP),
            ("roll_out", {"among": "trust"}),
        ):
            assert await scene.fill(who, f"cycle.{form}", answers, run=run.id) == "Sorry", (who.name, form)
        assert await scene.fill(who, "cycle.correct", WHOLE, decision=decision) == "Sorry"
    assert await tried.kept() == before


async def test_whoever_leads_it_after_them_does_not_put_the_deciders_name_to_it(tried, scene):
    run, decision = tried.runs["sustain"], tried.decision.id
    async with scene.app.database.store() as store:
        await store.runs.record(
            run, Did.HANDED_OVER, scene.sam.id, scene.app.clock.now(), {}, lead_id=scene.sam.id
        )
    before = await tried.kept()
    assert await scene.press(scene.sam, "cycle.share", decision=decision, how="named") == "Sorry"
    assert await scene.fill(scene.sam, "cycle.correct", WHOLE, decision=decision) == "Sorry"
    assert await tried.kept() == before
    assert await scene.press(scene.sam, "cycle.share", decision=decision, how="unnamed") != "Sorry"
    assert await scene.press(scene.lead, "cycle.share", decision=decision, how="named") != "Sorry"


async def test_a_stop_is_answered_once_and_a_second_answer_changes_it(tried, scene):
    assert await scene.press(scene.lead, "cycle.stopped", stop=tried.stop.id) == "Stopped, thank you"
    assert await scene.press(scene.lead, "cycle.stopped", stop=tried.stop.id) == "Stopped, thank you"
    (_, (stop,), *_) = await tried.kept()
    assert stop == replace(tried.stop, confirmed_on=scene.app.clock.now().date(), confirmed_by=scene.lead.id)
    await scene.fill(scene.lead, "cycle.stop_later", {"day": "1 December"}, stop=tried.stop.id)
    (_, (stop,), *_) = await tried.kept()
    assert (stop.stops_on, stop.confirmed_on) == (date(2026, 12, 1), None)
    assert await scene.press(scene.lead, "cycle.stop_kept", stop=tried.stop.id) == "It stays"
    assert await scene.press(scene.lead, "cycle.stopped", stop=tried.stop.id) == "Sorry"


async def test_a_press_on_what_has_changed_meanwhile_does_nothing_and_shows_how_it_stands(tried, scene):
    run = tried.runs["sustain"]
    assert not await tried.fills("cycle.keep", KEPT, run=run.id)
    before = await tried.kept()
    for action in ("refresh", "let_it_go", "for_good"):
        shown = await scene.press(scene.lead, f"cycle.{action}", run=run.id, version=run.version)
        assert shown == "Oracy"
    assert await tried.kept() == before
