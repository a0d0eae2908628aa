"""How the library's pages look: a room among our pages, with its own style sheet and one small script."""

import re
from pathlib import Path

from bot.web.inside.look import Room

LIBRARY = Room(
    path="/library",
    own=re.compile(r"/library(?:/(?:mine|add|(?:r|network|practice)/\d{1,18}))?(?:\?[\w%+=&.~-]{0,900})?"),
    folder=Path(__file__).parent,
    frame="library.html",
    name="Your trust’s library",
    about="What your networks share, kept, checked and found again.",
    say="library",
    press="Open the library",
    back="Search the library",
)
html = LIBRARY.html
