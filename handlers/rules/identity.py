"""Marks of a pupil's or a family's identity without a name: numbers, files, lists, addresses, the only one."""

# ruff: noqa: E501  a pattern is read as one line, however long
import re
from functools import lru_cache

from handlers.rules import named_pupils
from handlers.rules.names import FIRST_NAMES
from handlers.rules.words import listed

Words = frozenset[str]


@lru_cache(maxsize=128)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


# ------------------------------------------------------------------ numbers

#: Unique pupil number: a check letter, eleven digits, a digit or letter; people type it with spaces too.
_UPN = r"(?<![A-Za-z0-9])[A-HJ-NP-RT-Za-hj-np-rt-z](?:[ -]?\d){11}[ -]?[0-9A-HJ-NP-RT-Za-hj-np-rt-z](?![A-Za-z0-9])"
_WRITTEN_UPN = r"\b(?:upn|(?:unique )?(?:pupil|student|admission) (?:no|number)|uln|nhs (?:no|number))\b[ :#-]{0,3}(?:is |of |no |number )?[a-z]?(?:[ -]?\d){6,13}"
_DATE = r"\d{1,2}(?:st|nd|rd|th)?[ /.-](?:\d{1,2}|jan\w*|feb\w*|mar\w*|apr\w*|may|june?|july?|aug\w*|sept?\w*|oct\w*|nov\w*|dec\w*)[ /.,-]{1,2}(?:20)?\d{2}"
_BORN = rf"\b(?:d\.?o\.?b\.?|date of birth|born(?: on)?|birthday)\b[ :.\w]{{0,20}}?{_DATE}"
#: A whole date from a school child's years of birth, in brackets after a name.
_NAME_DATE = rf"[A-Z][a-z]+(?: [A-Z][a-z]*\.?)? ?\((?:dob |b\. ?)?{_DATE}"


# ------------------------------------------------------------------ files, lists, the only one

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
    "seating plan",
    "send list",
    "sen list",
    "support list",
    "with names",
    "photos",
    "profile",
    "care plan",
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
_PEOPLE = r"(?:children|pupils|students|kids|girls|boys|learners|lads|families|family|parents|mums|dads|carers|y(?:ear|r)? ?\d{1,2}s?|siblings|joiners|arrivals|leavers)"
#: What a family does not want known, asked of the families themselves: "which of your families are in the refuge".
_WHO_OF_THEM = (
    rf"\b(?:which|what|who|names? of|name the|list (?:the|all|any)|tell me (?:which|who)) (?:are |is |in |at |from |of |the |my |our |your |all |any )*(?:[\w-]+ ){{0,2}}?{_PEOPLE}\b[^.?!]{{0,45}}?"
    r"\b(?:social (?:care|services|workers?)|refuge|recourse|dinner money|arrears|prison|adopted|fostered|foster|in care|child protection|at risk|cp|cin|lac|cla|plan|register|pp|pupil premium|fsm|free (?:school )?meals|ehcps?|benefits|camhs|"
    r"refugees?|asylum|homeless|temporary accommodation|hiv|bereaved|deported|sectioned|evicted|divorced|social worker|safeguarding file|(?:part time|reduced) timetables?)\b"
)
_RULES_OF_IT = r"\b(?:eligib\w+|entitled|qualif\w+|should|usually|policy|process|how (?:do|many|does)|percent\w*|support|help|strateg\w+|schemes?|work(?:s|ed)? (?:for|with|best)|run|approach|who (?:has|have|leads?|else|knows|runs|works|supports|teaches))\b"
_NAMES_OF = (
    r"\b(?:names?|contact numbers?|numbers|phone numbers?|emails?|e-mails|addresses|postcodes?|photos?|dates? of birth|dobs?) (?:of|for|from) (?:any |all |the |my |our |your |new |each |every )*(?:new )?(?:\w+'s |\w+ )?(?:arrivals|joiners|leavers|admissions|parents|families|carers|siblings|pupils|children|class)\b"
    r"|\b(?:parents|families|carers|mums|dads)' (?:e-?mails?|e-?mail addresses|numbers|phone numbers|addresses|contact details)\b"
    r"|\b(?:scores|results|data|grades|levels|attendance|ages|needs|reports?)\b[^.?!]{0,12} by (?:child|pupil|student|name)\b"
)
#: A house: "14 Corrie Close".
_ADDRESS = r"\b\d{1,3}[a-z]? [A-Z]\w+(?: [A-Z]\w+)? (?:Close|Road|Rd|Street|St|Avenue|Ave|Lane|Drive|Way|Terrace|Court|Crescent|Gardens|Grove|Place|Mews)\b"
_LIVES = r"\b(?:child|children|pupil|girl|boy|lad|family|families|mum|dad|kids?|siblings|lives?|living|he|she|they)\b"
_CHILD = r"(?:pupil|child|student|boy|girl|kid|lad|lass|family|wheelchair user|refugee|traveller)"
#: One child told from all others: "the lad in 4B with the prosthetic leg", and known to those who are asked.
_TOLD_APART = (
    rf"\b(?:the|that|your|this|a) (?:[\w'-]+ ){{0,2}}?{_CHILD} (?:in [\w ]{{1,8}}? ?)?(?:with|whose|who|who's|you|on|from|that)\b",
    rf"\b(?:(?:who is|who's|which is) the (?:[\w-]+ )?{_CHILD}|taught (?:him|her)|had (?:him|her)|is (?:he|she) (?:at|with|in|one)|(?:ask|know|tell me|anything|info) about (?:him|her)|(?:his|her) (?:sister|brother|cousin|old teacher)|joining my|on the news|in the (?:papers?|news)|is joining|joins us|(?:moved|moving|come|coming) (?:to|from) (?:you|us|your)|you (?:had|excluded|taught|permanently)|at yours|last year)\b",
)  # fmt: skip
_ONE_ALONE = (
    r"(?:^|[.,;:!?] ?|\b(?:got|have|had|with) )(?:only|one|a single|just one|just the one) |\b(?:the|our|my|their) (?:only|one|single|sole|lone) |\bonly (?:have|got|had) (?:one|1) ",
    rf"^(?:one |the )?(?:(?!one\b|primary|school|music|trust|full|male|female|of|year|for|in|thing|who|with|lead)[\w/'-]+ ){{0,3}}?{_CHILD}\b(?!s|['s]*[ -](?:premium|voice|progress|services?|protection|friendly|psych|council|centre|leadership|teacher|tas?\b|lead|support|worker|outcomes|per|at a time|away|lesson))",
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
        or _lists_and_files(lower, words)
        or _told_apart(text, lower)
        or named_pupils.sign(text, lower)
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


def _lists_and_files(lower: str, words: Words) -> str:
    if "only" in words and (_compiled(_ONLY).search(lower) or _compiled(_ONLY_YEAR).search(lower)):
        return "only-one"
    files = _compiled(_FILE).finditer(lower)
    if any(_tells_a_pupil(lower[max(0, ending.start() - _FILE_NAME) : ending.start()]) for ending in files):
        return "pupil-file"
    if any(_compiled(pattern).search(lower) for pattern in (*_LISTS, _NAMES_OF)):
        return "pupil-list"
    if _compiled(_WHO_OF_THEM).search(lower) and not _compiled(_RULES_OF_IT).search(lower):
        return "which-families"
    return ""


#: A pupil or two by what they are: "my looked after girl", "our Ukrainian twins".
_STATUS = (
    rf"\b(?:my|our|your) (?:looked after|lac|cla|adopted|fostered|deaf|blind|hearing impaired|refugee|traveller|roma|trans|diabetic|epileptic|autistic|non-verbal|bereaved) {_CHILD}\b(?!['s]*[ -](?:premium|voice|lead|policy|plan))"
    rf"|\b(?:my|our|your) (?:[\w-]+ )?(?:twins|triplets)\b|\bthe (?:twins|triplets) (?:with|who|in|from|at)\b|\bwhich (?:of )?(?:the|your|our|my) (?:refugee|lac|cla|adopted|fostered|looked after|traveller|asylum) (?:children|pupils|kids|families)\b|\b{_CHILD} with (?:one|no) (?:arm|leg|eye|ear|hand)\b"
)


def _told_apart(text: str, lower: str) -> str:
    """One child whom a trait, or a house, tells from all others."""
    if _compiled(_STATUS).search(lower) or all(_compiled(pattern).search(lower) for pattern in _TOLD_APART):
        return "told-apart"
    alone, child = (_compiled(pattern) for pattern in _ONE_ALONE)
    if any(child.match(lower[one.end() : one.end() + 60]) for one in alone.finditer(lower)):
        return "only-one"
    if _DIGIT.search(text) and _compiled(_ADDRESS).search(text) and _compiled(_LIVES).search(lower):
        return "address"
    return ""


def _tells_a_pupil(file: str) -> bool:
    file = re.split(r"[^\w' .-]|(?<!\b\w)\.", file)[-1]
    words = set(re.findall(r"[a-z]+", file.replace("_", " ")))
    if words & (_FILE_WORDS - {"plan", "risk", "school", "whole", "staff", "form"}):
        return False
    name = file.replace("_", " ").replace("-", " ")
    if words & FIRST_NAMES and words & {"risk", "assessment", "plan", "report", "profile", "letter"}:
        return True
    return any(kind in name for kind in _PRIVATE_FILES)
