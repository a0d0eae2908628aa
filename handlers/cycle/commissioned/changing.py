"""Changing: who else looks into it, who decides, and by when."""

from collections.abc import Sequence

from handlers.cycle.capability import cycle
from handlers.cycle.commissioned.cards import enquiry_card, offers
from handlers.cycle.commissioned.filling_in import (
    WHO,
    at_the_table,
    decider_in,
    report_on_in,
    who_decides,
)
from handlers.cycle.commissioned.joining import invitations
from handlers.cycle.commissioned.seen import Seen, to_change
from handlers.cycle.commissioned.telling import to_the_decider
from handlers.dates import day
from handlers.talk import Answers, Button, Form, Reply, Request, TextField, given
from storage.records import EnquiryId, EnquiryState
from storage.store import Store


@offers(60)
async def changing(seen: Seen, request: Request, store: Store) -> Sequence[Button]:
    if not (seen.may_change and seen.is_open):
        return ()
    return (change.button("Change it", enquiry=seen.enquiry.id),)


@cycle.form("cycle.change_question")
async def change(request: Request, store: Store, *, enquiry: EnquiryId) -> Form:
    """Who else looks into it, and by when; who decides, and by when."""
    seen = await to_change(enquiry, request, store)
    found = seen.enquiry
    decider = await store.people.find(found.decides, trust=found.trust) if found.decides else None
    of_a_group = (
        TextField("who", "Who else looks into it?", hint=WHO, multiline=True, optional=True, max_length=1000),
        TextField("report_on", "When do they report?", day(found.report_on), max_length=40),
    )
    return change.form(
        "Change it",
        found.question,
        (
            *(of_a_group if found.state is EnquiryState.ASKED else ()),
            *who_decides(decider, found.decide_by),
        ),
        "Save",
        enquiry=enquiry,
    )


@change.filled
async def changed(request: Request, store: Store, answers: Answers, *, enquiry: EnquiryId) -> Reply:
    """Whoever is new is told; whoever decides no more hears nothing further."""
    seen = await to_change(enquiry, request, store)
    found, in_group = seen.enquiry, seen.enquiry.state is EnquiryState.ASKED
    further = await at_the_table(answers, seen.network, request, store, seen) if in_group else ()
    report_on = found.report_on
    if in_group and given(answers, "report_on") != day(report_on):
        report_on = await report_on_in(answers, request, store)
    decider, decide_by = await decider_in(answers, seen.network, report_on, found.decide_by, request, store)
    await store.enquiries.change(found, report_on=report_on, decides_id=decider.id, decide_by=decide_by)
    for letters in ("remind", "late", "no-decider", *(("decide",) if decider.id != found.decides else ())):
        await store.outbox.withdraw(found.trust, f"enquiry:{found.id}:{letters}:")
    now = await to_change(enquiry, request, store)
    posts = [
        *await invitations(found, further, request, store),
        *await to_the_decider(now.enquiry, request, store),
    ]
    return Reply(await enquiry_card(enquiry, request, store, "It is changed."), *posts)
