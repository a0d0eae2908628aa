"""Starting: a problem in a sentence, for which group, how long it is meant to be, and who joins.

Ada  cycle start oracy in Year 3
bot  (a form) The problem, for which group, how long, where, who joins
bot  Oracy in Year 3 · Explore                                    [Add evidence] [More…]
"""

from collections.abc import Sequence

from handlers.cycle.capability import cycle
from handlers.cycle.cards import run_card
from handlers.cycle.doing import begin
from handlers.cycle.grouped import group_in
from handlers.cycle.inviting import invitations, whom
from handlers.cycle.others import in_a_sentence, like_it
from handlers.cycle.words import GROUPS_ONLY, cadence_name, words_of
from handlers.rules.cutting import cut
from handlers.rules.problems import (
    GROUP_LIMIT,
    PROBLEM_LIMIT,
    TOPIC_LIMIT,
    Begun,
    begun,
    concepts_of,
    topic_of,
)
from handlers.rules.templates import OwnWords
from handlers.talk import (
    Answers,
    ChoiceField,
    Field,
    Form,
    Invalid,
    Reply,
    Request,
    TextField,
    given,
)
from handlers.written_in import people_in
from storage.records import Cadence, Initiative, InitiativeId, Network, NetworkId, RunId
from storage.store import Store

ALONE = NetworkId(0)  # my school alone


async def start_with(words: str, request: Request, store: Store) -> Form:
    """The form, with what these words say already."""
    return await start.open(request, store, {"words": words[:PROBLEM_LIMIT]})


@cycle.form("cycle.start")
async def start(request: Request, store: Store, *, words: str = "") -> Form:
    return start.form(
        "Start something new",
        "One problem, one group, one change. You can put all of it right later.",
        _fields(
            begun(words),
            await _networks(request, store),
            await words_of(request.trust.id, store),
            request,
        ),
        "Start",
        words=words,
    )


@start.filled
async def started(request: Request, store: Store, answers: Answers, *, words: str = "") -> Reply:
    """It begins in Explore, led by whoever started it: once, however often the form is sent."""
    new = await _initiative(answers, request, store)
    joining = await people_in(given(answers, "who"), "who", request, store)
    if begun_already := await _same(new, request, store):
        return Reply(await run_card(begun_already, request, store, said="It has begun already."))
    initiative = await store.initiatives.add(new)
    run = await begin(initiative, request.person.school, request.person, request.now, store)
    asked = await invitations(initiative, run, joining, request, store)
    whom_i_ask = f"I ask {whom(asked)} to join, in their weekly message." if asked else ""
    said = ("It has begun.", whom_i_ask, in_a_sentence(await like_it(initiative, request, store)))
    return Reply(await run_card(run.id, request, store, said=" ".join(filter(None, said))), *asked)


async def _same(new: Initiative, request: Request, store: Store) -> RunId | None:
    """What they began today in the same words."""
    runs = [each for each in await store.runs.led_by(request.person) if each.begun_on == new.begun_on]
    found = await store.initiatives.several([each.initiative for each in runs], trust=new.trust)
    same = {each.id for each in found if (each.problem, each.group) == (new.problem, new.group)}
    return next((each.id for each in runs if each.initiative in same), None)


async def _initiative(answers: Answers, request: Request, store: Store) -> Initiative:
    """What was filled in, in words that the tables hold; Invalid where something is missing."""
    problem = given(answers, "problem")
    if not problem:
        raise Invalid(problem="Please say in a sentence what the problem is.")
    group = group_in(answers)
    chosen = given(answers, "network")
    network = next((each for each in await _networks(request, store) if str(each.id) == chosen), None)
    if network is None and chosen != str(ALONE):
        raise Invalid(network="You are not in that network any more. Please choose another.")
    topic = given(answers, "topic") or topic_of(problem, group)
    return Initiative(
        InitiativeId(0),
        request.trust.id,
        cut(problem, PROBLEM_LIMIT),
        cut(topic, TOPIC_LIMIT),
        cut(group, GROUP_LIMIT),
        _cadence(answers),
        network.id if network else None,
        request.person.id,
        request.today,
        concepts_of(problem, topic, group),
    )


def _cadence(answers: Answers) -> Cadence:
    chosen = given(answers, "cadence")
    if chosen not in set(Cadence):
        raise Invalid(cadence="Please choose how long it is meant to be.")
    return Cadence(chosen)


async def _networks(request: Request, store: Store) -> tuple[Network, ...]:
    """Where they may start something: the network whose channel this is, then their own."""
    mine = await store.networks.of(request.person)
    here = request.place.network
    return (*((here,) if here else ()), *(each for each in mine if here is None or each.id != here.id))


# ------------------------------------------------------------------ form


def _fields(told: Begun, among: Sequence[Network], words: OwnWords, request: Request) -> Sequence[Field]:
    alone = (str(ALONE), "My school alone" if request.person.school else "The central team alone")
    places = (*((str(each.id), each.name) for each in among), alone)
    here = str(request.place.network.id) if request.place.network else str(ALONE)
    return (
        TextField(
            "problem",
            "What is the problem, in a sentence?",
            told.problem,
            "For example: quieter pupils say little in whole-class talk.",
            multiline=True,
            max_length=PROBLEM_LIMIT,
        ),
        TextField("group", "For which group?", told.group, GROUPS_ONLY, max_length=GROUP_LIMIT),
        ChoiceField(
            "cadence",
            "How long is it meant to be?",
            tuple((each.value, cadence_name(each, words)) for each in Cadence),
            (told.cadence.value,),
        ),
        ChoiceField("network", "Where?", places, (here,)),
        TextField(
            "who",
            "Who joins?",
            "",
            "Names or work e-mails, with commas. They are asked first; at another school they lead it there.",
            optional=True,
        ),
        TextField(
            "topic",
            "What do you call it?",
            told.topic,
            "A few words. Left empty, I find some.",
            optional=True,
            max_length=TOPIC_LIMIT,
        ),
    )
