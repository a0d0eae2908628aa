"""Whoever is not in an initiative changes nothing of it, whatever they press or fill in, with any ids."""

from asyncio import gather
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import count

import pytest
from sqlalchemy import select

from bot.app import App, build
from bot.incoming import Filled, Incoming, Pressed
from bot.settings import load
from handlers.cycle import cycle
from handlers.cycle.doing import begin, do, join
from storage.records import (
    Account,
    Again,
    Cadence,
    CycleStage,
    Decision,
    DecisionId,
    Did,
    Enquiry,
    EnquiryId,
    EnquiryState,
    Evidence,
    EvidenceId,
    Initiative,
    InitiativeId,
    NetworkId,
    Person,
    PersonId,
    Platform,
    School,
    SchoolId,
    Stop,
    StopId,
    TrustId,
    Verdict,
    Why,
)
from storage.store import Store
from storage.tables import (
    acknowledgements,
    check_ins,
    decisions,
    enquirers,
    enquiries,
    evidence,
    initiatives,
    outbox,
    participants,
    rounds,
    runs,
    steps,
    stops,
)
from tests.conversation import PATIENCE_S
from tests.storage.held import everything_of

OF_THE_CYCLE = (
    *(check_ins, decisions, evidence, initiatives, participants, rounds, runs, steps, stops),
    *(acknowledgements, enquirers, enquiries),
)
#: What somebody does who leads a run, and not who only takes part in it.
OF_THE_LEAD = (
    *("cycle.on", "cycle.back", "cycle.pause", "cycle.resume", "cycle.let_go", "cycle.again", "cycle.plan"),
    *("cycle.note", "cycle.decide", "cycle.not_yet", "cycle.keep", "cycle.for_good", "cycle.refresh"),
    *("cycle.hand_over", "cycle.take_on", "cycle.invite", "cycle.roll_out"),
)
MONDAY = date(2026, 9, 7)
QUESTION = Enquiry(EnquiryId(0), TrustId(0), None, "Which scheme?", None, MONDAY, MONDAY)
_serial = count()

#: Something for each question of each form.
FILLED = {
    **dict.fromkeys(("problem", "group", "topic", "goal", "measure", "baseline", "target"), "taken over"),
    **dict.fromkeys(("practice", "makes_room", "may_adapt", "trained", "peer", "now"), "taken over"),
    **dict.fromkeys(("tried", "happened", "change", "text", "source", "learned", "reason"), "taken over"),
    **dict.fromkeys(("keeper", "induction", "what", "line", "then", "happens"), "taken over"),
    **dict.fromkeys(("finding", "question", "chosen"), "taken over"),
    **dict.fromkeys(("review_on", "until", "check_on", "day", "report_on", "decide_by"), "1 December"),
    **dict.fromkeys(("colleague", "colleagues", "who", "person", "members", "decides"), "sam@school.example"),
    "to": "explore",
    "verdict": "abandon",
    "again": "no",
    "shared": "named",
    "sharing": "named",
}


async def people_of(store: Store, trust: TrustId, now: datetime, *names: str) -> tuple[Person, ...]:
    await store.schools.keep(
        [School(SchoolId(0), trust, f"90000{place}", f"{name}’s school") for place, name in enumerate(names)]
    )
    schools = {each.name: each.id for each in await store.schools.everyone(trust)}
    blank = [
        Person(PersonId(0), trust, f"{name.lower()}@school.example", name, school=schools[f"{name}’s school"])
        for name in names
    ]
    await store.people.keep(blank, now)
    return await store.people.everyone(trust)


async def an_initiative(store: Store, lead: Person, network: NetworkId | None = None) -> Initiative:
    return await store.initiatives.add(
        Initiative(
            InitiativeId(0), lead.trust, "Quiet", "Oracy", "Year 3", Cadence.PILOT, network, lead.id, MONDAY
        )
    )


@pytest.mark.parametrize("template", ["sqlite"], indirect=True)
async def test_no_button_and_no_form_of_an_initiative_is_anybody_elses(database_url, clock):
    app = build(load(database_url=database_url), clock, demo=True)
    now, today = clock.now(), clock.now().date()
    async with app.database.store() as store:
        home, away = await store.trusts.add("Alder Trust"), await store.trusts.add("Birch Trust")
        ada, jo, sam = await people_of(store, home.id, now, "Ada", "Jo", "Sam")
        (una,) = await people_of(store, away.id, now, "Una")
        for each in (ada, jo, sam, una):
            await store.accounts.link(Account(Platform.BROWSER, "browser", each.email), each, now)
        initiative = await an_initiative(store, ada)
        run = await begin(initiative, ada.school, ada, now, store)
        await join(run, jo, now, store)
        made = await store.decisions.add(
            Decision(
                DecisionId(0), home.id, initiative.id, run.id, ada.school, ada.id, today, Verdict.ADAPT,
                "", "", "Slow", "Less", Again.YES, shared=True, named=False,
            )
        )  # fmt: skip
        stop = await store.stops.add(
            Stop(StopId(0), home.id, ada.school, run.id, ada.id, "Reports", today, confirms=ada.id)
        )
        found = Evidence(EvidenceId(0), home.id, ada.id, now, "It helps", "EEF", initiative=initiative.id)
        evidence_id = await store.initiatives.add_evidence(found)
        question = replace(QUESTION, trust=home.id, asked_by=ada.id, decides=ada.id)
        asked = {
            state: (await store.enquiries.add(replace(question, state=state), [ada])).id
            for state in EnquiryState
        }
        before = await everything_of(store, home.id)
    ids = {
        "run": run.id,
        "evidence": evidence_id,
        "initiative": initiative.id,
        "decision": made.id,
        "stop": stop.id,
    }
    rest = {"version": run.version, "occurrence": 1, "start": 0, "weeks": 2, "need": "goal", "nudging": "off"}
    for who, how, state in (
        (sam, "stuck", EnquiryState.ASKED),
        (sam, "yes", EnquiryState.REPORTED),
        (sam, "no", EnquiryState.DECIDED),
        (una, "yes", EnquiryState.REPORTED),
    ):
        await _does_everything(app, who, {**ids, **rest, "how": how, "enquiry": asked[state]})
    assert await _changed(app, home.id, before) == set()
    await _does_everything(app, jo, {**ids, **rest, "how": "yes"}, OF_THE_LEAD)
    assert await _changed(app, home.id, before) == set(), "who takes part leaves that to whoever leads"
    hers = {**ids, **rest, "how": "yes", "enquiry": asked[EnquiryState.REPORTED]}
    await _does_everything(app, ada, hers)
    changed = await _changed(app, home.id, before)
    assert changed >= {"runs", "steps", "stops", "participants", "enquiries"}, "hers are"
    await app.intake.close()
    await app.database.close()


async def test_two_of_a_school_that_is_not_in_it_yet_begin_one_run_there(database_url, clock):
    app = build(load(database_url=database_url), clock, demo=True)
    now = clock.now()
    async with app.database.store() as store:
        home = await store.trusts.add("Alder Trust")
        ada, jo, sam = await people_of(store, home.id, now, "Ada", "Jo", "Sam")
        await store.people.keep([replace(sam, school=jo.school)], now)
        network = await store.networks.keep(home.id, "KS1 network")
        for each in (ada, jo, sam):
            await store.networks.join(network, each)
            await store.accounts.link(Account(Platform.BROWSER, "browser", each.email), each, now)
        run = await begin(await an_initiative(store, ada, network), ada.school, ada, now, store)

    await gather(*(_does_everything(app, each, {"run": run.id}, ["cycle.join"]) for each in (jo, sam)))

    async with app.database.reading() as store:
        first, second = await store.runs.of_initiatives([run.initiative], trust=home.id)
        assert (first.school, second.school) == (ada.school, jo.school)
        assert {each.person for each in await store.participants.of_run(second.id, trust=home.id)} == {
            jo.id,
            sam.id,
        }

    async with app.database.store() as store:  # somebody of Ada's school guesses its number
        await store.people.keep([replace(ada, email="una@school.example", name="Una")], now)
        una = await store.people.with_email("una@school.example", trust=home.id)
        await store.accounts.link(Account(Platform.BROWSER, "browser", una.email), una, now)
        found = await store.networks.find(network, trust=home.id)
    for is_open in (False, True):
        async with app.database.store() as store:
            await store.networks.change(found, open=is_open)
        await _does_everything(app, una, {"run": run.id}, ["cycle.join"])
        async with app.database.reading() as store:
            part = await store.participants.find(run.initiative, una)
            assert (part is not None) is is_open, "a closed network's own stays with its members"

    async with app.database.store() as store:  # Una moves to where it has ended, while Ada's school goes on
        await store.participants.leave(part)
        await store.people.change(una, now, school_id=jo.school)
        await store.networks.join(network, una)
        await do(second, Did.ENDED, jo, now, store, reason="No time")
    await _does_everything(app, una, {"run": run.id}, ["cycle.join"])
    async with app.database.reading() as store:
        assert await store.participants.find(run.initiative, una) is None, "she would be asked nothing"
    await app.intake.close()
    await app.database.close()


@pytest.mark.parametrize("template", ["postgresql"], indirect=True)
async def test_who_does_something_with_one_run_at_the_same_moment_waits_for_nobody_in_vain(
    database_url, clock
):
    app = build(load(database_url=database_url), clock, demo=True)
    now = clock.now()
    async with app.database.store() as store:
        home = await store.trusts.add("Alder Trust")
        ada, jo, sam = await people_of(store, home.id, now, "Ada", "Jo", "Sam")
        run = await begin(
            await an_initiative(store, ada), ada.school, ada, now, store, stage=CycleStage.DELIVER
        )
        for each in (ada, jo, sam):
            await join(run, each, now, store)
            await store.accounts.link(Account(Platform.BROWSER, "browser", each.email), each, now)
    values = {"run": run.id, "initiative": run.initiative, "weeks": 2}
    names = ("cycle.round", "cycle.snooze", "cycle.stop", "cycle.pause", "cycle.resume", "cycle.leave")

    await gather(*(_does_everything(app, each, values, names) for each in (ada, jo, sam)))  # none is Busy

    async with app.database.reading() as store:
        steps = await store.runs.steps_of(run.id, trust=home.id)
        ended = await store.runs.find(run.id, trust=home.id)
    assert [each.number for each in steps] == list(range(1, ended.version + 1))
    assert [each.did for each in steps].count(Did.ROUND) == 3
    await app.intake.close()
    await app.database.close()


@pytest.mark.parametrize("template", ["sqlite"], indirect=True)
async def test_a_lead_is_not_written_to_again_and_again_by_whoever_presses_the_same_card(database_url, clock):
    app = build(load(database_url=database_url), clock, demo=True)
    now = clock.now()
    async with app.database.store() as store:
        home = await store.trusts.add("Alder Trust")
        ada, jo, sam = await people_of(store, home.id, now, "Ada", "Jo", "Sam")
        await store.people.keep([replace(sam, coordinator=True)], now)
        for each in (ada, jo, sam):
            await store.accounts.link(Account(Platform.BROWSER, "browser", each.email), each, now)
        run = await begin(await an_initiative(store, ada), ada.school, ada, now, store)
    values = {"run": run.id}
    asks = Incoming(
        "asks",
        Account(Platform.BROWSER, "browser", ada.email),
        Filled("cycle.hand_over", values, {"colleague": "Jo"}),
    )
    await app.intake.now(asks, within_s=PATIENCE_S)
    for _ in range(3):
        clock.move_to(clock.now() + timedelta(days=1))
        await _does_everything(app, jo, values, ["cycle.not_lead"])
    await _does_everything(app, sam, values, ["cycle.take_on"])

    async with app.database.reading() as store:
        rows = await store.connection.execute(
            select(outbox.c.why).where(outbox.c.person_id == ada.id).order_by(outbox.c.id)
        )
    assert [Why(each.why) for each in rows] == [Why.ANSWER, Why.UNASKED], "once a no; what nobody asked waits"
    await app.intake.close()
    await app.database.close()


async def _does_everything(
    app: App, who: Person, values: dict[str, object], names: Iterable[str] = (*cycle.actions, *cycle.forms)
) -> None:
    account = Account(Platform.BROWSER, "browser", who.email)
    place = {"conversation": f"direct:{who.id}", "person": who.id, "edits": ""}
    for name in names:
        what = Filled(name, values, FILLED) if name in cycle.forms else Pressed(name, values)
        incoming = Incoming(f"forged:{next(_serial)}", account, what, reply_to=place)
        await app.intake.now(incoming, within_s=PATIENCE_S)


async def _changed(app: App, trust: TrustId, before: dict[str, list[str]]) -> set[str]:
    async with app.database.reading() as store:
        after = await everything_of(store, trust)
    return {each.name for each in OF_THE_CYCLE if after[each.name] != before[each.name]}
