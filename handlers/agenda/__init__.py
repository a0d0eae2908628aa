"""Agenda: a network's meetings, from the first date to what came of them.

Ada  /agenda maths autumn
bot  Maths leads, Tuesday 3 November 2026, 15:45: a draft of 60 minutes     [Post it] [Edit] …

The rooms, each importing only those before it:
capability ← seen, words, gathering ← sketch ← framework ← drafting, circle, suggesting ← posted, editing,
deciding ← posting, moving, doing, record, unnaming ← later, after ← wrapping ← desk, reminding ← planning,
before ← command.
"""

from handlers.agenda import before, command, desk, posting, reminding, unnaming
from handlers.agenda.capability import agenda

__all__ = ["agenda", "before", "command", "desk", "posting", "reminding", "unnaming"]
