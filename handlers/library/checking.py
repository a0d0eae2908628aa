"""Checked: a named colleague stands for a resource until a day, and is asked again before it comes.

Hannah  (presses Check it)
bot     Checked by Hannah Example until Friday 18 December 2026
bot     (ten working days before) Is this still good?   [Still good] [Change] [Archive] [Hand it on]
"""

from collections.abc import Sequence

from handlers.dates import day
from handlers.days import calendars_of
from handlers.library.archiving import archive
from handlers.library.capability import library
from handlers.library.cards import offers, resource_card, way_in
from handlers.library.editing import edit
from handlers.library.seen import Part, the_resource, to_change
from handlers.library.words import where_from
from handlers.rules import checks
from handlers.shared import visible
from handlers.talk import (
    Answers,
    Button,
    Card,
    ChoiceField,
    Form,
    Invalid,
    Note,
    Post,
    Refusal,
    Reply,
    Request,
    Text,
    TextField,
    ToPerson,
    given,
)
from handlers.written_in import people_in
from storage.records import Person, Resource, ResourceId, Review, Why
from storage.store import Store

#: What is chosen from, as it is said.
LENGTHS = (
    (Review.TERM, "The end of this term"),
    (Review.HALF_YEAR, "Half a year"),
    (Review.YEAR, "A year"),
)


@offers(50)
async def checking(part: Part, request: Request, store: Store) -> Sequence[Button]:
    resource = part.resource
    if resource.archived_at or not part.may_change:
        return ()
    return (check.button("Check again" if resource.checked_until else "Check it", resource=resource.id),)


@library.form("library.check")
async def check(request: Request, store: Store, *, resource: ResourceId) -> Form:
    """By oneself, which counts at once; or by a colleague, who is asked first."""
    found = await to_change(resource, request, store)
    lengths = tuple((each.value, label) for each, label in LENGTHS)
    return check.form(
        "Check it",
        f"{found.title}\nWhoever checks it is named beside it, and asked again before the check ends.",
        (
            TextField(
                "who", "Who looks after it?", request.person.email, "Work e-mail or full name", max_length=300
            ),
            ChoiceField("until", "Until when does the check hold?", lengths, (found.review.value,)),
        ),
        "Save",
        resource=resource,
    )


@check.filled
async def checked(request: Request, store: Store, answers: Answers, *, resource: ResourceId) -> Reply:
    found = await to_change(resource, request, store)
    people = await people_in(given(answers, "who"), "who", request, store)
    if len(people) != 1:
        raise Invalid(who="Please name one person who looks after it.")
    (who,) = people
    chosen = given(answers, "until")
    if chosen not in set(Review):
        raise Invalid(until="Please choose how long the check holds.")
    if not await visible([found], who, store):
        raise Invalid(who=f"{who.name} is not in the network that this was shared in. Please name a member.")
    if who.id == request.person.id:
        return await _stamped(found, Review(chosen), request, store)
    said = f"I have asked {who.name}. Until they say yes, everything stays as it is."
    card = would_you(found, Review(chosen), request.person)
    post = Post(ToPerson(who), card, f"{_asked(found)}{who.id}:{request.today}", Why.UNASKED)
    return Reply(await resource_card(found, request, store, said), post)


@library.action("library.will_check")
async def will_check(request: Request, store: Store, *, resource: ResourceId, review: Review) -> Reply:
    """They look after it from now on, and may look at it at once."""
    found = await the_resource(resource, request, store)
    if request.person.id not in await store.outbox.reached(request.trust.id, _asked(found)):
        raise Refusal("That question was for somebody else. There is nothing you need to do.")
    found = await store.resources.change(found, checker_id=request.person.id, review=review.value)
    return Reply(look_at_it(found, "Thank you. When you have had a look, say so here."))


@library.action("library.will_not_check")
async def will_not_check(request: Request, store: Store, *, resource: ResourceId) -> Reply:
    return Reply(Card("Thank you for saying so", Text("Nothing changes. You won’t be asked again for this.")))


@library.action("library.look_after")
async def look_after(request: Request, store: Store, *, resource: ResourceId) -> Reply:
    return Reply(look_at_it(await to_change(resource, request, store)))


@library.action("library.still_good")
async def still_good(request: Request, store: Store, *, resource: ResourceId) -> Reply:
    """Stamped anew, for as long as before."""
    found = await to_change(resource, request, store)
    return await _stamped(found, found.review, request, store)


async def _stamped(resource: Resource, review: Review, request: Request, store: Store) -> Reply:
    calendar = (await calendars_of(request.trust.id, store)).of(request.person.school)
    found = await store.resources.change(
        resource,
        checker_id=request.person.id,
        review=review.value,
        checked_by_id=request.person.id,
        checked_on=request.today,
        checked_until=checks.ends(review, request.today, calendar),
    )
    return Reply(await resource_card(found, request, store, "Thank you: your name stands beside it now."))


def _asked(resource: Resource) -> str:
    """How the keys of the letters begin that ask somebody to look after it."""
    return f"look_after:{resource.id}:"


# ------------------------------------------------------------------ cards


def would_you(resource: Resource, review: Review, by: Person) -> Card:
    length = dict(LENGTHS)[review].lower()
    return Card(
        f"Will you look after this? {resource.title}",
        Text(f"{by.name} would like you to check it, until {length}. {resource.url}".strip()),
        will_check.button("Yes, I will", resource=resource.id, review=review).primary(),
        will_not_check.button("No, sorry", resource=resource.id),
        Note("Your name stands beside it once you have checked it. I ask you again before the check ends."),
    )


def look_at_it(resource: Resource, said: str = "") -> Card:
    until = f"Its check holds until {day(resource.checked_until)}." if resource.checked_until else ""
    return Card(
        f"Is this still good? {resource.title}",
        Text("\n".join(filter(None, (said, until, where_from(resource))))),
        way_in(resource),
        still_good.button("Still good", resource=resource.id).primary(),
        edit.button("Change", resource=resource.id),
        archive.button("Archive", resource=resource.id),
        check.button("Hand it on", resource=resource.id),
    )
