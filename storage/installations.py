"""Installations."""

from sqlalchemy.ext.asyncio import AsyncConnection


class Installations:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection
