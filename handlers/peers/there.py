"""What goes on in one school, and who is who there.

Ada  what's Oakfield doing on oracy?
bot  Oakfield on that
     Priya Example, English Lead: working on “Voice 21, year two”      [Introduce us]
"""

from collections.abc import Sequence
from dataclasses import replace

from handlers.peers.correcting import HEADS
from handlers.peers.drawing import Drawing, Drawn
from handlers.rules import roles, titles
from handlers.rules.named import as_said
from handlers.rules.needs import Needs
from handlers.rules.reasons import short
from handlers.talk import Button, Card, Item, Note, Text
from storage.records import Person, School

SHOWN = 3


def at(drawing: Drawing, *, doing: bool) -> Drawn | None:
    """The school's people with what they say; None where the ordinary answer says it as well."""
    directory = drawing.colleagues.directory
    named = directory.names.schools_named(drawing.sought.text)
    if not named:
        return None
    school, own = named[0].schools[0], directory.own_school(drawing.me)
    if own is not None and any(each.id == own.id for each in named[0].schools):
        school = own
    elif len(named[0].schools) > 1:
        return Drawn(which_of_them(named[0].schools), ())
    if not doing and school != own:
        return None
    staff = {person.id: person for person in drawing.staff(school.id)}
    needs = Needs(drawing.sought, directory.names.words_of(school))
    if needs.anything:
        visitor = replace(drawing.me, school=None)  # in their own school, too, everybody is looked at
        matches = drawing.working_on(drawing.sought, visitor, len(staff))
        people = [match.person for match in matches if match.person.id in staff]
    else:
        people = [each for each in staff.values() if each.working_on or each.can_help_with]
        people.sort(key=lambda each: not each.working_on)
    name = as_said(school.name)
    start = drawing.start if drawing.start < len(people) else 0
    items = [drawing.item(each.name, _words(each), each) for each in people[start : start + SHOWN]]
    if not people:
        head = _head(list(staff.values()))
        know = [drawing.item(f"{head.name} may know", (head.job_title,), head)] if head else []
        return Drawn(nothing_said(name, know, drawing.said, topical=needs.anything), [head] if head else ())
    card = what_they_say(name, items, drawing.said, drawing.others(SHOWN, len(people)), mine=school == own)
    return Drawn(card, people)


def _words(person: Person) -> tuple[str, ...]:
    """What somebody says, as theirs."""
    return (
        person.job_title,
        f"Working on: “{short(person.working_on)}”" if person.working_on else "",
        f"Can help with: “{short(person.can_help_with)}”" if person.can_help_with else "",
    )


def _head(staff: Sequence[Person]) -> Person | None:
    """Whoever leads the school, if they can be found."""
    return next(
        (each for each in staff if roles.loss(HEADS, (), titles.read(each.job_title)) == roles.SAME), None
    )


# ------------------------------------------------------------------ cards


def what_they_say(
    name: str, items: Sequence[Item], said: str, others: Sequence[Button], *, mine: bool
) -> Card:
    return Card(
        f"At {name}",
        *((Text("That is your own school, so you need no introduction."),) if mine else ()),
        *((Text(said),) if said else ()),
        *items,
        *others,
        Note("In their own words. Colleagues who prefer not to be found are not shown."),
    )


def nothing_said(name: str, know: Sequence[Item], said: str, *, topical: bool) -> Card:
    what = "that" if topical else "what they are working on"
    return Card(
        f"Nobody at {name} has told me {what}",
        *((Text(said),) if said else ()),
        *know,
        Note("Ask without the school's name, and I look in every school."),
    )


def which_of_them(schools: Sequence[School]) -> Card:
    names = " or ".join(school.name for school in schools)
    return Card("Which of them do you mean?", Text(f"{names}? Please ask again with the whole name."))
