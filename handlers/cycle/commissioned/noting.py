"""Taking note: each school says that it has seen what was decided, and what it does with it.

bot   (to the head of Fenside) Decided: Scheme A                      [Noted] [Open it]
Hana  (presses Noted)
bot   Noted for Fenside. Thank you.                                   [Say what we do with it]

For a network's it is one of its members at each school; for the trust's the head, or who is named instead.
"""

from collections.abc import Iterable, Mapping, Sequence

from handlers.colleagues import heads_of
from handlers.cycle.capability import cycle
from handlers.cycle.commissioned.cards import enquiry_card, heading, look_at_enquiry, offers, outcome
from handlers.cycle.commissioned.seen import Seen, the_enquiry
from handlers.rules.titles import heads_a_school
from handlers.talk import (
    Answers,
    Button,
    Card,
    Form,
    Invalid,
    Note,
    Post,
    Refusal,
    Reply,
    Request,
    Text,
    TextField,
    ToNetwork,
    ToPerson,
    given,
)
from storage.records import (
    Acknowledgement,
    Enquiry,
    EnquiryId,
    EnquiryState,
    Network,
    Person,
    SchoolId,
    Why,
)
from storage.store import Store

NOTE_LIMIT = 300  # characters, as in the table
KNOWN_BY = 100  # characters of what is decided: whatever they are, a button carries so many
PUT_RIGHT = "This has been put right since. Please look at what is decided now, and note that."


def _key(enquiry: Enquiry, school: SchoolId | None, person: Person) -> str:
    return f"enquiry:{enquiry.id}:school:{school}:{person.id}"


# ------------------------------------------------------------------ told to whom it is for


async def announcements(
    seen: Seen, request: Request, store: Store, others: Iterable[Person] = ()
) -> Sequence[Post]:
    """In the network's channel; where there is none, and for the trust's, to each school's contact.

    `others`: who was asked besides.
    """
    enquiry, network = seen.enquiry, seen.network
    if network and network.id in await store.networks.with_channel(enquiry.trust):
        key = f"enquiry:{enquiry.id}:decided"
        return (Post(ToNetwork(network), would_you_note(enquiry), key, Why.ANSWER),)
    people = {each.id: each for each in (*await contacts(enquiry, network, store), *others)}
    people.pop(request.person.id, None)
    return to_schools(enquiry, people.values())


async def contacts(enquiry: Enquiry, network: Network | None, store: Store) -> Sequence[Person]:
    """Of a network its members at schools; of the trust who leads each school, where that is clear."""
    trust = enquiry.trust
    if network:
        members = await store.networks.members(network.id, trust=trust)
        return [each for each in await store.people.several(members, trust=trust) if each.school]
    return list((await heads_of(trust, store)).values())


def to_schools(enquiry: Enquiry, people: Iterable[Person]) -> Sequence[Post]:
    card = would_you_note(enquiry)
    return [Post(ToPerson(each), card, _key(enquiry, each.school, each), Why.UNASKED) for each in people]


async def already_asked(enquiry: Enquiry, store: Store) -> Sequence[Person]:
    """Whoever was written to for the school where they still are."""
    ids = await store.outbox.reached(enquiry.trust, f"enquiry:{enquiry.id}:school:", will=True)
    people = {
        _key(enquiry, each.school, each): each
        for each in await store.people.several(ids, trust=enquiry.trust)
    }
    return [people[each] for each in await store.outbox.written(enquiry.trust, list(people))]


# ------------------------------------------------------------------ noted


@offers(15)
async def noting(seen: Seen, request: Request, store: Store) -> Sequence[Button]:
    if seen.enquiry.state is not EnquiryState.DECIDED or not await _may_note(seen, request.person, store):
        return ()
    noted = request.person.school in await noted_by(seen.enquiry, store)
    id_ = seen.enquiry.id
    return (say.button("Say what we do with it", enquiry=id_) if noted else _noting(seen.enquiry),)


@cycle.action("cycle.acknowledge")
async def note(request: Request, store: Store, *, enquiry: EnquiryId, chosen: str = "") -> Reply:
    """One tap, for the whole school; whoever was quicker, and their line, stay.

    `chosen`: how what was decided begins, as they read it; where it was put right since, they read it first.
    """
    seen = await _to_note(enquiry, request, store)
    if chosen not in ("", seen.enquiry.chosen[:KNOWN_BY]):
        return Reply(await enquiry_card(enquiry, request, store, PUT_RIGHT))
    if request.person.school not in await noted_by(seen.enquiry, store):
        await _take_note(seen.enquiry, "", request, store)
    return Reply(it_is_noted(seen.enquiry, request.person))


@cycle.form("cycle.acknowledge_line")
async def say(request: Request, store: Store, *, enquiry: EnquiryId) -> Form:
    seen = await _to_note(enquiry, request, store)
    before = request.person.school and (await noted_by(seen.enquiry, store)).get(request.person.school)
    return say.form(
        "What we do with it",
        seen.enquiry.question,
        (
            TextField(
                "line",
                "In a line: what does your school do with it?",
                before.note if before else "",
                "Whoever asked and decided reads it.",
                max_length=NOTE_LIMIT,
            ),
        ),
        "Save",
        enquiry=enquiry,
    )


@say.filled
async def said(request: Request, store: Store, answers: Answers, *, enquiry: EnquiryId) -> Reply:
    seen = await _to_note(enquiry, request, store)
    line = given(answers, "line")
    if len(line) > NOTE_LIMIT:
        raise Invalid(line=f"Please say it in {NOTE_LIMIT} characters: one line is enough.")
    await _take_note(seen.enquiry, line, request, store)
    return Reply(it_is_noted(seen.enquiry, request.person))


async def _take_note(enquiry: Enquiry, line: str, request: Request, store: Store) -> None:
    """Nobody else of that school is asked any more."""
    me = request.person
    if me.school is None:
        return
    await store.enquiries.acknowledge(
        Acknowledgement(enquiry.id, enquiry.trust, me.school, me.id, request.today, line)
    )
    for letters in ("school", "again"):
        await store.outbox.withdraw(enquiry.trust, f"enquiry:{enquiry.id}:{letters}:{me.school}:")


async def _to_note(id_: EnquiryId, request: Request, store: Store) -> Seen:
    """Held; for those who can say it for their school."""
    seen = await the_enquiry(id_, request, store, hold=True)
    if seen.enquiry.state is not EnquiryState.DECIDED:
        raise Refusal("Nothing is decided here yet. Say “cycle questions” to see how it stands.")
    if not await _may_note(seen, request.person, store):
        raise Refusal("The head, or whoever was asked at a school, notes it there. There is nothing to do.")
    return seen


async def _may_note(seen: Seen, me: Person, store: Store) -> bool:
    if me.school is None:
        return False
    if seen.network:
        return me.id in await store.networks.members(seen.network.id, trust=me.trust)
    key = _key(seen.enquiry, me.school, me)
    return heads_a_school(me.job_title) or bool(await store.outbox.written(me.trust, [key]))


async def noted_by(enquiry: Enquiry, store: Store) -> Mapping[SchoolId, Acknowledgement]:
    found = await store.enquiries.acknowledged(enquiry.id, trust=enquiry.trust)
    return {each.school: each for each in found}


# ------------------------------------------------------------------ cards


def _noting(enquiry: Enquiry) -> Button:
    return note.button("Noted", enquiry=enquiry.id, chosen=enquiry.chosen[:KNOWN_BY])


def would_you_note(enquiry: Enquiry) -> Card:
    return Card(
        heading(enquiry),
        *outcome(enquiry),
        _noting(enquiry).primary(),
        look_at_enquiry.button("Open it", enquiry=enquiry.id),
        Note("One tap from each school says that it knows."),
    )


def it_is_noted(enquiry: Enquiry, person: Person) -> Card:
    return Card(
        f"Noted for {person.school_name}",
        Text(f"{enquiry.chosen}. Thank you: nobody else at your school is asked."),
        say.button("Say what we do with it", enquiry=enquiry.id),
        look_at_enquiry.button("Open it", enquiry=enquiry.id),
    )
