""" "This worked for us": five short answers, a draft of one's own until a colleague has checked it.

Ada  library story
bot  This worked for us               [What did you do?] [For whom?] [What did it take?] …
Ada  (fills it in)
bot  First calls before nine          [Send to be checked] [Change] [Delete]

What happens with it then is in `agreeing.py`.
"""

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime

from handlers.library.capability import library
from handlers.library.cards import look_at, offers, resource_card
from handlers.library.keeping import fitting, retag
from handlers.library.seen import Part, the_resource
from handlers.library.words import QUESTIONS
from handlers.talk import (
    Answers,
    Button,
    Card,
    ChoiceField,
    Field,
    Form,
    Invalid,
    Item,
    Note,
    Refusal,
    Reply,
    Request,
    TextField,
    given,
)
from storage.records import CaseStudy, Kind, Network, NetworkId, Person, Resource, ResourceId, Telling
from storage.store import Store

NEW = ResourceId(0)
EVERYBODY = NetworkId(0)  # told to the trust, and in no network
ANSWER_LIMIT = 1000  # characters, as in the table: a short paragraph
TITLE_LIMIT = 120  # characters: a line in a list
LISTED = 4  # on a card, with a button each: Teams allows six


async def draft(
    person: Person, answers: Mapping[str, str], network: NetworkId | None, now: datetime, store: Store
) -> Resource:
    """A draft of this person's, in their school's name, that nobody reads before it was checked.

    `answers` are called as in `words.QUESTIONS`, and "title"; what is missing is left open.
    """
    words = {name: fitting(answers.get(name, ""), ANSWER_LIMIT) for name in QUESTIONS}
    title = fitting(answers.get("title", "") or words["what"], TITLE_LIMIT)
    key = f"story:{secrets.token_hex(8)}"
    resource = await store.resources.add(person.trust, "", key, title, Kind.CASE_STUDY, now)
    await store.case_studies.begin(resource, person, network, words)
    return await retag(resource, store)


async def mine(request: Request, store: Store) -> Reply:
    """What they tell and what waits for them; the form where there is nothing."""
    told = await store.case_studies.of_person(request.person)
    found = await store.resources.several([each.resource for each in told], trust=request.trust.id)
    if not found:
        return Reply(_form("", None, await _networks(request, store)))
    states = {each.resource: each for each in told}
    return Reply(my_stories([(each, states[each.id]) for each in found[:LISTED]], request.person))


@library.form("library.story")
async def story(request: Request, store: Store, *, resource: ResourceId = NEW) -> Form:
    """A new one, or one of their own to change."""
    found = await told_by_me(resource, request, store) if resource else None
    title = (await the_resource(resource, request, store)).title if resource else ""
    return _form(title, found, await _networks(request, store))


def _form(title: str, told: CaseStudy | None, networks: Sequence[Network]) -> Form:
    again = " It will be checked again." if told and told.state is not Telling.DRAFT else ""
    return story.form(
        "This worked for us",
        "A few lines each. A colleague checks it and your head agrees before anybody else reads it. "
        f"Please leave pupils out.{again}",
        _fields(title, told, networks),
        "Save",
        resource=told.resource if told else NEW,
    )


@story.filled
async def written(request: Request, store: Store, answers: Answers, *, resource: ResourceId = NEW) -> Reply:
    """A published one goes back to be a draft: what colleagues read has been checked."""
    words = {name: given(answers, name) for name in (*QUESTIONS, "title")}
    _must_fit(words)
    chosen = given(answers, "network")
    network = next((each.id for each in await _networks(request, store) if str(each.id) == chosen), None)
    if not resource:
        found = await draft(request.person, words, network, request.now, store)
        return Reply(await resource_card(found, request, store, "Saved as your draft."))
    told = await told_by_me(resource, request, store)
    found = await the_resource(resource, request, store)
    title = words.pop("title")
    await store.case_studies.change(told, network_id=network, **words)
    found = await taken_back(told, found, store, title=title)
    return Reply(await resource_card(found, request, store, "Saved as your draft."))


async def told_by_me(resource: ResourceId, request: Request, store: Store) -> CaseStudy:
    """One's own case study; Refusal where it is gone or somebody else's."""
    told = await store.case_studies.find(resource, trust=request.trust.id)
    if told is None or told.teller != request.person.id:
        raise Refusal("That is not yours to change. Say “library story” to see what you tell.")
    return told


async def taken_back(told: CaseStudy, resource: Resource, store: Store, title: str = "") -> Resource:
    """A draft again, that nobody else finds: who checked it and who agreed did so for other words."""
    gone = dict.fromkeys(("checker_id", "checked_on", "consent_by_id", "consent_on"))
    await store.case_studies.change(told, state=Telling.DRAFT.value, consent_note="", **gone)
    for each in await store.sharings.of_resource(resource.id, trust=resource.trust):
        await store.sharings.remove(each)
    unchecked = dict.fromkeys(("checker_id", "checked_by_id", "checked_on", "checked_until"))
    return await retag(resource, store, title=title or resource.title, **unchecked)


@library.action("library.story_delete")
async def delete(request: Request, store: Store, *, resource: ResourceId) -> Reply:
    """Gone for good, with all that was said of it."""
    await told_by_me(resource, request, store)
    found = await the_resource(resource, request, store)
    await store.resources.remove(found)
    return Reply(Card("Deleted", Note(f"“{found.title}” is gone.")))


@offers(6)
async def writing(part: Part, request: Request, store: Store) -> Sequence[Button]:
    """For its teller."""
    resource, told = part.resource, part.told
    if told is None or told.teller != request.person.id:
        return ()
    change = story.button("Change", resource=resource.id).aloud(f"Change {resource.title}")
    gone = delete.button("Delete", resource=resource.id).danger().aloud(f"Delete {resource.title}")
    return (change, gone) if told.state is Telling.DRAFT else (change,)


async def _networks(request: Request, store: Store) -> list[Network]:
    """Where it may be told: a closed network's stories would be told to all."""
    return [each for each in await store.networks.of(request.person) if each.open]


def _must_fit(words: Mapping[str, str]) -> None:
    limits = dict.fromkeys(QUESTIONS, ANSWER_LIMIT) | {"title": TITLE_LIMIT}
    problems = {
        name: f"Please say it in up to {limit:,} characters; it has {len(words[name]):,} now."
        for name, limit in limits.items()
        if len(words[name]) > limit
    }
    problems |= {name: "Please say a little here." for name in ("title", "what") if not words[name]}
    if problems:
        raise Invalid(**problems)


# ------------------------------------------------------------------ the form and the list

_HINTS = {
    "what": "For example: two of us ring every family before nine on the first day.",
    "for_whom": "Which years, how many classes, what kind of need.",
    "took": "Time, people, money, training.",
    "how_we_know": "What you saw or counted, before and after.",
    "did_not_work": "What you would not do again: often the most useful line.",
}


def _fields(title: str, told: CaseStudy | None, networks: Sequence[Network]) -> Sequence[Field]:
    options = (*((str(each.id), each.name) for each in networks), (str(EVERYBODY), "None: the whole trust"))
    chosen = str(told.network or EVERYBODY) if told else options[0][0]
    return (
        TextField("title", "What do you call it?", title, "A few words.", max_length=TITLE_LIMIT),
        *(
            TextField(
                name,
                question,
                getattr(told, name) if told else "",
                _HINTS[name],
                multiline=True,
                optional=name != "what",
                max_length=ANSWER_LIMIT,
            )
            for name, question in QUESTIONS.items()
        ),
        ChoiceField("network", "In which network?", options, (chosen,)),
    )


_STATES = {
    Telling.DRAFT: "Your draft",
    Telling.WITH_CHECKER: "Being checked",
    Telling.WITH_HEAD: "With the head of the school",
    Telling.PUBLISHED: "In the library",
}


def my_stories(pairs: Sequence[tuple[Resource, CaseStudy]], person: Person) -> Card:
    return Card(
        "What worked",
        *(
            Item(
                resource.title,
                _STATES[told.state] if told.teller == person.id else "Waits for you",
                look_at.button("Look", resource=resource.id).aloud(f"Look at {resource.title}"),
            )
            for resource, told in pairs
        ),
        story.button("Tell another"),
    )
