"""Which tenants are served: our own, and those that whoever runs Brightspot has connected to a trust."""

from bot.clock import Clock
from bot.settings import Settings
from storage.records import Platform
from storage.store import Database

REMEMBERED_S = 30.0  # how long a tenant that was connected is not asked for again


class Tenants:
    """Asks the database about a connected tenant now and then, not with each message."""

    def __init__(self, settings: Settings, database: Database) -> None:
        self._home = settings.microsoft_app_tenant_id.lower()
        self._database = database
        self._asked_at: dict[str, float] = {}

    async def served(self, tenant: str) -> bool:
        """`tenant` in lower case. One that is not served is asked for each time: it may be connected now."""
        if tenant == self._home:
            return True
        now = Clock.monotonic()
        if now - self._asked_at.get(tenant, float("-inf")) < REMEMBERED_S:
            return True
        async with self._database.reading() as store:
            installed = await store.installations.find(Platform.TEAMS, tenant)
        if installed is None or installed.trust is None:
            self._asked_at.pop(tenant, None)
            return False
        self._asked_at[tenant] = now
        return True
