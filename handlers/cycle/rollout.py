"""Rolling out: what one school adopted is offered to others, a few or all at once.

Ada  (presses Take it to other schools, ticks Fenside and Oakhill)
bot  Asked at two schools. Oakhill: I know no head there                     [Name a colleague]
bot  (later, on How far others are) Fenside: Prepare

What they are asked, and what follows from a yes, is in `copying.py`.
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from itertools import chain

from handlers.colleagues import heads_of
from handlers.cycle.capability import cycle
from handlers.cycle.cards import look_at, offers
from handlers.cycle.copying import copy_of, invitations
from handlers.cycle.seen import Seen, to_change
from handlers.cycle.words import school_names, standing_in, words_of
from handlers.talk import (
    Answers,
    Button,
    Card,
    ChoiceField,
    Facts,
    Field,
    Form,
    Invalid,
    Note,
    Refusal,
    Reply,
    Request,
    Text,
    TextField,
    given,
    ticked,
)
from handlers.written_in import people_in
from storage.records import Person, RunId, School, SchoolId, Verdict
from storage.store import Store

PAGE = 100  # schools in a form: what fits a card of Teams
IN_A_FIELD = 25  # of them: a list that is longer is hard to find one's way in
SCHOOLS = "schools_"  # what the names of those fields begin with
SHOWN = 20  # schools on a card of how far each has come
NAMED = 12  # schools in a sentence


class Among(StrEnum):
    """Which schools are asked."""

    TICKED = "ticked"
    NETWORK = "network"
    TRUST = "trust"


@offers(7)
async def taking_it_on(seen: Seen, request: Request, store: Store) -> Sequence[Button]:
    run = seen.run
    if run.verdict is not Verdict.ADOPT or not seen.may_change:
        return ()
    copy = await store.initiatives.copied_from(run.id, trust=run.trust)
    return (
        roll_out.button("Take it to other schools", run=run.id),
        *((how_far.button("How far others are", run=run.id),) if copy else ()),
    )


# ------------------------------------------------------------------ whom to ask


@cycle.form("cycle.roll_out")
async def roll_out(request: Request, store: Store, *, run: RunId, start: int = 0) -> Form:
    """Schools to tick, a page at a time, or all of a network or of the trust at once."""
    seen = await _adopted(run, request, store)
    schools = await _others(seen, store)
    if not schools:
        raise Refusal("Every school in the trust has it already. Its card shows how far each is.")
    page = schools[start : start + PAGE]
    return roll_out.form(
        "Take it to other schools",
        "Each is asked in the weekly message, and gets your plan to make its own.",
        await _fields(seen, page, len(schools), store),
        "Ask them",
        run=run,
        start=start,
    )


@roll_out.filled
async def rolled_out(
    request: Request, store: Store, answers: Answers, *, run: RunId, start: int = 0
) -> Reply:
    """Nobody is enrolled: whoever is asked says yes, names a colleague, or lets it be."""
    await store.runs.find(run, trust=request.trust.id, hold=True)
    seen = await _adopted(run, request, store)
    schools = {each.id: each for each in await _others(seen, store)}
    leads = await _leads(seen, schools, answers, request, store)
    more = start + PAGE if start + PAGE < len(schools) else None
    if not leads:
        return Reply(await _next_page(run, more, request, store))
    copy = await copy_of(seen, request, store)
    posts = await invitations(copy, [each for each in leads.values() if each], request.now, store)
    left = [schools[school].name for school, person in leads.items() if person is None]
    return Reply(have_asked(seen, len(posts), left, more), *posts)


async def _next_page(run: RunId, start: int | None, request: Request, store: Store) -> Form:
    """Nobody is ticked on this one; Invalid where it was the last."""
    if start is None:
        raise Invalid(among="Please tick a school, or name a colleague there.")
    return await roll_out.open(request, store, {"run": run, "start": start})


async def _leads(
    seen: Seen, schools: Mapping[SchoolId, School], answers: Answers, request: Request, store: Store
) -> Mapping[SchoolId, Person | None]:
    """Whom to ask at each school: who is named there, else its head; None where none is known."""
    chosen = await _chosen(seen, schools, answers, store)
    named = await _named(answers, schools, request, store)
    heads = await heads_of(request.trust.id, store)
    return {each: named.get(each) or heads.get(each) for each in (*chosen, *named)}


async def _adopted(run: RunId, request: Request, store: Store) -> Seen:
    seen = await to_change(run, request, store)
    if seen.run.verdict is not Verdict.ADOPT:
        raise Refusal("Only what was adopted goes to other schools. Its card shows where it stands.")
    return seen


async def _others(seen: Seen, store: Store) -> tuple[School, ...]:
    """By name: those that have neither tried it in this initiative nor said yes to a copy."""
    trust = seen.run.trust
    copy = await store.initiatives.copied_from(seen.run.id, trust=trust)
    initiatives = [seen.initiative.id, *((copy.id,) if copy else ())]
    have = {each.school for each in await store.runs.of_initiatives(initiatives, trust=trust)}
    schools = [each for each in await store.schools.everyone(trust) if each.id not in have]
    return tuple(sorted(schools, key=lambda each: each.name))


async def _chosen(
    seen: Seen, schools: Mapping[SchoolId, School], answers: Answers, store: Store
) -> Sequence[SchoolId]:
    match given(answers, "among"):
        case Among.TRUST:
            return list(schools)
        case Among.NETWORK if seen.initiative.network:
            members = await store.networks.members(seen.initiative.network, trust=seen.run.trust)
            people = await store.people.several(members, trust=seen.run.trust)
            theirs = {each.school for each in people}
            return [each for each in schools if each in theirs]
        case _:
            return [each for each in schools if str(each) in _ticked(answers)]


def _ticked(answers: Answers) -> frozenset[str]:
    lists = (ticked(answers, name) for name in answers if name.startswith(SCHOOLS))
    return frozenset(chain.from_iterable(lists))


async def _named(
    answers: Answers, schools: Mapping[SchoolId, School], request: Request, store: Store
) -> dict[SchoolId, Person]:
    """A colleague is asked in place of the head of their school."""
    found: dict[SchoolId, Person] = {}
    for each in await people_in(given(answers, "who"), "who", request, store):
        if each.school is None or each.school not in schools:
            raise Invalid(who=f"{each.name}’s school has it already, or they work for no one school.")
        if each.school in found:
            raise Invalid(who=f"Please name one colleague a school: {each.school_name} has two.")
        found[each.school] = each
    return found


# ------------------------------------------------------------------ how far they are


@cycle.action("cycle.how_far")
async def how_far(request: Request, store: Store, *, run: RunId, start: int = 0) -> Reply:
    """Each school that said yes, and its stage; nobody sees who did not."""
    seen = await to_change(run, request, store)
    copy = await store.initiatives.copied_from(run, trust=request.trust.id)
    runs = await store.runs.of_initiatives([copy.id] if copy else [], trust=request.trust.id)
    names = await school_names(runs, request.trust.id, store)
    words = await words_of(request.trust.id, store)
    lines = sorted((names[each.school], standing_in(each, words)) for each in runs)
    return Reply(where_others_are(seen, lines, start))


# ------------------------------------------------------------------ form and cards


async def _fields(seen: Seen, page: Sequence[School], count: int, store: Store) -> tuple[Field, ...]:
    network = seen.initiative.network
    joined = await store.networks.find(network, trust=seen.run.trust) if network else None
    among = (
        (Among.TICKED.value, "Those I tick or name below"),
        *(((Among.NETWORK.value, f"Every school in {joined.name}"),) if joined else ()),
        (Among.TRUST.value, f"Every other school in the trust ({count})"),
    )
    parts = [page[first : first + IN_A_FIELD] for first in range(0, len(page), IN_A_FIELD)]
    return (
        ChoiceField("among", "Which schools?", among, (Among.TICKED.value,)),
        *(_to_tick(f"{SCHOOLS}{number}", part) for number, part in enumerate(parts)),
        TextField(
            "who",
            "Who leads it there?",
            hint="Their heads are asked. To ask others, write work e-mails or full names",
            multiline=True,
            optional=True,
            max_length=3000,
        ),
    )


def _to_tick(name: str, schools: Sequence[School]) -> ChoiceField:
    label = f"Schools, {schools[0].name[0]} to {schools[-1].name[0]}"
    options = tuple((str(each.id), each.name) for each in schools)
    return ChoiceField(name, label, options, several=True, optional=True)


def have_asked(seen: Seen, count: int, left: Sequence[str], more: int | None) -> Card:
    run = seen.run.id
    asked = "Each of those has been asked already."
    if count:
        asked = f"I ask at {'one school' if count == 1 else f'{count} schools'}, in the week’s message."
    nobody = f"I know no head at {', '.join(left[:NAMED])}{' and more' if len(left) > NAMED else ''}."
    return Card(
        f"Taking it on: {seen.initiative.topic}",
        *((Text(asked),) if count or not left else ()),
        *((Text(f"{nobody} Please name a colleague there."),) if left else ()),
        *((roll_out.button("Name colleagues", run=run).primary(),) if left else ()),
        *((roll_out.button("More schools", run=run, start=more),) if more else ()),
        look_at.button("Open it", run=run),
        Note("Whoever says yes begins with your plan. Who does not is not asked again."),
    )


def where_others_are(seen: Seen, lines: Sequence[tuple[str, str]], start: int) -> Card:
    following = start + SHOWN
    more = following < len(lines)
    return Card(
        f"{seen.initiative.topic} in other schools",
        *((Facts(*lines[start:following]),) if lines else (Text("Nobody has said yes yet."),)),
        *((how_far.button("More…", run=seen.run.id, start=following),) if more else ()),
        look_at.button("Open ours", run=seen.run.id),
    )
