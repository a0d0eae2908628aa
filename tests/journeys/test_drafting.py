"""A facilitator's draft: filled before it is opened, posted in two steps, changed by two at once."""

from datetime import timedelta
from typing import Any

from storage.records import AgendaItem, Kind, Platform, Wish
from tests.conftest import MONDAY
from tests.conversation import Household, Member

MATHS = "Maths leads"
YEAR = (MONDAY, MONDAY + timedelta(days=365))
WORDS = "Items, one line each"


async def facilitator(house: Household, name: str) -> Member:
    member = await house.member(name, networks=[MATHS])
    async with house.database.store() as store:
        await store.networks.lead(
            (await store.networks.of(member.person))[0].id, member.person, facilitator=True
        )
    return member


async def test_from_the_command_to_the_posted_agenda_takes_two_interactions(house):
    hannah, ada = await facilitator(house, "Hannah Example"), await house.member("Ada Sample")
    await house.channel(MATHS, hannah, ada)

    await house.driver.command(hannah.person, "/agenda maths autumn")
    await hannah.presses("Post it")

    assert any("Posted to its channel" in each.text for each in house.driver.everything())
    assert any("Bright spot (12 min)" in each.text and "Coming" in each.buttons for each in ada.sees())

    await words(hannah, {WORDS: "20 Bright spot\n5 Close"})
    assert ["Bright spot (20 min)" in each.text for each in ada.sees() if "Coming" in each.buttons] == [True]


async def test_the_draft_holds_what_there_is_to_talk_about_and_never_who_asked_in_private(house):
    hannah, ada = (
        await facilitator(house, "Hannah Example"),
        await house.member("Ada Sample", networks=[MATHS]),
    )
    async with house.database.store() as store:
        network = (await store.networks.of(ada.person))[0]
        await store.networks.change(network, about="maths, times tables, maths mastery")
        now = house.app.clock.now()
        last = await store.meetings.plan(
            network.id, now - timedelta(days=30), trust=network.trust, minutes=60
        )
        await store.actions.add(last, ada.person, "try talk tactics in Year 3", now.date())
        await store.callouts.add(ada.person, network.id, "Who has a spare set of counters?", now, named=False)
        await store.questions.ask(ada.person, "zebra crossing times tables checks anyone?", [], now)
        offer = {"named": True, "wish": Wish.BRIGHT_SPOT}
        await store.suggestions.add(ada.person, network.id, "Number talks every morning", now, **offer)
        await store.suggestions.add(ada.person, network.id, "Shared moderation", now, named=False)
        shared = await store.resources.add(
            network.trust, "https://e.example/", "e.example", "Fractions in small steps", Kind.VIDEO, now
        )
        await store.sharings.add(shared, ada.person, now, network=network.id, purpose="for mixed classes")

    draft = await hannah.says("agenda maths")
    assert "12 min · Bright spot (Ada Sample)" in draft.text
    assert "Shared moderation" not in draft.text
    shown = await hannah.presses("Preview")
    for told in (
        "Ada Sample: try talk tactics in Year 3",
        "Number talks every morning",
        "spare set of counters",
        "“Fractions in small steps” – Ada Sample, Elm Park: for mixed classes",
    ):
        assert told in shown.text
    assert "Nobody found yet: multiplication tables check" in shown.text
    assert "zebra" not in shown.text

    await hannah.presses("Back")
    await hannah.presses("Suggestions (1)")
    draft = await hannah.fills({"Shared moderation": "On the agenda"})
    assert "5 min · Shared moderation" in draft.text
    assert "65 of 60 minutes: 5 too many." in draft.text


async def test_two_who_edit_at_once_lose_no_words(house):
    hannah, bo = await facilitator(house, "Hannah Example"), await facilitator(house, "Bo Sample")
    await words(
        hannah, {"Purpose: today's one question": "Who talks?", WORDS: "3 Welcome\n12 Bright spot\n2 Close"}
    )

    await opened(hannah)
    await words(bo, {WORDS: "3 Welcome\n15 Bright spot\n2 Close"})
    saved = await hannah.fills({WORDS: "3 Welcome\n12 Bright spot: talk (Bo Sample)\n5 Fluency\n2 Close"})
    assert "Saved, together with what changed meanwhile: Bo Sample wrote “15 Bright spot”." in saved.text
    assert "15 min · Bright spot (Bo Sample)\n5 min · Fluency\n2 min · Close" in saved.text

    await opened(hannah)
    await words(bo, {WORDS: "3 Welcome\n10 Bright spot: talk (Bo Sample)\n5 Fluency\n2 Close"})
    await hannah.fills({WORDS: "3 Welcome\n20 Bright spot: talk (Bo Sample)\n5 Fluency\n4 Close"})
    assert "Bo Sample wrote “10 Bright spot: talk (Bo Sample)”" in shown_to(house, hannah)
    saved = await hannah.fills({})
    assert "20 min · Bright spot (Bo Sample)\n5 min · Fluency\n4 min · Close" in saved.text

    long = tuple(AgendaItem(5, f"Item {number}", f"{number}" + " words" * 30) for number in range(30))
    async with house.database.store() as store:
        (meeting,) = await store.meetings.between(bo.person.trust, *YEAR)
        await store.agendas.keep(meeting, long)
    await words(hannah, {"Purpose: today's one question": "Is nothing lost?"})
    async with house.database.store() as store:
        assert await store.agendas.items(meeting.id, trust=meeting.trust) == long


def shown_to(house: Household, member: Member) -> str:
    """Every word that was told, a form's own included."""
    sheet = house.driver.sheet(member.person).words() if house.platform is Platform.BROWSER else ""
    return "\n".join((*(each.text for each in house.driver.everything()), sheet))


async def opened(member: Member) -> None:
    await member.says("agenda maths")
    await member.presses("Edit")


async def words(member: Member, answers: dict[str, Any]) -> None:
    await opened(member)
    await member.fills(answers)


async def test_a_trust_changes_its_framework_once_and_a_network_adds_its_own_items(house):
    cara, hannah = (
        await house.member("Cara Specimen", coordinator=True),
        await facilitator(house, "Hannah Example"),
    )

    assert "60 of 60 minutes." in (await cara.says("agenda framework")).text
    await cara.presses("Change it")
    changed = await cara.fills({WORDS: "5 Hello\n50 min Consultancy: one real problem\nClose (2 min)"})
    assert "57 of 60 minutes: 3 still free." in changed.text
    await hannah.says("agenda framework maths")
    await hannah.presses("Our own items")
    await hannah.fills({WORDS: "10 News from the hub"})

    draft = await hannah.says("agenda maths")
    assert "50 min · Consultancy\n10 min · News from the hub\n2 min · Close" in draft.text
    assert "67 of 60 minutes: 7 too many." in draft.text


async def test_on_a_phone_an_item_is_changed_by_itself_and_the_agenda_goes_out_at_its_time(house):
    hannah, ada = await facilitator(house, "Hannah Example"), await house.member("Ada Sample")
    await house.channel(MATHS, hannah, ada)

    await more(hannah, "Change an item")
    await hannah.fills({"Which item?": "3 Stop list: What can we stop or do once for everyone"})
    changed = await hannah.fills({"Minutes": "8 min", "Who leads it": "ada", "Where it stands": "First"})
    assert "8 min · Stop list (Ada Sample)\n3 min · Welcome" in changed.text
    assert "65 of 60 minutes: 5 too many." in changed.text

    await more(hannah, "Post later")
    await hannah.fills({"Day": "Saturday"})
    assert "Saturday 12 September 2026 is no school day." in shown_to(house, hannah)
    later = await hannah.fills({"Day": "8 September", "Time": "16:00"})
    assert "Tue 8 Sep, 16:00" in later.text
    await house.wait(timedelta(hours=30))
    assert not any("Coming" in each.buttons for each in ada.sees())
    await house.wait(timedelta(hours=1, minutes=5))
    assert any("Stop list (8 min)" in each.text and "Coming" in each.buttons for each in ada.sees())


async def more(member: Member, label: str) -> None:
    await member.says("agenda maths")
    await member.presses("More")
    await member.presses(label)
