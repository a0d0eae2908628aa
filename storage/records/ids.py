"""Which is which: a number of a trust is never taken for a number of a school."""

from typing import NewType

TrustId = NewType("TrustId", int)
SchoolId = NewType("SchoolId", int)
PersonId = NewType("PersonId", int)
NetworkId = NewType("NetworkId", int)
QuestionId = NewType("QuestionId", int)
IntroductionId = NewType("IntroductionId", int)
StandingId = NewType("StandingId", int)
CalloutId = NewType("CalloutId", int)
SuggestionId = NewType("SuggestionId", int)
LetterId = NewType("LetterId", int)
MeetingId = NewType("MeetingId", int)
ActionId = NewType("ActionId", int)
ResourceId = NewType("ResourceId", int)
SharingId = NewType("SharingId", int)
PracticeId = NewType("PracticeId", int)
ErrandId = NewType("ErrandId", int)
