"""What members share is kept, tidied, put right and taken back, at every door."""

from datetime import timedelta

from tests.conversation import Household

NCETM = "https://www.ncetm.org.uk/classroom-resources/fractions/"


async def test_a_link_posted_in_passing_is_kept_once_for_both_who_share_it(house: Household) -> None:
    ada, bo = await house.member("Ada Ash"), await house.member("Bo Birch", school="Oakfield")
    maths = await house.channel("Maths leads", ada, bo)

    await ada.posts(maths, f"This unpicks fractions in mixed-age classes well: {NCETM}?utm_source=x")
    told = ada.newest()
    assert told.title == "Saved to Maths leads"
    assert "Not this one" in told.buttons
    assert bo.told() == []

    await bo.posts(maths, f"We use {NCETM} with Year 5")
    assert "A colleague shared it before" in bo.newest().text
