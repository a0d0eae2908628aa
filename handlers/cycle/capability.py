"""The capability itself, which every room of this folder adds to."""

from handlers.capability import Capability

cycle = Capability("cycle", about="From a problem to a decision, in one tap a fortnight")
