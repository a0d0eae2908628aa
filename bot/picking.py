"""A message that somebody picked: the form it was picked for, with as much of it as that form takes."""

from bot.incoming import Opened
from handlers.library.saving import carried, save
from handlers.rules import links

#: Characters of a message's words that go into a form.
QUOTED = 500


def picked(form: str, words: str, text: str) -> Opened:
    """`words` are what a person reads of it, `text` is the message as its platform writes it."""
    if form != save.name:
        return Opened(form, {"words": words[:QUOTED]})
    found = links.found(text)
    return Opened(form, {"words": carried(found, found[0].words if found else words)})
