"""Introductions: two colleagues are put in touch once both want it.

bot  Ada Example would like to meet you
     “who else is tackling mixed-age KS1?”      [Yes, introduce us] [Not now] [No, thanks]
Jo   presses Yes
bot  (to both) Ada and Jo, meet each other
bot  (ten working days later, to each) Did you and Jo meet?      [Yes, we met]
bot  Did it help?                                                [Yes] [A little] [Not really]

Any capability may begin one; this is the only one that the others import.
"""

from handlers.introductions import bringing, follow_up
from handlers.introductions.asking import begin, standings, take_up
from handlers.introductions.capability import introductions

__all__ = ["begin", "bringing", "follow_up", "introductions", "standings", "take_up"]
