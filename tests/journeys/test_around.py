"""Questions beyond one person, and a coordinator who brings two together: through every door."""

from tests.conversation import Household


async def two_villages(house: Household):
    ada = await house.member("Ada Example", job_title="SENDCo", school="Elm Park")
    jo = await house.member("Jo Sample", job_title="SENDCo", school="Oakhill")
    await house.member("Max Sample", job_title="Headteacher", school="Oakhill")
    return ada, jo


async def test_schools_like_ours_come_with_the_reasons_and_whom_to_ask(house):
    ada, jo = await two_villages(house)

    answer = await ada.says("which schools are like ours, and why?")
    assert answer.title == "Schools most like yours"
    assert "Oakhill" in answer.text
    assert "90 pupils" in answer.text
    assert "in a village" in answer.text
    assert "To ask there: Jo Sample, SENDCo" in answer.text

    assert "I have asked Jo Sample" in (await ada.presses("Introduce us")).text
    assert jo.newest().title == "Ada Example would like to meet you"
    assert "which schools are like ours, and why?" in jo.newest().text


async def test_for_a_topic_only_schools_where_somebody_works_on_it_are_shown(house):
    ada, _ = await two_villages(house)
    await house.member("Eve Example", job_title="Teacher", school="Fenside", working_on="persistent absence")

    answer = await ada.says("which schools like ours are working on attendance?")

    assert "Fenside" in answer.text
    assert "persistent absence" in answer.text
    assert "Oakhill" not in answer.text


async def test_a_head_corrects_the_school_and_the_next_answer_knows(house):
    ada, _ = await two_villages(house)
    max_ = await house.member("Max Other", job_title="Headteacher", school="Elm Park")
    assert (await ada.says("correct our school")).title == "Your headteacher can correct this"

    await max_.says("correct our school")
    await max_.presses("Correct our school")
    await max_.fills({"Mixed-age classes": "two of them"})
    answer = await max_.fills({"Mixed-age classes": "Y1/2, Y3/4", "By the sea?": "Yes"})
    assert "Y1/2, Y3/4" in answer.text

    head = await house.member("Sam Other", job_title="Headteacher", school="Oakhill")
    await head.says("correct our school")
    await head.presses("Correct our school")
    await head.fills({"Mixed-age classes": "Y1/2", "By the sea?": "Yes"})
    assert "mixed-age classes Y1/2 (yours Y1/2, Y3/4)" in (await ada.says("schools like ours")).text


async def test_what_a_school_does_is_told_in_its_peoples_words_and_never_of_the_hidden(house):
    ada, _ = await two_villages(house)
    await house.member("Eve Example", job_title="English lead", school="Fenside", working_on="oracy in KS2")
    shy = await house.member("Shy Example", job_title="Teacher", school="Fenside", working_on="oracy in Y1")
    await shy.says("hide me from search")

    answer = await ada.says("what's Fenside doing on oracy?")
    assert "oracy in KS2" in answer.text
    assert "Shy Example" not in answer.text
    assert "Introduce us" in answer.buttons

    assert (await ada.says("and on attendance?")).title == "Nobody at Fenside has told me that"

    nothing = await ada.says("what is Oakhill doing on oracy?")
    assert nothing.title == "Nobody at Oakhill has told me that"
    assert "Max Sample may know" in nothing.text
    everything = await ada.says("what is Fenside working on?")
    assert "Eve Example" in everything.text
    assert "Shy Example" not in everything.text


async def test_a_count_is_never_told_below_five_nor_of_who_is_hidden(house):
    ada, _ = await two_villages(house)
    for name in ("Bo", "Cy", "Di"):
        await house.member(f"{name} Example", job_title="SENDCo", school=f"{name} School")
    assert (await ada.says("how many SENDCOs are in the trust?")).title == "5 people, in 5 schools"

    shy = await house.member("Shy Example", job_title="SENDCo", school="Far School")
    await shy.says("hide me from search")
    assert (await ada.says("how many SENDCOs are in the trust?")).title == "5 people, in 5 schools"
    await ada.says("hide me from search")
    assert (await ada.says("how many SENDCOs are in the trust?")).title == "Fewer than five people"


async def test_a_coordinator_brings_two_together_and_both_know_who_did(house):
    ada, jo = await two_villages(house)
    cora = await house.member("Cora Example", job_title="Trust SEND lead", school="Office", coordinator=True)

    answer = await cora.says("for Elm Park, who is a SENDCo?")
    assert answer.title == "Colleagues for Elm Park"
    assert "Ada Example" not in answer.text
    await cora.presses("Introduce…")
    done = await cora.fills({"What is it about?": "EHCP paperwork in a small school"})
    assert "Ada Example" in done.text

    assert jo.sees() == []
    assert ada.newest().title == "Cora Example thinks you and Jo Sample could help one another"
    await ada.presses("Yes please")
    assert jo.newest().title == "Ada Example would like to meet you"
    assert "Cora Example thought of you both" in jo.newest().text
    await jo.presses("Yes, introduce us")

    for person in (ada, jo):
        met = next(each for each in person.sees() if each.title.endswith("meet each other"))
        assert "Cora Example brought you together" in met.text
    assert cora.newest().title == "Ada Example and Jo Sample are in touch"


async def test_whoever_says_not_now_is_not_named_and_the_colleague_never_hears_of_it(house):
    ada, jo = await two_villages(house)
    cora = await house.member("Cora Example", job_title="Trust SEND lead", school="Office", coordinator=True)
    await cora.says("for Elm Park, who is a SENDCo?")
    await cora.presses("Introduce…")
    await cora.fills({})

    await ada.presses("Not now")

    assert jo.sees() == []
    await jo.says("privacy")
    held = await jo.presses("Show everything")
    assert "A coordinator suggested that you meet a colleague" in held.text
    if house.platform != "browser":  # the playground keeps what everybody was shown, as a demonstration
        assert "Ada Example" not in held.text
    assert cora.newest().title == "Ada Example and Jo Sample won't meet this time"
    assert "Not now" not in cora.newest().text
