"""The library is searched in the chat: by what a thing is about, within limits, and on to who shared it."""

NCETM = "https://www.ncetm.org.uk/classroom-resources/two-classes-one-room"


async def test_found_by_what_it_is_about_and_whom_to_ask(house):
    """None of the words asked for stands in the title."""
    ada = await house.member("Ada Example", school="Ashdown", networks=["Maths leads"])
    bo = await house.member("Bo Sample", school="Fenside", networks=["Maths leads"])
    await ada.says(f"share {NCETM} fractions with Y3 and Y4 in the same class")

    card = await bo.says("anything on mixed-age maths?")
    assert card.title == "Two classes one room"
    assert "Ada Example, Ashdown" in card.text
    asked = await bo.presses("Ask Ada Example")
    assert "I have asked Ada Example." in asked.text
    assert "Bo Sample would like to meet you" in [each.title for each in ada.sees()]
    assert "about Two classes one room, which you shared" in ada.newest().text

    saved = await bo.presses("Save for me")
    assert "Saved:" in saved.text


async def test_nothing_found_leads_on_to_colleagues(house):
    """Whoever looks in vain is one press away from who works on it."""
    ada = await house.member("Ada Example", school="Ashdown")
    await house.member("Bo Sample", school="Fenside", working_on="beekeeping club for KS2")

    card = await ada.says("library beekeeping")
    assert card.title == "Nothing on that in the library yet"
    people = await ada.presses("Ask who works on it")
    assert "Bo Sample, Fenside" in people.text

    await ada.says("share https://hub.example/typing after-school typing club")
    near = await ada.says("library chess")
    assert (near.title, "This comes near." in near.text) == (card.title, True)
    assert "Ask who works on it" in near.buttons


async def test_what_somebody_shared_is_a_reason_to_meet_them(house):
    """Their own words say nothing of it."""
    ada = await house.member("Ada Example", school="Ashdown", job_title="Year 4 teacher")
    bo = await house.member(
        "Bo Sample", school="Fenside", job_title="Class teacher", networks=["Small schools"]
    )
    await house.member("Cy Instance", school="Millbrook", job_title="Class teacher", working_on="oracy")
    first = await ada.says("who else is working on oracy?")
    assert "Bo Sample" not in first.text

    await bo.says("share https://voice21.org/talk-framework the oracy framework we use")
    found = await ada.says("who else is working on oracy?")
    assert "shared “Talk framework” in Small schools" in found.text
    assert found.text.index("Cy Instance") < found.text.index("Bo Sample")


async def test_leafed_through_narrowed_down_and_never_a_closed_networks(house):
    """Three at a time; only what would leave something can be chosen."""
    ada = await house.member("Ada Example", school="Ashdown", networks=["Heads"])
    bo = await house.member("Bo Sample", school="Fenside")
    for number, words in enumerate(
        ("phonics songs", "phonics games", "video of a phonics lesson", "RWI books")
    ):
        await bo.says(f"share https://hub.example/{number} {words}")
    async with house.database.store() as store:
        (heads,) = await store.networks.everyone(ada.person.trust)
        await store.networks.change(heads, open=False)
    await ada.says("share https://hub.example/heads phonics for headteachers")

    first = await bo.says("library phonics")
    assert "1 to 3 of 4" in first.text
    rest = await bo.presses("Show others")
    assert "4 of 4" in rest.text
    await bo.presses("Narrow it down")
    video = await bo.fills({"Kind": "Video (1)"})
    assert "video of a phonics lesson" in video.text
    assert "songs" not in video.text
    assert "1 to 3 of 5" in (await ada.says("library phonics")).text
