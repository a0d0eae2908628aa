"""The library: links shared in passing become what the trust knows.

Ada  (in Maths leads) This unpicks mixed-age fractions well: https://www.ncetm.org.uk/…
bot  (to Ada alone) Saved to Maths leads                              [Edit] [Not this one]
Bo   library mixed-age fractions
bot  Mixed-age fractions · NCETM · shared by Ada, Ashdown               [Ask Ada] [Save]
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
    "used",
    "visiting",
]
