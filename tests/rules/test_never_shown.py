"""Who is never shown: one's own school, people closed to introductions, leavers, other trusts, oneself.

Trusts of the sample people thrown together at random, changed while they are asked, as files and profiles
change them; and every way in which names come out of the index.
"""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.rules.matching import Colleagues
from handlers.rules.reading import read
from storage.records import Person, PersonId, TrustId
from tests.evaluation import trial

PEOPLE, SCHOOLS = trial.people(), trial.schools()
#: Some ask for a person or a school by name, which is a road of its own.
QUESTIONS = [question["text"] for question in trial.questions()] + [
    f"can I talk to {PEOPLE[7].name}?", f"who leads maths at {SCHOOLS[2].name}?", "anyone", "teachers",
]  # fmt: skip

MINE, ANOTHER = TrustId(1), TrustId(2)
HOMES = [None, *(school.id for school in SCHOOLS[:6])]


@st.composite
def staff(draw: st.DrawFn) -> list[Person]:
    drawn = draw(st.lists(st.sampled_from(PEOPLE), min_size=8, max_size=40))
    return [_moved(draw, person, number) for number, person in enumerate(drawn, 1)]


def _moved(draw: st.DrawFn, person: Person, number: int) -> Person:
    return replace(
        person, id=PersonId(number), school=draw(st.sampled_from(HOMES)),
        trust=draw(st.sampled_from([MINE, MINE, MINE, ANOTHER])),
        open_to_introductions=draw(st.sampled_from([True, True, False])),
    )  # fmt: skip


@settings(max_examples=120, deadline=None)
@given(st.data())
def test_nobody_is_shown_who_must_not_be(data):
    people = data.draw(staff())
    colleagues = Colleagues.of(people, SCHOOLS[:6])
    changed = data.draw(st.lists(st.sampled_from(people), max_size=6, unique_by=lambda person: person.id))
    now = {person.id: person for person in people}
    now |= {person.id: _moved(data.draw, person, person.id) for person in changed}
    colleagues.update([now[person.id] for person in changed])
    left = {person.id for person in data.draw(st.lists(st.sampled_from(people), max_size=6))}
    colleagues.keep_only(now.keys() - left)
    asker = now[data.draw(st.sampled_from(people)).id]

    for question in data.draw(st.lists(st.sampled_from(QUESTIONS), min_size=3, max_size=6)):
        sought = read(question, asker)
        shown = [match.person for match in colleagues.closest(sought, asker, limit=30)]
        shown += [near.person for near in colleagues.nearest(sought, asker)]
        shown += [match.person for match in colleagues.fitting(sought, asker, list(now))]
        for person in shown:
            known = now[person.id]
            assert person == known, "as they are now, and not as they were"
            assert person.id not in left
            assert person.id != asker.id
            assert person.trust == asker.trust
            assert person.open_to_introductions
            assert person.school is None or person.school != asker.school
