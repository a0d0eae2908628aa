"""Questions beyond one person: which schools are like ours, what goes on in one, who is who there, how many.

Only the kind of question is told here; what it is about (role, topic, years) is the reading's.
"""

import re
from collections.abc import Sequence
from enum import StrEnum

from handlers.rules.named import Named
from handlers.rules.reading import Reading
from handlers.rules.words import plain
from storage.records import School

# ruff: noqa: E501  a pattern is read as one line, however long


#: Characters: these questions are short; longer messages tell a story and look for a colleague.
LONGEST = 300
#: Characters before a school's name that may say for whom it is asked.
LEAD = 80


class Asked(StrEnum):
    """What is asked for, where it is not simply a colleague."""

    #: "Which schools are like ours, and why?"
    SCHOOLS_LIKE = "schools_like"
    #: "Which schools got Outstanding?": what no two schools are compared by here.
    GRADES = "grades"
    #: "What's Oakfield doing on oracy?"
    SCHOOL_DOING = "school_doing"
    #: "Who leads maths at Elm Park?"
    WHO_THERE = "who_there"
    #: "How many of us are there?"
    HOW_MANY = "how_many"
    #: "Our school's figures are wrong."
    CORRECT_SCHOOL = "correct_school"


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))


_BEGIN = r"^(?:(?:so|and|ok|okay|hi|hiya|hello|hey|please|pls|just wondering|i wonder|quick question|morning|brightspot|can you (?:tell|show) me|could you (?:tell|show) me|tell me|show me|do you know|i'?d like to know|i want to know|any idea)[ ,:!.-]+)*"
_OURS = r"(?:ours|our school|our own|us|we are|mine|my school|my own|this school|me)"
_ALIKE = r"(?:alike|like|similar(?: to)?|comparable (?:to|with)|the same as|the most like)"

_WHICH = rf"{_BEGIN}(?:which|what|who)(?:'s| are| is)?(?: the)?(?: other| primary| secondary| small)? ?(?:schools?|primaries|secondaries|ones)?(?: \w+ (?:the|our|this) trust)?(?: is| are|'s)? ?(?:the )?(?:most |very |really |quite |a bit |a lot )?{_ALIKE}"
_LIST = rf"{_BEGIN}(?:are there |is there |have we got |do we have |find(?: me)? |list |give me |what about |any |some |the |me |an? |other )*schools? (?:that (?:are|is) |which (?:are|is) )?(?:most |very |really |quite |a bit |just )?{_ALIKE}"
_LIKE_OURS = _any(
    rf"{_WHICH} {_OURS}\b", rf"{_LIST} {_OURS}\b", rf"{_WHICH}[?.!]*$",
    rf"{_BEGIN}(?:which|what|find(?: me)?|list|give me|any|are there|the|other| )*(?:similar|comparable) schools?\b(?: (?:to {_OURS}|in (?:the|our|this) trust|nearby)\b|[?.!]*$|,? and why)",
    r"\b(?:which|what|who) (?:school|other school)s? (?:are we|is our school|is mine|am i in|do we look) (?:the )?(?:most |closest |nearest )?(?:like|similar to|alike)",
    r"\b(?:our|my|statistical) (?:school'?s )?(?:statistical |nearest |closest )*neighbou?rs?\b", r"\bnearest[ -]neighbou?r(?: school)?s?\b", r"\bour family of schools\b",
    rf"{_BEGIN}(?:which|what) schools? (?:can|could|should|do|might) (?:we|i) (?:compare|be compared|match)",
)  # fmt: skip
#: The same of a school that is named.
_LIKE_ANOTHER = _any(
    rf"{_WHICH} (?!ours|us|mine|the ones)\w", rf"{_LIST} \w", r"\b(?:similar|comparable) schools? to \w"
)
_RESULTS = r"(?:results?|sats?|scores?|gcses?|a[- ]?levels?|attainment|progress(?: 8)?|p8|attainment 8|data|outcomes|ofsted(?:s| grades?| ratings?| reports?| results?| judgements?)?|inspections?|inspection grades?|grades?|pass rates?)"
_GRADES = _any(
    r"\b(?:which|what|any|many|list|find|are there|show me|how many) (?:me )?(?:of the |of our |other |the |our )?(?:schools?|primaries|secondaries|academies)\b[^?]{0,40}\b(?:outstanding|inadequate|requires improvement|special measures|(?:rated|graded|judged) \w+)\b(?! (?:for|in|at) (?!ofsted|their|the last))",
    rf"\b(?:which|what|whose|list|rank|show me|compare)\b[^?]{{0,30}}\b(?:schools?|primaries|secondaries|academies)?\b[^?]{{0,25}}\b(?:best|highest|top|worst|lowest|better|poorest|strongest|weakest) (?:\w+ ){{0,4}}?{_RESULTS}\b",
    rf"\b(?:how do|compare|are) (?:our|my|we|their)\b[^?]{{0,25}}\b(?:{_RESULTS}) ?(?:compare|rank|better|worse|with|to|against|lower|higher)\b",
    rf"\bschools? (?:with|who have|that have|that got|who got|get|gets|got)(?: the)? (?:best|better|highest|top|worst|lowest|higher|lower|good|similar) (?:\w+ ){{0,3}}?{_RESULTS}\b",
    r"\bleague tables?\b", r"\brank (?:the |our |all )*(?:trust'?s )?(?:schools|primaries|secondaries)\b", r"\b(?:best|worst|top|top[- ]performing|best[- ]performing|highest[- ]performing|failing|weakest) (?:\w+ )?schools?\b", r"\bwhat (?:did|was|is) [a-z' ]+(?:ofsted|inspection) (?:grade|rating|judgement|result)\b",
)  # fmt: skip
_DOING = re.compile(
    r"\b(?:doing|working on|work on|works on|up to|tackl\w+|trying|tried|happening|happens|going on|focus\w*|priorit\w+|approach\w*|handl\w+|using|improving|develop\w+|run|runs|running|do|does|done|use|teach|teaches|manage|manages|deal\w* with|good at|known for|best at|strong on|offer|organis\w+|set up|cope|coping|interested in)\b"
)
#: "Near Elm Park", "anyone but Elm Park": a colleague in another school is sought.
_ELSEWHERE = re.compile(
    r"\b(?:near|nearer|nearest|around|close|by|not|but|except|besides|outside|from|like|similar|than)(?: (?:to|the|at))?$"
)
_ABOUT_A_SCHOOL = re.compile(
    rf"{_BEGIN}(?:what|how|whats|hows|is|are|does|did|do|has|have|anything|tell me (?:more )?about|more about|about)\b"
)
_HOW_MANY = re.compile(
    r"\bhow many\b(?! (?:of (?:the |our |your |my )?)?(?:more )?(?:\w+ )?(?:pupils?|children|kids|students|learners|hours?|minutes?|mins|days?|weeks?|times|terms?|sessions?|lessons?|words?|books?|places|classes|forms|inset|points|marks|questions?|networks?|meetings?|resources?|sounds|texts|devices|ipads)\b)"
    r"|\bwhat number of\b|\b(?:the )?number of (?:us|sencos?|sendcos?|teachers|staff|people|schools|colleagues|heads|leads)\b"
)
#: "How many TAs do other schools have?" asks how they do it, and of a colleague.
_OF_OTHERS = re.compile(
    r"\bhow many\b[^?]*\b(?:do|does|should|would|did|can|are you|have you|could) (?:other|others|you|your|most|each|a |an |people|we need|i need|the |every|similar)"
)
_CORRECT = _any(
    r"\b(?:correct|fix|amend|update|change|edit|put right) (?:our|my|the|what you (?:say|know|have|hold) (?:about|on)) ?(?:our |my )?school(?:'?s)?(?: (?:details|figures|facts|data|information|record|entry|profile))?\b",
    r"\b(?:our|my) school(?:'s|s)? (?:details|figures|facts|data|information|record|entry) (?:is|are|look|looks) (?:wrong|out of date|not right|old|incorrect)\b",
    r"\b(?:what you (?:say|have|know) (?:about|on|for) our school) is (?:wrong|out of date|not right|incorrect)\b", r"\byou(?:'ve| have)? got our school wrong\b",
)  # fmt: skip


def on_behalf(text: str, named: Sequence[Named]) -> tuple[Sequence[School], str] | None:
    """The school that a question is asked for, and the question: "for Elm Park, who…", "…on behalf of Elm Park"."""
    if not named:
        return None
    said = plain(text)
    first, last = named[0], named[-1]
    rest = _AFTER_NAME.sub("", said[first.end :])
    if first.start <= LEAD and _FOR.search(said[: first.start]) and len(rest.split()) > 1:
        return first.schools, rest
    end = _AT_END.search(said[: last.start], max(0, last.start - LEAD))
    if end and not _AFTER_NAME.sub("", said[last.end :]) and len(said[: end.start()].split()) > 1:
        return last.schools, said[: end.start()]
    return None


_FOR = re.compile(
    rf"{_BEGIN}(?:i'?m |i am )?(?:a question |asking |ask |find (?:someone |somebody |a colleague )?|looking )?(?:for|on behalf of|in behalf of)(?: (?:the |our )?(?:head|headteacher|sen[d]?co|staff|team|colleagues|someone|somebody|a colleague|a teacher)(?: (?:at|of|in|from))?| colleagues (?:at|in))? (?:the )?$",
    re.IGNORECASE,
)
_AT_END = re.compile(r"[\s,;:(-]*\b(?:on|in) behalf of (?:the )?$", re.IGNORECASE)
_AFTER_NAME = re.compile(r"^(?:'s\b)?[\s,;:.!)?-]*(?:and |please )?")


def without_likeness(text: str) -> str:
    """What else a question about schools says: "which schools like ours are working on attendance?"."""
    return _LIKE_OURS.sub("", plain(text).lower())


def without_counting(text: str) -> str:
    """Whom a question counts: "how many of us teach mixed-age?" is who teaches mixed-age."""
    return _COUNTING.sub("who", plain(text))


_COUNTING = re.compile(
    r"\bhow many(?: others?\b)?(?: of us\b| of you\b)?(?: people\b| schools\b)?", re.IGNORECASE
)


def asked(sought: Reading, named: Sequence[Named] = ()) -> Asked | None:
    """Which of these a question is; None where it simply looks for colleagues.

    `named`: the schools of the trust that its words name.
    """
    said = plain(sought.text).lower()
    if len(said) > LONGEST:
        return None
    if _GRADES.search(said):
        return Asked.GRADES
    if _CORRECT.search(said):
        return Asked.CORRECT_SCHOOL
    like = _LIKE_OURS.search(said) or (named and _LIKE_ANOTHER.search(said))
    if like and not sought.roles:
        return Asked.SCHOOLS_LIKE
    if _HOW_MANY.search(said) and not _OF_OTHERS.search(said):
        return Asked.HOW_MANY
    if not named or _ELSEWHERE.search(said[: named[0].start].rstrip()):
        return None
    about = _ABOUT_A_SCHOOL.search(said) and _DOING.search(said) and not sought.roles
    if about or said.startswith("tell me about"):
        return Asked.SCHOOL_DOING
    return Asked.WHO_THERE if sought.roles or re.search(r"\bwho", said) else None
