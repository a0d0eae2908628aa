"""The sample trust's library: its table of links, and in `library.yaml` what no table tells."""

from datetime import datetime, time
from pathlib import Path
from typing import Any

from bot.importing.resources import keep_resources, read_resources
from handlers.library.keeping import retag
from handlers.library.telling import draft
from handlers.rules.tables import table
from handlers.talk import LOCAL
from storage.records import Network, Person, PracticeId, Telling, Trust
from storage.store import Store

Given = dict[str, Any]


async def load_library(folder: Path, store: Store, *, trust: Trust, now: datetime) -> None:
    """Links that were shared, whom they helped, one that has died, and what two schools tell."""
    shelf = await read_resources(folder / "library.csv", store, trust_name=trust.name, now=now)
    await keep_resources(shelf, store, now=now)
    given: Given = table(folder / "library.yaml")
    staff = {each.email.partition("@")[0]: each for each in await store.people.everyone(trust.id)}
    entries = {each.title: each for each in await store.resources.everyone(trust.id)}
    for each in given["helped"]:
        at = datetime.combine(each["on"], time(16), LOCAL)
        whom = staff[each["whom"]]
        await store.uses.note(entries[each["what"]], whom, used_at=at, helped_at=at, line=each["how"])
    for each in given["dead"]:
        failed = {"failing_since": each["since"], "failed_on": each["again"]}
        await store.resources.change(entries[each["what"]], is_dead=True, **failed)
    networks = {each.name: each for each in await store.networks.everyone(trust.id)}
    practices = {each.name: each for each in await store.practices.everyone(trust.id)}
    for each in given["stories"]:
        serves = [practices[each["practice"]].id] if "practice" in each else []
        await _tell(each, networks[each["network"]], serves, staff, store)


async def _tell(
    given: Given, network: Network, serves: list[PracticeId], staff: dict[str, Person], store: Store
) -> None:
    """A case study that a colleague has checked and its head has agreed to."""
    teller, checker = staff[given["teller"]], staff[given["checker"]]
    at = datetime.combine(given["agreed_on"], time(16), LOCAL)
    resource = await draft(teller, given, network.id, at, store)
    told = (await store.case_studies.of([resource.id], trust=network.trust))[resource.id]
    await store.case_studies.change(
        told,
        state=Telling.PUBLISHED.value,
        checker_id=checker.id,
        checked_on=given["checked_on"],
        consent_by_id=staff[given["head"]].id,
        consent_on=given["agreed_on"],
    )
    await store.sharings.add(resource, teller, at, network=network.id)
    await retag(
        resource,
        store,
        practices=serves,
        checker_id=checker.id,
        checked_by_id=checker.id,
        checked_on=given["checked_on"],
        checked_until=given["checked_until"],
    )
