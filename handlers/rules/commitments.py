"""What people take on at a meeting, one line each, as a note-keeper writes it.

    Ada Example: try talk tactics in Y3 by 28 November

Who, what, by when. Read forgivingly: bullets, "will", a dash for the colon, a first name, "by half-term",
no date at all. What is written is read back as it was.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from handlers.rules.calendar import SchoolCalendar, WorkingDays
from handlers.rules.dates import date_in, looks_like_a_date
from handlers.rules.outline import Unreadable
from handlers.rules.words import plain, unaccented
from storage.records import Person, PersonId

MOST = 20  # commitments of one meeting: more are a wish list
LONGEST = 500  # characters of one, as `storage/tables/agenda.py` keeps them
WITHOUT_A_DATE = timedelta(
    weeks=3
)  # where no next meeting is known: long enough to try, short enough to know
FURTHEST = timedelta(days=400)  # a date beyond a school year is a slip

_BULLET = re.compile(r"^\s*(?:[-–—*•·▪◦]+\s+|\d{1,2}[.)]\s+)*")
_AFTER_THE_NAME = re.compile(r"\s*:\s*|\s+[-–—]\s+|\s+(?:will|to)\s+(?=\S)")
_BY = re.compile(
    r"^(?P<what>.*)(?:^|[\s,;(–—-])(?:by|before|due|until)\s+(?P<when>[^()]+?)[).\s]*$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Commitment:
    """One person's word."""

    person: PersonId
    text: str
    by: date


@dataclass(frozen=True, slots=True)
class When:
    """What a date can be measured by: the day on which it is said, and what lies ahead."""

    today: date
    #: The network's next meeting, if it has one.
    next_meeting: date | None
    calendar_of: Callable[[Person], SchoolCalendar]

    def otherwise(self, person: Person) -> date:
        """The day where none is said: the next meeting's, or three weeks on, when their school teaches."""
        day = self.next_meeting or self.today + WITHOUT_A_DATE
        return WorkingDays((), self.calendar_of(person)).on_or_after(day)


def read(text: str, members: Sequence[Person], others: Sequence[Person], when: When) -> list[Commitment]:
    """Each line's; Unreadable, naming the line, where one cannot be. Members are known by a first name."""
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        words = _BULLET.sub("", " ".join(plain(line).split()))
        if words:
            found.append(_commitment(words, f"Line {number}", members, others, when))
    if len(found) > MOST:
        raise Unreadable(f"That is {len(found)} actions. Please keep to the {MOST} that matter most.")
    return found


def write(commitments: Iterable[Commitment], people: Mapping[PersonId, Person]) -> str:
    """One line each, as `read` takes them."""
    named = [each for each in commitments if each.person in people]
    return "\n".join(
        f"{called(people[each.person], people.values())}: {said(each.text, each.by)}" for each in named
    )


def said(text: str, by: date) -> str:
    """ "try talk tactics by 28 November 2026"."""
    return f"{text} by {by.day} {by:%B %Y}"


def why_not(day: date, today: date, calendar: SchoolCalendar) -> str | None:
    """Why nothing can be asked on that day, in half a sentence; None where it can."""
    if day < today:
        return f"{_day(day)} is past"
    if day > today + FURTHEST:
        return f"{_day(day)} is more than a year away"
    if not calendar.is_teaching(day):
        after = WorkingDays((), calendar).on_or_after(day)
        off = "a weekend" if day.weekday() > 4 else "a holiday"
        return f"{_day(day)} is in {off}. The next school day is {_day(after)}"
    return None


def whom(words: str, members: Sequence[Person], others: Sequence[Person]) -> tuple[Person, ...]:
    """Whom a name means, with or without the school after a comma: one, none, or several.

    A first name is enough for a member; anybody else is known by the whole name.
    """
    wanted = _plainly(words)
    ways: tuple[tuple[Sequence[Person], Callable[[Person], bool]], ...] = (
        (members, lambda each: wanted in (_plainly(each.name), _plainly(f"{each.name}, {each.school_name}"))),
        (members, lambda each: wanted == _plainly(each.name).partition(" ")[0]),
        (others, lambda each: wanted in (_plainly(each.name), _plainly(f"{each.name}, {each.school_name}"))),
    )
    return next((found for among, fits in ways if (found := tuple(filter(fits, among)))), ())


def one(words: str, members: Sequence[Person], others: Sequence[Person]) -> Person:
    """The one who is meant; Unreadable with the way on where it is nobody, or could be several."""
    found = whom(words, members, others)
    if len(found) == 1:
        return found[0]
    if not found:
        raise Unreadable(f"I know nobody called “{words[:60]}” here. Please write their whole name.")
    first = found[0]
    if all(_plainly(each.name) == _plainly(first.name) for each in found):
        example = f"{first.name}, {first.school_name}" if first.school_name else first.name
        raise Unreadable(f"There are {len(found)} called {first.name}. Please add the school: “{example}”.")
    several = " or ".join(each.name for each in found[:3])
    raise Unreadable(f"“{words}” could be {several}. Please write the whole name.")


def _commitment(
    words: str, where: str, members: Sequence[Person], others: Sequence[Person], when: When
) -> Commitment:
    try:
        person, rest = _parted(words, members, others)
    except Unreadable as problem:
        raise Unreadable(f"{where}: {problem}") from None
    what, day = _dated(rest, where, person, when)
    if not what:
        raise Unreadable(f"{where} says nothing that {person.name} will do.")
    if len(what) > LONGEST:
        raise Unreadable(f"{where} has {len(what)} characters. Please keep it to {LONGEST}.")
    return Commitment(person.id, what, day)


def _parted(words: str, members: Sequence[Person], others: Sequence[Person]) -> tuple[Person, str]:
    """Who, and the rest of the line: the first place that parts a known name from it."""
    parts = list(_AFTER_THE_NAME.finditer(words))
    for part in parts:
        if len(found := whom(words[: part.start()], members, others)) == 1:
            return found[0], words[part.end() :].strip()
    if not parts:
        raise Unreadable("please begin with a name and a colon, as in “Ada Example: try talk tactics”.")
    one(words[: parts[0].start()], members, others)
    raise AssertionError("a name that means one person was found above")


def _dated(words: str, where: str, person: Person, when: When) -> tuple[str, date]:
    """What they will do, and by when."""
    words = re.sub(r"^(?:will|to)\s+", "", words)
    parted = _BY.match(words)
    if parted is None:
        return words.rstrip(" ."), when.otherwise(person)
    calendar = when.calendar_of(person)
    day = _day_meant(parted["when"], calendar, person, when)
    if day is None:
        if looks_like_a_date(parted["when"]):
            raise Unreadable(f"{where}: I can't read the date “{parted['when'][:40]}”. Try “28 November”.")
        return words.rstrip(" ."), when.otherwise(person)  # "try talk by tables"
    if problem := why_not(day, when.today, calendar):
        raise Unreadable(f"{where}: {problem}.")
    return parted["what"].strip(" ,;(–—-"), day


def _day_meant(words: str, calendar: SchoolCalendar, person: Person, when: When) -> date | None:
    said_ = words.casefold().strip().removeprefix("the ")
    if said_ == "next meeting":
        return when.otherwise(person)
    if said_ in ("half-term", "half term", "end of half-term", "end of half term", "end of term"):
        now = calendar.part_of(when.today)
        if now is None:
            return when.otherwise(person)
        term = [each for each in calendar.parts if (each.year, each.term) == (now.year, now.term)]
        return term[-1].last if said_ == "end of term" else now.last
    return date_in(said_, when.today)


def called(person: Person, among: Iterable[Person]) -> str:
    """Their name, with the school where somebody else among these has the same."""
    alike = any(each.id != person.id and _plainly(each.name) == _plainly(person.name) for each in among)
    return f"{person.name}, {person.school_name}" if alike and person.school_name else person.name


def _day(of: date) -> str:
    return f"{of:%A} {of.day} {of:%B}"


def _plainly(words: str) -> str:
    return " ".join(unaccented(plain(words)).casefold().replace(".", "").split())
