"""What Slack's answers mean for a letter.

Slack said no (`ok: false`): then certainly nothing was posted, and the code says whether another try can
help. It said something else, or nothing: then nobody can tell. Codes and their sentences: docs.slack.dev,
"Common errors" and the page of each method, as collected in slack_kit (May 2026).
"""

from collections.abc import Mapping

import aiohttp

from bot.door import Later, Never, Trouble, Unclear
from bot.web import metrics
from storage.records import Platform

NO_CONNECTION_S = 5.0
WITHOUT_A_NUMBER_S = 30.0  # a 429 that does not say how long
LONGEST_S = 3600.0

#: Not accepted, and another try can help: code → seconds.
LATER = {
    "ratelimited": WITHOUT_A_NUMBER_S,
    "rate_limited": WITHOUT_A_NUMBER_S,
    "message_limit_exceeded": 60.0,
    "service_unavailable": 10.0,
    "request_timeout": 5.0,  # "the request was missing or truncated": it was not read
    "team_added_to_org": 600.0,  # "currently undergoing migration"
    "external_channel_migrating": 600.0,
    "token_expired": 1.0,  # it is renewed before the next try
}

#: "It's possible some aspect of the operation succeeded before the error was raised."
UNCLEAR = frozenset({"internal_error", "fatal_error"})

#: These people cannot be brought together in one conversation.
APART = frozenset(
    {
        "invalid_user_combination",
        "not_enough_users",
        "too_many_users",
        "user_disabled",
        "user_not_found",
        "user_not_visible",
    }
)

#: The message that was to be edited is not there, or not ours to edit any more: say it anew.
GONE = frozenset({"message_not_found", "cant_update_message", "edit_window_closed", "is_inactive"})

#: The person's account is closed.
LEFT = frozenset({"user_disabled", "user_not_found"})

#: The app was removed or its token withdrawn: nobody in that workspace can be written to.
REMOVED = frozenset({"account_inactive", "invalid_auth", "not_authed", "token_revoked"})


class Refused(Never):
    """Slack's own code for a no that stays one: user_disabled, channel_not_found, is_archived…"""

    def __init__(self, code: str) -> None:
        super().__init__(code, gone=code in LEFT or code in REMOVED)
        self.code = code


def of_answer(status: int, headers: Mapping[str, str], code: str) -> Trouble:
    """The trouble that an answer means; `code` is "" where it was no answer of the Web API."""
    if status == 429 or "limited" in code:
        metrics.rate_limited_total.labels(Platform.SLACK).inc()
    if status == 429:
        return Later("ratelimited", retry_after(headers))
    if code in LATER:
        return Later(code, retry_after(headers) if "limited" in code else LATER[code])
    if code in UNCLEAR:
        return Unclear(code)
    if code and status < 500:
        return Refused(code)
    if 400 <= status < 500:
        return Refused(f"http_{status}")
    return Unclear(f"http_{status}")


def of_error(error: Exception) -> Trouble:
    """The trouble that a failed connection means: never connected, or broken off in the middle."""
    if isinstance(error, aiohttp.ClientConnectorError | aiohttp.ConnectionTimeoutError):
        return Later("no connection to Slack", NO_CONNECTION_S)
    return Unclear(type(error).__name__)


def retry_after(headers: Mapping[str, str]) -> float:
    """Seconds to wait, as Slack asked: whole or in parts (the SDK takes only whole ones)."""
    try:
        seconds = float(headers.get("Retry-After", ""))
    except ValueError:
        return WITHOUT_A_NUMBER_S
    return min(max(seconds, 0.0), LONGEST_S) if seconds == seconds else WITHOUT_A_NUMBER_S
