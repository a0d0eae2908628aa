"""What is held on a person in the improvement cycle: what they try, what they answered, what they wrote."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Column, Select, Table, or_, select

from storage.mentions import mentions
from storage.records import CheckIn, InitiativeId, Participant, Person, Run
from storage.store import Store
from storage.tables import (
    acknowledgements,
    decisions,
    enquirers,
    enquiries,
    evidence,
    initiatives,
    rounds,
    runs,
    steps,
    stops,
)

#: Of a run that they lead: since when, and what they are to do by when.
_DATES = ("begun_on", "entered_on", "resume_on", "review_on", "check_on")


@dataclass(frozen=True, slots=True)
class Deed:
    """Something they wrote, decided, noted, or are asked to."""

    kind: str
    on: date | None
    text: str


@dataclass(frozen=True, slots=True)
class CyclePart:
    """Somebody's part in initiatives, oldest first; each with what it is called."""

    takes_part: tuple[tuple[str, Participant], ...]
    leads: tuple[tuple[str, Run], ...]
    #: What they answered when asked how it goes: nobody else reads it.
    answers: tuple[tuple[str, CheckIn], ...]
    deeds: tuple[Deed, ...]
    #: Words of colleagues that name them.
    named: tuple[str, ...]

    def as_data(self) -> dict[str, Any]:
        return {
            "takes_part": [
                {
                    "in": topic,
                    "joined_on": each.joined_on.isoformat(),
                    "asked": each.nudging.value,
                    "not_before": _day(each.snoozed_until),
                    "done_with": each.done_in.value if each.done_in else None,
                    "asked_so_far": each.occurrence,
                    "asked_in_this_stage": list(each.had),
                    "last_asked": each.asked,
                    "last_asked_on": _day(each.asked_on),
                    "last_answered": each.answered,
                    "unanswered_in_a_row": each.silent,
                    "quiet_since": _day(each.quiet_since),
                    "next": each.next_is,
                    "next_on": _day(each.next_on),
                }
                for topic, each in self.takes_part
            ],
            "you_lead": [
                {"what": topic, "stage": each.stage.value, "state": each.state.value}
                | {name: _day(getattr(each, name)) for name in _DATES}
                for topic, each in self.leads
            ],
            "your_answers": [
                {
                    "in": topic,
                    "stage": each.stage.value,
                    "asked": each.touchpoint,
                    "answer": each.answer.value,
                    "at": each.answered_at.isoformat(timespec="seconds"),
                    "your_line": each.line,
                }
                for topic, each in self.answers
            ],
            "you_wrote_or_did": [
                {"what": each.kind, "on": _day(each.on), "words": each.text} for each in self.deeds
            ],
            "words_that_name_you": list(self.named),
        }


async def cycle_part(person: Person, store: Store) -> CyclePart:
    """Nothing of another trust, whoever asks."""
    parts = await store.participants.of_person(person)
    leads = await store.runs.led_by(person)
    answers = (await store.participants.answers_of(person))[::-1]
    ids = {*(each.initiative for each in parts), *(each.initiative for each in leads)}
    topics = await _topics(ids.union(each.initiative for each in answers), person, store)
    return CyclePart(
        takes_part=tuple((topics[each.initiative], each) for each in parts),
        leads=tuple((topics[each.initiative], each) for each in leads),
        answers=tuple((topics[each.initiative], each) for each in answers),
        deeds=await _deeds(person, store),
        named=await _named(person, store),
    )


async def _topics(ids: Iterable[InitiativeId], person: Person, store: Store) -> Mapping[InitiativeId, str]:
    return {each.id: each.topic for each in await store.initiatives.several(ids, trust=person.trust)}


#: What they did, with who did it, when, and the words of it.
_DEEDS: tuple[tuple[str, Table, Column[Any], Column[Any], tuple[Column[Any], ...]], ...] = (
    ("began", initiatives, initiatives.c.lead_id, initiatives.c.begun_on, (initiatives.c.problem,)),
    (
        "evidence",
        evidence,
        evidence.c.by_id,
        evidence.c.at,
        (evidence.c.text, evidence.c.source, evidence.c.url),
    ),
    ("round", rounds, rounds.c.by_id, rounds.c.on, (rounds.c.tried, rounds.c.happened, rounds.c.change)),
    (
        "decided",
        decisions,
        decisions.c.by_id,
        decisions.c.on,
        tuple(decisions.c[each] for each in ("verdict", "then", "now", "reason", "learned", "again")),
    ),
    ("listed to stop", stops, stops.c.by_id, stops.c.stops_on, (stops.c.what,)),
    ("asked whether it has stopped", stops, stops.c.confirms_id, stops.c.stops_on, (stops.c.what,)),
    ("said that it has stopped", stops, stops.c.confirmed_by_id, stops.c.confirmed_on, (stops.c.what,)),
    ("commissioned", enquiries, enquiries.c.asked_by_id, enquiries.c.asked_on, (enquiries.c.question,)),
    (
        "to decide, or decided",
        enquiries,
        enquiries.c.decides_id,
        enquiries.c.decide_by,
        (enquiries.c.question, enquiries.c.chosen, enquiries.c.reason),
    ),
    ("noted for your school", acknowledgements, acknowledgements.c.by_id, acknowledgements.c.on,
     (acknowledgements.c.note,)),
)  # fmt: skip


async def _deeds(person: Person, store: Store) -> tuple[Deed, ...]:
    found = []
    for kind, table, who, when, words in _DEEDS:
        theirs = select(when.label("on"), *words).where(table.c.trust_id == person.trust, who == person.id)
        found += [Deed(kind, _date(row[0]), _said(row[1:])) for row in await store.connection.execute(theirs)]
    for row in await store.connection.execute(_steps(person)):
        said = (row.values.get("learned"), row.values.get("reason"))
        found.append(Deed(row.did, _date(row.at), _said((row.topic, *said))))
    found += [Deed("looking into", *row) for row in await store.connection.execute(_looked_into(person))]
    return tuple(sorted(found, key=lambda deed: deed.on or date.min))


def _steps(person: Person) -> Select[Any]:
    return (
        select(steps.c.at, steps.c.did, steps.c["values"], initiatives.c.topic)
        .join(runs, runs.c.id == steps.c.run_id)
        .join(initiatives, initiatives.c.id == runs.c.initiative_id)
        .where(steps.c.trust_id == person.trust, steps.c.by_id == person.id)
    )


def _looked_into(person: Person) -> Select[Any]:
    return (
        select(enquiries.c.report_on, enquiries.c.question)
        .join(enquirers, enquirers.c.enquiry_id == enquiries.c.id)
        .where(enquirers.c.trust_id == person.trust, enquirers.c.person_id == person.id)
        .order_by(enquiries.c.id)
    )


#: Words that others wrote and colleagues read.
_WORDS: tuple[tuple[Table, tuple[str, ...]], ...] = (
    (initiatives, ("problem", "topic", "group")),
    (
        runs,
        (
            *("peer", "practice", "may_adapt", "makes_room", "trained"),
            *("goal", "measure", "baseline", "target", "now", "keeper", "induction"),
        ),
    ),
    (steps, ("values",)),
    (rounds, ("tried", "happened", "change")),
    (evidence, ("text", "source")),
    (decisions, ("then", "now", "reason", "learned")),
    (stops, ("what",)),
    (enquiries, ("question", "finding", "options", "chosen", "reason")),
    (acknowledgements, ("note",)),
)


async def _named(person: Person, store: Store) -> tuple[str, ...]:
    found: list[str] = []
    for table, words in _WORDS:
        columns = [table.c[each] for each in words]
        rows = await store.connection.execute(
            select(*columns).where(
                table.c.trust_id == person.trust, or_(*(mentions(each, person) for each in columns))
            )
        )
        found += map(_said, rows)
    return tuple(dict.fromkeys(found))


def _said(words: Iterable[Any]) -> str:
    return "\n".join(filter(None, map(_in_words, words)))


def _in_words(said: Any) -> str:  # noqa: ANN401  words, or what a JSON column holds of them
    """Options are lists, each one's name, what speaks for it and what against; a step has what was said."""
    match said:
        case list():
            return "\n".join(map("; ".join, said))
        case dict():
            return _said(map(said.get, ("learned", "reason")))
        case _:
            return said or ""


def _date(at: date | datetime | None) -> date | None:
    return at.date() if isinstance(at, datetime) else at


def _day(on: date | None) -> str | None:
    return on.isoformat() if on else None
