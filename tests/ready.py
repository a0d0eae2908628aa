"""Imported by the fork server: what each process would otherwise build anew before the first question."""

from handlers.colleagues import get_ready

get_ready()
