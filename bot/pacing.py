"""How fast one conversation may be written to: the platform's windows, kept by all processes together."""

from collections.abc import Sequence

from storage.postroom import Pause

Pace = tuple[tuple[int, float], ...]

AT_ONCE = 20  # letters of one bucket in one claim: enough to keep busy, few enough to finish in the lease


def pause_after(pace: Pace, wrote: Sequence[float], now: float, *, rest: float = 0.0) -> Pause:
    """When a bucket that was written to at these moments may be written to again, and how often then.

    Moments are seconds, `rest` is how long the platform itself asked to wait (Retry-After).
    """
    if not pace:
        return Pause(max(rest, 0.0), AT_ONCE)
    longest = max(seconds for _, seconds in pace)
    recent = tuple(sorted(moment for moment in wrote if moment > now - longest))
    free = now + max(rest, 0.0)
    for count, seconds in pace:
        if len(recent) >= count:
            free = max(free, recent[-count] + seconds)
    room = min(count - sum(1 for moment in recent if moment + seconds > free) for count, seconds in pace)
    return Pause(free - now, max(1, min(room, AT_ONCE)), recent)
