"""A question and what is said after it, as people talk, through Slack, Teams and the browser."""

from datetime import timedelta


async def test_a_few_words_go_on_from_the_question_until_an_hour_has_passed(house):
    ada = await house.member("Ada Example", job_title="SENDCo", school="Elm Park")
    for number in range(5):
        await house.member(
            f"Sam Sample {number}",
            job_title="SENDCo",
            school=f"School {number}",
            working_days=(0, 1) if number else (0, 1, 2, 3, 4),
        )
    first = await ada.says("other SENDCos?")
    more = await ada.says("anyone else?")
    assert first.buttons.count("Introduce us") == 3
    assert more.buttons.count("Introduce us") == 2

    part_time = await ada.says("peers part-timers only = =")
    assert "SENDCo, part-time" in part_time.text
    assert "Sam Sample 0" not in part_time.text

    await ada.says("other SENDCos?")
    assert (await ada.presses("Show others")).buttons.count("Introduce us") == 2
    assert (await ada.says("anyone else?")).title == "Those were all who fit", "also after a button"
    assert (await ada.says("not School 4")).buttons.count("Introduce us") == 3
    assert (await ada.says("others?")).buttons.count("Introduce us") == 1, "from the first three of these"

    await ada.says("other SENDCos?")
    channel = await house.channel("SENDCO network", ada)
    friday = await ada.says("who can help on a Friday?", channel=channel)
    assert "SENDCo, in on Fridays" in friday.text
    assert [f"Sam Sample {number}" in friday.text for number in range(5)] == [True] + [False] * 4

    nobody = await ada.says("not School 0")
    assert "SENDCo, in on Fridays, not School 0" in nobody.text
    assert "Sam Sample 0, School 0" not in nobody.text

    stranger = await ada.says("not Lenka Nemo")
    assert stranger.title == "Sorry"
    assert "Lenka" not in stranger.text, "who is no colleague may be a pupil, and answers are kept"

    again = await ada.says("another SENDCo in a small school")
    assert "in on Fridays" not in again.text

    await house.wait(timedelta(hours=2))
    late = await ada.says("nearer")
    assert late.title == "Which question is this about?"


async def test_a_short_form_that_means_two_things_is_asked_back_and_answered_with_a_tap(house):
    ada = await house.member("Ada Example", job_title="Site manager", school="Elm Park")
    await house.member("Jo Sample", job_title="Assistant Principal", school="Oakhill")
    await house.member("Sam Sample", job_title="Teaching assistant", school="Ashfield")

    back = await ada.says("AP")
    assert back.title == "“AP”: which do you mean?"
    assert "Jo Sample" not in back.text
    assert len(back.buttons) == 2

    answer = await ada.presses("Assistant headteacher")
    assert "Jo Sample, Oakhill" in answer.text
    assert await house.questions(ada) == ["AP"]

    assert "Jo Sample, Oakhill" in (await ada.says("nearer")).text

    await ada.says("AP")
    assert "Jo Sample, Oakhill" in (await ada.says("assistant heads")).text, "a meaning typed is as good"

    await ada.says("AP")
    await house.forget_questions()
    assert (await ada.presses("Assistant headteacher")).title == "This card is old"


async def test_what_a_coordinator_says_after_a_question_for_a_school_is_for_that_school_too(house):
    cora = await house.member("Cora Example", job_title="Trust lead", school="Ashfield", coordinator=True)
    await house.member("Ada Example", job_title="SENDCo", school="Elm Park")
    await house.member("Jo Sample", job_title="SENDCo", school="Oakhill", working_days=(0, 1))
    await house.member("Sam Sample", job_title="SENDCo", school="Bankside")

    both = await cora.says("for Elm Park, who are the other SENDCos?")
    assert both.title == "Colleagues for Elm Park"
    assert ("Jo Sample" in both.text, "Sam Sample" in both.text) == (True, True)

    answer = await cora.says("only part-timers")
    assert answer.title == "Colleagues for Elm Park"
    assert ("Jo Sample" in answer.text, "Sam Sample" in answer.text) == (True, False)
    assert (await cora.says("anyone else?")).title == "That is everyone I found"
