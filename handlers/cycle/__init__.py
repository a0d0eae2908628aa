"""The improvement cycle: from a problem to a decision, in one tap a fortnight.

Ada  cycle start
bot  Oracy in Year 3 · Explore                      [Add evidence] [We spoke to a school] [More…]
bot  (a fortnight later) Oracy in Year 3: what did you try, what happened?
                                                    [On track] [Slower] [Stuck] [Done] [Not now]

The rooms, each importing only those before it:
what all of them need      capability, words, ahead (days to come), grouped, said (what may follow `cycle`);
                           seen (a run that came with a button, who may change it)
what happens to a run      replanning, hushing ← doing ← cards, where every room offers what it can do
a decision, as it is read  decided ← tried (found again)
from stage to stage        evidence, planning, rounds, moving, story
who is in it               inviting ← leading, others ← starting ← mine
what is decided            copying ← sharing, rollout; stopping ← deciding, confirming; keeping, case
when somebody is asked     asked ← rhythm, stuck ← answering ← nudging; tending
the word itself            command ← typed (an answer without a tap)
seen together              network ← trust
a group looks into it      commissioned/
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
    typed,
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
    putting_right,
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
    "putting_right",
    "reminding",
    "rhythm",
    "rollout",
    "rounds",
    "story",
    "stuck",
    "tending",
    "tried",
    "trust",
    "typed",
]
