"""What goes on from a question: words that limit it, more of the same, the answer to a question back.

Ada  who else is tackling mixed-age KS1?
Ada  only primaries
bot  Colleagues to meet
     Looking for: mixed-age classes, KS1, only primaries
Ada  anyone else?

Ada  any advice on AP?
bot  “AP”: which do you mean?      [Using alternative provision] [Assistant headteacher]
"""

from dataclasses import replace
from datetime import timedelta

from handlers.capability import StaleCard
from handlers.colleagues import asked_for, colleagues_of
from handlers.peers import around, behalf
from handlers.peers.answer import answer, drawn, show_others
from handlers.peers.asked import MEANS, following, narrowing_of, sought_by
from handlers.peers.capability import peers
from handlers.peers.choosing import chosen
from handlers.rules import around as rules
from handlers.rules import followups
from handlers.rules.followups import Follows
from handlers.rules.narrowing import goes_on
from handlers.rules.reading import Choice, Reading
from handlers.rules.vocabulary import vocabulary
from handlers.talk import Card, Quote, Refusal, Reply, Request, Text
from storage.records import Question, QuestionId
from storage.store import Store

SAME_TALK = timedelta(hours=1)  # later, "nearer" is no longer said of that question
OFTEN = 20  # things said after one question: past that it wants saying anew
FEW = 4  # words: a meaning typed in place of its button
SENSES = 4  # buttons that are read at a glance, and that Teams has room for


async def followed(request: Request, sought: Reading, store: Store) -> Reply | None:
    """The answer to words that go on from the last question; None where they are a question of their own."""
    kind = followups.kind(request.said)
    if kind is None and len(request.said.split()) > FEW:
        return None
    before = await store.questions.latest(request.person, since=request.now - SAME_TALK)
    if before is None:
        return Reply(nothing_before()) if kind in (Follows.LEANS, Follows.MORE) else None
    asked = sought_by(before.text, before.refined, request.person)
    if asked.unclear and not before.found and (sense := _said_sense(asked.unclear, sought)):
        return await _settled(request, before, asked.unclear.form, sense, store)
    if not goes_on(request.said, asked):
        return None
    await _check(request, before, store)
    if kind is Follows.MORE:
        return await _more(request, before, store)
    return await _again(request, before, store)


async def answered(request: Request, text: str, refined: tuple[str, ...], store: Store) -> Reply:
    """The colleagues who fit; or one short question back, where a short form may mean two things."""
    unclear = sought_by(text, refined, request.person).unclear
    if unclear is None:
        return await answer(request, text, refined, store)
    question = await store.questions.ask(request.person, text, (), request.now, refined=refined)
    return Reply(which_do_you_mean(question, unclear))


async def _check(request: Request, before: Question, store: Store) -> None:
    """Refuse what cannot be gone on with."""
    if len(before.refined) >= OFTEN:
        raise Refusal("That is a lot for me to keep in mind. Please ask once more, in one sentence.")
    name = followups.name_left_out(request.said)
    if name and not (await colleagues_of(request.trust.id, store)).knows(name):
        raise Refusal("I know no school or colleague of that name. Please give me the whole name.")


async def _again(request: Request, before: Question, store: Store) -> Reply:
    """The question with what was said after it, by the road that the question took."""
    refined = (*narrowing_of(before), request.said.replace(MEANS, " "))
    if before.for_school is not None:
        return await behalf.asked_again(request, before, refined, store)
    if await _is_beyond_one_person(request, before, store):
        # "And on phonics?" takes oracy's place; "only primaries" stands beside what was asked.
        new = sought_by(before.text, refined, request.person).text
        words = new if followups.asks(request.said) else f"{before.text} {request.said}"
        reply = await around.beyond_one_person(request, asked_for(words, request.person), store)
        return reply or await answered(request, words, (), store)
    return await answered(request, before.text, refined, store)


async def _more(request: Request, before: Question, store: Store) -> Reply:
    """ "Anyone else?" presses "Show others"; where nobody is left, it says so."""
    start, button = following(before), show_others
    if before.for_school is not None:
        button = behalf.show_more
    elif await _is_beyond_one_person(request, before, store):
        button = around.show_more
    if start >= len(before.found) and button is not show_others:
        return Reply(that_is_all())
    return await button.press(request, store, {"question": before.id, "start": start})


async def _is_beyond_one_person(request: Request, before: Question, store: Store) -> bool:
    names = (await colleagues_of(request.trust.id, store)).directory.names
    sought = asked_for(before.text, request.person)
    return rules.asked(sought, names.schools_named(before.text)) is not None


# ------------------------------------------------------------------ the question back


@peers.action("peers.means")
async def means(request: Request, store: Store, *, question: QuestionId, sense: str) -> Reply:
    """Answer the question with the meaning pressed; pressed again it is the same answer."""
    asked = await store.questions.find(question, asker=request.person)
    if asked is None or not asked.text:
        raise StaleCard(means.name)
    unclear = sought_by(asked.text, asked.refined, request.person).unclear
    if unclear is None:
        return Reply(await drawn(request, asked, 0, store))
    if sense not in unclear.options:
        raise StaleCard(means.name)
    return await _settled(request, asked, unclear.form, sense, store)


async def _settled(request: Request, asked: Question, form: str, sense: str, store: Store) -> Reply:
    """The same question, with one of its short forms settled."""
    question = replace(asked, refined=(*asked.refined, f"{form}{MEANS}{sense}"))
    unclear = sought_by(question.text, question.refined, request.person).unclear
    question = replace(question, found=() if unclear else await chosen(request, question, store))
    await store.questions.keep(question)
    return Reply(
        which_do_you_mean(question, unclear) if unclear else await drawn(request, question, 0, store)
    )


def _said_sense(unclear: Choice, sought: Reading) -> str:
    """The meaning that was typed in place of pressing its button; "" where something else was said."""
    said = {*sought.roles, *sought.topics, *sought.subjects}
    return next((sense for sense in unclear.options if said == {sense}), "")


# ------------------------------------------------------------------ cards


def which_do_you_mean(question: Question, unclear: Choice) -> Card:
    return Card(
        f"“{unclear.form}”: which do you mean?",
        *(
            means.button(vocabulary().label(sense), question=question.id, sense=sense)
            for sense in unclear.options[:SENSES]
        ),
    )


def that_is_all() -> Card:
    return Card("That is everyone I found", Text("Ask again in other words and I will look afresh."))


def nothing_before() -> Card:
    return Card(
        "Which question is this about?",
        Text("I have none of yours from the last hour. Please ask the whole of it, for example:"),
        Quote("who else is tackling mixed-age KS1, only primaries?"),
    )
