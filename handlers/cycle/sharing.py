"""Sharing: who finds a decision, and putting its words right; both at any time, by whoever made it.

bot  Stopping saves other schools time. May I share two lines on why?
                                       [Share without names] [Share with names] [Keep it to us]
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import TypeVar

from handlers.cycle.capability import cycle
from handlers.cycle.copying import ask_no_further
from handlers.cycle.decided import AGAIN, Made, decision_card, follows, the_decision
from handlers.cycle.tried import findable
from handlers.cycle.words import GROUPS_ONLY
from handlers.ledger import names_taken_back
from handlers.ranked import added_by
from handlers.talk import (
    Answers,
    Button,
    ChoiceField,
    Field,
    Form,
    Invalid,
    Post,
    Refusal,
    Reply,
    Request,
    TextField,
    given,
)
from storage.records import Again, Decision, DecisionId, Person, Verdict
from storage.store import Store

Choice = TypeVar("Choice", bound=StrEnum)

#: Characters, as in the table.
LIMITS = {"then": 200, "now": 200, "learned": 1000, "reason": 500}

#: What is said where it is left out.
WANTED = {
    "now": "Please say what the measure is now.",
    "learned": "Please say in a line what others can learn from it.",
    "reason": "Please say why, in a line.",
}


class Shared(StrEnum):
    """Who finds a decision; from what tells least to what tells most."""

    NO = "no"
    UNNAMED = "unnamed"
    NAMED = "named"


FOUND = {
    Shared.UNNAMED: "Yes, without names",
    Shared.NAMED: "Yes, with our school and my name",
    Shared.NO: "No, it stays with us",
}
TO_CHANGE = {
    Shared.UNNAMED: "Share without names",
    Shared.NAMED: "Share with names",
    Shared.NO: "Keep it to us",
}


@follows(10)
async def sharing(made: Made, request: Request, store: Store) -> Sequence[Button]:
    if not made.mine:
        return ()
    ways = ways_to_share(made.decision, request.person)
    return (*ways, correct.button("Put it right", decision=made.decision.id))


def ways_to_share(decision: Decision, me: Person) -> tuple[Button, ...]:
    """The others than as it is now."""
    now = shared_as(decision)
    return tuple(
        share.button(words, decision=decision.id, how=how)
        for how, words in TO_CHANGE.items()
        if how is not now and (how is not Shared.NAMED or _may_name(decision, me))
    )


def _may_name(decision: Decision, me: Person) -> bool:
    """Nobody puts a colleague's name to it; once they have left, there is none to be told."""
    return decision.named or decision.by in (None, me.id)


def shared_as(decision: Decision) -> Shared:
    if not decision.shared:
        return Shared.NO
    return Shared.NAMED if decision.named else Shared.UNNAMED


@cycle.action("cycle.share")
async def share(request: Request, store: Store, *, decision: DecisionId, how: Shared) -> Reply:
    """From this moment on: what is taken back is found no more."""
    made = await _to_correct(decision, request, store)
    posts = await _found_as(how, made, request, store)
    said = f"Noted, thank you.{_taken_off(how, made)}"
    return Reply(await decision_card(decision, request, store, said), *posts)


@cycle.form("cycle.correct")
async def correct(request: Request, store: Store, *, decision: DecisionId) -> Form:
    """Its words. What was decided stays: to decide otherwise, it is taken up again."""
    made = (await _to_correct(decision, request, store)).decision
    needed = made.verdict is not Verdict.ABANDON
    fields = (
        TextField("then", "The measure at the start", made.then, optional=True, max_length=LIMITS["then"]),
        TextField("now", "And at the end", made.now, optional=not needed, max_length=LIMITS["now"]),
        *in_words(made.learned, made.reason, needed=needed),
        again_field(made.again),
        shared_field(shared_as(made)),
    )
    return correct.form(
        "Put it right", "Everybody who finds it reads the new words.", fields, "Save", decision=decision
    )


@correct.filled
async def corrected(request: Request, store: Store, answers: Answers, *, decision: DecisionId) -> Reply:
    before = await _to_correct(decision, request, store)
    made = before.decision
    texts = texts_in(answers, needed=made.verdict is not Verdict.ABANDON)
    again, how = chosen(Again, "again", answers), chosen(Shared, "shared", answers)
    await store.decisions.change(made, **texts, again=again)
    posts = await _found_as(how, before, request, store)
    said = f"Put right, thank you.{_taken_off(how, before)}"
    return Reply(await decision_card(decision, request, store, said), *posts)


async def _found_as(how: Shared, made: Made, request: Request, store: Store) -> Sequence[Post]:
    """Where less is to be told than before, nor do schools that wait to be asked hear of it any more."""
    if how is Shared.NAMED and not _may_name(made.decision, request.person):
        raise Invalid(shared="Only whoever decided it can put their name to it. Please ask them.")
    await store.decisions.change(made.decision, shared=how is not Shared.NO, named=how is Shared.NAMED)
    if now := await store.decisions.find(made.decision.id, trust=made.run.trust):
        await findable(now, made.initiative, made.run, store)
    told = list(Shared)
    if told.index(how) < told.index(shared_as(made.decision)):
        await ask_no_further(made.run, store)
    if not _are_names_taken_back(how, made):
        return ()
    return await added_by(names_taken_back, made.decision, made.initiative, request, store)


def _are_names_taken_back(how: Shared, made: Made) -> bool:
    return made.decision.named and how is not Shared.NAMED


def _taken_off(how: Shared, made: Made) -> str:
    if not (_are_names_taken_back(how, made) and made.initiative.network):
        return ""
    return " The names are off its network’s agendas, too, except where a colleague wrote them themselves."


async def _to_correct(decision: DecisionId, request: Request, store: Store) -> Made:
    made = await the_decision(decision, request, store)
    if not made.mine:
        raise Refusal("Whoever decided this can change it. Please tell them what is not right.")
    return made


# ------------------------------------------------------------------ the fields of a decision


def in_words(learned: str = "", reason: str = "", *, needed: bool) -> tuple[Field, ...]:
    return (
        TextField(
            "learned",
            "What did you learn that helps others?",
            learned,
            GROUPS_ONLY,
            multiline=True,
            optional=not needed,
            max_length=LIMITS["learned"],
        ),
        TextField("reason", "Why?", reason, "A line or two", multiline=True, max_length=LIMITS["reason"]),
    )


def again_field(now: Again | None = None) -> ChoiceField:
    options = tuple((each.value, words) for each, words in AGAIN.items())
    return ChoiceField("again", "Would you do it again?", options, (now.value,) if now else ())


def shared_field(now: Shared | None = None) -> ChoiceField:
    options = tuple((each.value, words) for each, words in FOUND.items())
    return ChoiceField("shared", "May colleagues in the trust find it?", options, (now.value,) if now else ())


def texts_in(answers: Answers, *, needed: bool) -> Mapping[str, str]:
    """What was written, by field; Invalid beside each that is left out or too long. To stop needs a reason
    alone.
    """
    texts = {name: given(answers, name) for name in LIMITS if name in answers}
    wanted = tuple(WANTED) if needed else ("reason",)
    problems = {name: WANTED[name] for name in wanted if not texts.get(name)} | {
        name: f"Please keep this within {LIMITS[name]} characters."
        for name, words in texts.items()
        if len(words) > LIMITS[name]
    }
    if problems:
        raise Invalid(**problems)
    return texts


def chosen(among: type[Choice], field: str, answers: Answers) -> Choice:
    found = next((each for each in among if each.value == given(answers, field)), None)
    if found is None:
        raise Invalid(**{field: "Please choose one of these."})
    return found
