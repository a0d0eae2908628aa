"""What is filled in of a question: for whom it is asked, who looks into it, who decides and by when."""

from collections.abc import Iterable, Sequence
from datetime import date

from handlers.cycle.ahead import day_ahead
from handlers.cycle.commissioned.seen import Seen
from handlers.cycle.words import GROUPS_ONLY
from handlers.dates import day
from handlers.days import calendars_of
from handlers.rules.enquiries import options_in
from handlers.talk import Answers, ChoiceField, Field, Invalid, Refusal, Request, TextField, given
from handlers.which import may_read
from handlers.written_in import people_in
from storage.records import Network, Option, Person
from storage.store import Store

QUESTION_LIMIT = 300  # characters, as in the table
FEWEST, MOST = 2, 6  # who look into a question: a table of four (Northern Education Trust), give or take two
WHOLE_TRUST = "trust"
CHOICES = 99  # networks in a list, with the trust: Slack allows a hundred
WHO = "Two to six colleagues: names or work e-mails, with commas between them"


async def _may_ask_for(request: Request, store: Store) -> tuple[Network, ...]:
    """The networks this person may ask for, the channel's first; Refusal where there is none."""
    me, here = request.person, request.place.network
    led = await store.networks.facilitators(request.trust.id)
    found = [
        each
        for each in await store.networks.everyone(request.trust.id)
        if me.coordinator or me.id in led.get(each.id, ())
    ]
    if not found and not me.coordinator:
        raise Refusal(
            "Facilitators and coordinators ask such questions. Say “peers” to ask colleagues yourself."
        )
    return tuple(sorted(found, key=lambda each: here is None or each.id != here.id))[:CHOICES]


async def for_whom(answers: Answers, request: Request, store: Store) -> Network | None:
    chosen = given(answers, "for")
    found = await _may_ask_for(request, store)
    if chosen == WHOLE_TRUST and request.person.coordinator:
        return None
    network = next((each for each in found if str(each.id) == chosen), None)
    if network is None:
        raise Invalid(**{"for": "Please choose whom you ask for."})
    return network


async def at_the_table(
    answers: Answers, network: Network | None, request: Request, store: Store, seen: Seen | None = None
) -> Sequence[Person]:
    """Who is named; with those who look into it already no more than fit round a table."""
    named = await people_in(given(answers, "who"), "who", request, store)
    further = [each for each in named if seen is None or each.id not in seen.members]
    there = len(seen.members) if seen else 0
    if there + len(further) > MOST or (seen is None and len(further) < FEWEST):
        raise Invalid(who=f"Please name {FEWEST} to {MOST} colleagues: a small group finds a time.")
    await _must_belong(further, "who", network, store)
    return further


async def _must_belong(people: Iterable[Person], field: str, network: Network | None, store: Store) -> None:
    """What a closed network asks stays among its members."""
    for each in people:
        if network and not await may_read(each, network, store):
            raise Invalid(**{field: f"{each.name} is not in {network.name}, which keeps to its members."})


async def decider_in(
    answers: Answers,
    network: Network | None,
    report_on: date,
    before: date | None,
    request: Request,
    store: Store,
) -> tuple[Person, date]:
    """Who decides, whoever asks where nobody is named, and by when: not before the report."""
    named = await people_in(given(answers, "decides"), "decides", request, store) or (request.person,)
    if len(named) > 1:
        raise Invalid(decides="Please name one colleague: what several decide, nobody does.")
    await _must_belong(named, "decides", network, store)
    words = given(answers, "decide_by")
    by = (
        before
        if before and words == day(before)
        else day_ahead(words, "decide_by", request.today, from_today=True)
    )
    if by < report_on:
        raise Invalid(decide_by=f"The report comes on {day(report_on)}. Please choose a day from then on.")
    return named[0], by


async def report_on_in(answers: Answers, request: Request, store: Store) -> date:
    """When the group reports: on a day on which the school of whoever asks teaches."""
    calendar = (await calendars_of(request.trust.id, store)).of(request.person.school)
    return day_ahead(given(answers, "report_on"), "report_on", request.today, calendar=calendar)


def options_of(answers: Answers) -> tuple[Option, ...]:
    """Invalid where they can't be kept."""
    try:
        return options_in(given(answers, "options"))
    except ValueError as error:
        raise Invalid(options=str(error)) from None


# ------------------------------------------------------------------ fields


async def what_and_for_whom(words: str, request: Request, store: Store) -> tuple[Field, ...]:
    """Refusal for whoever may ask for nobody."""
    networks = tuple((str(each.id), each.name) for each in await _may_ask_for(request, store))
    trust = ((WHOLE_TRUST, "The whole trust"),) if request.person.coordinator else ()
    options = (*networks, *trust)
    only = (options[0][0],) if len(options) == 1 else ()
    return (
        TextField(
            "question",
            "The question, in a sentence",
            words,
            GROUPS_ONLY,
            max_length=QUESTION_LIMIT,
        ),
        ChoiceField("for", "For whom?", options, only),
    )


def who_decides(decider: Person | None = None, by: date | None = None) -> tuple[Field, ...]:
    return (
        TextField(
            "decides",
            "Who decides?",
            decider.email if decider else "",
            "Work e-mail or full name. Leave empty for yourself",
            optional=True,
            max_length=300,
        ),
        TextField("decide_by", "By when?", day(by) if by else "", "For example: 26 March", max_length=40),
    )
