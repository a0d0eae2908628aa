"""A school says what is wrong: what only the trust itself knows, and what decides which schools are like it.

Ada  (a headteacher) correct our school
bot  What I know of Elm Park: mixed-age classes, forms of entry, mobility, the sea      [Correct our school]
"""

import re

from handlers.capability import StaleCard
from handlers.peers.capability import peers
from handlers.rules import roles, titles, years
from handlers.rules.directory import Directory
from handlers.rules.named import as_said
from handlers.rules.words import plain
from handlers.talk import (
    Answers,
    Button,
    Card,
    ChoiceField,
    Facts,
    Form,
    Invalid,
    Note,
    Quote,
    Refusal,
    Reply,
    Request,
    Text,
    TextField,
    given,
)
from storage.records import Person, School, SchoolId
from storage.store import Store

#: Whoever leads a school.
HEADS = ("role.headteacher", "role.head_of_school", "role.executive_headteacher", "role.teaching_head")

CLASSES_LIMIT = 200  # characters of all a school's mixed-age classes, as in the table


def may_correct(person: Person, school: School) -> bool:
    """The trust's coordinators, and whoever leads the school itself."""
    leads = roles.loss(HEADS, (), titles.read(person.job_title)) == roles.SAME
    return person.coordinator or (leads and person.school == school.id)


def correcting(request: Request, directory: Directory) -> Card:
    """The way to the form, for those who may correct their school; for others, whom to ask."""
    own = directory.own_school(request.person)
    if own is None:
        return which_school()
    if not may_correct(request.person, own):
        return ask_your_head()
    return what_i_know(own, correct_school.button("Correct our school", school=own.id).primary())


@peers.form("peers.correct_school")
async def correct_school(request: Request, store: Store, *, school: SchoolId) -> Form:
    """What only the trust itself knows of a school."""
    own = await _correctable(request, store, school)
    return correct_school.form(
        f"Correct {as_said(own.name)}",
        "These are in no national file. They decide which schools I compare with yours.",
        (
            TextField(
                "mixed_age", "Mixed-age classes", _classes(own), "For example Y1/2, Y3/4; or none",
                optional=True,
            ),
            TextField(
                "forms", "Forms of entry", _number(own.forms_of_entry), "For example 1.5", optional=True
            ),
            TextField(
                "mobility", "Pupils who join or leave outside the usual times, in %",
                _number(own.pct_mobility), "For example 12", optional=True,
            ),
            ChoiceField("coastal", "By the sea?", _COASTAL, (_COAST[own.coastal],)),
        ),
        "Save",
        school=school,
    )  # fmt: skip


@correct_school.filled
async def put_right(request: Request, store: Store, answers: Answers, *, school: SchoolId) -> Reply:
    """Keep it, all or nothing; the next question is answered with it."""
    own = await _correctable(request, store, school)
    problems: dict[str, str] = {}
    facts = {
        "mixed_age_classes": _read_classes(given(answers, "mixed_age"), problems),
        "forms_of_entry": _read_number(given(answers, "forms"), "forms", 50, problems),
        "pct_mobility": _read_number(given(answers, "mobility"), "mobility", 100, problems),
        "coastal": {word: value for value, word in _COAST.items()}.get(given(answers, "coastal")),
    }
    if problems:
        raise Invalid(**problems)
    await store.schools.correct(own, **facts)
    found = await store.schools.find(school, trust=request.trust.id)
    return Reply(what_i_know(found or own, correct_school.button("Correct it again", school=school)))


async def _correctable(request: Request, store: Store, school: SchoolId) -> School:
    own = await store.schools.find(school, trust=request.trust.id)
    if own is None:
        raise StaleCard(correct_school.name)
    if not may_correct(request.person, own):
        raise Refusal(
            "Only the school's headteacher or a coordinator of the trust can correct this: ask them."
        )
    return own


_BESIDE_YEARS = re.compile(r"(?:\W|mixed|class(?:es)?)*", re.IGNORECASE)
_NONE = re.compile(r"(?:none|no|-|n/a)\.?", re.IGNORECASE)
_COAST = {True: "yes", False: "no", None: "unknown"}
_COASTAL = (("yes", "Yes"), ("no", "No"), ("unknown", "Not known"))


def _read_classes(said: str, problems: dict[str, str]) -> tuple[str, ...] | None:
    """ "Y1/2, Y3/4" → both; "none" → no such class; nothing → not known."""
    if not said or _NONE.fullmatch(said):
        return () if said else None
    names = tuple(dict.fromkeys(plain(each).strip() for each in re.split(r"[,;]", said) if each.strip()))
    if not all(map(_is_a_class, names)) or len(";".join(names)) > CLASSES_LIMIT:
        problems["mixed_age"] = "Please name each class by its years, like Y1/2, Y3/4; or say none."
    return names


def _is_a_class(name: str) -> bool:
    """Years and nothing else: whatever is beside them might be somebody's name."""
    found = years.find(name)
    for span in reversed(found):
        name = name[: span.start] + name[span.end :]
    return any(len(span.years) > 1 for span in found) and _BESIDE_YEARS.fullmatch(name) is not None


def _read_number(said: str, field: str, most: float, problems: dict[str, str]) -> float | None:
    said = said.removesuffix("%").strip()
    if not said:
        return None
    if not re.fullmatch(r"\d{1,3}(?:\.\d{1,2})?", said, re.ASCII) or float(said) > most:
        problems[field] = f"Please give a number from 0 to {most:g}, or leave it empty."
        return None
    return float(said)


def _classes(school: School) -> str:
    if school.mixed_age_classes is None:
        return ""
    return ", ".join(school.mixed_age_classes) or "none"


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:g}"


# ------------------------------------------------------------------ cards


def which_school() -> Card:
    return Card(
        "Which school do you mean?",
        Text("You belong to no one school. Ask which are like the one you mean, then correct it there:"),
        Quote("which schools are like Elm Park?"),
    )


def ask_your_head() -> Card:
    return Card(
        "Your headteacher can correct this",
        Text("So can your trust's coordinator. Ask them to say “correct our school” to me."),
    )


def what_i_know(school: School, button: Button) -> Card:
    mobility = f"{school.pct_mobility:g}%" if school.pct_mobility is not None else "not known"
    return Card(
        f"What I know of {as_said(school.name)}",
        Facts(
            ("Mixed-age classes", _classes(school) or "not known"),
            ("Forms of entry", _number(school.forms_of_entry) or "not known"),
            ("Mobility", mobility),
            ("By the sea", dict(_COASTAL)[_COAST[school.coastal]].lower()),
            ("Pupils", str(school.pupils) if school.pupils else "not known"),
        ),
        button,
        Note("Everything else comes from the DfE's register and is put right there."),
    )
