"""A case study on its way to everybody: a named colleague checks it, and the head of its school agrees.

Ada  (presses Send to be checked, and names Bo)
bot  (to Bo) Would you check this? First calls before nine      [It’s good] [Please change] …
Bo   It’s good
bot  (to Hana, the head) May colleagues read this?              [Yes, publish it] [Not now]
Hana Yes, publish it
bot  (to Ada) It is in the library: First calls before nine

Where the head tells or checks it themselves, that is their yes. Where Brightspot knows no head of that
school, the checker or a coordinator notes who agreed.
"""

from collections.abc import Sequence

from handlers.colleagues import colleagues_of
from handlers.days import calendars_of
from handlers.library.capability import library
from handlers.library.cards import look_at, offers, resource_card
from handlers.library.keeping import retag
from handlers.library.seen import Part, the_resource
from handlers.library.telling import taken_back, told_by_me
from handlers.naming import at_work
from handlers.rules import checks
from handlers.rules.titles import heads_a_school
from handlers.talk import (
    Answers,
    Button,
    Card,
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
    given,
)
from handlers.written_in import people_in
from storage.records import CaseStudy, Person, Resource, ResourceId, Review, SchoolId, Telling, TrustId, Why
from storage.store import Store

WHO_LIMIT = 200  # characters, as in the table
LINE_LIMIT = 500  # what is to be changed: a few sentences
OVER = "This has moved on since. Say “library story” to see what waits for you."


async def the_story(
    resource: ResourceId, state: Telling, request: Request, store: Store
) -> tuple[Resource, CaseStudy]:
    """The case study, still at that point; Refusal where it has moved on."""
    await store.trusts.hold(request.trust.id)
    found = await the_resource(resource, request, store)
    told = await store.case_studies.find(resource, trust=request.trust.id)
    if told is None or told.state is not state:
        raise Refusal(OVER)
    return found, told


async def head_of(school: SchoolId | None, trust: TrustId, store: Store) -> Person | None:
    """Who leads this school, by their job title; None where nobody here does, or several might."""
    if school is None:
        return None
    everyone = (await colleagues_of(trust, store)).directory.people
    heads = [each for each in everyone if each.school == school and heads_a_school(each.job_title)]
    return heads[0] if len(heads) == 1 else None


# ------------------------------------------------------------------ checked


@offers(5)
async def ways_on(part: Part, request: Request, store: Store) -> Sequence[Button]:
    """What this person can do with it now, and nobody else."""
    told = part.told
    if told is None:
        return ()
    me, id_ = request.person, part.resource.id
    is_teller, is_checker, is_head = (me.id == each for each in (told.teller, told.checker, told.consent_by))
    match told.state:
        case Telling.DRAFT if is_teller:
            return (send.button("Send to be checked", resource=id_).primary(),)
        case Telling.WITH_CHECKER if is_checker:
            return (
                good.button("It’s good", resource=id_).primary(),
                change.button("Please change", resource=id_),
            )
        case Telling.WITH_HEAD if is_head:
            return (
                agree.button("Yes, publish it", resource=id_).primary(),
                decline.button("Not now", resource=id_),
            )
        case Telling.WITH_HEAD if told.consent_by is None and (is_checker or me.coordinator):
            return (agreed.button("The head has agreed", resource=id_),)
        case Telling.PUBLISHED if is_teller or is_head or me.coordinator:
            return (take_back.button("Take it back", resource=id_),)
        case Telling.WITH_CHECKER | Telling.WITH_HEAD if is_teller:
            return (take_back.button("Take it back", resource=id_),)
    return ()


@library.form("library.story_send")
async def send(request: Request, store: Store, *, resource: ResourceId) -> Form:
    """To a colleague of the teller's choice."""
    await told_by_me(resource, request, store)
    found, _ = await the_story(resource, Telling.DRAFT, request, store)
    who = TextField("who", "Who checks it?", "", "Work e-mail or full name", max_length=300)
    about = (
        "A facilitator, or any colleague who knows the matter: they say what is unclear, or that it’s good."
    )
    return send.form("Send to be checked", f"{found.title}\n{about}", (who,), "Send", resource=resource)


@send.filled
async def sent(request: Request, store: Store, answers: Answers, *, resource: ResourceId) -> Reply:
    await told_by_me(resource, request, store)
    found, told = await the_story(resource, Telling.DRAFT, request, store)
    people = await people_in(given(answers, "who"), "who", request, store)
    if len(people) != 1:
        raise Invalid(who="Please name one colleague.")
    (checker,) = people
    if checker.id == request.person.id:
        raise Invalid(who="Please name somebody else: another pair of eyes sees what is unclear.")
    await store.case_studies.change(told, state=Telling.WITH_CHECKER.value, checker_id=checker.id)
    card = would_you_check(found, request.person)
    post = Post(ToPerson(checker), card, _key(found, "check"), Why.REQUEST)
    return Reply(await resource_card(found, request, store, f"I have asked {checker.name}."), post)


@library.action("library.story_good")
async def good(request: Request, store: Store, *, resource: ResourceId) -> Reply:
    """On to the head of the school, or published where the head told or checked it themselves."""
    found, told = await _with_me(resource, request, store)
    head = await head_of(told.school, request.trust.id, store)
    told = await store.case_studies.change(told, checked_on=request.today)
    if told.school is None or (head and head.id in (told.teller, told.checker)):
        return await _publish(found, told, request, store, by=head)
    asked = head.id if head else None
    await store.case_studies.change(told, state=Telling.WITH_HEAD.value, consent_by_id=asked)
    if head is None:
        said = "Thank you. I know no head of that school here: please ask them, then note here who agreed."
        return Reply(await resource_card(found, request, store, said))
    teller = await _teller(told, store)
    post = Post(ToPerson(head), may_they_read(found, teller), _key(found, "head"), Why.REQUEST)
    return Reply(await resource_card(found, request, store, f"Thank you. I have asked {head.name}."), post)


@library.form("library.story_change")
async def change(request: Request, store: Store, *, resource: ResourceId) -> Form:
    """A line or two for its teller."""
    found, _ = await _with_me(resource, request, store)
    line = TextField(
        "line", "What would make it better?", "", "A line or two.", multiline=True, max_length=LINE_LIMIT
    )
    return change.form("Please change", found.title, (line,), "Send", resource=resource)


@change.filled
async def to_change(request: Request, store: Store, answers: Answers, *, resource: ResourceId) -> Reply:
    """A draft again, with what its checker said."""
    found, told = await _with_me(resource, request, store)
    teller = await _teller(told, store)
    line = given(answers, "line")[:LINE_LIMIT]
    if not line:
        raise Invalid(line="Please say what would make it better.")
    await taken_back(told, found, store)
    thanks = Reply(
        Card("Thank you", Text("It went back with your line, and comes again when it is changed."))
    )
    if teller is None:
        return thanks
    card = please_change(found, request.person, line)
    return Reply(thanks.say, Post(ToPerson(teller), card, _key(found, "change"), Why.ANSWER))


async def _with_me(resource: ResourceId, request: Request, store: Store) -> tuple[Resource, CaseStudy]:
    """The one that this person was asked to check."""
    found, told = await the_story(resource, Telling.WITH_CHECKER, request, store)
    if told.checker != request.person.id:
        raise Refusal("Somebody else was asked to check this. There is nothing you need to do.")
    return found, told


# ------------------------------------------------------------------ the head agrees


@library.action("library.story_agree")
async def agree(request: Request, store: Store, *, resource: ResourceId) -> Reply:
    found, told = await _asked_as_head(resource, request, store)
    return await _publish(found, told, request, store, by=request.person)


@library.action("library.story_decline")
async def decline(request: Request, store: Store, *, resource: ResourceId) -> Reply:
    """It stays with its teller, who hears it kindly and without a reason."""
    found, told = await _asked_as_head(resource, request, store)
    teller = await _teller(told, store)
    await taken_back(told, found, store)
    posts = (Post(ToPerson(teller), not_now(found), _key(found, "declined"), Why.ANSWER),) if teller else ()
    return Reply(
        Card("Thank you for saying so", Text("Nobody else reads it. I have told its author.")), *posts
    )


@library.form("library.story_agreed")
async def agreed(request: Request, store: Store, *, resource: ResourceId) -> Form:
    """For a school whose head is not in Brightspot: who agreed is noted by whoever asked them."""
    found, _ = await _without_head(resource, request, store)
    who = TextField("who", "Who agreed?", "", "Name and role, as they may be named.", max_length=WHO_LIMIT)
    return agreed.form("The head has agreed", found.title, (who,), "Publish", resource=resource)


@agreed.filled
async def has_agreed(request: Request, store: Store, answers: Answers, *, resource: ResourceId) -> Reply:
    found, told = await _without_head(resource, request, store)
    who = given(answers, "who")
    if not 0 < len(who) <= WHO_LIMIT:
        raise Invalid(who=f"Please say who agreed, in up to {WHO_LIMIT} characters.")
    told = await store.case_studies.change(told, consent_note=who)
    return await _publish(found, told, request, store)


@library.action("library.story_back")
async def take_back(request: Request, store: Store, *, resource: ResourceId) -> Reply:
    """At any time, by its teller, the head who agreed or a coordinator."""
    await store.trusts.hold(request.trust.id)
    found = await the_resource(resource, request, store)
    told = await store.case_studies.find(resource, trust=request.trust.id)
    me = request.person
    if told is None or not (me.coordinator or me.id in (told.teller, told.consent_by)):
        raise Refusal("Only its author, the head of their school or a coordinator can take it back.")
    teller = await _teller(told, store)
    await taken_back(told, found, store)
    if teller is None or teller.id == me.id:
        draft = " It is your draft again: “library story” shows it." if teller else ""
        return Reply(Card("Taken back", Text(f"Colleagues no longer find “{found.title}”.{draft}")))
    post = Post(ToPerson(teller), not_now(found), _key(found, "back"), Why.ANSWER)
    return Reply(Card("Taken back", Text("I have told its author, who keeps it as a draft.")), post)


async def _asked_as_head(resource: ResourceId, request: Request, store: Store) -> tuple[Resource, CaseStudy]:
    found, told = await the_story(resource, Telling.WITH_HEAD, request, store)
    if told.consent_by != request.person.id:
        raise Refusal("Somebody else was asked to agree. There is nothing you need to do.")
    return found, told


async def _without_head(resource: ResourceId, request: Request, store: Store) -> tuple[Resource, CaseStudy]:
    found, told = await the_story(resource, Telling.WITH_HEAD, request, store)
    if told.consent_by is not None or not (request.person.coordinator or request.person.id == told.checker):
        raise Refusal("The head of the school is asked by me. There is nothing you need to do.")
    return found, told


async def _publish(
    resource: Resource, told: CaseStudy, request: Request, store: Store, *, by: Person | None = None
) -> Reply:
    """For everybody to find, as its teller's, with its checker's name for a year."""
    teller = await _teller(told, store)
    if teller is None:
        raise Refusal(
            "Its author has left the trust, so it stays unpublished. There is nothing you need to do."
        )
    values = {"consent_by_id": by.id if by else None, "consent_on": request.today}
    await store.case_studies.change(told, state=Telling.PUBLISHED.value, **values)
    await store.sharings.add(resource, teller, request.now, network=told.network)
    calendar = (await calendars_of(request.trust.id, store)).of(told.school)
    found = await retag(
        resource,
        store,
        checker_id=told.checker,
        checked_by_id=told.checker,
        checked_on=told.checked_on,
        checked_until=checks.ends(Review.YEAR, request.today, calendar),
    )
    said = "Thank you: it is in the library now."
    post = Post(ToPerson(teller), published(found), _key(found, "published"), Why.ANSWER)
    return Reply(await resource_card(found, request, store, said), post)


async def _teller(told: CaseStudy, store: Store) -> Person | None:
    return await store.people.find(told.teller, trust=told.trust) if told.teller else None


def _key(resource: Resource, step: str) -> str:
    """A step comes again once the story has changed, and only then."""
    return f"story:{resource.id}:{step}:{resource.version}"


# ------------------------------------------------------------------ cards


def would_you_check(resource: Resource, teller: Person) -> Card:
    return Card(
        f"Would you check this? {resource.title}",
        Text(f"{at_work(teller)}, tells what worked, and asks you to read it before others do."),
        look_at.button("Read it", resource=resource.id).primary(),
        Note("If it is clear and true as far as you know, say it’s good; else say what to change."),
    )


def may_they_read(resource: Resource, teller: Person | None) -> Card:
    who = at_work(teller) if teller else "A colleague"
    return Card(
        f"May colleagues read this? {resource.title}",
        Text(f"{who}, tells what worked at your school. It names the school to everybody in the trust."),
        look_at.button("Read it", resource=resource.id).primary(),
        Note("Nobody else reads it before you agree, and you can take it back at any time."),
    )


def please_change(resource: Resource, checker: Person, line: str) -> Card:
    return Card(
        f"Nearly there: {resource.title}",
        Quote(line, checker.name),
        look_at.button("Change it", resource=resource.id),
    )


def not_now(resource: Resource) -> Card:
    return Card(
        f"This one stays with you for now: {resource.title}",
        Text("Thank you for writing it. It is your draft as before; a word with your head may help."),
        look_at.button("Look at it", resource=resource.id),
    )


def published(resource: Resource) -> Card:
    return Card(
        f"It is in the library: {resource.title}",
        Text("Colleagues find it with your name, and may ask to meet you or to visit."),
        look_at.button("Look at it", resource=resource.id),
    )
