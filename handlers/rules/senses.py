"""Which of several meanings a short form has here.

By the words near by and what else was asked; else by who asks; else it stays open: then the likeliest meaning
is a guess, and the asker can be asked.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from handlers.rules.vocabulary import EVERYDAY, Found, Sense, Word, facet_of, vocabulary
from handlers.rules.words import listed

#: How many words on either side may settle a meaning.
NEAR = 8
#: As many short forms with several meanings are settled in one text; nobody means more than a few.
MANY = 40

#: Form in small letters → the meaning that somebody chose for it.
Chosen = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Open:
    """A form that nothing settled, where it stands, and what it may mean, likeliest first."""

    sense: Sense
    found: Found
    meanings: tuple[str, ...]


def settle(
    found: Sequence[Found],
    words: Sequence[Word],
    asker: Collection[str] = (),
    chosen: Chosen | None = None,
) -> tuple[list[Found], list[Open]]:
    """The findings with each ambiguous form settled, and the forms that only the asker can settle.

    An open form counts as its likeliest meaning. Everyday meanings ("word.about") fall away. `asker` are the
    concepts of whoever asks or writes: their role, and what follows from it.
    """
    ambiguous = vocabulary().ambiguous
    keys = [vocabulary().key(words, one.first, one.last) for one in found]
    beside = {one.concept for one, key in zip(found, keys, strict=True) if key not in ambiguous}
    settled: list[Found] = []
    still_open: list[Open] = []
    seen: set[tuple[int, int]] = set()
    for one, key in zip(found, keys, strict=True):
        sense = ambiguous.get(key)
        if sense is None:
            settled += [one] if one.concept != EVERYDAY else []
            continue
        if (one.first, one.last) in seen or len(seen) == MANY:
            continue
        seen.add((one.first, one.last))
        meanings = _meanings(sense, one, words, beside, asker, chosen or {})
        if not meanings[0].startswith("word."):
            settled.append(replace(one, concept=meanings[0]))
        if len(meanings) > 1:
            still_open.append(Open(sense, one, meanings))
    return settled, still_open


def _meanings(
    sense: Sense,
    found: Found,
    words: Sequence[Word],
    beside: Collection[str],
    asker: Collection[str],
    chosen: Chosen,
) -> tuple[str, ...]:
    """The meanings left, likeliest first: one where something settles it."""
    picked = chosen.get(sense.form.lower())
    if picked is not None and picked in sense.senses:
        return (picked,)
    typed = words[found.first][1]
    if typed.islower() and typed in _EVERYDAY:
        return (_in_small_letters(typed, found, words),)
    if sense.form == "head":
        return (_head(found, words),)
    around = [word for word, *_ in words[max(0, found.first - NEAR) : found.last + NEAR]]
    scores = {concept: sum(_cued(cue, around) for cue in cues) for concept, cues in sense.senses.items()}
    best = _leading(scores) or _leading({concept: _backed(concept, beside) for concept in scores})
    if best:
        return (best,)
    mine = {concept: concept in asker for concept in scores}
    matters = {one for one in asker if facet_of(one) != "role"}
    best = _leading(mine) or _leading({concept: _backed(concept, matters) for concept in scores})
    if best:
        return (best,)
    if len(sense.ask) > 1 and any(facet_of(one) == "role" for one in beside):
        # "SENCOs dealing with AP": somebody is asked for already, so the form says what they do.
        return tuple(one for one in sense.ask if facet_of(one) != "role") or sense.ask
    return sense.ask or (sense.default,)


def _leading(scores: Mapping[str, int | bool]) -> str:
    """The one meaning with the most said for it; "" where there is none."""
    best = max(scores.values())
    winners = [concept for concept, score in scores.items() if score == best]
    return winners[0] if best and len(winners) == 1 else ""


@lru_cache(maxsize=4096)
def kin(concept: str) -> frozenset[str]:
    """What hangs together with an idea: broader, narrower and related ones."""
    book = vocabulary()
    return book.near(concept) | book.narrower(concept) if concept in book.concepts else frozenset()


def _backed(concept: str, beside: Collection[str]) -> int:
    """How many of the other things said hang together with this meaning."""
    return sum(one in kin(concept) for one in beside)


def _cued(cue: tuple[str, ...], around: Sequence[str]) -> bool:
    size = len(cue)
    return bool(size) and any(tuple(around[at : at + size]) == cue for at in range(len(around) - size + 1))


#: In small letters these are everyday words, unless what stands beside says otherwise.
_EVERYDAY = listed("re ta it head pm")
_OF_RE = listed("lead leader teacher coordinator curriculum subject specialist department syllabus")
_OF_TA = listed("a our my the another any other one each 1 who deployment training timetable cover support")


def _in_small_letters(typed: str, found: Found, words: Sequence[Word]) -> str:
    """ "re" is about, "ta" is thanks and "it" is it, unless a role or a class stands right beside."""
    if typed == "head":
        return _head(found, words)
    after = words[found.last][0] if found.last < len(words) else ""
    before = words[found.first - 1][0] if found.first else ""
    if typed == "re" and (after in _OF_RE or before in {"of", "teach", "lead"}):
        return "subject.re"
    if typed == "ta" and (before in _OF_TA or after in _OF_TA):
        return "role.ta"
    return "word.everyday"


#: "Heads of other special schools" are headteachers; "Head of Maths" is not.
_SCHOOLS = frozenset(("school", "primary", "secondary", "academy", "infant"))


def _head(found: Found, words: Sequence[Word]) -> str:
    after = [word for word, *_ in words[found.last : found.last + 6]]
    of_schools = _SCHOOLS & set(after)
    return "word.head-of" if after[:1] == ["of"] and not of_schools else "role.headteacher"
