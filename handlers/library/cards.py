"""A resource on a card: in a list, and by itself with all that can be done with it.

What can be done is offered by the rooms that do it, so that none of them is known here:

    @offers(30)
    async def checking(part: Part, request: Request, store: Store) -> Sequence[Button]:
        return (check.button("Check it", resource=part.resource.id),) if part.may_change else ()
"""

from collections.abc import Awaitable, Callable, Sequence

from handlers.introductions import begin, standings
from handlers.library.capability import library
from handlers.library.seen import Part, part_in, the_resource
from handlers.library.story import Story, stories
from handlers.library.words import KINDS, where_from
from handlers.ranked import Ranked, added_by
from handlers.rules.cutting import one_line
from handlers.shared import shared
from handlers.talk import Block, Button, Card, Item, Link, Note, Quote, Reply, Request, Text
from storage.records import Person, PersonId, Resource, ResourceId
from storage.store import Store

#: Buttons beside "Open", the way to the others included: Teams shows six on a card.
BESIDE_OPEN = 5
#: Characters of somebody's words in a list; the resource's own card has them all.
IN_A_LIST = 160
QUOTED = 3  # of what colleagues say of it, the latest
#: From this rank on, what can be done with a resource that is everybody's, and not with a draft.
WHEN_PUBLISHED = 10

Offer = Callable[[Part, Request, Store], Awaitable[Sequence[Button]]]
#: What each room can do with a resource; low ranks stand first, on its card itself.
offers = Ranked[Offer]()


@library.action("library.open")
async def look_at(request: Request, store: Store, *, resource: ResourceId) -> Reply:
    """One resource by itself."""
    found = await the_resource(resource, request, store)
    return Reply(await resource_card(found, request, store))


@library.action("library.options")
async def show_options(request: Request, store: Store, *, resource: ResourceId, start: int) -> Reply:
    """What there was no room for before."""
    found = await the_resource(resource, request, store)
    buttons = await actions_on(await part_in(found, request.person, store), request, store)
    back = look_at.button("Back", resource=resource)
    return Reply(Card(found.title, *_fitting(buttons, resource, start), back))


async def resource_card(resource: Resource, request: Request, store: Store, said: str = "") -> Card:
    """A resource with all that can be done with it; `said` is what has just been done."""
    (story,) = await stories([resource], request, store)
    buttons = await actions_on(await part_in(resource, request.person, store), request, store)
    return in_full(story, _fitting(buttons, resource.id), said)


def _fitting(buttons: Sequence[Button], resource: ResourceId, start: int = 0) -> Sequence[Button]:
    """As many as there is room for, and the way to the others."""
    if len(buttons) - start <= BESIDE_OPEN:
        return buttons[start:]
    following = start + BESIDE_OPEN - 1
    more = show_options.button("More…", resource=resource, start=following)
    return (*buttons[start:following], more)


async def actions_on(part: Part, request: Request, store: Store) -> list[Button]:
    can = offers if part.is_everybodys else offers.below(WHEN_PUBLISHED)
    return await added_by(can, part, request, store)


# ------------------------------------------------------------------ whom to ask, and what is one's own


@offers(10)
async def asking(part: Part, request: Request, store: Store) -> Sequence[Button]:
    """An introduction to whoever shared it last and can be asked."""
    whom = await _to_ask(part, store)
    return (ask.button(f"Ask {whom.name}", resource=part.resource.id, person=whom.id),) if whom else ()


@library.action("library.ask")
async def ask(request: Request, store: Store, *, resource: ResourceId, person: PersonId) -> Reply:
    """They are asked first, as for any introduction, and read what it is about."""
    found = await the_resource(resource, request, store)
    sharers = {each.person for each in (await shared([found], request.person, store)).get(found.id, ())}
    colleague = await store.people.find(person, trust=request.trust.id) if person in sharers else None
    about = f"about {one_line(found.title, IN_A_LIST)}, which you shared"
    begun = await begin(request, store, colleague, about)
    return Reply(await resource_card(found, request, store, said=begun.words), *begun.posts)


async def _to_ask(part: Part, store: Store) -> Person | None:
    me = part.person
    latest = dict.fromkeys(each.person for each in reversed(part.known) if each.person not in (None, me.id))
    known = await standings(me, store) if latest else {}
    people = await store.people.several([each for each in latest if each], trust=me.trust)
    can = (each for each in people if each.open_to_introductions and each.id not in known)
    return next((each for each in can if each.school is None or each.school != me.school), None)


@offers(20)
async def saving_for_oneself(part: Part, request: Request, store: Store) -> Sequence[Button]:
    id_ = part.resource.id
    use = await store.uses.find(id_, request.person)
    is_mine = use is not None and use.saved_at is not None
    return (mine.button("Don't save" if is_mine else "Save for me", resource=id_, keep=not is_mine),)


@library.action("library.mine")
async def mine(request: Request, store: Store, *, resource: ResourceId, keep: bool) -> Reply:
    """Among one's own, or no longer: nobody else learns of it."""
    found = await the_resource(resource, request, store)
    await store.uses.note(found, request.person, saved_at=request.now if keep else None)
    said = (
        "Saved: you find it under “Mine” when you open the library."
        if keep
        else "It is no longer saved for you."
    )
    return Reply(await resource_card(found, request, store, said=said))


# ------------------------------------------------------------------ cards


def item_of(story: Story, *more: Button) -> Item:
    """One line in a list: what it is, where it is from, who shared it, what a colleague or checker says."""
    resource = story.resource
    return Item(resource.title, "\n".join(filter(None, _lines(story))), way_in(resource), *more)


def way_in(resource: Resource) -> Link | Button:
    """To its page; Teams opens https addresses alone, so that anything else is read on its card."""
    read = look_at.button("Read", resource=resource.id).aloud(f"Read {resource.title}")
    return next(iter(_open(resource)), read)


def _lines(story: Story) -> tuple[str, ...]:
    helped = story.helped[0] if story.helped else None
    return (
        _what(story),
        _in_a_line(story),
        f"Helped {at(helped.who, helped.school)}: “{helped.line}”" if helped else "",
        story.checked if story.is_checked else "",
        _gone(story),
    )


def _in_a_line(story: Story) -> str:
    """Who shared it and what for; of a case study, what was done."""
    if story.worked:
        return one_line(next((answer for _, answer in story.worked.answers), ""), IN_A_LIST)
    told = story.shared[-1] if story.shared else None
    what_for = f": “{one_line(told.purpose, IN_A_LIST)}”" if told and told.purpose else ""
    return _shared_by(story) + what_for


def in_full(story: Story, buttons: Sequence[Button], said: str = "") -> Card:
    resource = story.resource
    what = Text("\n".join(filter(None, (_what(story), resource.description, _gone(story)))))
    said_of_it = [Quote(told.purpose, at(told.who, told.school)) for told in story.shared if told.purpose]
    said_of_it = said_of_it[-QUOTED:]
    helped = [Quote(each.line, f"it helped {at(each.who, each.school)}") for each in story.helped[:QUOTED]]
    answers = [Item(*pair) for pair in story.worked.answers] if story.worked else []
    words: tuple[Block, ...] = (*((Text(said),) if said else ()), what, *answers, *said_of_it, *helped)
    quoted = len(said_of_it) == len(story.shared)
    by = story.worked.standing if story.worked else "" if quoted else _shared_by(story)
    notes = _notes(by, story.checked, *_address(resource))
    return Card(resource.title, *words, *notes, *_open(resource), *buttons)


def _notes(*lines: str) -> tuple[Note, ...]:
    said = "\n".join(filter(None, lines))
    return (Note(said),) if said else ()


def _what(story: Story) -> str:
    """ "Video · ncetm.org.uk · Maths leads"; "Case study · Ada Example, Ashdown"."""
    networks = dict.fromkeys(told.network for told in story.shared if told.network)
    who = story.worked.who if story.worked else ""
    return " · ".join(filter(None, (KINDS[story.resource.kind], who, where_from(story.resource), *networks)))


def _shared_by(story: Story) -> str:
    """ "Shared by Ada Example, Ashdown; Bo Sample, Fenside and more": never how few."""
    who = list(dict.fromkeys(at(told.who, told.school) for told in reversed(story.shared)))
    if not who:
        return ""
    return f"Shared by {'; '.join(who[:2])}{' and more' if len(who) > 2 else ''}"


def at(who: str, school: str) -> str:
    return f"{who}, {school}" if school else who


def _gone(story: Story) -> str:
    resource = story.resource
    if resource.archived_at:
        return "Archived"
    return "It may no longer open" if resource.is_dead else ""


def _open(resource: Resource) -> tuple[Link, ...]:
    """An http address is written out on the resource's own card."""
    return (Link("Open", resource.url),) if resource.url.startswith("https://") else ()


def _address(resource: Resource) -> tuple[str, ...]:
    return () if not resource.url or resource.url.startswith("https://") else (resource.url,)
