"""An address may say more than the words around it: a pupil's name, or where pupils' records are."""

from urllib.parse import quote

from tests.conversation import Household

FILE = "https://rosetrust.sharepoint.com/:w:/r/sites/SEND/Docs/Jayden%20Smith/EHCP%20review.docx?d=w1"
RECORDS = "https://elmpark.cpoms.net/student/1"


def wrapped(url: str) -> str:
    """As a mail filter writes it."""
    return f"https://eur02.safelinks.protection.outlook.com/?url={quote(url, safe='')}&data=05"


async def test_an_address_that_names_a_pupil_or_leads_to_their_records_is_not_kept(house: Household) -> None:
    ada = await house.member("Ada Ash")
    await house.channel("SENDCOs", ada)

    card = await ada.says(f"share [a good plan]({wrapped(FILE)}) for annual reviews")
    assert "may identify a pupil" in card.text

    card = await ada.says(f"share {wrapped(RECORDS)} a good plan")
    assert "pupils’ records" in card.text

    async with house.database.reading() as store:
        trust = (await store.trusts.everyone())[0].id
        assert not await store.resources.everyone(trust)
