"""A run on its way: on and back, paused and resumed, handed over, and shared by several schools."""

from dataclasses import replace
from datetime import date, timedelta

from handlers.cycle.doing import begin, do, join
from handlers.talk import Card, Post, ToPerson
from storage.records import (
    Cadence,
    CycleStage,
    Did,
    Evidence,
    EvidenceId,
    Initiative,
    InitiativeId,
    Run,
    RunState,
    Why,
)
from tests.conversation import Household, Member

TOPIC = "Oracy in Year 3"
PLAN = {
    "goal": "Every pupil speaks in whole sentences",
    "measure": "Talk count",
    "baseline": "40%",
    "target": "60%",
    "practice": "Talk partners each morning",
    "makes_room": "One worksheet less",
}


async def a_run(house: Household, who: Member, stage: str = "explore", review: date | None = None) -> Run:
    """Theirs, in that stage, with all that the stages before it need; in Explore with nothing yet."""
    async with house.database.store() as store:
        now = house.app.clock.now()
        initiative = await store.initiatives.add(
            Initiative(
                InitiativeId(0),
                who.person.trust,
                problem="Quiet pupils say little in whole-class talk",
                topic=TOPIC,
                group="Year 3",
                cadence=Cadence.PILOT,
                network=None,
                lead=who.person.id,
                begun_on=now.date(),
            )
        )
        run = await begin(initiative, who.person.school, who.person, now, store)
        if stage == "explore":
            return run
        found = Evidence(EvidenceId(0), run.trust, None, now, "It helps", "EEF", initiative=initiative.id)
        await store.initiatives.add_evidence(found)
        note = {**PLAN, "peer": "Fenside", "review_on": review or now.date() + timedelta(weeks=10)}
        run = await do(run, Did.ON, who.person, now, store, note=note)
        return run if stage == "prepare" else await do(run, Did.ON, who.person, now, store)


async def as_kept(house: Household, run: Run) -> Run:
    async with house.database.reading() as store:
        found = await store.runs.find(run.id, trust=run.trust)
        assert found is not None
        return found


async def opened(member: Member, button: str = "") -> str:
    """The run's card, and, where a button is not on the card itself, what stands under More."""
    await member.says("cycle")
    shown = await member.presses("Open")
    while button and button not in shown.buttons:
        shown = await member.presses("More…")
    return shown.text


async def test_going_back_is_learning_and_a_pause_needs_no_reason(house: Household) -> None:
    ada = await house.member("Ada")
    run = await a_run(house, ada, "prepare")

    await opened(ada)
    await opened(ada)
    shown = await ada.presses("On to Deliver")
    assert "On to Deliver." in shown.text
    assert PLAN["goal"] in shown.text
    shown = await ada.presses("On to Deliver")
    assert "Something has changed since this was shown." in shown.text, "on the older card: once is enough"

    await opened(ada, "Go back a stage")
    await ada.presses("Go back a stage")
    shown = await ada.fills({"What have you learned, in a line?": "Too much at once, so one class first"})
    assert "Back in Prepare. That is learning: “Too much at once, so one class first”" in shown.text
    assert (await as_kept(house, run)).stage is CycleStage.PREPARE

    await opened(ada, "Pause it")
    await ada.presses("Pause it")
    shown = await ada.fills({"Until when?": "5 October"})
    assert "Paused until Monday 5 October 2026. I will ask nobody about it." in shown.text
    await house.wait(timedelta(days=21))
    assert (await as_kept(house, run)).state is RunState.PAUSED
    await house.wait(timedelta(days=7))
    kept = await as_kept(house, run)
    assert (kept.state, kept.entered_on) == (RunState.GOING, date(2026, 10, 5))

    await opened(ada, "So far")
    told = (await ada.presses("So far")).text
    assert "7 Sep 2026: back to Prepare: “Too much at once, so one class first”" in told
    assert "5 Oct 2026: went on" in told

    await opened(ada, "Not now")
    await ada.presses("Not now")
    shown = await ada.fills({"Why not now, in a line?": "Two new colleagues first"})
    assert "Thank you for looking into it." in shown.text
    shown = await ada.presses("Take it up again")
    assert "It is taken up again." in shown.text
    assert (await as_kept(house, run)).state is RunState.GOING


async def test_a_colleague_joins_by_saying_yes_leads_by_saying_yes_and_leaves_as_they_like(
    house: Household,
) -> None:
    ada, jo = await house.member("Ada"), await house.member("Jo")
    sam = await house.member("Sam", school="Fenside")
    eve = await house.member("Eve", school="Fenside")
    run = await a_run(house, ada, "deliver")

    await opened(ada, "Invite colleagues")
    await ada.presses("Invite colleagues")
    await ada.fills({"Who?": f"{jo.person.email}, Sam"})
    await house.wait(timedelta(days=7))
    shown = await jo.presses("Join")
    assert "You take part now." in shown.text
    shown = await sam.presses("Join")
    assert "You lead it there, at your own pace." in shown.text
    async with house.database.reading() as store:
        first, second = await store.runs.of_initiatives([run.initiative], trust=run.trust)
    assert (first.stage, second.stage) == (CycleStage.DELIVER, CycleStage.EXPLORE)
    assert (first.lead, second.lead) == (ada.person.id, sam.person.id)
    assert (await eve.says("cycle")).title == "Nothing on the go yet"

    await opened(ada, "Hand over")
    await ada.presses("Hand over")
    await ada.fills({"Or somebody else": "Jo"})
    await house.wait(timedelta(days=7))
    await house.wait(timedelta(days=7))
    assert (await as_kept(house, run)).lead == ada.person.id, "until the new one says yes"
    await _waits_for(ada, nudge := f"nudge:{run.initiative}:n09:9:{ada.person.id}")
    await jo.presses("I’ll lead it")
    assert (await as_kept(house, run)).lead == jo.person.id
    assert not await _is_written(house, nudge, run), "it is for whoever leads"
    assert "Jo leads it now" in [each.title for each in ada.sees()]

    await opened(jo, "Leave it")
    shown = await jo.presses("Leave it")
    assert "What you did for it stays." in shown.text
    assert (await as_kept(house, run)).lead is None
    await _waits_for(eve, no_lead := f"cycle:no-lead:{run.id}:2:{eve.person.id}")
    await opened(ada)
    assert "You lead it now." in (await ada.presses("I’ll lead it")).text
    assert not await _is_written(house, no_lead, run), "by now it has one"


async def _waits_for(who: Member, key: str) -> None:
    """What did not fit into their message of this week."""
    later = who.house.app.clock.now() + timedelta(days=7)
    async with who.house.database.store() as store:
        post = Post(ToPerson(who.person), Card(TOPIC), key, Why.UNASKED, due=later)
        await who.house.app.postman.post((post,), store)


async def _is_written(house: Household, key: str, run: Run) -> bool:
    async with house.database.reading() as store:
        return await store.outbox.with_key(key, trust=run.trust) is not None


async def test_what_nobody_answers_for_is_recorded_as_paused_and_a_mover_is_let_go(house: Household) -> None:
    ada, jo = await house.member("Ada"), await house.member("Jo")
    hana = await house.member("Hana", school="", coordinator=True)
    fen = await house.member("Fen", school="Fenside")
    run = await a_run(house, ada, "deliver", review=date(2026, 9, 21))
    async with house.database.store() as store:
        await join(run, jo.person, house.app.clock.now(), store)
        moved = [replace(each.person, school=fen.person.school) for each in (ada, jo)]
        await store.people.keep(moved, house.app.clock.now())

    for _ in range(3):
        await house.wait(timedelta(days=7))
    kept = await as_kept(house, run)
    assert (kept.lead, kept.state) == (None, RunState.GOING)
    assert (await ada.says("cycle")).title == "Nothing on the go yet"
    told = [each for each in hana.sees() if f"{TOPIC}, Elm Park has no lead" in each.text]
    assert len(told) == 1, "once"

    for _ in range(4):
        await house.wait(timedelta(days=7))
    assert (await as_kept(house, run)).state is RunState.PAUSED
    async with house.database.reading() as store:
        *_, last = await store.runs.steps_of(run.id, trust=run.trust)
    assert (last.did, last.by, last.values["reason"]) == (Did.PAUSED, None, "its time had passed")
    shown = await hana.presses("Open it")
    if "So far" not in shown.buttons:
        await hana.presses("More…")
    assert "paused, as its time had passed" in (await hana.presses("So far")).text
    await hana.presses("Back")
    await hana.presses("Resume it")
    await hana.presses("I’ll lead it")
    kept = await as_kept(house, run)
    assert (kept.lead, kept.state) == (hana.person.id, RunState.GOING)
    assert f"{TOPIC}, Elm Park" in (await hana.says("cycle")).text, "one may lead the same in several schools"
