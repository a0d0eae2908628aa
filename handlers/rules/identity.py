"""Marks of a pupil's or a family's identity: numbers, names beside a class or a need, files, lists.

Names of colleagues and schools must pass ("Is Jodie Haylock the right person to ask?"), so a name counts
only beside something that belongs to a pupil.
"""

# ruff: noqa: E501  a pattern is read as one line, however long
import re
from functools import lru_cache

from handlers.rules.names import FIRST_NAMES, is_a_name
from handlers.rules.words import listed

Words = frozenset[str]


@lru_cache(maxsize=128)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


# ------------------------------------------------------------------ numbers

#: Unique pupil number: a check letter, eleven digits, a digit or letter; people type it with spaces too.
_UPN = r"(?<![A-Za-z0-9])[A-HJ-NP-RT-Za-hj-np-rt-z](?:[ -]?\d){11}[ -]?[0-9A-HJ-NP-RT-Za-hj-np-rt-z](?![A-Za-z0-9])"
_WRITTEN_UPN = (
    r"\b(?:upn|unique pupil number|uln|nhs (?:no|number))\b[ :#-]{0,3}(?:is |of |no |number )?[a-z]?\d{6,13}"
)
_DATE = r"\d{1,2}(?:st|nd|rd|th)?[ /.-](?:\d{1,2}|jan\w*|feb\w*|mar\w*|apr\w*|may|june?|july?|aug\w*|sept?\w*|oct\w*|nov\w*|dec\w*)[ /.,-]{1,2}(?:20)?\d{2}"
_BORN = rf"\b(?:d\.?o\.?b\.?|date of birth|born(?: on)?|birthday)\b[ :.\w]{{0,20}}?{_DATE}"
#: A whole date from a school child's years of birth, in brackets after a name.
_NAME_DATE = rf"[A-Z][a-z]+(?: [A-Z][a-z]*\.?)? ?\((?:dob |b\. ?)?{_DATE}"


# ------------------------------------------------------------------ names beside what belongs to a pupil

_CLASS = r"(?:(?:[RN]|\d{1,2})[A-Z]{1,3}\b|(?:[Yy](?:ea)?r?|[Yy]ear) ?(?:1[0-3]|\d|R)\b(?!/)|[Rr]eception|[Nn]ursery|my (?:class|form|lesson|tutor group|set|group))"
_NAME = r"[A-Z][a-zé'-]+(?: [A-Z](?:[a-zé'-]+|\.?)(?![A-Za-z]))?"
_IN_CLASS = rf"\b({_NAME}),? (?:is |who is |who's )?(?:in|from|of) (?:my )?{_CLASS}"
_NAME_BRACKET = rf"\b({_NAME}),? ?\((?:dob|[Yy](?:r|ear)? ?\d{{1,2}}|\d{{1,2}}[A-Z]|[A-Z]{{1,3}}\d?,? ?Y)"
_CALLED = r"\b(?:pupil|child|student|boy|girl|lad|kid|son|daughter|tutee|lass|brother|sister|toddler) (?:is |was |called |named |like |name is |- ?|, ?)?([A-Z][a-z]+(?: [A-Z][a-z]+)?)\b"
_OWN = (
    r"('s?|s') (?:\w+ ){0,2}?(?:mum|mother|dad|father|parents?|nan|gran|foster\w*|carers?|social worker|ehcp|ehc plan|ehcna|iep|pep|son|daughter|kids?|child\b|children\b|"
    r"one page profile|annual review|chronology|sats|predicted|reading age|diagnosis|medication|inhaler|attendance|"
    r"epi ?pen|seizures?|meltdowns?|suspensions?|exclusion|absences?|ed psych|ep report|pupil premium|fsm|home ?life|anxiety|adhd|autism|"
    r"key ?worker|1:1|one to one|siblings?|twin|step ?dad|step ?mum|address|phone number|care plan|healthcare plan)\b"
)
#: Belongs to a pupil as a rule, yet may be a colleague's: "Sunita Patel's results, can I talk to her?"
_PERHAPS_OWN = r"('s?|s') (?:\w+ ){0,2}?(?:behaviour|behavior|file|records?|scores?|results|grades?|report|referral|needs|timetable|tutor|assessment|progress|targets?|provision map|attendance)\b"
_TALK = r"\b(?:talk|speak|ring|email|message|meet|introduce|in touch|connect|chat|visit|learn from|show (?:me|us)|scheme|planning|policy|approach|system)\b"
_NAMES_OWN = rf"\b({_NAME}){_OWN}"
_NAMES_PERHAPS = rf"\b({_NAME}){_PERHAPS_OWN}"
_FAMILY_IS = rf"\b(?:mum|dad|mother|father|parent|carer|nan|sister|brother|son|daughter)(?: is| called| named|'s called|'s name is) ({_NAME})"
_SURNAME = r"\b[Ss]urname (?:is |of |- ?|: ?)?([A-Z][a-z]+)"
#: "Mason P", "Poppy L.": how pupils are written in schools.
_NAME_INITIAL = r"\b([A-Z][a-zé]{2,}) [A-Z](?:\.|\b)(?![\w'/&+-]| ?(?:level|Level|star))"
#: First names alone, beside a record or a pupil's move.
_FIRST = (
    "("
    + "|".join(sorted(name.capitalize() for name in FIRST_NAMES))
    + r")(?: [A-Z][a-z]+)?(?! (?:Primary|School|Academy|Infant|Junior|Road|House|College|Church))"
)
_RECORD_OF = rf"\b(?:[Ee]hcp|EHCP|IEP|PEP|[Aa]nnual review|[Aa]ttendance|[Ff]ile|[Rr]ecords?|SATs|[Ss]cores?|[Rr]esults|[Gg]rades|[Rr]eport|[Bb]ehaviour|[Rr]eferral|[Cc]are plan|[Rr]eading age|[Pp]rogress|[Ee]xclusion|[Ss]uspension|[Mm]edical \w+|[Rr]isk assessment|[Aa]ddress|[Pp]hone number|info(?:rmation)?) (?:for|of|about|on) {_FIRST}"
_MOVING = r"(?:coming (?:up|to us|from)|joining us|joined us|transferr\w+|moving (?:up|from|to your)|moved (?:up|from your)|in your (?:class|school|y\w*)|who you had|from your)"
_MOVES = rf"\b{_FIRST} (?:is |was |who is |who's |has )?{_MOVING}"
_HAS_MISSED = rf"\b(?:has|have|did|does|is|was) {_FIRST} (?:\w+ ){{0,2}}?(?:missed|miss|absent|late|suspended|excluded|got an? |have an? |EHCP|SEN\b|SEND|FSM|PP\b)"
_CHILDS_LIFE = (
    r"\b(?:he|she|his|her|him)\b[^.?!]{0,60}\b(?:adhd|asd|autis\w+|dyslexi\w+|ehcp|mum|dad|foster\w*|carers?|tics|epilep\w+|diabet\w+|meltdowns?|kicking off|"
    r"suspended|excluded|refus\w+|runs? (?:out|off|away)|running (?:out|off)|can'?t read|won'?t (?:come|write|speak|eat|sit)|hits out|biting|bites|behaviour|attendance|waiting list)\b"
)
_NAME_AND_NEED = rf"\b({_NAME}),? (?:who )?(?:has|is|was|keeps|won'?t|can'?t|needs|gets|doesn'?t|hasn'?t|just|still|refuses|struggles)\b[^.?!]{{0,60}}\b(?:adhd|ASD|ADHD|EHCP|[Aa]utis\w+|[Dd]yslexi\w+|diagnos\w+|meltdowns?|suspended|excluded|excl\w+|refus\w+|running (?:out|off)|runs (?:out|off)|kicking off|non-?verbal|bit(?:es|ing)|his (?:mum|dad)|her (?:mum|dad)|foster\w*|in care|PEX|FSM|pupil premium|PP|tics|self[ -]?harm\w*)"
_MEETING = r"\b(?:talk|speak|ring|call|email|message|meet|introduce|contact|touch|ask|chat|connect|visit|right person|colleague|teacher|lead|head|senco|sendco|ta|mr|mrs|miss|ms|teaches|leads|works|worked|working on|role)\b"

# ------------------------------------------------------------------ initials

_INITIALS = r"(?<![A-Za-z.])([A-Z]\.?[A-Z]\.?)(?:'s (?:file|plan|EHCP|records?|report|mum|dad|parents?|behaviour|attendance|annual review|mother|father|carer|needs|meltdowns?)|,? (?:is |who is )?in (?:my )?(?:\d{1,2}[A-Z]|[Yy](?:r|ear)? ?\d{1,2}|[Rr]eception)\b| \((?:Y|[Yy]r ?|[Yy]ear )\d{1,2}\))"
_PUPIL_INITIALS = r"\b(?:[Pp]upil|[Cc]hild|[Ss]tudent|[Bb]oy|[Gg]irl|[Ll]ad)(?: called| named)? ([A-Z]\.?[A-Z]?\.?|[XYZ])(?![\w'/&]|\.?[A-Za-z])(?! ?\d)"
_NOT_INITIALS = listed(
    """
    TA TAS PP RE PE DT IT EP AP SA PA HI VI RP AI CP PD PM CS AA AR GD HT DH AH EY FS KS LA PR PC PT TL HR
    IG UK US OK BM TV MH EI LP KO QA VP VC VA CE RC SK DL DP FD ID SM RI TT TTRS ICT SEN EAL ECT MFL EYFS
    SLT SEND SENCO HLTA PSHE RSE WW IB AS
    """
)

# ------------------------------------------------------------------ families, files, lists, the only one

_FAMILY = (
    r"\b(?:mum|dad|mother|father|parents?|family|brother|sister|nan|gran|grandparents|carers?) of (?:the )?([A-Z][a-z]+)\b(?! (?:Primary|School|Academy|Infant|Junior))",
    r"\b(?:the|The) ([A-Z][a-z]+) (?:twins|family|siblings|brothers|sisters|triplets|kids|children|boys|girls)\b",
    r"\b(?:Mr|Mrs|Ms|Miss)\.? ([A-Z][a-z]+)'s (?:son|daughter|child|boy|girl|lad|kids?|children|twins)\b",
)  # fmt: skip
_FILE = r"\.(?:docx?|pdf|xlsx?|csv|jpe?g|png|pptx?)\b"
_FILE_NAME = 160  # characters: names of files are hardly longer
_FILE_WORDS = listed(
    """
    template blank form example policy proforma checklist guidance flowchart quiz slides model sample
    toolkit staff school whole trust plan risk training anonymised anonymous guide poster handbook framework
    spreadsheet tracker
    """
)
_PRIVATE_FILES = (
    "ehcp",
    "annual review",
    "cp file",
    "chronolog",
    "referral",
    "pep",
    "iep",
    "behaviour log",
    "pupil",
    "class list",
    "concern",
)
_YOUNG_MANY = (
    r"(?:children|pupils|students|kids|girls|boys|learners|lads|families|parents|y(?:ear|r)? ?\d{1,2}s)"
)
_LISTS = (
    rf"\b(?:list|names?|register|spreadsheet|addresses|phone numbers?|contact details|details|records|export|photos?|dobs?|upns?) (?:of|for) (?:all |every |any |the |our |my |your |their |each |those )*(?:(?!interventions|strategies|ideas|books|schemes|for |to )[\w+-]+ ){{0,3}}?{_YOUNG_MANY}\b(?! (?:voice|evening|premium|forum|council|workshop|support))",
    rf"\b(?:which|what|who are the|name the|names of) (?:of (?:my|our|the|your) )?(?:[\w-]+ ){{0,2}}?{_YOUNG_MANY} (?:\w+ ){{0,4}}?(?:have|has|are|is|get|gets|receive|claim|live) (?:\w+ ){{0,3}}?(?:ehcps?|pp\b|pupil premium|fsm|free (?:school )?meals|with foster|on (?:the )?(?:send|cp|child protection)|child protection|looked after|lac\b|cla\b|cin\b|in care|social worker|plan|refugees?|persistent|suspended|excluded)",
    rf"\b(?:send|share|give|email|show|get|need|pull|export)\b[^.?!]{{0,60}}\b{_YOUNG_MANY}\b[^.?!]{{0,40}}\bwith (?:their|his|her) (?:names?|scores?|sats|results|grades?|dobs?|addresses|needs|medical|attendance|reading ages?|data|ehcps?|details|targets?|upns?)",
    r"\b(?:attendance|sats|scores?|grades|results|data|reading ages?|assessments?|medical\w*|reports?) (?:of|for) (?:each|every|individual|named|the (?:\w+ )?(?:girl|boy|pupil|child|student)\b|(?:the |these |those |my |your )?(?:\w+ )?(?:children|pupils|students|kids) in (?:my class|\d{1,2}[a-z]\b|y\d\w? at\b))",
    r"\b(?:class list|pupil list|send register|pp list|cp list|vulnerable list|fsm list|lac list|register)s? (?:of|for|from|with names|at) (?!small|one|large|our size|a |the trust)(?:the )?(?:\d{1,2}[a-z]\b|y(?:ear|r)? ?\d|[a-z]+ (?:primary|school|infant|junior|academy)|my class|your class)",
    r"\b(?:home address|phone number|contact (?:details|number)|surname) (?:of|for) (?:a |the |his|her|this|that|one of )?(?:\w+ ){0,2}(?:pupil|child|student|parent|mum|dad|boy|girl|family|mother|father|twins|siblings|brothers|sisters)",
    r"\bwho (?:are )?(?:the|your|our|my) (?:lac|cla|pp|fsm|send|sen|cin|cp|eal|refugee|vulnerable|looked after|pupil premium|child protection) (?:children|pupils|kids|students|families)\b",
    r"\b(?:send|share|give|email|get|need|see|have)\b[^.?!]{0,30}\b(?:send|sen|pp|cp|cin|lac|vulnerable|fsm|safeguarding|pupil|class|medical) (?:register|list) (?:for|at|from|of) (?!a |small|one|large|our size|tracking|the trust|whole)",
    rf"\b(?:grades|scores|list|results|data|{_YOUNG_MANY}|needs)\b[^.?!]{{0,40}}\bby name\b",
)  # fmt: skip
_ONLY = (
    r"\b(?:the|my|our|their) (?:only|one and only) (?:(?!one|primary|school|music|trust|full|male|female)[\w/'-]+ ){0,4}?"
    r"(?:pupil|child|student|boy|girl|kid|lad|lass|wheelchair user|refugee|traveller|lac child|looked after child)\b(?!['s]*[ -](?:premium|voice|progress|services?|protection|friendly|psych|council|centre|leadership|teacher|tas?\b|lead|support|worker|outcomes))"
)
_ONLY_YEAR = r"\b(?:the|my|our) only (?:y(?:ear|r)? ?\d{1,2}|reception|nursery) (?:with|who|in care|on)\b"


def sign(text: str, lower: str, words: Words) -> str:
    """The rule that says a pupil or family can be identified, or ""."""
    return (
        _numbers(text, lower)
        or _lists_and_files(text, lower, words)
        or _names(text, lower)
        or _small_names(lower)
    )


_DIGIT = re.compile(r"\d")


def _numbers(text: str, lower: str) -> str:
    if not _DIGIT.search(text):
        return ""
    if _compiled(_UPN).search(text) or _compiled(_WRITTEN_UPN).search(lower):
        return "upn"
    if _compiled(_BORN).search(lower) or _compiled(_NAME_DATE).search(text):
        return "date-of-birth"
    return ""


def _lists_and_files(text: str, lower: str, words: Words) -> str:
    if "only" in words and (_compiled(_ONLY).search(lower) or _compiled(_ONLY_YEAR).search(lower)):
        return "only-one"
    files = _compiled(_FILE).finditer(lower)
    if any(_tells_a_pupil(lower[max(0, ending.start() - _FILE_NAME) : ending.start()]) for ending in files):
        return "pupil-file"
    if any(_compiled(pattern).search(lower) for pattern in _LISTS):
        return "pupil-list"
    return ""


def _tells_a_pupil(file: str) -> bool:
    file = re.split(r"[^\w' -]", file)[-1]
    words = set(re.findall(r"[a-z]+", file.replace("_", " ")))
    if words & (_FILE_WORDS - {"plan", "risk", "school", "whole", "staff", "form"}):
        return False
    name = file.replace("_", " ").replace("-", " ")
    return any(kind in name for kind in _PRIVATE_FILES)


def _names(text: str, lower: str) -> str:
    if text.islower():
        return ""
    if not _NAME_BEGINS.search(text):
        return _initials(text)
    for rule, patterns in _NAMED:
        if any(
            is_a_name(found.group(1)) for pattern in patterns for found in _compiled(pattern).finditer(text)
        ):
            return rule
    if _compiled(_MOVING).search(text) and _compiled(_MOVES).search(text):
        return "name-and-record"
    if found := _initials(text):
        return found
    if _compiled(_TALK).search(lower) is None and any(
        is_a_name(found.group(1))
        for pattern in (_NAMES_PERHAPS, _NAME_INITIAL)
        for found in _compiled(pattern).finditer(text)
    ):
        return "name-and-record"
    if _several_first_names(text, lower):
        return "pupil-names"
    return "name-and-class" if _in_class(text, lower) else ""


def _initials(text: str) -> str:
    for pattern in (_INITIALS, _PUPIL_INITIALS):
        if any(_are_initials(found.group(1)) for found in _compiled(pattern).finditer(text)):
            return "initials"
    return ""


def _several_first_names(text: str, lower: str) -> bool:
    """ "3 boys in 8K: Ryan, Josh and Tyler": first names alone, beside pupils or their class."""
    if not _compiled(r"\b(?:boys|girls|lads|kids|pupils|students|twins|siblings)\b|\b\d{1,2}[a-z]\b").search(
        lower
    ):
        return False
    alone = _compiled(
        r"\b([A-Z][a-z]+)\b(?=,| and | & )(?! [A-Z])|(?:and|&|,) ([A-Z][a-z]+)\b(?! [A-Z])"
    ).finditer(text)
    return (
        len({name for found in alone for name in found.groups() if name and name.lower() in FIRST_NAMES}) > 1
    )


#: Every name looked for by its capital begins like this: most questions have none, and are done sooner.
_NAME_BEGINS = re.compile(r"[A-Z][a-zé'-]")

_NAMED = (
    ("family", _FAMILY),
    ("pupil-name", (_CALLED,)),
    ("name-and-record", (_NAMES_OWN,)),
    ("name-and-need", (_NAME_AND_NEED,)),
    ("family", (_FAMILY_IS, _SURNAME)),
    ("name-and-record", (_RECORD_OF, _HAS_MISSED)),
)


def _are_initials(letters: str) -> bool:
    return letters.replace(".", "") not in _NOT_INITIALS


def _in_class(text: str, lower: str) -> bool:
    """A name beside a class, unless it may be the colleague who teaches it."""
    pupil = _compiled(_CHILDS_LIFE).search(lower) is not None or _compiled(_MEETING).search(lower) is None
    return any(
        is_a_name(found.group(1)) and (pupil or _class_code(found.group()))
        for pattern in (_IN_CLASS, _NAME_BRACKET)
        for found in _compiled(pattern).finditer(text)
    )


def _class_code(words: str) -> bool:
    """ "3L" is a class of pupils; "Y3" may be the year a colleague teaches."""
    return re.search(r"\b(?:\d{1,2}[A-Z]|R[A-Z])\b", words) is not None


_SMALL_CLASS = r"\b([a-z]{3,})(?: ([a-z]{2,}))? in (?:my )?(?:\d{1,2}[a-z]\b|y(?:ear|r)? ?\d{1,2}\b(?!/)|my class|my form|reception)"
_SMALL_OWN = rf"\b([a-z]{{3,}})(?:{_OWN}|{_PERHAPS_OWN})"
_SMALL_CALLED = r"\b(?:pupil|child|student|boy|girl|lad|kid|tutee) (?:called|named) ([a-z]{3,})"


def _small_names(lower: str) -> str:
    """Names typed without capitals, as on a phone: only common first names, only beside a class or record."""
    if _compiled(_SMALL_CALLED).search(lower):
        return "pupil-name"
    for found in _compiled(_SMALL_CLASS).finditer(lower):
        if (found.group(1) in FIRST_NAMES or found.group(2) in FIRST_NAMES) and not _compiled(
            _MEETING
        ).search(lower):
            return "name-and-class"
    if any(found.group(1) in FIRST_NAMES for found in _compiled(_SMALL_OWN).finditer(lower)):
        return "name-and-record"
    return ""
