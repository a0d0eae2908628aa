"""Where Brightspot is installed: Slack workspaces and Microsoft tenants, with their sealed tokens.

A token is sealed by `bot/` before it comes here and opened there after it left: this room never sees one.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.records import Installation, Platform, TrustId
from storage.statements import insert_for, upsert
from storage.tables import installations, oauth_states


class Installations:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def find(
        self, platform: Platform, workspace: str, *, to_change: bool = False
    ) -> Installation | None:
        """The installation of a workspace or tenant; Slack's organisation-wide one has its enterprise's id.

        `to_change` holds the row until the transaction ends, so that one process at a time rotates a token
        (on SQLite the transaction itself does that).
        """
        query = select(installations).where(
            installations.c.platform == platform, installations.c.workspace == workspace
        )
        row = (await self._connection.execute(query.with_for_update() if to_change else query)).first()
        return _installation(row) if row else None

    async def everywhere(self, platform: Platform) -> tuple[Installation, ...]:
        """All of a platform's, whosever they are: so that their tokens are at hand."""
        rows = await self._connection.execute(
            select(installations).where(installations.c.platform == platform)
        )
        return tuple(map(_installation, rows))

    async def keep(self, given: Installation) -> None:
        """A new one, or this one anew. A trust that was connected stays so unless another one is given."""
        values: dict[str, Any] = {
            "platform": given.platform.value,
            "workspace": given.workspace,
            "enterprise": given.enterprise,
            "sealed_token": given.sealed_token,
            "sealed_refresh_token": given.sealed_refresh_token,
            "expires_at": given.expires_at,
            "bot_user": given.bot_user,
            "scopes": given.scopes,
            "details": dict(given.details),
        }
        if given.trust is not None:
            values["trust_id"] = given.trust
        await upsert(self._connection, installations, values, key=("platform", "workspace"), may_move=True)

    async def seen(
        self, platform: Platform, workspace: str, *, details: Mapping[str, Any] | None = None
    ) -> None:
        """A workspace or tenant that writes to us without an installation of its own (Teams) is noted."""
        values: dict[str, Any] = {"platform": platform.value, "workspace": workspace}
        statement = insert_for(self._connection, installations).values(
            values | ({} if details is None else {"details": dict(details)})
        )
        await self._connection.execute(
            statement.on_conflict_do_nothing(index_elements=["platform", "workspace"])
        )

    async def rotated(
        self,
        platform: Platform,
        workspace: str,
        *,
        sealed_token: bytes,
        sealed_refresh_token: bytes,
        expires_at: datetime | None,
    ) -> None:
        """New tokens, everything else as it was."""
        await self._connection.execute(
            update(installations)
            .where(installations.c.platform == platform, installations.c.workspace == workspace)
            .values(
                sealed_token=sealed_token, sealed_refresh_token=sealed_refresh_token, expires_at=expires_at
            )
        )

    async def connect(self, platform: Platform, workspace: str, *, trust: TrustId) -> None:
        """From now on this workspace is that trust's."""
        values = {"platform": platform.value, "workspace": workspace, "trust_id": trust}
        await upsert(self._connection, installations, values, key=("platform", "workspace"), may_move=True)

    async def remove(self, platform: Platform, workspace: str) -> None:
        """Uninstalled there: its tokens go at once, nothing of the trust's does."""
        await self._connection.execute(
            delete(installations).where(
                installations.c.platform == platform, installations.c.workspace == workspace
            )
        )

    # ---- the way back from an installation page

    async def begin(self, state: str, expires_at: datetime, *, trust: TrustId | None = None) -> None:
        """A state that may come back once, until then."""
        await self._connection.execute(
            insert(oauth_states).values(state=state, expires_at=expires_at, trust_id=trust)
        )

    async def finish(self, state: str, now: datetime) -> tuple[bool, TrustId | None]:
        """Whether this state was ours, unused and in time, and for which trust. It is used up by asking."""
        gone = await self._connection.execute(
            delete(oauth_states)
            .where(oauth_states.c.state == state)
            .returning(oauth_states.c.expires_at, oauth_states.c.trust_id)
        )
        row = gone.first()
        if row is None or row.expires_at < now:
            return False, None
        return True, None if row.trust_id is None else TrustId(row.trust_id)

    async def forget_states(self, now: datetime) -> None:
        """Installations that were begun and never finished."""
        await self._connection.execute(delete(oauth_states).where(oauth_states.c.expires_at < now))


def _installation(row: Row[Any]) -> Installation:
    return Installation(
        platform=Platform(row.platform),
        workspace=row.workspace,
        trust=None if row.trust_id is None else TrustId(row.trust_id),
        enterprise=row.enterprise,
        sealed_token=row.sealed_token,
        sealed_refresh_token=row.sealed_refresh_token,
        expires_at=row.expires_at,
        bot_user=row.bot_user,
        scopes=row.scopes,
        details=row.details or {},
    )
