"""Joining: who is named is asked, and looks into it once they say yes.

bot  (in Jo's weekly message) Would you look into it with others?      [I'll join] [Not this time]

Whoever says no is not asked again, and nobody is told.
"""

from collections.abc import Iterable, Sequence

from handlers.cycle.capability import cycle
from handlers.cycle.commissioned.cards import enquiry_card, heading, offers
from handlers.cycle.commissioned.filling_in import MOST
from handlers.cycle.commissioned.seen import Seen, the_enquiry
from handlers.cycle.inviting import HOLDS, that_is_fine
from handlers.dates import day
from handlers.talk import Button, Card, Note, Post, Refusal, Reply, Request, Text, ToPerson
from storage.records import Enquiry, EnquiryId, EnquiryState, Person, Why
from storage.store import Store


async def invitations(
    enquiry: Enquiry, people: Iterable[Person], request: Request, store: Store
) -> tuple[Post, ...]:
    """To each who was not asked before; whoever asks needs no question."""
    others = {_key(enquiry, each): each for each in people if each.id != request.person.id}
    before = await store.outbox.written(enquiry.trust, list(others))
    return tuple(
        Post(
            ToPerson(each),
            would_you_look(request.person, enquiry),
            key,
            Why.UNASKED,
            expires=request.now + HOLDS,
        )
        for key, each in others.items()
        if key not in before
    )


def _key(enquiry: Enquiry, person: Person) -> str:
    return f"enquiry:{enquiry.id}:invite:{person.id}"


# ------------------------------------------------------------------ yes, no, and no longer


@cycle.action("cycle.look_into")
async def look_into(request: Request, store: Store, *, enquiry: EnquiryId) -> Reply:
    """Once, however often it is pressed; for those who were asked."""
    seen = await the_enquiry(enquiry, request, store, hold=True)
    if seen.enquiry.state is not EnquiryState.ASKED:
        raise Refusal("The report is in already. Thank you all the same. Say “cycle questions” to read it.")
    if not await store.outbox.written(request.trust.id, [_key(seen.enquiry, request.person)]):
        raise Refusal("Whoever asked this chooses who looks into it. Please ask them to name you.")
    if len(seen.members - {request.person.id}) >= MOST:
        raise Refusal("Enough colleagues have said yes already. Thank you for wanting to help.")
    await store.enquiries.join(seen.enquiry, request.person)
    said = "Thank you. I remind you once before the report is due."
    return Reply(await enquiry_card(enquiry, request, store, said))


@cycle.action("cycle.not_look_into")
async def not_this_time(request: Request, store: Store, *, enquiry: EnquiryId) -> Reply:
    return Reply(that_is_fine())


@offers(80)
async def stepping_down(seen: Seen, request: Request, store: Store) -> Sequence[Button]:
    if not (seen.looks_into_it and seen.enquiry.state is EnquiryState.ASKED):
        return ()
    return (step_down.button("Step down", enquiry=seen.enquiry.id),)


@cycle.action("cycle.step_down")
async def step_down(request: Request, store: Store, *, enquiry: EnquiryId) -> Reply:
    """Without a reason; what they added stays."""
    seen = await the_enquiry(enquiry, request, store, hold=True)
    if seen.enquiry.state is EnquiryState.ASKED:
        await store.enquiries.leave(seen.enquiry, request.person)
        reminder = f"enquiry:{enquiry}:remind:"
        await store.outbox.withdraw(request.trust.id, reminder, person=request.person.id)
    said = "You look into it no more. Thank you for what you did."
    return Reply(await enquiry_card(enquiry, request, store, said))


# ------------------------------------------------------------------ card


def would_you_look(asker: Person, enquiry: Enquiry) -> Card:
    return Card(
        f"Would you look into it? {heading(enquiry)}",
        Text(f"{asker.name} asks a few colleagues for a short report by {day(enquiry.report_on)}."),
        look_into.button("I’ll join", enquiry=enquiry.id).primary(),
        not_this_time.button("Not this time", enquiry=enquiry.id),
        Note("No reason is needed. You can step down at any time."),
    )
