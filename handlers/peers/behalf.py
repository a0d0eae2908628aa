"""On somebody's behalf: a coordinator asks for a school, and brings two colleagues together.

Cora  for Elm Park, who has cracked persistent absence?
bot   Colleagues for Elm Park
      Jo Example, Fenside: can help: “first-day calls”      [Introduce…]
Cora  presses it, and chooses Ada at Elm Park
bot   (to Ada) Cora Example thinks you and Jo Example could help one another

Asked as if from that school: its own staff are left out, likeness and distance count from there.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace

from handlers.colleagues import colleagues_of
from handlers.introductions.bringing import suggest
from handlers.naming import entry
from handlers.peers.answer import answer, looking_for
from handlers.peers.asked import in_own_words, narrowing_of, own_question, sought_by, turned_to
from handlers.peers.capability import peers
from handlers.peers.choosing import chosen
from handlers.peers.pages import others, page
from handlers.rules import around, roles, titles
from handlers.rules.named import as_said
from handlers.rules.reading import Reading
from handlers.talk import (
    Answers,
    Button,
    Card,
    ChoiceField,
    Form,
    Invalid,
    Item,
    Note,
    Refusal,
    Reply,
    Request,
    Text,
    TextField,
    given,
)
from storage.records import Person, PersonId, Question, QuestionId, School
from storage.store import Store

STAFF = 100  # options that Slack allows in a list
TOPIC_LIMIT = 300  # characters, as an introduction keeps them


async def asked_for_a_school(request: Request, store: Store) -> Reply | None:
    """The answer to "for Elm Park, who…"; None where nobody is spoken for."""
    directory = (await colleagues_of(request.trust.id, store)).directory
    spoken = around.on_behalf(request.said, directory.names.schools_named(request.said))
    if spoken is None:
        return None
    schools, words = spoken
    if not request.person.coordinator:
        return _for_oneself(await answer(request, words, (), store))
    if len(schools) > 1:
        raise Refusal(f"Do you mean {' or '.join(each.name for each in schools)}? Please use the whole name.")
    return await answered_for(request, schools[0], words, (), store)


async def answered_for(
    request: Request, school: School, text: str, refined: tuple[str, ...], store: Store
) -> Reply:
    """Find whom the words ask for, as from this school, and remember for whom it was asked."""
    me = request.person
    there = replace(request, person=_as_from(school, me))
    asked = Question(QuestionId(0), me.trust, me.id, text, request.now, refined=refined, for_school=school.id)
    found = await chosen(there, asked, store)
    kept = await store.questions.ask(me, text, found, request.now, refined=refined, for_school=school.id)
    return Reply(await _drawn(request, kept, school, 0, store))


async def asked_again(request: Request, before: Question, refined: tuple[str, ...], store: Store) -> Reply:
    """The same question for the same school, with what was said after it."""
    asked, school = await _own(request, store, before.id)
    return await answered_for(request, school, asked.text, refined, store)


def _as_from(school: School, me: Person) -> Person:
    """The coordinator as somebody of that school of whom nothing else is known."""
    return replace(
        me, school=school.id, school_name=school.name, job_title="", working_on="", can_help_with=""
    )


@peers.action("peers.more_for")
async def show_more(request: Request, store: Store, *, question: QuestionId, start: int) -> Reply:
    asked, school = await _own(request, store, question)
    return Reply(await _drawn(request, await turned_to(asked, start, store), school, start, store))


async def _own(request: Request, store: Store, question: QuestionId) -> tuple[Question, School]:
    """A coordinator's question and the school it was asked for."""
    asked = await own_question(request, store, question)
    school = await store.schools.find(asked.for_school, trust=asked.trust) if asked.for_school else None
    if school is None:
        raise Refusal("That school is not here any more. Ask your question again for another.")
    if not request.person.coordinator:
        raise Refusal("Only a coordinator of the trust can do this. You can ask for yourself at any time.")
    return asked, school


async def _drawn(request: Request, asked: Question, school: School, start: int, store: Store) -> Card:
    colleagues = await colleagues_of(request.trust.id, store)
    visitor = _as_from(school, request.person)
    sought = sought_by(asked.text, asked.refined, visitor)
    found = await store.people.several(asked.found, trust=request.trust.id)
    people = [each for each in found if each.open_to_introductions]
    name = as_said(school.name)
    if not people:
        return nobody_for(name)

    def more(label: str, at: int) -> Button:
        return show_more.button(label, question=asked.id, start=at)

    here, start = page(people, start)
    items = [_item(each, colleagues.reasons(each.id, sought, visitor), asked) for each in here]
    wanted = looking_for(sought) if narrowing_of(asked) else ""
    return colleagues_for(name, items, others(start, len(people), more), wanted)


def _of_them(reason: str) -> str:
    """What holds of the asker's school holds of the school asked for; people's own words stay as they are."""
    if "“" in reason:
        return reason
    return reason.replace(" like yours", " like theirs").replace("from your school", "from theirs")


def _item(person: Person, reasons: Sequence[str], asked: Question) -> Item:
    button = bring_together.button("Introduce…", peer=person.id, question=asked.id)
    return entry(person, map(_of_them, reasons), button.aloud(f"Introduce {person.name}"))


# ------------------------------------------------------------------ bringing two together


@peers.form("peers.bring_together")
async def bring_together(request: Request, store: Store, *, peer: PersonId, question: QuestionId) -> Form:
    """Who at the school, and what both will read."""
    asked, school = await _own(request, store, question)
    colleague = await _colleague(request, store, asked, peer)
    staff = await _staff(request, asked, school, colleague, store)
    name = as_said(school.name)
    if not staff:
        raise Refusal(f"Nobody at {name} can be introduced at the moment: none of its staff is open to it.")
    return bring_together.form(
        f"Introduce {colleague.name}",
        "I ask whom you choose first, then the colleague. Both read that it was your idea.",
        (
            ChoiceField(
                "who",
                f"To whom at {name}?",
                tuple((str(each.id), ", ".join(filter(None, (each.name, each.job_title)))) for each in staff),
                (str(staff[0].id),),
            ),
            TextField(
                "topic", "What is it about?", in_own_words(asked)[:TOPIC_LIMIT],
                "Both read this. Please leave pupils out.", multiline=True, max_length=TOPIC_LIMIT,
            ),
        ),
        "Suggest it",
        peer=peer,
        question=question,
    )  # fmt: skip


@bring_together.filled
async def suggest_it(
    request: Request, store: Store, answers: Answers, *, peer: PersonId, question: QuestionId
) -> Reply:
    """Ask the first of the two, once, however often it is sent."""
    asked, school = await _own(request, store, question)
    colleague = await _colleague(request, store, asked, peer)
    staff = await _staff(request, asked, school, colleague, store)
    person = next((each for each in staff if str(each.id) == given(answers, "who")), None)
    topic = given(answers, "topic")
    if person is None:
        raise Invalid(who="Please choose one of these colleagues.")
    if not topic or len(topic) > TOPIC_LIMIT:
        raise Invalid(topic=f"Please write between 1 and {TOPIC_LIMIT} characters.")
    posts = await suggest(request, store, person, colleague, topic)
    back = show_more.button("Back to the others", question=asked.id, start=0)
    return Reply(suggested(person, colleague, back), *posts)


async def _colleague(request: Request, store: Store, asked: Question, peer: PersonId) -> Person:
    found = await store.people.find(peer, trust=request.trust.id) if peer in asked.found else None
    if found is None or not found.open_to_introductions:
        raise Refusal("They are not open to introductions at the moment. Ask your question again for others.")
    return found


async def _staff(
    request: Request, asked: Question, school: School, colleague: Person, store: Store
) -> list[Person]:
    """Whoever can be found at the school: those whom the matter or the role concerns come first."""
    directory = (await colleagues_of(request.trust.id, store)).directory
    sought = sought_by(asked.text, asked.refined, _as_from(school, request.person))
    wanted = sought.roles or titles.read(colleague.job_title).roles

    def far(person: Person) -> tuple[bool, float, str]:
        profile = directory.profiles[directory.place[person.id]]
        return (
            not _concerned(profile.stands, sought),
            roles.loss(wanted, sought.subjects, profile.title),
            person.name,
        )

    staff = (
        each
        for each in directory.people
        if each.school == school.id
        and each.open_to_introductions
        and each.id not in (request.person.id, colleague.id)
    )
    return sorted(staff, key=far)[:STAFF]


def _concerned(stands: Collection[str], sought: Reading) -> bool:
    return any(each in stands for each in (*sought.topics, *sought.contexts, *sought.subjects))


# ------------------------------------------------------------------ cards


def colleagues_for(name: str, items: Sequence[Item], more: Sequence[Button], wanted: str) -> Card:
    return Card(
        f"Colleagues for {name}",
        *((Text(wanted),) if wanted else ()),
        Text(f"Asked as if from {name}: its own staff are left out, and I compare schools with it."),
        *items,
        *more,
        Note(f"“Introduce…” lets you choose who at {name} should meet them. Both are asked, in turn."),
    )


def nobody_for(name: str) -> Card:
    return Card(
        f"Nobody fits for {name} yet",
        Text("I looked through everyone in other schools who is open to introductions."),
        Note("Other words may find more: a role, a topic or a year group."),
    )


def suggested(person: Person, colleague: Person, back: Button) -> Card:
    return Card(
        "Thank you for thinking of them",
        Text(
            f"I ask {person.name} whether they would like to meet {colleague.name}, unless the two know of "
            "each other through me already."
        ),
        back,
        Note("You hear once how it ended. What either of them says stays between us."),
    )


def _for_oneself(reply: Reply) -> Reply:
    """The plain answer, with one sentence on why it is not the school's."""
    sentence = Text("Only your trust's coordinators can ask for another school, so this is for yours.")
    if not isinstance(reply.say, Card):
        return reply
    return Reply(Card(reply.say.title, sentence, *reply.say.blocks), *reply.posts)
