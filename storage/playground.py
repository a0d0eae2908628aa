"""Playground."""

from sqlalchemy.ext.asyncio import AsyncConnection


class Playground:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection
