"""Networks: mine, all of the trust's, who is in each from which school, and how each is looked after.

Ada  networks
bot  Your networks: KS1 network, next on Tue 3 Nov, 11 members      [Open]
Ada  networks sendco
bot  SENDCO network: Alison Frost, Thorpe Green …      [Join]
Ada  who is in the attendance group?

The rooms, each importing only those before it:
capability ← coming, people ← making, quality ← pack ← handing_over ← page ← suggested, gaps
← mine, linking ← command. What the house itself begins: unheard.
"""

from handlers.networks.capability import networks
from handlers.networks.command import WHO_IS_IN
from handlers.networks.unheard import tell_who_leads

__all__ = ["WHO_IS_IN", "networks", "tell_who_leads"]
