"""Overseeing: which schools have taken note, for whoever asked and decided.

Cora  (presses Which schools have noted it)
bot   Noted at 2 of 3 schools. Not yet: Ridge End                     [Name colleagues]
"""

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.cycle.capability import cycle
from handlers.cycle.commissioned.cards import look_at_enquiry, offers
from handlers.cycle.commissioned.noting import already_asked, contacts, noted_by, to_schools
from handlers.cycle.commissioned.seen import Seen, the_enquiry
from handlers.dates import short_day
from handlers.talk import (
    Answers,
    Button,
    Card,
    Facts,
    Form,
    Invalid,
    Refusal,
    Reply,
    Request,
    Text,
    TextField,
    given,
)
from handlers.written_in import people_in
from storage.records import Acknowledgement, EnquiryId, EnquiryState, School
from storage.store import Store

SHOWN = 10  # schools on a page that have noted it: Slack shows ten pairs in one block
NAMED = 20  # schools in a sentence


@dataclass(frozen=True, slots=True)
class Overview:
    """Which schools have taken note, for whoever asked and decided."""

    seen: Seen
    noted: Sequence[tuple[School, Acknowledgement]]
    #: Asked, and not yet.
    left: Sequence[School]
    #: Nobody there is known to ask.
    nobody: Sequence[School]


@offers(30)
async def overseeing(seen: Seen, request: Request, store: Store) -> Sequence[Button]:
    if seen.enquiry.state is not EnquiryState.DECIDED or not _may_oversee(seen):
        return ()
    return (who_has.button("Which schools have noted it", enquiry=seen.enquiry.id),)


@cycle.action("cycle.acknowledged")
async def who_has(request: Request, store: Store, *, enquiry: EnquiryId, start: int = 0) -> Reply:
    return Reply(which_have(await _overview(enquiry, request, store), start))


async def _overview(id_: EnquiryId, request: Request, store: Store) -> Overview:
    seen = await the_enquiry(id_, request, store)
    if not _may_oversee(seen) or seen.enquiry.state is not EnquiryState.DECIDED:
        raise Refusal("Whoever asked and decided sees that. Say “cycle questions” to see what was decided.")
    schools = await store.schools.everyone(request.trust.id)
    noted = await noted_by(seen.enquiry, store)
    people = [*await contacts(seen.enquiry, seen.network, store), *await already_asked(seen.enquiry, store)]
    known = {each.school for each in people}
    asked = [each for each in schools if each.id not in noted and each.id in known]
    nobody = () if seen.network else [each for each in schools if each.id not in known | noted.keys()]
    return Overview(
        seen, [(each, noted[each.id]) for each in schools if each.id in noted], asked, list(nobody)
    )


def _may_oversee(seen: Seen) -> bool:
    return seen.may_change or seen.decides


@cycle.form("cycle.contacts")
async def name_contacts(request: Request, store: Store, *, enquiry: EnquiryId) -> Form:
    found = await _overview(enquiry, request, store)
    who = TextField(
        "who",
        "Who notes it at their school?",
        hint="Names or work e-mails, with commas between them",
        multiline=True,
        max_length=1000,
    )
    return name_contacts.form(
        "Name colleagues", found.seen.enquiry.question, (who,), "Ask them", enquiry=enquiry
    )


@name_contacts.filled
async def contacts_named(request: Request, store: Store, answers: Answers, *, enquiry: EnquiryId) -> Reply:
    found = await _overview(enquiry, request, store)
    wanted = {each.id for each in (*found.left, *found.nobody)}
    people = await people_in(given(answers, "who"), "who", request, store)
    there = next((each for each in people if each.school not in wanted), None)
    if there:
        raise Invalid(who=f"{there.name}’s school has noted it already, or is not asked.")
    if not people:
        raise Invalid(who="Please name at least one colleague.")
    return Reply(
        which_have(found, 0, "I ask them in their weekly message."), *to_schools(found.seen.enquiry, people)
    )


# ------------------------------------------------------------------ card


def which_have(found: Overview, start: int, told: str = "") -> Card:
    enquiry, following = found.seen.enquiry, start + SHOWN
    page = found.noted[start:following]
    more = following < len(found.noted)
    lines = [
        (school.name, " · ".join(filter(None, (short_day(noted.on), noted.note)))) for school, noted in page
    ]
    return Card(
        f"Noted at {len(found.noted)} of {_all(found)} schools",
        *((Text(told),) if told else ()),
        Text(enquiry.question),
        *((Facts(*lines),) if lines else ()),
        *((Text(f"Not yet: {_names(found.left)}. I remind them once."),) if found.left else ()),
        *(
            (Text(f"I know no head at {_names(found.nobody)}. Please name a colleague there."),)
            if found.nobody
            else ()
        ),
        *((name_contacts.button("Name colleagues", enquiry=enquiry.id),) if found.nobody else ()),
        *((who_has.button("More…", enquiry=enquiry.id, start=following),) if more else ()),
        look_at_enquiry.button("Back", enquiry=enquiry.id),
    )


def _all(found: Overview) -> int:
    return len(found.noted) + len(found.left) + len(found.nobody)


def _names(schools: Sequence[School]) -> str:
    more = len(schools) - NAMED
    return ", ".join(each.name for each in schools[:NAMED]) + (f" and {more} more" if more > 0 else "")
