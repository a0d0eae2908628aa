"""The shelf: what the resources of a library are found by, and the index that finds them.

terms   a resource's own words and what they are about, as short text, made once when it changes
asking  what a search must be about, and the limits said in plain words
index   a trust's resources in memory: lists for each term, masks for each limit
best    which of them answer a search, and in which order
"""

from handlers.rules.shelf.terms import edition, terms_from, terms_of

__all__ = ["edition", "terms_from", "terms_of"]
