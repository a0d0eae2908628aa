"""What is kept of initiatives: shown to whom it concerns, cleaned when they go, gone when its time is up."""

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import func, select

from bot.clock import Clock
from bot.upkeep import Upkeep
from handlers.cycle.doing import begin, do, join
from handlers.cycle.tried import findable
from storage.dossier import gather
from storage.records import (
    Acknowledgement,
    Again,
    Cadence,
    CheckIn,
    Decision,
    DecisionId,
    Did,
    Enquiry,
    EnquiryId,
    EnquiryState,
    Evidence,
    EvidenceId,
    HowItGoes,
    Initiative,
    InitiativeId,
    Person,
    PersonId,
    Round,
    Run,
    School,
    SchoolId,
    Stop,
    StopId,
    TrustId,
    Verdict,
)
from storage.store import Database, Store
from storage.tables import (
    acknowledgements,
    check_ins,
    enquirers,
    enquiries,
    initiatives,
    metadata,
    participants,
    runs,
    steps,
    stops,
)

NAME = "Jess Rowntree"
KEPT = (initiatives, runs, steps, participants, check_ins, stops, enquiries, enquirers, acknowledgements)


async def a_finished_pilot(database: Database, clock: Clock) -> tuple[Run, Person, Person]:
    """Led by Ada; Jess takes part, has answered, and is named in what others wrote."""
    now, today = clock.now(), clock.now().date()
    async with database.store() as store:
        trust = await store.trusts.add("Alder Example Trust")
        await store.people.keep(
            [
                Person(PersonId(0), trust.id, "ada@school.example", "Ada Example"),
                Person(PersonId(0), trust.id, "jess.rowntree@school.example", NAME),
            ],
            now,
        )
        ada, jess = await store.people.everyone(trust.id)
        initiative = await store.initiatives.add(
            Initiative(
                InitiativeId(0),
                trust.id,
                problem=f"Quiet pupils, as {NAME} found",
                topic="Oracy",
                group="Year 3",
                cadence=Cadence.PILOT,
                network=None,
                lead=ada.id,
                begun_on=today - timedelta(days=100),
            )
        )
        run = await begin(initiative, None, ada, now, store, keeper=NAME)
        await join(run, jess, now, store)
        await store.participants.answer(
            CheckIn(trust.id, initiative.id, run.id, jess.id, 1, "n07", run.stage, HowItGoes.STUCK, now, "Hm")
        )
        await store.runs.add_round(Round(run.id, trust.id, today, jess.id, "Talk partners", "More talk", ""))
        await store.initiatives.add_evidence(
            Evidence(EvidenceId(0), trust.id, jess.id, now, "They speak less", NAME, "", initiative.id)
        )
        made = await store.decisions.add(
            Decision(
                DecisionId(0), trust.id, initiative.id, run.id, None, ada.id, today, Verdict.ABANDON,
                then="40", now="41", reason=f"{NAME} left us", learned="Less", again=Again.NO,
                shared=True, named=True,
            )
        )  # fmt: skip
        await findable(replace(made, by=jess.id, named=False), initiative, run, store)
        (unnamed,) = await store.decisions.shared(trust.id)
        assert "rowntre" not in unnamed.terms, "nor is it found by whom it does not name"
        await findable(made, initiative, run, store)
        await store.stops.add(Stop(StopId(0), trust.id, None, run.id, jess.id, "Reports", today))
        given = {"verdict": Verdict.ABANDON, "reason": f"{NAME} left us"}
        run = await do(run, Did.PAUSED, jess, now, store)
        run = await do(run, Did.ENDED, ada, now, store, reason=f"Waiting for {NAME}")
        run = await do(run, Did.REOPENED, ada, now, store)
        return await do(run, Did.DECIDED, ada, now, store, **given), ada, jess


async def test_their_dossier_shows_their_part_and_nobody_elses(database, clock):
    _, ada, jess = await a_finished_pilot(database, clock)
    async with database.reading() as store:
        mine = (await gather(jess, store)).as_data()["initiatives"]
        theirs = (await gather(ada, store)).as_data()["initiatives"]
    assert [each["in"] for each in mine["takes_part"]] == ["Oracy"]
    assert [(each["answer"], each["your_line"]) for each in mine["your_answers"]] == [("stuck", "Hm")]
    assert {each["what"] for each in mine["you_wrote_or_did"]} == {
        "evidence",
        "round",
        "listed to stop",
        "paused",
    }
    assert [(each["asked_so_far"], each["last_answered"]) for each in mine["takes_part"]] == [(0, True)]
    named = "\n".join(mine["words_that_name_you"])
    assert f"{NAME} left us" in named
    assert f"Waiting for {NAME}" in named, "said with a step"
    assert theirs["your_answers"] == [], "what Jess answered is hers alone"
    (led,) = theirs["you_lead"]
    assert (led["what"], led["review_on"]) == ("Oracy", None)
    assert led["begun_on"] == led["entered_on"] == clock.now().date().isoformat()


async def test_after_they_go_nothing_names_them_and_what_was_tried_is_still_found(database, clock):
    run, _, jess = await a_finished_pilot(database, clock)
    async with database.store() as store:
        await store.people.forget(jess)
    await Upkeep(database, clock).prune()
    async with database.reading() as store:
        held = [
            str(tuple(row))
            for table in metadata.sorted_tables
            for row in await store.connection.execute(select(table))
        ]
        assert "rowntre" not in "\n".join(held).lower()
        (made,) = await store.decisions.of_runs([run.id], trust=run.trust)
        assert made.reason == "a former colleague left us"
        assert made.terms, "by its words as they are now"
        assert [each.tried for each in await store.runs.rounds_of(run.id, trust=run.trust)] == [
            "Talk partners"
        ]


async def test_answers_go_after_a_school_year_and_what_was_tried_three_after_its_end(database, clock):
    await a_finished_pilot(database, clock)
    whole = set(KEPT)
    async with database.store() as store:
        (trust,) = await store.trusts.everyone()
        await a_question_decided(trust.id, clock, store)
        assert await _held(store) == whole
    for days, left in ((364, whole), (2, whole - {check_ins}), (728, whole - {check_ins}), (5, set())):
        clock.move_to(clock.now() + timedelta(days=days))
        await Upkeep(database, clock).prune()
        async with database.store() as store:
            assert await _held(store) == left, f"after {days} more days"


async def a_question_decided(trust: TrustId, clock: Clock, store: Store) -> None:
    """Asked long ago, decided today, and noted by a school."""
    today = clock.now().date()
    (asker, member) = await store.people.everyone(trust)
    await store.schools.keep([School(SchoolId(0), trust, "900001", "Elm Park")])
    (school,) = await store.schools.everyone(trust)
    asked = Enquiry(EnquiryId(0), trust, None, "Which board?", asker.id, today - timedelta(days=900), today)
    asked = await store.enquiries.add(asked, [member])
    await store.enquiries.change(asked, decided_on=today, state=EnquiryState.DECIDED)
    await store.enquiries.acknowledge(Acknowledgement(asked.id, trust, school.id, asker.id, today))


async def _held(store: Store) -> set[object]:
    counted = {
        table: await store.connection.scalar(select(func.count()).select_from(table)) for table in KEPT
    }
    return {table for table, count in counted.items() if count}
