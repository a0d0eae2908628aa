"""How fast a conversation may be written to, by the platforms' own windows."""

import random

import pytest

from bot.pacing import AT_ONCE, pause_after

SLACK = ((1, 1.0),)
TEAMS = ((7, 1.0), (60, 30.0))


def test_without_a_limit_there_is_no_pause():
    assert pause_after((), [], now=100.0) == (pause := pause_after((), [99.9], now=100.0))
    assert (pause.seconds, pause.may_take) == (0.0, AT_ONCE)


def test_a_slack_channel_rests_for_a_second():
    pause = pause_after(SLACK, [100.0], now=100.3)

    assert pause.seconds == pytest.approx(0.7)
    assert pause.may_take == 1


def test_a_teams_chat_may_have_seven_at_once():
    assert pause_after(TEAMS, [], now=100.0).may_take == 7
    assert pause_after(TEAMS, [99.5] * 3, now=100.0).may_take == 4


def test_sixty_in_half_a_minute_are_enough_for_a_teams_chat():
    wrote = [100.0 + number / 6 for number in range(60)]

    pause = pause_after(TEAMS, wrote, now=110.0)

    assert pause.seconds == pytest.approx(20.0)
    assert pause.may_take == 1


def test_what_the_platform_asks_for_is_waited_for():
    assert pause_after(SLACK, [], now=100.0, rest=30.0).seconds == pytest.approx(30.0)
    assert pause_after((), [], now=100.0, rest=30.0).seconds == pytest.approx(30.0)


@pytest.mark.parametrize("pace", [SLACK, TEAMS])
def test_no_window_is_ever_overrun(pace):
    """Whatever the rhythm: as much as allowed is sent each time, and every window is counted."""
    chance, now, wrote, sent, take = random.Random(1), 0.0, (), [], 1
    for _ in range(400):
        for _ in range(chance.randint(1, take)):
            now += chance.uniform(0.0, 0.05)
            sent.append(now)
            wrote = (*wrote, now)
        pause = pause_after(pace, wrote, now)
        now, wrote, take = now + pause.seconds, pause.window, pause.may_take

    for count, seconds in pace:
        for first, last in zip(sent, sent[count:], strict=False):
            assert last - first > seconds - 1e-6
