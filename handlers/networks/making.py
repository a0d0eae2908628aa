"""Making a network, and changing it later: one form for both.

Cora  networks make
bot   (a form) Name, kind, what it is about, facilitators, how long and how often it meets
bot   Maths leads is made. Found by: maths, maths mastery
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from handlers.networks.capability import networks
from handlers.rules.profiles import concepts_of
from handlers.rules.vocabulary import in_a_sentence, vocabulary
from handlers.talk import (
    Answers,
    Card,
    ChoiceField,
    Facts,
    Field,
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
from handlers.which import network_led
from handlers.written_in import people_in
from storage.records import Network, NetworkId, Person, Rhythm, Why
from storage.store import Store

NAME_LIMIT, ABOUT_LIMIT = 100, 1000  # characters, as in the table
SHOWN = 8  # matters by which it is found, named on the card
PUPILS_OUT = "Please leave pupils out."

KINDS: Mapping[str, str] = {
    "subject": "A subject: maths leads",
    "role": "A role: SENDCOs, office managers",
    "phase": "A phase: key stage 1",
    "theme": "A theme: attendance",
    "operations": "Operations: catering, premises",
}
LENGTHS = (45, 60, 90)  # minutes, for which the trust's framework has a form
RHYTHMS: Mapping[Rhythm, str] = {Rhythm.HALF_TERMLY: "Once a half-term", Rhythm.TERMLY: "Once a term"}
PLACES: Mapping[str, str] = {"no": "In a room", "yes": "By video"}
READERS: Mapping[str, str] = {"yes": "Everybody in the trust", "no": "Its members only"}


@networks.form("networks.make")
async def make(request: Request, store: Store) -> Form:
    if not request.person.coordinator:
        raise Refusal("Your trust's coordinator makes networks. Please ask them for a new one.")
    return make.form(
        "A new network",
        f"Members find it by its name and by what it is about. {PUPILS_OUT}",
        _fields(Network(NetworkId(0), request.trust.id, ""), ()),
        "Make it",
    )


@make.filled
async def made(request: Request, store: Store, answers: Answers) -> Reply:
    """The network with its facilitators, or nothing at all."""
    if not request.person.coordinator:
        raise Refusal("Your trust's coordinator makes networks. Please ask them for a new one.")
    wanted = await _read(answers, None, request, store)
    id_ = await store.networks.keep(request.trust.id, wanted.name)
    return await _kept(Network(id_, request.trust.id, wanted.name), wanted, "made", request, store)


@networks.form("networks.change")
async def change(request: Request, store: Store, *, network: NetworkId) -> Form:
    found = await network_led(request, network, store)
    leading = (await store.networks.facilitators(found.trust)).get(found.id, ())
    people = await store.people.several(leading, trust=found.trust)
    return change.form(found.name[:80], PUPILS_OUT, _fields(found, people), "Save", network=found.id)


@change.filled
async def changed(request: Request, store: Store, answers: Answers, *, network: NetworkId) -> Reply:
    found = await network_led(request, network, store)
    return await _kept(found, await _read(answers, found, request, store), "changed", request, store)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A network as the form has it."""

    name: str
    kind: str
    about: str
    facilitators: tuple[Person, ...]
    minutes: int
    virtual: bool
    rhythm: Rhythm
    open: bool


async def _read(answers: Answers, was: Network | None, request: Request, store: Store) -> Wanted:
    name, about = " ".join(given(answers, "name").split()), given(answers, "about")
    if not name:
        raise Invalid(name="Please give it a name, as its members would say it.")
    for field, words, limit in (("name", name, NAME_LIMIT), ("about", about, ABOUT_LIMIT)):
        if len(words) > limit:
            raise Invalid(**{field: f"Please keep this to {limit} characters; it has {len(words)} now."})
    for each in await store.networks.everyone(request.trust.id):
        if each.name.casefold() == name.casefold() and (was is None or each.id != was.id):
            raise Invalid(name=f"There is a network called {each.name} already. Please choose another name.")
    return Wanted(
        name,
        _one_of(answers, "kind", (*KINDS, *((was.kind,) if was else ()))),
        about,
        await people_in(given(answers, "facilitators"), "facilitators", request, store),
        int(_one_of(answers, "minutes", (*map(str, LENGTHS), *((str(was.minutes),) if was else ())))),
        _one_of(answers, "virtual", PLACES) == "yes",
        Rhythm(_one_of(answers, "rhythm", [each.value for each in RHYTHMS])),
        _one_of(answers, "open", READERS) == "yes",
    )


def _one_of(answers: Answers, field: str, options: Sequence[str] | Mapping[str, str]) -> str:
    chosen = given(answers, field)
    if chosen not in options:
        raise Invalid(**{field: "Please choose one of these."})
    return chosen


async def _kept(network: Network, wanted: Wanted, what: str, request: Request, store: Store) -> Reply:
    """Written down. Whoever leads it from now on hears of it; who does no longer stays a member."""
    before = (await store.networks.facilitators(network.trust)).get(network.id, ())
    await store.networks.change(
        network,
        name=wanted.name,
        kind=wanted.kind,
        about=wanted.about,
        minutes=wanted.minutes,
        virtual=wanted.virtual,
        rhythm=wanted.rhythm.value,
        open=wanted.open,
    )
    leading = {each.id for each in wanted.facilitators}
    for each in await store.people.several(before, trust=network.trust):
        if each.id not in leading:
            await store.networks.lead(network.id, each, facilitator=False)
    for each in wanted.facilitators:
        await store.networks.join(network.id, each, facilitator=True)
    kept = await store.networks.find(network.id, trust=network.trust) or network
    new = [each for each in wanted.facilitators if each.id not in (*before, request.person.id)]
    return Reply(as_kept(kept, wanted.facilitators, what), *(_told(each, kept, request) for each in new))


def _told(person: Person, network: Network, request: Request) -> Post:
    key = f"networks:lead:{network.id}:{person.id}:{request.today}"
    return Post(ToPerson(person), you_lead(network, request.person), key, Why.MEETING)


# ------------------------------------------------------------------ the form, and cards


def _fields(network: Network, leading: Sequence[Person]) -> tuple[Field, ...]:
    kinds = dict(KINDS) | ({network.kind: network.kind} if network.kind not in ("", *KINDS) else {})
    lengths = sorted({*LENGTHS, network.minutes})
    return (
        TextField("name", "Name", network.name, hint="For example: Maths leads", max_length=NAME_LIMIT),
        ChoiceField("kind", "What brings its members together?", tuple(kinds.items()), _chosen(network.kind)),
        TextField(
            "about",
            "What is it about?",
            network.about,
            hint="In the words people would use, for example: maths in primary, mastery, mixed-age planning",
            multiline=True,
            optional=True,
            max_length=ABOUT_LIMIT,
        ),
        TextField(
            "facilitators",
            "Who leads it?",
            ", ".join(each.email for each in leading),
            hint="Work e-mail or full name; several with commas",
            optional=True,
            max_length=ABOUT_LIMIT,
        ),
        ChoiceField(
            "minutes",
            "How long are its meetings?",
            tuple((str(each), f"{each} minutes") for each in lengths),
            (str(network.minutes),),
        ),
        ChoiceField(
            "rhythm",
            "How often does it meet?",
            tuple((each.value, label) for each, label in RHYTHMS.items()),
            (network.rhythm.value,),
        ),
        ChoiceField("virtual", "Where?", tuple(PLACES.items()), ("yes" if network.virtual else "no",)),
        ChoiceField(
            "open",
            "Who may read its agendas and notes?",
            tuple(READERS.items()),
            ("yes" if network.open else "no",),
        ),
    )


def _chosen(kind: str) -> tuple[str, ...]:
    return (kind,) if kind else ()


def found_by(network: Network) -> str:
    """What a question may be about to lead here, in the vocabulary's words: "maths, maths mastery"."""
    concepts = dict.fromkeys((*concepts_of(network.name), *concepts_of(network.about)))
    labels = [in_a_sentence(vocabulary().label(each)) for each in concepts if each != "topic.networks"]
    return ", ".join(labels[:SHOWN])


def as_kept(network: Network, leading: Sequence[Person], what: str) -> Card:
    return Card(
        f"{network.name} is {what}",
        Facts(
            ("Found by", found_by(network) or "Its name alone: a few words on what it is about would help"),
            ("Led by", ", ".join(each.name for each in leading) or "Nobody yet"),
            ("Meets", f"{RHYTHMS[network.rhythm]}, {network.minutes} minutes"),
            ("Read by", READERS["yes" if network.open else "no"]),
        ),
        Text("To give it a channel, say this inside the channel:"),
        Quote(f"@Brightspot networks link {network.name}"),
        change.button("Change it", network=network.id).aloud(f"Change {network.name}"),
    )


def you_lead(network: Network, by: Person) -> Card:
    return Card(
        f"You lead {network.name} now",
        Text(
            f"{by.name} has put you down for it. I do the chasing: dates, agendas, reminders and follow-up."
        ),
        Text("To begin, choose its next dates:"),
        Quote(f"agenda plan {network.name}"),
        Note("If this is a mistake, please tell them."),
    )
