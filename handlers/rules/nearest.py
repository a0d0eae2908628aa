"""Nobody fits: who comes nearest, and what is missing, in words that are true of them.

Nearest is who touches what is asked but falls short of an answer, and who would be one if a single thing had
not been asked: the place, a day, a year group, one of several topics, the role.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from handlers.rules import places, roles, similarity, titles, years
from handlers.rules.clauses import Status
from handlers.rules.directory import Directory
from handlers.rules.profiles import DONE, NOW, WANTS, Profile
from handlers.rules.reading import WHAT_CONTEXTS, Reading
from handlers.rules.vocabulary import in_a_sentence, vocabulary
from handlers.rules.weighing import Weighed, Weighing
from handlers.rules.where import ANYWHERE, Where
from handlers.rules.words import content, stem
from storage.records import Person, School, Stand

AT_MOST = 2  # things missing: somebody further away is no help
DAYS = ("Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays")


@dataclass(frozen=True, slots=True)
class Near:
    """A colleague who nearly fits: why, and what is missing ("has not mentioned phonics")."""

    person: Person
    reasons: tuple[str, ...]
    missing: tuple[str, ...]


def nearest(
    directory: Directory, sought: Reading, asker: Person, limit: int
) -> list[tuple[Weighed, tuple[str, ...]]]:
    """The colleagues who come nearest, each with what is missing: at most two things, at least one."""
    found: dict[int, tuple[int, int, float, Weighed, tuple[str, ...]]] = {}
    for order, relaxed in enumerate(_relaxed(sought)):
        weighing = Weighing(directory, relaxed, asker)
        for one in weighing.weighed(limit=limit * 3):
            falls_short = order and not weighing.answers(one)
            if falls_short or one.who in found or not _touches(directory, one, sought):
                continue
            missing = _missing(directory, sought, asker, one.who)
            if 0 < len(missing) <= AT_MOST:
                found[one.who] = (
                    len(missing),
                    order,
                    -one.grade,
                    _in_own_words(directory, one, sought),
                    missing,
                )
    ranked = sorted(found.values(), key=lambda each: (*each[:3], directory.people[each[3].who].id))
    return [(one, missing) for *_, one, missing in ranked[:limit]]


def _relaxed(sought: Reading) -> Iterator[Reading]:
    """The question itself, then without one of the things it asks, as long as what is left says enough."""
    yield sought
    if sought.status is not Status.ANY:
        yield replace(sought, status=Status.ANY)
    if sought.days:
        yield replace(sought, days=())
    if sought.where.asks:
        yield replace(sought, where=ANYWHERE)
    without = [replace(sought, years=frozenset(), phases=())] if sought.years else []
    without += [replace(sought, topics=_but(sought.topics, one)) for one in sought.topics]
    without += [replace(sought, contexts=_but(sought.contexts, one)) for one in sought.contexts]
    without += [replace(sought, words=())] if sought.words else []
    without += [replace(sought, roles=())] if sought.roles else []
    yield from filter(_says_enough, without)


def _but(all_of_them: tuple[str, ...], one: str) -> tuple[str, ...]:
    return tuple(each for each in all_of_them if each != one)


def _says_enough(sought: Reading) -> bool:
    """Whether more is asked than "a teacher", "somebody in Year 4" or a kind of school."""
    what = WHAT_CONTEXTS & set(sought.contexts)
    return bool(sought.topics or sought.subjects or what or _tells(sought.roles))


def _tells(asked: tuple[str, ...]) -> bool:
    return any(role not in titles.CLASS_ROLES and role != "role.staff" for role in asked)


def _touches(directory: Directory, one: Weighed, sought: Reading) -> bool:
    """Whether they have anything of what is asked, beyond being a teacher somewhere."""
    rests_on, profile = one.evidence, directory.profiles[one.who]
    wider = {above for subject in sought.subjects for above in vocabulary().wider(subject)}
    subject = rests_on.subjects or wider & {*profile.title.leads, *profile.title.teaches}
    topic = rests_on.topics or rests_on.near or set(profile.words) & set(sought.words)
    return bool(subject or topic or (rests_on.role and _tells(sought.roles)))


def _in_own_words(directory: Directory, one: Weighed, sought: Reading) -> Weighed:
    """Their own words are a reason only where they say a word of what is asked."""
    said = bool(set(directory.profiles[one.who].words) & set(sought.words))
    return replace(one, evidence=replace(one.evidence, words=said))


# ------------------------------------------------------------------ what is missing


def _missing(directory: Directory, sought: Reading, asker: Person, who: int) -> tuple[str, ...]:
    """Everything asked that is not known of them, the weightiest first."""
    person, profile, school = directory.people[who], directory.profiles[who], directory.school[who]
    said = {*profile.words, *(word for name in person.networks for word in content(name))}
    found = [
        *(_topic(one, sought.status, person, profile) for one in _topics(sought)),
        _mentions([word for word in _own_words(sought) if stem(word.lower()) not in said]),
        _role(sought, profile),
        _years(sought, profile, school),
        *(
            f"not in {_kind(stage)}"
            for stage in sought.where.stages
            if places.in_stage((stage,), profile.title, school) is None
        ),
        *_place(sought.where, school, directory.own_school(asker)),
        *(f"does not work on {DAYS[day]}" for day in sought.days if day not in person.working_days),
    ]
    return tuple(dict.fromkeys(filter(None, found)))


def _topics(sought: Reading) -> tuple[str, ...]:
    alone = () if set(sought.roles) & roles.SUBJECT_ROLES else sought.subjects
    return (*sought.topics, *(one for one in sought.contexts if one in WHAT_CONTEXTS), *alone)


def _topic(topic: str, status: Status, person: Person, profile: Profile) -> str:
    book = vocabulary()
    label, below = in_a_sentence(book.label(topic)), book.narrower(topic)
    stands = 0
    for one in below:
        stands |= profile.stands.get(one, 0)
    taught = below & {*profile.title.leads, *profile.title.teaches}
    if Stand.NO in (stand for concept, stand in person.tapped if concept in below):
        return f"says that {label} is not for them"
    if not stands and not taught:
        spoken = set(content(book.label(topic))) <= set(profile.words)
        return "" if spoken else f"has not mentioned {label}"
    if stands == WANTS and status is not Status.WANTS_HELP:
        return f"may be looking for help with {label} too"
    if status is Status.EXPERIENCED and not stands & DONE:
        return (
            f"is still working on {label}" if stands & NOW else f"has not said how far they are with {label}"
        )
    return ""


def _own_words(sought: Reading) -> tuple[str, ...]:
    """The words that no concept covers, as they were typed; days are not among them."""
    typed = (word for word in sought.all_words if word.rstrip("s").title() + "s" not in DAYS)
    return tuple(dict.fromkeys(word for word in typed if stem(word.lower()) in sought.words))


def _mentions(unsaid: list[str]) -> str:
    return f"has not mentioned {' or '.join(f'“{word}”' for word in unsaid)}" if unsaid else ""


def _role(sought: Reading, profile: Profile) -> str:
    if not sought.roles:
        return ""
    subjects = sought.subjects if set(sought.roles) & roles.SUBJECT_ROLES else ()
    if roles.loss(sought.roles, subjects, profile.title) < roles.CLOSE:
        return ""
    label = vocabulary().label(subjects[0] if subjects else sought.roles[0])
    return f"not for {in_a_sentence(label)}" if subjects else f"not as {in_a_sentence(label)}"


def _years(sought: Reading, profile: Profile, school: School | None) -> str:
    own = profile.title.years or places.range_of(school)
    if not sought.years or own & sought.years:
        return ""
    asked = years.said(sought.years)
    return f"in {years.said(own)}, not {asked}" if profile.title.years else f"not in {asked}"


def _kind(stage: str) -> str:
    if stage == "alternative provision":
        return stage
    article = "an" if stage[0] in "aeiou" else "a"
    return f"{article} {stage}" if stage.endswith("college") else f"{article} {stage} school"


def _place(where: Where, school: School | None, own: School | None) -> Iterator[str]:
    """How their school differs from the one asked for."""
    if school is None:
        yield from ("in the central team",) if where.asks else ()
        return
    if places.distance(where, school, own) != 0 and own is not None:
        far = similarity.miles(own, school)
        yield f"about {far:.0f} miles away" if far is not None and far >= 1 else ""
    if where.similar and own is not None and similarity.compare(own, school, ()).alike < ALIKE:
        yield "in a school less like yours"
    size = f"in a school of {school.pupils} pupils" if school.pupils else ""
    for context in where.contexts:
        if places.fits(Where(contexts=(context,)), school, own) is None:
            other = f"not at this kind of school: {in_a_sentence(vocabulary().label(context))}"
            yield (size if context in SIZES else "") or other
    sized = replace(
        ANYWHERE,
        similar_size=where.similar_size, pupils=where.pupils, min_pupils=where.min_pupils,
        max_pupils=where.max_pupils, bigger=where.bigger,
    )  # fmt: skip
    if places.fits(sized, school, own) is None:
        yield size
    if where.same_area and school.local_authority and places.fits(Where(same_area=True), school, own) is None:
        yield f"in {school.local_authority}"


#: Asked for as contexts, told in pupils.
SIZES = frozenset(("context.small_school", "context.large_school"))
#: Below this the likeness of two schools costs an answer a grade (weighing.py).
ALIKE = 0.76
