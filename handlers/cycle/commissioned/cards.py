"""A question's own card: who looks into it, what they found, what was decided, and what one can do with it.

A room adds its buttons with `@offers(rank)`. In each state there are six at most: what Teams shows of a card.
"""

from collections.abc import Awaitable, Callable, Sequence

from handlers.cycle.capability import cycle
from handlers.cycle.commissioned.seen import Seen, the_enquiry
from handlers.dates import day
from handlers.ranked import Ranked, added_by
from handlers.rules.cutting import cut
from handlers.talk import Block, Button, Card, Facts, Item, Note, Quote, Reply, Request, Text
from storage.records import Enquiry, EnquiryId, EnquiryState, Option, PersonId
from storage.store import Store

HEADING = 120  # characters of a question above its card: three lines on a phone

Offer = Callable[[Seen, Request, Store], Awaitable[Sequence[Button]]]
#: What each room can do with a question; low ranks first.
offers = Ranked[Offer]()

STANDS = {
    EnquiryState.ASKED: "A group looks into it",
    EnquiryState.REPORTED: "To be decided",
    EnquiryState.DECIDED: "Decided",
    EnquiryState.DROPPED: "Called off",
}


@cycle.action("cycle.enquiry")
async def look_at_enquiry(request: Request, store: Store, *, enquiry: EnquiryId) -> Reply:
    return Reply(await enquiry_card(enquiry, request, store))


async def enquiry_card(id: EnquiryId, request: Request, store: Store, said: str = "") -> Card:  # noqa: A002
    """As it stands now; `said` is what has just been done."""
    seen = await the_enquiry(id, request, store)
    buttons = await added_by(offers, seen, request, store)
    others = filter(None, (seen.enquiry.asked_by, seen.enquiry.decides))
    people = await store.people.several({*seen.members, *others}, trust=request.trust.id)
    return in_full(seen, {each.id: each.name for each in people}, buttons, said)


# ------------------------------------------------------------------ card


def heading(enquiry: Enquiry) -> str:
    return cut(enquiry.question, HEADING)


def in_full(seen: Seen, names: dict[PersonId, str], buttons: Sequence[Button], said: str) -> Card:
    enquiry = seen.enquiry
    return Card(
        heading(enquiry),
        *((Text(said),) if said else ()),
        *(() if enquiry.state is EnquiryState.DECIDED else (Note(STANDS[enquiry.state]),)),
        *((Text(enquiry.question),) if len(enquiry.question) > HEADING else ()),
        *outcome(enquiry),
        Facts(*_facts(seen, names)),
        *((Quote(enquiry.finding, "what the group found"),) if enquiry.finding else ()),
        *map(_option, enquiry.options),
        *buttons,
    )


def outcome(enquiry: Enquiry) -> tuple[Block, ...]:
    """What was decided, and why; why it was called off."""
    if enquiry.state is EnquiryState.DECIDED:
        return (Item(f"Decided: {enquiry.chosen}", enquiry.reason),)
    dropped = enquiry.state is EnquiryState.DROPPED and enquiry.reason
    return (Text(enquiry.reason),) if dropped else ()


def _facts(seen: Seen, names: dict[PersonId, str]) -> Sequence[tuple[str, str]]:
    enquiry = seen.enquiry
    asker = names.get(enquiry.asked_by, "") if enquiry.asked_by else ""
    decider = names.get(enquiry.decides, "") if enquiry.decides else ""
    pairs = (
        ("Asked by", f"{asker}, for {seen.whose}" if asker else seen.whose),
        ("Looking into it", ", ".join(sorted(names[each] for each in seen.members if each in names))),
        ("Report", _reported(seen)),
        ("Decides", _decided(enquiry, decider)),
    )
    return [pair for pair in pairs if pair[1]]


def _reported(seen: Seen) -> str:
    enquiry = seen.enquiry
    if enquiry.state is EnquiryState.ASKED:
        return f"by {day(enquiry.report_on)}"
    return f"on {day(enquiry.reported_on)}" if enquiry.reported_on else ""


def _decided(enquiry: Enquiry, decider: str) -> str:
    who = decider or "nobody yet"
    if enquiry.decided_on:
        return f"{decider or 'A former colleague'}, on {day(enquiry.decided_on)}"
    if enquiry.state is EnquiryState.DROPPED:
        return ""
    return f"{who}, by {day(enquiry.decide_by)}" if enquiry.decide_by else who


def _option(option: Option) -> Item:
    sides = (("For", option.pros), ("Against", option.cons))
    return Item(option.name, "\n".join(f"{side}: {words}" for side, words in sides if words))
