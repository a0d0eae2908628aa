"""Looking again: a checker is asked before a check ends and once after, and a check never loses its person.

bot  Is this still good? Fractions in small steps    [Still good] [Change] [Archive] [Hand it on]
bot  (to whoever leads the network) Nobody checks these any more: Fractions in small steps
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta

from handlers.dates import day
from handlers.days import calendars_of
from handlers.library.capability import library
from handlers.library.checking import check, look_after, look_at_it, still_good
from handlers.rules.checks import is_due
from handlers.talk import LOCAL, Card, Item, Note, Post, Text, ToPerson
from storage.records import NetworkId, Person, PersonId, Resource, Trust, Why
from storage.store import Store

AHEAD = timedelta(days=75)  # in which ten working days fit, whatever holidays lie between
LATEST = timedelta(days=150)  # ten working days after a check ended, likewise; then nobody is asked
MORNING = time(7, 10)  # before the weekly messages go
AT_ONCE = 3  # on one card, two buttons each; the others on the next working day
NAMED = 10  # titles in one message


@library.every("mon-fri", at=time(8, 30))
async def look_again(trust: Trust, today: date, store: Store) -> list[Post]:
    """Checkers of what is due, on a day they work; three at a time, each once before and once after."""
    calendars = await calendars_of(trust.id, store)
    due: dict[PersonId, list[Resource]] = {}
    for each in await store.resources.to_check(trust.id, until=today + AHEAD):
        if each.checker is not None and each.checked_until and each.checked_until > today - LATEST:
            due.setdefault(each.checker, []).append(each)
    posts: list[Post] = []
    for person in await store.people.several(due, trust=trust.id):
        days = calendars.days_of(person)
        if not days.takes_unasked(today):
            continue
        now = [
            each
            for each in due[person.id]
            if each.checked_until and is_due(each.checked_until, each.reminded_on, today, days)
        ][:AT_ONCE]
        if now:
            await store.resources.reminded([each.id for each in now], today, trust=trust.id)
            key = f"checks:{person.id}:{today}"
            posts.append(Post(ToPerson(person), still_good_each(now), key, Why.REMINDER))
    return posts


@library.every("mon-fri", at=MORNING)
async def nobody_checks(trust: Trust, today: date, store: Store) -> list[Post]:
    """A checker has left: the check is over, and whoever leads its networks hears so once."""
    found = await store.resources.without_checker(trust.id)
    if not found:
        return []
    for each in found:
        await store.resources.change(each, checked_by_id=None, checked_on=None, checked_until=None)
    leading = await store.networks.facilitators(trust.id)
    sharings = await store.sharings.of((each.id for each in found), trust=trust.id)
    theirs: dict[PersonId, list[Resource]] = {}
    for each in found:
        where = {sharing.network for sharing in sharings.get(each.id, ()) if sharing.kept}
        for who in _leading(where, leading):
            theirs.setdefault(who, []).append(each)
    people = await store.people.several(theirs, trust=trust.id)
    return [_told(person, theirs[person.id], today) for person in people]


def _leading(
    where: Iterable[NetworkId | None], leading: dict[NetworkId, tuple[PersonId, ...]]
) -> list[PersonId]:
    """Each of them once."""
    return list(dict.fromkeys(who for each in where if each is not None for who in leading.get(each, ())))


def _told(person: Person, resources: Sequence[Resource], today: date) -> Post:
    key = f"unchecked:{person.id}:{today}"
    begins = datetime.combine(today, MORNING, LOCAL)
    return Post(ToPerson(person), checked_by_nobody(resources), key, Why.UNASKED, due=begins)


# ------------------------------------------------------------------ cards


def still_good_each(resources: Sequence[Resource]) -> Card:
    if len(resources) == 1:
        return look_at_it(resources[0])
    return Card(
        "Are these still good?",
        *(
            Item(
                each.title,
                f"Checked until {day(each.checked_until)}" if each.checked_until else "",
                still_good.button("Still good", resource=each.id).aloud(f"Still good: {each.title}"),
                look_after.button("Look closer", resource=each.id).aloud(f"Look closer: {each.title}"),
            )
            for each in resources
        ),
        Note("You said you would look after these."),
    )


def checked_by_nobody(resources: Sequence[Resource]) -> Card:
    title = "Nobody checks this any more" if len(resources) == 1 else "Nobody checks these any more"
    others = len(resources) - NAMED
    return Card(
        title,
        Text("\n".join(f"• {each.title}" for each in resources[:NAMED])),
        *((Text(f"… and {others} more"),) if others > 0 else ()),
        *((check.button("Name somebody", resource=resources[0].id),) if len(resources) == 1 else ()),
        Note("Their checker has left. Say “library” and a title, then “Check it”, to name somebody."),
    )
