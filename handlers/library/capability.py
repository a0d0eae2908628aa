"""The capability itself, which every room of this folder adds to."""

from handlers.capability import Capability

library = Capability("library", about="What your networks share, kept, checked and found again")
