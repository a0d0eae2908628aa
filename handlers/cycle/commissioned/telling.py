"""Whoever decides hears that it can be decided, once; whoever asked, that somebody else has to."""

from collections.abc import Sequence

from handlers.cycle.commissioned.cards import heading, look_at_enquiry
from handlers.dates import day
from handlers.talk import Card, Note, Post, Request, Text, ToPerson
from storage.records import Enquiry, EnquiryState, Why
from storage.store import Store


async def to_the_decider(enquiry: Enquiry, request: Request, store: Store) -> Sequence[Post]:
    """Once it can be decided; once a person, whatever is changed after."""
    decider = await store.people.find(enquiry.decides, trust=enquiry.trust) if enquiry.decides else None
    if enquiry.state is not EnquiryState.REPORTED or decider is None or decider.id == request.person.id:
        return ()
    key = f"enquiry:{enquiry.id}:decide:{decider.id}"
    return (Post(ToPerson(decider), you_decide(enquiry), key, Why.UNASKED),)


# ------------------------------------------------------------------ card


def you_decide(enquiry: Enquiry) -> Card:
    by = f" Please decide by {day(enquiry.decide_by)}." if enquiry.decide_by else ""
    return Card(
        f"For you to decide: {heading(enquiry)}",
        Text(f"All that is known is on its card.{by}"),
        look_at_enquiry.button("Open it", enquiry=enquiry.id).primary(),
        Note("One reason in a sentence is enough: others read it."),
    )
