"""What is filled in wrongly, or forged, is told in a sentence beside its field; nothing is half-written."""

from collections.abc import AsyncIterator
from datetime import date
from itertools import count

import pytest

from bot.app import App, build
from bot.clock import Clock
from bot.door import WHOLE, Answer
from bot.incoming import Filled, Incoming, Pressed
from bot.settings import load
from storage.records import Account, Closure, Person, PersonId, Platform, RunId, School, SchoolId
from tests.conversation import PATIENCE_S

GOOD = {
    "problem": "Quieter pupils say little in whole-class talk",
    "group": "Year 3",
    "cadence": "pilot",
    "network": "0",
    "topic": "",
    "who": "",
}
LONG = "talk " * 2_000


class Office:
    """Ada has begun something in Alder Trust; Bo is her colleague, Una works in another trust."""

    def __init__(self, app: App) -> None:
        self.app = app
        self._serial = count()

    async def set(self) -> "Office":
        self.ada, self.bo = await self._people("Alder Trust", "Ada Ash", "Bo Birch")
        (self.una,) = await self._people("Birch Trust", "Una Elder")
        async with self.app.database.store() as store:
            self.theirs = await store.networks.keep(self.una.trust, "KS1 network")
        assert not (await self.fills(self.ada, "cycle.start", GOOD)).problems
        (self.run,) = await self.runs()
        return self

    async def _people(self, trust: str, *names: str) -> tuple[Person, ...]:
        now = self.app.clock.now()
        async with self.app.database.store() as store:
            home = await store.trusts.add(trust)
            await store.schools.keep([School(SchoolId(0), home.id, "900001", "Elm Park")])
            (school,) = await store.schools.everyone(home.id)
            emails = [f"{name.split()[0].lower()}@school.example" for name in names]
            blank = [
                Person(PersonId(0), home.id, email, name, school=school.id)
                for email, name in zip(emails, names, strict=True)
            ]
            await store.people.keep(blank, now)
            people = await store.people.everyone(home.id)
            for each in people:
                await store.accounts.link(Account(Platform.BROWSER, "browser", each.email), each, now)
        return people

    async def fills(self, who: Person, form: str, answers: dict[str, str], **values: object) -> Answer:
        return await self._comes(who, Filled(form, values, answers))

    async def presses(self, who: Person, action: str, **values: object) -> Answer:
        return await self._comes(who, Pressed(action, values))

    async def _comes(self, who: Person, what: Filled | Pressed) -> Answer:
        account = Account(Platform.BROWSER, "browser", who.email)
        place = {"conversation": f"direct:{who.id}", "person": who.id, "edits": ""}
        return await self.app.intake.now(
            Incoming(f"forged:{next(self._serial)}", account, what, reply_to=place), within_s=PATIENCE_S
        )

    async def runs(self) -> tuple[RunId, ...]:
        async with self.app.database.reading() as store:
            return tuple(each.id for each in await store.runs.everyone(self.ada.trust))

    async def versions(self) -> list[int]:
        async with self.app.database.reading() as store:
            return [each.version for each in await store.runs.everyone(self.ada.trust)]


@pytest.fixture
async def office(database_url: str, clock: Clock) -> AsyncIterator[Office]:
    app = build(load(database_url=database_url), clock, demo=True)
    yield await Office(app).set()
    await app.intake.close()
    await app.database.close()


#: What is filled in, the field it is told beside, and what is said there.
STARTS: tuple[tuple[dict[str, str], str, str], ...] = (
    ({"problem": " "}, "problem", "what the problem is"),
    ({"group": ""}, "group", "for which group"),
    ({"group": "Jayden, Mia"}, "group", "children’s names"),
    ({"group": "\u202aMia\u202c, Jay\u00adden"}, "group", "children’s names"),
    ({"cadence": "weekly"}, "cadence", "how long"),
    ({"network": "not a number"}, "network", "choose another"),
    ({"who": "Nobody Known"}, "who", "Nobody Known"),
    ({"who": "Una Elder"}, "who", "Una Elder"),
    ({"problem": "Kyle Smith in Year 3 has dyslexia"}, "problem", "without names"),
)
PLANS: tuple[tuple[dict[str, str], str, str], ...] = (
    ({"review_on": "soon"}, "review_on", "as in “12 March”"),
    ({"review_on": "1 September 2026"}, "review_on", "not ahead of us"),
    ({"review_on": "7 September 2026"}, "review_on", "not ahead of us"),
    ({"review_on": "1 October 2036"}, "review_on", "five years"),
    ({"review_on": "28 October 2026"}, "review_on", "Friday 23 October 2026 or Monday 2 November 2026"),
    ({"review_on": "Saturday 10 October"}, "review_on", "There is no school on Saturday 10 October 2026"),
    ({"practice": "one\ntwo\nthree\nfour"}, "practice", "three lines"),
    ({"goal": "So that Kyle Smith in 3B reads"}, "goal", "without names"),
)


async def test_what_is_wrong_is_told_beside_its_field_and_nothing_is_written(office: Office) -> None:
    async with office.app.database.store() as store:
        half_term = (date(2026, 10, 24), date(2026, 11, 1), "Half-term")
        await store.calendar.replace(office.ada.trust, [Closure(office.ada.trust, *half_term)])
    before = await office.versions()
    run = {"run": office.run}
    for form, given, values, table in (
        ("cycle.start", GOOD, {}, (*STARTS, ({"network": str(office.theirs)}, "network", "choose another"))),
        ("cycle.plan", {}, run, PLANS),
        ("cycle.evidence", {}, run, (({"text": ""}, "text", "what it says"),)),
        ("cycle.evidence", {"text": "So it is"}, run, (({"source": ""}, "source", "where it is from"),)),
        ("cycle.evidence", {"text": "x", "source": "y"}, run, (({"url": "ncetm"}, "url", "whole address"),)),
        ("cycle.about", {"problem": "", "group": "x", "topic": "y"}, run, (({}, "problem", "empty"),)),
        ("cycle.about", {"problem": "x", "group": "Mia", "topic": "y"}, run, (({}, "group", "children’s"),)),
        ("cycle.note", {"peer": ""}, run, (({}, "peer", "a few words"),)),
        ("cycle.round", {"tried": "Talk moves"}, run, (({}, "happened", "a line"),)),
        ("cycle.measure", {"now": ""}, run, (({}, "now", "what you found"),)),
        (
            "cycle.away",
            {"first": "31 December 9999"},
            {},
            (({"last": "31 December 9999"}, "last", "two years"),),
        ),
    ):
        for wrong, field, told in table:
            answer = await office.fills(office.ada, form, given | wrong, **values)
            assert answer.problems, (form, wrong)
            assert told in answer.problems.get(field, ""), (form, wrong, answer.problems)
    assert await office.versions() == before
    asked = (await office.fills(office.ada, "cycle.line", {}, initiative=1, occurrence=2**40)).problems
    assert "one tap" in asked[WHOLE]


async def test_what_is_too_long_is_cut_and_the_same_form_begins_it_once(office: Office) -> None:
    assert not (await office.fills(office.ada, "cycle.start", GOOD)).problems
    assert len(await office.runs()) == 1, "sent twice"
    long = dict.fromkeys(("problem", "group", "topic"), LONG[:1_500])
    begun = await office.fills(office.ada, "cycle.start", GOOD | long)
    assert not begun.problems
    words = dict.fromkeys(("goal", "measure", "baseline", "target", "practice", "makes_room"), LONG[:4_000])
    for form, answers in (
        ("cycle.plan", words),
        ("cycle.flex", dict.fromkeys(("may_adapt", "trained"), LONG[:4_000])),
        ("cycle.about", long),
        ("cycle.evidence", dict.fromkeys(("text", "source"), LONG[:4_000])),
    ):
        assert not (await office.fills(office.ada, form, answers, run=office.run)).problems, form


async def test_only_who_takes_part_reads_it_and_only_who_leads_it_changes_it(office: Office) -> None:
    before = await office.versions()
    for somebody in (office.bo, office.una):
        for action in ("cycle.open", "cycle.sources", "cycle.rounds", "cycle.others"):
            said = (await office.presses(somebody, action, run=office.run)).say
            assert said is not None
            assert said.title == "Sorry", action
        for form in (
            "cycle.plan",
            "cycle.about",
            "cycle.evidence",
            "cycle.round",
            "cycle.measure",
            "cycle.flex",
        ):
            assert (await office.fills(somebody, form, {}, run=office.run)).problems.keys() == {WHOLE}, form
    evidence = {"text": "We counted", "source": "Our own tally"}
    async with office.app.database.store() as store:
        run = await store.runs.find(office.run, trust=office.ada.trust)
        assert run is not None
        elsewhere = await store.runs.begin(run.initiative, None, None, run.begun_on, trust=run.trust)
        await store.participants.join(elsewhere, office.bo, run.begun_on)
    told = await office.fills(office.bo, "cycle.evidence", evidence, run=office.run)
    assert "take part at that school" in told.problems[WHOLE], "with others, elsewhere: they read it"
    async with office.app.database.store() as store:
        (part,) = await store.participants.of_person(office.bo)
        await store.participants.change(part, run_id=run.id)
    opened = (await office.presses(office.bo, "cycle.open", run=office.run)).say
    assert opened is not None
    assert opened.title == "Oracy for Year 3"
    assert (await office.fills(office.bo, "cycle.plan", {}, run=office.run)).problems.keys() == {WHOLE}
    assert not (await office.fills(office.ada, "cycle.evidence", evidence, run=office.run)).problems
    away = (await office.presses(office.bo, "cycle.take_away", run=office.run, evidence=1)).say
    assert away is not None
    assert "Only whoever added that" in away.plain()
    assert not (await office.fills(office.bo, "cycle.evidence", evidence, run=office.run)).problems
    assert (await office.versions())[0] > before[0]
