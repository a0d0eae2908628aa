"""What is tried answers the next question: who is stuck meets who got through, all decisions are found."""

from datetime import timedelta

import pytest

from storage.records import Again, Verdict
from tests.conversation import Household, Member
from tests.decisions import decided, trying
from tests.journeys.shelf import shared

NETWORK = "English leads"


async def led(house: Household, *leading: Member):
    async with house.database.store() as store:
        network = await store.networks.keep(leading[0].person.trust, NETWORK)
        for each in leading:
            await store.networks.join(network, each.person)
            await store.networks.lead(network, each.person, facilitator=True)
    return network


async def test_whoever_is_stuck_meets_who_got_through_reads_and_asks_the_network(house):
    ada, fay = await house.member("Ada Ash"), await house.member("Fay Lead", school="Fernleigh")
    jo, una = await house.member("Jo Fen", school="Fenside"), await house.member("Una Named", school="Hill")
    network = await led(house, fay, jo)
    await decided(house.app, jo.person)
    await decided(house.app, una.person, named=False)
    await shared(house, jo, NETWORK, "Oracy that works")
    await trying(house.app, ada.person, network=network)

    await ada.says("cycle")
    await ada.presses("Open")
    card = await ada.presses("We are stuck")

    assert "has tried “Oracy in Year 3” at Fenside (September 2026): adopted" in card.text
    assert "Oracy that works" in card.text
    assert "Una" not in card.text
    assert card.buttons == ("Introduce us", "Open", "Add to the next agenda", "Back")

    assert "I have asked Jo Fen" in (await ada.presses("Introduce us")).text
    assert "stuck" not in jo.newest().text
    assert "Oracy in Year 3: how did you go about it?" in jo.newest().text

    await ada.presses("Add to the next agenda")
    told = await ada.fills({"What would you like help with?": "How do we hear the quiet ones?"})
    assert told.title == f"Suggested to {NETWORK}"
    await house.wait(timedelta(days=7))
    (letter,) = [each for each in fay.sees() if "How do we hear the quiet ones?" in each.text]
    assert "Ada" not in letter.text

    kay = await house.member("Kay Ray", school="Ridge End")
    await decided(house.app, kay.person)
    await ada.says("cycle")
    await ada.presses("Open")
    before = (await ada.presses("We are stuck")).text
    async with house.database.store() as store:
        for asker in (fay, una):
            await store.introductions.ask(asker.person, jo.person, "phonics", house.app.clock.now())
    await ada.presses("Back")
    after = (await ada.presses("We are stuck")).text
    assert before.index("Jo Fen") < before.index("Kay Ray"), "as good as each other: the first stays first"
    assert after.index("Kay Ray") < after.index("Jo Fen"), "two wait for Jo's answer already"


async def test_where_nobody_has_been_there_the_finders_ways_on_are_offered(house):
    ada = await house.member("Ada Ash")
    await house.member("Jo Fen", school="Fenside", working_on="boilers and roofs")
    await trying(house.app, ada.person, "Latin in Year 8")

    await ada.says("cycle")
    await ada.presses("Open")
    card = await ada.presses("We are stuck")

    assert "Nobody in another school has said yet" in card.text
    assert (await ada.presses("Other ways to ask")).title == "Nobody in the trust has said so yet"


async def test_has_anyone_tried_finds_what_was_kept_and_what_was_stopped_and_whom_to_ask(house):
    ada, jo = await house.member("Ada Ash"), await house.member("Jo Fen", school="Fenside")
    una, sam = await house.member("Una Named", school="Hill"), await house.member("Sam Alone", school="Dell")
    await decided(house.app, jo.person)
    stopped = {"verdict": Verdict.ABANDON, "learned": "It took an hour a day", "again": Again.NO}
    await decided(house.app, una.person, "Oracy assemblies", named=False, **stopped)
    await decided(house.app, sam.person, "Oracy in Year 6", shared=False)

    card = await ada.says("Has anyone tried oracy?")
    assert card.title == "What schools have tried"
    assert "Oracy in Year 3: adopted" in card.text
    assert "Fenside · Jo Fen · September 2026" in card.text
    assert "Children who answer in sentences: 41% then, 66% now" in card.text
    assert "Oracy assemblies: stopped" in card.text
    assert "It took an hour a day" in card.text
    assert "A school in the trust" in card.text
    assert not any(hidden in card.text for hidden in ("Una", "Hill", "Sam", "Year 6"))

    assert (await ada.says("cycle tried the roman empire")).title == "No school has told of trying that yet"
    assert (
        await ada.says("has anyone tried the roman empire?")
    ).title == "Nobody in the trust has said so yet"

    await ada.says("who else is working on oracy?")
    assert (await ada.presses("What schools have tried")).title == "What schools have tried"
    await ada.says("library oracy")
    assert (await ada.presses("What schools have tried")).title == "What schools have tried"

    before = await ada.says("who has done oracy in year 3?")
    assert "has tried “Oracy in Year 3”" in before.text
    await jo.says("cycle oracy")
    while "Change what it is about" not in jo.newest().buttons:
        await jo.presses("More…")
    await jo.presses("Change what it is about")
    await jo.fills({"What do you call it?": "Barefoot talk in Year 3"})
    assert "has tried “Barefoot talk in Year 3”" in (await ada.says("who has done oracy in year 3?")).text
    assert "Barefoot talk" in (await ada.says("cycle tried barefoot")).text

    await jo.says("profile")
    assert "you tried “Barefoot talk in Year 3”" in (await jo.presses("What I'm found for")).text

    await jo.says("hide me from search")
    assert "Jo Fen" not in (await ada.says("who has tried oracy in year 3")).text


@pytest.mark.parametrize(("label", "comes_of_it"), [("Yes, introduce us", True), ("Not this time", False)])
async def test_who_is_not_named_is_asked_first_and_named_only_when_they_agree(house, label, comes_of_it):
    ada = await house.member("Ada Ash", school="", job_title="Director of English")
    una = await house.member("Una Named", school="Hill")
    await decided(house.app, una.person, named=False, learned="As Una Named saw at Hill, stems help")

    assert "As a colleague saw at our school, stems help" in (await ada.says("cycle tried oracy")).text
    assert "As a colleague saw at our school, stems help" in (await ada.presses("Read more")).text
    await ada.says("cycle tried oracy")
    assert "I have asked whoever tried it" in (await ada.presses("Ask them")).text
    again = await ada.says("cycle tried oracy")
    assert "Asked. You will hear either way" in again.text
    assert "Ask them" not in again.buttons
    assert una.newest().title == "Ada Ash would like to hear how it went"
    assert "Director of English, central team. It is about" in una.newest().text
    assert not any("Una" in each.text for each in ada.sees())

    await una.presses(label)

    assert any("Una Named" in each.text for each in ada.sees()) is comes_of_it


async def test_a_decision_feeds_the_agenda_and_becomes_a_case_study_and_a_page(house):
    ada, jo = await house.member("Ada Ash"), await house.member("Jo Fen", school="Fenside")
    network = await led(house, ada)
    await decided(house.app, jo.person, network=network)
    stopped = {"verdict": Verdict.ABANDON, "learned": "At Elm Park it took an hour", "named": False}
    await decided(house.app, ada.person, "Debate club", network=network, **stopped)

    draft = (await ada.says("agenda english leads")).text
    assert "“Oracy in Year 3” – Jo Fen, Fenside: Sentence stems did most of it" in draft
    assert "Tried and stopped: “Debate club”. What we learned: At our school it took an hour" in draft
    await house.channel(NETWORK, ada, jo)
    await ada.presses("Edit")
    await ada.fills({"Purpose: today's one question": "What helps the quiet ones?"})
    await ada.presses("Post it")
    await house.app.settle()
    assert any("“Oracy in Year 3” – Jo Fen, Fenside: Sentence" in each.text for each in ada.sees())
    await jo.says("cycle tried oracy")
    await jo.presses("Read more")
    await jo.presses("Share without names")
    await house.app.settle()
    assert any("names are off its network’s agendas" in each.text for each in jo.sees())
    (posted,) = [
        each for each in ada.sees() if each.conversation.startswith("channel") and "quiet" in each.text
    ]
    assert "“Oracy in Year 3”: Sentence stems did most of it" in posted.text
    assert "Jo Fen" not in posted.text

    await jo.says("cycle tried oracy")
    await jo.presses("Read more")
    told = await jo.presses("Tell it as a case study")
    assert "Talk partners in each lesson" in told.text
    assert "41% at the start, 66% at the end" in told.text
    assert "Send to be checked" in told.buttons
    await jo.says("cycle tried oracy")
    await jo.presses("Read more")
    assert (await jo.presses("One page to take along")).title == "One page: Oracy in Year 3"
