"""Why a colleague fits, in words that are true of them: the most telling first, three at most."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from handlers.rules import profiles, similarity, themes, years
from handlers.rules.profiles import DONE, NOW, WANTS, Profile
from handlers.rules.reading import Reading
from handlers.rules.vocabulary import in_a_sentence, vocabulary
from handlers.rules.words import content, split
from storage.records import Person, School, Stand, Verdict

#: Longer quotes are cut at a word, with an ellipsis.
QUOTE = 90
#: As many as are read on a phone between lessons.
AT_MOST = 3
#: What was said longer ago than this says when: the profile asks once a year whether it still holds.
FRESH = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a match rests on."""

    role: bool = False
    topics: tuple[str, ...] = ()
    #: Topics a step away from those asked.
    near: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    words: bool = False

    def __or__(self, other: "Evidence") -> "Evidence":
        return Evidence(
            self.role or other.role, self.topics + other.topics, self.near + other.near,
            self.subjects + other.subjects, self.words or other.words,
        )  # fmt: skip


def said(
    evidence: Evidence,
    person: Person,
    school: School | None,
    own: School | None,
    profile: Profile,
    sought: Reading,
    mine: Sequence[str] = (),
    today: date | None = None,
) -> tuple[str, ...]:
    """The reasons, as short phrases. `mine` are the asker's own roles: "also SENDCo".

    With `today`, words that are older than a year say when they were said or confirmed.
    """
    found: list[str] = []
    if evidence.role and sought.roles:
        found.append(_role(person, profile, sought, mine))
    quote = _quote(evidence, person, profile, sought, today)
    if quote:
        found.append(quote)
    elif evidence.topics:
        found.append(_from_role(evidence.topics[0], person, profile))
    elif evidence.subjects:
        found.append(person.job_title)
    alike = _alike(school, own, sought, sought.years or profile.title.years)
    if not any(found) and not alike:
        found.append(person.job_title)
    # What was asked for comes before what is only alike.
    found += (_days(person, sought), _away(school, own, sought), _size(school, sought), alike)
    return tuple(dict.fromkeys(reason for reason in found if reason))[:AT_MOST]


def _role(person: Person, profile: Profile, sought: Reading, mine: Sequence[str]) -> str:
    """The role they share with the question, in the vocabulary's words."""
    book = vocabulary()
    for asked in sought.roles:
        own = next((role for role in profile.title.roles if role in book.narrower(asked)), "")
        if own in {"role.subject_leader", "role.head_of_department", "role.teacher"} and (
            profile.title.leads or profile.title.teaches
        ):
            subject = next(
                (one for one in (*profile.title.leads, *profile.title.teaches) if one in sought.subjects), ""
            )
            if subject:
                word = "leads" if subject in profile.title.leads else "teaches"
                return f"{word} {in_a_sentence(book.label(subject))}"
        if own:
            taught = (
                f", {years.said(profile.title.classes)}"
                if profile.title.classes and own in {"role.teacher", "role.ect"}
                else ""
            )
            if own in mine:
                return f"also {in_a_sentence(book.label(own))}{taught}"
            # A label that is not in their own title may promise more than it says: "Head of Primary Phase".
            theirs = set(split(book.label(own))) <= set(split(person.job_title))
            return f"{book.label(own)}{taught}" if theirs else person.job_title
    return ""


def _quote(evidence: Evidence, person: Person, profile: Profile, sought: Reading, today: date | None) -> str:
    """Their own words on it: what they can help with, work on or tapped; else what they shared on it.

    What they have been through to a decision says most.
    """
    can_help = (person.can_help_with, "can help", person.can_help_at)
    working_on = (person.working_on, "working on", person.working_on_at)
    for topic in (*evidence.topics, *evidence.near):
        stands, tapped = profile.stands.get(topic, 0), _TAPPED.get(dict(person.tapped).get(topic, ""))
        if tried := next((each for each in person.tried if topic in each.topics[: profiles.SURE]), None):
            where = f" at {tried.school}" if tried.school else ""
            return f"has tried “{short(tried.what)}”{where} ({tried.on:%B %Y}): {_CAME_TO[tried.verdict]}"
        if tapped:
            return f"{tapped} {in_a_sentence(vocabulary().label(topic))}"
        for (text, word, at), mask in ((can_help, DONE), (working_on, NOW | WANTS | DONE)):
            if text and stands & mask and topic in profiles.concepts_of(text):
                return f"{word}{_since(at, today)}: “{short(text)}”"
        if shared := next((each for each in person.shared if topic in each.topics[: profiles.SURE]), None):
            did = "told what worked:" if shared.worked else "shared"
            return f"{did} “{short(shared.title)}”" + (f" in {shared.network}" if shared.network else "")
    if evidence.words:
        asked, about = set(content(sought.text)), themes.of(sought.text)

        def nearness(own: str) -> float:
            return len(asked & set(content(own))) + 3 * themes.agreement(about, themes.of(own))

        text, _, at = max((can_help, working_on), key=lambda own: nearness(own[0]))
        return f"says{_since(at, today)}: “{short(text)}”" if text else ""
    return ""


#: What came of something that was tried.
_CAME_TO: Mapping[Verdict, str] = {
    Verdict.ADOPT: "adopted",
    Verdict.ADAPT: "adapted",
    Verdict.ABANDON: "stopped",
}

#: What was tapped on a profile, as a reason.
_TAPPED: Mapping[str, str] = {
    Stand.NOW: "working on", Stand.DONE: "can help with", Stand.WANTS: "would like help with",
}  # fmt: skip


def _since(at: datetime | None, today: date | None) -> str:
    """How fresh words are, where they are not."""
    old = at is not None and today is not None and today - at.date() > FRESH
    return f" (said in {at:%B %Y})" if old else ""


def short(text: str) -> str:
    """Somebody's words, cut at a word where they are long."""
    text = " ".join(text.split())
    if len(text) <= QUOTE:
        return text
    return text[:QUOTE].rsplit(" ", 1)[0].rstrip(" ,;:-–—(") + "…"


def _from_role(topic: str, person: Person, profile: Profile) -> str:
    """A topic that follows from the class or role: no words of theirs to quote."""
    if topic == "context.mixed_age" and len(profile.title.classes) > 1:
        return f"teaches a mixed {years.said(profile.title.classes)} class"
    return f"{person.job_title}" if person.job_title else vocabulary().label(topic)


def _days(person: Person, sought: Reading) -> str:
    """The days that were asked for, or all of a part-timer's."""
    asked = sought.days or (person.working_days if sought.part_time else ())
    *most, last = [_DAYS[day] for day in asked if day in person.working_days] or [""]
    return f"works {', '.join(most)} and {last}" if most else f"works {last}" if last else ""


_DAYS = ("Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays")


def _away(school: School | None, own: School | None, sought: Reading) -> str:
    """How far it is to them, where nearness was asked for."""
    where = sought.where
    asked = where.near or where.nearest or where.miles is not None
    far = similarity.miles(own, school) if asked and own is not None and school is not None else None
    if far is None:
        return ""
    return "less than a mile from your school" if far < 1 else f"about {_miles(far)} from your school"


def _miles(far: float) -> str:
    return "1 mile" if round(far) == 1 else f"{far:.0f} miles"


def _size(school: School | None, sought: Reading) -> str:
    return f"a school of {school.pupils} pupils" if school and school.pupils and _size_asked(sought) else ""


def _alike(school: School | None, own: School | None, sought: Reading, classes: years.Years) -> str:
    """What the two schools share, and the difference that matters. `classes` are the years in question."""
    if school is None or own is None:
        return ""
    groups = (similarity.group(school), similarity.group(own))
    if groups[0] != groups[1]:
        return _GROUPS.get(groups[0], "") if not sought.where.stages else ""
    likeness = similarity.compare(own, school, sought.contexts)
    shared = [
        words
        for words in (_shared(name, school, own, likeness.apart.get(name), classes) for name in _TELLING)
        if words
    ][:3]
    apart = {name: by for name, by in likeness.apart.items() if name != "size" or not _size_asked(sought)}
    different = _difference(school, own, apart, alone=not shared)
    if not shared:
        return different
    text = ", ".join(shared) + " like yours"
    return f"{text}, {different}" if different and len(shared) < 3 else text


def _size_asked(sought: Reading) -> bool:
    """Whether the question itself is about small or large schools: then their size is no drawback."""
    where = sought.where
    said = {*where.contexts, *sought.contexts} & {"context.small_school", "context.large_school"}
    return bool(said or where.min_pupils or where.max_pupils or where.bigger)


_GROUPS = {
    "primary": "in a primary school", "secondary": "in a secondary school",
    "post-16": "in a sixth form college", "special": "in a special school",
    "alternative": "in alternative provision", "all-through": "in an all-through school",
}  # fmt: skip
_TELLING: Sequence[str] = ("size", "setting", "mixed_age", "kind", "pct_fsm", "pct_eal")
_SETTINGS = ("city", "town", "small town", "village", "remote place")


def _shared(feature: str, school: School, own: School, apart: float | None, classes: years.Years) -> str:
    """A feature the two schools share, in words; "" where they do not or it tells nothing."""
    if apart is None or apart > 0.13:
        return ""
    if feature == "size":
        forms = school.forms_of_entry
        if forms and forms >= 1 and forms == own.forms_of_entry and similarity.group(school) == "primary":
            return f"{forms:g}-form entry"
        return f"about {round(school.pupils or 0, -1)} pupils"
    if feature == "setting":
        step = similarity.setting(school)
        return _SETTINGS[step] if step is not None else ""
    if feature == "mixed_age":
        return _mixed(school, own, classes)
    if feature == "kind":
        return similarity.kind(school) if similarity.kind(school) in {"infant", "junior"} else ""
    if feature == "pct_fsm":
        return "many free school meals" if min(school.pct_fsm or 0, own.pct_fsm or 0) >= 30 else ""
    return "many with EAL" if min(school.pct_eal or 0, own.pct_eal or 0) >= 20 else ""


def _mixed(school: School, own: School, classes: years.Years) -> str:
    """The mixed class both schools have in the years in question; else only that both have some."""
    if not school.mixed_age_classes:
        return ""
    both = (name for name in school.mixed_age_classes if name in (own.mixed_age_classes or ()))
    telling = (name for name in both if any(span.years & classes for span in years.find(name)))
    name = next(telling, "")
    return f"mixed {name}" if name else "mixed-age classes"


def _difference(school: School, own: School, apart: Mapping[str, float], *, alone: bool) -> str:
    """The one difference that matters most, in words; `alone` where nothing shared is said before it."""
    if apart.get("size", 0) >= 0.5 and school.pupils and own.pupils:
        word = "larger" if school.pupils > own.pupils else "smaller"
        pupils = f"({school.pupils} pupils)"
        return f"a {word} school {pupils}" if alone else f"but {word} {pupils}"
    step = similarity.setting(school)
    if apart.get("setting", 0) >= 0.5 and step is not None:
        return f"in a {_SETTINGS[step]}" if alone else f"but in a {_SETTINGS[step]}"
    return ""
