"""Deciding, with the reason; then everybody hears it whom it is for.

Ada  (presses Decide, chooses Scheme A)
bot  Decided: Scheme A. I tell the network in its channel.
bot  (in the channel; for the trust's, in each head's weekly message) Decided: Scheme A        [Noted]
"""

from collections.abc import Mapping, Sequence

from handlers.cycle.capability import cycle
from handlers.cycle.commissioned.cards import enquiry_card, heading, look_at_enquiry, offers
from handlers.cycle.commissioned.noting import announcements
from handlers.cycle.commissioned.seen import Seen, the_enquiry, who_asked
from handlers.talk import (
    Answers,
    Button,
    Card,
    ChoiceField,
    Field,
    Form,
    Invalid,
    Item,
    Post,
    Refusal,
    Reply,
    Request,
    Text,
    TextField,
    ToPerson,
    given,
)
from storage.records import Enquiry, EnquiryId, EnquiryState, Why
from storage.store import Store

CHOSEN_LIMIT, REASON_LIMIT = 200, 500  # characters, as in the table
QUICKER = "A colleague was quicker: this is how it stands now."


@offers(10)
async def deciding(seen: Seen, request: Request, store: Store) -> Sequence[Button]:
    if not (seen.decides and seen.enquiry.state is EnquiryState.REPORTED):
        return ()
    return (choose.button("Decide", enquiry=seen.enquiry.id).primary(),)


@cycle.form("cycle.choose")
async def choose(request: Request, store: Store, *, enquiry: EnquiryId) -> Form:
    found = (await to_decide(enquiry, request, store)).enquiry
    if found.state is not EnquiryState.REPORTED:
        raise Refusal("This is closed already. Say “cycle questions” to see what was decided.")
    fields = fields_of_a_decision(found)
    return choose.form("Decide", found.question, fields, "Decide and tell them", enquiry=enquiry)


@choose.filled
async def chosen(request: Request, store: Store, answers: Answers, *, enquiry: EnquiryId) -> Reply:
    """Once; of two at the same moment the second sees what the first decided."""
    seen = await to_decide(enquiry, request, store)
    if seen.enquiry.state is not EnquiryState.REPORTED:
        return Reply(await enquiry_card(enquiry, request, store, QUICKER))
    decided = decision_in(answers, seen.enquiry)
    await store.enquiries.change(
        seen.enquiry, **decided, state=EnquiryState.DECIDED, decided_on=request.today
    )
    await store.outbox.withdraw(request.trust.id, f"enquiry:{enquiry}:")
    now = await the_enquiry(enquiry, request, store)
    posts = [*await announcements(now, request, store), *await thanks(now, request, store)]
    said = "Decided, thank you. I tell everybody it is for."
    return Reply(await enquiry_card(enquiry, request, store, said), *posts)


async def to_decide(id_: EnquiryId, request: Request, store: Store) -> Seen:
    """Held; for the one who decides."""
    seen = await the_enquiry(id_, request, store, hold=True)
    if not seen.decides:
        raise Refusal("Only whoever was named to decide can do that. Its card has their name.")
    if seen.enquiry.state is EnquiryState.ASKED:
        raise Refusal("The group has not reported yet. You hear from me once it has.")
    return seen


def decision_in(answers: Answers, enquiry: Enquiry) -> Mapping[str, str]:
    """What is decided and why, by column; Invalid beside what is missing, too long or no option any more."""
    chosen, reason = given(answers, "chosen"), given(answers, "reason")
    if enquiry.options and chosen not in {each.name for each in enquiry.options}:
        raise Invalid(chosen="The options have changed. Please open the form again and choose one.")
    if not chosen or len(chosen) > CHOSEN_LIMIT:
        raise Invalid(chosen=f"Please say in {CHOSEN_LIMIT} characters what is decided.")
    if not reason or len(reason) > REASON_LIMIT:
        raise Invalid(reason=f"Please say why, in {REASON_LIMIT} characters at most: everybody reads it.")
    return {"chosen": chosen, "reason": reason}


async def thanks(seen: Seen, request: Request, store: Store) -> Sequence[Post]:
    """To whoever looked into it, and whoever asked."""
    enquiry = seen.enquiry
    looked = await store.people.several(seen.members, trust=enquiry.trust)
    people = {each.id: each for each in (*looked, *await who_asked(enquiry, store))}
    return [
        Post(ToPerson(each), what_came_of_it(enquiry), f"enquiry:{enquiry.id}:outcome:{id_}", Why.UNASKED)
        for id_, each in people.items()
        if id_ != request.person.id
    ]


# ------------------------------------------------------------------ fields and card


def fields_of_a_decision(enquiry: Enquiry) -> tuple[Field, ...]:
    names = tuple((each.name, each.name) for each in enquiry.options)
    what, now = "What do you decide?", enquiry.chosen
    return (
        ChoiceField("chosen", what, names, (now,) if now else ())
        if names
        else TextField("chosen", what, now, "In a sentence", max_length=CHOSEN_LIMIT),
        TextField(
            "reason",
            "Why?",
            enquiry.reason,
            "A sentence or two: everybody it is for reads it",
            multiline=True,
            max_length=REASON_LIMIT,
        ),
    )


def what_came_of_it(enquiry: Enquiry) -> Card:
    return Card(
        f"It is decided: {heading(enquiry)}",
        Item(enquiry.chosen, enquiry.reason),
        Text("Thank you for looking into it: it is decided on what was found."),
        look_at_enquiry.button("Open it", enquiry=enquiry.id),
    )
