"""The shelf: what the resources of a library are found by, and the index that finds them.

terms  a resource's own words and what they are about, as short text, made once when it changes
"""

from handlers.rules.shelf.terms import edition, terms_of

__all__ = ["edition", "terms_of"]
