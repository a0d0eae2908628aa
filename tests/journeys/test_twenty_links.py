"""Twenty messages with links in three channels, as people really post them, become the right library."""

from tests.conversation import Household

DOG = "https://www.youtube.com/watch?v=dQw4w9WgXcQ"
EEF = "https://educationendowmentfoundation.org.uk/education-evidence/guidance-reports/feedback"
FRACTIONS = "https://www.ncetm.org.uk/classroom-resources/two-classes-one-room"
GOV = "https://www.gov.uk/government/publications/reading-framework-teaching-the-foundations-of-literacy"
OAK = "https://www.thenational.academy/teachers/lessons/adding-tens"
ORACY = "https://voice21.org/oracy-benchmarks"
SHEET = "https://docs.google.com/spreadsheets/d/1AbCdEfGhIjKlMnOpQrStUvWxYz0123456789abcde/edit"
TES = "https://www.tes.com/teaching-resource/guided-reading-carousel-12345678"
TALK = "https://chartered.college/2023/01/01/a-third-article"
WALES = "https://hwb.gov.wales/curriculum-for-wales"


async def library(house: Household) -> dict[str, list[tuple[str, str]]]:
    """Address → who shared it, in which network."""
    async with house.database.reading() as store:
        trust = (await store.trusts.everyone())[0].id
        people = {each.id: each.name for each in await store.people.everyone(trust)}
        networks = {each.id: each.name for each in await store.networks.everyone(trust)}
        found: dict[str, list[tuple[str, str]]] = {}
        for each in await store.resources.everyone(trust):
            sharings = (await store.sharings.of([each.id], trust=trust)).get(each.id, ())
            found[each.url] = [
                (people[one.person], networks[one.network]) for one in sharings if one.person and one.network
            ]
        return found


async def test_twenty_messages_in_three_channels_become_the_right_library(house: Household) -> None:
    ada, bo = (
        await house.member("Ada Ash", school="Ashdown"),
        await house.member("Bo Birch", school="Fenside"),
    )
    cy, shy = await house.member("Cy Cole", school="Millbrook"), await house.member("Shy Dale")
    maths = await house.channel("Maths leads", ada, bo, cy, shy)
    english = await house.channel("English leads", ada, bo, cy, shy)
    heads = await house.channel("Headteachers", cy, shy)
    await shy.says("library me")
    await shy.presses("Never mine")

    await ada.posts(maths, f"Fractions with Y3 and Y4 in the same class: {FRACTIONS}?utm_source=newsletter")
    await bo.posts(maths, f"We use {FRACTIONS}/?fbclid=abc too")
    await cy.posts(english, f"{FRACTIONS}#content for anybody with two year groups")
    await ada.posts(maths, "https://youtu.be/dQw4w9WgXcQ?si=tracking shows how to count on a bead string")
    await bo.posts(maths, "The bead string again: https://m.youtube.com/watch?v=dQw4w9WgXcQ&feature=share")
    await bo.posts(english, f"How we give pupils feedback that moves them on: {EEF}?utm_medium=email")
    two = await cy.posts(english, f"Two for talk: {ORACY} and {TES}")
    slip = await ada.posts(english, f"Early reading: {GOV}-old")
    gone = await bo.posts(maths, f"Sorry, wrong channel: {OAK}")
    await cy.posts(heads, f"Our monitoring sheet for subject leaders: {SHEET}?usp=sharing&ouid=123#gid=0")
    await cy.posts(heads, "Join here at four: https://zoom.us/j/123456789?pwd=abc")
    await shy.posts(english, f"What I read at the weekend: {TALK}")
    await shy.posts(heads, f"And {ORACY}, which everybody knows")
    await ada.posts(maths, f"For Jake Turner in 4B, who has an EHCP: {WALES}")
    await bo.posts(english, "Thanks, that helps. See you on Thursday")
    await bo.says(f"who else uses {WALES} for maths?", channel=maths)
    await cy.edits(two, f"For talk: {ORACY}")
    await ada.edits(slip, f"Early reading: {GOV}")
    await bo.deletes(gone)
    await bo.posts(english, f"Colleagues, {GOV} is on our next agenda")

    assert await library(house) == {
        FRACTIONS: [("Ada Ash", "Maths leads"), ("Bo Birch", "Maths leads"), ("Cy Cole", "English leads")],
        DOG: [("Ada Ash", "Maths leads"), ("Bo Birch", "Maths leads")],
        EEF: [("Bo Birch", "English leads")],
        ORACY: [("Cy Cole", "English leads")],
        GOV: [("Ada Ash", "English leads"), ("Bo Birch", "English leads")],
        f"{SHEET}#gid=0": [("Cy Cole", "Headteachers")],
    }
    assert not await house.database_holds("Jake")

    found = await shy.says("library mixed-age maths")
    assert "Two classes one room" in found.text, "none of these words stands in its title"
