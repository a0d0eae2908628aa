"""Profile, networks, privacy, help, and what happens at the edges; through every door."""

from tests.conversation import Household


async def test_help_says_what_can_be_asked(house):
    ada = await house.member("Ada Example")

    answer = await ada.says("help")

    assert answer.title == "Hello Ada"
    assert "who else is tackling mixed-age KS1?" in answer.text
    assert "cycle start oracy in Year 3" in (await ada.says("help cycle")).text
    assert (await ada.says("agneda")).title == (await ada.says("agenda")).title


async def test_thanks_are_taken_kindly_and_a_greeting_is_returned(house):
    ada = await house.member("Ada Example")

    assert (await ada.says("thanks, that was quick")).title == "You're welcome"
    assert (await ada.says("hello")).title == "Hello Ada"


async def test_a_reason_never_just_repeats_the_job_title(house):
    ada = await house.member("Ada Example", job_title="Headteacher", school="Elm Park")
    await house.member("Jo Sample", job_title="SENDCo (0.5)", school="Oakhill")

    answer = await ada.says("who is a SENDCo?")

    assert "SENDCo (0.5)" in answer.text
    assert "· SENDCo" not in answer.text


async def test_a_stranger_is_told_whom_to_ask(house):
    nobody = await house.stranger("nobody@elsewhere.example")

    answer = await nobody.says("who else is tackling mixed-age KS1?")

    assert answer.title == "I can't find you in your trust's staff list yet"


async def test_a_profile_is_edited_in_a_form_and_found_by_the_next_question(house: Household):
    ada = await house.member("Ada Example", job_title="Teacher", school="Elm Park")
    jo = await house.member("Jo Sample", job_title="Teacher", school="Oakhill")
    await jo.says("profile")
    await jo.presses("Edit")

    answer = await jo.fills({"What can you help with?": "oracy progression across KS2"})

    assert "oracy progression across KS2" in answer.text
    assert "Jo Sample" in (await ada.says("who could help with oracy?")).text


async def test_a_profile_that_names_a_pupil_is_not_kept(house):
    jo = await house.member("Jo Sample", school="Oakhill")
    await jo.says("profile")
    await jo.presses("Edit")

    await jo.fills({"What are you working on?": "support for a pupil called Tyler Example in Y4"})
    assert (await house.person(jo)).working_on == ""
    assert await house.database_holds("Tyler") is False

    # The form stays open, so that nothing has to be typed again.
    await jo.fills({"What are you working on?": "reading fluency in Y4"})
    assert (await house.person(jo)).working_on == "reading fluency in Y4"


async def test_a_form_that_is_refused_when_it_is_sent_says_so_and_keeps_what_was_typed_where_it_can(house):
    cora = await house.member("Cora Example", job_title="Trust lead", school="Ashfield", coordinator=True)
    await house.member("Ada Example", job_title="SENDCo", school="Elm Park")
    jo = await house.member("Jo Sample", job_title="SENDCo", school="Oakhill")
    await cora.says("for Elm Park, who else is a SENDCo?")
    await cora.presses("Introduce…")
    await jo.says("hide me from search")

    answer = await cora.fills({"What is it about?": "EHCP paperwork"})

    assert "not open to introductions at the moment" in answer.text
    if house.platform == "slack":  # where the form is in front of everything else
        assert "What is it about?" in answer.text


async def test_a_message_about_a_pupil_is_answered_and_kept_nowhere(house):
    ada = await house.member("Ada Example", job_title="SENDCo")

    answer = await ada.says("Who can help with a pupil called Tyler Example in my Y4 class?")

    assert answer.title == "Please leave pupils out of messages here"
    assert await house.database_holds("Tyler") is False
    assert await house.questions(ada) == []


async def test_safeguarding_as_work_is_a_question_like_any_other(house):
    ada = await house.member("Ada Example", job_title="Teacher", school="Oakhill")
    await house.member("Jo Sample", job_title="Deputy Head & DSL", school="Elm Park")

    assert "Jo Sample" in (await ada.says("who is the DSL at Elm Park?")).text


async def test_networks_can_be_seen_joined_and_left(house):
    ada = await house.member("Ada Example", networks=["SENDCO network"])
    jo = await house.member("Jo Sample", school="Oakhill")

    assert "SENDCO network" in (await ada.says("networks")).text
    assert "SENDCO network" in (await jo.says("networks all")).text
    await jo.says("networks sendco")
    assert "You are in this network." in (await jo.presses("Join")).text
    await ada.says("networks")
    assert "Jo Sample" in (await ada.presses("Open")).text
    assert "You have left SENDCO network." in (await jo.presses("Leave")).text


async def test_everything_held_on_me_can_be_seen_and_deleted_from_chat(house):
    ada = await house.member(
        "Ada Example", job_title="SENDCo", school="Elm Park", can_help_with="lego therapy"
    )
    await ada.says("other SENDCos?")
    await ada.says("privacy")

    everything = await ada.presses("Show everything")
    assert "lego therapy" in everything.text
    assert "other SENDCos?" in everything.text

    await ada.says("privacy")
    await ada.presses("Delete everything")
    answer = await ada.fills({"Delete everything held on you?": "Yes, delete it"})
    assert answer.title == "Everything held on you is deleted"
    assert await house.database_holds("lego therapy") is False
    assert await house.database_holds(ada.person.email) is False


async def test_an_old_button_says_so_kindly(house):
    ada = await house.member("Ada Example", job_title="SENDCo", school="Elm Park")
    await house.member("Jo Sample", job_title="SENDCo", school="Oakhill")
    await ada.says("other SENDCos?")
    await house.forget_questions()

    answer = await ada.presses("Introduce us")

    assert answer.title == "Sorry"
    assert "Ask your question again" in answer.text


async def test_what_people_type_is_shown_as_words_and_never_obeyed(house):
    hostile = "<!everyone> **bold** [x](https://evil.example) <b>hi</b> @channel & <at>all</at>"
    ada = await house.member("Ada Example", job_title="SENDCo", school="Elm Park")
    jo = await house.member("Jo Sample", job_title="SENDCo", school="Oakhill", can_help_with=hostile)
    await ada.says("other SENDCos?")
    await jo.says("profile")

    assert house.broken_out() == []
