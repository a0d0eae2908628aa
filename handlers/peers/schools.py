"""Schools like ours: the nearest three, what is shared, what differs, and whom to ask there.

Ada  which schools like ours are working on attendance?
bot  Schools most like yours that work on it
     Deepwell Primary School      [Introduce us]
"""

from collections.abc import Sequence

from handlers.colleagues import asked_for
from handlers.peers.correcting import HEADS, correct_school, may_correct, which_school
from handlers.peers.drawing import Drawing, Drawn, which_of_them
from handlers.peers.pages import others, page
from handlers.rules import alike, around, roles, similarity, titles
from handlers.rules.alike import Neighbour
from handlers.rules.matching import Match
from handlers.rules.named import as_said
from handlers.rules.needs import Needs
from handlers.rules.reading import Reading
from handlers.rules.words import plain
from handlers.talk import Button, Card, Item, Note, Text
from storage.records import Person, School, SchoolId

LOOKED_THROUGH = 300  # people for a topic: enough to reach every school of the largest trust


def like(drawing: Drawing) -> Drawn | None:
    """The schools most like the asker's own, or like the one named; for a topic, those that work on it."""
    directory, named = drawing.colleagues.directory, drawing.named()
    if len(named) > 1:
        return which_of_them(named)
    own = next(iter(named), directory.own_school(drawing.me))
    if own is None:
        return Drawn(which_school(), ())
    topic = _topic(drawing)
    needs = Needs(topic, directory.names.words_of(own))
    whose = "yours" if own.id == drawing.me.school else as_said(own.name)
    near = alike.neighbours(own, directory.schools.values(), needs.weighing, whose=whose)
    shown = _working_on_it(drawing, near, topic) if needs.anything else _all(drawing, near)
    here, start = page(shown, drawing.start)
    items = [drawing.item(*_lines(own, each, person, why), person) for each, person, why in here]
    buttons = (*others(start, len(shown), drawing.more), *_correcting(drawing.me, own))
    card = most_alike(whose, items, drawing.said, buttons, topical=needs.anything, comparable=bool(near))
    return Drawn(card, [person for _, person, _ in shown if person is not None])


#: A neighbour, whom to ask there, and why.
_Shown = tuple[Neighbour, Person | None, str]


def _all(drawing: Drawing, near: Sequence[Neighbour]) -> list[_Shown]:
    return [(each, _to_ask(drawing, each.school), "") for each in near]


def _working_on_it(drawing: Drawing, near: Sequence[Neighbour], topic: Reading) -> list[_Shown]:
    """The neighbours where somebody works on a topic, each with whoever does most."""
    best: dict[SchoolId, Match] = {}
    for match in drawing.working_on(topic, drawing.me, LOOKED_THROUGH):
        if match.school is not None:
            best.setdefault(match.school.id, match)
    there = ((each, best.get(each.school.id)) for each in near)
    return [(each, found.person, next(iter(found.reasons), "")) for each, found in there if found]


def _correcting(me: Person, own: School) -> tuple[Button, ...]:
    if not may_correct(me, own):
        return ()
    name = "our school" if own.id == me.school else as_said(own.name)
    return (correct_school.button(f"Correct {name}", school=own.id),)


def _topic(drawing: Drawing) -> Reading:
    """What the question asks beside likeness: "…working on attendance"."""
    said = plain(drawing.sought.text)
    for one in drawing.colleagues.directory.names.schools_named(said)[:1]:
        said = f"{said[: one.start]}ours{said[one.end :]}"
    return asked_for(around.without_likeness(said), drawing.me)


def _to_ask(drawing: Drawing, school: School) -> Person | None:
    """A colleague in the asker's own role, else whoever leads the school, else anybody who can be found."""
    mine = titles.read(drawing.me.job_title)
    staff = drawing.staff(school.id)

    def far(person: Person) -> tuple[float, int, float]:
        title = titles.read(person.job_title)
        in_role = roles.loss(mine.roles, mine.leads, title) if mine.roles else roles.OTHER
        head = roles.loss(HEADS, (), title)
        return (
            (in_role, -len(mine.years & title.years), head)
            if in_role < roles.CLOSE
            else (roles.OTHER, 0, head)
        )

    return min(staff, key=far, default=None)


def _lines(own: School, near: Neighbour, person: Person | None, why: str) -> tuple[str, tuple[str, ...]]:
    """A neighbour's title and the lines below it."""
    far = similarity.miles(own, near.school)
    told = (
        f"{far:.0f} mile{'' if round(far) == 1 else 's'} away" if far is not None and far >= 0.5 else "",
        f"based on {near.based_on}% of what I compare" if near.based_on is not None else "",
    )
    ask = f"To ask there: {person.name}, {person.job_title}".rstrip(", ") if person else ""
    if person and why and why.casefold() not in person.job_title.casefold():
        ask = f"{ask} · {why}"
    return near.school.name, (
        "Alike: " + " · ".join(near.shared) if near.shared else "",
        f"Different: {near.difference}" if near.difference else "",
        " · ".join(filter(None, told)),
        ask,
    )


# ------------------------------------------------------------------ cards


def most_alike(
    whose: str,
    items: Sequence[Item],
    said: str,
    buttons: Sequence[Button],
    *,
    topical: bool,
    comparable: bool,
) -> Card:
    title = f"Schools most like {whose}" + (" that work on it" if topical and items else "")
    nothing = (
        "No school like it has somebody who says so. Ask without “like ours” and I look everywhere."
        if comparable
        else "There is no other school of its kind in the trust that I know enough of to compare."
    )
    return Card(
        title,
        *((Text(said),) if said else ()),
        *(items or (Text(nothing),)),
        *buttons,
        Note("I compare size, classes, pupils' needs and setting. Never results or inspection grades."),
    )
