"""From the review date on: deciding, what stops, keeping it, and taking it to further schools."""

import asyncio
from datetime import date, timedelta

import pytest

from handlers.cycle.doing import begin, do, join
from storage.records import Cadence, CycleStage, Did, Initiative, InitiativeId, Platform

PLAN = {
    "practice": "Talk partners in each lesson",
    "goal": "Every child speaks in whole sentences",
    "measure": "Children who answer in sentences",
    "baseline": "41%",
    "target": "70%",
    "review_on": date(2026, 12, 4),
    "makes_room": "Marking every book",
}
DECIDED = {
    "Where does the measure stand now?": "66%",
    "What did you learn that helps others?": "Sentence stems on every table did most of it.",
    "Why?": "More children speak, in every class.",
    "Would you do it again?": "Yes",
    "May colleagues in the trust find it?": "Yes, without names",
}
ADOPT = {"What do you decide?": "Adopt: we keep it"} | DECIDED
ADAPT = {"What do you decide?": "Adapt: we change it and go round again"} | DECIDED
ABANDON = {"What do you decide?": "Abandon: we stop, and say why"}
ROUND = "Round {}: what did you try, what happened, what did you change?"


async def trying(house, who, *others, stage=CycleStage.DECIDE, topic="Oracy in Year 3", **more):
    """A school's run of an initiative that has come so far."""
    me = await house.person(who)
    now = house.app.clock.now()
    async with house.database.store() as store:
        initiative = await store.initiatives.add(
            Initiative(
                InitiativeId(0),
                me.trust,
                "Quieter pupils say little in whole-class talk",
                topic,
                "Year 3",
                Cadence.PILOT,
                None,
                me.id,
                now.date(),
            )
        )
        run = await begin(initiative, me.school, me, now, store, stage=stage, **PLAN | more)
        for each in others:
            await join(run, each.person, now, store)
        return run


async def opens(who):
    await who.says("cycle")
    return await who.presses("Open")


async def picks(who, label):
    """Of all that can be done with it: what there is no room for stands behind “More…”."""
    while label not in who.newest().buttons:
        await who.presses("More…")
    return await who.presses(label)


def titles(who):
    return [each.title for each in who.sees()]


async def decides(who, answers):
    """Where a form cannot open by itself, its opener has the same name."""
    await opens(who)
    await who.presses("Decide")
    return await who.fills(answers)


async def test_adopting_leads_to_what_stops_which_is_asked_about_once_and_then_kept(house):
    ada = await house.member("Ada Ash")
    bo = await house.member("Bo Birch")
    await trying(house, ada, stage=CycleStage.DELIVER, review_on=date(2026, 9, 7))
    assert "Adopted" not in (await decides(ada, ADOPT)).title
    rounds = {
        ROUND.format(1): "Stems\nMore talk\nShorter stems",
        ROUND.format(2): "Pairs. Louder. Set rules.",
    }
    card = await ada.fills(ADOPT | rounds)
    assert card.title == "Adopted: Oracy in Year 3"
    assert "What will you stop, to make room for it?" in card.text

    await ada.presses("Stop something")
    card = await ada.fills(
        {
            "What will you stop?": "Marking every book",
            "From when?": "21 September",
            "Time saved in a week, all staff together": "an hour and a half",
            "Who confirms that it has stopped?": "Bo Birch",
        }
    )
    assert "I will ask Bo Birch once, from Monday 21 September 2026." in card.text
    assert "a yes that what you listed has stopped" in card.text
    assert "Round 2, " in (await picks(ada, "Rounds so far")).text.split("Round 1, ")[0], "the newest first"
    await ada.says("cycle stops")
    asked = await ada.presses("Has it stopped?")
    assert "It is to stop from Monday 21 September 2026." in asked.text, "its day has not come yet"
    await house.wait(timedelta(days=11))
    assert titles(bo) == []
    for _ in range(3):
        await house.wait(timedelta(days=7))
    assert [each.title for each in bo.sees() if "Has it stopped?" in each.text] == [
        "Has it stopped? Marking every book"
    ]
    card = await bo.presses("Yes, it has")
    assert "1 hour 30 minutes a week for what works" in card.text
    card = await ada.says("cycle stops")
    assert "✓ Marking every book" in card.text
    assert "Saved each week, all staff together: 1 hour 30 minutes." in card.text

    await opens(ada)
    await picks(ada, "Say how we keep it")
    card = await ada.fills(
        {
            "Who keeps it going?": "The Year 3 lead",
            "How do new colleagues learn it?": "They watch a lesson",
            "When will you look at it again?": "14 September 2027",
        }
    )
    assert "around Tuesday 14 September 2027" in card.text
    await picks(ada, "Measure again")
    await ada.fills(
        {"Where does the measure stand now?": "72%", "When will you measure next?": "10 September 2029"}
    )
    assert "72% now" in (await opens(ada)).text
    await picks(ada, "It has faded")
    card = await ada.presses("Refresh it")
    assert "●\xa0Deliver" in card.text
    card = await decides(ada, ADOPT | rounds)
    await opens(ada)
    await picks(ada, "It has faded")
    card = await ada.presses("Let it go")
    assert "makes room for something else" in card.text
    assert "Stopped" in (await opens(ada)).text


async def test_adapting_is_a_new_loop_and_abandoning_is_thanked_shared_and_taken_back(house):
    ada = await house.member("Ada Ash")
    cy = await house.member("Cy Cole", school="Fenside")
    await trying(house, ada)
    card = await decides(ada, ADAPT)
    assert "Noted as learning." in card.text
    assert "●\xa0Prepare" in card.text
    assert "66%" not in card.text

    await trying(house, ada, topic="Homework club", goal="Homework comes in")
    await ada.says("cycle")
    await ada.presses("Open", on="Homework club")
    await ada.presses("Decide")
    why = {"Why?": "Nobody came after half-term.", "Would you do it again?": "No"}
    card = await ada.fills(ABANDON | why | {"May colleagues in the trust find it?": "No, it stays with us"})
    assert "Stopping saves other schools time." in card.text
    assert "It stays with you. Or may I share two lines on why" in card.text
    assert "Nobody came" not in (await cy.says("cycle tried homework club")).text

    await ada.presses("Share without names")
    found = await cy.says("cycle tried homework club")
    assert "Nobody came after half-term." in found.text
    assert "Elm Park" not in found.text
    assert "Ada" not in found.text
    await ada.presses("Put it right")
    await ada.fills(
        {
            "Why?": "Nobody came: buses leave at three.",
            "May colleagues in the trust find it?": "Yes, with our school and my name",
        }
    )
    found = await cy.says("cycle tried homework club")
    assert "buses leave at three" in found.text
    assert "Elm Park" in found.text
    await ada.presses("Keep it to us")
    assert "buses" not in (await cy.says("cycle tried homework club")).text


async def test_two_who_decide_at_once_decide_once(house):
    ada = await house.member("Ada Ash")
    dee = await house.member("Dee Dale", school="", coordinator=True)
    run = await trying(house, ada, dee)
    for each in (ada, dee):
        await opens(each)
        await each.presses("Decide")
    await asyncio.gather(ada.fills(ADOPT), dee.fills(ABANDON | DECIDED))
    async with house.database.reading() as store:
        (decision,) = await store.decisions.of_runs([run.id], trust=run.trust)
        (now,) = await store.runs.several([run.id], trust=run.trust)
    assert now.verdict is decision.verdict
    quicker = "A colleague was quicker: it is decided."
    assert sum(quicker in each.newest().text for each in (ada, dee)) == 1


async def test_what_was_adopted_goes_to_schools_that_say_yes_each_at_its_own_stage(house):
    ada = await house.member("Ada Ash")
    hana = await house.member("Hana Hill", school="Fenside", job_title="Headteacher")
    ivo = await house.member("Ivo Ives", school="Fenside")
    jo = await house.member("Jo Jay", school="Oakhill", job_title="Headteacher")
    await house.member("Kit Kay", school="Ridge End")
    await trying(house, ada)
    await decides(ada, ADOPT)
    await ada.presses("Open it")
    await picks(ada, "Take it to other schools")
    card = await ada.fills({"Which schools?": "Every other school in the trust (3)"})
    assert "I ask at 2 schools" in card.text
    assert "I know no head at Ridge End." in card.text
    await house.wait(timedelta(days=7))
    question = "Would {} try it? Oracy in Year 3"
    assert hana.newest().title == question.format("Fenside")
    assert jo.newest().title == question.format("Oakhill")
    assert "It worked at Elm Park" in jo.newest().text

    await hana.presses("A colleague leads it")
    await hana.fills({"Who could lead it?": "Ivo Ives"})
    await jo.presses("Not this time")
    await house.wait(timedelta(days=7))
    await ivo.presses("Ask Ada Ash")
    assert "Ivo Ives would like to meet you" in titles(ada)
    card = await ivo.presses("Yes, we try it")
    assert "●\xa0Prepare" in card.text
    assert "Every child speaks in whole sentences" in card.text
    assert "41%" not in card.text
    assert "where the measure stands now" in card.text

    await opens(ada)
    card = await picks(ada, "How far others are")
    assert "Fenside" in card.text
    assert "Prepare" in card.text
    assert "Oakhill" not in card.text


async def test_years_later_whoever_leads_it_then_is_asked_whether_it_still_happens(house):
    ada = await house.member("Ada Ash")
    bo = await house.member("Bo Birch")
    kept = {"keeper": "The Year 3 lead", "induction": "A lesson", "check_on": date(2028, 9, 18)}
    run = await trying(house, ada, bo, stage=CycleStage.SUSTAIN, **kept)
    async with house.database.store() as store:
        lead = await house.person(bo)
        await do(run, Did.HANDED_OVER, ada.person, house.app.clock.now(), store, lead=lead)
        await store.people.forget(ada.person)
    await house.wait(timedelta(days=735))
    await house.wait(timedelta(days=14))
    assert "is Oracy in Year 3 still happening?" in bo.newest().text
    await bo.presses("No")
    card = await bo.presses("Let it go")
    assert card.title == "Thank you: Oracy in Year 3"
    await house.wait(timedelta(days=371))
    assert bo.newest().title == card.title


@pytest.mark.parametrize("doorway", [Platform.BROWSER], indirect=True)
async def test_what_is_taken_back_is_told_to_no_school_that_waits_to_be_asked(house):
    ada, dee = await house.member("Ada Ash"), await house.member("Dee Dale", coordinator=True)
    jo = await house.member("Jo Jay", school="Oakhill", job_title="Headteacher")
    await trying(house, ada, dee)
    await decides(ada, ADOPT | {"May colleagues in the trust find it?": "Yes, with our school and my name"})
    await opens(dee)
    await picks(dee, "Take it to other schools")
    await dee.fills({"Which schools?": "Every other school in the trust (1)"})
    await ada.presses("What was decided")
    await ada.presses("Keep it to us")
    await house.wait(timedelta(days=7))
    assert titles(jo) == []

    await opens(dee)
    await picks(dee, "Take it to other schools")
    await dee.fills({"Which schools?": "Every other school in the trust (1)"})
    await house.wait(timedelta(days=7))
    (asked,) = [each.text for each in jo.sees()]
    assert "It worked at a school in the trust" in asked
    assert "Sentence stems" not in asked, "what was learned is theirs"
    assert "Talk partners in each lesson" in asked
