"""How the cycle's pages look: a room among our pages, with a style sheet and without a script."""

import re
from pathlib import Path

from bot.web.inside.look import Room

CYCLE = Room(
    path="/cycle",
    own=re.compile(r"/cycle(?:/(?:trust|(?:network|case)/\d{1,18}))?(?:\?[\w%+=&.~-]{0,300})?"),
    folder=Path(__file__).parent,
    frame="cycle.html",
    name="What we try",
    about="What your networks try, and where each school stands with it.",
    say="cycle network",
    press="See the picture",
    back="See my networks",
)
