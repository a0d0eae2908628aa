"""Whom to suggest: as they fit, as it is their turn, and as this asker has said before."""

from collections.abc import Sequence

from handlers.colleagues import colleagues_of, lately, turned_down
from handlers.peers.asked import sought_by
from handlers.rules import feedback
from handlers.rules.fairness import in_turn
from handlers.talk import Request
from storage.records import (
    Feedback,
    NotRight,
    PersonId,
    Question,
    School,
)
from storage.store import Store

AT_MOST = 9  # three helpings; past that the question wants other words
CONSIDERED = 30  # enough that whoever yields makes room for an equal


async def chosen(request: Request, question: Question, store: Store) -> tuple[PersonId, ...]:
    """Whom to suggest for a question, best first."""
    me = request.person
    colleagues = await colleagues_of(request.trust.id, store)
    sought = sought_by(question.text, question.refined, me)
    mine, given = await store.introductions.of(me), await store.feedback.of(me)
    out = turned_down(mine, me) | feedback.left_out(given, sought, question.id, request.now)
    closest = colleagues.closest(sought, me, limit=CONSIDERED + len(out))
    matches = [match for match in closest if match.person.id not in out]
    turn = in_turn(matches, sought, me, await lately(matches, question, mine, request, store))
    turn = feedback.alike_first(turn, *await _too_different(request, question, given, store))
    return tuple(match.person.id for match in turn[:AT_MOST])


async def _too_different(
    request: Request, question: Question, given: Sequence[Feedback], store: Store
) -> tuple[School | None, list[School]]:
    """The asker's own school, and those that they found too different for this question."""
    of = [
        each.colleague
        for each in given
        if each.why is NotRight.SCHOOL and each.question == question.id and each.colleague is not None
    ]
    if not of or request.person.school is None:
        return None, []
    people = await store.people.several(of, trust=request.trust.id)
    schools = (await colleagues_of(request.trust.id, store)).directory.schools
    return schools.get(request.person.school), [schools[each.school] for each in people if each.school]
