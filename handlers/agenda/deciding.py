"""What members have suggested: a facilitator decides each, and its suggester hears what became of it."""

from collections.abc import Sequence
from functools import reduce

from handlers.agenda.gathering import taken_up
from handlers.agenda.suggesting import decide
from handlers.rules.cutting import one_line
from handlers.talk import Answers, ChoiceField, Field, Post, given
from storage.records import AgendaItem, Meeting, Network, Outcome, PersonId, Source, Suggestion, Wish
from storage.store import Store

AT_ONCE = 10  # suggestions in one form: it is decided on a phone
LABEL = 150  # characters of a suggestion in the form
_WISHES = {Wish.ITEM: "", Wish.BRIGHT_SPOT: "Bright spot: ", Wish.PROBLEM: "Real problem: "}


async def undecided(network: Network, items: Sequence[AgendaItem], store: Store) -> tuple[Suggestion, ...]:
    """What waits for this network and is not in its draft yet, oldest first."""
    there = {each.source_id for each in items if each.source is Source.SUGGESTION}
    waiting = await store.suggestions.waiting(network.id, trust=network.trust)
    return tuple(each for each in waiting if int(each.id) not in there)


async def choices(waiting: Sequence[Suggestion], store: Store) -> tuple[Field, ...]:
    """One question for each; whoever did not want to be named is not."""
    named: set[PersonId] = {each.by for each in waiting if each.named}
    trust = waiting[0].trust
    names = {each.id: each.name for each in await store.people.several(named, trust=trust)}
    options = (
        (Outcome.WAITING, "Decide later"),
        (Outcome.TAKEN, "On the agenda"),
        (Outcome.NOT_NOW, "Not this time"),
    )
    return tuple(
        ChoiceField(
            f"suggestion_{each.id}",
            _label(each, names.get(each.by, "") if each.named else ""),
            tuple((str(value), label) for value, label in options),
            (str(Outcome.WAITING),),
        )
        for each in waiting[:AT_ONCE]
    )


def _label(suggestion: Suggestion, name: str) -> str:
    short = one_line(_WISHES[suggestion.wish] + suggestion.text, LABEL)
    return f"{short} ({name})" if name else short


def with_chosen(
    items: tuple[AgendaItem, ...], waiting: Sequence[Suggestion], answers: Answers
) -> tuple[AgendaItem, ...]:
    """The agenda with what was chosen for it."""
    return reduce(taken_up, _chosen(waiting, answers, Outcome.TAKEN), items)


async def told(
    waiting: Sequence[Suggestion], answers: Answers, meeting: Meeting, store: Store
) -> tuple[Post, ...]:
    """Who did not get on hears it now; who did, when the agenda is posted, or at once where it is."""
    posts: tuple[Post, ...] = ()
    outcomes = (Outcome.NOT_NOW, *((Outcome.TAKEN,) if meeting.posted_at else ()))
    for outcome in outcomes:
        for each in _chosen(waiting, answers, outcome):
            posts += await decide(each, outcome, meeting, store)
    return posts


def _chosen(waiting: Sequence[Suggestion], answers: Answers, outcome: Outcome) -> list[Suggestion]:
    return [each for each in waiting if given(answers, f"suggestion_{each.id}") == outcome]
