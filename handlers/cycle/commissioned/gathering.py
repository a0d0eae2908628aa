"""Gathering: evidence with its source, then the report in a few sentences, with the options it leaves.

Jo   (presses Add evidence)
Jo   (presses Report) We read with three classes for six weeks …
bot  Thank you. I tell Hannah, and Ada, who decides.
"""

from collections.abc import Sequence
from dataclasses import replace

from handlers.cycle.capability import cycle
from handlers.cycle.commissioned.asking import OPTIONS, OPTIONS_LIMIT
from handlers.cycle.commissioned.cards import enquiry_card, heading, look_at_enquiry, offers
from handlers.cycle.commissioned.filling_in import options_of
from handlers.cycle.commissioned.seen import Seen, the_enquiry, to_add_to, who_asked
from handlers.cycle.commissioned.telling import to_the_decider
from handlers.cycle.evidence import evidence_fields, evidence_in, one_piece
from handlers.cycle.words import GROUPS_ONLY
from handlers.rules.enquiries import in_lines
from handlers.talk import (
    Answers,
    Button,
    Card,
    Form,
    Invalid,
    Item,
    Note,
    Post,
    Refusal,
    Reply,
    Request,
    Text,
    TextField,
    ToPerson,
    given,
)
from storage.records import Enquiry, EnquiryId, EnquiryState, Evidence, EvidenceId, Why
from storage.store import Store

FINDING_LIMIT = 2000  # characters, as in the table
SHOWN = 2  # pieces on a page, with two buttons each: Teams allows six


# ------------------------------------------------------------------ evidence


@offers(40)
async def evidence(seen: Seen, request: Request, store: Store) -> Sequence[Button]:
    found = await store.initiatives.evidence_for(seen.enquiry.id, trust=seen.enquiry.trust)
    id_ = seen.enquiry.id
    return (
        *((add.button("Add evidence", enquiry=id_),) if seen.may_add else ()),
        *((show.button("Evidence", enquiry=id_),) if found else ()),
    )


@cycle.form("cycle.add_finding")
async def add(request: Request, store: Store, *, enquiry: EnquiryId) -> Form:
    await to_add_to(enquiry, request, store)
    intro = "From outside, with its link; or from here: what you have seen or counted."
    return add.form("Add evidence", intro, evidence_fields(), "Add it", enquiry=enquiry)


@add.filled
async def added(request: Request, store: Store, answers: Answers, *, enquiry: EnquiryId) -> Reply:
    seen = await to_add_to(enquiry, request, store)
    await store.initiatives.add_evidence(replace(evidence_in(answers, request), enquiry=seen.enquiry.id))
    return Reply(await enquiry_card(enquiry, request, store, "It is added to the evidence."))


@cycle.action("cycle.findings")
async def show(request: Request, store: Store, *, enquiry: EnquiryId, start: int = 0) -> Reply:
    """All of it, the newest first, a page at a time."""
    return Reply(await _page(await the_enquiry(enquiry, request, store), start, store))


@cycle.action("cycle.take_finding")
async def take_away(request: Request, store: Store, *, enquiry: EnquiryId, evidence: EvidenceId) -> Reply:
    """By whoever added it, or asked the question. Twice is once."""
    seen = await to_add_to(enquiry, request, store)
    found = await store.initiatives.evidence_for(enquiry, trust=request.trust.id)
    piece = next((each for each in found if each.id == evidence), None)
    if piece and not _may_take_away(piece, seen):
        raise Refusal("Only whoever added that, or asked the question, can take it away.")
    if piece:
        await store.initiatives.remove_evidence(piece)
    return Reply(await _page(seen, 0, store))


def _may_take_away(piece: Evidence, seen: Seen) -> bool:
    return seen.is_open and (seen.may_change or piece.by == seen.me)


async def _page(seen: Seen, start: int, store: Store) -> Card:
    found = (await store.initiatives.evidence_for(seen.enquiry.id, trust=seen.enquiry.trust))[::-1]
    start = start if start < len(found) else 0
    following = start + SHOWN if start + SHOWN < len(found) else 0
    return what_speaks(seen, found[start : start + SHOWN], len(found), following)


# ------------------------------------------------------------------ the report


@offers(20)
async def reporting(seen: Seen, request: Request, store: Store) -> Sequence[Button]:
    if not seen.may_add:
        return ()
    asked = seen.enquiry.state is EnquiryState.ASKED
    button = report.button("Report" if asked else "Report and options", enquiry=seen.enquiry.id)
    return (button.primary() if asked and seen.looks_into_it else button,)


@cycle.form("cycle.report")
async def report(request: Request, store: Store, *, enquiry: EnquiryId) -> Form:
    found = (await to_add_to(enquiry, request, store)).enquiry
    return report.form(
        "Report",
        found.question,
        (
            TextField(
                "finding",
                "What did you find?",
                found.finding,
                f"A few sentences. {GROUPS_ONLY}",
                multiline=True,
                optional=True,
                max_length=FINDING_LIMIT,
            ),
            TextField(
                "options",
                "Options to decide between, if there are any",
                in_lines(found.options),
                OPTIONS,
                multiline=True,
                optional=True,
                max_length=OPTIONS_LIMIT,
            ),
        ),
        "Save the report",
        enquiry=enquiry,
    )


@report.filled
async def reported(request: Request, store: Store, answers: Answers, *, enquiry: EnquiryId) -> Reply:
    """In, and told once; put right as often as one likes until it is decided."""
    found = (await to_add_to(enquiry, request, store)).enquiry
    finding, options = given(answers, "finding"), options_of(answers)
    if len(finding) > FINDING_LIMIT:
        raise Invalid(finding=f"Please say it in {FINDING_LIMIT} characters: the evidence has the details.")
    if not finding and not options:
        raise Invalid(finding="Please say what you found, or which options there are.")
    kept = {"finding": finding, "options": [[each.name, each.pros, each.cons] for each in options]}
    await store.enquiries.change(found, **kept)
    if found.state is not EnquiryState.ASKED:
        return Reply(await enquiry_card(enquiry, request, store, "It is kept."))
    await store.enquiries.change(found, state=EnquiryState.REPORTED, reported_on=request.today)
    for letters in ("invite", "remind"):
        await store.outbox.withdraw(found.trust, f"enquiry:{found.id}:{letters}:")
    posts = await _told(replace(found, state=EnquiryState.REPORTED), request, store)
    said = "Thank you. I tell whoever asked, and whoever decides."
    return Reply(await enquiry_card(enquiry, request, store, said), *posts)


async def _told(enquiry: Enquiry, request: Request, store: Store) -> Sequence[Post]:
    """Whoever both asked and decides hears it once."""
    deciding = await to_the_decider(enquiry, request, store)
    hears = {request.person.id, enquiry.decides}
    asking = [each for each in await who_asked(enquiry, store) if each.id not in hears]
    return (
        *deciding,
        *(
            Post(ToPerson(each), it_is_in(enquiry), f"enquiry:{enquiry.id}:in:{each.id}", Why.UNASKED)
            for each in asking
        ),
    )


# ------------------------------------------------------------------ cards


def what_speaks(seen: Seen, shown: Sequence[Evidence], total: int, following: int) -> Card:
    id_ = seen.enquiry.id
    more = show.button("Show others", enquiry=id_, start=following)
    return Card(
        f"Evidence: {heading(seen.enquiry)}",
        *(_item(each, seen) for each in shown),
        *(() if total else (Text("Nothing yet."),)),
        *((more,) if total > SHOWN else ()),
        look_at_enquiry.button("Back", enquiry=id_),
        *((Note(f"{total} in all"),) if total > SHOWN else ()),
    )


def _item(piece: Evidence, seen: Seen) -> Item:
    away = take_away.button("Take it away", enquiry=seen.enquiry.id, evidence=piece.id)
    return one_piece(piece, *((away,) if _may_take_away(piece, seen) else ()))


def it_is_in(enquiry: Enquiry) -> Card:
    return Card(
        f"The report is in: {heading(enquiry)}",
        Text("The group has said what it found. Whoever decides has been told."),
        look_at_enquiry.button("Read it", enquiry=enquiry.id),
    )
