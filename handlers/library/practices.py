"""The trust's own list: techniques, set plays, strands, quality areas, and what hangs on each.

Ada  library set play attendance
bot  Attendance · Set play
     Ask yourselves first: 1. Who is missing most? …              [Show all] [Add something to it]
Ada  library practices
bot  What we work by                                              [Attendance] [Reading] …

The list itself comes from a file (`import practices`): it is the trust's, and nobody changes it in passing.
"""

import re
from collections.abc import Iterable, Sequence

from handlers.library.capability import library
from handlers.library.cards import at, item_of, offers, resource_card
from handlers.library.keeping import retag
from handlers.library.searching import search
from handlers.library.seen import Part, to_change
from handlers.library.story import Story, stories
from handlers.rules.sought import Filters, Order
from handlers.rules.words import capital
from handlers.shared import visible
from handlers.talk import (
    Answers,
    Block,
    Button,
    Card,
    ChoiceField,
    Form,
    Invalid,
    Item,
    Note,
    Refusal,
    Reply,
    Request,
    Text,
    given,
    ticked,
)
from storage.records import Practice, PracticeId, Resource, ResourceId
from storage.store import Store

SHOWN = 3  # resources on its card, each with its address; Teams allows six buttons
LISTED = 5  # practices on a card, and the way to more
NAMED = 6  # colleagues who work with it
READ = 50  # resources that are looked through for who shared them
OFFERED = 20  # of one's own to add
MOST = 100  # options that Slack takes in a field
NOT_HERE = "That is not on your trust’s list any more. Say “library practices” to see what is."


async def named(words: str, request: Request, store: Store) -> Card | None:
    """ "set play attendance", "techniques", "practices": a card of it or of them; else None."""
    every = await store.practices.everyone(request.trust.id)
    said = _plain(words)
    if said == "practices" or (said == "practice" and every):
        return listed(every, 0)
    kinds = {"practice": every} | {_plain(each.kind): () for each in every if each.kind}
    for kind in sorted((each for each in kinds if said.startswith(each)), key=len, reverse=True):
        among = [each for each in every if kind in ("practice", _plain(each.kind))]
        rest = said.removeprefix(kind)
        if rest in ("", "s"):
            return listed(among, 0)
        if found := next(filter(None, (_called(one, among) for one in (rest, rest.removeprefix("s")))), None):
            return await practice_card(found, request, store)
    return None


def _called(name: str, among: Iterable[Practice]) -> Practice | None:
    """By its whole name, or by how it begins where that is enough."""
    begin = [each for each in among if _plain(each.name).startswith(name)]
    whole = [each for each in begin if _plain(each.name) == name]
    return next(iter(whole or begin), None) if len(whole or begin) == 1 else None


def _plain(words: str) -> str:
    """ "Set-play" and "setplay" alike."""
    return re.sub(r"[\W_]+", "", words.casefold())


async def practice_card(
    practice: Practice, request: Request, store: Store, *, start: int = 0, said: str = ""
) -> Card:
    found = await search(
        "",
        request,
        store,
        filters=Filters(practice=practice.id),
        limit=READ,
        order=Order.NEWEST,
        faceted=False,
    )
    return of_one(practice, await stories(found.resources, request, store), start, said)


@library.action("library.practice")
async def show_practice(request: Request, store: Store, *, practice: PracticeId, start: int = 0) -> Reply:
    """With the next few of what hangs on it."""
    found = await _the_practice(practice, request, store)
    return Reply(await practice_card(found, request, store, start=start))


@library.action("library.practices")
async def show_practices(request: Request, store: Store, *, start: int = 0) -> Reply:
    every = await store.practices.everyone(request.trust.id)
    return Reply(listed(every, start if start < len(every) else 0))


async def _the_practice(id_: PracticeId, request: Request, store: Store) -> Practice:
    found = await store.practices.several([id_], trust=request.trust.id)
    if not found:
        raise Refusal(NOT_HERE)
    return found[0]


# ------------------------------------------------------------------ what a resource serves


@offers(45)
async def serving(part: Part, request: Request, store: Store) -> Sequence[Button]:
    if not part.may_change or not await store.practices.everyone(request.trust.id):
        return ()
    return (serves.button("What it is part of", resource=part.resource.id),)


@library.form("library.serves")
async def serves(request: Request, store: Store, *, resource: ResourceId) -> Form:
    """Which of the trust's own list it belongs to."""
    found = await to_change(resource, request, store)
    every = await store.practices.everyone(request.trust.id)
    if not every:
        raise Refusal("Your trust has no list of its own here yet. Whoever runs Brightspot can import one.")
    field = ChoiceField(
        "practices",
        "What is it part of?",
        tuple((str(each.id), _label(each)) for each in every[:MOST]),
        tuple(map(str, found.practices)),
        several=True,
        optional=True,
    )
    return serves.form("What it is part of", found.title, (field,), "Save", resource=resource)


@serves.filled
async def served(request: Request, store: Store, answers: Answers, *, resource: ResourceId) -> Reply:
    found = await to_change(resource, request, store)
    every = await store.practices.everyone(request.trust.id)
    chosen = tuple(each.id for each in every if str(each.id) in ticked(answers, "practices"))
    found = await retag(found, store, practices=chosen)
    said = "Saved: colleagues find it there too." if chosen else "It is part of nothing on your list now."
    return Reply(await resource_card(found, request, store, said))


@library.form("library.hang")
async def hang(request: Request, store: Store, *, practice: PracticeId) -> Form:
    """Something of one's own that serves it."""
    found = await _the_practice(practice, request, store)
    mine = [each for each in await _mine(request, store) if practice not in each.practices]
    if not mine:
        raise Refusal("Share something first: say “share”, its address and what it is for. Then add it here.")
    options = tuple((str(each.id), each.title) for each in mine[:OFFERED])
    field = ChoiceField("resource", "Which of yours?", options)
    return hang.form(f"Add to {found.name}", "What you shared last.", (field,), "Add", practice=practice)


@hang.filled
async def hung(request: Request, store: Store, answers: Answers, *, practice: PracticeId) -> Reply:
    found = await _the_practice(practice, request, store)
    chosen = given(answers, "resource")
    resource = next((each for each in await _mine(request, store) if str(each.id) == chosen), None)
    if resource is None:
        raise Invalid(resource="That is not among what you shared any more. Please choose another.")
    await retag(resource, store, practices=tuple(dict.fromkeys((*resource.practices, practice))))
    said = f"“{resource.title}” is found here from now on."
    return Reply(await practice_card(found, request, store, said=said))


async def _mine(request: Request, store: Store) -> tuple[Resource, ...]:
    """What they shared last and may be changed by them."""
    sharings = await store.sharings.by(request.person, limit=READ)
    ids = dict.fromkeys(each.resource for each in sharings if each.kept)
    return await visible(await store.resources.several(ids, trust=request.trust.id), request.person, store)


# ------------------------------------------------------------------ cards


def _label(practice: Practice) -> str:
    return f"{practice.name} ({practice.kind})" if practice.kind else practice.name


def of_one(practice: Practice, told: Sequence[Story], start: int, said: str) -> Card:
    """What it is, what to ask first, what hangs on it and who works with it."""
    page = told[start : start + SHOWN]
    following = start + SHOWN if start + SHOWN < len(told) else 0
    questions = "\n".join(f"{number}. {each}" for number, each in enumerate(practice.questions, 1))
    who = list(
        dict.fromkeys(at(each.who, each.school) for story in told for each in story.shared if each.person)
    )
    words: tuple[Block, ...] = (
        *((Text(said),) if said else ()),
        *((Note(capital(practice.kind)),) if practice.kind else ()),
        *((Text(practice.about),) if practice.about else ()),
        *((Item("Ask yourselves first", questions),) if questions else ()),
    )
    nothing = Text("Nothing has been added to it yet. What you add helps the next school that takes it up.")
    more = show_practice.button("Show others", practice=practice.id, start=following)
    return Card(
        practice.name,
        *words,
        *(map(item_of, page) if page else (nothing,)),
        *((more,) if len(told) > SHOWN else ()),
        hang.button("Add something to it", practice=practice.id),
        show_practices.button("The whole list"),
        *((Note(f"Shared by {'; '.join(who[:NAMED])}"),) if who else ()),
    )


def listed(every: Sequence[Practice], start: int) -> Card:
    """A page of them, each with what it is."""
    page = every[start : start + LISTED]
    following = start + LISTED if start + LISTED < len(every) else 0
    if not page:
        return Card(
            "Your trust has no list of its own here yet",
            Text("Set plays, techniques, strands: whoever runs Brightspot can import what you work by."),
        )
    return Card(
        "What we work by",
        *(show_practice.button(_label(each), practice=each.id) for each in page),
        *((show_practices.button("More", start=following),) if len(every) > LISTED else ()),
    )
