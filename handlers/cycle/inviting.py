"""Inviting: colleagues are asked to join, and are in it once they say yes.

Ada  (presses Invite, names Jo of her school and Sam of Fenside)
bot  (in Jo's weekly message) Would you join Oracy in Year 3?        [Join] [Not this time]
bot  (in Sam's) Would Fenside join Oracy in Year 3? You would lead it there     [Join] [Not this time]

Whose school is not in it yet begins a run of its own, at its own stage, and leads it. Who says no is asked
no more, and nobody is told. In their own school or network anybody may join unasked; its lead hears of it.
"""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from handlers.cycle.capability import cycle
from handlers.cycle.cards import offers, run_card
from handlers.cycle.doing import begin, join
from handlers.cycle.seen import Seen, may_change_it, not_over, to_change
from handlers.cycle.words import CENTRAL_TEAM, school_names, topic_line
from handlers.naming import to_choose
from handlers.talk import (
    Answers,
    Button,
    Card,
    ChoiceField,
    Field,
    Form,
    Invalid,
    Note,
    Post,
    Refusal,
    Reply,
    Request,
    Text,
    TextField,
    ToPerson,
    given,
    ticked,
)
from handlers.written_in import people_in
from storage.records import Initiative, Person, Run, RunId, RunState, Why
from storage.store import Store

MEMBERS = 100  # options that Slack allows in a list
HOLDS = timedelta(days=42)  # a request that nobody could be given for half a term is stale


@offers(60)
async def inviting(seen: Seen, request: Request, store: Store) -> Sequence[Button]:
    if not seen.may_change or seen.run.state is RunState.ENDED:
        return ()
    return (invite.button("Invite colleagues", run=seen.run.id),)


@cycle.form("cycle.invite")
async def invite(request: Request, store: Store, *, run: RunId) -> Form:
    seen = await to_change(run, request, store)
    return invite.form(
        "Who joins?",
        "They are asked in their weekly message. Colleagues of a school that is not in it yet lead it there.",
        _fields(await _members(seen, request, store)),
        "Invite them",
        run=run,
    )


@invite.filled
async def invited(request: Request, store: Store, answers: Answers, *, run: RunId) -> Reply:
    seen = await to_change(run, request, store)
    wanted = ticked(answers, "members")
    members = [each for each in await _members(seen, request, store) if str(each.id) in wanted]
    named = await people_in(given(answers, "colleagues"), "colleagues", request, store)
    people = {each.id: each for each in (*members, *named)}
    if not people:
        raise Invalid(colleagues="Please choose or name at least one colleague.")
    posts = await invitations(seen.initiative, seen.run, people.values(), request, store)
    return Reply(await run_card(run, request, store, _said(posts)), *posts)


async def invitations(
    initiative: Initiative, run: Run, people: Iterable[Person], request: Request, store: Store
) -> tuple[Post, ...]:
    """A question to each who is not in it yet and was not asked before; it can be said twice."""
    taking_part = await store.participants.of_initiative(initiative.id, trust=initiative.trust)
    out = {request.person.id, *(each.person for each in taking_part)}
    asked = {_key(initiative, each): each for each in people if each.id not in out}
    before = await store.outbox.written(initiative.trust, list(asked))
    runs = await store.runs.of_initiatives([initiative.id], trust=initiative.trust)
    schools = {each.school for each in runs} | {run.school}
    names = await school_names([run], initiative.trust, store)
    return tuple(
        Post(
            ToPerson(each),
            would_you_join(
                request.person, initiative, run, names[run.school], leads=_begins_one(each, schools)
            ),
            key,
            Why.UNASKED,
            expires=request.now + HOLDS,
        )
        for key, each in asked.items()
        if key not in before
    )


def _begins_one(person: Person, schools: Iterable[object]) -> bool:
    """Of a school that is not in it yet; the central team joins a school's."""
    return person.school is not None and person.school not in schools


async def _members(seen: Seen, request: Request, store: Store) -> Sequence[Person]:
    """Of its network, who are not in it and let themselves be found."""
    if seen.initiative.network is None:
        return ()
    trust = request.trust.id
    ids = await store.networks.members(seen.initiative.network, trust=trust)
    taking_part = {
        each.person for each in await store.participants.of_initiative(seen.initiative.id, trust=trust)
    }
    people = await store.people.several([each for each in ids if each not in taking_part], trust=trust)
    return [each for each in people if each.open_to_introductions and each.id != request.person.id][:MEMBERS]


def _key(initiative: Initiative, person: Person) -> str:
    return f"cycle:invite:{initiative.id}:{person.id}"


# ------------------------------------------------------------------ yes, and no


@cycle.action("cycle.join")
async def join_in(request: Request, store: Store, *, run: RunId) -> Reply:
    """Once: in their own school's run, which begins with them where there is none."""
    await store.trusts.hold(request.trust.id)  # two of one new school at once begin one run
    initiative, found = await _to_join(run, request, store)
    me = request.person
    if await store.participants.find(initiative.id, me):
        return Reply(await run_card(found.id, request, store, "You take part already."))
    runs = await store.runs.of_initiatives([initiative.id], trust=request.trust.id)
    if _begins_one(me, [each.school for each in runs]):
        began = await begin(initiative, me.school, me, request.now, store)
        said = "Your school is in. You lead it there, at your own pace."
        return Reply(
            await run_card(began.id, request, store, said), *await _told(initiative, found, me, store)
        )
    theirs = next((each for each in runs if each.school == me.school and me.school), found)
    if theirs.state is RunState.ENDED:
        raise Refusal("Your school has come to the end of it. Whoever led it there can take it up again.")
    await join(theirs, me, request.now, store)
    said = "You take part now. I will ask you now and then how it goes: one tap is enough."
    return Reply(await run_card(theirs.id, request, store, said), *await _told(initiative, theirs, me, store))


@cycle.action("cycle.decline")
async def decline(request: Request, store: Store, *, run: RunId) -> Reply:
    """Nothing is kept of it, and nobody hears."""
    return Reply(that_is_fine())


async def _to_join(run: RunId, request: Request, store: Store) -> tuple[Initiative, Run]:
    """One that they were invited to, or that is open to them; Refusal for others."""
    initiative, found = await not_over(run, request, store)
    if not await _may_join(initiative, found, request.person, store):
        raise Refusal("Please ask whoever leads it to invite you, or say “cycle start” to begin your own.")
    return initiative, found


async def _may_join(initiative: Initiative, run: Run, me: Person, store: Store) -> bool:
    """Also unasked, in their own school and network: they are offered it there. What a closed network tries
    stays among its members, whatever school they are from.
    """
    if initiative.network in {each.id for each in await store.networks.of(me)}:
        return True
    if me.school == run.school and initiative.network not in await store.networks.closed_to(me):
        return True
    return me.id in await store.outbox.reached(me.trust, _key(initiative, me)) or await may_change_it(
        initiative, run, me, store
    )


async def _told(initiative: Initiative, run: Run, me: Person, store: Store) -> Sequence[Post]:
    """A line in the weekly message of whoever leads the run that they said yes to."""
    lead = await store.people.find(run.lead, trust=run.trust) if run.lead else None
    if lead is None or lead.id == me.id:
        return ()
    return (
        Post(
            ToPerson(lead),
            has_joined(me, initiative),
            f"cycle:joined:{initiative.id}:{me.id}:{run.id}",
            Why.UNASKED,
        ),
    )


# ------------------------------------------------------------------ the form, and cards


def _fields(members: Sequence[Person]) -> tuple[Field, ...]:
    options = tuple(map(to_choose, members))
    picked = ChoiceField("members", "Members of its network", options, several=True, optional=True)
    return (
        *((picked,) if options else ()),
        TextField(
            "colleagues",
            "Others" if options else "Who?",
            hint="Names or work e-mails, with commas between them",
            optional=True,
            multiline=True,
        ),
    )


def whom(posts: Sequence[Post]) -> str:
    """ "Jo Example", "3 colleagues"; "" for nobody."""
    names = [each.to.person.name for each in posts if isinstance(each.to, ToPerson)]
    return f"{len(names)} colleagues" if len(names) > 1 else "".join(names)


def _said(posts: Sequence[Post]) -> str:
    if not posts:
        return "They take part already, or were asked before: nobody is asked twice."
    return f"I ask {whom(posts)} in their weekly message. You hear when somebody joins."


def would_you_join(asker: Person, initiative: Initiative, run: Run, school: str, *, leads: bool) -> Card:
    about = [f"{asker.name} asks you.", f"The problem: {initiative.problem}"]
    about += [f"The goal: {run.goal}"] if run.goal else []
    about += ["Your school would go its own way with it, and you would lead it there."] if leads else []
    return Card(
        f"Would you join {topic_line(initiative, school)}?",
        Text("\n".join(about)),
        join_in.button("Join", run=run.id).primary(),
        decline.button("Not this time", run=run.id),
        Note("One short question now and then. You can leave at any time, without a reason."),
    )


def joins(initiative: Initiative, run: Run) -> Button:
    """Where one may take part without being asked."""
    return join_in.button("Join", run=run.id).aloud(f"Join {initiative.topic}")


def that_is_fine() -> Card:
    return Card("That is fine", Text("I will not ask you about it again, and nobody is told."))


def has_joined(person: Person, initiative: Initiative) -> Card:
    where = person.school_name or CENTRAL_TEAM
    return Card(
        f"{person.name} has joined", Text(f"{initiative.topic}: {person.name}, {where}, takes part now.")
    )
