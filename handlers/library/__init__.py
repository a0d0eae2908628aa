"""The library: links shared in passing become what the trust knows.

Ada  (in Maths leads) This unpicks mixed-age fractions well: https://www.ncetm.org.uk/…
bot  (to Ada alone) Saved to Maths leads                              [Edit] [Not this one]
Bo   library mixed-age fractions
bot  Mixed-age fractions · NCETM · shared by Ada, Ashdown               [Ask Ada] [Save]

The rooms, each importing only those before it:
what all of them need      capability, words; seen (one that came with a button, who may change it)
into the library           keeping ← merging ← looked; bringing
what is said of it         story ← cards, where every room offers what it can do ← editing, quiet
found again                searching ← practices; taking and entering for files and pages
kept true                  archiving ← dead, checking ← reviewing
brought back               lately ← digest; used
what worked                telling ← agreeing ← visiting; tried (from a decision of the cycle)
from what people write     settings ← collecting (links posted); saving (share …) ← finding (library …)
"""

from handlers.library import (
    agreeing,
    archiving,
    checking,
    collecting,
    dead,
    digest,
    editing,
    entering,
    finding,
    practices,
    quiet,
    reviewing,
    saving,
    settings,
    telling,
    tried,
    used,
    visiting,
)
from handlers.library.capability import library

__all__ = [
    "agreeing",
    "archiving",
    "checking",
    "collecting",
    "dead",
    "digest",
    "editing",
    "entering",
    "finding",
    "library",
    "practices",
    "quiet",
    "reviewing",
    "saving",
    "settings",
    "telling",
    "tried",
    "used",
    "visiting",
]
