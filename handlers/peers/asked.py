"""What a question asks for: the same for the answer, for what follows it, and for as long as it stands."""

from handlers.colleagues import asked_for
from handlers.rules.reading import Reading
from storage.records import Person


def sought_by(text: str, refined: tuple[str, ...], asker: Person) -> Reading:
    """What a question asks for, with what was said after it."""
    return asked_for(text, asker)
