"""Calling off: a question that nobody needs answered any more ends with thanks.

Hannah  (presses Call it off)
bot     (in Jo's weekly message) No longer needed, with thanks: which reading scheme …
"""

from collections.abc import Sequence

from handlers.cycle.capability import cycle
from handlers.cycle.commissioned.cards import enquiry_card, heading, offers
from handlers.cycle.commissioned.seen import Seen, to_change
from handlers.talk import (
    Answers,
    Button,
    Card,
    Form,
    Invalid,
    Post,
    Reply,
    Request,
    Text,
    TextField,
    ToPerson,
    given,
)
from storage.records import Enquiry, EnquiryId, EnquiryState, Why
from storage.store import Store

REASON_LIMIT = 500  # characters, as in the table


@offers(70)
async def calling_off(seen: Seen, request: Request, store: Store) -> Sequence[Button]:
    if not (seen.may_change and seen.is_open):
        return ()
    return (call_off.button("Call it off", enquiry=seen.enquiry.id),)


@cycle.form("cycle.call_off")
async def call_off(request: Request, store: Store, *, enquiry: EnquiryId) -> Form:
    seen = await to_change(enquiry, request, store)
    why = TextField("reason", "Why?", "", "In a line, if you like.", optional=True, max_length=REASON_LIMIT)
    return call_off.form("Call it off", seen.enquiry.question, (why,), "Call it off", enquiry=enquiry)


@call_off.filled
async def called_off(request: Request, store: Store, answers: Answers, *, enquiry: EnquiryId) -> Reply:
    """What was found stays to be read; whoever looked into it, or was to decide, is thanked."""
    seen = await to_change(enquiry, request, store)
    reason = given(answers, "reason")
    if len(reason) > REASON_LIMIT:
        raise Invalid(reason=f"Please say it in {REASON_LIMIT} characters.")
    await store.enquiries.change(seen.enquiry, state=EnquiryState.DROPPED, reason=reason)
    await store.outbox.withdraw(request.trust.id, f"enquiry:{enquiry}:")
    posts = await _thanks(seen, reason, request, store)
    said = "It is called off. I thank everybody who took part."
    return Reply(await enquiry_card(enquiry, request, store, said), *posts)


async def _thanks(seen: Seen, reason: str, request: Request, store: Store) -> Sequence[Post]:
    """Whoever decides is told only once they knew that they would."""
    enquiry = seen.enquiry
    reported = enquiry.state is EnquiryState.REPORTED
    ids = {*seen.members, *((enquiry.decides,) if enquiry.decides and reported else ())}
    return [
        Post(
            ToPerson(each),
            no_longer_needed(enquiry, reason),
            f"enquiry:{enquiry.id}:off:{each.id}",
            Why.UNASKED,
        )
        for each in await store.people.several(ids - {request.person.id}, trust=enquiry.trust)
    ]


# ------------------------------------------------------------------ card


def no_longer_needed(enquiry: Enquiry, reason: str) -> Card:
    return Card(
        f"No longer needed, with thanks: {heading(enquiry)}",
        Text("There is nothing more to do. What was found can still be read: say “cycle questions”."),
        *((Text(reason),) if reason else ()),
    )
