"""Resources as plain values for the templates."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from bot.web.library.asked import Asked
from handlers.library.story import Story
from handlers.library.words import FILTERS, KINDS, where_from
from handlers.rules.sought import Facet, Found, Order, chosen
from handlers.rules.vocabulary import vocabulary
from handlers.talk import LOCAL
from storage.records import Kind, Resource

View = dict[str, Any]

#: Here also those that nobody chooses from a list.
NAMED = {**FILTERS, "small_schools": "Small schools", "archived": "Archived"}
#: Offered without a number: to count it each time would cost as much as the search.
SMALL = Facet("small_schools", (("1", "Used in schools under 100 pupils", 0),))


@dataclass(frozen=True, slots=True)
class Tag:
    """What a resource is about, and the search for more of it."""

    label: str
    url: str


def tags(resource: Resource) -> tuple[Tag, ...]:
    named = [("topic", each) for each in (*resource.topics, *resource.subjects)]
    named += [("phase", each) for each in resource.phases]
    return tuple(Tag(vocabulary().label(each), Asked().with_filter(name, each).url) for name, each in named)


def line(story: Story) -> View:
    """One resource in a list: what it is, where from, who to ask, how sure one can be of it."""
    resource = story.resource
    first = next(iter(story.shared), None)
    return {
        "url": f"/library/r/{resource.id}",
        "title": resource.title,
        "kind": KINDS[resource.kind],
        "site": where_from(resource),
        "about": _about(story),
        "tags": tags(resource)[:4],
        "who": first,
        "is_joint": len({(each.who, each.school) for each in story.shared}) > 1,
        "helped": next(iter(story.helped), None),
        "helped_count": story.helped_count,
        "checked": story.checked,
        "is_checked": story.is_checked,
        "is_dead": resource.is_dead,
        "is_archived": resource.archived_at is not None,
    }


def _about(story: Story) -> str:
    """What it is for, as somebody says; of a case study, what was done."""
    if story.worked:
        return next((answer for _, answer in story.worked.answers), "")
    return next((each.purpose for each in story.shared if each.purpose), story.resource.description)


def results(of: Asked, found: Found, told: tuple[Story, ...]) -> View:
    """What a search came to, how it may be narrowed, and the ways through it."""
    last = of.start + len(told)
    return {
        "lines": [line(each) for each in told],
        "total": found.total,
        "count": counted(found.total, fits=found.fits),
        "first": of.start + 1,
        "last": last,
        "facets": facets(of, found),
        "chosen": [
            {"label": _label(name, value, found), "url": of.with_filter(name, "").url}
            for name, value in chosen(of.filters).items()
        ],
        "orders": [
            {"label": label, "url": _ordered(of, order).url, "is_on": of.order is order}
            for order, label in ((Order.BEST, "Best first"), (Order.NEWEST, "Newest first"))
        ],
        "before": _page(of, -1).url if of.page > 1 else "",
        "after": _page(of, 1).url if last < found.total else "",
        "all": of.url,
    }


def counted(total: int, *, fits: bool = True) -> str:
    if total and not fits:
        return (
            "Nothing on that yet. This comes near" if total == 1 else "Nothing on that yet. These come near"
        )
    return "Nothing found" if not total else "1 resource" if total == 1 else f"{total:,} resources"


def facets(of: Asked, found: Found) -> list[View]:
    on = chosen(of.filters)
    return [
        {
            "name": facet.filter,
            "label": NAMED[facet.filter],
            "options": [
                {
                    "id": f"{facet.filter}-{value}".replace(".", "-"),
                    "label": label,
                    "count": count,
                    "is_on": on.get(facet.filter) == value,
                    "url": of.with_filter(facet.filter, "" if on.get(facet.filter) == value else value).url,
                }
                for value, label, count in facet.options
            ],
        }
        for facet in (*found.facets, SMALL)
        if found.total and facet.filter in NAMED
    ]


def _label(name: str, value: str, found: Found) -> str:
    """What a filter that is set is called: as its facet says it, or by itself where it left nothing."""
    options = {(facet.filter, each): label for facet in found.facets for each, label, _ in facet.options}
    if (name, value) in options:
        return options[name, value]
    if name == "kind":
        return KINDS[Kind(value)]
    return vocabulary().label(value) or value if name in ("topic", "phase") else NAMED[name]


def _ordered(of: Asked, order: Order) -> Asked:
    return Asked(of.words, of.filters, order)


def _page(of: Asked, by: int) -> Asked:
    return Asked(of.words, of.filters, of.order, of.page + by)


def on(moment: datetime) -> date:
    return moment.astimezone(LOCAL).date()
