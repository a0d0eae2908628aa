"""Which of several meanings a short form has here: by the words near by, by who asks, else by default."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from handlers.rules.vocabulary import Found, Sense, Word, vocabulary

#: How many words on either side may settle a meaning.
NEAR = 8


def settle(
    found: Sequence[Found], words: Sequence[Word], asker: Collection[str] = ()
) -> tuple[list[Found], list[Sense]]:
    """The findings with each ambiguous form settled, and the forms that only the asker can settle.

    Everyday meanings ("word.about") fall away.
    """
    settled: list[Found] = []
    open_questions: list[Sense] = []
    seen: set[tuple[int, int]] = set()
    for one in found:
        key = vocabulary().key(words, one.first, one.last)
        sense = vocabulary().ambiguous.get(key)
        if sense is None:
            settled.append(one)
            continue
        if (one.first, one.last) in seen:
            continue
        seen.add((one.first, one.last))
        concept = _meaning(sense, one, words, asker)
        if concept == "ask":
            open_questions.append(sense)
        elif not concept.startswith("word."):
            settled.append(replace(one, concept=concept))
    return settled, open_questions


def _meaning(sense: Sense, found: Found, words: Sequence[Word], asker: Collection[str]) -> str:
    typed = words[found.first][1]
    around = [word for word, *_ in words[max(0, found.first - NEAR) : found.last + NEAR]]
    if typed.islower() and typed in {"re", "ta", "it", "head"}:
        return _in_small_letters(typed, found, words)
    if sense.form == "head":
        return _head(found, words)
    scores = {concept: sum(_cued(cue, around) for cue in cues) for concept, cues in sense.senses.items()}
    best = max(scores.values())
    winners = [concept for concept, score in scores.items() if score == best]
    if best and len(winners) == 1:
        return winners[0]
    own = [concept for concept in sense.senses if concept in asker]
    if len(own) == 1:
        return own[0]
    return sense.default


def _cued(cue: tuple[str, ...], around: Sequence[str]) -> bool:
    size = len(cue)
    return bool(size) and any(tuple(around[at : at + size]) == cue for at in range(len(around) - size + 1))


def _in_small_letters(typed: str, found: Found, words: Sequence[Word]) -> str:
    """ "re" is about, "ta" is thanks and "it" is it, unless a role stands right beside."""
    if typed == "head":
        return _head(found, words)
    after = words[found.last][0] if found.last < len(words) else ""
    before = words[found.first - 1][0] if found.first else ""
    if typed == "re" and (
        after in {"lead", "leader", "teacher", "coordinator", "curriculum"} or before == "of"
    ):
        return "subject.re"
    if typed == "ta" and before in {"a", "our", "my", "the", "another", "any", "other"}:
        return "role.ta"
    return "word.everyday"


#: "Heads of other special schools" are headteachers; "Head of Maths" is not.
_SCHOOLS = frozenset(("school", "primary", "secondary", "academy", "infant"))


def _head(found: Found, words: Sequence[Word]) -> str:
    after = [word for word, *_ in words[found.last : found.last + 6]]
    of_schools = _SCHOOLS & set(after)
    return "word.head-of" if after[:1] == ["of"] and not of_schools else "role.headteacher"
