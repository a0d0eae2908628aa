"""What happens is counted where it happens, by the names that docs and alerts use."""

from datetime import timedelta

from prometheus_client import REGISTRY

from bot.slack import troubles
from storage.records import LetterState
from tests.bot.conftest import PostOffice


def counted(name: str, **labels: str) -> float:
    return REGISTRY.get_sample_value(name, labels) or 0.0


async def test_a_letter_that_no_longer_matters_is_counted(office: PostOffice):
    before = counted("expired_total")
    ada = await office.person("Ada")
    await office.post(ada, "hello", expires=office.clock.now() + timedelta(minutes=1))

    await office.later(minutes=2)

    assert (await office.letter("hello")).state is LetterState.PARKED
    assert counted("expired_total") == before + 1


def test_a_platform_that_asks_us_to_slow_down_is_counted():
    before = counted("rate_limited_total", platform="slack")

    troubles.of_answer(429, {"Retry-After": "3"}, "")
    troubles.of_answer(200, {}, "ratelimited")
    troubles.of_answer(502, {}, "")

    assert counted("rate_limited_total", platform="slack") == before + 2
