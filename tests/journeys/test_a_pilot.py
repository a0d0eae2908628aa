"""README's pilot in five minutes, word by word in the sample trust: from a problem to a decision that answers
the next colleague's question.
"""

from datetime import timedelta

import pytest

from bot.browser.sample import TRUST, load
from storage.records import Platform
from tests.conversation import Household, Member

pytestmark = [
    pytest.mark.parametrize("doorway", [Platform.BROWSER], indirect=True),
    pytest.mark.parametrize("template", ["sqlite"], indirect=True),
]

FORTNIGHT = timedelta(days=14, minutes=5)
PLAN = {
    "What do you want to reach?": "By Christmas everybody answers in whole sentences.",
    "How will you know? One measure": "Answers in a sentence in ten minutes of talk",
    "Where does it stand now?": "1 in 5",
    "Where should it get to?": "3 in 5",
    "What will everyone do the same?": "The same three stems in every lesson",
    "What makes room for it?": "One of two writing prompts a day",
}
ROUND = "Round {}: what did you try, what happened, what did you change?"
DECISION = {
    "Where does the measure stand now?": "7 in 10",
    ROUND.format(1): "Stems on cards\nThey were lost by Wednesday\nOn the wall instead",
    ROUND.format(2): "Stems on the wall\nHeard in maths, too\nA fourth for disagreeing",
    "What do you decide?": "Adopt: we keep it",
    "What did you learn that helps others?": "Adults have to use the stems themselves.",
    "Why?": "It cost nothing and everybody is heard.",
    "Would you do it again?": "Yes",
    "May colleagues in the trust find it?": "Yes, with our school and my name",
}


async def be(house: Household, name: str) -> Member:
    async with house.database.reading() as store:
        trust = await store.trusts.named(TRUST)
        assert trust is not None
        person = next(each for each in await store.people.everyone(trust.id) if each.name == name)
    await house.driver.arrive(person)
    return Member(house, person)


async def test_a_pilot_goes_from_a_problem_to_a_decision_that_answers_the_next_question(house):
    await load(house.database, house.app.clock.now())
    await house.wait(timedelta(minutes=1))  # the timetables begin
    jess = await be(house, "Jess Rowntree")

    await jess.says("cycle start quieter children say little in whole-class talk")
    await jess.presses("Start something new")
    await jess.fills({"For which group?": "Years 1 and 2", "Where?": "KS1 network"})
    await jess.presses("Add evidence")
    await jess.fills(
        {"What does it say?": "Six children did most of the talking.", "Where is it from?": "our own visits"}
    )
    await jess.presses("We spoke to a school")
    await jess.fills({"Which school did you speak to?": "Deepwell: three stems, on the wall."})
    await jess.presses("On to Prepare")
    await jess.presses("Plan it")
    await jess.fills(PLAN)
    await jess.presses("On to Deliver")

    await house.wait(FORTNIGHT)
    assert "By Christmas everybody answers in whole sentences." in jess.newest().text
    helped = (await jess.presses("Stuck")).text
    assert helped.index("Emma Jessop") < helped.index("Gill Thaxter")  # who adopted it, before a school alike
    await house.wait(FORTNIGHT)
    await jess.presses("On track")
    await jess.presses("Open it")
    await jess.presses("Decide")
    decided = await jess.fills(DECISION)
    assert decided.title.startswith("Adopted")
    await jess.presses("Stop something")
    await jess.fills({"What will you stop?": "One of two writing prompts a day", "From when?": "Monday"})

    becky = await be(house, "Becky Thorne")
    found = (await becky.says("has anyone tried oracy in KS1?")).text
    assert found.index("Jess Rowntree") < found.index("Emma Jessop")
    natalie = await be(house, "Natalie Greaves")
    shown = await natalie.says("cycle network english leads")
    assert "Review this month: 1\n" in shown.text
    assert (await natalie.presses("See the picture")).title == "Your way to English leads"
