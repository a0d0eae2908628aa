"""Peers: find colleagues in similar roles or contexts, and meet them.

Ada  who else is tackling mixed-age KS1?
bot  Colleagues to meet
     Jo Example, Fenside Primary School
     also teaches Y1/2 · mixed-age classes like yours              [Introduce us]
     [Show others]

`find.py` chooses the road, `answer.py` draws the colleagues; each other room is one more thing that can be
asked, or pressed when the answer was not enough.
"""

from handlers.peers import find, started
from handlers.peers.capability import peers

__all__ = ["find", "peers", "started"]
