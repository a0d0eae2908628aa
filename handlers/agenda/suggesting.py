"""Suggesting: whoever has something for the next agenda says so, and hears what became of it.

Ada  agenda add how do others teach time in Year 3?
bot  Suggested to Maths leads                                   [Leave my name out]
     …
bot  (to Ada, once) On the agenda of Maths leads, Tuesday 3 November 2026
"""

from collections.abc import Sequence

from handlers.agenda.capability import agenda
from handlers.agenda.seen import read
from handlers.agenda.words import date_of, day
from handlers.suggested import WORDS, tell_who_leads, what_comes_of_it
from handlers.talk import (
    Answers,
    Card,
    ChoiceField,
    Form,
    Invalid,
    Note,
    Post,
    Quote,
    Refusal,
    Reply,
    Request,
    Text,
    TextField,
    ToPerson,
    given,
)
from storage.records import (
    Meeting,
    MeetingId,
    Network,
    NetworkId,
    Outcome,
    Person,
    Suggestion,
    SuggestionId,
    Why,
    Wish,
)
from storage.store import Store

NAMED, NAMELESS = "with", "without"
ANY = NetworkId(0)  # no network is chosen yet


# ------------------------------------------------------------------ an item


@agenda.form("agenda.suggest")
async def suggest(request: Request, store: Store, *, network: NetworkId = ANY, words: str = "") -> Form:
    """For a network that is given, or the asker's choice of those open to them."""
    among = await _open_to(request, store)
    if not among:
        raise Refusal("Your trust has no network yet that you can suggest to. Say “networks” to see them.")
    return suggest.form(
        "Suggest for an agenda",
        "Whoever leads the network reads it and decides. You hear what becomes of it.",
        _fields(request, among, network, words),
        "Suggest it",
        network=network,
        words=words,
    )


@suggest.filled
async def suggested(
    request: Request, store: Store, answers: Answers, *, network: NetworkId = ANY, words: str = ""
) -> Reply:
    """Kept once for the same words, however often it is sent."""
    chosen = given(answers, "network")
    found = next((each for each in await _open_to(request, store) if str(each.id) == chosen), None)
    if found is None:
        raise Invalid(network="Please choose one of these networks.")
    return await add(_words(answers), found, request, store, named=given(answers, "name") != NAMELESS)


async def add(
    text: str,
    network: Network,
    request: Request,
    store: Store,
    *,
    named: bool,
    wish: Wish = Wish.ITEM,
    meeting: MeetingId | None = None,
) -> Reply:
    """It waits for the network's next draft, and those who lead it are told in their weekly message."""
    me = request.person
    kept = await store.suggestions.add(
        me, network.id, text, request.now, named=named, wish=wish, meeting=meeting
    )
    posts = await tell_who_leads(kept, me, network, store)
    return Reply(thank_you(kept, network, told=bool(posts)), *posts)


@agenda.action("agenda.unnamed")
async def leave_name_out(request: Request, store: Store, *, suggestion: SuggestionId) -> Reply:
    kept = await store.suggestions.find(suggestion, trust=request.trust.id)
    network = await store.networks.find(kept.network, trust=request.trust.id) if kept else None
    if kept is None or network is None or kept.by != request.person.id:
        raise Refusal("That suggestion is not here any more. Say “agenda add” and what it is about.")
    unnamed = await store.suggestions.leave_name_out(kept)
    posts = await tell_who_leads(unnamed, request.person, network, store, anew=True)
    return Reply(thank_you(unnamed, network, told=bool(posts)), *posts)


async def _open_to(request: Request, store: Store) -> Sequence[Network]:
    """Their own networks first, then the others that are open to colleagues."""
    mine = await store.networks.of(request.person)
    ids = {each.id for each in mine}
    everyone = await store.networks.everyone(request.trust.id)
    return (*mine, *(each for each in everyone if each.open and each.id not in ids))


def _fields(
    request: Request, among: Sequence[Network], network: NetworkId, words: str
) -> tuple[ChoiceField | TextField, ...]:
    here = request.place.network
    first = next((each for each in among if each.id == (network or (here.id if here else ANY))), among[0])
    return (
        ChoiceField(
            "network", "Which network?", tuple((str(each.id), each.name) for each in among), (str(first.id),)
        ),
        TextField(
            "words",
            "What is it about?",
            words[:WORDS],
            "Please leave pupils out.",
            multiline=True,
            max_length=WORDS,
        ),
        _name_field(request.person),
    )


def _name_field(me: Person) -> ChoiceField:
    who = ((NAMED, f"As {me.name}"), (NAMELESS, "Without my name"))
    return ChoiceField("name", "Who suggests it?", who, (NAMED,))


# ------------------------------------------------------------------ an offer


@agenda.form("agenda.offer")
async def offer(request: Request, store: Store, *, meeting: MeetingId, wish: Wish) -> Form:
    """What a member could bring to a meeting: something that works, or a real problem."""
    seen = await read(request, meeting, store)
    title, asks, hint = _ASKS[wish]
    fields = (
        TextField("words", asks, hint=hint, multiline=True, max_length=WORDS),
        _name_field(request.person),
    )
    intro = (
        f"For {seen.network.name} on {day(date_of(seen.meeting))}. Whoever leads it decides, and you hear."
    )
    return offer.form(title, intro, fields, "Offer it", meeting=meeting, wish=wish)


@offer.filled
async def offered(
    request: Request, store: Store, answers: Answers, *, meeting: MeetingId, wish: Wish
) -> Reply:
    """It waits for the next draft of its network, in the section it is for."""
    seen = await read(request, meeting, store)
    named = given(answers, "name") != NAMELESS
    return await add(
        _words(answers), seen.network, request, store, named=named, wish=wish, meeting=seen.meeting.id
    )


#: Wish → title of its form, what is asked, and a hint.
_ASKS = {
    Wish.ITEM: ("Suggest an item", "What is it about?", "Please leave pupils out."),
    Wish.BRIGHT_SPOT: (
        "Offer a bright spot",
        "What works at your school?",
        "What, for whom, how you know. Groups, not pupils' names.",
    ),
    Wish.PROBLEM: (
        "Offer a problem",
        "What would you like help with?",
        "One real question for everybody to think about. Groups, not pupils' names.",
    ),
}


def _words(answers: Answers) -> str:
    text = given(answers, "words")
    if not 0 < len(text) <= WORDS:
        raise Invalid(words=f"Please write between 1 and {WORDS} characters.")
    return text


# ------------------------------------------------------------------ what became of it


async def decide(
    suggestion: Suggestion, outcome: Outcome, meeting: Meeting, store: Store
) -> tuple[Post, ...]:
    """Note what became of it, and tell whoever suggested it, once; who leads the network sees its drafts."""
    taken = outcome is Outcome.TAKEN
    await store.suggestions.decide(suggestion, outcome, meeting.id if taken else None)
    network = await store.networks.find(meeting.network, trust=meeting.trust)
    suggester = await store.people.find(suggestion.by, trust=suggestion.trust)
    if outcome is Outcome.WAITING or network is None or suggester is None:
        return ()
    if suggester.id in (await store.networks.facilitators(meeting.trust)).get(network.id, ()):
        return ()
    card = on_the_agenda(suggestion, meeting, network) if taken else not_this_time(suggestion, network)
    key = f"suggestion:{suggestion.id}:{outcome}" + (f":{meeting.id}" if taken else "")
    expires = meeting.starts if taken else None
    return (Post(ToPerson(suggester), card, key=key, why=Why.MEETING, expires=expires),)


# ------------------------------------------------------------------ cards


def thank_you(suggestion: Suggestion, network: Network, *, told: bool) -> Card:
    """`told`: others than themselves lead the network."""
    name = "They see that it comes from you." if suggestion.named else "They don't see who suggests it."
    leave_out = leave_name_out.button("Leave my name out", suggestion=suggestion.id)
    return Card(
        f"Suggested to {network.name}",
        Quote(suggestion.text),
        Text(what_comes_of_it(network, told=told)),
        *((Note(name),) if told else ()),
        *((leave_out,) if told and suggestion.named else ()),
    )


def on_the_agenda(suggestion: Suggestion, meeting: Meeting, network: Network) -> Card:
    return Card(
        "What you suggested is on the agenda",
        Quote(suggestion.text),
        Text(f"{network.name} talks about it on {day(date_of(meeting))}."),
    )


def not_this_time(suggestion: Suggestion, network: Network) -> Card:
    return Card(
        "Not on the agenda this time",
        Quote(suggestion.text),
        Text(f"Thank you for suggesting it to {network.name}. There was no room for it this time."),
        Note("You can suggest it again, or ask me who else works on it."),
    )
