"""What is remembered, as frozen records: rows go into storage, these come out.

Every record that belongs to a trust carries the trust, because a person sees only their own.
"""

from storage.records.ids import (
    CalloutId,
    IntroductionId,
    LetterId,
    NetworkId,
    PersonId,
    QuestionId,
    SchoolId,
    StandingId,
    SuggestionId,
    TrustId,
)
from storage.records.machinery import (
    Arrival,
    Installation,
    Letter,
    LetterState,
    Why,
)
from storage.records.meeting import (
    Callout,
    Feedback,
    Introduction,
    NotRight,
    Question,
    Stage,
    Standing,
    Suggestion,
)
from storage.records.trust import (
    Account,
    Channel,
    Closure,
    Network,
    Person,
    Platform,
    School,
    Stand,
    Trust,
)

__all__ = [
    "Account",
    "Arrival",
    "Callout",
    "CalloutId",
    "Channel",
    "Closure",
    "Feedback",
    "Installation",
    "Introduction",
    "IntroductionId",
    "Letter",
    "LetterId",
    "LetterState",
    "Network",
    "NetworkId",
    "NotRight",
    "Person",
    "PersonId",
    "Platform",
    "Question",
    "QuestionId",
    "School",
    "SchoolId",
    "Stage",
    "Stand",
    "Standing",
    "StandingId",
    "Suggestion",
    "SuggestionId",
    "Trust",
    "TrustId",
    "Why",
]
