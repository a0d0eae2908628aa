"""Twenty messages with links in three channels, as people really post them, become the right library."""

from typing import NamedTuple

from storage.records import NetworkId, PersonId
from tests.conversation import HOME, Household, Member

COUNTING = "https://www.youtube.com/watch?v=dQw4w9WgXcQ"
FEEDBACK = "https://educationendowmentfoundation.org.uk/education-evidence/guidance-reports/feedback"
FRACTIONS = "https://www.ncetm.org.uk/classroom-resources/two-classes-one-room"
LESSON = "https://www.thenational.academy/teachers/lessons/adding-tens"
HOURS = "https://www.theguardian.com/education/2026/jan/10/long-evenings"
ORACY = "https://voice21.org/oracy-benchmarks"
PUPILS = "https://app.cpoms.co.uk/students/4711"
READING = "https://www.gov.uk/government/publications/the-reading-framework"
SHEET = "https://docs.google.com/spreadsheets/d/1AbCdEfGhIjKlMnOpQrStUvWxYz0123456789abcde/edit"
TES = "https://www.tes.com/teaching-resource/guided-reading-carousel-12345678"
WALES = "https://hwb.gov.wales/curriculum-for-wales"

#: The same fractions page, as Outlook wraps every address.
WRAPPED = (
    "https://eur03.safelinks.protection.outlook.com/?url=https%3A%2F%2Fwww.ncetm.org.uk%2Fclassroom-resources"
    "%2Ftwo-classes-one-room%3Futm_source%3Dbulletin&data=05%7C01%7Cabc&sdata=xyz&reserved=0"
)
#: The newspaper, as a phone shows it.
VIEWER = "https://www.google.com/amp/s/amp.theguardian.com/education/2026/jan/10/long-evenings?CMP=share"


class Entry(NamedTuple):
    """What the library holds of a resource."""

    title: str
    #: Who shared it, and in which network, oldest first.
    shared: tuple[tuple[str, str], ...]
    #: What it is and is about; of what is expected, as much as anybody would say of it.
    tags: set[str]


MATHS, ENGLISH, HEADS = "Maths leads", "English leads", "Headteachers"
ADA, BO, CY, SHY = "Ada Ash", "Bo Birch", "Cy Cole", "Shy Dale"

EXPECTED = {
    FRACTIONS: Entry(
        "Two classes one room",
        ((ADA, MATHS), (BO, MATHS), (CY, ENGLISH)),
        {"lesson", "subject.maths", "phase.ks2"},
    ),
    COUNTING: Entry("Video on YouTube", ((ADA, MATHS), (BO, MATHS)), {"video", "subject.maths"}),
    FEEDBACK: Entry("Feedback", ((BO, ENGLISH),), {"research"}),
    ORACY: Entry("Oracy benchmarks", ((CY, ENGLISH), (ADA, ENGLISH)), {"topic.oracy"}),
    READING: Entry("The reading framework", ((ADA, ENGLISH), (BO, ENGLISH)), {"guidance", "subject.reading"}),
    f"{SHEET}#gid=0": Entry("Google Sheet", ((CY, HEADS),), {"document", "topic.observation"}),
    HOURS: Entry("Long evenings", ((CY, HEADS),), {"article", "topic.feedback"}),
}

#: All that each was told, and nobody else with them.
TOLD = {
    ADA: [
        *("Saved to Maths leads",) * 2,
        "Saved to English leads",
        "I didn't keep that link",
        *("Saved to English leads",) * 2,
    ],
    BO: [
        *("Saved to Maths leads",) * 2,
        "Saved to English leads",
        "Saved to Maths leads",
        "Nobody in the trust has said so yet",
        "Saved to English leads",
    ],
    CY: [*("Saved to English leads",) * 2, *("Saved to Headteachers",) * 2, "Not kept"],
    SHY: ["Links you post are left alone"],
}

#: Words that stand in no title, and what they find.
SOUGHT = {
    "mixed-age maths": "Two classes one room",
    "workload": "Long evenings",
    "phonics": "The reading framework",
    "speaking and listening": "Oracy benchmarks",
}


async def test_twenty_messages_in_three_channels_become_the_right_library(house: Household) -> None:
    ada = await house.member(ADA, school="Ashdown")
    bo = await house.member(BO, school="Fenside")
    cy = await house.member(CY, school="Millbrook")
    shy = await house.member(SHY)
    maths = await house.channel(MATHS, ada, bo, cy, shy)
    english = await house.channel(ENGLISH, ada, bo, cy, shy)
    heads = await house.channel(HEADS, cy, shy)
    await shy.says("library me")
    await shy.presses("Never mine")

    await ada.posts(maths, f"Fractions with Y3 and Y4 in the same class: {FRACTIONS}?utm_source=newsletter")
    await bo.posts(maths, f"We use {FRACTIONS}/?fbclid=abc too")
    await cy.posts(english, f"For anybody with two year groups: {WRAPPED}")
    await ada.posts(maths, "https://youtu.be/dQw4w9WgXcQ?si=tracking shows how to count on a bead string")
    await bo.posts(maths, "The bead string again: https://m.youtube.com/watch?v=dQw4w9WgXcQ&feature=share")
    await bo.posts(english, f"How we give pupils feedback that moves them on: {FEEDBACK}?utm_medium=email")
    two = await cy.posts(english, f"Two for talk: {ORACY} and {TES}")
    slip = await ada.posts(english, f"How we begin early reading: {READING}-old")
    gone = await bo.posts(maths, f"Sorry, wrong channel: {LESSON}")
    await cy.posts(heads, f"Our monitoring sheet for subject leaders: {SHEET}?usp=sharing&ouid=123#gid=0")
    await cy.posts(heads, "Join here at four: https://zoom.us/j/123456789?pwd=abc")
    await cy.posts(heads, f"Less marking, better feedback: {VIEWER}")
    await shy.posts(english, "What I read at the weekend: https://chartered.college/2023/01/01/an-article")
    await shy.posts(heads, f"And {ORACY}, which everybody knows")
    await ada.posts(maths, f"For Jake Turner in 4B, who has an EHCP: {WALES}")
    await bo.posts(english, f"It is all in here: {PUPILS}")
    await bo.says(f"who else uses {WALES} for maths?", channel=maths)
    await cy.edits(two, f"For talk: {ORACY}")
    await ada.edits(slip, f"How we begin early reading: {READING}")
    await bo.deletes(gone)
    await bo.posts(english, f"Colleagues, {READING} is on our next agenda")
    await cy.posts(english, f"Not for the library, just for a laugh: {WALES}")
    await cy.presses("Not this one")
    await ada.posts(english, f"And for talk there is {ORACY}#benchmarks, too")

    found = await library(house)
    assert {url: each.shared for url, each in found.items()} == {
        url: each.shared for url, each in EXPECTED.items()
    }
    for url, expected in EXPECTED.items():
        assert found[url].title == expected.title
        assert found[url].tags >= expected.tags
    assert not await house.database_holds("Jake")

    assert {each.name: titles(each) for each in (ada, bo, cy, shy)} == TOLD, "each alone, and no more"
    for words, title in SOUGHT.items():
        assert not set(words.split()) & {
            word for each in found.values() for word in each.title.lower().split()
        }
        assert title in (await shy.says(f"library {words}")).text


async def library(house: Household) -> dict[str, Entry]:
    """By address, as the database holds it."""
    async with house.database.reading() as store:
        trust = await store.trusts.named(HOME)
        assert trust is not None
        people: dict[PersonId | None, str] = {
            each.id: each.name for each in await store.people.everyone(trust.id)
        }
        networks: dict[NetworkId | None, str] = {
            each.id: each.name for each in await store.networks.everyone(trust.id)
        }
        every = await store.resources.everyone(trust.id)
        sharings = await store.sharings.of([each.id for each in every], trust=trust.id)
    return {
        each.url: Entry(
            each.title,
            tuple((people[one.person], networks[one.network]) for one in sharings[each.id]),
            {*each.topics, *each.phases, *each.subjects, each.kind.value},
        )
        for each in every
    }


def titles(member: Member) -> list[str]:
    """All that Brightspot has said to them."""
    return [each.title for each in member.sees() if each.title]
