"""Finding questions again: what is looked into, and what was decided.

Ada  cycle questions exam boards
bot  What we look into: One exam board for geography? Decided: AQA        [Open]
Ada  has anyone looked into exam boards?
Ada  what did we decide about marking?
"""

import re
from collections.abc import Sequence

from handlers.cycle.capability import cycle
from handlers.cycle.commissioned.asking import ask, put
from handlers.cycle.commissioned.cards import STANDS, heading, look_at_enquiry
from handlers.cycle.mine import all_of_mine, waits
from handlers.cycle.said import after
from handlers.cycle.tried import show_tried
from handlers.dates import short_day, with_year
from handlers.rules.cutting import one_line
from handlers.rules.enquiries import about
from handlers.rules.problems import named
from handlers.talk import Block, Button, Card, Item, Note, Reply, Request, Text
from storage.records import Enquiry, EnquiryState
from storage.store import Store

SHOWN = 3  # with a button each: with the ways on, Teams' six
CARRIED = 200  # characters of a search that a button carries
IN_A_LINE = 80  # characters of a question among other lines

HAS_ANYONE_LOOKED = re.compile(
    r"\b(?:has|have|did) (?:any(?:one|body)|some(?:one|body)|we|any (?:other )?(?:school|network|group)s?)\b"
    r"(?: \w+)? (?:looked?|looking) into\b(?P<what>.*)",
    re.IGNORECASE,
)
#: Not at a meeting: its notes tell of that.
WHAT_WAS_DECIDED = re.compile(
    r"^(?!.*\b(?:meetings?|agendas?|minutes|notes)\b)\W*(?:so )?"
    r"what (?:did (?:we|the trust|schools)|was|has been|have we) "
    r"(?:\w+ )?(?:decided?|agreed?) (?:about|on)\b(?P<what>.+)",
    re.IGNORECASE,
)


@after("questions")
async def questions(request: Request, store: Store) -> Reply:
    """With words those about it; alone the newest, what is open first."""
    return Reply(await _listed(request.said.strip(), 0, request, store))


@cycle.action("cycle.questions")
async def show_questions(request: Request, store: Store, *, words: str = "", start: int = 0) -> Reply:
    return Reply(await _listed(words, start, request, store))


@cycle.phrase(HAS_ANYONE_LOOKED)
async def has_anyone_looked_into(request: Request, store: Store) -> Reply | None:
    """What a group found and somebody decided; where none did, the ordinary answer."""
    said = HAS_ANYONE_LOOKED.search(request.said)
    words = said["what"].strip(" ?.") if said else ""
    found = about(words, await _readable(request, store)) if words else ()
    return Reply(await _listed(words, 0, request, store)) if found else None


@cycle.phrase(WHAT_WAS_DECIDED)
async def what_was_decided(request: Request, store: Store) -> Reply | None:
    """What a group came to, else what schools came to; of what they try themselves, its own card tells."""
    said = WHAT_WAS_DECIDED.search(request.said)
    words = said["what"].strip(" ?.") if said else ""
    if named(words, [each.initiative for each in await all_of_mine(request, store)]):
        return None
    if about(words, await _readable(request, store)):
        return Reply(await _listed(words, 0, request, store))
    return await show_tried.press(request, store, {"words": words})


@waits(30)
async def to_answer(request: Request, store: Store) -> Sequence[Block]:
    """On everybody's own card."""
    mine = await store.enquiries.open_of(request.person)
    return (
        (Text("\n".join(f"{_to_do(each)}: say “cycle questions”." for each in mine[:SHOWN])),) if mine else ()
    )


async def _listed(words: str, start: int, request: Request, store: Store) -> Card:
    words = words[:CARRIED]
    found = about(words, await _readable(request, store))
    start = start if start < len(found) else 0
    return what_is_looked_into(
        found[start : start + SHOWN], words, start, len(found), await _ways(request, store)
    )


async def _readable(request: Request, store: Store) -> Sequence[Enquiry]:
    """What is mine to do first, then what is open, then what was decided; the newest of each first."""
    closed = await store.networks.closed_to(request.person)
    found = [each for each in await store.enquiries.everyone(request.trust.id) if each.network not in closed]
    mine = {each.id for each in await store.enquiries.open_of(request.person)}
    order = list(EnquiryState)
    return sorted(found, key=lambda each: (each.id not in mine, order.index(each.state)))


async def _ways(request: Request, store: Store) -> Sequence[Button]:
    """For whoever may ask such questions."""
    led = await store.networks.facilitators(request.trust.id)
    if not (request.person.coordinator or any(request.person.id in each for each in led.values())):
        return ()
    return (ask.button("Ask a group"), put.button("Prepare a decision"))


# ------------------------------------------------------------------ card


def what_is_looked_into(
    shown: Sequence[Enquiry], words: str, start: int, total: int, ways: Sequence[Button]
) -> Card:
    following = start + SHOWN
    nothing = "Nobody is looking into anything yet." if not words else "No group has looked into that yet."
    more = (
        (show_questions.button("Show others", words=words, start=following),)
        if following < total
        else (show_questions.button("Show the first again", words=words),)
        if start
        else ()
    )
    return Card(
        "What we look into, and decide together",
        *map(_item, shown),
        *(() if shown else (Text(nothing),)),
        *more,
        *ways,
        Note("What a closed network asks, only its members see."),
    )


def _item(enquiry: Enquiry) -> Item:
    opens = look_at_enquiry.button("Open", enquiry=enquiry.id).aloud(f"Open {heading(enquiry)}")
    return Item(heading(enquiry), _standing(enquiry), opens)


def _standing(enquiry: Enquiry) -> str:
    match enquiry.state:
        case EnquiryState.ASKED:
            return f"{STANDS[enquiry.state]}, until {with_year(enquiry.report_on)}"
        case EnquiryState.DECIDED if enquiry.decided_on:
            return f"{enquiry.chosen} · decided on {with_year(enquiry.decided_on)}"
        case EnquiryState.REPORTED if enquiry.decide_by:
            return f"{STANDS[enquiry.state]}, by {with_year(enquiry.decide_by)}"
        case _:
            return STANDS[enquiry.state]


def _to_do(enquiry: Enquiry) -> str:
    question = one_line(enquiry.question, IN_A_LINE)
    if enquiry.state is EnquiryState.ASKED:
        return f"You look into “{question}”, until {short_day(enquiry.report_on)}"
    return f"You decide “{question}”"
