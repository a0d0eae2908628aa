"""The sample trust: read by the same importers as a real one, and each of its members made known here."""

from datetime import datetime
from pathlib import Path

from bot.browser.read import WORKSPACE, account
from bot.browser.sample_cycle import load_cycle
from bot.browser.sample_library import load_library
from bot.browser.sample_meetings import load_meetings
from bot.importing.calendar import import_calendar
from bot.importing.networks import import_networks
from bot.importing.practices import import_practices
from bot.importing.schools import import_schools
from bot.importing.staff import import_staff
from storage.records import Channel, Platform, Trust
from storage.store import Database, Store

FOLDER = Path(__file__).parents[1] / "sample"
TRUST = "Alder Coast Learning Trust"


async def load(database: Database, now: datetime) -> bool:
    """Once: a database that holds the trust already stays as it is. True if it was loaded now."""
    async with database.store() as store:
        if await store.trusts.named(TRUST) is not None:
            return False
        await import_schools(FOLDER / "schools.csv", store, trust_name=TRUST, now=now)
        await import_staff(FOLDER / "staff.csv", store, trust_name=TRUST, now=now)
        await import_staff(FOLDER / "coordinators.csv", store, trust_name=TRUST, now=now)
        await import_networks(FOLDER / "networks.csv", store, trust_name=TRUST, now=now)
        await import_calendar(FOLDER / "calendar.csv", store, trust_name=TRUST, now=now)
        await import_practices(FOLDER / "practices.csv", store, trust_name=TRUST, now=now)
        trust = await store.trusts.named(TRUST)
        if trust is not None:
            await _make_known(trust, store, now)
            await load_meetings(FOLDER / "meetings.yaml", store, trust=trust, now=now)
            await load_library(FOLDER, store, trust=trust, now=now)
            await load_cycle(FOLDER / "cycle.yaml", store, trust=trust)
    return True


async def _make_known(trust: Trust, store: Store, now: datetime) -> None:
    """Everybody has an account in the playground and each network a channel there, as after a roll-out."""
    for person in await store.people.everyone(trust.id):
        await store.accounts.link(account(person.email), person, now, {"person": person.id})
    for network in await store.networks.everyone(trust.id):
        channel = Channel(network.id, trust.id, Platform.BROWSER, WORKSPACE, f"channel:{network.id}")
        await store.networks.link(channel)
