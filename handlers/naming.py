"""How a colleague is named on a card: the same wherever one is shown."""

from collections.abc import Iterable

from handlers.rules.cutting import cut
from handlers.talk import Button, Item
from storage.records import Person

OPTION = 75  # characters that Slack shows of a choice


def workplace(person: Person) -> str:
    """Their school; whoever has none works for all of them."""
    return person.school_name or "central team"


def at_work(person: Person) -> str:
    """ "Jo Example, Fenside Primary School"."""
    return f"{person.name}, {workplace(person)}"


def to_choose(person: Person) -> tuple[str, str]:
    """One of a form's choices: by their id, said with their school."""
    return str(person.id), cut(at_work(person), OPTION)


def whereabouts(person: Person) -> str:
    """ "SENDCo, Fenside Primary School"."""
    return ", ".join(filter(None, (person.job_title, workplace(person))))


def entry(person: Person, reasons: Iterable[str], *button: Button, done: str = "") -> Item:
    """A colleague in a list: why they fit, and the way to meet them or what has been done about it."""
    title_says = person.job_title.casefold()  # a reason that only repeats it tells nothing
    told = (f"· {each}" for each in reasons if each.casefold() not in title_says)
    lines = (person.job_title, *told, f"✓ {done}" if done else "")
    return Item(at_work(person), "\n".join(filter(None, lines)), *button)
