"""A posted agenda: who may see and answer it, and how it stays one card. Through every door."""

from datetime import datetime

from handlers.agenda.posting import post
from handlers.talk import LOCAL
from storage.records import AgendaItem, Source
from tests.conversation import Household

NOVEMBER = datetime(2026, 11, 3, 15, 45, tzinfo=LOCAL)


async def maths_leads(house: Household, *, starts: datetime = NOVEMBER):
    """Hannah leads the maths leads, Ada and Jo are in it; a meeting is planned."""
    hannah = await house.member("Hannah Sample", school="Oakhill")
    ada = await house.member("Ada Example", school="Elm Park")
    jo = await house.member("Jo Sample", school="Fenside")
    await house.channel("Maths leads", hannah, ada, jo)
    async with house.database.store() as store:
        (network,) = await store.networks.of(hannah.person)
        await store.networks.lead(network.id, hannah.person, facilitator=True)
        meeting = await store.meetings.plan(
            network.id, starts, trust=network.trust, minutes=60, place="Library"
        )
        items = [AgendaItem(3, "Welcome"), AgendaItem(12, "Bright spot", "one school", ada.person.id)]
        await store.agendas.keep(meeting, items)
    return hannah, ada, jo, network, meeting


async def is_posted(house: Household, network, meeting) -> None:
    async with house.database.store() as store:
        _, posts = await post(meeting, network, house.app.clock.now(), store)
        await house.app.postman.post(posts, store)
    await house.app.settle()


async def test_members_answer_in_the_channel_and_everybody_sees_the_same_card_anew(house):
    hannah, ada, jo, network, meeting = await maths_leads(house)
    await is_posted(house, network, meeting)

    before = len(jo.sees())
    private = await ada.presses("Coming")

    assert "See you there" in [each.title for each in ada.sees()], private
    shown = next(each for each in jo.sees() if each.title.startswith("Maths leads"))
    assert "Ada Example" in shown.text
    assert len(jo.sees()) == before, "edited, not said again"
