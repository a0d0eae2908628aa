"""The schema. Migrations bring a database here; a test compares the two."""

from storage.tables.columns import Id, Instant, metadata
from storage.tables.machinery import (
    inbox,
    installations,
    oauth_states,
    outbox,
    pacing,
    playground,
    playground_seen,
    stopped,
    ticks,
)
from storage.tables.meeting import (
    callouts,
    feedback,
    introductions,
    questions,
    standing_questions,
    suggestions,
)
from storage.tables.trust import (
    accounts,
    channels,
    closures,
    memberships,
    networks,
    people,
    schools,
    trust_words,
    trusts,
)

__all__ = [
    "Id",
    "Instant",
    "accounts",
    "callouts",
    "channels",
    "closures",
    "feedback",
    "inbox",
    "installations",
    "introductions",
    "memberships",
    "metadata",
    "networks",
    "oauth_states",
    "outbox",
    "pacing",
    "people",
    "playground",
    "playground_seen",
    "questions",
    "schools",
    "standing_questions",
    "stopped",
    "suggestions",
    "ticks",
    "trust_words",
    "trusts",
]
