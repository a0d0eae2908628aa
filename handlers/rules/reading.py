"""What was meant: from the words as typed to a structured reading."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from typing import Any

from handlers.rules import (
    clauses,
    composing,
    followups,
    intents,
    profiles,
    safeguarding,
    senses,
    titles,
    where,
    years,
)
from handlers.rules.clauses import Status
from handlers.rules.composing import WHAT_CONTEXTS as WHAT_CONTEXTS
from handlers.rules.safeguarding import Concern, Kind
from handlers.rules.vocabulary import Found, Word, facet_of, vocabulary, words_of
from handlers.rules.where import ANYWHERE, Where
from handlers.rules.words import STOP, once, plain, stem
from handlers.rules.years import Years, YearsFound
from storage.records import Person

#: A question is read up to here; longer ones are stories, and their question stands at the front or end.
READ_AT_MOST = 1_000
#: A few words by themselves ("beekeeping club") are a search, however strange.
SHORT = 3


class Intent(StrEnum):
    """What a message wants."""

    PEERS = "peers"
    RESOURCE = "resource"
    AGENDA = "agenda"
    CYCLE = "cycle"
    PROFILE = "profile"
    HELP = "help"
    SMALLTALK = "smalltalk"
    OFFTOPIC = "offtopic"
    SAFEGUARDING = "safeguarding"
    PUPIL_DATA = "pupil_data"


@dataclass(frozen=True, slots=True)
class Choice:
    """One short question back: "AP: do you mean…", with what it may mean.

    The options are concepts, likeliest first; `vocabulary().label` says each in words, and
    `read(text, asker, chosen={form: option})` reads the message again with the one chosen.
    """

    form: str
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """A message, read. Names are concepts of vocabulary.yaml (role.senco, phase.ks1, topic.oracy…)."""

    text: str
    intent: Intent = Intent.PEERS
    roles: tuple[str, ...] = ()
    phases: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    contexts: tuple[str, ...] = ()
    constraints: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    #: Words that no concept covers, for a text match.
    words: tuple[str, ...] = ()
    #: The years of a class or key stage asked for; whole schools' stages are in `where`.
    years: Years = frozenset()
    status: Status = Status.ANY
    where: Where = ANYWHERE
    #: What the message says about the asker.
    asker: tuple[str, ...] = ()
    #: Days on which the colleague should be there; 0 is Monday.
    days: tuple[int, ...] = ()
    #: Only those who work fewer than five days.
    part_time: bool = False
    #: Schools and people left out by name, as typed: "not Elm Park".
    unwanted: tuple[str, ...] = ()
    #: Either of several wishes will do: "(a) … (b) …", "and also".
    either: bool = False
    #: A short form that only the asker can settle; until then the reading rests on a guess.
    unclear: Choice | None = None
    #: Words typed with a capital or beside "at": possible names of people and schools.
    all_words: tuple[str, ...] = field(default=(), repr=False)

    def data(self) -> dict[str, Any]:
        """The reading as JSON can carry it."""
        found = asdict(self)
        found["years"] = sorted(self.years)
        found["where"] = {name: value for name, value in self.where.data().items() if value}
        del found["all_words"]
        return found


def read(
    text: str,
    asker: Person | None = None,
    *,
    place_names: Collection[str] = (),
    chosen: Mapping[str, str] | None = None,
) -> Reading:
    """What a message means, to this asker.

    `place_names` are towns and councils of the trust in lower case, so that "near Reading" is a place.
    `chosen` are meanings that the asker has picked for short forms ({"AP": "topic.ap_commissioning"}).
    """
    concern = safeguarding.check(text)
    if concern is not None:
        return Reading(text="", intent=refused_as(concern))
    said = plain(text)[:READ_AT_MOST]
    goes_on = followups.kind(said) is not None  # "nearer" is no talk of the weather
    intent = Intent.PEERS if goes_on else Intent(intents.read(said))
    if intent is Intent.PEERS and not goes_on and not intents.asks_for_people(said) and _is_foreign(said):
        intent = Intent.OFFTOPIC
    picked = {form.lower(): concept for form, concept in (chosen or {}).items()}
    return replace(_read(said, _of_asker(asker), place_names, picked), text=said, intent=intent)


def refused_as(concern: Concern) -> Intent:
    """What a message wants that must go no further."""
    match concern.kind:
        case Kind.PUPIL_DATA:
            return Intent.PUPIL_DATA
        case Kind.TOO_LONG:
            return Intent.OFFTOPIC
        case _:
            return Intent.SAFEGUARDING


def _of_asker(asker: Person | None) -> frozenset[str]:
    """What an asker's short forms probably mean: their role, class and words, and what belongs to those."""
    if asker is None:
        return frozenset()
    own = titles.read(asker.job_title)
    mine = {
        *own.roles, *own.topics, *own.leads, *own.teaches, *years.names(own.years),
        *profiles.concepts_of(asker.working_on), *profiles.concepts_of(asker.can_help_with),
    }  # fmt: skip
    close = mine.union(*(senses.kin(concept) for concept in mine))
    topics = (concept for concept in close if concept.startswith("topic."))
    return frozenset(close.union(*(vocabulary().narrower(concept) for concept in topics)))


#: What needs no concept of the vocabulary to be about this trust.
_OF_SCHOOLS = re.compile(
    r"\b(?:schools?|primaries|secondaries|kids|children|pupils|lads|lasses|little ones|parents|staff|class|"
    r"lessons?|terms?|my lot|our lot)\b|\bhow many of us\b",
    re.IGNORECASE,
)


def _is_foreign(said: str) -> bool:
    """Whether a whole sentence has nothing of school life in it."""
    words = words_of(said)
    found, _ = senses.settle(vocabulary().find(words), words)
    field = any(not one.concept.startswith("constraint.") for one in found) or _OF_SCHOOLS.search(said)
    return len(words) > SHORT and not field and not years.find(said)


def _read(
    said: str, mine: Collection[str], place_names: Collection[str], chosen: Mapping[str, str]
) -> Reading:
    words = words_of(said)
    found, still_open = senses.settle(vocabulary().find(words), words, mine, chosen)
    found = [one for one in found if not _is_a_place(one, words, place_names)]
    spans = years.find(said)
    parts = clauses.of(said, words)
    constraints = once(one.concept for one in found if one.concept.startswith("constraint."))
    sought = [one for one in found if not one.concept.startswith("constraint.")]
    out = [one for one in sought if parts.excludes(one)]
    about_asker = [one for one in sought if parts.about_asker(one) and one not in out]
    sought = [one for one in sought if one not in out and one not in about_asker]
    mirrored = not sought
    if mirrored:
        # "I'm the only music teacher, who else is on their own?": others like the asker are sought.
        sought = about_asker
    told = composing.strong(sought, bare=not _unread(words, found, spans, parts))
    found = [one for one in found if one in told or one not in sought]
    sought = composing.without_asides(told, words, said)
    unsettled = next((one for one in still_open if _carries(one, sought)), None)
    if unsettled is not None:
        sought += [replace(unsettled.found, concept=one) for one in unsettled.meanings[1:]]
    roles, topics, subjects, contexts, phases = composing.facets(sought, words, said, parts)
    place = where.read(said, [*(one.concept for one in sought), *phases], constraints)
    asked_spans = [
        span
        for span in spans
        if not parts.excludes_place(span.start)
        and not _in_form(span, found, words)
        and (mirrored or not parts.is_of_asker(span.start))
    ]
    asked_years = _years_of(asked_spans).union(*(years.PHASES.get(one, frozenset()) for one in phases))
    shut = _years_of(span for span in spans if parts.excludes_place(span.start))
    if _says_mixed(words, spans, asked_years):
        contexts = once((*contexts, "context.mixed_age"))
    return Reading(
        text=said,
        roles=roles,
        phases=once((*phases, *years.names(asked_years))),
        subjects=subjects,
        topics=topics,
        contexts=tuple(one for one in contexts if one not in place.contexts),
        constraints=constraints,
        excluded=once((*(one.concept for one in out), *years.names(shut))),
        words=_unread(words, found, spans, parts),
        years=asked_years,
        status=clauses.status(said),
        where=place,
        asker=once(one.concept for one in about_asker),
        days=where.days(said),
        either=clauses.either(said) or unsettled is not None,
        unclear=Choice(unsettled.sense.form, unsettled.meanings) if unsettled is not None else None,
        all_words=tuple(word for _, word, *_ in words),
    )


def _years_of(spans: Iterable[YearsFound]) -> Years:
    return frozenset[int]().union(*(span.years for span in spans))


def _says_mixed(words: Sequence[Word], spans: Sequence[YearsFound], asked: Years) -> bool:
    """Whether years are taught together: "a Y1/2 class", "a mixed class of Y3 and Y4"."""
    said = {word for word, *_ in words}
    joined = len(asked) > 1 and any(span.joined for span in spans)
    return bool((joined and _CLASS & said) or (spans and {"mixed", "class"} <= said))


_CLASS = frozenset(("class", "mixed", "together", "split"))


def _is_a_place(found: Found, words: Sequence[Word], places: Collection[str]) -> bool:
    """ "near Reading": the town, where the trust has one of that name."""
    name = " ".join(word.lower() for _, word, *_ in words[found.first : found.last])
    before = words[found.first - 1][0] if found.first else ""
    if name == "reading" and before in {"in", "near", "around"}:
        return words[found.first][1][0].isupper() or name in places
    return name in places and before in {"in", "near", "around", "from", "across"}


def _in_form(span: years.YearsFound, found: Sequence[Found], words: Sequence[Word]) -> bool:
    """ "Y6 to Y7" in "Y6 to Y7 transition" names the transition, not two classes sought."""
    return any(
        one.concept.startswith("topic.transition")
        and words[one.first][2] <= span.start and span.end <= words[one.last - 1][3]
        for one in found
    )  # fmt: skip


def _unread(
    words: Sequence[Word], found: Sequence[Found], spans: Sequence[years.YearsFound], parts: clauses.Parts
) -> tuple[str, ...]:
    """The stems of words that carry meaning and that no concept, year or exclusion covers."""
    covered = {at for one in found for at in range(one.first, one.last)}
    unread: list[str] = []
    for at, (_, word, start, end) in enumerate(words):
        small = word.lower().replace("\x00", "")
        if (
            at in covered
            or small in STOP
            or small.removesuffix("s") in STOP
            or len(small) < 3
            or small[0].isdigit()
            or parts.excludes_place(start)
        ):
            continue
        if any(span.start <= start and end <= span.end for span in spans):
            continue
        unread.append(stem(small))
    return once(unread)


def _carries(one: senses.Open, sought: Sequence[Found]) -> bool:
    """Whether the question hangs on this form: nothing else says what, or who, is sought."""
    if not any((each.first, each.last) == (one.found.first, one.found.last) for each in sought):
        return False
    what = {"topic", "subject"} | (
        {"role"} if any(facet_of(each) == "role" for each in one.meanings) else set()
    )
    return not any(
        facet_of(each.concept) in what or each.concept in WHAT_CONTEXTS
        for each in sought
        if (each.first, each.last) != (one.found.first, one.found.last) and not each.weak
    )
