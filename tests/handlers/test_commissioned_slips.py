"""What nobody can ask, report, decide or note: by a slip, by somebody else's button, or a moment too late."""

from asyncio import gather
from datetime import timedelta
from itertools import count

import pytest

from bot.incoming import Filled, Incoming
from storage.records import Account, Enquiry, EnquiryId, EnquiryState, Option, Platform
from tests.handlers.meetings import scene

__all__ = ["scene"]

GROUP = "Member 1, Member 2"
ASK = {"question": "Which scheme?", "who": GROUP, "report_on": "1 December", "decide_by": "10 December"}
PUT = {"question": "Which board?", "options": "A; for; against\nB", "decide_by": "10 December"}
LONG = "x" * 3001

SLIPS = (
    ("ask", ASK | {"question": " "}, "question", "in a sentence"),
    ("ask", ASK | {"question": LONG}, "question", "300 characters"),
    ("ask", ASK | {"for": "trust"}, "for", "choose whom"),
    ("ask", ASK | {"for": "999999"}, "for", "choose whom"),
    ("ask", ASK | {"who": "Member 1"}, "who", "2 to 6 colleagues"),
    (
        "ask",
        ASK | {"who": ", ".join(["Sam", *(f"Member {n}" for n in range(6))])},
        "who",
        "2 to 6 colleagues",
    ),
    ("ask", ASK | {"who": "Nobody Known"}, "who", "I know nobody called"),
    ("ask", ASK | {"who": "Member 1, Sam"}, "who", "Sam is not in Maths leads, which keeps to its members"),
    ("ask", ASK | {"decides": "Sam"}, "decides", "keeps to its members"),
    ("ask", ASK | {"decides": GROUP}, "decides", "one colleague"),
    ("ask", ASK | {"report_on": "31 February"}, "report_on", "can't read that date"),
    ("ask", ASK | {"report_on": "1 March 2099"}, "report_on", "within the next five years"),
    (
        "ask",
        ASK | {"report_on": "25 December"},
        "report_on",
        "There is no school on Friday 25 December 2026. Friday 18 December 2026 or",
    ),
    ("ask", ASK | {"decide_by": "30 November"}, "decide_by", "The report comes on"),
    ("ask", ASK | {"question": "Tommy Smith in Y4 keeps hitting others"}, "question", "pupil"),
    ("put", PUT | {"options": ""}, "options", "at least two options"),
    ("put", PUT | {"options": "A"}, "options", "2 to 6 options"),
    ("put", PUT | {"options": "\n".join("ABCDEFG")}, "options", "2 to 6 options"),
    ("put", PUT | {"options": "A; for\n; for"}, "options", "begins with the option's name"),
    ("put", PUT | {"options": "A; for\na; against"}, "options", "the same name"),
    ("put", PUT | {"options": f"A; {LONG}\nB"}, "options", "200 characters"),
    ("put", PUT | {"options": f"A\n{LONG}"}, "options", "75 characters"),
    ("report", {"finding": LONG}, "finding", "2000 characters"),
    ("report", {}, "finding", "what you found"),
    ("add_finding", {"text": "It helps", "source": ""}, "source", "where it is from"),
    ("choose", {"chosen": "C", "reason": "Because"}, "chosen", "options have changed"),
    ("choose", {"chosen": "A", "reason": ""}, "reason", "say why"),
    ("change_question", {"decide_by": "yesterday"}, "decide_by", "can't read that date"),
    ("call_off", {"reason": LONG}, "reason", "500 characters"),
)


class Put:
    """A question of a closed network, asked by a member and for its lead to decide."""

    def __init__(self, at) -> None:
        self.at = at
        self._serial = count()

    async def set(self) -> "Put":
        at, today = self.at, self.at.app.clock.now().date()
        async with at.app.database.store() as store:
            await store.networks.change(at.network, open=False)
            self.enquiry = await store.enquiries.add(
                Enquiry(
                    EnquiryId(0), at.home.id, at.network.id, "Which board?", at.members[1].id, today, today,
                    EnquiryState.REPORTED, options=(Option("A"), Option("B")), decides=at.lead.id,
                    decide_by=today + timedelta(days=30),
                ),
                at.members[1:2],
            )  # fmt: skip
        return self

    async def fills(self, form, answers, who=None):
        who = who or self.at.lead
        account = Account(Platform.BROWSER, "browser", who.email)
        place = {"conversation": f"direct:{who.id}", "person": who.id, "edits": ""}
        given = {"for": str(self.at.network.id)} | answers
        what = Filled(form, {"enquiry": self.enquiry.id}, given)
        filled = Incoming(f"put:{next(self._serial)}", account, what, reply_to=place)
        return (await self.at.app.intake.now(filled)).problems

    async def kept(self):
        trust, id_ = self.at.home.id, self.enquiry.id
        async with self.at.app.database.reading() as store:
            return (
                await store.enquiries.everyone(trust),
                await store.enquiries.members(id_, trust=trust),
                await store.enquiries.acknowledged(id_, trust=trust),
                await store.initiatives.evidence_for(id_, trust=trust),
            )


@pytest.fixture
async def put(scene):
    return await Put(scene).set()


async def test_a_slip_is_told_beside_its_field_and_nothing_is_kept(put):
    before = await put.kept()
    for form, answers, field, said in SLIPS:
        problems = await put.fills(f"cycle.{form}", answers)
        assert said in problems.get(field, ""), (form, answers, problems)
    assert await put.kept() == before


async def test_nobody_else_reads_changes_or_decides_it(put, scene):
    before = await put.kept()
    id_ = put.enquiry.id
    buttons = ("enquiry", "look_into", "step_down", "findings", "acknowledge", "acknowledged")
    forms = {
        "report": {"finding": "taken over"},
        "add_finding": {"text": "taken over", "source": "us"},
        "choose": {"chosen": "A", "reason": "taken over"},
        "choose_again": {"chosen": "B", "reason": "taken over"},
        "change_question": {"decides": "", "decide_by": "1 December"},
        "call_off": {"reason": "taken over"},
        "acknowledge_line": {"line": "taken over"},
        "contacts": {"who": "Sam"},
        "ask": ASK,
        "put": PUT,
    }
    for who in (scene.sam, scene.una):
        for name in buttons:
            assert await scene.press(who, f"cycle.{name}", enquiry=id_) == "Sorry", (who.name, name)
        for name, answers in forms.items():
            assert await scene.fill(who, f"cycle.{name}", answers, enquiry=id_) == "Sorry", (who.name, name)
    member = scene.members[2]
    for name in ("report", "choose", "choose_again", "change_question", "call_off", "contacts", "ask"):
        assert await scene.fill(member, f"cycle.{name}", forms[name], enquiry=id_) == "Sorry", name
    assert await scene.press(member, "cycle.look_into", enquiry=id_) == "Sorry", "nobody asked them"
    assert await put.kept() == before


async def test_of_two_at_the_same_moment_one_is_quicker_and_a_school_notes_once(put, scene):
    chosen, reason = {"chosen": "A", "reason": "A it is"}, {"reason": "No longer needed"}
    await gather(put.fills("cycle.choose", chosen), put.fills("cycle.call_off", reason, who=scene.members[1]))
    ((ended, *_), *_) = await put.kept()
    ways = {(EnquiryState.DECIDED, "A", "A it is"), (EnquiryState.DROPPED, "", "No longer needed")}
    assert (ended.state, ended.chosen, ended.reason) in ways
    for name in ("report", "choose", "change_question", "call_off"):
        await put.fills(f"cycle.{name}", chosen | {"finding": "late", "decide_by": "1 December"})
    assert (await put.kept())[0][0] == ended

    async with scene.app.database.store() as store:
        await store.enquiries.change(ended, state=EnquiryState.DECIDED, chosen="A")
    one, other = scene.members[1:3]
    assert await scene.press(one, "cycle.acknowledge", enquiry=ended.id, chosen="B") == "Which board?"
    assert (await put.kept())[2] == (), "it was put right since their card came"
    await gather(
        *(scene.press(each, "cycle.acknowledge", enquiry=ended.id, chosen="A") for each in (one, other))
    )
    await scene.fill(other, "cycle.acknowledge_line", {"line": "From January"}, enquiry=ended.id)
    await scene.press(one, "cycle.acknowledge", enquiry=ended.id)
    (noted,) = (await put.kept())[2]
    assert (noted.school, noted.note) == (one.school, "From January")

    for days, answered in ((70, "Which board?"), (71, "Sorry")):
        on = scene.app.clock.now().date() - timedelta(days=days)
        async with scene.app.database.store() as store:
            await store.enquiries.change(ended, chosen="A", decided_on=on)
        said = await scene.fill(scene.lead, "cycle.choose_again", chosen, enquiry=ended.id)
        assert said == answered, "schools rely on what was decided ten weeks ago"
