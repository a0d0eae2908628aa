"""What comes back from the library by itself: one digest, one question, and nothing in the holidays."""

from datetime import date, timedelta

from storage.records import Digest
from tests.conversation import Member
from tests.journeys.shelf import a_year, mornings, shared

SIX = ["Art leads", "Maths leads", "Oracy", "Phonics", "SENDCOs", "Small schools"]
DIGEST = "New in the library for you"


def digests(member: Member) -> list[str]:
    return [each.text for each in member.sees() if DIGEST in (each.title, *each.text.splitlines())]


async def test_somebody_in_six_networks_has_one_digest_a_week_and_none_in_the_holidays(house):
    ada = await house.member("Ada Example", school="Ashdown", networks=SIX)
    bo = await house.member("Bo Sample", networks=SIX, working_days=(1, 2))
    cy = await house.member("Cy Instance", working_on="oracy and phonics in small schools")
    await a_year(house)
    async with house.database.store() as store:
        (oracy,) = [each for each in await store.networks.of(bo.person) if each.name == "Oracy"]
        await store.networks.change(oracy, open=False)
    for network in SIX:
        for number in (1, 2):
            await shared(house, ada, network, f"{network} {number}")

    await mornings(house, date(2026, 9, 14), date(2026, 9, 18))
    (first,) = digests(bo)
    told = [f"{network} {number}" for network in SIX for number in (1, 2) if f"{network} {number}" in first]
    assert len(told) == 7
    assert {each.rpartition(" ")[0] for each in told} == set(SIX), "no network pushes another out"
    assert "Ada Example, Ashdown" in first
    assert digests(ada) == [], "nobody hears of what they shared themselves"
    (by_topic,) = digests(cy)
    assert "Phonics 1" in by_topic
    assert "Oracy" not in by_topic, "what a closed network shares is its members'"

    await shared(house, ada, "Oracy", "Talk tactics")
    await mornings(house, date(2026, 10, 19), date(2026, 10, 21))
    _, second = digests(bo)
    assert "Talk tactics" in second
    assert not any(each in second for each in told), "nothing comes twice"

    await bo.presses("How often?")
    assert "once in each half-term" in (await bo.presses("Half-termly")).text
    await shared(house, ada, "Oracy", "Harkness")
    await shared(house, ada, "Phonics", "Phonics in the hall")
    before = len(digests(cy))
    await mornings(house, date(2026, 10, 26), date(2026, 10, 30))
    assert digests(bo) == [first], "half-term; the second one is what was pressed"
    assert len(digests(cy)) == before
    await mornings(house, date(2026, 11, 2), date(2026, 11, 4))
    assert "Phonics in the hall" in digests(cy)[-1], "what came in the holidays is told after them"
    await shared(house, ada, "Oracy", "Sentence stems")
    await mornings(house, date(2026, 11, 9), date(2026, 11, 11))
    _, third = digests(bo)
    assert "Harkness" in third
    assert "Sentence stems" not in third, "one in each half-term"


async def test_whoever_saved_something_is_asked_once_whether_they_used_it(house):
    ada = await house.member("Ada Example", school="Ashdown", networks=["Maths leads", "Heads"])
    bo = await house.member("Bo Sample", networks=["Oracy"])
    cy = await house.member("Cy Instance", networks=["Oracy"])
    await a_year(house)
    resource = await shared(house, ada, "Maths leads", "Fractions in small steps")
    theirs = await shared(house, ada, "Heads", "Reserves")
    async with house.database.store() as store:
        heads = next(each for each in await store.networks.of(ada.person) if each.name == "Heads")
        await store.networks.change(heads, open=False)
        await store.uses.note(theirs, cy.person, saved_at=house.app.clock.now())  # while it was open
        for who in (ada, bo):
            await store.uses.note(resource, who.person, saved_at=house.app.clock.now())

    await mornings(house, date(2026, 9, 14), date(2026, 9, 18))
    assert not asked(bo), "two weeks are not over"
    await mornings(house, date(2026, 9, 28), date(2026, 9, 29))
    assert (len(asked(bo)), len(asked(ada))) == (1, 0), "nobody is asked about what they shared"

    await mornings(house, date(2026, 10, 5), date(2026, 10, 6))
    assert len(asked(bo)) == 1, "never asked again"
    await bo.presses("It helped")
    card = await bo.fills({"How did it help?": "Our Year 3/4 planned a half-term from it."})
    assert "planned a half-term" in card.text
    assert "Bo Sample" in card.text
    async with house.database.reading() as store:
        assert len((await store.uses.helped([resource.id], trust=resource.trust))[resource.id]) == 1
    assert not asked(cy), "not about what is a closed network’s now"


def asked(member: Member) -> list[str]:
    return [each.title for each in member.sees() if "Did you use" in f"{each.title}{each.text}"]


async def test_an_answer_leaves_the_rest_of_the_weekly_message_where_it_is(house):
    ada = await house.member("Ada Example", school="Ashdown", networks=["Maths leads"])
    bo = await house.member("Bo Sample", networks=["Maths leads"])
    await a_year(house)
    new = [await shared(house, ada, "Maths leads", f"Fractions in {steps} steps") for steps in range(5)]
    async with house.database.store() as store:
        yesterday = house.app.clock.now() - timedelta(days=1)
        for resource in new[:2]:
            await store.uses.note(resource, bo.person, saved_at=yesterday)
        await store.people.prefer(bo.person, digest=Digest.OFF)
    await mornings(house, date(2026, 9, 18), date(2026, 9, 18))
    async with house.database.store() as store:
        await store.people.prefer(bo.person, digest=Digest.WEEKLY)
    await mornings(house, date(2026, 9, 21), date(2026, 9, 21))

    together = bo.newest()
    assert together.title == "This week on Brightspot"
    await bo.presses("Used it")
    assert any("Noted, for you alone" in each.text for each in bo.sees())
    await bo.presses("It helped")
    await bo.fills({"How did it help?": "Our Year 3/4 planned a half-term from it."})
    assert any("Thank you: colleagues read it" in each.text for each in bo.sees())
    assert together in bo.sees(), "what is new still stands there"
