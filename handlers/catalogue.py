"""Every capability, in the order `help` shows."""

from handlers.capability import Capability

CAPABILITIES: tuple[Capability, ...] = ()
