"""Profile: what colleagues can find you for, in your own words, and whether they can find you at all.

Ada  profile
bot  Ada Example, Y1/2 teacher, Elm Park      Working on: …  Can help with: …
     [Edit] [What I'm found for] [Hide me from search]
Ada  presses What I'm found for, then Put it right
bot  Phonics: you can help (your own words)      [Still true] [I can help] [I want help] [Not me] …
bot  (once a year) Is this still true?           [Still true] [Change it]
Ada  hide me from search
bot  You are hidden

`own.py` shows, edits and hides; `topics.py` puts right topic by topic; `freshness.py` asks what still holds.
"""

from handlers.profile import freshness, own
from handlers.profile.capability import profile

__all__ = ["freshness", "own", "profile"]
