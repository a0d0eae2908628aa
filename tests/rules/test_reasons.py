"""Every reason shown is true of the person and the school.

The judge below knows nothing of how reasons are made: it reads them as a colleague would and checks each
against the records with its own few lines. A reason that it cannot read fails, so a new kind of reason
brings its own proof.
"""

import math
import re
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.rules.matching import Colleagues
from handlers.rules.reading import Intent, read
from storage.records import Person, PersonId, School, SchoolId, TrustId
from tests.evaluation import trial

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
DAYS = ("Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays")

#: Topics that somebody tapped on their profile, as a reason names them.
_LABELS = {"phonics": "topic.phonics", "oracy": "topic.oracy", "mixed-age classes": "context.mixed_age"}

#: What must stand in a job title for a role to be said of somebody.
ROLES = {
    "senco": r"sen[dc]|inclusion|learning support", "senior leader": r"head|principal|senior",
    "designated safeguarding lead": r"dsl|safeguarding", "deputy designated safeguarding lead": r"dsl|safeg",
    "headteacher": r"head ?teacher|principal|^head\b", "head of school": r"head of school",
    "executive headteacher": r"executive head", "teaching headteacher": r"head.*teaching|teaching head",
    "assistant headteacher": r"(assistant|asst).*(head|principal)", "deputy headteacher": r"deputy",
    "office manager": r"office", "school business manager": r"business|sbm",
    "site manager": r"site|caretaker",
    "catering manager": r"cater|cook|kitchen", "exams officer": r"exam",
    "phonics lead": r"phonics|early reading",
    "ect mentor": r"mentor", "early career teacher": r"ect|nqt|early career",
    "teaching assistant": r"\bta\b|assistant",
    "thrive practitioner": r"thrive", "higher level teaching assistant": r"hlta",
    "speech and language therapist": r"speech", "attendance officer": r"attendance",
    "attendance lead": r"attendance",
    "eyfs lead": r"eyfs|early years|foundation", "subject leader": r"lead|head of|director|coordinator",
    "head of department": r"head of|director|lead", "teacher": r"teach|\bect\b|class",
    "mental health lead": r"mental health", "pastoral lead": r"pastoral|student support|head of year",
}  # fmt: skip
SUBJECTS = {
    "religious education": r"\bRE\b", "physical education": r"\bPE\b|sport",
    "modern foreign languages": "MFL|lang",
    "design and technology": r"\bDT\b|D&T|tech|food", "personal, social and health education": "PSHE|RSE",
    "reading": "read|phonics|english|librar",
}  # fmt: skip
KINDS = {
    "primary": "primary", "secondary": "secondary", "sixth form college": "16 plus", "special": "special",
    "alternative provision": "alternative", "all-through": "all-through",
}  # fmt: skip
SETTINGS = {
    "city": r"city and town|conurbation", "town": r"town", "small town": r"town and fringe",
    "village": r"village", "remote place": r"hamlet|isolated",
}  # fmt: skip

Pair = tuple[Person, School | None, School | None]


# ------------------------------------------------------------------ the judge


def is_true(reason: str, person: Person, school: School | None, own: School | None, asked: str) -> bool:
    if found := re.fullmatch(r"(can help|working on|says)(?: \(said in (\w+ \d{4})\))?: “(.+?)(…?)”", reason):
        return _is_quoted(person, *found.groups())
    if found := re.fullmatch(r"(working on|can help with|would like help with) (.+)", reason):
        stand = {"working on": "now", "can help with": "done", "would like help with": "wants"}[found[1]]
        return (_LABELS.get(found[2].lower(), ""), stand) in person.tapped
    if found := re.fullmatch(r"works (.+)", reason):
        return all(DAYS.index(day) in person.working_days for day in re.split(", | and ", found[1]))
    if reason == person.job_title or set(reason.lower().split()) <= set(
        re.findall(r"\w+", person.job_title.lower())
    ):
        return True
    if found := re.fullmatch(r"(leads|teaches) (?!a mixed)(.+)", reason):
        return bool(re.search(SUBJECTS.get(found[2].lower(), found[2][:4]), person.job_title, re.I))
    if found := re.fullmatch(r"teaches a mixed (.+) class", reason):
        return years_in(found[1]) <= years_in(person.job_title)
    if found := re.fullmatch(r"(?:also )?([^,]+?)(?:, (.+))?", reason):
        role = re.sub(r"^sendco$", "senco", found[1].lower())
        if role in ROLES:
            taught = years_in(found[2] or "")
            return bool(re.search(ROLES[role], person.job_title, re.I)) and taught <= years_in(
                person.job_title
            )
    return school is not None and _of_the_school(reason, school, own)


def _is_quoted(person: Person, how: str, since: str | None, words: str, cut: str) -> bool:
    texts = {
        "can help": [(person.can_help_with, person.can_help_at)],
        "working on": [(person.working_on, person.working_on_at)],
    }.get(how) or [(person.can_help_with, person.can_help_at), (person.working_on, person.working_on_at)]
    for text, at in texts:
        whole = " ".join(text.split())
        if (whole.startswith(words) if cut else whole == words) and (
            since is None or (at is not None and f"{at:%B %Y}" == since)
        ):
            return True
    return False


def _of_the_school(reason: str, school: School, own: School | None) -> bool:
    if found := re.fullmatch(r"a school of (\d+) pupils", reason):
        return school.pupils == int(found[1])
    found = re.fullmatch(r"in an? (.+?)(?: school)?", reason)
    if found and found[1] in KINDS:
        return KINDS[found[1]] in f"{school.phase} {school.type}".lower()
    if own is None:
        return False
    if found := re.fullmatch(r"(?:about (\d+) miles?|less than a mile) from your school", reason):
        return abs(_miles(school, own) - int(found[1] or 0)) < 1
    alike, _, apart = reason.partition(" like yours")
    if apart or reason.endswith("like yours"):
        shared = all(_shared(each, school, own) for each in re.split(r", | and ", alike))
        return shared and (not apart or _differs(apart.removeprefix(", but ").strip(), school, own))
    return _differs(reason.removeprefix("but "), school, own)


def _miles(one: School, other: School) -> float:
    """On a flat map, which is near enough within one trust."""
    (north, west), (south, east) = ((each.latitude or 0, each.longitude or 0) for each in (one, other))
    across = (west - east) * math.cos(math.radians(north))
    return 69.1 * math.hypot(north - south, across)  # miles in a degree


def _shared(what: str, school: School, own: School) -> bool:
    both = (school, own)
    if found := re.fullmatch(r"([\d.]+)-form entry", what):
        return all(each.forms_of_entry == float(found[1]) for each in both)
    if found := re.fullmatch(r"about (\d+) pupils", what):
        a, b = school.pupils or 0, own.pupils or 0
        return abs(a - int(found[1])) <= 5 and min(a, b) * 1.25 >= max(a, b)
    if what in SETTINGS:
        return all(re.search(SETTINGS[what], each.urban_rural, re.I) for each in both)
    if what == "mixed-age classes":
        return all(each.mixed_age_classes for each in both)
    if found := re.fullmatch(r"mixed (.+)", what):
        return all(found[1] in (each.mixed_age_classes or ()) for each in both)
    if what in ("infant", "junior"):
        ages = (2, 7) if what == "infant" else (7, 11)
        return all(ages[0] <= (each.age_low or 0) and (each.age_high or 99) <= ages[1] for each in both)
    if what == "many free school meals":
        return all((each.pct_fsm or 0) >= 25 for each in both)
    return what == "many with EAL" and all((each.pct_eal or 0) >= 15 for each in both)


def _differs(what: str, school: School, own: School) -> bool:
    if found := re.fullmatch(r"(?:a )?(larger|smaller)(?: school)? \((\d+) pupils\)", what):
        assert school.pupils is not None
        assert own.pupils is not None
        bigger = school.pupils > own.pupils
        return school.pupils == int(found[2]) and bigger == (found[1] == "larger")
    place = re.sub(r"^in an? ", "", what).removesuffix(" school")
    if place in SETTINGS:
        return bool(re.search(SETTINGS[place], school.urban_rural, re.I)) and (
            school.urban_rural != own.urban_rural
        )
    return False


def years_in(words: str) -> set[int]:
    """The years a title or reason names, by a reading of its own: "Y4-6", "R/Y1/Y2", "Year 3", "KS2"."""
    found: set[int] = set()
    words = re.sub(r"Reception|\bYR\b|\bR(?=/)", "Y0", words.replace("Nursery", "Y-1").replace("YN", "Y-1"))
    for low, _, high in re.findall(
        r"Y(?:ears?|r)? ?(-?\d{1,2})(?: ?(-|to|–) ?Y?(?:ear)? ?(\d{1,2}))?", words
    ):
        found |= set(range(int(low), int(high or low) + 1))
    for chain in re.findall(r"Y-?\d(?:/Y?\d)+", words):
        found |= {int(each.lstrip("Y")) for each in chain.split("/")}
    stages = {1: (1, 2), 2: (3, 6), 3: (7, 9), 4: (10, 11), 5: (12, 13)}
    if not found:
        for stage in re.findall(r"KS(\d)", words):
            found |= set(range(stages[int(stage)][0], stages[int(stage)][1] + 1))
        if re.search(r"EYFS", words):
            found |= {-1, 0}
    return found


# ------------------------------------------------------------------ random trusts

TITLES = (
    "Y1/2 Teacher", "Y3/4 Teacher & SENDCo", "KS2 Teacher (Y4-6) / Senior Teacher", "SENCo (0.4)",
    "Headteacher",
    "R/Y1/Y2 Teacher, EYFS & Phonics Lead", "Office Manager & First Aider", "School Business Manager",
    "Year 6 Teacher & Maths Lead", "Head of English", "Teaching Assistant (KS1)", "Deputy Headteacher & DSL",
    "Assistant Principal - Behaviour", "Director of Science", "Site Manager", "ECT, Year 2",
    "Kitchen Manager",
    "Executive Head (two schools)", "Headteacher (teaching Y5/6 three days)", "Attendance Officer", "",
)  # fmt: skip
WORDS = (
    "", "Mixed-age maths in KS1, we have gone to a two year cycle and it works well",
    "Phonics catch up in year 2?? any ideas", "Oracy. Third year of it, talk tactics are embedded now",
    "Persistent absence, home visits and first day calling", "getting the caretaker's hours right",
    "Writing moderation with " + "very " * 30 + "many schools", "EAL new arrivals, mostly Romanian",
    "Sensory circuits every morning", "<b>bold</b> & “quoted” *stars*", "x", "rekenreks\nand counting sticks",
)  # fmt: skip
QUESTIONS = (
    "who else is tackling mixed-age KS1?", "another SENDCo in a small school", "who has cracked absence?",
    "maths leads in schools like ours", "other headteachers near us", "who knows about oracy?",
    "SENCOs on a Friday?",
    "teachers of Y3/4", "who needs help with phonics?", "office managers", "who knows about rekenreks?",
    "year 2 teachers in a large school", "science leads anyone", "new arrivals with EAL in a village school",
    "DSLs", "anyone but secondary doing writing",
    "attendance people in schools with lots of free school meals",
    "teaching heads", "site managers", "who else does sensory circuits", "who works on a Thursday or Friday?",
    "KS2 teachers with mixed classes",
)  # fmt: skip
SCHOOLS = trial.schools()

times = st.none() | st.integers(0, 2000).map(lambda days: NOW - timedelta(days=days))


@st.composite
def trusts(draw: st.DrawFn) -> tuple[list[Person], list[School]]:
    """Schools with the features of others, shuffled together; people with any title and any words."""
    schools = []
    for number in range(1, draw(st.integers(2, 5)) + 1):
        one, other = draw(st.sampled_from(SCHOOLS)), draw(st.sampled_from(SCHOOLS))
        schools.append(
            School(
                SchoolId(number), TrustId(1), str(number), f"School {number}", one.type, one.phase,
                one.age_low, one.age_high, urban_rural=other.urban_rural, pupils=one.pupils,
                pupils_per_year_group=one.pupils_per_year_group, forms_of_entry=one.forms_of_entry,
                pct_fsm=other.pct_fsm, pct_eal=other.pct_eal, pct_ehcp=other.pct_ehcp,
                mixed_age_classes=one.mixed_age_classes, latitude=other.latitude, longitude=other.longitude,
            )
        )  # fmt: skip
    people = [
        Person(
            PersonId(number), TrustId(1), f"p{number}@x.example", f"Pat Example{number}",
            draw(st.sampled_from(TITLES)), draw(st.none() | st.integers(1, len(schools)).map(SchoolId)),
            working_on=draw(st.sampled_from(WORDS)), can_help_with=draw(st.sampled_from(WORDS)),
            working_days=draw(st.sampled_from([(0, 1, 2, 3, 4), (0, 1), (3, 4)])),
            working_on_at=draw(times), can_help_at=draw(times),
            tapped=tuple(draw(st.dictionaries(
                st.sampled_from(list(_LABELS.values())), st.sampled_from(["now", "done", "wants", "no"]),
                max_size=2,
            )).items()),
        )
        for number in range(1, draw(st.integers(3, 14)) + 1)
    ]  # fmt: skip
    return people, schools


@settings(max_examples=150, deadline=None)
@given(trusts(), st.sampled_from(QUESTIONS), st.integers(0, 13))
def test_every_reason_shown_is_true(trust, question, asker):
    people, schools = trust
    me = people[asker % len(people)]
    homes = {school.id: school for school in schools}
    sought = read(question, me)
    colleagues = Colleagues.of(people, schools)
    for match in colleagues.closest(sought, me):
        school, own = (homes.get(each.school) if each.school else None for each in (match.person, me))
        for reason in (*match.reasons, *colleagues.reasons(match.person.id, sought, me, NOW.date())):
            assert is_true(reason, match.person, school, own, question), (reason, match.person, school, own)


def test_every_reason_in_the_evaluation_is_true():
    everybody, schools = trial.people(), trial.schools()
    homes = {school.id: school for school in schools}
    colleagues, asked = Colleagues.of(everybody, schools), 0
    for question, me in zip(trial.questions() * 2, everybody, strict=False):
        sought = read(question["text"], me)
        if sought.intent is Intent.PEERS:
            for match in colleagues.closest(sought, me):
                asked += 1
                own = homes.get(me.school) if me.school else None
                for reason in match.reasons:
                    assert is_true(reason, match.person, match.school, own, question["text"]), (reason, match)
    assert asked > 200


@pytest.mark.parametrize(
    "lie",
    [
        "can help: “juggling”", "works Fridays", "SENDCo", "also headteacher", "teaches a mixed Y3/4 class",
        "a school of 12 pupils", "village like yours", "but smaller (9 pupils)", "in a secondary school",
        "about 3 miles from your school", "nice",
    ],
)  # fmt: skip
def test_the_judge_knows_a_lie(lie):
    person = Person(
        PersonId(1), TrustId(1), "p@x.example", "Pat", "Y1/2 Teacher", SchoolId(1), working_days=(0, 1)
    )
    school = School(
        SchoolId(1), TrustId(1), "1", "One", phase="Primary", pupils=90, urban_rural="Urban city",
        latitude=52.0, longitude=-1.0,
    )  # fmt: skip
    own = School(
        SchoolId(2), TrustId(1), "2", "Two", phase="Primary", pupils=80, urban_rural="Rural village",
        latitude=52.1, longitude=-1.0,
    )  # fmt: skip
    assert not is_true(lie, person, school, own, "")
