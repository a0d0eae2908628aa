"""Answers get better by a tap: what was not right, whether it helped, what one is found for."""

from datetime import timedelta

from tests.conversation import Household, Member

NOTE = "Still working on it: Phonics?"


async def sendcos(house: Household, count: int) -> list[Member]:
    return [
        await house.member(f"Sam Sample {number}", job_title="SENDCo", school=f"School {number}")
        for number in range(count)
    ]


def shown(answer, members: list[Member]) -> list[str]:
    return [each.name for each in members if each.name in answer.text]


async def test_whoever_is_not_right_leaves_with_one_tap_for_why_and_the_next_comes_up(house):
    ada = await house.member("Ada Example", job_title="SENDCo", school="Elm Park")
    others = await sendcos(house, 4)
    first = shown(await ada.says("other SENDCos?"), others)
    wrong, absent = first[1], next(each.name for each in others if each.name not in first)

    which = await ada.presses("Not right?")
    assert which.buttons == (*first, "Back")
    whys = await ada.presses(wrong)
    assert whys.title == f"What is not right about {wrong}?"
    answer = await ada.presses("Wrong role")

    assert f"I won't suggest {wrong} to you for this again" in answer.text
    assert set(shown(answer, others)) - {wrong} == {*first, absent} - {wrong}
    assert f"{wrong}, " not in answer.text
    again = await ada.says("who else is a SENDCo?")
    assert wrong not in again.text
    assert not any(each.sees() for each in others)
    await ada.says("privacy")
    assert "wrong role (SENDCo)" in (await ada.presses("Show everything")).text


async def test_the_same_three_faces_do_not_come_back_while_there_are_equals(house):
    ada = await house.member("Ada Example", job_title="SENDCo", school="Elm Park")
    others = await sendcos(house, 6)

    first = shown(await ada.says("other SENDCos?"), others)
    then = shown(await ada.says("any SENDCos about?"), others)

    assert len(first) == len(then) == 3
    assert set(first).isdisjoint(then)


async def test_two_who_say_no_longer_cause_one_quiet_note_that_names_nobody(house):
    jo = await house.member(
        "Jo Sample", job_title="Teacher", school="Oakhill", working_on="phonics catch-up in Year 2"
    )
    for name in ("Ada Example", "Bea Example"):
        asker = await house.member(name, job_title="Teacher", school="Elm Park")
        await asker.says("who else is working on phonics?")
        await asker.presses("Not right?")
        answer = await asker.presses("No longer does this")
        assert "they won't learn that you said so." in answer.text
        await house.wait(timedelta(days=1))

    for days in (5, 7, 7):  # to Monday's message, and the ones after it
        await house.wait(timedelta(days=days))
    seen = "\n".join(each.text for each in jo.sees())
    assert seen.count(NOTE) == 1
    assert "Example" not in seen

    assert (await jo.presses("No longer")).title == "Thank you"
    cal = await house.member("Cal Example", job_title="Teacher", school="Birchwood")
    assert "Jo Sample" not in (await cal.says("who else is working on phonics?")).text


async def test_after_they_met_one_tap_says_whether_it_helped(house):
    ada = await house.member("Ada Example", job_title="SENDCo", school="Elm Park")
    (sam,) = await sendcos(house, 1)
    await ada.says("other SENDCos?")
    await ada.presses("Introduce us")
    await sam.presses("Yes, introduce us")
    await house.wait(timedelta(days=11))
    await house.wait(timedelta(days=3, hours=2))

    assert "Did it help?" in (await ada.presses("Yes, we met")).text
    await ada.presses("A little")

    async with house.database.reading() as store:
        (found,) = await store.introductions.of(ada.person)
    assert (found.asker_helped, found.colleague_helped) == (True, None)


async def test_two_taps_make_a_silent_profile_found_and_one_more_takes_it_back(house):
    ada = await house.member("Ada Example", job_title="Teacher", school="Elm Park")
    jo = await house.member("Jo Sample", job_title="Year 2 teacher", school="Oakhill")
    question = "who could help with phonics?"
    assert "can help with phonics" not in (await ada.says(question)).text

    await jo.says("profile")
    await jo.presses("Phonics")
    await jo.presses("I can help")
    assert "can help with phonics" in (await ada.says(question)).text

    await jo.presses("Done")
    await jo.presses("Put it right")
    await jo.presses("Not me")
    assert "Jo Sample" not in (await ada.says(question)).text


async def test_a_year_after_they_were_said_words_are_asked_about_once(house):
    jo = await house.member("Jo Sample", school="Oakhill", can_help_with="oracy across KS2")

    await house.wait(timedelta(days=364))
    for _ in range(4):
        await house.wait(timedelta(days=7))

    notes = [each for each in jo.sees() if "Is this still true?" in each.text or "still true" in each.title]
    assert len(notes) == 1
    assert (await jo.presses("Still true")).title == "Thank you"
    said = (await house.person(jo)).can_help_at
    assert said is not None
    assert house.app.clock.now() - said < timedelta(minutes=1)


async def test_whoever_others_have_just_asked_yields_to_an_equal(house):
    await sendcos(house, 4)
    bea = await house.member("Bea Example", job_title="SENDCo", school="Birchwood")
    await bea.says("other SENDCos?")
    await bea.presses("Introduce us", on="Sam Sample 0")
    ada = await house.member("Ada Example", job_title="SENDCo", school="Elm Park")

    answer = await ada.says("other SENDCos?")

    assert "Sam Sample 0" not in answer.text
