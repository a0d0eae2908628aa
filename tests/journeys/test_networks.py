"""A network from its making to its new facilitator: who may do what, and what everybody sees."""

from storage.records import Platform
from tests.conversation import Household, Member


async def say_in(house: Household, member: Member, channel: str, text: str) -> str:
    """A slash command where the platform has them in channels, else a mention; the title of the answer."""
    if house.platform is Platform.SLACK:
        await house.driver.command(member.person, text, channel=channel)
        return member.newest().text
    return (await member.says(text, channel=channel)).text


async def linked_to(house: Household, member: Member) -> list[str]:
    """The networks of their trust that have a channel."""
    async with house.database.reading() as store:
        found = await store.networks.with_channel(member.person.trust)
        return [each.name for each in await store.networks.everyone(member.person.trust) if each.id in found]


async def test_a_channel_is_linked_from_inside_it_and_nothing_half_made_remains(house):
    cora = await house.member("Cora Dean", networks=["Maths leads", "Science leads"], coordinator=True)
    ada = await house.member("Ada Byron", networks=["Maths leads"])
    channel, _ = await house.driver.channel("Maths leads", [cora.person, ada.person])

    assert "inside the channel" in (await cora.says("networks link maths leads")).text
    assert "no network called “beekeeping”" in await say_in(house, cora, channel, "networks link beekeeping")
    assert "Whose channel" in await say_in(house, cora, channel, "networks link")
    assert "Only a facilitator" in await say_in(house, ada, channel, "networks link maths leads")
    if house.platform is Platform.SLACK:  # where a slash command works in every channel
        house.driver.slack.absent.add(channel)
        assert "/invite @Brightspot" in await say_in(house, cora, channel, "networks link maths leads")
        house.driver.slack.absent.clear()
    assert await linked_to(house, cora) == []

    await say_in(house, cora, channel, "networks link maths leads")
    assert await linked_to(house, cora) == ["Maths leads"]
    assert any("the channel of Maths leads now" in each.title for each in ada.sees())
    assert "already" in await say_in(house, cora, channel, "networks link science leads")
    assert await linked_to(house, cora) == ["Maths leads"]

    await say_in(house, cora, channel, "networks unlink")
    assert await linked_to(house, cora) == []


async def test_whoever_arrives_is_offered_the_networks_made_for_their_work(house):
    cora = await house.member("Cora Dean", networks=["SENCo network", "Maths leads", "Office managers"])
    ada = await house.member("Ada Byron", job_title="SENDCo and maths lead")
    for welcome in (each for each in house.driver.everything() if each.title == "Welcome, Ada"):
        assert {"SENCo network", "Maths leads"} <= set(welcome.text.splitlines())
        assert "Office managers" not in welcome.text

    await ada.says("networks")
    assert "You are in no network yet" in ada.newest().text
    assert ada.newest().buttons == ("Join", "Join", "Show all networks")
    page = await ada.presses("Join", on="SENCo network")
    assert "You are in this network" in page.text
    assert "Ada Byron" in (await cora.says("networks senco")).text
