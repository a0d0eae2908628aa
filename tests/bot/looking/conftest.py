"""The world outside, on this machine."""

from collections.abc import AsyncIterator

import pytest

from tests.bot.looking.world import World, opened


@pytest.fixture
async def world(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[World]:
    async with opened(monkeypatch) as outside:
        yield outside
