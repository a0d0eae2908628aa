"""Questions that a small group is asked to look into, and decisions that each school takes note of."""

from datetime import timedelta

import pytest

from storage.records import Platform

through_one_door = pytest.mark.parametrize("doorway", [Platform.TEAMS], indirect=True)
QUESTION = "Which reading scheme fits mixed-age classes?"
OPTIONS = "Scheme A; clear steps; dearer\nScheme B; free; more planning"


def titles(who):
    return [each.title for each in who.sees()]


async def facilitates(house, who, network, *, closed=False):
    async with house.database.store() as store:
        id_ = await store.networks.keep(who.person.trust, network)
        await store.networks.join(id_, who.person, facilitator=True)
        found = await store.networks.find(id_, trust=who.person.trust)
        await store.networks.change(found, open=not closed)


async def test_a_group_looks_into_a_question_and_its_network_hears_what_is_decided(house):
    hannah = await house.member("Hannah Wren", school="Elm Park")
    jo = await house.member("Jo Jay", school="Fenside", networks=["Reading leads"])
    ivo = await house.member("Ivo Ives", school="Oakhill", networks=["Reading leads"])
    ada = await house.member("Ada Ash", school="Oakhill", networks=["Reading leads"])
    await house.channel("Reading leads", hannah, jo, ivo)
    await facilitates(house, hannah, "Reading leads")

    assert "Facilitators and coordinators" in (await jo.says("cycle question who?")).text
    await hannah.says("cycle questions")
    await hannah.presses("Ask a group")
    asking = {
        "The question, in a sentence": QUESTION,
        "For whom?": "Reading leads",
        "Who looks into it?": "Jo Jay",
        "When do they report?": "12 October",
        "Who decides?": "Ada Ash",
        "By when?": "9 October",
    }
    await hannah.fills(asking)  # one is no group, and nothing is decided before the report
    card = await hannah.fills(asking | {"Who looks into it?": "Jo Jay, Ivo Ives", "By when?": "19 October"})
    assert "Asked by" in card.text
    assert "Hannah Wren, for Reading leads" in card.text
    assert "Jo Jay" not in card.text, "nobody is enrolled"

    await house.wait(timedelta(days=7))
    assert jo.newest().title == f"Would you look into it? {QUESTION}"
    await ivo.presses("Not this time")
    card = await jo.presses("I’ll join")
    assert "Jo Jay" in card.text
    await jo.presses("Add evidence")
    await jo.fills(
        {
            "What does it say?": "Readers in mixed-age classes need steps they can see.",
            "Where is it from?": "Our reading records",
        }
    )
    assert "Our reading records" in (await jo.presses("Evidence")).text
    await jo.presses("Back")

    for _ in range(3):
        await house.wait(timedelta(days=7))
    assert titles(jo).count(f"What have you found? {QUESTION}") == 1
    assert titles(ivo).count(f"What have you found? {QUESTION}") == 0
    await jo.presses("Report")
    card = await jo.fills(
        {"What did you find?": "Steps help most.", "Options to decide between, if there are any": OPTIONS}
    )
    assert "Against: dearer" in card.text.replace("\n", " ")
    await house.wait(timedelta(days=7))
    assert f"The report is in: {QUESTION}" in titles(hannah)
    assert f"For you to decide: {QUESTION}" in titles(ada)

    await ada.presses("Open it")
    await ada.presses("Decide")
    card = await ada.fills({"What do you decide?": "Scheme A", "Why?": "Steps that children can see."})
    assert "Decided: Scheme A" in card.text
    await house.app.settle()
    posted = next(each for each in jo.sees() if "Decided: Scheme A" in each.text)
    assert posted.conversation.startswith("channel")
    await jo.presses("Noted", on=QUESTION)
    assert "Noted for Fenside" in titles(jo)
    await jo.presses("Say what we do with it")
    await jo.fills({"In a line: what does your school do with it?": "We begin in January."})

    await ada.says("cycle questions reading")
    await ada.presses("Open")
    card = await ada.presses("Which schools have noted it")
    assert card.title == "Noted at 1 of 3 schools"
    assert "We begin in January." in card.text
    assert "Not yet: Elm Park, Oakhill." in card.text

    await ada.presses("Back")
    await ada.presses("Put it right")
    await ada.fills({"What do you decide?": "Scheme B"})
    await house.app.settle()
    again = next(each for each in jo.sees() if "Put right since you last heard" in each.text)
    assert again.conversation.startswith("channel")
    assert "Decided: Scheme B" in again.text
    assert "Noted at 0 of 3 schools" in (await ada.presses("Which schools have noted it")).title
    for question in ("has anyone looked into reading schemes?", "what did we decide about reading schemes?"):
        assert "Scheme B" in (await ivo.says(question)).text
    assert "No school has told of trying that yet" in (await ivo.says("what was decided on marking?")).title


@through_one_door
async def test_each_school_notes_what_the_trust_decides_and_is_reminded_once(house):
    cora = await house.member("Cora Dean", school="", coordinator=True)
    hana = await house.member("Hana Hill", school="Fenside", job_title="Headteacher")
    ivo = await house.member("Ivo Ives", school="Oakhill", job_title="Headteacher")
    kit = await house.member("Kit Kay", school="Ridge End", job_title="Year 3 teacher")
    await cora.says("cycle questions")
    await cora.presses("Prepare a decision")
    card = await cora.fills(
        {
            "The question, in a sentence": "One exam board for geography?",
            "For whom?": "The whole trust",
            "Options": "AQA; shared marking; new books\nEach its own; nothing changes; nothing shared",
            "By when?": "2 October",
        }
    )
    assert "For: shared marking" in card.text
    await cora.presses("Decide")
    card = await cora.fills({"What do you decide?": "AQA", "Why?": "We can mark together."})
    assert "Decided: AQA" in card.text

    await house.wait(timedelta(days=7))
    assert hana.newest().title == ivo.newest().title == "One exam board for geography?"
    assert kit.sees() == []
    card = await hana.presses("Noted")
    assert card.title == "Noted for Fenside"
    await hana.presses("Say what we do with it")
    await hana.fills({"In a line: what does your school do with it?": "Books ordered."})
    await cora.says("cycle questions geography")
    await cora.presses("Open")
    card = await cora.presses("Which schools have noted it")
    assert card.title == "Noted at 1 of 3 schools"
    assert "Books ordered." in card.text
    assert "Not yet: Oakhill." in card.text
    assert "I know no head at Ridge End." in card.text
    await cora.presses("Name colleagues")
    await cora.fills({"Who notes it at their school?": "Kit Kay"})

    await cora.presses("Back")
    await cora.presses("Put it right")
    card = await cora.fills({"Why?": "We can mark together, and share the books."})
    assert "share the books" in card.text
    await cora.presses("Put it right")
    card = await cora.fills({"What do you decide?": "Each its own"})
    assert "ask each school to note it anew" in card.text
    assert len(card.buttons) <= 6, "what Teams shows of a card"

    for _ in range(6):
        await house.wait(timedelta(days=7))
    asked = [each for each in ivo.sees() if each.title == "One exam board for geography?"]
    assert ["Put right" in each.text for each in asked] == [False, True, False], "told anew, reminded once"
    assert "Decided: Each its own" in asked[1].text
    assert titles(kit).count("One exam board for geography?") == 2, "the first had not gone yet"
    assert "Put right" not in "".join(each.text for each in kit.sees())
    assert "Put right since you last heard" in hana.sees()[-2].text, "who had noted it notes it anew"
    await kit.presses("Noted")
    await hana.presses("Noted")
    await hana.says("cycle questions geography")
    assert "Which schools have noted it" not in (await hana.presses("Open")).buttons


@through_one_door
async def test_a_closed_networks_question_survives_its_decider_and_ends_with_thanks(house):
    hannah = await house.member("Hannah Wren", networks=["Heads"])
    jo = await house.member("Jo Jay", school="Fenside", networks=["Heads"])
    dee = await house.member("Dee Dale", school="Fenside", networks=["Heads"])
    sam = await house.member("Sam Sands")
    await facilitates(house, hannah, "Heads", closed=True)
    await hannah.says("cycle questions")
    await hannah.presses("Ask a group")
    await hannah.fills(
        {
            "The question, in a sentence": "How do we share a caretaker?",
            "For whom?": "Heads",
            "Who looks into it?": "Jo Jay, Hannah Wren",
            "When do they report?": "16 October",
            "Who decides?": "Dee Dale",
            "By when?": "23 October",
        }
    )
    await house.wait(timedelta(days=7))
    await jo.presses("I’ll join")
    assert "You look into “How do we share a caretaker?”" in (await jo.says("cycle")).text
    assert "caretaker" not in (await sam.says("cycle questions caretaker")).text
    assert "caretaker" in (await dee.says("cycle questions caretaker")).text

    async with house.database.store() as store:
        await store.people.forget(dee.person)
    for _ in range(2):
        await house.wait(timedelta(days=7))
    assert titles(hannah).count("Who decides now? How do we share a caretaker?") == 1
    await hannah.presses("Name somebody")
    card = await hannah.fills({"Who decides?": "", "By when?": "23 October"})
    assert "Hannah Wren, by Friday 23 October 2026" in card.text
    assert len(card.buttons) <= 6, "what Teams shows of a card"
    for _ in range(5):
        await house.wait(timedelta(days=7))
    await house.wait(timedelta(hours=1))  # the clocks have gone back: what goes at half past eight is due
    assert titles(jo).count("What have you found? How do we share a caretaker?") == 1
    assert titles(hannah).count("No report yet: How do we share a caretaker?") == 1
    await hannah.presses("Open it", on="No report yet: How do we share a caretaker?")
    await hannah.presses("Call it off")
    card = await hannah.fills({"Why?": "The trust has hired two."})
    assert "Called off" in card.text
    await house.wait(timedelta(days=7))
    assert "No longer needed, with thanks: How do we share a caretaker?" in titles(jo)
