"""Each morning: who looks into a question is reminded before the report, schools of what was decided.

Whoever asked hears where no report came or whoever was to decide has left; the decider, where the day has
passed. Each once, as a part of the week's message.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta

from handlers.cycle.capability import cycle
from handlers.cycle.commissioned.cards import heading, look_at_enquiry
from handlers.cycle.commissioned.changing import change
from handlers.cycle.commissioned.gathering import report
from handlers.cycle.commissioned.noting import already_asked, contacts, would_you_note
from handlers.cycle.commissioned.seen import OPEN, UNTIL, network_of, who_asked
from handlers.cycle.commissioned.telling import you_decide
from handlers.dates import day
from handlers.talk import LOCAL, Card, Note, Post, Text, ToPerson
from storage.records import Enquiry, EnquiryState, Person, Trust, Why
from storage.store import Store

AT = time(7)  # before the week's message is put together
AHEAD = timedelta(days=14)  # the week's message that a reminder is a part of may be a week away
FROM = timedelta(days=14)  # a school has two weeks to note a decision before it is reminded


@cycle.every("mon-fri", at=AT)
async def remind(trust: Trust, today: date, store: Store) -> Sequence[Post]:
    """Harmless to say twice: each letter has its key."""
    posts: list[Post] = []
    for each in await store.enquiries.everyone(trust.id):
        if each.state is EnquiryState.ASKED:
            posts += await _of_the_report(each, today, store)
        elif each.state is EnquiryState.REPORTED:
            posts += await _of_the_decision(each, today, store)
        elif _lately(each.decided_on, today, since=FROM):
            posts += await _of_taking_note(each, store)
        if each.state in OPEN and each.decides is None:
            asked = await who_asked(each, store)
            posts += _once(each, f"no-decider:{each.decide_by}", asked, nobody_decides(each))
    return posts


async def _of_the_report(enquiry: Enquiry, today: date, store: Store) -> Sequence[Post]:
    """Before it is due those who write it; where it did not come, whoever asked."""
    due = enquiry.report_on
    if today < due <= today + AHEAD:
        ids = await store.enquiries.members(enquiry.id, trust=enquiry.trust)
        members = await store.people.several(ids, trust=enquiry.trust)
        until = datetime.combine(due, time(18), LOCAL)
        return _once(enquiry, f"remind:{due}", members, report_is_due(enquiry), until)
    if _lately(due, today):
        return _once(enquiry, f"late:{due}", await who_asked(enquiry, store), no_report_yet(enquiry))
    return ()


async def _of_the_decision(enquiry: Enquiry, today: date, store: Store) -> Sequence[Post]:
    decider = await store.people.find(enquiry.decides, trust=enquiry.trust) if enquiry.decides else None
    if decider is None or not _lately(enquiry.decide_by, today):
        return ()
    return _once(enquiry, f"late:{enquiry.decide_by}", [decider], you_decide(enquiry))


async def _of_taking_note(enquiry: Enquiry, store: Store) -> Sequence[Post]:
    """Whoever was asked at each school that has not noted it; of a network asked in its channel, members."""
    noted = {each.school for each in await store.enquiries.acknowledged(enquiry.id, trust=enquiry.trust)}
    network = await network_of(enquiry, store)
    asked = await already_asked(enquiry, store) or (
        await contacts(enquiry, network, store) if network else ()
    )
    left = [each for each in asked if each.school not in noted]
    card = would_you_note(enquiry)
    return [
        post
        for each in left
        for post in _once(enquiry, f"again:{each.school}:{enquiry.decided_on}", [each], card)
    ]


def _lately(day_of: date | None, today: date, *, since: timedelta = timedelta(days=1)) -> bool:
    return day_of is not None and since <= today - day_of <= UNTIL


def _once(
    enquiry: Enquiry, what: str, people: Iterable[Person], card: Card, until: datetime | None = None
) -> Sequence[Post]:
    """A part of each one's weekly message."""
    return [
        Post(ToPerson(each), card, f"enquiry:{enquiry.id}:{what}:{each.id}", Why.UNASKED, expires=until)
        for each in people
    ]


# ------------------------------------------------------------------ cards


def report_is_due(enquiry: Enquiry) -> Card:
    return Card(
        f"What have you found? {heading(enquiry)}",
        Text(f"The report is due by {day(enquiry.report_on)}. A few sentences are enough."),
        report.button("Report", enquiry=enquiry.id).primary(),
        look_at_enquiry.button("Open it", enquiry=enquiry.id),
        Note("I ask once. One of you can report for all."),
    )


def no_report_yet(enquiry: Enquiry) -> Card:
    return Card(
        f"No report yet: {heading(enquiry)}",
        Text("Terms fill up. You can give them longer, ask others too, say what is known, or call it off."),
        look_at_enquiry.button("Open it", enquiry=enquiry.id).primary(),
    )


def nobody_decides(enquiry: Enquiry) -> Card:
    return Card(
        f"Who decides now? {heading(enquiry)}",
        Text("Whoever was to decide has left. Please name somebody else, or decide it yourself."),
        change.button("Name somebody", enquiry=enquiry.id).primary(),
        look_at_enquiry.button("Open it", enquiry=enquiry.id),
    )
