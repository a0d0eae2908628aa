"""A message that somebody picked: the form it was picked for, with as much of it as that form takes."""

import json

from bot.incoming import Opened
from handlers.library.saving import save
from handlers.rules import links

#: Characters of a message's words that go into a form.
QUOTED = 500
#: Characters, as JSON, of words with their addresses: a form on Slack carries no more than 3,000 in all.
SAVED = 2_400


def picked(form: str, words: str, text: str) -> Opened:
    """`words` are what a person reads of it, `text` is the message as its platform writes it."""
    return Opened(form, {"words": _with_addresses(words, text) if form == save.name else words[:QUOTED]})


def _with_addresses(words: str, text: str) -> str:
    """The addresses first, none of them cut short, then what was said about them."""
    found = links.found(text)
    kept = ""
    for address in dict.fromkeys(links.clean(each.url) for each in found):
        if len(json.dumps(f"{kept} {address}")) < SAVED:
            kept = f"{kept} {address}".strip()
    room = SAVED - len(json.dumps(kept))
    said = found[0].words if found else words
    while len(json.dumps(said)) > room:
        said = said[: len(said) * 9 // 10]
    return f"{kept} {said}".strip()
