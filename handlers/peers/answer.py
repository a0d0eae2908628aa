"""The answer: three colleagues, why each fits, and what can be pressed beside them.

Drawn anew from the question at each press, so that a card pressed weeks later shows how things stand now.

Ada  presses Not right?, then Jo Example
bot  What is not right about Jo Example?
     [Wrong topic] [Wrong role] [School too different] [I know them already] [No longer does this] [Back]
Ada  presses Wrong topic
bot  (the answer, without Jo and with whoever comes next)
"""

from collections.abc import Sequence
from dataclasses import replace

from handlers.colleagues import colleagues_of, left_out
from handlers.introductions import begin, standings
from handlers.ledger import way_to_it
from handlers.naming import at_work, entry
from handlers.peers.asked import in_own_words, narrowing_of, own_question, sought_by, turned_to
from handlers.peers.capability import peers
from handlers.peers.choosing import chosen
from handlers.peers.pages import others, page
from handlers.peers.ways_on import nobody_fits, nobody_more, ways
from handlers.rules import feedback
from handlers.rules.fairness import TOGETHER
from handlers.rules.nearest import Near
from handlers.rules.reading import Reading
from handlers.rules.telling import in_words
from handlers.talk import Button, Card, Item, Note, Reply, Request, Text
from storage.records import NotRight, Person, PersonId, Question, QuestionId
from storage.store import Store

MORE_FROM = 5  # buttons beside "Not right?": Teams shows six on a card
NEAREST = 2  # where nobody fits: beside the ways on there is room for so many


async def answer(request: Request, text: str, refined: tuple[str, ...], store: Store) -> Reply:
    """Find whom the words ask for, remember the question, and show the first of them."""
    me = request.person
    asked = Question(QuestionId(0), me.trust, me.id, text, request.now, refined=refined)
    found = await chosen(request, asked, store)
    question = await store.questions.ask(me, text, found, request.now, refined=refined)
    return Reply(await drawn(request, question, 0, store))


@peers.action("peers.more")
async def show_others(request: Request, store: Store, *, question: QuestionId, start: int) -> Reply:
    """The next three in place of those shown; after the last, what else can be done."""
    asked = await turned_to(await own_question(request, store, question), start, store)
    return Reply(await drawn(request, asked, start, store))


@peers.action("peers.introduce")
async def introduce(
    request: Request, store: Store, *, peer: PersonId, question: QuestionId, start: int
) -> Reply:
    """Ask the colleague once, however often the button is pressed; the card then shows that it is done."""
    asked = await own_question(request, store, question)
    suggested = peer in asked.found or peer in {
        each.person.id for each in await _nearest(request, asked, store)
    }
    colleague = await store.people.find(peer, trust=request.trust.id) if suggested else None
    begun = await begin(request, store, colleague, in_own_words(asked))
    return Reply(await drawn(request, asked, start, store, said=begun.words), *begun.posts)


# ------------------------------------------------------------------ not right


@peers.action("peers.not_right")
async def not_right(request: Request, store: Store, *, question: QuestionId, start: int) -> Reply:
    """Who of those shown does not fit; where only one is shown, why at once."""
    asked = await own_question(request, store, question)
    people, start = page(await _suggested(request, asked, store), start)
    if len(people) == 1:
        return Reply(what_is_off(people[0], asked, start, request.person))
    return Reply(who_is_off(people, asked, start))


@peers.action("peers.not_this_one")
async def not_this_one(
    request: Request, store: Store, *, peer: PersonId, question: QuestionId, start: int
) -> Reply:
    asked = await own_question(request, store, question)
    person = await _one_suggested(request, asked, peer, store)
    if person is None:
        return Reply(await drawn(request, asked, start, store))
    return Reply(what_is_off(person, asked, start, request.person))


@peers.action("peers.because")
async def because(
    request: Request, store: Store, *, peer: PersonId, question: QuestionId, start: int, why: NotRight
) -> Reply:
    """Remember it for this asker alone, and let the answer follow from it at once."""
    asked = await own_question(request, store, question)
    person = await _one_suggested(request, asked, peer, store)
    if person is None:
        return Reply(await drawn(request, asked, start, store))
    about = feedback.about(why, sought_by(asked.text, asked.refined, request.person))
    await store.feedback.note(
        request.person, why, request.now, colleague=peer, question=question, about=about
    )
    asked = replace(asked, found=await chosen(request, asked, store))
    await store.questions.keep(asked)
    start = start if start < len(asked.found) else 0
    return Reply(await drawn(request, asked, start, store, said=noted(why, person)))


# ------------------------------------------------------------------ drawing


async def _suggested(request: Request, question: Question, store: Store) -> list[Person]:
    """Those found who can still be suggested: people hide themselves, or turn out not to fit."""
    given = await store.feedback.of(request.person)
    sought = sought_by(question.text, question.refined, request.person)
    out = feedback.left_out(given, sought, question.id, request.now)
    found = await store.people.several(question.found, trust=request.trust.id)
    return [each for each in found if each.open_to_introductions and each.id not in out]


async def _one_suggested(request: Request, question: Question, peer: PersonId, store: Store) -> Person | None:
    """Whom a button names, as long as they can still be suggested."""
    return next((each for each in await _suggested(request, question, store) if each.id == peer), None)


async def _nearest(request: Request, question: Question, store: Store) -> list[Near]:
    """Where nobody fits: who comes nearest, of those who can still be suggested to this asker."""
    if await _suggested(request, question, store):
        return []
    me = request.person
    sought = sought_by(question.text, question.refined, me)
    out = await left_out(me, sought, question.id, request.now, store)
    near = (await colleagues_of(request.trust.id, store)).nearest(sought, me, limit=NEAREST + len(out))
    return [each for each in near if each.person.id not in out][:NEAREST]


async def drawn(request: Request, question: Question, start: int, store: Store, *, said: str = "") -> Card:
    """The card of a question as things stand now: people may have hidden themselves or been asked since."""
    me = request.person
    sought = sought_by(question.text, question.refined, me)
    colleagues = await colleagues_of(request.trust.id, store)
    people = await _suggested(request, question, store)
    if narrowing_of(question):
        said = "\n".join(filter(None, (looking_for(sought), said)))
    if people and start >= len(people):
        back = show_others.button("Show the first again", question=question.id, start=0)
        return nobody_more(question, await ways(request, question, store), back)
    known = await standings(me, store)

    def item(person: Person, reasons: tuple[str, ...]) -> Item:
        if person.id in known:
            return entry(person, reasons, done=known[person.id])
        button = introduce.button("Introduce us", peer=person.id, question=question.id, start=start)
        return entry(person, reasons, button.aloud(f"Introduce us: {person.name}"))

    tried = await way_to_it(sought.text, request, store)
    if not people:
        near = await _nearest(request, question, store)
        closest = [item(each.person, (*each.reasons, f"but {', and '.join(each.missing)}")) for each in near]
        return nobody_fits(closest, (*tried, *await ways(request, question, store)), said)
    shown, start = page(people, start)
    why = colleagues.reasons_of((each.id for each in shown), sought, me, request.today)
    items = [item(each, why.get(each.id, ())) for each in shown]
    more = _others_buttons(question, start, len(people))
    if len(items) + len(more) < MORE_FROM:
        more = (*more, *tried)
    return suggestions(items, said, more, not_right.button("Not right?", question=question.id, start=start))


def _others_buttons(question: Question, start: int, people: int) -> tuple[Button, ...]:
    """The next ones; after the last of them the first again, and the ways on."""

    def more(label: str, at: int) -> Button:
        return show_others.button(label, question=question.id, start=at)

    last = start + TOGETHER >= people
    return (*others(start, people, more), *((more("Other ways", people),) if last else ()))


# ------------------------------------------------------------------ cards


def suggestions(items: list[Item], said: str, others: tuple[Button, ...], wrong: Button) -> Card:
    return Card(
        "Colleagues to meet",
        *((Text(said),) if said else ()),
        *items,
        *others,
        wrong,
        Note("“Introduce us” passes your question on in your own words. They are asked first."),
    )


def looking_for(sought: Reading) -> str:
    """What has been asked so far, where it was said bit by bit."""
    return f"Looking for: {in_words(sought)}"


def who_is_off(people: Sequence[Person], question: Question, start: int) -> Card:
    return Card(
        "Who is not right?",
        *(
            not_this_one.button(each.name, peer=each.id, question=question.id, start=start).aloud(
                f"{at_work(each)} is not right"
            )
            for each in people
        ),
        _back(question, start),
        Note("Only you see what you say here."),
    )


def what_is_off(person: Person, question: Question, start: int, asker: Person) -> Card:
    comparable = person.school is not None and asker.school is not None
    return Card(
        f"What is not right about {person.name}?",
        *(
            because.button(label, peer=person.id, question=question.id, start=start, why=why)
            for why, label in _WHYS.items()
            if comparable or why is not NotRight.SCHOOL
        ),
        _back(question, start),
        Note("One tap is enough. Only you see it, and the next colleague comes up."),
    )


_WHYS = {
    NotRight.TOPIC: "Wrong topic",
    NotRight.ROLE: "Wrong role",
    NotRight.SCHOOL: "School too different",
    NotRight.KNOWN: "I know them already",
    NotRight.NO_LONGER: "No longer does this",
}


def _back(question: Question, start: int) -> Button:
    return show_others.button("Back", question=question.id, start=start)


def noted(why: NotRight, person: Person) -> str:
    """What follows from it, said at once."""
    match why:
        case NotRight.TOPIC | NotRight.ROLE:
            return f"Thank you. I won't suggest {person.name} to you for this again."
        case NotRight.SCHOOL:
            return f"Thank you. Schools as different as {person.name}'s come last for this question now."
        case NotRight.KNOWN:
            return f"Good. I won't suggest {person.name} to you for half a year."
        case NotRight.NO_LONGER:
            return (
                f"Thank you. I won't suggest {person.name} to you for this again. Where their profile says "
                "so, I will ask them one day whether it still holds; they won't learn that you said so."
            )
