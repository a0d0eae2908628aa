"""The sample trust is asked beyond one person: what is said, and what nobody can get by forging a button."""

from itertools import count

import pytest

from bot.app import build
from bot.browser import sample
from bot.browser.read import account
from bot.incoming import Filled, Incoming, Pressed, Said
from bot.settings import load
from handlers.colleagues import colleagues_of
from handlers.talk import Card
from storage.records import Stage
from storage.store import Database
from tests.conftest import MONDAY

_serial = count()
JESS, MEL, KIM, COORDINATOR = "jess.rowntree", "mel.stokoe", "kim.larwood", "rosalind.keats"


class Trust:
    """22 schools and 160 people, spoken to by the first part of their address."""

    def __init__(self, app):
        self.app = app

    async def does(self, who, what):
        person = self.people[who]
        place = {"conversation": f"direct:{person.id}", "person": person.id, "edits": ""}
        incoming = Incoming(f"around:{next(_serial)}", account(person.email), what, reply_to=place)
        return (await self.app.intake.now(incoming)).say

    async def says(self, who, text) -> Card:
        return await self.does(who, Said(text))

    async def presses(self, who, action, **values) -> str:
        return (await self.does(who, Pressed(action, values))).title

    async def latest(self, who):
        async with self.app.database.reading() as store:
            return (await store.questions.of(self.people[who]))[-1]


async def its_people(url):
    database = Database(url)
    await sample.load(database, MONDAY)
    await database.close()


@pytest.fixture
async def trust(copied, clock):
    app = build(load(database_url=await copied("its_people", its_people)), clock, demo=True)
    found = Trust(app)
    async with app.database.reading() as store:
        home = await store.trusts.named(sample.TRUST)
        await colleagues_of(home.id, store)  # built before anybody waits for an answer
        found.people = {each.email.split("@")[0]: each for each in await store.people.everyone(home.id)}
    yield found
    await app.intake.close()
    await app.database.close()


ANSWERS = {
    (JESS, "which schools got Outstanding?"): "I don't compare results or inspection grades",
    (COORDINATOR, "which schools are like ours?"): "Which school do you mean?",
    (COORDINATOR, "which schools are like Elm Park?"): "Schools most like Elm Park",
    (COORDINATOR, "which schools are like Castle Mount?"): "Which of them do you mean?",
    (JESS, "who's the SENDCO at the Hazels?"): "At The Hazels",
    (JESS, "what is Castle Mount working on?"): "Which of them do you mean?",
    (JESS, "what's Castle Mount Junior doing on behaviour?"): "At Castle Mount Junior",
    (JESS, "how many schools are in the trust?"): "150 people, in 22 schools",
    (JESS, "how many SENDCOs are in the trust?"): "13 people, in 13 schools",
    (JESS, "how many people are doing Little Wandle?"): "Fewer than five people",
    (JESS, "correct our school"): "Your headteacher can correct this",
    (MEL, "correct our school"): "What I know of The Hazels",
    (JESS, "who is in the SENCO network?"): "SENDCO network",
    (COORDINATOR, "for Elm Park, who has cracked persistent absence?"): "Colleagues for Elm Park",
    (COORDINATOR, "another headteacher, on behalf of Fenside"): "Colleagues for Fenside",
}


async def test_what_is_asked_is_what_is_answered(trust):
    assert {asked: (await trust.says(*asked)).title for asked in ANSWERS} == ANSWERS


async def test_a_school_is_named_for_a_topic_only_where_somebody_works_on_it_in_earnest(trust):
    card = (await trust.says(JESS, "which schools like ours use Steplab?")).plain()
    assert "Hannah Wetherby" in card
    assert "Elm Park Primary School" not in card


async def test_a_school_where_nobody_can_be_found_has_nobody_to_tell(trust):
    there = [each for each in trust.people.values() if each.school_name == "Deepwell Primary School"]
    async with trust.app.database.store() as store:
        for each in there:
            await store.people.change(each, trust.app.clock.now(), open_to_introductions=False)
    for text in ("what is Deepwell doing on phonics?", "what is Deepwell working on?"):
        card = await trust.says(JESS, text)
        assert card.title.startswith("Nobody at Deepwell has told me")
        assert card.buttons() == ()


async def test_ones_own_school_needs_no_introduction(trust):
    card = await trust.says(JESS, "who's the SENDCO at the Hazels?")
    assert "Debbie Loveday" in card.plain()
    assert card.buttons() == ()


async def test_who_asks_for_another_school_without_being_a_coordinator_asks_for_themselves(trust):
    card = await trust.says(JESS, "for Quayside, who has cracked persistent absence?")
    assert "Only your trust's coordinators can ask for another school" in card.plain()
    assert (await trust.latest(JESS)).for_school is None


async def test_asked_for_a_school_its_own_staff_are_left_out_and_nobody_is_like_the_coordinator(trust):
    card = await trust.says(COORDINATOR, "for Elm Park, who has cracked persistent absence?")
    assert "Elm Park Primary School" not in card.plain()
    assert "yours" not in card.plain()


async def test_only_whom_a_card_names_can_be_met_from_it(trust):
    """Nobody of one's own school, nobody who is hidden, and not oneself."""
    await trust.says(JESS, "which schools are like ours?")
    question = (await trust.latest(JESS)).id
    for peer in ("debbie.loveday", "harriet.munro", JESS):
        values = {"peer": trust.people[peer].id, "question": question, "start": 0}
        assert await trust.presses(JESS, "peers.meet_there", **values) == "Sorry"
        assert await trust.presses(KIM, "peers.meet_there", **values) == "Sorry"
    assert await trust.presses(KIM, "peers.around_more", question=question, start=0) == "Sorry"


async def test_only_a_coordinator_brings_others_together(trust):
    await trust.says(COORDINATOR, "for Elm Park, who has cracked persistent absence?")
    asked = await trust.latest(COORDINATOR)
    values = {"peer": asked.found[0], "question": asked.id}
    answers = {"who": str(trust.people["darren.whitlock"].id), "topic": "attendance"}
    for who in (JESS, MEL):
        said = await trust.does(who, Filled("peers.bring_together", values, answers))
        assert said.title == "Sorry"
        assert await trust.presses(who, "peers.more_for", question=asked.id, start=0) == "Sorry"
    for wrong in ({**answers, "who": str(trust.people[JESS].id)}, {**answers, "topic": " "}):
        assert (await trust.does(COORDINATOR, Filled("peers.bring_together", values, wrong))).title == "Sorry"
    async with trust.app.database.reading() as store:
        assert await store.introductions.of(trust.people["darren.whitlock"]) == ()


async def test_what_was_suggested_is_answered_by_the_one_it_was_suggested_to(trust):
    await trust.says(COORDINATOR, "for Elm Park, who has cracked persistent absence?")
    asked = await trust.latest(COORDINATOR)
    values = {"peer": asked.found[0], "question": asked.id}
    answers = {"who": str(trust.people["darren.whitlock"].id), "topic": "attendance"}
    await trust.does(COORDINATOR, Filled("peers.bring_together", values, answers))
    colleague = next(name for name, each in trust.people.items() if each.id == asked.found[0])
    async with trust.app.database.reading() as store:
        (found,) = await store.introductions.of(trust.people["darren.whitlock"])

    for who in (colleague, JESS, COORDINATOR):
        for action in ("yes_please", "not_for_me", "agree", "not_now", "no_thanks"):
            assert await trust.presses(who, f"introductions.{action}", introduction=found.id) == "Sorry"
    async with trust.app.database.reading() as store:
        (found,) = await store.introductions.of(trust.people["darren.whitlock"])
    assert found.stage is Stage.SUGGESTED


async def test_a_school_is_corrected_by_its_head_or_a_coordinator_alone_and_only_with_what_can_be(trust):
    """Not by a teacher of the school, the head of another or somebody from elsewhere."""
    school = trust.people[MEL].school
    for who in (JESS, "ian.rudd", KIM):
        filled = Filled("peers.correct_school", {"school": school}, {"mobility": "90"})
        assert (await trust.does(who, filled)).title == "Sorry"
    for wrong in (
        {"mixed_age": "two"},
        {"mixed_age": "Y1/2 Sam Sample"},
        {"mixed_age": ", ".join(f"Y{n}/{n + 1}, Year {n} and Year {n + 1}" for n in range(1, 13))},
        {"mobility": "101"},
        {"forms": "1 and a half"},
        {"mobility": "-1"},
        {"mobility": "nan"},
    ):
        answers = {"mixed_age": "none", "coastal": "yes", **wrong}
        filled = Filled("peers.correct_school", {"school": school}, answers)
        assert (await trust.does(MEL, filled)).title == "Sorry"
    async with trust.app.database.reading() as store:
        found = await store.schools.find(school, trust=trust.people[MEL].trust)
    assert (found.pct_mobility, found.coastal) == (None, None)
