"""Putting right what was kept: its title, what it is for, and what it is filed under.

Ada  (presses Edit)
bot  Put it right                                     [What it is called] [What it is for] …
Ada  (presses Tags)
bot  What it is about                                 [✓ Phonics] [✓ Key stage 1] [+ Oracy] …
"""

from collections.abc import Container, Iterable, Sequence

from handlers.library.capability import library
from handlers.library.cards import look_at, offers, resource_card
from handlers.library.keeping import PURPOSE_LIMIT, TITLE_LIMIT, retag
from handlers.library.seen import Part, link_to_change, my_sharing, to_change
from handlers.library.words import KINDS, where_from
from handlers.rules import themes
from handlers.rules.profiles import concepts_of
from handlers.rules.tagging import tags_of
from handlers.rules.vocabulary import vocabulary
from handlers.shared import shared
from handlers.talk import (
    Answers,
    Button,
    Card,
    ChoiceField,
    Field,
    Form,
    Invalid,
    Note,
    Refusal,
    Reply,
    Request,
    Text,
    TextField,
    given,
)
from storage.records import Kind, Resource, ResourceId, Sharing, SharingId
from storage.store import Store

#: The stages a school year is spoken of in; single years are found through them.
PHASES = (
    "phase.eyfs",
    "phase.ks1",
    "phase.ks2",
    "phase.ks3",
    "phase.ks4",
    "phase.post16",
)
OFFERED = 10  # topics to choose from: those it has, and what its words may be about
CLEAR = 0.3  # how strongly they must speak of it
SHOWN = 4  # tags on a card: Teams allows six buttons, and two lead on and back
NO_RESOURCE, NO_SHARING = ResourceId(0), SharingId(0)


# ------------------------------------------------------------------ the form


@library.form("library.edit")
async def edit(
    request: Request, store: Store, *, resource: ResourceId = NO_RESOURCE, sharing: SharingId = NO_SHARING
) -> Form:
    """All of it at once. `sharing`: their own, with what they said it is for."""
    found, mine = await _theirs(request, store, resource, sharing)
    return edit.form(
        "Put it right",
        where_from(found),
        _fields(found, mine, await _matters(found, request, store)),
        "Save",
        resource=resource,
        sharing=sharing,
    )


@edit.filled
async def edited(
    request: Request,
    store: Store,
    answers: Answers,
    *,
    resource: ResourceId = NO_RESOURCE,
    sharing: SharingId = NO_SHARING,
) -> Reply:
    """What was put right here stays so, whatever is read on the page or in a message later."""
    found, mine = await _theirs(request, store, resource, sharing)
    matters = await _matters(found, request, store)
    title = given(answers, "title")
    if not 0 < len(title) <= TITLE_LIMIT:
        raise Invalid(title=f"Please give it a title of up to {TITLE_LIMIT} characters.")
    if mine and (purpose := given(answers, "purpose")) != mine.purpose:
        mine = await store.sharings.change(mine, purpose=purpose[:PURPOSE_LIMIT], by_hand=True)
    values = {
        "title": title,
        "kind": _kind(answers, found),
        **_tags(answers, (*matters, *PHASES, *found.phases)),
    }
    changed = {name: value for name, value in values.items() if value != getattr(found, name)}
    found = await retag(found, store, **changed, corrected=found.corrected or bool(changed))
    return Reply(await resource_card(found, request, store, said="It is put right."))


async def _theirs(
    request: Request, store: Store, resource: ResourceId, sharing: SharingId
) -> tuple[Resource, Sharing | None]:
    """The resource, which they may change, and their own sharing where they came by that."""
    mine = await my_sharing(sharing, request, store) if sharing else None
    return await link_to_change(mine.resource if mine else resource, request, store), mine


def _fields(found: Resource, mine: Sharing | None, matters: Sequence[str]) -> Sequence[Field]:
    purpose = TextField(
        "purpose",
        "What is it for?",
        mine.purpose if mine else "",
        "A line or two that help a colleague choose.",
        multiline=True,
        optional=True,
        max_length=PURPOSE_LIMIT,
    )
    kinds = tuple((kind.value, label) for kind, label in KINDS.items())
    return (
        TextField("title", "Title", found.title, max_length=TITLE_LIMIT),
        *((purpose,) if mine else ()),
        ChoiceField("kind", "What is it?", kinds, (found.kind.value,)),
        *_choices("about", "What is it about?", matters, (*found.topics, *found.subjects)),
        TextField(
            "more", "Anything else it is about?", hint="For example: oracy, parents' evenings", optional=True
        ),
        *_choices("phases", "For which phases?", (*PHASES, *found.phases), found.phases),
    )


def _choices(name: str, label: str, tags: Iterable[str], chosen: Sequence[str]) -> tuple[ChoiceField, ...]:
    options = tuple((tag, vocabulary().label(tag)) for tag in dict.fromkeys(tags))
    field = ChoiceField(name, label, options, tuple(chosen), several=True, optional=True)
    return (field,) if options else ()


def _kind(answers: Answers, found: Resource) -> Kind:
    chosen = given(answers, "kind")
    return Kind(chosen) if chosen in set(Kind) else found.kind


def _tags(answers: Answers, offered: Container[str]) -> dict[str, tuple[str, ...]]:
    """The tags chosen and those that were named; what the form did not offer is no choice."""
    more = given(answers, "more")
    named = _named(more)
    if more and not named:
        raise Invalid(more="I know no topic by that name. Try another word for it, or leave it out.")
    chosen = (tag for field in ("about", "phases") for tag in answers.get(field, ()) if tag in offered)
    return sorted_tags((*chosen, *named))


@offers(40)
async def putting_right(part: Part, request: Request, store: Store) -> Sequence[Button]:
    if not part.may_change:
        return ()
    resource = part.resource
    mine = next((each.id for each in part.own), NO_SHARING)
    tags_ = show_tags.button("Tags", resource=resource.id).aloud(f"What {resource.title} is about")
    if not resource.url:  # a case study: its teller changes its words
        return (tags_,)
    return (
        edit.button("Edit", resource=resource.id, sharing=mine).aloud(f"Edit {resource.title}"),
        tags_,
    )


# ------------------------------------------------------------------ one tap


@library.action("library.tags")
async def show_tags(request: Request, store: Store, *, resource: ResourceId, start: int = 0) -> Reply:
    """What it is filed under and what it may be about, each a tap away."""
    found = await to_change(resource, request, store)
    return Reply(await _page_of(found, start, request, store))


@library.action("library.tag")
async def tag(
    request: Request,
    store: Store,
    *,
    resource: ResourceId,
    tag: str,
    on: bool,
    start: int = 0,
) -> Reply:
    """Put one on or take it off; no machine changes its tags from then on."""
    found = await to_change(resource, request, store)
    if tag not in vocabulary().concepts or not tag.startswith(TAGS):
        raise Refusal("I don't know that topic any more. Please choose another.")
    rest = [each for each in (*found.topics, *found.subjects, *found.phases) if each != tag]
    values = sorted_tags((*rest, tag) if on else rest)
    found = await retag(found, store, **values, corrected=True)
    return Reply(await _page_of(found, start, request, store))


async def _page_of(resource: Resource, start: int, request: Request, store: Store) -> Card:
    every = await toggles(resource, request, store, start=start)
    return filed_under(resource, every, start)


async def toggles(resource: Resource, request: Request, store: Store, *, start: int = 0) -> list[Button]:
    """One for each tag that it has or may have; their order stays while they are pressed."""
    has = {*resource.topics, *resource.subjects, *resource.phases}
    every = {*has, *await _matters(resource, request, store), *PHASES}
    ordered = sorted(every, key=lambda one: (one.startswith("phase."), vocabulary().label(one)))
    return [_toggle(resource, one, one in has, start) for one in ordered]


def _toggle(resource: Resource, one: str, on: bool, start: int) -> Button:
    label = vocabulary().label(one)
    button = tag.button(
        f"{'✓' if on else '+'} {label}", resource=resource.id, tag=one, on=not on, start=start
    )
    return button.aloud(f"Take {label} off" if on else f"Put {label} on")


# ------------------------------------------------------------------ tags

#: What a resource can be filed under.
TAGS = ("topic.", "subject.", "phase.")


def sorted_tags(tags: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Each in its column, once."""
    every = tuple(dict.fromkeys(tags))
    return {
        "topics": tuple(each for each in every if each.startswith("topic.")),
        "subjects": tuple(each for each in every if each.startswith("subject.")),
        "phases": tuple(each for each in every if each.startswith("phase.")),
    }


def _named(words: str) -> tuple[str, ...]:
    """The tags that somebody names in their own words: "oracy in Year 3"."""
    tags = tags_of(words, "")
    return (*tags.topics, *tags.subjects, *tags.phases)


async def _matters(resource: Resource, request: Request, store: Store) -> tuple[str, ...]:
    """The topics and subjects it has, and others that what is said of it may be about."""
    sharings = (await shared([resource], request.person, store)).get(resource.id, ())
    words = ". ".join((resource.title, resource.description, *(each.purpose for each in sharings)))
    meant = (concept for concept, strength in themes.of(words).items() if strength >= CLEAR)
    likely = [each for each in (*concepts_of(words), *meant) if each.startswith(("topic.", "subject."))]
    return tuple(dict.fromkeys((*resource.topics, *resource.subjects, *likely)))[:OFFERED]


# ------------------------------------------------------------------ cards


def filed_under(resource: Resource, every: Sequence[Button], start: int) -> Card:
    """A page of toggles."""
    following = start + SHOWN if start + SHOWN < len(every) else 0
    more = show_tags.button("More", resource=resource.id, start=following)
    return Card(
        "What it is about",
        Text(resource.title),
        *every[start : start + SHOWN],
        *((more,) if len(every) > SHOWN else ()),
        look_at.button("Done", resource=resource.id),
        Note("Tap what fits and what does not. “Edit” takes any other topic in your own words."),
    )
