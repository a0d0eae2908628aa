"""What people ask, and what comes of it."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from storage.records.ids import (
    CalloutId,
    IntroductionId,
    NetworkId,
    PersonId,
    QuestionId,
    SchoolId,
    StandingId,
    TrustId,
)


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody asked. Private to them; the words go after 90 days, the count stays."""

    id: QuestionId
    trust: TrustId
    asker: PersonId
    text: str
    asked_at: datetime
    #: The people found, best first; empty where nobody fitted.
    found: tuple[PersonId, ...] = ()
    #: What was said after it, in order: "only primaries", or the sense chosen for a short form.
    refined: tuple[str, ...] = ()
    #: The school on whose behalf a coordinator asks.
    for_school: SchoolId | None = None


class Stage(StrEnum):
    """How far an introduction has come."""

    #: A coordinator has suggested it to the asker, who has not answered.
    SUGGESTED = "suggested"
    #: The colleague has been asked and has not answered.
    ASKED = "asked"
    #: Both are put in touch.
    AGREED = "agreed"
    #: "Not now": may be asked again later.
    POSTPONED = "postponed"
    #: "No, thanks": the same asker does not ask again.
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class Introduction:
    """Two colleagues on their way to meet. One for each pair, whoever asked first."""

    id: IntroductionId
    trust: TrustId
    asker: PersonId
    colleague: PersonId
    stage: Stage
    #: The asker's words, so that the colleague knows what it is about.
    topic: str
    asked_at: datetime
    agreed_on: date | None = None
    #: Each side's answer to "did you meet?"; None while unanswered.
    asker_met: bool | None = None
    colleague_met: bool | None = None
    #: Each side's answer to "did it help?"; None while unanswered.
    asker_helped: bool | None = None
    colleague_helped: bool | None = None
    #: The coordinator who brought them together, if one did.
    brought_by: PersonId | None = None
    #: Rises when a postponed pair is asked again, so that each asking has a key of its own.
    round: int = 1

    @property
    def pair(self) -> str:
        """The same whoever asks: `introduce:{pair}` is one introduction."""
        lower, higher = sorted((self.asker, self.colleague))
        return f"{lower}:{higher}"

    def key(self, what: str) -> str:
        """`introduce:{lower id}:{higher id}`; a pair that is asked again later has a number after it."""
        again = f":{self.round}" if self.round > 1 else ""
        return f"{what}:{self.pair}{again}"


@dataclass(frozen=True, slots=True)
class Standing:
    """ "Tell me when someone starts": a question that goes on asking until it ends."""

    id: StandingId
    trust: TrustId
    asker: PersonId
    text: str
    asked_at: datetime
    until: datetime
    refined: tuple[str, ...] = ()
    #: The trust's version up to which it has been answered.
    version: int = 0
    #: Whom the asker has been told of, or saw when asking: once each.
    told: tuple[PersonId, ...] = ()


@dataclass(frozen=True, slots=True)
class Callout:
    """A question put to a network's channel, with the asker's consent."""

    id: CalloutId
    trust: TrustId
    asker: PersonId
    network: NetworkId
    text: str
    #: Whether the channel sees who asks.
    named: bool
    asked_at: datetime
    #: Members who said that they can help.
    answered: tuple[PersonId, ...] = ()


class NotRight(StrEnum):
    """Why somebody who was shown does not fit, by one tap."""

    TOPIC = "topic"
    ROLE = "role"
    SCHOOL = "school"
    KNOWN = "known"
    NO_LONGER = "no_longer"


@dataclass(frozen=True, slots=True)
class Feedback:
    """What an asker said of a colleague they were shown. Private to the asker."""

    trust: TrustId
    asker: PersonId
    #: None where it is of all who were shown.
    colleague: PersonId | None
    question: QuestionId | None
    why: NotRight
    at: datetime
    #: What the question was about, as concepts: it holds when the question's words are gone.
    about: tuple[str, ...] = ()
