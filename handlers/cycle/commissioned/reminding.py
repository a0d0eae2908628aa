"""Each morning: who looks into a question is reminded before the report, schools of what was decided.

Each once, as a part of the week's message. Where whoever was to decide has left, whoever asked hears it.
"""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from handlers.cycle.capability import cycle
from handlers.cycle.commissioned.cards import heading, look_at_enquiry
from handlers.cycle.commissioned.changing import change
from handlers.cycle.commissioned.gathering import report
from handlers.cycle.commissioned.noting import already_asked, contacts, would_you_note
from handlers.cycle.commissioned.seen import OPEN, Seen, network_of, who_asked
from handlers.dates import day
from handlers.talk import LOCAL, Card, Note, Post, Text, ToPerson
from storage.records import Enquiry, EnquiryState, Person, PersonId, Trust, Why
from storage.store import Store

AT = time(7)  # before the week's message is put together
AHEAD = timedelta(days=14)  # the week's message that a reminder is a part of may be a week away
#: Schools are reminded of a decision from two weeks after it on, until it is old.
FROM, UNTIL = timedelta(days=14), timedelta(days=70)


@cycle.every("mon-fri", at=AT)
async def remind(trust: Trust, today: date, store: Store) -> Sequence[Post]:
    """Harmless to say twice: each letter has its key."""
    posts: list[Post] = []
    for each in await store.enquiries.everyone(trust.id):
        if each.state is EnquiryState.ASKED and today < each.report_on <= today + AHEAD:
            posts += await _before_the_report(each, store)
        if each.state in OPEN and each.decides is None:
            posts += await _without_a_decider(each, store)
        if each.decided_on and FROM <= today - each.decided_on <= UNTIL:
            posts += await _schools_left(each, store)
    return posts


async def _before_the_report(enquiry: Enquiry, store: Store) -> Sequence[Post]:
    ids = await store.enquiries.members(enquiry.id, trust=enquiry.trust)
    card = report_is_due(enquiry)
    until = datetime.combine(enquiry.report_on, time(18), LOCAL)
    return [
        Post(
            ToPerson(each),
            card,
            _key(enquiry, f"remind:{enquiry.report_on}", each),
            Why.UNASKED,
            expires=until,
        )
        for each in await store.people.several(ids, trust=enquiry.trust)
    ]


async def _without_a_decider(enquiry: Enquiry, store: Store) -> Sequence[Post]:
    card = nobody_decides(enquiry)
    return [
        Post(ToPerson(each), card, _key(enquiry, f"no-decider:{enquiry.decide_by}", each), Why.UNASKED)
        for each in await who_asked(enquiry, store)
    ]


async def _schools_left(enquiry: Enquiry, store: Store) -> Sequence[Post]:
    """Whoever was asked at each school that has not noted it; of a network asked in its channel, members."""
    noted = {each.school for each in await store.enquiries.acknowledged(enquiry.id, trust=enquiry.trust)}
    network = await network_of(enquiry, store)
    seen = Seen(enquiry, network, frozenset(), PersonId(0), may_change=False)
    asked = await already_asked(enquiry, store) or (await contacts(seen, store) if network else ())
    return [
        Post(
            ToPerson(each), would_you_note(enquiry), _key(enquiry, f"again:{each.school}", each), Why.UNASKED
        )
        for each in asked
        if each.school not in noted
    ]


def _key(enquiry: Enquiry, what: str, person: Person) -> str:
    return f"enquiry:{enquiry.id}:{what}:{person.id}"


# ------------------------------------------------------------------ cards


def report_is_due(enquiry: Enquiry) -> Card:
    return Card(
        f"What have you found? {heading(enquiry)}",
        Text(f"The report is due by {day(enquiry.report_on)}. A few sentences are enough."),
        report.button("Report", enquiry=enquiry.id).primary(),
        look_at_enquiry.button("Open it", enquiry=enquiry.id),
        Note("I ask once. One of you can report for all."),
    )


def nobody_decides(enquiry: Enquiry) -> Card:
    return Card(
        f"Who decides now? {heading(enquiry)}",
        Text("Whoever was to decide has left. Please name somebody else, or decide it yourself."),
        change.button("Name somebody", enquiry=enquiry.id).primary(),
        look_at_enquiry.button("Open it", enquiry=enquiry.id),
    )
