"""Used it: asked once, two weeks after somebody opened or saved something; what helped, in one line.

bot  Did you use it? Fractions in small steps                      [Used it] [It helped]
Ada  (presses It helped) Our Year 3/4 planned a whole half-term from it.
bot  Thank you: colleagues read it with your name

What somebody opened, saved or used is theirs alone; only the line they choose to say is read by others.
"""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from handlers.days import calendars_of
from handlers.library.capability import library
from handlers.library.cards import offers, resource_card
from handlers.library.seen import Part, the_resource
from handlers.library.words import kind_and_site
from handlers.shared import visible
from handlers.talk import (
    LOCAL,
    Answers,
    Button,
    Card,
    Form,
    Invalid,
    Item,
    Note,
    Post,
    Reply,
    Request,
    TextField,
    ToPerson,
    given,
)
from storage.records import Person, PersonId, Resource, ResourceId, Trust, Why
from storage.store import Store

MORNING = time(7, 15)  # before the weekly messages go
AFTER = timedelta(days=14)  # time to have tried it in a lesson
LATEST = timedelta(days=56)  # after that nobody remembers; longer than the summer
MATTERS = timedelta(days=63)  # so that what else waits for the weekly message comes before it
LINE_LIMIT = 300  # characters, as in the table


@library.every("mon-fri", at=MORNING)
async def ask_once(trust: Trust, today: date, store: Store) -> list[Post]:
    """Everybody whose weekly message goes today, about one thing, never again about the same."""
    now = datetime.combine(today, MORNING, LOCAL)
    waiting: dict[PersonId, list[ResourceId]] = {}
    for use in await store.uses.to_ask(trust.id, since=now - LATEST, before=now - AFTER):
        waiting.setdefault(use.person, []).append(use.resource)
    posts: list[Post] = []
    calendars = await calendars_of(trust.id, store)
    for person in await store.people.several(waiting, trust=trust.id):
        if calendars.days_of(person).hears_on(today) != today:
            continue
        if resource := await _not_their_own(person, waiting[person.id], store):
            await store.uses.note(resource, person, asked_on=today)
            key, card = f"used:{person.id}:{today}", did_you_use(resource)
            posts.append(Post(ToPerson(person), card, key, Why.UNASKED, due=now, expires=now + MATTERS))
    return posts


async def _not_their_own(person: Person, ids: Sequence[ResourceId], store: Store) -> Resource | None:
    """The first that is still on the shelf for them, and that somebody else shared: one in a week.

    With more there is no room beside what is new, and none is answered.
    """
    own = {each.resource for each in await store.sharings.by(person)}
    found = await store.resources.several([each for each in ids if each not in own], trust=person.trust)
    seen = await visible(found, person, store)
    return next((each for each in seen if each.archived_at is None), None)


@library.action("library.used")
async def used(request: Request, store: Store, *, resource: ResourceId) -> Reply:
    found = await the_resource(resource, request, store)
    await store.uses.note(found, request.person, used_at=request.now)
    return Reply(await resource_card(found, request, store, "Noted, for you alone. Did it help?"))


@offers(30)
async def helping(part: Part, request: Request, store: Store) -> Sequence[Button]:
    """For whoever did not share it themselves."""
    return () if part.own else (helped.button("Helped me", resource=part.resource.id),)


@library.form("library.helped")
async def helped(request: Request, store: Store, *, resource: ResourceId) -> Form:
    found = await the_resource(resource, request, store)
    use = await store.uses.find(found.id, request.person)
    line = TextField(
        "line",
        "How did it help?",
        use.line if use else "",
        "For example: our Year 3/4 planned a whole half-term from it. Leave it empty to take it back.",
        optional=True,
        max_length=LINE_LIMIT,
    )
    intro = f"{found.title}\nColleagues read this with your name. Please leave pupils out."
    return helped.form("It helped", intro, (line,), "Save", resource=resource)


@helped.filled
async def has_helped(request: Request, store: Store, answers: Answers, *, resource: ResourceId) -> Reply:
    """One line for each person and resource; the newest stands, and an empty one takes it back."""
    await store.trusts.hold(request.trust.id)
    found = await the_resource(resource, request, store)
    line = " ".join(given(answers, "line").split())
    if len(line) > LINE_LIMIT:
        raise Invalid(line=f"Please say it in up to {LINE_LIMIT} characters; it has {len(line)} now.")
    if not line:
        await store.uses.note(found, request.person, helped_at=None, line="")
        return Reply(await resource_card(found, request, store, "There is no line of yours beside it now."))
    now = request.now
    await store.uses.note(found, request.person, used_at=now, helped_at=now, line=line)
    return Reply(await resource_card(found, request, store, "Thank you: colleagues read it with your name."))


# ------------------------------------------------------------------ the question


def did_you_use(resource: Resource) -> Card:
    return Card(
        "Did you use it?",
        Item(
            resource.title,
            kind_and_site(resource),
            used.button("Used it", resource=resource.id).aloud(f"Used it: {resource.title}"),
            helped.button("It helped", resource=resource.id).aloud(f"It helped: {resource.title}"),
        ),
        Note("From what you opened or saved a while ago. I ask once, and nobody sees what you opened."),
    )
