"""Accounts: who someone is on each platform, and how to write to them there."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import String, bindparam, delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.records import Account, Person, PersonId, Platform, TrustId
from storage.statements import Among, upsert
from storage.tables import accounts


class KnownAccount(NamedTuple):
    """An account that belongs to a person of a trust."""

    account: Account
    trust: TrustId
    person: PersonId
    #: How to write to them, in the platform's own words; {} until it is known.
    address: dict[str, Any]


#: Built once: building it costs as much as running it, and every delivery asks.
_FIND = select(accounts).where(
    accounts.c.platform == bindparam("on", type_=String),
    accounts.c.workspace == bindparam("at", type_=String),
    accounts.c.user_id == bindparam("who", type_=String),
)


_PLATFORMS = {each.value: each for each in Platform}
_OF_SEVERAL = (
    select(
        *(accounts.c.platform, accounts.c.workspace, accounts.c.user_id),
        *(accounts.c.trust_id, accounts.c.person_id, accounts.c.address),
    )
    .where(
        Among(accounts.c.person_id, "people"),
        accounts.c.trust_id == bindparam("within"),
    )
    .order_by(accounts.c.seen_at.desc(), accounts.c.id.desc())
)


class Accounts:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def find(self, account: Account) -> KnownAccount | None:
        """Whose account it is. The one query that starts from outside a trust and leads into it."""
        whose = {"on": account.platform.value, "at": account.workspace, "who": account.user}
        row = (await self._connection.execute(_FIND, whose)).first()
        return _known(row) if row else None

    async def link(
        self, account: Account, person: Person, now: datetime, address: dict[str, Any] | None = None
    ) -> None:
        """From now on this account is this person. An address that is given replaces the older one."""
        values: dict[str, Any] = {
            "trust_id": person.trust,
            "person_id": person.id,
            "platform": account.platform.value,
            "workspace": account.workspace,
            "user_id": account.user,
            "seen_at": now,
        }
        if address is not None:
            values["address"] = address
        key = ("platform", "workspace", "user_id")
        await upsert(self._connection, accounts, values, key=key, may_move=True)

    async def seen(self, account: Account, now: datetime, address: dict[str, Any] | None = None) -> None:
        """They are here now: posts go to the account seen last."""
        values: dict[str, Any] = {"seen_at": now} | ({} if address is None else {"address": address})
        await self._connection.execute(
            update(accounts)
            .where(
                accounts.c.platform == account.platform,
                accounts.c.workspace == account.workspace,
                accounts.c.user_id == account.user,
            )
            .values(values)
        )

    async def keep_address(self, account: Account, address: dict[str, Any]) -> None:
        """How to write to them, as it turned out. Not a sign that they are here."""
        await self._connection.execute(
            update(accounts)
            .where(
                accounts.c.platform == account.platform,
                accounts.c.workspace == account.workspace,
                accounts.c.user_id == account.user,
            )
            .values(address=address)
        )

    async def of(self, person: PersonId, *, trust: TrustId) -> tuple[KnownAccount, ...]:
        """A person's accounts, the one seen last first."""
        rows = await self._connection.execute(
            select(accounts)
            .where(accounts.c.person_id == person, accounts.c.trust_id == trust)
            .order_by(accounts.c.seen_at.desc(), accounts.c.id.desc())
        )
        return tuple(map(_known, rows))

    async def of_several(
        self, people: Iterable[PersonId], *, trust: TrustId
    ) -> dict[PersonId, tuple[KnownAccount, ...]]:
        """The accounts of each, the one seen last first; whoever has none is absent."""
        rows = await self._connection.execute(_OF_SEVERAL, {"people": list(people), "within": trust})
        found: dict[PersonId, tuple[KnownAccount, ...]] = {}
        for platform, workspace, user, of, person, address in rows.all():  # by position: thousands at a time
            known = KnownAccount(Account(_PLATFORMS[platform], workspace, user), of, person, address or {})
            found[person] = (*found.get(person, ()), known)
        return found

    async def unlink(self, account: Account) -> None:
        await self._connection.execute(
            delete(accounts).where(
                accounts.c.platform == account.platform,
                accounts.c.workspace == account.workspace,
                accounts.c.user_id == account.user,
            )
        )

    async def unlink_workspace(self, platform: Platform, workspace: str, *, trust: TrustId) -> None:
        """The app was removed there: nobody can be written to in it any more."""
        await self._connection.execute(
            delete(accounts).where(
                accounts.c.platform == platform,
                accounts.c.workspace == workspace,
                accounts.c.trust_id == trust,
            )
        )


def _known(row: Any) -> KnownAccount:  # noqa: ANN401  a row
    account = Account(Platform(row.platform), row.workspace, row.user_id)
    return KnownAccount(account, TrustId(row.trust_id), PersonId(row.person_id), row.address or {})
