"""A search as it stands in an address, read and written: nothing is kept of it anywhere else."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from handlers.rules.sought import Filters, Order, chosen, filters_of

PAGE = 20  # resources shown at once: three screens of a phone
LONGEST = 300  # characters of a search
LAST_PAGE = 500
NO_FILTERS = Filters()


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody looks for, and which page of it."""

    words: str = ""
    filters: Filters = NO_FILTERS
    order: Order = Order.BEST
    #: From 1.
    page: int = 1

    @property
    def start(self) -> int:
        return (self.page - 1) * PAGE

    @property
    def is_empty(self) -> bool:
        """Nothing is asked for yet."""
        return self == Asked()

    @property
    def url(self) -> str:
        query = urlencode(pairs(self))
        return f"/library?{query}" if query else "/library"

    def with_filter(self, name: str, value: str) -> "Asked":
        """The same with one filter set, or taken away by ""; from the first page."""
        return replace(self, filters=filters_of(chosen(self.filters) | {name: value}), page=1)


def asked(query: Mapping[str, str]) -> Asked:
    """What cannot be read is left out: an address is easily cut short."""
    page, order = query.get("page", ""), query.get("order", "")
    return Asked(
        query.get("q", "").replace("\x00", "").strip()[:LONGEST],
        filters_of(query),
        Order(order) if order in set(Order) else Order.BEST,
        max(1, min(int(page), LAST_PAGE)) if re.fullmatch(r"[0-9]{1,9}", page) else 1,
    )


def pairs(of: Asked) -> list[tuple[str, str]]:
    """Name and value of each part that is not as it is by itself."""
    found = [("q", of.words)] if of.words else []
    found += chosen(of.filters).items()
    found += [("order", of.order)] if of.order is not Order.BEST else []
    return found + ([("page", str(of.page))] if of.page > 1 else [])
