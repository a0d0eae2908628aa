"""The capability that the rooms of this folder write themselves into."""

from handlers.capability import Capability

peers = Capability("peers", about="Find colleagues in other schools who share your role, topic or context")
