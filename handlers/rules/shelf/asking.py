"""What a search asks for: what it must be about, and the limits that are said in plain words.

"videos about mixed-age phonics from maths leads, checked ones only": about topic.phonics and
context.mixed_age, better a video, shared in Maths leads, and its check holds.
"""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from handlers.rules import themes, years
from handlers.rules.reading import Reading, read
from handlers.rules.sought import Filters
from handlers.rules.vocabulary import vocabulary
from handlers.rules.words import listed, plain, stem
from storage.records import Kind, Network, Person

#: What a term of the question counts: what is named in full, the single years of a key stage asked for, what
#: is near to it, each of several meanings of a short form, a word that no concept covers, the kind of thing.
NAMED, YEAR, NEAR, EITHER, WORD, KIND = 1.0, 0.7, 0.3, 0.6, 1.0, 0.5
#: A word that a concept covers already: whoever uses the same word is a little nearer.
SAME_WORD = 0.2


@dataclass(frozen=True, slots=True)
class Asked:
    """A search, read."""

    #: Term of the shelf → what it counts, up to about 1.
    terms: Mapping[str, float] = field(default_factory=dict)
    #: What the question hangs on: a resource that has none of these answers nothing.
    core: frozenset[str] = frozenset()
    filters: Filters = field(default_factory=Filters)
    #: Who or which school is named as having shared it, in the words used; "" for nobody.
    by: str = ""


def asked(
    text: str, person: Person | None = None, networks: Sequence[Network] = (), *, by_whom: bool = True
) -> Asked:
    """What somebody looks for, with what they say limits it; `networks` are those that can be named.

    `by_whom`: "what did Ashdown share" names somebody; else every word is looked for.
    """
    words, filters = _limits(plain(text)[:500], networks)
    words, by = _by_whom(words) if by_whom else (words, "")
    words, kind, only = _kind(words)
    if only:
        filters = replace(filters, kind=kind)
    weights, core = _about(words, person)
    if kind is not None and not only:
        weights[f"kind.{kind}"] = KIND
    return Asked(weights, core, filters, by)


# ------------------------------------------------------------------ limits in plain words

_ARCHIVED = re.compile(r"\b(?:the )?archived?(?: ones?| stuff)?\b", re.I)
_CHECKED = re.compile(
    r",?\s*\b(?:(?:only|just) )?(?:(?:that|which) (?:are|is|have been|has been) )?(?<!re)checked"
    r"(?: (?:ones?|resources?|things))?(?: only)?\b",
    re.I,
)
_SMALL = re.compile(
    r"\b(?:(?:that|which) )?(?:works?|worked|used|tried|helps?|helped)(?: \w+)? (?:in|by|for) "
    r"(?:a |an |our |other )?(?:small|tiny|little)(?: village| rural| primary)? schools?\b|"
    r"\b(?:in )?schools? (?:of |with )?(?:under|fewer than|less than|below) (?:100|a hundred)(?: pupils)?\b",
    re.I,
)
_BEFORE_NETWORK = r"(?:(?:shared |posted |that were shared |from )?(?:from|in|by|of|at|with) )(?:the )?"
_AFTER_NETWORK = r"(?: networks?| group| channel| nlc)?\b"


def _limits(words: str, networks: Sequence[Network]) -> tuple[str, Filters]:
    words, small = _SMALL.subn(" ", words)
    words, archived = _ARCHIVED.subn(" ", words)
    words, checked = _CHECKED.subn(" ", words)
    filters = Filters(small_schools=bool(small), archived=bool(archived), checked=bool(checked))
    for network in sorted(networks, key=lambda each: -len(each.name)):
        name = re.escape(re.sub(r"\s+networks?$", "", network.name, flags=re.I))
        rest = re.sub(_BEFORE_NETWORK + name + _AFTER_NETWORK, " ", words, flags=re.I)
        if rest != words:
            return rest, replace(filters, network=network.id)
    return words, filters


_BY = (
    re.compile(r"\bwhat (?:did|does|has|have|do) (?P<who>.+?)(?: ever| just)? shared?\b", re.I),
    re.compile(r"\b(?:that |which |what )(?P<who>[^,.?]+?) (?:has |have )?(?:shared|posted)\b", re.I),
    re.compile(r"\b(?:shared|posted) by (?P<who>[^,.?]+)", re.I),
    re.compile(r"\bfrom (?P<who>(?:[A-Z][\w'-]+)(?: [A-Z][\w'-]+)*)"),
)
#: Nobody in particular.
_WE = listed("i we you they people anyone anybody everyone somebody someone she he was were is are been")


def _by_whom(words: str) -> tuple[str, str]:
    """Who or which school is said to have shared it: a name, which only the trust can tell."""
    for pattern in _BY:
        match = pattern.search(words)
        if match is not None and _WE.isdisjoint(match["who"].lower().split()):
            return f"{words[: match.start()]} {words[match.end() :]}", match["who"].strip()
    return words, ""


#: What people call what they look for. "Guide" and "sheet" say too little of what a thing is.
_KINDS: Mapping[Kind, str] = {
    Kind.VIDEO: r"videos?|clips?|films?|recordings?|webinars?",
    Kind.TEMPLATE: r"templates?|pro ?formas?|trackers?|checklists?",
    Kind.POLICY: r"polic(?:y|ies)",
    Kind.RESEARCH: r"research|evidence(?: reviews?)?|papers?",
    Kind.GUIDANCE: r"guidance|statutory guidance",
    Kind.COURSE: r"courses?|cpd|training|modules?",
    Kind.LESSON: r"lessons?|lesson plans?|worksheets?|units? of work|schemes? of work",
    Kind.TOOL: r"apps?|tools?|websites?",
    Kind.ARTICLE: r"articles?|blogs?(?: posts?)?",
    Kind.CASE_STUDY: r"case stud(?:y|ies)|bright spots?",
}
_LINKED = r"(?= (?:on|about|for|of|to|that|which|with|from|showing|explaining)\b|\s*[?.!]*$)"


def _kind(words: str) -> tuple[str, Kind | None, bool]:
    """The words without the kind they name, which, and whether nothing else will do."""
    for kind, called in sorted(_KINDS.items(), key=lambda pair: pair[0] is not Kind.CASE_STUDY):
        only = re.search(rf"\b(?:(?:only|just) (?:the )?(?:{called})|(?:{called}) only)\b", words, re.I)
        if only is not None:
            return f"{words[: only.start()]} {words[only.end() :]}", kind, True
        match = re.search(rf"\b(?:{called})\b{_LINKED}", words, re.I)
        if match is not None:
            return f"{words[: match.start()]} {words[match.end() :]}", kind, False
    return words, None, False


# ------------------------------------------------------------------ what it is about

#: Words of asking for something: they stand in many questions and say nothing of what is sought.
_ASKING = frozenset(
    map(
        stem,
        listed(
            "resource resources link links library anything something material materials document documents "
            "page pages website file files good great best latest explain explained explaining show showing "
            "teach teaching template example examples sheet sheets guide guides read reading-list watch"
        ),
    )
)


def _about(words: str, person: Person | None) -> tuple[dict[str, float], frozenset[str]]:
    """Term → what it counts, and those that the question hangs on."""
    sought = read(words, person)
    weights: dict[str, float] = defaultdict(float)

    def count(term: str, weight: float) -> None:
        weights[term] = max(weights[term], weight)

    named = [*sought.topics, *sought.subjects, *sought.contexts, *sought.roles]
    limits = [*sought.phases, *years.names(sought.years)]
    for concept in (*named, *limits):
        count(concept, NAMED)
        for near in vocabulary().near(concept):
            count(near, NEAR)
    for year in sought.years:
        count(f"phase.y{year}", YEAR)
    if sought.unclear is not None:
        for meaning in sought.unclear.options:
            weights[meaning] = EITHER
    rest = [word for word in sought.words if word not in _ASKING]
    for word in rest:
        count(word, WORD)
    for word in _stems(words, sought):
        count(word, SAME_WORD)
    meant = themes.of(words)
    for concept, worth in meant.items():
        count(concept, worth)
    things = {*named, *rest, *(sought.unclear.options if sought.unclear else ())} - {*sought.roles}
    core = things or {*sought.roles, *meant, *limits}
    return dict(weights), frozenset(core)


def _stems(words: str, sought: Reading) -> list[str]:
    return [word for word in themes.stems_of(words) if word not in _ASKING and word not in sought.words]
