"""The capability that the rooms of this folder write themselves into."""

from handlers.capability import Capability

profile = Capability("profile", about="What colleagues can find you for")
