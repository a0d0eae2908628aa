""" "Add to agenda" on a colleague's message, at each door."""


async def test_a_message_in_a_networks_channel_becomes_a_suggestion_to_that_network(house):
    ada, bo = await house.member("Ada Example"), await house.member("Bo Sample")
    channel = await house.channel("Maths leads", ada, bo)
    await house.channel("English leads", ada)

    await ada.picks("How do others teach time & money in <Year 3>?", by=bo, channel=channel)
    shown = await ada.fills({})

    assert "Maths leads" in shown.text, "the network of the channel was chosen already"
    assert "How do others teach time & money in <Year 3>?" in shown.text
