"""A posted agenda: who sees and answers it, and what members suggest for one. Through every door."""

from datetime import timedelta

from storage.records import Platform
from tests.conversation import Household, Member

MATHS = "Maths leads"


async def leads(house: Household, who: Member) -> None:
    async with house.database.store() as store:
        (network,) = await store.networks.of(who.person)
        await store.networks.lead(network.id, who.person, facilitator=True)


async def maths_leads(house: Household) -> tuple[Member, Member, Member]:
    """Hannah leads, Ada and Jo are in it."""
    hannah = await house.member("Hannah Sample", school="Oakhill", networks=[MATHS])
    ada = await house.member("Ada Example", school="Elm Park", networks=[MATHS])
    jo = await house.member("Jo Sample", school="Fenside", networks=[MATHS])
    await leads(house, hannah)
    return hannah, ada, jo


async def test_members_answer_in_the_channel_and_everybody_sees_the_same_card_anew(house):
    hannah, ada, jo = await maths_leads(house)
    await house.channel(MATHS, hannah, ada, jo)
    await hannah.says("agenda maths")
    await hannah.presses("Post it")
    before = len(jo.sees())

    await ada.presses("Coming")

    private = "You said that you are coming." if house.platform is Platform.TEAMS else "See you there"
    assert any(private in each.text for each in ada.sees())
    (shown,) = [each for each in jo.sees() if each.title.startswith(MATHS)]
    assert "Coming: Ada Example." in shown.text
    assert len(jo.sees()) == before, "edited, not said again"
    assert not any(private in each.text for each in jo.sees())

    await ada.presses("Can't")
    (shown,) = [each for each in jo.sees() if each.title.startswith(MATHS)]
    assert "Ada Example" not in shown.text


async def test_whoever_leads_hears_that_it_could_not_be_posted_and_posts_it_with_one_tap(house):
    if house.platform is Platform.BROWSER:
        return  # nobody can take Brightspot out of a channel there
    hannah, ada, jo = await maths_leads(house)
    channel = await house.channel(MATHS, hannah, ada, jo)
    far_side = house.driver.slack if house.platform is Platform.SLACK else house.driver.microsoft
    far_side.absent.add(channel)
    await hannah.says("agenda maths")
    await hannah.presses("Post it")

    told = [each for each in hannah.sees() if each.title == f"I could not post in the channel of {MATHS}"]
    assert len(told) == 1
    assert ("/invite @Brightspot" in told[0].text) is (house.platform is Platform.SLACK)
    assert not any(each.title.startswith(MATHS) for each in jo.sees())
    await ada.says("when is the next maths meeting?")
    await ada.presses("Coming")
    assert sum("could not post" in each.title for each in hannah.sees()) == 1, "once a day"

    await hannah.presses("Try again")
    assert sum("could not post" in each.title for each in hannah.sees()) == 1, "said anew"

    far_side.absent.clear()
    await hannah.presses("Try again")
    (shown,) = [each for each in jo.sees() if each.title.startswith(MATHS)]
    assert "Coming: Ada Example." in shown.text, "as it stands now"
    await jo.presses("Coming")
    assert any("Coming: Ada Example, Jo Sample." in each.text for each in ada.sees()), "and edited again"


async def test_without_a_channel_each_member_gets_the_agenda_and_answers_alone(house):
    hannah, ada, jo = await maths_leads(house)
    await hannah.says("agenda maths")
    await hannah.presses("Post it")
    assert any("each member" in each.text for each in hannah.sees())

    answered = await ada.presses("Coming")

    assert "You said that you are coming." in answered.text
    assert sum(each.title.startswith(MATHS) for each in ada.sees()) == 1, "her own letter, changed"
    assert any("Can you come?" in each.text for each in jo.sees())
    assert "Coming: Ada Example." in (await jo.says("when is the next maths meeting?")).text


async def test_what_a_member_suggests_is_read_without_a_name_and_she_hears_what_became_of_it(house):
    hannah, ada, jo = await maths_leads(house)
    await ada.says("agenda add how do others teach time in Year 3?")
    assert "They don't see who suggests it." in (await ada.presses("Leave my name out")).text
    await house.wait(timedelta(days=7))

    (read,) = [each for each in hannah.sees() if "how do others teach time" in each.text]
    assert "A colleague would like" in read.text
    assert not any("Ada" in each.text for each in hannah.sees())

    await hannah.says("agenda maths")
    await hannah.presses("Suggestions (1)")
    await hannah.fills({"how do others teach time in Year 3?": "On the agenda"})
    await hannah.presses("Post it")

    heard = [each for each in ada.sees() if each.title == "What you suggested is on the agenda"]
    assert len(heard) == 1
    assert not any(each.title == "What you suggested is on the agenda" for each in jo.sees())
