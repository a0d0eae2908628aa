"""Whatever is sent gets an answer, a question back or a refusal; the soak sends a hundred thousand."""

from tests.soak.messages import run


def test_random_hostile_and_very_long_messages_never_raise_and_cost_little():
    told = run(200)
    assert told.outcomes.total() >= 200
    assert told.slowest_ms < 100, told.slowest  # the soak and the bench ask for 50 of a machine of their own
