"""Starting: a problem in a sentence, for which group, how long it is meant to be, and who joins.

Ada  cycle start oracy in Year 3
bot  (a form) The problem, for which group, how long, where, who joins
bot  Oracy in Year 3 · Explore                                    [Add evidence] [More…]
"""

from collections.abc import Sequence

from handlers.cycle.capability import cycle
from handlers.cycle.cards import run_card
from handlers.cycle.doing import begin
from handlers.cycle.words import CADENCES
from handlers.rules.problems import (
    GROUP_LIMIT,
    PROBLEM_LIMIT,
    TOPIC_LIMIT,
    Begun,
    begun,
    concepts_of,
    topic_of,
)
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
from storage.records import Cadence, Initiative, InitiativeId, Network, NetworkId
from storage.store import Store

ALONE = NetworkId(0)  # my school alone
GROUPS_ONLY = "Groups, not pupils’ names"


async def start_with(words: str, request: Request, store: Store) -> Form:
    """The form, with what these words say already."""
    return await start.open(request, store, {"words": words[:PROBLEM_LIMIT]})


@cycle.form("cycle.start")
async def start(request: Request, store: Store, *, words: str = "") -> Form:
    return start.form(
        "Start something new",
        "One problem, one group, one change. You can put all of it right later.",
        _fields(begun(words), await _networks(request, store), request),
        "Start",
        words=words,
    )


@start.filled
async def started(request: Request, store: Store, answers: Answers, *, words: str = "") -> Reply:
    """It begins in Explore, led by whoever started it."""
    new = await _initiative(answers, request, store)
    initiative = await store.initiatives.add(new)
    run = await begin(initiative, request.person.school, request.person, request.now, store)
    return Reply(await run_card(run.id, request, store, said="It has begun."))


async def _initiative(answers: Answers, request: Request, store: Store) -> Initiative:
    """What was filled in, in words that the tables hold; Invalid where something is missing."""
    problem, group = given(answers, "problem"), given(answers, "group")
    if not problem:
        raise Invalid(problem="Please say in a sentence what the problem is.")
    if not group:
        raise Invalid(group=f"Please say for which group. {GROUPS_ONLY}: “Year 3”, “new teachers”.")
    chosen = given(answers, "network")
    network = next((each for each in await _networks(request, store) if str(each.id) == chosen), None)
    if network is None and chosen != str(ALONE):
        raise Invalid(network="You are not in that network any more. Please choose another.")
    topic = given(answers, "topic") or topic_of(problem, group)
    return Initiative(
        InitiativeId(0),
        request.trust.id,
        problem[:PROBLEM_LIMIT],
        topic[:TOPIC_LIMIT],
        group[:GROUP_LIMIT],
        Cadence(given(answers, "cadence")),
        network.id if network else None,
        request.person.id,
        request.today,
        concepts_of(problem, topic, group),
    )


async def _networks(request: Request, store: Store) -> tuple[Network, ...]:
    """Where they may start something: the network whose channel this is, then their own."""
    mine = await store.networks.of(request.person)
    here = request.place.network
    return (*((here,) if here else ()), *(each for each in mine if here is None or each.id != here.id))


# ------------------------------------------------------------------ form


def _fields(told: Begun, among: Sequence[Network], request: Request) -> Sequence[Field]:
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
        TextField("group", "For which group?", told.group, f"{GROUPS_ONLY}.", max_length=GROUP_LIMIT),
        ChoiceField(
            "cadence",
            "How long is it meant to be?",
            tuple((each.value, name) for each, name in CADENCES.items()),
            (told.cadence.value,),
        ),
        ChoiceField("network", "Where?", places, (here,)),
        TextField(
            "topic",
            "What do you call it?",
            told.topic,
            "A few words. Left empty, I find some.",
            optional=True,
            max_length=TOPIC_LIMIT,
        ),
    )
