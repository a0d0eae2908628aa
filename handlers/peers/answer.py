"""The answer: three colleagues, why each fits, and what can be pressed beside them.

Drawn anew from the question at each press, so that a card pressed weeks later shows how things stand now.
"""

from handlers.colleagues import colleagues_of
from handlers.introductions import begin, standing
from handlers.peers.asked import sought_by
from handlers.peers.capability import peers
from handlers.talk import Button, Card, Item, Note, Refusal, Reply, Request, Text
from storage.records import Introduction, Person, PersonId, Question, QuestionId
from storage.store import Store

SUGGESTIONS = 3  # enough to choose from, few enough to read on a phone and for Teams' six buttons
AT_MOST = 9  # three helpings; past that the question wants other words


async def answer(request: Request, text: str, refined: tuple[str, ...], store: Store) -> Reply:
    """Find whom the words ask for, remember the question, and show the first of them."""
    colleagues = await colleagues_of(request.trust.id, store)
    turned_down = await _turned_down(request.person, store)
    sought = sought_by(text, refined, request.person)
    matches = colleagues.closest(sought, request.person, limit=AT_MOST + len(turned_down))
    found = [match.person.id for match in matches if match.person.id not in turned_down][:AT_MOST]
    question = await store.questions.ask(request.person, text, found, request.now, refined=refined)
    return Reply(await drawn(request, question, 0, store))


@peers.action("peers.more")
async def show_others(request: Request, store: Store, *, question: QuestionId, start: int) -> Reply:
    """The next three in place of those shown; after the last, the first again."""
    asked = await _own_question(request, store, question)
    return Reply(await drawn(request, asked, start, store))


@peers.action("peers.introduce")
async def introduce(
    request: Request, store: Store, *, peer: PersonId, question: QuestionId, start: int
) -> Reply:
    """Ask the colleague once, however often the button is pressed; the card then shows that it is done."""
    asked = await _own_question(request, store, question)
    suggested = peer in asked.found
    colleague = await store.people.find(peer, trust=request.trust.id) if suggested else None
    begun = await begin(request, store, colleague, asked.text)
    return Reply(await drawn(request, asked, start, store, said=begun.words), *begun.posts)


async def _turned_down(me: Person, store: Store) -> set[PersonId]:
    """Those who could not or would not meet this asker: they are not suggested to them again for now."""
    return {
        each.colleague
        for each in await store.introductions.of(me)
        if each.asker == me.id and (words := standing(each, me)) is not None and words.startswith("Can't")
    }


async def _own_question(request: Request, store: Store, question: QuestionId) -> Question:
    asked = await store.questions.find(question, asker=request.person)
    if asked is None or not asked.found:
        raise Refusal("That answer is too old to work from. Ask your question again for a fresh one.")
    return asked


async def drawn(request: Request, question: Question, start: int, store: Store, *, said: str = "") -> Card:
    """The card of a question as things stand now: people may have hidden themselves or been asked since."""
    me = request.person
    sought = sought_by(question.text, question.refined, me)
    colleagues = await colleagues_of(request.trust.id, store)
    found = await store.people.several(question.found, trust=request.trust.id)
    people = [each for each in found if each.open_to_introductions]
    if not people:
        return nobody_yet()
    start = start if 0 <= start < len(people) else 0
    known = {
        other: each
        for each in await store.introductions.of(me)
        for other in (each.asker, each.colleague)
        if other != me.id
    }
    items = [
        _item(
            person,
            colleagues.reasons(person.id, sought, me),
            _standing(known.get(person.id), me),
            question,
            start,
        )
        for person in people[start : start + SUGGESTIONS]
    ]
    return suggestions(items, said, _others_button(question, start, len(people)))


def _standing(introduction: Introduction | None, me: Person) -> str | None:
    return standing(introduction, me) if introduction else None


def _item(
    person: Person, reasons: tuple[str, ...], how_it_stands: str | None, question: Question, start: int
) -> Item:
    title = f"{person.name}, {person.school_name or 'central team'}"
    title_says = person.job_title.casefold()  # a reason that only repeats it tells nothing
    told = (f"· {each}" for each in reasons if each.casefold() not in title_says)
    detail = "\n".join((person.job_title, *told)).strip()
    if how_it_stands is not None:
        return Item(title, f"{detail}\n✓ {how_it_stands}")
    button = introduce.button("Introduce us", peer=person.id, question=question.id, start=start)
    return Item(title, detail, button.aloud(f"Introduce me to {person.name}"))


def _others_button(question: Question, start: int, people: int) -> Button | None:
    following = start + SUGGESTIONS
    if following < people:
        return show_others.button("Show others", question=question.id, start=following)
    return show_others.button("Show the first again", question=question.id, start=0) if start else None


# ------------------------------------------------------------------ cards


def suggestions(items: list[Item], said: str, others: Button | None) -> Card:
    return Card(
        "Colleagues to meet",
        *((Text(said),) if said else ()),
        *items,
        *((others,) if others else ()),
        Note("“Introduce us” passes your question on in your own words. They are asked first."),
    )


def nobody_yet() -> Card:
    return Card(
        "Nobody in the trust has said so yet",
        Text("I looked through everyone in other schools who is open to introductions."),
        Text("I will remember that you asked. Other words may find more: a role, a topic or a year group."),
    )
