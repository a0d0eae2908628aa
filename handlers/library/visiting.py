"""Going to see what worked: a colleague asks to visit, and whoever tells the story says when.

Bo   (presses Ask to visit) When: a morning in November. To see: the first calls.
bot  (to Ada) Bo Sample would like to visit            [Yes, come] [Another time] [Not possible]
Ada  Yes, come
bot  (to both) Ada and Bo, a visit                     and the head of the school is told
"""

from collections.abc import Sequence

from handlers.library.agreeing import head_of
from handlers.library.capability import library
from handlers.library.cards import offers, resource_card
from handlers.library.seen import Part, part_in, the_resource
from handlers.naming import at_work, whereabouts
from handlers.talk import (
    Answers,
    Button,
    Card,
    Contact,
    Form,
    Invalid,
    Note,
    Post,
    Quote,
    Refusal,
    Reply,
    Request,
    Text,
    TextField,
    ToPerson,
    ToTogether,
    given,
)
from storage.records import Person, PersonId, Resource, ResourceId, Telling, Why
from storage.store import Store

LIMIT = 300  # characters: a line or two
NOBODY = "Whoever told this can't be asked at the moment. Its school's office will know whom to speak to."


@offers(15)
async def going(part: Part, request: Request, store: Store) -> Sequence[Button]:
    """Offered to colleagues of other schools, while its teller is there to be asked."""
    host = await _host(part, store)
    return (visit.button("Ask to visit", resource=part.resource.id),) if host else ()


@library.form("library.visit")
async def visit(request: Request, store: Store, *, resource: ResourceId) -> Form:
    found = await the_resource(resource, request, store)
    host = await _must_host(found, request, store)
    fields = (
        TextField("when", "When would suit you?", "", "For example: a morning in November", max_length=LIMIT),
        TextField(
            "what", "What would you like to see?", "", "A line or two.", multiline=True, max_length=LIMIT
        ),
    )
    intro = f"{found.title}\n{host.name} reads this with your name. Please leave pupils out."
    return visit.form("Ask to visit", intro, fields, "Ask", resource=resource)


@visit.filled
async def would_visit(request: Request, store: Store, answers: Answers, *, resource: ResourceId) -> Reply:
    """Asked once a day at most, however often it is sent."""
    found = await the_resource(resource, request, store)
    host = await _must_host(found, request, store)
    when, what = given(answers, "when"), given(answers, "what")
    for name, words in (("when", when), ("what", what)):
        if not 0 < len(words) <= LIMIT:
            raise Invalid(**{name: f"Please say this in up to {LIMIT} characters."})
    card = may_they_come(found, request.person, when, what)
    post = Post(ToPerson(host), card, f"{_asked(found, request.person.id)}{request.today}", Why.REQUEST)
    said = f"I have asked {host.name}. You will hear either way."
    return Reply(await resource_card(found, request, store, said), post)


@library.action("library.visit_yes")
async def come(request: Request, store: Store, *, resource: ResourceId, visitor: PersonId) -> Reply:
    """Both get each other's contact, and the head of the school is told."""
    found, guest = await _asked_of_me(resource, visitor, request, store)
    me = request.person
    key = f"visit_agreed:{found.id}:{guest.id}:{request.today}"
    together = Post(ToTogether((me, guest)), a_visit(found, me, guest), key, Why.ANSWER)
    head = await head_of(me.school, request.trust.id, store)
    told = (
        (Post(ToPerson(head), there_is_a_visit(found, me, guest), f"{key}:head", Why.UNASKED),)
        if head and head.id not in (me.id, guest.id)
        else ()
    )
    return Reply(Card("Lovely", Text(f"I have put you and {guest.name} in touch.")), together, *told)


@library.action("library.visit_later")
async def another_time(request: Request, store: Store, *, resource: ResourceId, visitor: PersonId) -> Reply:
    found, guest = await _asked_of_me(resource, visitor, request, store)
    said = "This is not a good time, and another may well be. Ask again in a few weeks."
    return Reply(Card("Thank you", Text(f"I have told {guest.name}.")), _answer(found, guest, said, request))


@library.action("library.visit_no")
async def not_possible(request: Request, store: Store, *, resource: ResourceId, visitor: PersonId) -> Reply:
    found, guest = await _asked_of_me(resource, visitor, request, store)
    said = "A visit isn't possible there. A short call may be just as good: “Ask” on the story's card."
    return Reply(Card("Thank you", Text(f"I have told {guest.name}.")), _answer(found, guest, said, request))


def _answer(resource: Resource, guest: Person, said: str, request: Request) -> Post:
    key = f"visit_answered:{resource.id}:{guest.id}:{request.today}"
    return Post(ToPerson(guest), Card(f"About your visit: {resource.title}", Text(said)), key, Why.ANSWER)


async def _host(part: Part, store: Store) -> Person | None:
    """Who tells it, and may be asked by this person."""
    person, told = part.person, part.told
    if told is None or told.teller is None or told.state is not Telling.PUBLISHED:
        return None
    host = await store.people.find(told.teller, trust=person.trust)
    if host is None or not host.open_to_introductions or host.id == person.id:
        return None
    return host if told.school and host.school == told.school != person.school else None


async def _must_host(resource: Resource, request: Request, store: Store) -> Person:
    host = await _host(await part_in(resource, request.person, store), store)
    if host is None:
        raise Refusal(NOBODY)
    return host


async def _asked_of_me(
    resource: ResourceId, visitor: PersonId, request: Request, store: Store
) -> tuple[Resource, Person]:
    """What a colleague asked this person, and them; Refusal where nobody did, or they have left."""
    found = await the_resource(resource, request, store)
    guest = await store.people.find(visitor, trust=request.trust.id)
    reached = await store.outbox.reached(request.trust.id, _asked(found, visitor))
    if guest is None or request.person.id not in reached:
        raise Refusal("This request is no longer open. There is nothing you need to do.")
    return found, guest


def _asked(resource: Resource, visitor: PersonId) -> str:
    """How the keys of the letters begin by which somebody asks to see this."""
    return f"visit:{resource.id}:{visitor}:"


# ------------------------------------------------------------------ cards


def may_they_come(resource: Resource, guest: Person, when: str, what: str) -> Card:
    about, who = resource.id, guest.id
    return Card(
        f"{guest.name} would like to visit",
        Text(f"{whereabouts(guest)}. They read “{resource.title}” and would like to see:"),
        Quote(what),
        Text(f"When: {when}"),
        come.button("Yes, come", resource=about, visitor=who).primary(),
        another_time.button("Another time", resource=about, visitor=who),
        not_possible.button("Not possible", resource=about, visitor=who),
        Note("Whatever you choose, they get a kind answer from me. Yes shares your work e-mail with them."),
    )


def a_visit(resource: Resource, host: Person, guest: Person) -> Card:
    return Card(
        f"{host.name} and {guest.name}, a visit",
        Text(f"{guest.name} comes to see “{resource.title}” at {host.school_name}. Please agree a day."),
        Contact(host.name, host.email),
        Contact(guest.name, guest.email),
        Note("Visitors sign in at the office and follow the school's safeguarding rules."),
    )


def there_is_a_visit(resource: Resource, host: Person, guest: Person) -> Card:
    return Card(
        "Somebody would like to learn from your school",
        Text(f"{at_work(guest)}, comes to see “{resource.title}”. {host.name} agrees a day with them."),
    )
