"""A search as it stands in an address, read and written: nothing is kept of it anywhere else."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any
from urllib.parse import urlencode

from handlers.rules.sought import Filters, Order
from storage.records import Kind, NetworkId, PracticeId

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
        return replace(self, filters=replace(self.filters, **{name: _value(name, value)}), page=1)


def asked(query: Mapping[str, str]) -> Asked:
    """What cannot be read is left out: an address is easily cut short."""
    page, order = query.get("page", ""), query.get("order", "")
    return Asked(
        query.get("q", "").replace("\x00", "").strip()[:LONGEST],
        Filters(**{each.name: _value(each.name, query.get(each.name, "")) for each in fields(Filters)}),
        Order(order) if order in set(Order) else Order.BEST,
        max(1, min(int(page), LAST_PAGE)) if _is_number(page) else 1,
    )


def pairs(of: Asked) -> list[tuple[str, str]]:
    """Name and value of each part that is not as it is by itself."""
    found = [("q", of.words)] if of.words else []
    found += [(name, value) for name, value in chosen(of.filters)]
    found += [("order", of.order)] if of.order is not Order.BEST else []
    return found + ([("page", str(of.page))] if of.page > 1 else [])


def chosen(filters: Filters) -> list[tuple[str, str]]:
    """The filters that are set, as they stand in an address."""
    every = ((each.name, getattr(filters, each.name)) for each in fields(Filters))
    return [(name, "1" if value is True else str(value)) for name, value in every if value]


def _value(name: str, text: str) -> Any:  # noqa: ANN401  as the filter has it
    match name:
        case "network":
            return NetworkId(int(text)) if _is_number(text) else None
        case "practice":
            return PracticeId(int(text)) if _is_number(text) else None
        case "kind":
            return Kind(text) if text in set(Kind) else None
        case "checked" | "small_schools" | "archived":
            return text == "1"
        case _:
            return text[:100]


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 19
