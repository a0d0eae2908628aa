"""Links that pass by at each door: what is kept of a message, what is not, and who is told."""

from bot.hearing import Hearing
from tests.conversation import Household

ORACY = "https://voice21.org/oracy-benchmarks/"
NAMED = "Jake Turner in 4B has an EHCP, this helps him:"


async def addresses(house: Household) -> list[str]:
    async with house.database.reading() as store:
        trust = (await store.trusts.everyone())[0].id
        return [each.url for each in await store.resources.everyone(trust)]


async def test_a_pupils_name_beside_a_link_is_kept_nowhere_and_its_writer_alone_is_told(house):
    ada, bo = await house.member("Ada Ash"), await house.member("Bo Birch")
    maths = await house.channel("Maths leads", ada, bo)

    await ada.posts(maths, f"{NAMED} {ORACY}")
    assert "I didn't keep that link" in [each.title for each in ada.told()]
    assert bo.told() == []
    assert await addresses(house) == []
    assert not await house.database_holds("Jake")

    await bo.posts(maths, f"Oracy: {ORACY}\n{NAMED} https://hub.example/plan")
    assert "I didn't keep that link" in [each.title for each in bo.told()], "stopped at the door as well"
    assert await addresses(house) == []

    await ada.posts(maths, "Jake Turner in 4B has an EHCP, see you at ten")
    assert "I didn't keep that link" not in [each.title for each in ada.told()], "no link, no word of ours"


async def test_a_page_of_our_own_beside_a_link_is_not_kept(house):
    app, ours = house.app, "https://brightspot.example"
    app.hearing = Hearing(app.database, app.clock, app.guard, app.identity, ours)
    ada = await house.member("Ada Ash")
    maths = await house.channel("Maths leads", ada)

    await ada.posts(maths, f"As in {ours}/library/r/7 we say: {ORACY}")

    assert await addresses(house) == [ORACY]


async def test_a_link_in_a_question_to_brightspot_is_not_kept(house):
    ada = await house.member("Ada Ash")
    maths = await house.channel("Maths leads", ada)

    await ada.says(f"who else uses {ORACY} for oracy?", channel=maths)

    assert await addresses(house) == []


async def test_any_message_can_be_saved_with_its_address_ready_in_the_form(house):
    ada, bo = await house.member("Ada Ash"), await house.member("Bo Birch")
    maths = await house.channel("Maths leads", ada, bo)
    await bo.says("library me")
    await bo.presses("Never mine")
    theirs = await bo.posts(maths, f"We begin with talk & turns: {ORACY}?utm_source=x")
    assert await addresses(house) == []

    await ada.saves(theirs)
    shown = await ada.fills({})

    assert "Saved to Maths leads" in shown.title
    assert await addresses(house) == [ORACY]
    async with house.database.reading() as store:
        (sharing,) = await store.sharings.by(ada.person)
    assert sharing.purpose == "We begin with talk & turns"
