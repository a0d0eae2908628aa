"""Changing facilitator: whoever leads it from now on is given everything, whoever did is thanked.

Ada  networks hand over maths leads
bot  (a form) Who leads it from now on?
bot  (to Jo) You lead Maths leads now: next meetings, open actions, the last agendas, members …
"""

from collections.abc import Sequence

from handlers.naming import to_choose
from handlers.networks.capability import networks
from handlers.networks.pack import pack_of, the_pack
from handlers.talk import (
    Answers,
    Card,
    ChoiceField,
    Field,
    Form,
    Invalid,
    Post,
    Reply,
    Request,
    Text,
    TextField,
    ToPerson,
    given,
    ticked,
)
from handlers.which import network_led
from handlers.written_in import people_in
from storage.records import Network, NetworkId, Person, Why
from storage.store import Store

MEMBERS = 100  # options that Slack allows in a list
STEPS_BACK, STAYS = "steps_back", "stays"


@networks.form("networks.hand_over")
async def hand_over(request: Request, store: Store, *, network: NetworkId) -> Form:
    found = await network_led(request, network, store)
    leading = await _leading(found, store)
    ids = await store.networks.members(found.id, trust=found.trust)
    members = await store.people.several(ids, trust=found.trust)
    others = [each for each in members if each not in leading and each.open_to_introductions]
    return hand_over.form(
        "Who leads it next?",
        f"{found.name}: dates, agendas, notes and actions stay with it. Whoever takes over sees them all.",
        _fields(others[:MEMBERS], leading),
        "Hand over",
        network=found.id,
    )


@hand_over.filled
async def handed_over(request: Request, store: Store, answers: Answers, *, network: NetworkId) -> Reply:
    """Both hear; the new one with the pack. Or nothing changed."""
    found = await network_led(request, network, store)
    before = await _leading(found, store)
    new = await _chosen(answers, found, before, request, store)
    if not new:
        raise Invalid(email="Please choose who takes over, or write their work e-mail.")
    for each in new:
        await store.networks.join(found.id, each, facilitator=True)
    stepping_back = before if given(answers, "before") == STEPS_BACK else ()
    for each in stepping_back:
        await store.networks.lead(found.id, each, facilitator=False)
        await withdraw_of_leading(found, each, store)
    kept = await store.networks.find(found.id, trust=found.trust) or found
    card = the_pack(await pack_of(kept, request.now, store), _said(request.person, before, stepping_back))
    posts = [Post(ToPerson(each), card, _key(kept, each, request), Why.MEETING) for each in new]
    posts += [
        Post(ToPerson(each), thank_you(kept, new), _key(kept, each, request), Why.MEETING)
        for each in stepping_back
        if each.id != request.person.id
    ]
    return Reply(in_good_hands(kept, new, stepping_back), *posts)


async def withdraw_of_leading(network: Network, person: Person, store: Store) -> None:
    """What waits for somebody because they led it never goes: it is others' now."""
    for meeting in await store.meetings.of(network.id, trust=network.trust):
        for what in ("draft", "not_posted", "wrap"):  # as `handlers/agenda` names its letters
            await store.outbox.withdraw(network.trust, f"meeting:{meeting.id}:{what}:", person=person.id)
    for each in await store.suggestions.waiting(network.id, trust=network.trust):
        await store.outbox.withdraw(network.trust, f"suggestion:{each.id}:{person.id}", person=person.id)


async def _leading(network: Network, store: Store) -> tuple[Person, ...]:
    ids = (await store.networks.facilitators(network.trust)).get(network.id, ())
    return await store.people.several(ids, trust=network.trust)


async def _chosen(
    answers: Answers, network: Network, before: Sequence[Person], request: Request, store: Store
) -> Sequence[Person]:
    """Members picked from the list and whoever was written below it, once; none who leads it already."""
    ids = await store.networks.members(network.id, trust=network.trust)
    wanted = ticked(answers, "members")
    members = await store.people.several([each for each in ids if str(each) in wanted], trust=network.trust)
    written = await people_in(given(answers, "email"), "email", request, store)
    leading = {each.id for each in before}
    return tuple({each.id: each for each in (*members, *written) if each.id not in leading}.values())


def _key(network: Network, person: Person, request: Request) -> str:
    """Handed over to and fro within a minute is told each time."""
    return f"networks:hand-over:{network.id}:{person.id}:{request.now:%Y-%m-%dT%H:%M}"


# ------------------------------------------------------------------ the form, and cards


def _fields(others: Sequence[Person], leading: Sequence[Person]) -> tuple[Field, ...]:
    options = tuple(map(to_choose, others))
    names = " and ".join(each.name for each in leading)
    return (
        *(
            (ChoiceField("members", "Who leads it from now on?", options, several=True, optional=True),)
            if options
            else ()
        ),
        TextField(
            "email",
            "Or somebody who is not in it yet" if options else "Who leads it from now on?",
            hint="Work e-mail or full name; they join by it",
            optional=bool(options),
        ),
        *(
            (
                ChoiceField(
                    "before",
                    f"And {names}"[:100],
                    ((STEPS_BACK, "Hands over, and stays a member"), (STAYS, "Goes on beside them")),
                    (STEPS_BACK,),
                ),
            )
            if leading
            else ()
        ),
    )


def _said(by: Person, before: Sequence[Person], stepping_back: Sequence[Person]) -> str:
    names = " and ".join(each.name for each in before)
    if not before:
        return f"{by.name} has asked you to. Here is all there is of it."
    if stepping_back:
        return f"{names} led it before you. Here is all there is of it."
    return f"You lead it together with {names}. Here is all there is of it."


def in_good_hands(network: Network, new: Sequence[Person], stepping_back: Sequence[Person]) -> Card:
    names = " and ".join(each.name for each in new)
    thanks = f" Thank you, {' and '.join(each.name for each in stepping_back)}." if stepping_back else ""
    return Card(
        f"{network.name} is in new hands",
        Text(f"{names} leads it now and has everything: dates, open actions, the last agendas.{thanks}"),
    )


def thank_you(network: Network, new: Sequence[Person]) -> Card:
    names = " and ".join(each.name for each in new)
    return Card(
        f"{names} leads {network.name} now",
        Text("Thank you for all you did for it. They have everything, and you stay a member."),
    )
