"""The improvement cycle: from a problem to a decision, in one tap a fortnight.

Ada  cycle start
bot  Oracy in Year 3 · Explore                      [Add evidence] [Who has tried it?] [On to Prepare]
bot  (a fortnight later) Oracy in Year 3: what did you try, what happened?
                                                    [On track] [Slower] [Stuck] [Done] [Not now]
"""

from handlers.cycle import (
    answering,
    case,
    command,
    confirming,
    deciding,
    evidence,
    inviting,
    keeping,
    leading,
    moving,
    network,
    nudging,
    planning,
    rhythm,
    rollout,
    rounds,
    story,
    stuck,
    tending,
    tried,
    trust,
)
from handlers.cycle.capability import cycle
from handlers.cycle.commissioned import (
    asking,
    calling_off,
    changing,
    choosing,
    gathering,
    joining,
    listing,
    noting,
    overseeing,
    reminding,
)

__all__ = [
    "answering",
    "asking",
    "calling_off",
    "case",
    "changing",
    "choosing",
    "command",
    "confirming",
    "cycle",
    "deciding",
    "evidence",
    "gathering",
    "inviting",
    "joining",
    "keeping",
    "leading",
    "listing",
    "moving",
    "network",
    "noting",
    "nudging",
    "overseeing",
    "planning",
    "reminding",
    "rhythm",
    "rollout",
    "rounds",
    "story",
    "stuck",
    "tending",
    "tried",
    "trust",
]
