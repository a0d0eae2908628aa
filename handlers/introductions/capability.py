"""The capability that the rooms of this folder write themselves into."""

from handlers.capability import Capability

introductions = Capability("introductions", about="Meet a colleague, once you both say yes")
