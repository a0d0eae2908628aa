"""Questions that a small group is asked to look into, and decisions that each school takes note of."""

from datetime import timedelta

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
    found = await ivo.says("has anyone looked into reading schemes?")
    assert "Scheme A" in found.text
