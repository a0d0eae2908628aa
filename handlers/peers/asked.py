"""What a question asks for: the same for the answer, for what follows it, and for as long as it stands."""

from dataclasses import replace

from handlers.colleagues import asked_for
from handlers.rules.fairness import TOGETHER
from handlers.rules.followups import Follows, in_full, kind, name_left_out
from handlers.rules.narrowing import narrowed
from handlers.rules.reading import Reading
from handlers.talk import Refusal, Request
from storage.records import Person, Question, QuestionId, Standing
from storage.store import Store

#: Between a short form and the sense chosen for it: "AP=role.assistant_head". No follow-up has one.
MEANS = "="


def sought_by(text: str, refined: tuple[str, ...], asker: Person) -> Reading:
    """What a question asks for, with what was said after it and the senses chosen for short forms."""
    chosen = dict(each.split(MEANS) for each in refined if MEANS in each)
    sought = asked_for(text, asker, chosen)
    for words in _said_after(refined):
        sought = narrowed(sought, asked_for(in_full(words), asker, chosen))
    return sought


def in_own_words(question: Question | Standing) -> str:
    """The question as the colleague reads it whom the asker chooses to meet, who need not know who is not."""
    said = (each for each in _said_after(question.refined) if not name_left_out(each))
    return " · ".join((question.text, *said))


async def own_question(request: Request, store: Store, question: QuestionId) -> Question:
    """One's own question, while its words are kept: 90 days."""
    asked = await store.questions.find(question, asker=request.person)
    if asked is None or not asked.text:
        raise Refusal("That answer is too old to work from. Ask your question again for a fresh one.")
    return asked


async def turned_to(question: Question, start: int, store: Store) -> Question:
    """The question, and how far one has looked through its answer: "anyone else?" goes on from there."""
    pages = -(-min(start, len(question.found) + TOGETHER) // TOGETHER)
    turned = replace(question, refined=(*narrowing_of(question), *([Follows.MORE.value] * pages)))
    if turned != question:
        await store.questions.keep(turned)
    return turned


def following(question: Question) -> int:
    """Where those begin who have not been looked at."""
    return TOGETHER * (1 + sum(kind(each) is Follows.MORE for each in question.refined))


def narrowing_of(question: Question) -> tuple[str, ...]:
    """What was said after it and bears on what it asks, as "anyone else?" does not."""
    return tuple(each for each in question.refined if kind(each) is not Follows.MORE)


def _said_after(refined: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(each for each in refined if MEANS not in each and kind(each) is not Follows.MORE)
