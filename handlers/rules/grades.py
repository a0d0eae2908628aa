"""How well what a colleague does meets what is asked, in grades from 0 to 3.

3 is exactly who is wanted, 2 a good answer with one thing off, 1 loosely related.
"""

from collections.abc import Collection, Sequence

from handlers.rules.clauses import Status
from handlers.rules.profiles import DONE, FOLLOWS, NOW, WANTS
from handlers.rules.vocabulary import vocabulary

#: What is asked → where somebody stands → the grade.
STRENGTH: dict[Status, dict[int, float]] = {
    Status.ANY: {NOW: 3, DONE: 3, WANTS: 1, FOLLOWS: 2},
    Status.CURRENT: {NOW: 3, DONE: 2, WANTS: 2, FOLLOWS: 2},
    Status.EXPERIENCED: {NOW: 1, DONE: 3, WANTS: 0, FOLLOWS: 1},
    Status.WANTS_HELP: {NOW: 2, DONE: 0, WANTS: 3, FOLLOWS: 1},
}
#: The cue for a status may mislead: a fifth of the grade is what it would be without one.
DOUBT = 0.2


def _table() -> dict[tuple[Status, int], float]:
    grades: dict[tuple[Status, int], float] = {}
    for status, strengths in STRENGTH.items():
        for mask in range(1, 16):
            own = max(grade for stand, grade in strengths.items() if stand & mask)
            any_ = max(grade for stand, grade in STRENGTH[Status.ANY].items() if stand & mask)
            grades[status, mask] = own * (1 - DOUBT) + any_ * DOUBT
    return grades


_GRADES = _table()


def grade(status: Status, mask: int) -> float:
    """The grade of where somebody stands with exactly the topic asked for."""
    return _GRADES[status, mask]


#: What a broader or related topic counts of the topic itself, and at most. The vocabulary is finer than
#: people are: who says "parental engagement" may well mean newsletters.
NEAR, NEAR_AT_MOST = 0.55, 1.5


def near_grade(status: Status, mask: int) -> float:
    """The grade for a broader or related topic: half at most, nothing if it only follows from a role."""
    mask &= ~FOLLOWS
    return min(NEAR_AT_MOST, _GRADES[status, mask] * NEAR) if mask else 0.0


def groups(topics: Sequence[str]) -> list[list[str]]:
    """Topics asked together, those that are one matter in one group: "writing moderation" is one."""
    book = vocabulary()
    together: list[list[str]] = []
    for topic in topics:
        kin = book.near(topic) | book.narrower(topic) | {*book.wider(topic), *book.twins.get(topic, ())}
        home = next((group for group in together if kin & set(group)), None)
        if home is None:
            together.append([topic])
        else:
            home.append(topic)
    return together


def combined(given: Collection[float], asked: int, *, either: bool) -> float:
    """Several matters at once: any will do, or all together; one missing costs."""
    if not given:
        return 0.0
    if either or asked == 1:
        return max(given)
    best = max(given)
    if len(given) < asked:
        return max(0.0, best - 1.4 * (asked - len(given)) / (asked - 1))
    return max(sum(given) / asked, best - 1.4)
