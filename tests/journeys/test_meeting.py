"""From a question to two people in touch: each test runs through Slack, Teams and the browser."""

from datetime import timedelta

from tests.conversation import Household


async def two_teachers(house: Household):
    ada = await house.member(
        "Ada Example", job_title="Y1/2 teacher", school="Elm Park", working_on="phonics in Y1/2"
    )
    jo = await house.member("Jo Sample", job_title="Y1/2 class teacher", school="Oakhill")
    return ada, jo


async def test_a_question_finds_the_colleague_in_another_school_with_the_reason(house):
    ada, _ = await two_teachers(house)

    answer = await ada.says("who else is tackling mixed-age KS1?")

    assert answer.title == "Colleagues to meet"
    assert "Jo Sample, Oakhill" in answer.text
    assert "Y1/2" in answer.text
    assert "Introduce us" in answer.buttons


async def test_the_colleague_is_asked_first_and_on_yes_both_are_put_in_touch(house):
    ada, jo = await two_teachers(house)
    await ada.says("who else is tackling mixed-age KS1?")

    answer = await ada.presses("Introduce us")
    assert "I have asked Jo Sample" in answer.text
    assert "Introduce us" not in answer.buttons

    asked = jo.newest()
    assert asked.title == "Ada Example would like to meet you"
    assert "who else is tackling mixed-age KS1?" in asked.text

    await jo.presses("Yes, introduce us")
    for person in (ada, jo):
        assert any(each.title == "Ada Example and Jo Sample, meet each other" for each in person.sees()), (
            person
        )


async def test_in_touch_means_a_group_where_there_can_be_one_and_each_others_link_where_not(house):
    ada, jo = await two_teachers(house)
    await ada.says("who else is tackling mixed-age KS1?")
    await ada.presses("Introduce us")
    await jo.presses("Yes, introduce us")

    met = next(each for each in ada.sees() if each.title.endswith("meet each other"))
    if house.platform == "teams":
        assert met.conversation == "direct"
        assert jo.person.email in str(met.rendered)
    else:
        assert met.conversation.startswith("group:")


async def test_pressing_introduce_us_twice_asks_the_colleague_once(house):
    ada, jo = await two_teachers(house)
    await ada.says("who else is tackling mixed-age KS1?")
    await ada.says("who else is tackling mixed-age KS1?")

    await ada.presses("Introduce us")
    await ada.presses("Introduce us")  # on the other card

    assert [each.title for each in jo.sees()] == ["Ada Example would like to meet you"]


async def test_when_both_ask_for_each_other_it_is_one_introduction(house):
    ada, jo = await two_teachers(house)
    await ada.says("who else is tackling mixed-age KS1?")
    await jo.says("who else is tackling mixed-age KS1?")
    await ada.presses("Introduce us")

    await jo.presses("Introduce us")

    for person in (ada, jo):
        assert sum(each.title.endswith("meet each other") for each in person.sees()) == 1


async def test_not_now_and_no_thanks_sound_the_same_to_the_one_who_asked(house):
    heard = []
    for name, answer in (("First", "Not now"), ("Second", "No, thanks")):
        ada = await house.member(f"Ada {name}", job_title="SENDCo", school=f"Elm {name}")
        jo = await house.member(f"Jo {name}", job_title="SENDCo", school=f"Oak {name}")
        await ada.says("other SENDCos?")
        await ada.presses("Introduce us", on=jo.name)
        await jo.presses(answer)
        heard.append(ada.newest().text.replace(jo.name, "them"))
        assert ada.newest().title == f"{jo.name} can't take this on at the moment"
    assert heard[0] == heard[1]


async def test_a_no_can_still_become_a_yes(house):
    ada, jo = await two_teachers(house)
    await ada.says("who else is tackling mixed-age KS1?")
    await ada.presses("Introduce us")
    await jo.presses("Not now")

    await jo.presses("I've changed my mind: introduce us")

    assert any(each.title.endswith("meet each other") for each in ada.sees())


async def test_ten_working_days_later_both_are_asked_once_whether_they_met(house):
    ada, jo = await two_teachers(house)
    await ada.says("who else is tackling mixed-age KS1?")
    await ada.presses("Introduce us")
    await jo.presses("Yes, introduce us")

    await house.wait(timedelta(days=11))
    assert not any(each.title.startswith("Did you and") for each in ada.sees())
    await house.wait(timedelta(days=3, hours=2))
    await house.wait(timedelta(days=1))
    for person, other in ((ada, jo), (jo, ada)):
        assert sum(each.title == f"Did you and {other.name} meet?" for each in person.sees()) == 1

    assert (await ada.presses("Yes, we met")).title == "Lovely, thank you for telling me"
    await house.wait(timedelta(days=30))
    assert sum(each.title.startswith("Did you and") for each in jo.sees()) == 1


async def test_show_others_brings_the_next_three_and_then_the_first_again(house):
    ada = await house.member("Ada Example", job_title="SENDCo", school="Elm Park")
    for number in range(5):
        await house.member(f"Sam Sample {number}", job_title="SENDCo", school=f"School {number}")

    first = await ada.says("other SENDCos?")
    assert first.buttons.count("Introduce us") == 3

    others = await ada.presses("Show others")
    assert others.buttons.count("Introduce us") == 2

    again = await ada.presses("Show the first again")
    assert again.text == first.text


async def test_after_one_is_asked_the_others_are_still_on_the_card(house):
    ada = await house.member("Ada Example", job_title="SENDCo", school="Elm Park")
    for number in range(3):
        await house.member(f"Sam Sample {number}", job_title="SENDCo", school=f"School {number}")
    await ada.says("other SENDCos?")

    answer = await ada.presses("Introduce us", on="Sam Sample 1")

    assert answer.buttons.count("Introduce us") == 2
    assert "Asked. You will hear either way" in answer.text


async def test_nobody_found_is_said_plainly_and_the_question_is_remembered(house):
    ada = await house.member("Ada Example", job_title="SENDCo", school="Elm Park")

    answer = await ada.says("does anybody teach latin?")

    assert answer.title == "Nobody in the trust has said so yet"
    assert await house.questions(ada) == ["does anybody teach latin?"]


async def test_people_of_my_own_school_are_never_suggested(house):
    ada = await house.member("Ada Example", job_title="SENDCo", school="Elm Park")
    await house.member("Jo Sample", job_title="SENDCo", school="Elm Park")

    assert "Jo Sample" not in (await ada.says("other SENDCos?")).text


async def test_another_trusts_people_are_never_suggested(house):
    ada = await house.member("Ada Example", job_title="SENDCo", school="Elm Park")
    await house.member("Jo Sample", job_title="SENDCo", school="Oakhill", trust="Another Example Trust")

    assert "Jo Sample" not in (await ada.says("other SENDCos?")).text


async def test_a_button_pressed_after_they_opt_out_is_kindly_refused(house):
    ada, jo = await two_teachers(house)
    sam = await house.member("Sam Third", job_title="Y1/2 class teacher", school="Bankside")
    await ada.says("who else is tackling mixed-age KS1?")
    await jo.says("hide me from search")

    answer = await ada.presses("Introduce us", on="Jo Sample")

    assert answer.title == "Sorry"
    assert "not open to introductions at the moment" in answer.text
    assert not any("would like to meet you" in each.title for each in jo.sees())

    # The card is still there, for the others on it.
    answer = await ada.presses("Introduce us", on="Sam Third")
    assert "I have asked Sam Third" in answer.text
    assert any("would like to meet you" in each.title for each in sam.sees())


async def test_a_refusal_in_a_channel_leaves_the_card_there_too(house):
    ada, jo = await two_teachers(house)
    await house.member("Sam Third", job_title="Y1/2 class teacher", school="Bankside")
    channel = await house.channel("KS1 network", ada, jo)
    await ada.says("who else is tackling mixed-age KS1?", channel=channel)
    await jo.says("hide me from search")

    assert (await ada.presses("Introduce us", on="Jo Sample")).title == "Sorry"
    assert not any(each.title == "Sorry" for each in jo.sees())
    assert "I have asked Sam Third" in (await ada.presses("Introduce us", on="Sam Third")).text


async def test_who_hides_is_found_no_more_and_who_returns_is(house):
    ada, jo = await two_teachers(house)
    await jo.says("hide me from search")
    assert "Jo Sample" not in (await ada.says("who else is tackling mixed-age KS1?")).text

    await jo.presses("Show me again")
    assert "Jo Sample" in (await ada.says("who else is tackling mixed-age KS1?")).text


async def test_an_answer_in_a_channel_is_for_the_asker_alone(house):
    ada, jo = await two_teachers(house)
    channel = await house.channel("KS1 network", ada, jo)

    answer = await ada.says("who else is tackling mixed-age KS1?", channel=channel)

    assert "Jo Sample, Oakhill" in answer.text
    assert not any("Oakhill" in each.text for each in jo.sees())
