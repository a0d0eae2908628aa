"""Peers: find colleagues in similar roles or contexts, and meet them.

Ada  who else is tackling mixed-age KS1?
bot  Colleagues to meet
     Jo Example, Fenside Primary School
     also teaches Y1/2 · mixed-age classes like yours              [Introduce us]
     [Show more]
"""

from dataclasses import replace

from handlers.capability import Capability
from handlers.introductions import begin, standing
from handlers.rules.matching import Colleagues
from handlers.rules.reading import Intent, Reading, read
from handlers.talk import Button, Card, Item, Note, Quote, Refusal, Reply, Request, Text
from storage.records import Introduction, Person, PersonId, Question, QuestionId, TrustId
from storage.store import Store

SUGGESTIONS = 3  # enough to choose from, few enough to read on a phone
AT_MOST = 9  # three helpings; past that the question wants other words

peers = Capability("peers", about="Find colleagues in other schools who share your role, topic or context")


@peers.command("peers", usage="peers mixed-age KS1")
async def peers_command(request: Request, store: Store) -> Reply:
    """`peers` with words is the question itself; alone, it says how to ask."""
    if not request.said:
        return Reply(how_to_ask())
    sought = replace(read(request.said, request.person), intent=Intent.PEERS)
    return await find(request, sought, store)


@peers.question(Intent.PEERS)
async def find(request: Request, sought: Reading, store: Store) -> Reply:
    """Suggest the closest colleagues in other schools, each with the reasons they fit."""
    colleagues = await colleagues_of(request.trust.id, store)
    turned_down = await _turned_down(request.person, store)
    matches = colleagues.closest(sought, request.person, limit=AT_MOST + len(turned_down), now=request.now)
    found = [match.person.id for match in matches if match.person.id not in turned_down][:AT_MOST]
    question = await store.questions.ask(request.person, request.said, found, request.now)
    return Reply(await _suggestions(request, question, SUGGESTIONS, store))


@peers.action("peers.more")
async def show_more(request: Request, store: Store, *, question: QuestionId, shown: int) -> Reply:
    """The next three, under the ones already there."""
    asked = await _own_question(request, store, question)
    return Reply(await _suggestions(request, asked, min(shown, AT_MOST) + SUGGESTIONS, store))


@peers.action("peers.introduce")
async def introduce(
    request: Request, store: Store, *, peer: PersonId, question: QuestionId, shown: int
) -> Reply:
    """Ask the colleague once, however often the button is pressed; the card then shows that it is done."""
    asked = await _own_question(request, store, question)
    colleague = await store.people.find(peer, trust=request.trust.id)
    begun = await begin(request, store, colleague, asked.text)
    return Reply(await _suggestions(request, asked, shown, store, said=begun.words), *begun.posts)


async def colleagues_of(trust: TrustId, store: Store) -> Colleagues:
    """The trust's people as an index in memory, never older than the last change to any of them."""

    async def build() -> Colleagues:
        return Colleagues.of(await store.people.everyone(trust), await store.schools.everyone(trust))

    return await store.remembered("colleagues", trust, build)


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


async def _suggestions(
    request: Request, question: Question, shown: int, store: Store, *, said: str = ""
) -> Card:
    """The card of a question as things stand now: people may have hidden themselves or been asked since."""
    if not question.found:
        return nobody_yet()
    sought = replace(read(question.text, request.person), intent=Intent.PEERS)
    colleagues = await colleagues_of(request.trust.id, store)
    people = [
        each
        for each in await store.people.several(question.found, trust=request.trust.id)
        if each.open_to_introductions
    ]
    known = {(each.asker, each.colleague): each for each in await store.introductions.of(request.person)}
    items = [
        _item(
            person,
            colleagues.reasons(person.id, sought, request.person),
            known.get((request.person.id, person.id)) or known.get((person.id, request.person.id)),
            request.person,
            question,
            shown,
        )
        for person in people[:shown]
    ]
    more = len(people) > shown
    return suggestions(question, items, said, show_more_button(question, shown) if more else None)


def _item(
    person: Person,
    reasons: tuple[str, ...],
    introduction: Introduction | None,
    me: Person,
    question: Question,
    shown: int,
) -> Item:
    where = person.school_name or "central team"
    detail = "\n".join((person.job_title, *(f"· {each}" for each in reasons))).strip()
    words = standing(introduction, me) if introduction else None
    if words is not None:
        return Item(f"{person.name}, {where}", f"{detail}\n✓ {words}")
    button = introduce.button("Introduce us", peer=person.id, question=question.id, shown=shown)
    return Item(f"{person.name}, {where}", detail, button.aloud(f"Introduce me to {person.name}"))


# ------------------------------------------------------------------ cards


def how_to_ask() -> Card:
    return Card(
        "Who would you like to meet?",
        Text("Ask in your own words, for example:"),
        Quote("who else is tackling mixed-age KS1?"),
        Quote("another SENDCo in a small school"),
        Quote("who has cracked persistent absence?"),
        Note("I look in other schools of your trust, and tell you why each person fits."),
    )


def suggestions(question: Question, items: list[Item], said: str, more: Button | None) -> Card:
    return Card(
        "Colleagues to meet",
        *((Text(said),) if said else ()),
        *items,
        *((more,) if more else ()),
        Note("“Introduce us” passes your question on in your own words. They are asked first."),
    )


def show_more_button(question: Question, shown: int) -> Button:
    return show_more.button("Show more", question=question.id, shown=shown)


def nobody_yet() -> Card:
    return Card(
        "Nobody in the trust has said so yet",
        Text("I looked through everyone in other schools who is open to introductions."),
        Text("I will remember that you asked. Other words may find more: a role, a topic or a year group."),
    )
