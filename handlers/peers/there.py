"""What goes on in one school, and who is who there.

Ada  what's Oakfield doing on oracy?
bot  Oakfield on that
     Priya Example, English Lead: working on “Voice 21, year two”      [Introduce us]
"""

from collections.abc import Sequence
from dataclasses import replace

from handlers.peers.correcting import HEADS
from handlers.peers.drawing import Drawing, Drawn, which_of_them
from handlers.peers.pages import others, page
from handlers.rules import roles, titles
from handlers.rules.named import as_said
from handlers.rules.needs import Needs
from handlers.rules.reasons import short
from handlers.talk import Button, Card, Item, Note, Text
from storage.records import Person


def at(drawing: Drawing, *, doing: bool) -> Drawn | None:
    """The school's people with what they say; None where the ordinary answer says it as well."""
    schools = drawing.named()
    if len(schools) > 1:
        return which_of_them(schools)
    school = next(iter(schools), None)
    if school is None or not (doing or school.id == drawing.me.school):
        return None
    staff, name = drawing.staff(school.id), as_said(school.name)
    topical = Needs(drawing.sought, drawing.colleagues.directory.names.words_of(school)).anything
    people = _who_do_it(drawing, staff) if topical else _who_say_something(staff)
    if not people:
        head = _head(staff)
        know = [drawing.item(f"{head.name} may know", (head.job_title,), head)] if head else []
        return Drawn(nothing_said(name, know, drawing.said, topical=topical), [head] if head else ())
    here, start = page(people, drawing.start)
    items = [drawing.item(each.name, _words(each), each) for each in here]
    more, mine = others(start, len(people), drawing.more), school.id == drawing.me.school
    return Drawn(what_they_say(name, items, drawing.said, more, mine=mine), people)


def _who_do_it(drawing: Drawing, staff: Sequence[Person]) -> list[Person]:
    """Those who fit what is asked; in one's own school, too, everybody is looked at."""
    visitor = replace(drawing.me, school=None)
    there = {each.id for each in staff}
    matches = drawing.working_on(drawing.sought, visitor, max(1, len(staff)))
    return [match.person for match in matches if match.person.id in there]


def _who_say_something(staff: Sequence[Person]) -> list[Person]:
    """Those who have told what they do, what they work on now before what they can help with."""
    return sorted(
        (each for each in staff if each.working_on or each.can_help_with),
        key=lambda each: not each.working_on,
    )


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
