"""One of everything that a trust can have, for the walls between trusts to be tried with."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import insert

from bot.clock import Clock
from storage import tables
from storage.playground import Message, direct
from storage.records import (
    Account,
    Acknowledgement,
    Again,
    AgendaItem,
    Cadence,
    Channel,
    CheckIn,
    Closure,
    Decision,
    DecisionId,
    Did,
    Enquiry,
    EnquiryId,
    Evidence,
    EvidenceId,
    Framework,
    HowItGoes,
    Initiative,
    InitiativeId,
    Installation,
    Kind,
    Letter,
    LetterId,
    Naming,
    NetworkId,
    Notes,
    NotRight,
    Person,
    PersonId,
    Platform,
    Quality,
    Round,
    School,
    SchoolId,
    Stop,
    StopId,
    TermStyle,
    Trust,
    TrustId,
    Verdict,
    Why,
)
from storage.store import Store

#: In every text of trust A, so that nothing of it can come back unseen.
MARK = "BIRCH"


@dataclass(frozen=True)
class Estate:
    """One of everything that trust A has, by its type; B is the trust that asks for it."""

    a: TrustId
    b: TrustId
    records: Mapping[type, Any]
    #: By the name of the argument, where its type says too little.
    words: Mapping[str, Any]


async def settle(store: Store, clock: Clock) -> Estate:
    now = clock.now()
    a, b = await store.trusts.add(f"{MARK} Trust"), await store.trusts.add("Alder Trust")
    await store.schools.keep([School(SchoolId(0), a.id, "900001", f"{MARK} School", town=f"{MARK} town")])
    (school,) = await store.schools.everyone(a.id)
    await store.people.keep(
        [_blank(a, f"{who}@{MARK}.example".lower(), f"{MARK} {who}", school=school.id) for who in "xy"]
        + [_blank(b, "bo@alder.example", "Bo")],
        now,
    )
    x, y = await store.people.everyone(a.id)
    network = await store.networks.keep(a.id, f"{MARK} network", about=MARK)
    await store.networks.join(network, x, facilitator=True)
    channel = Channel(network, a.id, Platform.SLACK, "T0BIRCH", "C0BIRCH")
    await store.networks.link(channel, {"channel": MARK})
    account = Account(Platform.SLACK, "T0BIRCH", "U0BIRCH")
    await store.accounts.link(account, x, now, {"channel": MARK})
    closure = Closure(a.id, date(2026, 10, 26), date(2026, 10, 30), f"{MARK} holiday", school.id)
    await store.calendar.replace(a.id, [closure])
    question = await store.questions.ask(x, f"{MARK}?", [y.id], now)
    introduction = await store.introductions.ask(x, y, f"{MARK}?", now)
    standing = await store.standing.keep(
        x, f"{MARK}?", now, now + timedelta(days=365), version=0, told=[y.id]
    )
    callout = await store.callouts.add(x, network, f"{MARK}?", now, named=True)
    suggestion = await store.suggestions.add(x, network, f"{MARK}?", now, named=True)
    meeting = await store.meetings.plan(network, now, trust=a.id, minutes=60, place=MARK)
    assert meeting is not None
    meeting = await store.meetings.change(meeting, post_at=now, purpose=MARK)
    await store.agendas.keep(meeting, [AgendaItem(5, MARK, owner=x.id)])
    await store.agendas.note_version(meeting, x, MARK, now)
    framework = Framework(a.id, network, ((5, MARK, ""),))
    await store.agendas.keep_framework(framework)
    await store.attendance.answer(meeting, x, coming_=True, now=now)
    notes = Notes(meeting.id, a.id, MARK, contact=x.id)
    await store.notes.keep(notes)
    action = await store.actions.add(meeting, x, MARK, now.date())
    quality = Quality(network, a.id, MARK, MARK, x.id, now.date())
    await store.quality.keep(quality)
    style = TermStyle(a.id, school.id, Naming.SIX_TERMS)
    await store.calendar.keep_term_styles(a.id, [style])
    resource = await store.resources.add(a.id, "https://e.example/", "e.example", MARK, Kind.VIDEO, now)
    resource = await store.resources.change(resource, description=MARK, checker_id=x.id)
    sharing = await store.sharings.add(resource, x, now, network=network, purpose=MARK, message="slack:1")
    await store.uses.note(resource, x, helped_at=now, line=MARK)
    use = await store.uses.find(resource.id, x)
    ours: dict[str, Any] = {"trust_id": a.id}
    for table, row in (
        (tables.practices, {"name": MARK}),
        (tables.case_studies, {"resource_id": resource.id, "what": MARK}),
        (tables.digests, {"person_id": x.id, "on": now.date(), "resources": [resource.id]}),
        (tables.passes, {"digest": MARK, "person_id": x.id, "kind": "session", "expires_at": now}),
        (tables.other_addresses, {"resource_id": resource.id, "same_as_digest": MARK}),
        (tables.unwanted, {"message": MARK, "same_as_digest": MARK, "at": now}),
        (tables.errands, {"resource_id": resource.id, "kind": "look", "host": MARK, "due_at": now}),
    ):
        await store.connection.execute(insert(table).values(ours | row))
    found = await store.networks.find(network, trust=a.id)
    assert found is not None
    token = await store.networks.token(found)
    errand = await store.errands.claim("", now, timedelta(minutes=1))
    assert errand is not None
    await store.feedback.note(x, NotRight.ROLE, now, colleague=y.id, question=question.id)
    await store.connection.execute(insert(tables.trust_words).values(trust_id=a.id, word=MARK, means=MARK))
    await store.installations.keep(Installation(Platform.SLACK, "T0BIRCH", a.id, details={"name": MARK}))
    await store.connection.execute(insert(tables.ticks).values(name="follow_up", trust_id=a.id, last_at=now))
    talk = Message(0, "said:1", direct(x.id), now, None, x.id, MARK, {"title": MARK})
    talk = replace(talk, id=await store.playground.keep(talk, trust=a.id))
    await store.playground.saw(x.id, direct(x.id), talk.id, trust=a.id)
    card = {"title": MARK, "blocks": []}
    for key, why in (("greet:1", Why.UNASKED), ("introduce:1", Why.REQUEST)):
        letter = Letter(
            LetterId(0), a.id, key, card, why, Platform.SLACK, {"channel": MARK}, "slack:T0BIRCH", now, x.id
        )
        await store.outbox.add(letter, now)
    letter = await store.outbox.with_key("greet:1", trust=a.id)
    records = (a, school, x, found, channel, account, closure, question, introduction, talk, letter)
    records += (standing, callout, suggestion, meeting, framework, notes, action, quality, style)
    records += await _a_cycle(a.id, school.id, x, network, now, store)
    (practice,) = await store.practices.everyone(a.id)
    told = (await store.case_studies.of([resource.id], trust=a.id))[resource.id]
    records += (AgendaItem(5, MARK, owner=x.id), resource, sharing, use, errand, practice, told)
    words = {
        "email": x.email, "name": f"{MARK} network", "key": "greet:1", "conversation": direct(x.id),
        "keys": "greet:1", "conversations": direct(x.id),
        "text": "words", "words": MARK, "refined": "words", "topic": "words",
        "workspace": "T0BIRCH", "channel": "C0BIRCH", "owner": "",
        "host": "e.example",
        "problem": "", "into": "week:1", "bucket": "slack:T0BIRCH", "kind": "", "about": "taken over",
        "token": token, "beginning": "greet:", "place": "taken over", "purpose": "taken over",
        "url": "https://e.example/", "same_as": "e.example", "title": "taken over", "message": "slack:1",
        "edition": "1", "secret": "wrong", "answer": "taken over", "plan": "n07", "after": "n07",
        "reason": MARK,
    }  # fmt: skip
    return Estate(a.id, b.id, {type(each): each for each in records}, words)


def _blank(trust: Trust, email: str, name: str, **given: Any) -> Person:
    return Person(PersonId(0), trust.id, email, name, **given)


async def _a_cycle(
    a: TrustId, school: SchoolId, x: Person, network: NetworkId, now: datetime, store: Store
) -> tuple[Any, ...]:
    """One of everything in the improvement cycle."""
    today = now.date()
    initiative = await store.initiatives.add(
        Initiative(InitiativeId(0), a, MARK, MARK, MARK, Cadence.PILOT, network, x.id, today)
    )
    run = await store.runs.begin(initiative.id, school, x.id, today, trust=a, goal=MARK)
    run = await store.runs.record(run, Did.BACK, x.id, now, {"to": "explore", "learned": MARK})
    await store.participants.join(run, x, today)
    participant = await store.participants.find(initiative.id, x)
    check_in = CheckIn(a, initiative.id, run.id, x.id, 1, "n07", run.stage, HowItGoes.STUCK, now, MARK)
    await store.participants.answer(check_in)
    round_ = Round(run.id, a, today, x.id, MARK, MARK, MARK)
    await store.runs.add_round(round_)
    found = Evidence(EvidenceId(0), a, x.id, now, MARK, MARK, "https://e.example/", initiative.id)
    found = replace(found, id=await store.initiatives.add_evidence(found))
    decision = await store.decisions.add(
        Decision(
            DecisionId(0), a, initiative.id, run.id, school, x.id, today, Verdict.ADAPT,
            then=MARK, now=MARK, reason=MARK, learned=MARK, again=Again.YES, shared=True, named=True,
        )
    )  # fmt: skip
    stop = await store.stops.add(Stop(StopId(0), a, school, run.id, x.id, MARK, today, confirms=x.id))
    enquiry = await store.enquiries.add(
        Enquiry(EnquiryId(0), a, network, MARK, x.id, today, today, decides=x.id), [x]
    )
    noted = Acknowledgement(enquiry.id, a, school, x.id, today, MARK)
    await store.enquiries.acknowledge(noted)
    await store.cycle_words.replace(a, {("stage", "explore"): MARK})
    return (initiative, run, participant, check_in, round_, found, decision, stop, enquiry, noted)
