"""Nobody fits: who comes nearest, and three ways on. Each test runs through Slack, Teams and the browser."""

from datetime import timedelta

from tests.conversation import Household

FOREST = "who else is running a forest school?"
IN_WEEKS = timedelta(days=22)


async def nobody_yet(house: Household):
    """Ada asks what nobody does; Jo could be asked, but has said nothing of it."""
    ada = await house.member("Ada Example", job_title="Y3 teacher", school="Elm Park")
    jo = await house.member("Jo Sample", job_title="Y1 teacher", school="Oakhill")
    return ada, jo


async def test_nobody_fits_is_said_plainly_with_the_nearest_and_ways_on(house):
    ada = await house.member("Ada Example", job_title="SENDCo", school="Elm Park")
    jo = await house.member("Jo Sample", job_title="SENDCo", school="Oakhill")
    await house.channel("SENDCO network", ada, jo)

    card = await ada.says("any SENDCo in a secondary school?")

    assert card.title == "Nobody in the trust has said so yet"
    assert "Jo Sample, Oakhill" in card.text
    assert "but not in a secondary school" in card.text
    assert card.buttons == ("Introduce us", "Ask a network", "Tell me when someone starts")

    assert "I have asked Jo Sample" in (await ada.presses("Introduce us")).text
    assert any(each.title == "Ada Example would like to meet you" for each in jo.sees())


async def test_after_the_last_of_those_who_fit_come_the_ways_on(house):
    ada = await house.member("Ada Example", job_title="SENDCo", school="Elm Park")
    await house.member("Jo Sample", job_title="SENDCo", school="Oakhill")
    first = await ada.says("other SENDCos?")

    ways = await ada.presses("Other ways")

    assert ways.title == "Those were all who fit"
    assert "Tell me when someone starts" in ways.buttons
    assert (await ada.presses("Show the first again")).text == first.text


async def test_a_question_asked_without_a_name_leads_to_an_introduction(house):
    ada, jo = await nobody_yet(house)
    sam = await house.member("Sam Third", job_title="Y2 teacher", school="Bankside")
    await house.channel("Outdoor learning", ada, jo, sam)
    await ada.says(FOREST)

    await ada.presses("Ask a network")
    await ada.fills({"What I post, word for word": "Does anybody run a forest school?"})

    assert any(each.title == "Asked in Outdoor learning" for each in ada.sees())
    asked = next(each for each in jo.sees() if each.title == "A colleague asks")
    assert "Does anybody run a forest school?" in asked.text
    for gives_away in ("Ada Example", "Elm Park", "Y3", ada.person.email):
        assert gives_away not in str(asked.rendered), gives_away

    await jo.presses("I can help")
    assert any(each.title == "Thank you" for each in jo.sees())
    assert sum(each.title == "Jo Sample can help" for each in ada.sees()) == 1
    assert any(each.title == "A colleague asks" for each in sam.sees()), "it stays for the others"
    assert not any("Jo" in each.text for each in sam.sees()), "who can help is nobody else's business"

    await ada.presses("Introduce us")
    for person in (ada, jo):
        assert any(each.title == "Ada Example and Jo Sample, meet each other" for each in person.sees())


async def test_a_hidden_member_who_can_help_meets_this_one_asker(house):
    ada, jo = await nobody_yet(house)
    await house.channel("Outdoor learning", ada, jo)
    await jo.says("hide me from search")
    await ada.says(FOREST)
    await ada.presses("Ask a network")
    await ada.fills({"Who asks?": "As Ada Example"})

    assert any(each.title == "Ada Example asks" for each in jo.sees())
    await jo.presses("I can help")
    await ada.presses("Introduce us")

    assert any(each.title.endswith("meet each other") for each in jo.sees())
    assert "Jo Sample" not in (await ada.says("Y1 teachers?")).text


async def test_what_should_be_talked_about_reaches_the_facilitator(house):
    ada, jo = await nobody_yet(house)
    await house.member("Sam Third", job_title="Y2 teacher", school="Bankside")
    async with house.database.store() as store:
        network = await store.networks.keep(jo.person.trust, "Outdoor learning")
        await store.networks.join(network, jo.person, facilitator=True)
    await ada.says(FOREST)

    await ada.presses("Put it on an agenda")
    done = await ada.fills({})

    assert done.title == "Suggested to Outdoor learning"
    await house.wait(timedelta(days=7))
    note = next(each for each in jo.sees() if each.title == "For the next agenda of Outdoor learning")
    assert FOREST in note.text
    assert "Ada" not in note.text


async def test_weeks_later_the_asker_hears_of_whoever_starts_once(house):
    ada, jo = await nobody_yet(house)
    await ada.says(FOREST)
    kept = await ada.presses("Tell me when someone starts")
    assert kept.title == "I will tell you when someone starts"

    await house.wait(IN_WEEKS)
    assert ada.newest().title == kept.title, "nobody has started"
    async with house.database.store() as store:
        await store.people.change(jo.person, house.app.clock.now(), working_on="setting up a forest school")
    await house.member("Sam Third", job_title="Forest School leader", school="Elm Park")  # her own school

    await house.wait(timedelta(days=1))
    told = ada.newest()
    assert told.title == "Somebody new for your question"
    assert "Jo Sample, Oakhill" in told.text
    assert "setting up a forest school" in told.text
    assert "Sam Third" not in told.text

    async with house.database.store() as store:
        await store.people.change(jo.person, house.app.clock.now(), can_help_with="forest school permits")
    await house.wait(timedelta(days=1))
    assert sum(each.title == told.title for each in ada.sees()) == 1, "each person once"

    assert "I have asked Jo Sample" in (await ada.presses("Introduce us", on="Jo Sample")).text
    assert any("would like to meet you" in each.title for each in jo.sees())


async def test_a_stopped_question_tells_nothing_more(house):
    ada, _ = await nobody_yet(house)
    await ada.says(FOREST)
    await ada.presses("Tell me when someone starts")
    assert FOREST in (await ada.says("peers standing")).text

    assert FOREST not in (await ada.presses("Stop telling me")).text

    await house.member("Sam Third", job_title="Forest School leader", school="Bankside")
    await house.wait(IN_WEEKS)
    assert not any("Sam Third" in each.text for each in ada.sees())
