"""A question that came with a button: looked up again, and who may read and change it.

Read by everybody in the trust, where a network asks by whoever may read what it does. Changed by whoever
asked, that network's facilitators and coordinators. Whoever looks into it adds evidence and reports; the one
who decides decides.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from handlers.talk import Refusal, Request
from handlers.which import leads, may_read, who_looks_after
from storage.records import Enquiry, EnquiryId, EnquiryState, Network, Person, PersonId
from storage.store import Store

UNTIL = timedelta(days=70)  # what is over for longer is reminded of no more, and stays as it is
OPEN = (EnquiryState.ASKED, EnquiryState.REPORTED)


@dataclass(frozen=True, slots=True)
class Seen:
    """A question, and what this person has to do with it."""

    enquiry: Enquiry
    #: Who asks it; None: the trust.
    network: Network | None
    #: Who looks into it.
    members: frozenset[PersonId]
    me: PersonId
    may_change: bool

    @property
    def is_open(self) -> bool:
        return self.enquiry.state in OPEN

    @property
    def looks_into_it(self) -> bool:
        return self.me in self.members

    @property
    def decides(self) -> bool:
        return self.me == self.enquiry.decides

    @property
    def may_add(self) -> bool:
        """Evidence, the report, options."""
        return self.is_open and (self.looks_into_it or self.may_change or self.decides)

    @property
    def whose(self) -> str:
        return self.network.name if self.network else "the trust"


async def the_enquiry(
    id: EnquiryId,  # noqa: A002  it is the id
    request: Request,
    store: Store,
    *,
    hold: bool = False,
) -> Seen:
    """For whoever may read it; Refusal for others, and where it is gone. Held, two follow one another."""
    enquiry = await store.enquiries.find(id, trust=request.trust.id, hold=hold)
    network = await network_of(enquiry, store) if enquiry else None
    if enquiry is None or (network and not await may_read(request.person, network, store)):
        raise Refusal("I can't find that question for you any more. Say “cycle questions” to see others.")
    return Seen(
        enquiry,
        network,
        await store.enquiries.members(enquiry.id, trust=enquiry.trust),
        request.person.id,
        await _may_change(enquiry, request.person, store),
    )


async def to_change(
    id: EnquiryId,  # noqa: A002  it is the id
    request: Request,
    store: Store,
) -> Seen:
    """Held; Refusal for anybody who may not, and where it is over."""
    seen = await the_enquiry(id, request, store, hold=True)
    if not seen.may_change:
        raise Refusal("Only whoever asked this can change it. Please ask them, or a coordinator.")
    must_be_open(seen)
    return seen


async def to_add_to(
    id: EnquiryId,  # noqa: A002  it is the id
    request: Request,
    store: Store,
) -> Seen:
    """Held; for those who look into it, decide or asked."""
    seen = await the_enquiry(id, request, store, hold=True)
    must_be_open(seen)
    if not seen.may_add:
        raise Refusal(
            "Those who look into this add to it. Please tell one of them: its card has their names."
        )
    return seen


def must_be_open(seen: Seen) -> None:
    if not seen.is_open:
        raise Refusal("This question is closed. Its card shows what was decided: say “cycle questions”.")


async def network_of(enquiry: Enquiry, store: Store) -> Network | None:
    if enquiry.network is None:
        return None
    return await store.networks.find(enquiry.network, trust=enquiry.trust)


async def who_asked(enquiry: Enquiry, store: Store) -> Sequence[Person]:
    """Whoever asked; once they have left, who looks after the network, or the trust."""
    trust = enquiry.trust
    asker = await store.people.find(enquiry.asked_by, trust=trust) if enquiry.asked_by else None
    return [asker] if asker else await who_looks_after(enquiry.network, trust, store)


async def _may_change(enquiry: Enquiry, person: Person, store: Store) -> bool:
    if person.coordinator or person.id == enquiry.asked_by:
        return True
    return enquiry.network is not None and await leads(person, enquiry.network, store)
