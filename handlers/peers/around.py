"""Questions beyond one person: schools like ours, what one of them does, who is who there, how many of us.

Ada  which schools are like ours, and why?
bot  Schools most like yours
     Fenside Primary School
     Alike: 306 pupils (yours 312) · mixed-age classes Y1/2, Y3/4, Y5/6
     Different: 3% EAL (yours 22%)
     To ask there: Dee Example, SENDCo          [Introduce us]

`schools.py` and `there.py` draw the cards; here is decided which, and what their buttons do.
"""

from handlers.colleagues import asked_for, colleagues_of
from handlers.introductions import begin, standings
from handlers.peers import schools, there
from handlers.peers.answer import show_others
from handlers.peers.asked import own_question, turned_to
from handlers.peers.capability import peers
from handlers.peers.choosing import chosen
from handlers.peers.correcting import correcting
from handlers.peers.drawing import Drawing, Drawn
from handlers.rules import around, titles
from handlers.rules.around import Asked
from handlers.rules.counting import Count, counted
from handlers.rules.directory import Directory
from handlers.rules.reading import Reading
from handlers.rules.vocabulary import vocabulary
from handlers.talk import Button, Card, Note, Reply, Request, Text
from storage.records import Person, PersonId, Question, QuestionId
from storage.store import Store


async def beyond_one_person(request: Request, sought: Reading, store: Store) -> Reply | None:
    """The answer to a question beyond one person; None where it simply looks for colleagues."""
    directory = (await colleagues_of(request.trust.id, store)).directory
    match around.asked(sought, directory.names.schools_named(sought.text)):
        case Asked.GRADES:
            return Reply(not_compared())
        case Asked.CORRECT_SCHOOL:
            return Reply(correcting(request, directory))
        case Asked.HOW_MANY:
            return await _how_many(request, sought, directory, store)
        case Asked.SCHOOLS_LIKE | Asked.SCHOOL_DOING | Asked.WHO_THERE:
            asked = Question(QuestionId(0), request.trust.id, request.person.id, sought.text, request.now)
            return await _shown(request, asked, store)
    return None


async def _shown(request: Request, asked: Question, store: Store) -> Reply | None:
    """Draw the card, and remember whom it names: only they can be asked from it."""
    drawn = await _drawn(request, asked, 0, store)
    if drawn is None:
        return None
    found = [person.id for person in drawn.people]
    kept = await store.questions.ask(request.person, asked.text, found, request.now)
    again = await _drawn(request, kept, 0, store)
    return Reply(again.card) if again else None


@peers.action("peers.around_more")
async def show_more(request: Request, store: Store, *, question: QuestionId, start: int) -> Reply:
    """The next schools or people in place of those shown; after the last, the first again."""
    asked = await turned_to(await own_question(request, store, question), start, store)
    return Reply(await _redrawn(request, asked, start, store))


@peers.action("peers.meet_there")
async def meet_there(
    request: Request, store: Store, *, peer: PersonId, question: QuestionId, start: int
) -> Reply:
    """Ask the colleague once, however often the button is pressed; the card then shows that it is done."""
    asked = await own_question(request, store, question)
    colleague = await store.people.find(peer, trust=request.trust.id) if peer in asked.found else None
    begun = await begin(request, store, colleague, asked.text)
    return Reply(await _redrawn(request, asked, start, store, said=begun.words), *begun.posts)


async def _redrawn(request: Request, asked: Question, start: int, store: Store, *, said: str = "") -> Card:
    drawn = await _drawn(request, asked, start, store, said=said)
    return drawn.card if drawn else not_here_any_more()


async def _drawn(
    request: Request, asked: Question, start: int, store: Store, *, said: str = ""
) -> Drawn | None:
    """The card of a question as things stand now; None where what it asks about is not here (any more)."""
    me = request.person
    colleagues = await colleagues_of(request.trust.id, store)
    known = await standings(me, store)

    def introduce(person: Person) -> Button:
        button = meet_there.button("Introduce us", peer=person.id, question=asked.id, start=start)
        return button.aloud(f"Introduce us: {person.name}")

    def more(label: str, at: int) -> Button:
        return show_more.button(label, question=asked.id, start=at)

    drawing = Drawing(me, colleagues, asked_for(asked.text, me), start, said, known, introduce, more)
    match around.asked(drawing.sought, colleagues.directory.names.schools_named(asked.text)):
        case Asked.SCHOOLS_LIKE:
            return schools.like(drawing)
        case Asked.SCHOOL_DOING | Asked.WHO_THERE as kind:
            return there.at(drawing, doing=kind is Asked.SCHOOL_DOING)
    return None


# ------------------------------------------------------------------ how many


async def _how_many(request: Request, sought: Reading, directory: Directory, store: Store) -> Reply:
    """A count of those who can be found, and a way to the ones in other schools."""
    me = request.person
    words = around.without_counting(sought.text)
    whom = asked_for(words, me)
    if not (whom.roles or whom.topics or whom.subjects or whom.contexts or whom.years or whom.where.asks):
        return Reply(how_many_of_us(directory, me))
    asked = Question(QuestionId(0), me.trust, me.id, words, request.now)
    found = await chosen(request, asked, store)
    kept = await store.questions.ask(me, words, found, request.now)
    meet = show_others.button("Show me some of them", question=kept.id, start=0) if found else None
    return Reply(how_many(counted(directory, whom), meet))


# ------------------------------------------------------------------ cards


def how_many(count: Count, meet: Button | None) -> Card:
    where = f", in {_schools(count.schools)}" if count.schools else ""
    return Card(
        f"{count.people} people{where}" if count.may_be_said else "Fewer than five people",
        Text(
            "That is everyone in the trust who has said so or whose role it is, your own school included."
            if count.may_be_said
            else "So few that I don't give the number, or say which schools."
        ),
        *((meet,) if meet else ()),
        Note("Colleagues who prefer not to be found are not counted."),
    )


def how_many_of_us(directory: Directory, me: Person) -> Card:
    """The trust as a whole, and those in the asker's own role."""
    everyone = counted(directory, Reading(""))
    roles = titles.read(me.job_title).roles[:1]
    mine = counted(directory, Reading("", roles=roles)) if roles else None
    number = f"{everyone.people} people" if everyone.may_be_said else "Fewer than five people"
    in_role = f"{mine.people}" if mine and mine.may_be_said else "fewer than five"
    return Card(
        f"{number}, in {_schools(len(directory.schools))}",
        *((Text(f"In a role like yours ({vocabulary().label(roles[0])}): {in_role}."),) if mine else ()),
        Note("Colleagues who prefer not to be found are not counted."),
    )


def _schools(number: int) -> str:
    return "1 school" if number == 1 else f"{number} schools"


def not_compared() -> Card:
    return Card(
        "I don't compare results or inspection grades",
        Text(
            "They would turn help into a ranking. I can tell you which schools are like yours in size, "
            "classes, pupils' needs and setting, or who is working on what you want to get better at."
        ),
        Note("For example: “which schools are like ours?” or “who has cracked reading in KS2?”"),
    )


def not_here_any_more() -> Card:
    return Card("That has changed since", Text("Ask your question again and I will look afresh."))
