"""A member's way from a problem to a plan that can be measured, at every door."""

from datetime import timedelta

from tests.conversation import Household, Member

PROBLEM = "Quieter pupils say little in whole-class talk"
START = {"What is the problem, in a sentence?": PROBLEM, "For which group?": "Year 3"}
PLAN = {
    "What do you want to reach?": "Every pupil takes a turn in each discussion",
    "How will you know? One measure": "Pupils who speak in a ten-minute tally",
    "Where does it stand now?": "11 of 28",
    "Where should it get to?": "22 of 28",
    "What will everyone do the same?": "Think, pair, share in each lesson\nTalk moves on the wall",
    "What makes room for it?": "No written answers in the first ten minutes",
}


async def starts(member: Member, **answers: str) -> None:
    await member.says("cycle")
    await member.presses("Start something")
    await member.fills(START | answers)


async def test_a_problem_becomes_a_plan_that_can_be_measured(house: Household) -> None:
    ada = await house.member("Ada Ash", networks=["Maths leads"])
    await ada.says("share https://educationendowmentfoundation.org.uk/oral-language what talk does")
    await starts(ada)
    begun = ada.newest()
    assert begun.title == "Oracy for Year 3"
    assert "●\xa0Explore → Prepare" in begun.text
    assert "a piece of evidence" in begun.text
    assert begun.buttons[0] == "Add evidence", "what is needed next comes first"
    assert len(begun.buttons) <= 6

    await ada.presses("Add evidence")
    link = "https://educationendowmentfoundation.org.uk/oral-language?utm_source=letter"
    said = {"What does it say?": "Talk helps where it is practised daily", "Where is it from?": "EEF"}
    await ada.fills(said | {"Link": link})
    await ada.presses("We spoke to a school")
    ready = await ada.fills({"Which school did you speak to?": "Oakfield: begin with one class"})
    assert ready.buttons[0] == "On to Prepare"
    evidence = await ada.presses("Evidence")
    assert "EEF" in evidence.text
    assert "From outside, and in the library" in evidence.text
    await ada.presses("Back")

    prepare = await ada.presses("On to Prepare")
    assert prepare.buttons[0] == "Plan it"
    await ada.presses("Plan it")
    half = await ada.fills({"What do you want to reach?": PLAN["What do you want to reach?"]})
    assert "On to Deliver" not in half.buttons
    assert "a measure" in half.text, "what is still to come is named, and what was written stays"
    assert "a goal\n" not in half.text
    await ada.presses("Change the plan")
    planned = await ada.fills(PLAN | {"When will you look at it and decide?": "Friday 27 November"})
    assert "11 of 28 at the start, 22 of 28 aimed at" in planned.text
    assert "Friday 27 November 2026" in planned.text
    deliver = await ada.presses("On to Deliver")
    assert deliver.buttons[0] == "Record a round"
    assert "0 of 2" in deliver.text
    assert "Talk moves on the wall" in deliver.text

    for change in ("Pairs first", "Shorter turns"):
        await ada.presses("Record a round")
        await ada.fills(
            {"What did you try?": "Talk moves", "What happened?": "More spoke", "What do you change?": change}
        )
    await ada.presses("Measure again")
    measured = await ada.fills(
        {f"{PLAN['How will you know? One measure']}: where does it stand?": "19 of 28"}
    )
    assert "19 of 28 now" in measured.text
    assert measured.buttons[0] == "On to Decide"
    mine = await ada.says("cycle")
    assert "Oracy for Year 3" in mine.text
    assert "review on Fri 27 Nov" in mine.text


async def test_words_begin_it_colleagues_are_asked_and_others_who_try_it_are_near(house: Household) -> None:
    ada, bo = await house.member("Ada Ash"), await house.member("Bo Birch", school="Oakfield")
    cai = await house.member("Cai Cedar")
    await starts(bo, **{"For which group?": "Year 4"})
    cal = await house.member("Cal Crab")
    await starts(cal, **{"For which group?": "Year 5"})

    await ada.says("start a half-termly cycle on oracy in Year 3")
    if house.platform != "teams":
        await ada.presses("Start something new")  # no form opens by itself there after a typed message
    begun = await ada.fills({"What is the problem, in a sentence?": PROBLEM, "Who joins?": "Cai Cedar"})
    assert begun.title == "Oracy in Year 3", "it is called as they called it"
    assert "I ask Cai Cedar to join" in begun.text
    assert "Your school and others try something like it too" in begun.text
    assert "Bo Birch" not in begun.text

    while "Who else tries this" not in ada.newest().buttons:
        await ada.presses("More…")
    await ada.presses("Who else tries this")
    met = await ada.presses("Introduce us")
    assert "I have asked whoever leads it there" in met.text
    assert "Bo Birch" not in met.text, "named to nobody before they say yes"
    assert "Ada Ash" in bo.newest().title
    assert "Your school: Explore" in met.text
    assert (await ada.presses("Join")).title == "Oracy for Year 5"

    await house.wait(timedelta(days=7))
    assert "Ada Ash has joined" in [each.title for each in cal.sees()]
    assert "Join" in cai.newest().buttons
    joined = await cai.presses("Join")
    assert joined.title == "Oracy in Year 3"
    assert "Oracy in Year 3" in (await cai.says("how is our oracy pilot going?")).title
    now = (await cai.says("are any schools piloting oracy?")).text
    assert "Oakfield: Explore" in now
    assert "Bo Birch" not in now, "named to nobody before they say yes"


async def test_plain_words_open_pause_and_resume_what_they_name(house: Household) -> None:
    ada, bo = await house.member("Ada Ash"), await house.member("Bo Birch")
    await starts(ada)
    await ada.says("cycle")
    await ada.presses("Start something new")
    await ada.fills(START | {"What is the problem, in a sentence?": "Attendance on Fridays has fallen"})
    assert (await ada.says("cycle attendance")).title == "Attendance for Year 3"
    assert (await ada.says("how is our oracy pilot going?")).title == "Oracy for Year 3"
    which = await ada.says("cycle pause")
    assert which.title == "Pause which one?"
    await ada.presses("Oracy for Year 3, Elm Park")
    paused = await ada.fills({"Until when?": ""})
    assert paused.buttons[0] == "Resume it"
    assert "Explore, paused" in (await ada.says("cycle")).text
    assert "It goes on" in (await ada.says("cycle resume")).text

    assert (await ada.says("how do I pause?")).title == "Pause which one?"
    assert (await ada.says("I'm stuck")).title == "Stuck with which one?"
    assert (await ada.presses("Oracy for Year 3, Elm Park")).title == "Oracy for Year 3"
    assert (await ada.says("no more reminders until June")).title == "What I may write to you, and when"

    assert (await ada.says("how are our pilots going?")).title == "What you are trying"
    assert "stop" in (await ada.says("what have we stopped?")).text
    assert (await bo.says("I'm stuck")).title == "What are you stuck with?"
    assert (await bo.says("cycle")).title == "Nothing on the go yet"
    assert (await bo.says("cycle oracy")).title == "Nothing on the go yet", (
        "what others try is not theirs to open"
    )
