"""What is said after a question and goes on from it: "only primaries", "nearer", "anyone else?".

A message goes on from the last question only if every one of its words is accounted for here; one word too
many, and it is a question of its own. So a new question is never taken for the tail of an old one.
"""

import re
from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from handlers.rules import years
from handlers.rules.vocabulary import Word, facet_of, vocabulary, words_of
from handlers.rules.where import SCHOOL_CONTEXTS, STAGES
from handlers.rules.words import STOP, listed, plain

# ruff: noqa: E501  a pattern is read as one line, however long

#: Longer messages are questions.
LONGEST, MOST_LETTERS = 10, 100  # words, letters
LONGEST_NAME = 3  # words that nothing explains: "not Elm Park Infants"


class Follows(StrEnum):
    """How a message goes on from the question before it."""

    #: The next colleagues found for the same question.
    MORE = "more"
    #: Says nothing without a question before it: "nearer", "what about KS2?".
    LEANS = "leans"
    #: After a question it limits that question; alone it is one: "small schools", "only SENCOs".
    MAY = "may"
    #: Years alone, which go on from a question about years: "KS2?".
    YEARS = "years"


_PEOPLE = (
    r"(?:(?:other|more|different|new) )?(?:people|names|ones|colleagues|suggestions|options|faces|contacts)"
)
_MORE = re.compile(
    rf"(?:(?:and |is there |are there |who |have you |do you have |got |show me |can i have |can you show me |give me |i(?:'d| would) like |see |find me )*(?:(?:any|some|a few|the|three|two) )*(?:(?:any|some|every)(?:one|body) else|who else(?: is there| have you got| do you have| can you find)?|others?|the others|the rest|more|any more|next|next (?:three|few|ones?|page)|another(?: one| three| few)?|{_PEOPLE}|different ones)(?: (?:you know of|in the trust|out there|at all|available))*|(?:some(?:one|body)|people) different|keep going|go on|is that (?:all|it|everyone|everybody)(?: of them)?|(?:show )?more like (?:this|these|them))"
)
_POLITE = re.compile(
    r"^(?:(?:ok(?:ay)?|thanks?(?: you)?|thx|ta|cheers|great|lovely|brilliant|perfect|hi|hello|hmm+|yes|yep|no|oh|ah|right|sorry|actually|please|pls|so|well|but|and|which(?: of (?:them|these|those)| ones?)?(?: is| are)(?= )|i mean|i meant|that'?s (?:great|helpful|lovely))[\s,.!:;-]+)+|[\s,]*(?:please|pls|plz|thanks?|thank you|thx|cheers|ta)?[\s?.!]*$",
    re.IGNORECASE,
)
#: How a message says that it goes on from something.
_REFERS = re.compile(
    r"^\W*(?:(?:ok(?:ay)?|thanks|great|hmm+|yes|no|oh|right)\b[\s,.]*)*(?:only|just|and|but|or|also|not|no|(?:the )?same(?=\W*(?:but|for|question|thing|in|with|at|again)\b)|what about|how about|what if|what of|now|except|excluding|without|apart from|other than|leave out|any(?:one|body) but|any but|try|make (?:it|that)|actually|sorry|i mean|i meant|this time|even|with|say|rather)\b|\b(?:instead|only|too|as well|though|then)\W*$",
    re.IGNORECASE,
)
_LEAVES_OUT = re.compile(
    r"^\W*(?:(?:ok(?:ay)?|but|and|thanks|just|only|please|someone|people|those|ones)\b[\s,]*)*(?:not|no|except|excluding|without|apart from|other than|leave out|(?:any(?:one|body)|all) but)\b(?!,)(?: (?:for|in|at|from|the|any|a|an|those|ones|people)\b)*",
    re.IGNORECASE,
)
_NO = re.compile(r"^\W*(?:no|leave out)\b(?!,) ", re.IGNORECASE)
_PLACE_OR_DAY = re.compile(
    r"\b(?:near|nearby|local|locally|close by|(?:mon|tues|wednes|thurs|fri)days?)\b", re.IGNORECASE
)
_US = r"(?:to |than |by )?(?:us|me|home|here|ours|mine|our school|my school|that|this|these|those|them|where (?:i am|we are))"
_NUMBER = r"(?:\d{1,3}|five|ten|fifteen|twenty|thirty|a few)"
_DAY = r"(?:mon|tues?|wed(?:nes)?|thurs?|thu|fri)(?:days?|s)?"
#: "Closer", each time it is said.
NEARER = re.compile(
    r"\b(?:nearer|closer|nearest|closest|less far|not (?:so|that|as) far(?: away)?|too far(?: away)?)\b",
    re.IGNORECASE,
)
ANYWHERE = re.compile(
    r"\b(?:any ?where|wherever|any (?:school|distance)|(?:a bit |much )?(?:further|farther)(?: away| afield| out| off)?|(?:the )?distance does(?: not|n'?t) matter|does(?: not|n'?t) matter where)\b",
    re.IGNORECASE,
)
PART_TIME = re.compile(r"\bpart[- ]?tim(?:e|ers?)\b", re.IGNORECASE)
#: An opening that says nothing on how far the colleagues are: "anyone else nearer?".
ELSE = re.compile(r"\b(?:any|some)(?:one|body) else\b|\bwho else\b", re.IGNORECASE)
#: Limits that leave nothing to ask for when they stand alone.
_BARE_LIMIT = re.compile(
    rf"\b(?:a bit |much |even |the )?(?:nearer|closer|nearest|closest)(?: (?:first|{_US}|by))*\b"
    r"|\bless far\b|\bnot (?:so|that|as) far(?: away)?\b|\b(?:that'?s |those are |they'?re |it'?s )?too far(?: away)?\b"
    rf"|{ANYWHERE.pattern}(?: (?:is|are) (?:fine|ok|okay|good))?"
    rf"|\b(?:on|a|any|every|before|after|by|is|are)? ?\b{_DAY}(?: (?:morning|afternoon|lunchtime)s?)?(?:,? (?:and|or|&) {_DAY})?\b"
    r"|\b(?:(?:have|has|had|'?s|'?ve) )?(?:already |actually |ever |really )?(?:done|cracked|tried|finished|nailed|sorted|managed|fixed|solved|been through|got through) (?:it|this|that|so)\b(?: (?:already|before|well))*"
    r"|\b(?:already )?(?:doing|tackling|working on|struggling with|trying|starting|using) (?:it|this|that)\b(?: (?:already|now|too|currently|at the moment|right now|this (?:term|year)))*"
    r"|\b(?:has|with|have|more)? ?experience(?:d)?(?: (?:of|with|in) (?:it|this|that))?\b"
    r"|\b(?:who|anyone|anybody) (?:is |else )?(?:want|need)(?:s|ing)? (?:some )?help(?: with (?:it|this|that))?\b"
    r"|\b(?:can|could|might|who) help(?: (?:us|me|out|with (?:it|this|that)))*\b",
    re.IGNORECASE,
)
_LIMIT = re.compile(
    rf"\b(?:near(?:by)?|close(?: by)?|local(?:ly)?)(?: {_US})?\b|\b(?:round the corner|up the road|within reach|in (?:our|the same) (?:area|town|county|authority|la))\b"
    rf"|\b(?:within|under|up to|less than|max|at most|no more than|about|inside)? ?{_NUMBER} ?(?:miles?|mi|km|kilometres|minutes?|mins?)\b(?: (?:away|or so|of (?:us|here|me)|drive))*"
    r"|\b(?:a bit |much |even )?(?:smaller|bigger|larger)(?: (?:than|like) (?:us|ours|mine|that|this|our school))?\b|\b(?:about |roughly |of )?(?:our|the same|a similar|similar|same) size\b(?: (?:as|to) (?:us|ours|mine))?|\bas (?:small|big|large) as (?:us|ours|mine|we are)\b"
    r"|\b(?:more )?(?:like|similar to) (?:ours|us|mine|our school|my school|our own)\b|\b(?:a )?(?:similar|comparable) (?:schools?|context|intake|setting|kids|cohort)\b"
    r"|\bpart[- ]?tim(?:e|ers?)\b",
    re.IGNORECASE,
)
#: "Schools like ours" by itself asks for the schools.
_SCHOOLS = re.compile(
    r"(?:which |what |any |the |find |show |show me |other )*schools? (?:that |which )?(?:are |is |most )*(?:like|similar to) (?:ours|us|mine|our school|my school)",
    re.IGNORECASE,
)
#: What may stand between limits. Nothing here asks for anything by itself.
_GLUE = listed(
    """
    a all an and any anybody anyone are as at be been both but can could do doing does else for from had has
    have if in is it just maybe might mine of on one ones only or other others our ours people perhaps place
    places preferably please same school schools setting settings show some somebody someone somewhere staff
    still teaching that the their them there these they this those though to too us we what where who whos
    whove with work works working would free available around about how now instead then also even
    colleague colleagues me first best based question thing try make time away well trust than so yr
    """
)
_REFERS_WORDS = listed(
    """
    only just and but or also same what about how now try make it that actually sorry mean meant even with say
    rather no
    """
)
_LEAVES_OUT_WORDS = listed(
    "not no except excluding without apart from other than leave out but anyone anybody all"
)
#: The same beside words that ask: stricter, for they may be the whole of a question.
_BESIDE_WHAT = listed(
    """
    a all also an and any anyone are as at but colleague colleagues even for from how if in instead is just lead
    leads mean now of on one ones only or other people please question same say school schools some somebody
    someone staff the their then thing those though to too try what about with
    """
)
_ASKING = frozenset(("role", "topic", "subject", "context", "word"))
#: Found in the words, these limit or grade an answer.
_LIMITING = listed(
    """
    constraint.near constraint.not_near constraint.same_area constraint.similar_size constraint.larger
    constraint.smaller constraint.similar_intake constraint.same_phase constraint.cross_phase
    constraint.experienced
    constraint.exclude_own_school constraint.exclude_term
    """
)


def kind(text: str) -> Follows | None:
    """How a message goes on from a question before it; None where it is a question of its own."""
    if len(text) > MOST_LETTERS:
        return None
    said = _bare(text)
    words = words_of(said)
    if not words or len(words) > LONGEST or _SCHOOLS.fullmatch(said):
        return None
    if _MORE.fullmatch(said.lower()):
        return Follows.MORE
    refers = _REFERS.search(plain(text)) is not None
    left_out = _LEAVES_OUT.match(plain(text)) is not None
    heard = _heard(said, words, left_out=left_out)
    if (heard.unknown and not (left_out and heard.a_name)) or (left_out and _PLACE_OR_DAY.search(said)):
        return None
    if heard.what:
        return Follows.MAY if refers else None
    if (refers and (heard.limits or heard.classes or heard.unknown)) or _BARE_LIMIT.search(said):
        return Follows.LEANS
    if heard.classes:
        return Follows.YEARS
    return Follows.MAY if heard.limits else None


def asks(text: str) -> bool:
    """Whether it says who or what is sought, and not only how or where: "what about phonics?"."""
    said = _bare(text)
    return _heard(said, words_of(said), left_out=False).what


def in_full(text: str) -> str:
    """The message as a reader of whole questions understands it: "no heads" is "not heads"."""
    return _NO.sub("not ", plain(text))


def name_left_out(text: str) -> str:
    """ "Elm Park" in "but not Elm Park please"; "" where what is left out is no name."""
    opening = _LEAVES_OUT.match(plain(text))
    if opening is None:
        return ""
    rest = _bare(plain(text)[opening.end() :])
    return rest if _heard(rest, words_of(rest), left_out=True).a_name else ""


def _bare(text: str) -> str:
    """Without what is only polite."""
    return _POLITE.sub("", plain(text)).strip(" ?!.,;:-")


class _Heard(NamedTuple):
    """What the words of a message are accounted for by."""

    #: They say who or what is sought.
    what: bool
    #: They limit where, when, or how far somebody has come.
    limits: bool
    #: They name years.
    classes: bool
    #: Nothing explains these.
    unknown: Sequence[str]

    @property
    def a_name(self) -> bool:
        """Whether what nothing explains may be the name of a school or a colleague."""
        return 0 < len(self.unknown) <= LONGEST_NAME and not self.what and not STOP & set(self.unknown)


def _heard(said: str, words: Sequence[Word], *, left_out: bool) -> _Heard:
    limits = [match.span() for pattern in (_BARE_LIMIT, _LIMIT) for match in pattern.finditer(said)]
    spans = [(one.start, one.end) for one in years.find(said)]
    covered = {at for at, word in enumerate(words) if _inside(word, limits) or _inside(word, spans)}
    what, limited, classes = False, bool(limits), bool(spans)
    for one in vocabulary().find(words):
        here = set(range(one.first, one.last))
        if here <= covered:
            continue
        facet = facet_of(one.concept)
        if one.concept in STAGES or one.concept in SCHOOL_CONTEXTS or one.concept in _LIMITING:
            limited = True
        elif facet in _ASKING or one.concept == "constraint.same_role":
            what = True
        elif facet == "phase":
            classes = True
        else:
            continue
        covered |= here
    glue = _BESIDE_WHAT if what else _GLUE
    rest = [word.lower().replace("\x00", "") for at, (_, word, *_) in enumerate(words) if at not in covered]
    opening = _REFERS_WORDS | (_LEAVES_OUT_WORDS if left_out else frozenset())
    unknown = [word for word in rest if word not in glue and word not in opening]
    return _Heard(what, limited, classes, unknown)


def _inside(word: Word, spans: Sequence[tuple[int, int]]) -> bool:
    return any(start <= word[2] and word[3] <= end for start, end in spans)
