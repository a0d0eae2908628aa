"""The capability itself, which every room of this folder adds to."""

from handlers.capability import Capability

networks = Capability("networks", about="Your networks, and who is in them")
