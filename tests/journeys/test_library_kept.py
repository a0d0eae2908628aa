"""What members share is kept, tidied, put right and taken back, at every door."""

from datetime import timedelta

from handlers.library.looked import looked
from storage.records import Look, Presence
from tests.conversation import Household

FRACTIONS = "https://www.ncetm.org.uk/classroom-resources/fractions-in-mixed-age-classes/"
ORACY = "https://voice21.org/oracy-benchmarks/"
SHORT = "https://bit.ly/3xYzAbC"


async def kept(house: Household) -> dict[str, list[tuple[str, str]]]:
    """Address → who shared it and for what, as the library holds it."""
    async with house.database.reading() as store:
        trust = (await store.trusts.everyone())[0].id
        people = {each.id: each.name for each in await store.people.everyone(trust)}
        sharings = await store.sharings.everyone(trust)
        return {
            each.url: [
                (people[one.person], one.purpose)
                for one in sharings
                if one.resource == each.id and one.kept and one.person
            ]
            for each in await store.resources.everyone(trust)
        }


async def test_a_link_shared_in_passing_is_one_entry_that_follows_its_message(house: Household) -> None:
    ada, bo = await house.member("Ada Ash"), await house.member("Bo Birch", school="Oakfield")
    maths = await house.channel("Maths leads", ada, bo)

    first = await ada.posts(maths, f"This unpicks fractions for mixed-age classes: {FRACTIONS}?utm_source=x")
    assert ada.newest().title == "Saved to Maths leads"
    assert "Links posted in a network’s channel go into the library" in ada.newest().text
    assert not any(each.title for each in bo.sees()), "nobody else is told"

    await bo.posts(maths, f"We use {FRACTIONS} with Year 5, and {ORACY} for talk")
    assert "A colleague shared it before" in bo.newest().text
    assert {url: len(by) for url, by in (await kept(house)).items()} == {FRACTIONS: 2, ORACY: 1}

    await ada.edits(first, f"Both of these: {FRACTIONS} and {ORACY}?fbclid=y")
    assert ada.newest().buttons.count("Not this one") == 1, "what was there before is no news"
    await ada.presses("Not this one")
    await ada.edits(first, f"Both of these for Year 6: {FRACTIONS} and {ORACY}")
    found = await kept(house)
    assert found[FRACTIONS][0] == ("Ada Ash", "Both of these for Year 6: and")
    assert [who for who, _ in found[ORACY]] == ["Bo Birch"]

    await ada.deletes(first)
    assert [who for who, _ in (await kept(house))[FRACTIONS]] == ["Bo Birch"]


async def test_a_short_address_follows_its_message_to_where_it_leads(house: Household) -> None:
    ada, bo = await house.member("Ada Ash"), await house.member("Bo Birch", school="Oakfield")
    maths = await house.channel("Maths leads", ada, bo)
    await bo.posts(maths, f"With Year 5 {FRACTIONS}")
    short = await ada.posts(maths, f"For mixed ages {SHORT}")
    async with house.database.store() as store:
        trust = (await store.trusts.everyone())[0].id
        found = next(each for each in await store.resources.everyone(trust) if each.url == SHORT)
        await looked(found, Look(Presence.THERE, 200, FRACTIONS, "text/html"), store)

    await ada.edits(short, f"For mixed ages in Year 6 {SHORT}")
    assert (await kept(house))[FRACTIONS] == [
        ("Bo Birch", "With Year 5"),
        ("Ada Ash", "For mixed ages in Year 6"),
    ]
    assert ada.newest().title == "Saved to Maths leads"
    assert not ada.told(), "it is no news"
    await ada.presses("Not this one")
    await ada.edits(short, f"For mixed ages in Years 5 and 6 {SHORT}")
    assert await kept(house) == {FRACTIONS: [("Bo Birch", "With Year 5")]}


async def test_a_channel_can_ask_first_and_anybody_can_be_left_alone(house: Household) -> None:
    ada, bo = await house.member("Ada Ash"), await house.member("Bo Birch")
    cora = await house.member("Cora Cole", coordinator=True)
    maths = await house.channel("Maths leads", ada, bo)
    await cora.says("library channel maths leads")
    await cora.presses("Ask first")

    await ada.posts(maths, f"For mixed-age fractions {FRACTIONS}")
    assert ada.newest().title == "Keep this in the library of Maths leads?"
    assert (await kept(house)) == {FRACTIONS: []}
    await ada.presses("Keep")
    assert ada.newest().title == "Saved to Maths leads"

    await bo.posts(maths, f"For talk {ORACY}")
    await house.wait(timedelta(days=15))
    await house.app.upkeep.prune()
    assert ORACY not in await kept(house), "nobody answered"

    await bo.says("privacy")
    await bo.presses("Don’t keep links I post")
    assert "Keep links I post again" in (await bo.says("privacy")).buttons
    await bo.posts(maths, f"For talk {ORACY}")
    assert bo.newest().title != "Saved to Maths leads"
    await bo.says(f"share {ORACY} how we begin with talk, for Maths leads")
    assert (await kept(house))[ORACY] == [("Bo Birch", "how we begin with talk")]


async def test_who_shared_it_puts_it_right_and_others_cannot(house: Household) -> None:
    ada, bo = await house.member("Ada Ash"), await house.member("Bo Birch")
    await house.channel("Maths leads", ada, bo)
    await ada.says("share")
    if house.platform != "teams":
        await ada.presses("Save to the library")  # no form opens by itself there after a typed message
    await ada.fills({"Address": f"{FRACTIONS}?gclid=1", "What is it for?": "For the first week of fractions"})
    assert ada.newest().title == "Saved to Maths leads"

    await ada.presses("Edit")
    await ada.fills(
        {
            "Title": "Fractions, mixed-age",
            "Anything else it is about?": "oracy",
            "What is it?": "Lesson or unit",
        }
    )
    assert "Lesson or unit" in ada.newest().text
    await ada.presses("Tags")
    before = ada.newest().buttons
    await ada.presses(next(each for each in before if each.startswith("✓")))
    assert sum(each.startswith("✓") for each in ada.newest().buttons) < sum(
        each.startswith("✓") for each in before
    )

    card = await bo.says("library fractions")
    assert "Fractions, mixed-age" in card.text
    assert "Open" in card.buttons
    assert not {"Edit", "Tags"} & set(card.buttons), "it is not his to change"
