"""What has been tried: each decision that a school shares answers the next "Has anyone tried…?".

Ada  has anyone tried talk partners?
bot  What schools have tried
     Oracy in Year 3: adopted
     Fenside Primary School · Jo Example · July 2026
     Speak in whole sentences: 41% then, 63% now                      [Ask them] [Read more]

Kept and stopped alike, schools like the reader's first. A school that is not named stays so: whoever decided
is asked first, and named only to the one who asked, once they say yes.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from handlers.colleagues import own_words_of
from handlers.cycle.capability import cycle
from handlers.cycle.decided import (
    AGAIN,
    Made,
    decision_card,
    follows,
    look_at_decision,
    nameless,
)
from handlers.cycle.said import after
from handlers.cycle.words import VERDICTS, measurements
from handlers.introductions import begin, standings, take_up
from handlers.ledger import Entry, entries, found_in_ledger, ledger_of
from handlers.naming import whereabouts
from handlers.rules.cutting import one_line
from handlers.rules.ledger import Nameless, described
from handlers.rules.shelf import edition
from handlers.rules.words import capital
from handlers.talk import (
    Button,
    Card,
    Item,
    Note,
    Post,
    Quote,
    Refusal,
    Reply,
    Request,
    Text,
    ToPerson,
)
from handlers.ways import CARRIED, ask_people, tell_as_case_study
from storage.records import Decision, DecisionId, Initiative, Person, PersonId, Run, TrustId, Verdict, Why
from storage.store import Store

TOGETHER = 2  # with two buttons each there is room on Teams for two ways on
LEARNED = 160  # characters of what was learned in a list; the decision's own card has them all

_TRIED = r"(?:tried|trialled|trialed|piloted|tested)"
_SCHOOLS = r"(?:any(?:one|body)|some(?:one|body)|any (?:other )?schools?|other schools?|schools?|others?|we)"
HAS_ANYONE_TRIED = re.compile(
    rf"\b(?:has|have|did) {_SCHOOLS}\b(?: [\w'’-]+){{0,6}}? (?:{_TRIED}|try)\b|"
    rf"\bwho(?:['’]?s| has| else has)?(?: ever| already| else)? {_TRIED}\b|"
    rf"\bwhat (?:has|have) (?:been|{_SCHOOLS})(?: already| ever)? {_TRIED}\b",
    re.IGNORECASE,
)
#: The words of asking, which say nothing of what was tried.
_ASKING = re.compile(
    rf"\b(?:has|have|did|who(?:['’]?s)?|what|been|ever|already|else|{_SCHOOLS}|{_TRIED}|try|in the trust)\b",
    re.IGNORECASE,
)


async def findable(made: Decision, initiative: Initiative, run: Run, store: Store) -> None:
    """Found by its words as they are now, by names where it is named; said whenever any of it changes."""
    told = Nameless() if made.named else await nameless(run, made, store)
    topics, terms = described(told(initiative), told(run), told(made))
    await store.decisions.change(made, topics=list(topics), terms=terms)


async def found_anew(trust: TrustId, store: Store, *, limit: int) -> bool:
    """What a new vocabulary, or somebody's leaving, has left behind is made anew; False where nothing is."""
    old = await store.decisions.outdated(trust, edition(), limit=limit)
    for each in old:
        initiative = await store.initiatives.find(each.initiative, trust=trust)
        run = await store.runs.find(each.run, trust=trust)
        if initiative and run:
            await findable(each, initiative, run, store)
    return bool(old)


@cycle.phrase(HAS_ANYONE_TRIED)
async def has_anyone_tried(request: Request, store: Store) -> Reply | None:
    """What schools have tried; where none has, the ordinary answer: colleagues who may know."""
    own = await own_words_of(request.trust.id, store)
    words = own.explained(" ".join(_ASKING.sub(" ", request.said).split()))
    found = await found_in_ledger(words, request, store)
    return Reply(await _listed(words, found, 0, request, store)) if found else None


@after("tried")
async def tried_command(request: Request, store: Store) -> Reply:
    """With words what was tried on that; alone, the newest."""
    own = await own_words_of(request.trust.id, store)
    return Reply(await _tried(own.explained(request.said), 0, request, store))


@cycle.action("cycle.tried")
async def show_tried(request: Request, store: Store, *, words: str = "", start: int = 0) -> Reply:
    return Reply(await _tried(words, start, request, store))


async def _tried(words: str, start: int, request: Request, store: Store) -> Card:
    words = words[:CARRIED].strip(" ?")
    if words:
        found = await found_in_ledger(words, request, store)
    else:
        found = (await ledger_of(request.trust.id, store)).newest
    return await _listed(words, found, start, request, store)


async def _listed(words: str, found: Sequence[Decision], start: int, request: Request, store: Store) -> Card:
    if not found:
        return nothing_known(words)
    start = start if start < len(found) else 0
    shown = await entries(found[start : start + TOGETHER], request, store)
    known = await standings(request.person, store)
    items = [await _item(each, known, request, store) for each in shown]
    return what_was_tried(items, words, start, len(found))


async def _item(entry: Entry, known: dict[PersonId, str], request: Request, store: Store) -> Item:
    standing = await _standing(entry, known, request, store)
    topic, decision = entry.initiative.topic, entry.decision
    came_to = VERDICTS[decision.verdict].lower()
    asking = ask_them.button("Ask them", decision=decision.id).aloud(f"Ask about {topic}")
    reading = look_at_decision.button("Read more", decision=decision.id).aloud(f"Read more: {topic}")
    lines = (*lines_of(entry), f"✓ {standing}" if standing else "")
    ask = (asking,) if entry.can_be_asked and not standing else ()
    return Item(f"{topic}: {came_to}", "\n".join(filter(None, lines)), *ask, reading)


async def _standing(entry: Entry, known: dict[PersonId, str], request: Request, store: Store) -> str:
    """How one's own question to them stands; "" where they have not been asked."""
    if entry.who:
        return known.get(entry.who.id, "")
    asked = await store.outbox.with_key(_key(entry.decision, request.person.id), trust=request.trust.id)
    return "Asked. You will hear either way" if asked else ""


# ------------------------------------------------------------------ asking whoever tried it


@follows(5)
async def asking(made: Made, request: Request, store: Store) -> Sequence[Button]:
    (entry,) = await entries([made.decision], request, store)
    if not (made.decision.shared and entry.can_be_asked):
        return ()
    if await _standing(entry, await standings(request.person, store), request, store):
        return ()
    return (ask_them.button("Ask them", decision=made.decision.id),)


@cycle.action("cycle.ask_them")
async def ask_them(request: Request, store: Store, *, decision: DecisionId) -> Reply:
    """A named colleague as for any introduction; another is asked whether they want to be known."""
    found = await store.decisions.find(decision, trust=request.trust.id)
    if found is None or not found.shared:
        raise Refusal("That is not shared any more. Say “cycle tried” and what you look for.")
    (entry,) = await entries([found], request, store)
    whom = await store.people.find(found.by, trust=request.trust.id) if found.by else None
    if not entry.can_be_asked or whom is None:
        raise Refusal("They can’t be asked at the moment. Say “peers” and what it is about for others.")
    about = f"{entry.initiative.topic}, which you tried: how did it go?"
    if found.named:
        begun = await begin(request, store, whom, about)
        return Reply(await decision_card(decision, request, store, begun.words), *begun.posts)
    card = would_you_tell(request.person, entry)
    post = Post(ToPerson(whom), card, key=_key(found, request.person.id), why=Why.REQUEST)
    said = "I have asked whoever tried it. You hear either way, and who it is if they say yes."
    return Reply(await decision_card(decision, request, store, said), post)


@cycle.action("cycle.tell_them")
async def tell_them(request: Request, store: Store, *, decision: DecisionId, asker: PersonId) -> Reply:
    """They agree to be known to the one who asked: both are put in touch."""
    _, whom, topic = await _asked_of_me(decision, asker, request, store)
    about = f"{topic}: who has tried it, and how did it go?"
    begun = await take_up(replace(request, person=whom), store, request.person, about)
    return Reply(in_touch(whom), *begun.posts)


@cycle.action("cycle.tell_nobody")
async def tell_nobody(request: Request, store: Store, *, decision: DecisionId, asker: PersonId) -> Reply:
    """The one who asked hears a kind no, and no name."""
    found, whom, topic = await _asked_of_me(decision, asker, request, store)
    if asker in await standings(request.person, store):
        raise Refusal("You two have been introduced already. A short note to them is the way out now.")
    post = Post(ToPerson(whom), not_this_time(topic), key=f"{_key(found, asker)}:no", why=Why.ANSWER)
    return Reply(thank_you(whom), post)


async def _asked_of_me(
    decision: DecisionId, asker: PersonId, request: Request, store: Store
) -> tuple[Decision, Person, str]:
    """The decision, who asked and what about: where this person made it and was really asked."""
    found = await store.decisions.find(decision, trust=request.trust.id)
    whom = await store.people.find(asker, trust=request.trust.id)
    mine = found if found and found.by == request.person.id else None
    asked = mine and await store.outbox.with_key(_key(mine, asker), trust=request.trust.id)
    if mine is None or whom is None or not asked:
        raise Refusal("This is no longer open. There is nothing you need to do.")
    initiative = await store.initiatives.find(mine.initiative, trust=request.trust.id)
    return mine, whom, initiative.topic if initiative else "What you tried"


def _key(decision: Decision, asker: PersonId) -> str:
    return f"tried:{decision.id}:{asker}"


# ------------------------------------------------------------------ told as a case study


@follows(8)
async def telling(made: Made, request: Request, store: Store) -> Sequence[Button]:
    """What was kept may be a bright spot; what was stopped is told here alone."""
    if not made.mine or made.decision.verdict is Verdict.ABANDON:
        return ()
    return (tell_as_case_study("Tell it as a case study", made.decision.id),)


# ------------------------------------------------------------------ cards


def lines_of(entry: Entry) -> tuple[str, ...]:
    decision = entry.decision
    who = entry.who.name if entry.who else ""
    return (
        " · ".join(filter(None, (capital(entry.where), who, f"{decision.on:%B %Y}"))),
        measured(entry),
        f"Would do it again: {AGAIN[decision.again].lower()}",
        f"Learned: {one_line(decision.learned or decision.reason, LEARNED)}",
    )


def measured(entry: Entry) -> str:
    """ "Reading ages: 41% then, 63% now"; "" where it was not measured."""
    told = measurements((entry.decision.then, "then"), (entry.decision.now, "now"))
    return ": ".join(filter(None, (entry.run.measure, told))) if told else ""


def what_was_tried(items: Sequence[Item], words: str, start: int, total: int) -> Card:
    following = start + TOGETHER
    ways = [ask_people("Ask who works on it", words)] if words else []
    if following < total:
        ways.append(show_tried.button("Show others", words=words, start=following))
    elif start:
        ways.append(show_tried.button("Show the first again", words=words, start=0))
    return Card(
        "What schools have tried", *items, *ways, Note("Stopping is a result too: it saves others time.")
    )


def nothing_known(words: str) -> Card:
    if not words:
        return Card(
            "Nothing has been told of yet",
            Text("What schools try and decide on is found here, once they share it."),
            Note("For example: “cycle tried talk partners”."),
        )
    return Card(
        "No school has told of trying that yet",
        Text("Somebody may be at it all the same: I can look who works on it."),
        ask_people("Ask who works on it", words),
        Note("Other words may find more: what it is called, or which problem it is for."),
    )


def would_you_tell(asker: Person, entry: Entry) -> Card:
    decision = entry.decision.id
    return Card(
        f"{asker.name} would like to hear how it went",
        Text(f"{capital(whereabouts(asker))}. It is about what you shared without names:"),
        Quote(entry.initiative.topic),
        tell_them.button("Yes, introduce us", decision=decision, asker=asker.id).primary(),
        tell_nobody.button("Not this time", decision=decision, asker=asker.id),
        Note(
            "They don’t know that it was you. Yes tells them, and shares your work e-mail; no tells nothing."
        ),
    )


def in_touch(asker: Person) -> Card:
    return Card(
        f"You and {asker.name} are in touch", Text("I have told you both. Thank you for telling them.")
    )


def thank_you(asker: Person) -> Card:
    return Card(
        "Thank you for saying so", Text(f"{asker.name} hears a kind no from me, and not who you are.")
    )


def not_this_time(topic: str) -> Card:
    return Card(
        "They can’t talk about it at the moment",
        Quote(topic),
        Text("It is nothing about you: everyone’s term fills up. Ask me again and I look for others."),
    )
