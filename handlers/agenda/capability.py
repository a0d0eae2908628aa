"""The capability itself, which every room of this folder adds to."""

from handlers.capability import Capability

agenda = Capability("agenda", about="Your networks' meetings: agenda, answers, what came of them")
