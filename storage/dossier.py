"""Everything held on one person, for themselves and for a subject access request.

The chat's `privacy` and the command `export` both show what `gather` finds.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import and_, not_, or_, select

from storage.accounts import KnownAccount
from storage.cycle_part import CyclePart, cycle_part
from storage.library_part import LibraryPart, library_part
from storage.mentions import mentions, said_to_all, takes_part
from storage.part_taken import PartTaken, part_taken
from storage.records import (
    Callout,
    Feedback,
    Introduction,
    NetworkId,
    Person,
    Question,
    Stage,
    Standing,
    Suggestion,
)
from storage.store import Store
from storage.tables import memberships, networks, outbox, playground


@dataclass(frozen=True, slots=True)
class Belonging:
    """A network that they are in."""

    network: str
    facilitator: bool


@dataclass(frozen=True, slots=True)
class Meeting:
    """An introduction of theirs, with the colleague's name."""

    introduction: Introduction
    other: str
    #: True where they asked, False where they were asked.
    asked: bool


@dataclass(frozen=True, slots=True)
class Message:
    """Something written to them, about them or by them that is still kept."""

    kind: str
    at: datetime
    state: str
    #: A `handlers.talk.Card` as plain data, or {"text": …}.
    said: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Dossier:
    """All of it. Nothing else is stored on a person but the encrypted words of the last minutes."""

    person: Person
    accounts: tuple[KnownAccount, ...]
    networks: tuple[Belonging, ...]
    questions: tuple[Question, ...]
    introductions: tuple[Meeting, ...]
    #: What they suggested to others as a coordinator; what those said stays theirs.
    suggested: tuple[Introduction, ...]
    standing: tuple[Standing, ...]
    callouts: tuple[Callout, ...]
    suggestions: tuple[Suggestion, ...]
    #: What the networks are called that they suggested something to.
    suggested_to: Mapping[NetworkId, str]
    #: What they said of answers they were given; what others said stays private to those.
    feedback: tuple[Feedback, ...]
    #: Their part in networks' meetings.
    part: PartTaken
    library: LibraryPart
    cycle: CyclePart
    messages: tuple[Message, ...]

    def as_data(self) -> dict[str, Any]:
        """As JSON can carry it, in plain names."""
        person = self.person
        return {
            "profile": {
                "email": person.email,
                "name": person.name,
                "job_title": person.job_title,
                "school": person.school_name or None,
                "working_on": person.working_on,
                "can_help_with": person.can_help_with,
                "working_days": [_DAYS[day] for day in person.working_days],
                "hears_at": person.hears_at.isoformat(timespec="minutes"),
                "away_from": person.away_from.isoformat() if person.away_from else None,
                "away_until": person.away_until.isoformat() if person.away_until else None,
                "open_to_introductions": person.open_to_introductions,
                "topics_you_chose": dict(person.tapped),
                "coordinator": person.coordinator,
                "links_you_post_are_kept": person.collected,
                "told_what_is_new_in_the_library": person.digest.value,
                "working_on_confirmed": _moment(person.working_on_at),
                "can_help_with_confirmed": _moment(person.can_help_at),
                "updated": _moment(person.updated),
            },
            "accounts": [
                {
                    "platform": each.account.platform.value,
                    "workspace": each.account.workspace,
                    "user": each.account.user,
                    "address": each.address,
                }
                for each in self.accounts
            ],
            "networks": [{"name": each.network, "facilitator": each.facilitator} for each in self.networks],
            "questions": [
                {
                    "text": each.text,
                    "then_said": list(each.refined),
                    "asked_at": _moment(each.asked_at),
                    "people_found": len(each.found),
                    "for_another_school": each.for_school is not None,
                }
                for each in self.questions
            ],
            "introductions": [_introduction(each) for each in self.introductions],
            "introductions_you_suggested": [
                {"about": each.topic, "suggested_at": _moment(each.asked_at)} for each in self.suggested
            ],
            "standing_questions": [
                {"text": each.text, "asked_at": _moment(each.asked_at), "until": _moment(each.until)}
                for each in self.standing
            ],
            "asked_in_networks": [
                {"text": each.text, "with_your_name": each.named, "asked_at": _moment(each.asked_at)}
                for each in self.callouts
            ],
            "suggested_for_agendas": [
                {
                    "network": self.suggested_to[each.network],
                    "wish": each.wish.value,
                    "text": each.text,
                    "with_your_name": each.named,
                    "made_at": _moment(each.made_at),
                    "outcome": each.outcome.value,
                }
                for each in self.suggestions
            ],
            "feedback": [
                {"why": each.why.value, "about": list(each.about), "at": _moment(each.at)}
                for each in self.feedback
            ],
            **self.part.as_data(),
            "library": self.library.as_data(),
            "initiatives": self.cycle.as_data(),
            "messages": [
                {"kind": each.kind, "at": _moment(each.at), "state": each.state, "said": each.said}
                for each in self.messages
            ],
        }


_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


async def gather(person: Person, store: Store) -> Dossier:
    """What the trust holds on this person, oldest first."""
    suggestions = await store.suggestions.of(person)
    return Dossier(
        person=person,
        accounts=await store.accounts.of(person.id, trust=person.trust),
        networks=await _networks(person, store),
        questions=await store.questions.of(person),
        introductions=await _introductions(person, store),
        suggested=await store.introductions.brought_by(person),
        standing=await store.standing.of(person),
        callouts=await store.callouts.of(person),
        suggestions=suggestions,
        suggested_to={each.id: each.name for each in await store.networks.everyone(person.trust)}
        if suggestions
        else {},
        feedback=await store.feedback.of(person),
        part=await part_taken(person, store),
        library=await library_part(person, store),
        cycle=await cycle_part(person, store),
        messages=(*await _letters(person, store), *await _playground(person, store)),
    )


async def _networks(person: Person, store: Store) -> tuple[Belonging, ...]:
    rows = await store.connection.execute(
        select(networks.c.name, memberships.c.facilitator)
        .join(memberships, memberships.c.network_id == networks.c.id)
        .where(memberships.c.person_id == person.id, memberships.c.trust_id == person.trust)
        .order_by(networks.c.name)
    )
    return tuple(Belonging(row.name, row.facilitator) for row in rows)


async def _introductions(person: Person, store: Store) -> tuple[Meeting, ...]:
    found = await store.introductions.of(person)
    others = [each.colleague if each.asker == person.id else each.asker for each in found]
    names = {each.id: each.name for each in await store.people.several(others, trust=person.trust)}
    return tuple(
        _unasked(each)
        if each.stage is Stage.SUGGESTED and each.asker != person.id
        else Meeting(each, names.get(other, "a former colleague"), each.asker == person.id)
        for each, other in zip(found, others, strict=True)
    )


def _unasked(suggested: Introduction) -> Meeting:
    """To whom it was suggested has not said yes: until then it is theirs who they are, and what about."""
    return Meeting(replace(suggested, topic=""), "a colleague", asked=False)


#: How the keys of letters begin that are nobody's business but the recipient's, whoever they name: what they
#: asked and were answered, alone or in a weekly message; a coordinator's idea and how it ended, of which the
#: other may not know; what is handed over to whoever leads a network next; and what they are written of
#: meetings, with their own answers and what they took on (whoever notes name finds those in `part_taken`),
#: and of the library, with what was chosen for them, what they opened, and what is said of a draft; and what
#: they are asked of initiatives and questions to look into (whoever those name finds it in `cycle_part`).
_OTHERS_OWN = (
    "answer:",
    "standing:",
    "suggest:",
    "brought:",
    "week:",
    "networks:hand-over:",
    "meeting:",
    "actions:",
    "digest:",
    "used:",
    "dead:",
    "checks:",
    "unchecked:",
    "look_after:",
    "story:",
    "nudge:",
    "cycle:",
    "stop:",
    "enquiry:",
    "roll_out:",
)


async def _letters(person: Person, store: Store) -> tuple[Message, ...]:
    between_others = or_(*(outbox.c.key.startswith(each) for each in _OTHERS_OWN))
    rows = await store.connection.execute(
        select(outbox.c.card, outbox.c.created_at, outbox.c.state, outbox.c.person_id)
        .where(
            outbox.c.trust_id == person.trust,
            or_(outbox.c.person_id == person.id, and_(mentions(outbox.c.card, person), not_(between_others))),
        )
        .order_by(outbox.c.id)
    )
    return tuple(
        Message("letter" if row.person_id == person.id else "mention", row.created_at, row.state, row.card)
        for row in rows
    )


async def _playground(person: Person, store: Store) -> tuple[Message, ...]:
    rows = await store.connection.execute(
        select(playground.c.card, playground.c.text, playground.c.at)
        .where(
            playground.c.trust_id == person.trust,
            or_(
                playground.c.person_id == person.id,
                playground.c.only_for_id == person.id,
                takes_part(person),
                and_(
                    said_to_all(),
                    or_(mentions(playground.c.card, person), mentions(playground.c.text, person)),
                ),
            ),
        )
        .order_by(playground.c.id)
    )
    return tuple(
        Message("playground", row.at, "shown", dict(row.card) if row.card else {"text": row.text})
        for row in rows
    )


def _introduction(meeting: Meeting) -> dict[str, Any]:
    one = meeting.introduction
    mine, theirs = (one.asker_met, one.colleague_met) if meeting.asked else (one.colleague_met, one.asker_met)
    return {
        "with": meeting.other,
        "who_asked": "nobody" if one.stage is Stage.SUGGESTED else "you" if meeting.asked else "they",
        "suggested_by_a_coordinator": one.brought_by is not None,
        "topic": one.topic,
        "stage": _stage(meeting),
        "asked_at": _moment(one.asked_at),
        "agreed_on": one.agreed_on.isoformat() if one.agreed_on else None,
        "you_said_you_met": mine,
        "they_said_you_met": theirs,
        "you_said_it_helped": one.asker_helped if meeting.asked else one.colleague_helped,
    }


def _stage(meeting: Meeting) -> str:
    """How it stands. Whoever asked learns that it was a no, never which: it may have been no for now."""
    stage = meeting.introduction.stage
    return (Stage.POSTPONED if meeting.asked and stage is Stage.DECLINED else stage).value


def _moment(at: datetime | None) -> str | None:
    return at.isoformat(timespec="seconds") if at else None
