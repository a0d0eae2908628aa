"""Who is this? An account of a platform becomes a person of a trust.

An account that was seen before is known. A new one is found by the work e-mail its platform reports,
among the people of the trust that its workspace belongs to, and from then on it is known.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.clock import Clock
from bot.door import Door, Never
from bot.settings import Settings
from storage.records import Account, Person, Platform, TrustId
from storage.store import Database, Store

LOOK_UP_S = 10.0  # a platform that takes longer to name an e-mail address is asked again later


@dataclass(frozen=True, slots=True)
class Recognised:
    """Who an account is, and whether that is to be remembered. Person None: nobody of a trust we know."""

    account: Account
    person: Person | None
    #: The trust of the account's workspace, known even where the person is not.
    trust: TrustId | None
    is_new: bool = False


class Identity:
    """Finds people. Whether it is the demo decides what an unclaimed workspace may be."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        settings: Settings,
        doors: Mapping[Platform, Door],
        *,
        demo: bool = False,
    ) -> None:
        self._database = database
        self._clock = clock
        self._settings = settings
        self._doors = doors
        self._demo = demo

    async def recognise(self, account: Account) -> Recognised:
        """Before the transaction, because it may ask the platform. Raises `Later` where that must wait."""
        async with self._database.reading() as store:
            known = await store.accounts.find(account)
            if known is not None:
                person = await store.people.find(known.person, trust=known.trust)
                if person is not None:
                    return Recognised(account, person, person.trust)
            trust = await self.trust_of(account.platform, account.workspace, store)
        door = self._doors.get(account.platform)
        if trust is None or door is None:
            return Recognised(account, None, trust)
        try:
            async with asyncio.timeout(LOOK_UP_S):
                email = await door.email_of(account)
        except Never:
            email = None
        if not email:
            return Recognised(account, None, trust)
        async with self._database.reading() as store:
            person = await store.people.with_email(email, trust=trust)
        return Recognised(account, person, trust, is_new=person is not None)

    async def remember(self, recognised: Recognised, address: Mapping[str, Any] | None, store: Store) -> None:
        """In the transaction that answers them: they are here now, and this is how to write to them."""
        if recognised.person is None:
            return
        now = self._clock.now()
        given = None if address is None else dict(address)
        if recognised.is_new:
            await store.accounts.link(recognised.account, recognised.person, now, given)
        else:
            await store.accounts.seen(recognised.account, now, given)

    async def trust_of(self, platform: Platform, workspace: str, store: Store) -> TrustId | None:
        """The trust that a workspace or tenant belongs to.

        Whoever runs Brightspot says so (`connect`). Only their own workspace, and only while there is one
        trust, needs no saying: a stranger's workspace never becomes anybody's by being first.
        """
        installation = await store.installations.find(platform, workspace)
        if installation is not None and installation.trust is not None:
            return installation.trust
        if not self._is_our_own(platform, workspace):
            return None
        trusts = await store.trusts.everyone()
        return trusts[0].id if len(trusts) == 1 else None

    def _is_our_own(self, platform: Platform, workspace: str) -> bool:
        match platform:
            case Platform.SLACK:
                # With a token of its own the app is installed in one workspace: nobody else's reach us.
                return bool(self._settings.slack_bot_token) and not self._settings.slack_client_id
            case Platform.TEAMS:
                tenant = self._settings.microsoft_app_tenant_id
                return self._demo or (bool(tenant) and tenant.lower() == workspace.lower())
            case Platform.BROWSER:
                return self._demo
