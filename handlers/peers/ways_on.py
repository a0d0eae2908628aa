"""Ways on: nobody fits, or nobody more. Ask a network, put it on an agenda, or be told when someone starts.

Ada  who else teaches Latin?
bot  Nobody in the trust has said so yet
     Closest: Maria Example, Ridgeway: MFL teacher, but not for classics     [Introduce us]
     [Ask a network] [Put it on an agenda] [Tell me when someone starts]
"""

from collections.abc import Collection, Sequence
from datetime import timedelta

from handlers.peers.asked import in_own_words, own_question, sought_by
from handlers.peers.callouts import call_out
from handlers.peers.capability import peers
from handlers.peers.standing import goes_on, keep_asking, stop_button, until
from handlers.rules.fitting import best_fitting
from handlers.suggested import WORDS, tell_who_leads, what_comes_of_it
from handlers.talk import (
    Answers,
    Button,
    Card,
    ChoiceField,
    Field,
    Form,
    Invalid,
    Item,
    Note,
    Quote,
    Refusal,
    Reply,
    Request,
    Text,
    TextField,
    given,
)
from storage.records import Network, NetworkId, Person, Question, QuestionId, Standing
from storage.store import Store

A_WEEK, WEEK = 3, timedelta(days=7)  # questions in channels from one person: more is noise
NAMELESS, NAMED = "without", "with"


# ------------------------------------------------------------------ ask a network


@peers.form("peers.ask_network")
async def ask_network(request: Request, store: Store, *, question: QuestionId) -> Form:
    """Exactly what will be posted, to be changed or agreed to."""
    asked = await own_question(request, store, question)
    networks = await _offered(request, asked, await store.networks.with_channel(request.trust.id), store)
    if not networks:
        raise Refusal(
            "No network has a channel linked yet. Whoever runs Brightspot for your trust can link one."
        )
    return ask_network.form(
        "Ask a network",
        "I post this in the network's channel. Whoever can help presses a button, and only you hear of it.",
        _fields(networks, asked, request.person, "What I post, word for word"),
        "Post it",
        question=question,
    )


@ask_network.filled
async def post_it(request: Request, store: Store, answers: Answers, *, question: QuestionId) -> Reply:
    """Once for each network and words, however often it is sent."""
    asked = await own_question(request, store, question)
    networks = await _offered(request, asked, await store.networks.with_channel(request.trust.id), store)
    network, words, named = _filled_in(answers, networks)
    await _not_too_often(request, words, store)
    callout = await store.callouts.add(request.person, network.id, words, request.now, named=named)
    return Reply(
        posted(network, words, await _others(request, asked, store, ask_network.name)),
        call_out(callout, request.person, network),
    )


async def _not_too_often(request: Request, words: str, store: Store) -> None:
    lately = [each for each in await store.callouts.of(request.person) if request.now - each.asked_at < WEEK]
    if len(lately) >= A_WEEK and words not in {each.text for each in lately}:
        raise Refusal(
            "You have asked networks three things this week. Please give them a few days to answer."
        )


# ------------------------------------------------------------------ put it on an agenda


@peers.form("peers.suggest")
async def suggest(request: Request, store: Store, *, question: QuestionId) -> Form:
    asked = await own_question(request, store, question)
    networks = await _offered(request, asked, await store.networks.facilitators(request.trust.id), store)
    if not networks:
        raise Refusal("No network has a facilitator yet. Your trust's coordinator can name one.")
    return suggest.form(
        "Put it on an agenda",
        "I pass this on to whoever leads the network. They decide what goes on the agenda.",
        _fields(networks, asked, request.person, "What would you like to talk about?"),
        "Suggest it",
        question=question,
    )


@suggest.filled
async def suggest_it(request: Request, store: Store, answers: Answers, *, question: QuestionId) -> Reply:
    """Keep it for the network's agenda, and tell those who lead it in their weekly message."""
    asked = await own_question(request, store, question)
    led = await store.networks.facilitators(request.trust.id)
    network, words, named = _filled_in(answers, await _offered(request, asked, led, store))
    me = request.person
    suggestion = await store.suggestions.add(me, network.id, words, request.now, named=named)
    posts = await tell_who_leads(suggestion, me, network, store)
    others = await _others(request, asked, store, suggest.name)
    return Reply(suggested(network, words, others, told=bool(posts)), *posts)


# ------------------------------------------------------------------ tell me when someone starts


@peers.action("peers.tell_me")
async def tell_me(request: Request, store: Store, *, question: QuestionId) -> Reply:
    """Go on asking for a year; pressed again it is the same one."""
    asked = await own_question(request, store, question)
    kept = await keep_asking(request, asked, store)
    return Reply(i_will_tell(kept, await _others(request, asked, store, tell_me.name)))


# ------------------------------------------------------------------ what the forms have in common


async def _offered(
    request: Request, asked: Question, among: Collection[NetworkId], store: Store
) -> list[Network]:
    """The network that fits best, whoever is in it, then the asker's own; where there is neither, all."""
    me = request.person
    reachable = [each for each in await store.networks.everyone(request.trust.id) if each.id in among]
    mine = {each.id for each in await store.networks.of(me)}
    best = best_fitting(sought_by(asked.text, asked.refined, me), reachable)
    offered = [best] if best else []
    offered += [each for each in reachable if each.id in mine and each != best]
    return offered or reachable


def _fields(networks: Sequence[Network], asked: Question, me: Person, label: str) -> tuple[Field, ...]:
    names = tuple((str(each.id), _named(each, me)) for each in networks)
    who = ((NAMELESS, "Without my name"), (NAMED, f"As {me.name}"))
    return (
        ChoiceField("network", "Which network?", names, (names[0][0],)),
        ChoiceField("name", "Who asks?", who, (NAMELESS,)),
        TextField("words", label, in_own_words(asked)[:WORDS], "Please leave pupils out.", multiline=True),
    )


def _named(network: Network, me: Person) -> str:
    return network.name if network.name in me.networks else f"{network.name} (you are not in it)"


def _filled_in(answers: Answers, networks: Sequence[Network]) -> tuple[Network, str, bool]:
    """The network, the words, and whether with the name."""
    network = next((each for each in networks if str(each.id) == given(answers, "network")), None)
    if network is None:
        raise Invalid(network="Please choose one of these networks.")
    words = given(answers, "words")
    if not words or len(words) > WORDS:
        raise Invalid(words=f"Please write between 1 and {WORDS} characters.")
    return network, words, given(answers, "name") == NAMED


# ------------------------------------------------------------------ the ways themselves


async def ways(request: Request, question: Question, store: Store) -> tuple[Button, ...]:
    """The ways on that there are in this trust, for this question."""
    found = []
    if await store.networks.with_channel(request.trust.id):
        found.append(ask_network.button("Ask a network", question=question.id))
    if await store.networks.facilitators(request.trust.id):
        found.append(suggest.button("Put it on an agenda", question=question.id))
    if not await goes_on(question, request, store):
        found.append(tell_me.button("Tell me when someone starts", question=question.id))
    return tuple(found)


async def _others(request: Request, question: Question, store: Store, taken: str) -> tuple[Button, ...]:
    """The ways that are left once one is taken."""
    return tuple(each for each in await ways(request, question, store) if each.action != taken)


# ------------------------------------------------------------------ cards


def nobody_fits(nearest: Sequence[Item], ways: Sequence[Button], said: str = "") -> Card:
    """Said plainly, with who comes nearest and the ways on."""
    return Card(
        "Nobody in the trust has said so yet",
        *((Text(said),) if said else ()),
        Text("I looked through everyone in other schools who is open to introductions."),
        *((Text("Closest to what you asked:"),) if nearest else ()),
        *nearest,
        *((Text("What I can do now:"),) if ways else ()),
        *ways,
        Note("Other words may find more: a role, a topic or a year group. Nobody sees that you asked."),
    )


def nobody_more(question: Question, ways: Sequence[Button], back: Button) -> Card:
    """After the last of those who fit."""
    return Card(
        "Those were all who fit",
        Quote(in_own_words(question)),
        Text("Not the right one among them? This is what I can do:"),
        *ways,
        back,
    )


def posted(network: Network, words: str, others: Sequence[Button]) -> Card:
    return Card(
        f"Asked in {network.name}",
        Quote(words),
        Text("I will tell you when somebody can help."),
        *others,
    )


def suggested(network: Network, words: str, others: Sequence[Button], *, told: bool) -> Card:
    return Card(
        f"Suggested to {network.name}", Quote(words), Text(what_comes_of_it(network, told=told)), *others
    )


def i_will_tell(standing: Standing, others: Sequence[Button]) -> Card:
    return Card(
        "I will tell you when someone starts",
        Quote(in_own_words(standing)),
        Text(
            f"Until {until(standing)}. I look whenever somebody joins or changes what they do, and tell you "
            "of each person once."
        ),
        stop_button(standing),
        *others,
        Note("Say “peers standing” whenever you want to see or stop what you asked to be told."),
    )
