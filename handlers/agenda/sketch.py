"""A draft in short, as its facilitator looks over it: when and where, and one line an item."""

from collections.abc import Mapping, Sequence

from handlers.agenda.words import short_day, when
from handlers.rules.cutting import one_line
from handlers.rules.outline import pages
from handlers.talk import LOCAL, Facts, Text
from storage.records import AgendaItem, Meeting, PersonId, Source

DETAIL = 90  # characters of what was filled in: the whole of it is in the preview
PARAGRAPH = 1_800  # characters: what every platform shows whole
FILLED_IN = (
    Source.ACTION,
    Source.QUESTION,
    Source.SUGGESTION,
    Source.RESOURCE,
    Source.PILOT,
    Source.STOPPED,
)


def facts(meeting: Meeting) -> Facts:
    """What is known of it beside its items."""
    posts = meeting.post_at.astimezone(LOCAL) if meeting.post_at else None
    return Facts(
        ("When", when(meeting)),
        *((("Where", meeting.place),) if meeting.place else ()),
        *((("Purpose", meeting.purpose),) if meeting.purpose else ()),
        *((("Posts itself", f"{short_day(posts.date())}, {posts:%H:%M}"),) if posts else ()),
    )


def lines(items: Sequence[AgendaItem], owners: Mapping[PersonId, str]) -> tuple[Text, ...]:
    """ "12 min · Bright spot (Ada Example): number talks every morning", in one text if that holds them."""
    return tuple(map(Text, pages([_line(each, owners) for each in items], PARAGRAPH)))


def _line(item: AgendaItem, owners: Mapping[PersonId, str]) -> str:
    """What was filled in from somewhere is told, too; what the framework says is known."""
    who = f" ({owners[item.owner]})" if item.owner is not None and item.owner in owners else ""
    told = item.detail if item.source in FILLED_IN else ""
    short = one_line(told, DETAIL)
    return f"{item.minutes} min · {item.title}{who}" + (f": {short}" if short else "")
