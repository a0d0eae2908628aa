"""Links: found in a message, cleaned, compared, sorted and named, without looking any of them up.

in a message          finding
an address's parts    address
known places          services, with services.yaml
the kept address      cleaning ← unwrapping
the same resource     sameness
what it is for us     sorting
a name for it         naming
"""

from handlers.rules.links.cleaning import clean
from handlers.rules.links.finding import Found, found, said, without
from handlers.rules.links.naming import title_from, words_from
from handlers.rules.links.sameness import same_as
from handlers.rules.links.sorting import holds_pupils, is_noise, is_ours, needs_sign_in

__all__ = [
    "Found",
    "clean",
    "found",
    "holds_pupils",
    "is_noise",
    "is_ours",
    "needs_sign_in",
    "said",
    "same_as",
    "title_from",
    "without",
    "words_from",
]
