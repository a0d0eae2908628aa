"""What is in the library stays true: dead links are told once, and checks end with a question."""

from datetime import date

from storage.records import Practice, PracticeId, Presence, Resource
from tests.conversation import Household, Member
from tests.journeys.shelf import a_year, mornings, shared

MATHS = "Maths leads"
NOTE = "A link no longer works"


async def probed(house: Household, resource: Resource, presence: Presence) -> Resource:
    """As the weekly look at its address finds it."""
    async with house.database.store() as store:
        now = await store.resources.find(resource.id, trust=resource.trust)
        assert now is not None
        await store.resources.probed(now, presence, house.app.clock.now())
    return await as_it_is(house, resource)


async def as_it_is(house: Household, resource: Resource) -> Resource:
    async with house.database.reading() as store:
        found = await store.resources.find(resource.id, trust=resource.trust)
    assert found is not None
    return found


def noted(member: Member) -> list[str]:
    return [each.text for each in member.sees() if NOTE in f"{each.title}{each.text}"]


async def test_a_link_that_is_gone_on_two_days_is_told_once_and_replaced(house):
    ada = await house.member("Ada Example", networks=[MATHS])
    await a_year(house)
    resource = await shared(house, ada, MATHS, "Fractions in small steps")

    assert not (await probed(house, resource, Presence.GONE)).is_dead
    assert not (await probed(house, resource, Presence.GONE)).is_dead, "one day is no reason"
    await mornings(house, date(2026, 9, 14), date(2026, 9, 14))
    assert not (await probed(house, resource, Presence.UNSURE)).is_dead
    assert (await probed(house, resource, Presence.GONE)).is_dead
    await mornings(house, date(2026, 9, 15), date(2026, 9, 22))
    assert len(noted(ada)) == 1

    await ada.presses("Replace")
    await ada.fills({"New address": "https://alder.sharepoint.com/sites/s/Jack%20Hill%20Y5%20EHCP.docx"})
    assert (await as_it_is(house, resource)).url == resource.url, "a pupil's name is none"
    card = await ada.fills({"New address": "https://fractions.example/steps?utm_source=mail"})
    assert "It leads to the new address" in card.text
    now = await as_it_is(house, resource)
    assert (now.url, now.is_dead) == ("https://fractions.example/steps", False)
    again = await shared(house, ada, MATHS, "Fractions in small steps")
    assert again.id == resource.id, "whoever comes by the old address finds it at the new one"
    await mornings(house, date(2026, 9, 23), date(2026, 9, 29))
    assert len(noted(ada)) <= 1, "told once"


async def test_a_dead_link_comes_back_to_life_and_is_one_with_what_is_there_already(house):
    ada = await house.member("Ada Example", networks=[MATHS])
    bo = await house.member("Bo Sample", networks=[MATHS])
    await a_year(house)
    old = await shared(house, ada, MATHS, "Old place")
    new = await shared(house, bo, MATHS, "New place")
    for day in (14, 15):
        await mornings(house, date(2026, 9, day), date(2026, 9, day))
        await probed(house, old, Presence.GONE)
        await probed(house, new, Presence.GONE)
    assert not (await probed(house, new, Presence.THERE)).is_dead, "it answers again"

    await mornings(house, date(2026, 9, 16), date(2026, 9, 21))
    assert (len(noted(ada)), len(noted(bo))) == (1, 0)
    await ada.presses("Replace")
    await ada.fills({"New address": new.url})
    async with house.database.reading() as store:
        assert await store.resources.find(old.id, trust=old.trust) is None
        sharers = (await store.sharings.of([new.id], trust=new.trust))[new.id]
    assert {each.person for each in sharers} == {ada.person.id, bo.person.id}


async def test_a_link_that_is_kept_all_the_same_is_left_alone_for_a_term(house):
    ada = await house.member("Ada Example", networks=[MATHS])
    await a_year(house)
    resource = await shared(house, ada, MATHS, "Only inside school")
    for day in (14, 15):
        await mornings(house, date(2026, 9, day), date(2026, 9, day))
        await probed(house, resource, Presence.GONE)
    await mornings(house, date(2026, 9, 16), date(2026, 9, 21))
    await ada.presses("Keep it")

    for day in (28, 29):
        await mornings(house, date(2026, 9, day), date(2026, 9, day))
        assert not (await probed(house, resource, Presence.GONE)).is_dead
    await mornings(house, date(2026, 10, 5), date(2026, 10, 5))
    assert not noted(ada), "the note became its answer, and none came after it"


async def test_a_colleague_who_says_yes_is_named_until_the_end_of_term_and_asked_again_before(house):
    ada = await house.member("Ada Example", networks=[MATHS])
    hannah = await house.member("Hannah Sample", school="Oakhill", networks=[MATHS])
    await a_year(house)
    resource = await shared(house, ada, MATHS, "Fractions in small steps")

    await ada.says("library fractions in small steps")
    await ada.presses("Check it")
    answers = {
        "Who looks after it?": "Hannah Sample",
        "Until when does the check hold?": "The end of this term",
    }
    assert "I have asked Hannah Sample" in (await ada.fills(answers)).text
    await mornings(house, date(2026, 9, 14), date(2026, 9, 14))
    assert "Ada Example would like you to check it" in hannah.newest().text
    await hannah.presses("Yes, I will")
    assert (await as_it_is(house, resource)).checked_by is None, "she has not looked yet"
    card = await hannah.presses("Still good")
    assert "Checked by Hannah Sample until Friday 18 December 2026" in card.text

    await mornings(house, date(2026, 12, 2), date(2026, 12, 3))
    assert asked(hannah) == 0
    await mornings(house, date(2026, 12, 4), date(2026, 12, 10))
    assert asked(hannah) == 1, "ten working days before"
    await mornings(house, date(2027, 1, 14), date(2027, 1, 22))
    assert asked(hannah) == 2, "once more after it ended, and then no more"
    card = await hannah.presses("Still good")
    assert "until Thursday 25 March 2027" in card.text or "until Wednesday 24 March 2027" in card.text


async def test_whoever_leads_the_network_hears_once_that_a_checker_has_left(house):
    ada = await house.member("Ada Example", networks=[MATHS])
    hannah = await house.member("Hannah Sample", networks=[MATHS])
    await a_year(house)
    resource = await shared(house, ada, MATHS, "Fractions in small steps")
    async with house.database.store() as store:
        (network,) = await store.networks.of(hannah.person)
        await store.networks.lead(network.id, hannah.person, facilitator=True)
        check = {"checker_id": ada.person.id, "checked_by_id": ada.person.id}
        await store.resources.change(resource, **check, checked_until=date(2026, 12, 18))
        await store.people.forget(ada.person)

    await mornings(house, date(2026, 9, 14), date(2026, 9, 22))
    told = [each for each in hannah.sees() if "Nobody checks this any more" in f"{each.title}{each.text}"]
    assert len(told) == 1
    assert "Fractions in small steps" in told[0].text
    assert (await as_it_is(house, resource)).checked_until is None


def asked(member: Member) -> int:
    return sum("Is this still good?" in each.title for each in member.sees())


async def test_all_that_can_be_done_is_a_press_or_two_away(house):
    """However much it is: no door drops what there is no room for."""
    ada = await house.member("Ada Example", networks=[MATHS], coordinator=True)
    bo = await house.member("Bo Sample", school="Fenside", networks=[MATHS])
    resource = await shared(house, bo, MATHS, "Fractions in small steps")
    await shared(house, ada, MATHS, "Fractions in small steps")
    async with house.database.store() as store:
        await store.practices.keep(Practice(PracticeId(0), resource.trust, "Attendance"))
        await store.resources.change(resource, is_dead=True)

    card = await ada.says("library fractions in small steps")
    offered = set(card.buttons)
    while "More…" in card.buttons:
        card = await ada.presses("More…")
        offered |= set(card.buttons)
    assert {"Ask Bo Sample", "Replace the address", "Edit", "Tags", "Take it back", "Archive"} <= offered
