"""A pupil or a family by name or initials, told from a colleague who may be named freely.

A name alone says nothing. It is a pupil's where something of a pupil's belongs to it ("Kasia's mum", "Leo in
4B"), or where a pupil's life stands in the message and nothing makes the name a colleague's: a role, a
title, a talk asked for, work to share.
"""

# ruff: noqa: E501  a pattern is read as one line, however long
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from handlers.rules.names import EITHER, FIRST_NAMES, is_a_name
from handlers.rules.vocabulary import vocabulary
from handlers.rules.words import STOP, listed, plain


@lru_cache(maxsize=128)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


# ------------------------------------------------------------------ pupil or colleague?

_ROLE = (
    r"(?:teacher|teaches|headteacher|head|deputy|admin\w*|admissions|technician|supervisor|assistant|counsellor|director|ceo|clerk|sbm|receptionist|co-?ordinator|officer|chef|driver|pastoral|secretary|business|instructor|therapist|tutor|senco|sendco|tas?|hlta|leads?|leading|leader|ects?|rqt|mentor|caretaker|coach|office|manager|governor|"
    r"colleague|principal|librarian|nurse|cook|elsa|dsl|trainer|facilitator|network|hub|team|staff|role|maternity|retired|expertise|course|"
    r"trained|training|train|say about|superb|does (?:a |some )?(?:great|good|lovely|brilliant|fantastic|amazing)|know (?:lots |much |a lot |anything )?about|knows about|work(?:ing|s)? on|think of|recommend|do (?:for|on|about)|use for|explain|advise|help (?:me|us)|good (?:on|at|with)|expert|sessions?|spreadsheet|scheme|planning|polic(?:y|ies)|displays?|units?|lovely ideas|runs|running a|project|assembly|practice|"
    r"talk to|speak to|show (?:me|us)|share|available|free|ks[1-4]|phase|department|dept|trust|outdoor area|results were|email)"
)
#: Just before a colleague's name.
_STAFF_BEFORE = _compiled(
    r"(?:\b(?:talk|talking|speak|spoke|chat) (?:to|with)|\bintroduce(?: me)?(?: to)?|\b(?:touch|connect\w*(?: me)?) (?:with|to)|\b(?:e-?mail|message|ask|contact|meet|met|st|saint|thank|thanks to|visit|tell|"
    r"replace[ds]?|replacing|could|can|would|will|mr|mrs|ms|miss|line manager is|(?:session|training|talk|input|course|workshop|ideas|assembly|planning)s? (?:from|by|with)|colleague|teacher|head|senco|sendco|ta|lead|deputy|caretaker|looking for|takes over from))[ ,:.]*$"
)
#: Soon after a colleague's name; "his TA" would be a pupil's.
_STAFF_AFTER = _compiled(
    rf"^[^.?!]{{0,45}}?(?:(?<!his )(?<!her )(?<!their )(?<!\ba )\b{_ROLE}\b(?! (?:to|to one)\b)"
    r"|\b(?:his|her|their) (?:e-?mail|role|job|policy|scheme|planning)\b)"
)
_SCHOOL = _compiled(
    r" (?:bank|park|mount|rise|court|lea|heights|meadows?|view|road|avenue|terrace|juniors?|infants?|primary|academy|school|college|trust|house|church|ce|rc)\b"
)
_SAINT = _compiled(r"\b(?:st\.?|saint) $")
#: What is asked of a school, whoever it is called after: "what is William Morris doing about attendance".
_SCHOOL_AFTER = _compiled(
    r"^(?: [\w'-]+)?(?: doing (?:anything |something |much )?(?:about|on|for)| tackling| g[eo]t(?:ting)? its)\b(?! (?:his|her|their)\b)"
    r"|^(?: [\w'-]+)?, who else is (?:tackling|working on|using)\b"
)
#: What a pupil's days and years are made of.
_PUPILS_LIFE = (
    r"\b(?:join(?:s|ed|ing)? (?:us|me|my class|our)|start(?:s|ed|ing)? with (?:me|us)|com(?:es?|ing)(?: up| over| across)? (?:to (?:us|me)|from (?:you|your|elm)|up from)|came (?:to us|to me|from you)|"
    r"mov(?:ed|es|ing) (?:from your|up|to your|from you|to yours)|from your (?:y|year|nursery|reception)|(?:was|were|been|he's|she's|is|are) (?:at|with) (?:yours|your place|you)\b|at yours\b|with you\b(?! (?:about|on))|"
    r"(?:you|who|anyone|anybody) (?:had|taught) (?:him|her|them)|on (?:a|the) (?:child protection|cp|child in need|cin) plan|self[ -]?harm(?:s|ed|ing)?|epi ?pen|insulin|diabet\w+|seizures?|epilep\w+|ritalin|medicat\w+|medicine|inhaler|care plan|ehcp|ehc plan|iep|annual review|"
    r"ed psych|ep report|salt (?:referral|report|input|assess\w*)|speech (?:lady|therap\w+)|dyslex\w+|autis\w+|adhd|dysprax\w+|non ?-?verbal|selective(?:ly)? mut\w+|asd|diagnos\w+|one to one|1:1|camhs|wheelchair|hearing aids?|asthma|allerg\w+|sickle|"
    r"part time timetable|attendance|absen\w+|lates|exclu\w+|suspen\w+|off roll|truan\w+|abscond\w+|sats|predicted|(?:his|her|their) (?:file|files|records?|plan|report|books|ta|teacher|class|timetable|peers?|mates?|behaviour|writing|reading)|"
    r"mum|dad|nan|gran|mother|father|foster\w*|social worker|siblings?|brothers?|sisters?|twins?|cousins?|carer|stepdad|refus\w+|hid(?:es|ing) (?:under|in|behind)|won'?t (?:write|go|come|speak|talk|sit|eat|do|work|read)|wont (?:write|go|come|speak|talk|sit|eat|do|work|read)|"
    r"kick(?:s|ing) off|r[ua]ns? (?:off|out)|running (?:off|out)|bites|biting|hits|hitting|throws|meltdowns?|nightmare|tantrums?|home address|postcode|where (?:do|does|did|has|have)[^.?!]{0,30}\b(?:lives?|gone?|moved?)\b|nappies|toilet|lunch ?times?|settle[ds]?|"
    r"in my (?:class|form|set|group|year|tutor group|(?:y|yr|year) ?\d+)|can'?t (?:read|write|sit|speak|count)|cant (?:read|write|sit|speak|count)|no english|looked after|in care|free school meals|fsm|pupil premium|bullied|bullying|fighting|falling out|tribunal|(?:what|which) set|(?:reading|book) band|hearing test|eye test|hard work|a handful|paperwork|eligible|splints?|translator|interpreter|(?:parental|photo) consent|medical info|has a pep|\d+ hours|reduced hours|(?:did|do|does) (?:you|u|anyone|anybody) (?:teach|have|know)|anyone know why|boxall profile|trousers|cried|crying|upset)\b"
)
_NAME = r"[A-Z][a-zé'-]+(?:-[A-Z][a-zé]+)?(?: [A-Z](?:[a-zé'-]+|\.?)(?:-[A-Z][a-zé]*)?(?![A-Za-z]))?"
_CLASS = r"(?:(?:[RN]|\d{1,2})[A-Z]{1,3}\b|(?:[Yy](?:ea)?r?|[Yy]ear) ?(?:1[0-3]|\d|R)\b(?!/)|[Rr]eception|[Nn]ursery|my (?:class|form|lesson|tutor group|set|group|[Yy](?:ear |r ?)?\d+))"
_CLASS_CODE = r"\b(?:(?:\d{1,2}|R|N)[A-Z]\b|my (?:class|form|set|tutor group|group|[Yy]))"


def _is_pupil(text: str, found: re.Match[str]) -> bool:
    """Whether the name found first in this match is nobody's in the staff."""
    return not _is_colleague(text, *found.span(1))


def _is_colleague(text: str, start: int, end: int) -> bool:
    """Whether the words around a name make it a colleague's, or a school's: "Willow Bank", "St George's"."""
    before, after = text[max(0, start - 40) : start].lower(), text[end : end + 70].lower()
    school = _SCHOOL.match(after) or _SCHOOL_AFTER.match(after)
    return bool(school or _STAFF_BEFORE.search(before) or _STAFF_AFTER.search(after))


# ------------------------------------------------------------------ what belongs to a name

_OWN = (
    r"('s?|s') (?:\w+ ){0,2}?(?:mum|mother|dad|father|parents?|nan|gran|foster\w*|carers?|social worker|ehcp|ehc plan|ehcna|iep|pep|son|daughter|kids?|child\b|children\b|"
    r"one page profile|annual review|chronology|sats|predicted|reading age|diagnosis|medication|inhaler|attendance|absences?|brothers?|sisters?|cousins?|"
    r"epi ?pen|seizures?|meltdowns?|suspensions?|exclusion|ed psych|ep report|pupil premium|fsm|home ?life|anxiety|adhd|autism|"
    r"key ?worker|1:1|one to one|siblings?|twin|step ?dad|step ?mum|address|home address|phone number|care plan|healthcare plan|medical(?: \w+)?|ep visit|hearing test|surname|tribunal|consent|paperwork|ta\b|old ta)\b"
)
#: Belongs to a pupil as a rule, yet may be a colleague's: "Sunita Patel's results, can I talk to her?"
_PERHAPS_OWN = r"('s?|s') (?:\w+ ){0,2}?(?:behaviour|behavior|file|records?|scores?|results|grades?|report|referral|needs|timetable|tutor|assessment|progress|targets?|provision map|attendance)\b(?! (?:on|spreadsheet|template|polic\w+|system|for|to|session|training))"
_TALK = r"\b(?:talk|speak|ring|email|message|meet|introduce|in touch|connect|chat|visit|learn from|show (?:me|us)|scheme|planning|policy|approach|system)\b"
_DETAILS = r"(?:[Ee]hcp|EHCP|EHC plan|IEP|PEP|[Aa]nnual review|[Aa]ttendance|[Ff]iles?|[Rr]ecords?|SATs|[Ss]cores?|[Rr]esults|[Gg]rades|[Rr]eport|[Bb]ehaviour|[Rr]eferral|[Cc]are plan|[Rr]eading age|[Pp]rogress|[Ee]xclusion|[Ss]uspension|[Mm]edical \w+|[Rr]isk assessment|[Aa]ddress|[Pp]ostcode|[Pp]hone number|[Ss]ocial worker|info(?:rmation)?|1:1|[Oo]ne to one|[Pp]aperwork|[Tt]ransfer|[Pp]hotos?|[Pp]icture)"
_RECORD_OF = rf"\b{_DETAILS} (?:for|of|about|on|to) ({_NAME})(?! (?:Primary|School|Academy|Infant|Junior|Road|House|College|Church|Juniors|Infants))"
_TAUGHT = rf"\b(?:[Tt]aught|[Hh]ad|[Kk]new|[Kk]nows?|[Rr]emembers?|[Ss]ettled?|[Ww]as|[Ii]nherit\w*) (?:little |a |young )?({_NAME})"
_HAS_MISSED = rf"\b(?:[Hh]as|[Hh]ave|[Dd]id|[Dd]oes|[Ii]s|[Ww]as) ({_NAME}) (?:\w+ ){{0,2}}?(?:missed|miss|absent|late|suspended|excluded|got an? (?:EHCP|plan)|have an? (?:EHCP|plan)|EHCP|SEN\b|SEND|FSM|PP\b)"
_MANY_LATES = rf"\b(?:lates|absences|sessions|exclusions|suspensions|incidents|detentions) (?:did|has|have|does|for) ({_NAME})"
_NAME_AND_NEED = rf"\b({_NAME}),? (?:who )?(?:has|is|was|keeps|won'?t|can'?t|needs|gets|doesn'?t|hasn'?t|just|still|refuses|struggles)\b[^.?!]{{0,60}}\b(?:adhd|ASD|ADHD|EHCP|[Aa]utis\w+|[Dd]yslexi\w+|diagnos\w+|meltdowns?|suspended|excluded|excl\w+|refus\w+|running (?:out|off)|runs (?:out|off)|kicking off|non-?verbal|bit(?:es|ing)|his (?:mum|dad)|her (?:mum|dad)|foster\w*|in care|PEX|FSM|pupil premium|PP|tics|self[ -]?harm\w*)\b"
_CALLED = r"\b(?:pupil|child|student|boy|girl|lad|kid|son|daughter|tutee|lass|brother|sister|toddler) (?:is |was |called |named |like |name is |- ?|, ?)?([A-Z][a-z]+(?: [A-Z][a-z]+)?)\b"
_FAMILY_IS = rf"\b(?:mum|dad|mother|father|parent|carer|nan|sister|brother|son|daughter)(?: is| called| named|'s called|'s name is) ({_NAME})"
_SURNAME = r"\b[Ss]urname (?:is |of |- ?|: ?)?([A-Z][a-z]+)"
_FAMILY = (
    r"\b(?:mum|dad|mother|father|parents?|family|brothers?|sisters?|nan|gran|grandparents|carers?|cousins?|siblings?) of (?:the )?([A-Z][a-z]+)\b(?! (?:Primary|School|Academy|Infant|Junior))",
    r"\b(?:the|The) ([A-Z][a-z]+) (?:twins|family|siblings|brothers|sisters|triplets|kids|children|boys|girls|lot|cousins)\b",
    r"\b(?:Mr|Mrs|Ms|Miss)\.? ([A-Z][a-z]+)'s (?:son|daughter|child|boy|girl|lad|kids?|children|twins)\b",
    r"\b(?:related to|address (?:of|for)|postcode (?:of|for)|live near|families\b[^.?!]{0,40}\bare) (?:the )?([A-Z][a-z]+s)\b",
    rf"\b(?:brother|sister|cousin|twin|sibling|mum|dad)\b[^.?!]{{0,25}}, ({_NAME}),",
    rf"\b({_NAME}) and (?:his|her|their) (?:big |little |older |younger )?(?:brothers?|sisters?|twin|siblings?)\b(?! schools?)",
)  # fmt: skip
_Rules = Sequence[tuple[str, Sequence[str]]]
#: Nobody's but a pupil's, or a family's.
_ATTACHED: _Rules = (
    ("family", _FAMILY),
    ("pupil-name", (_CALLED,)),
    ("name-and-record", (rf"\b({_NAME}){_OWN}",)),
    ("family", (_FAMILY_IS, _SURNAME)),
)
_MEASURED = rf"\b({_NAME}) (?:only |now )?(?:reads?|scored|scores) (?:at )?\d+(?: words| ?/ ?\d| out of)"
#: A first name's, unless the words around make it a colleague's.
_RECORDS = (_RECORD_OF, _HAS_MISSED, _MANY_LATES, _MEASURED)
#: "Mason P", "Poppy L.": how pupils are written in schools.
_NAME_INITIAL = r"\b([A-Z][a-zé]{2,}) (?!I\b)[A-Z](?:\.|\b)(?![\w/&+-]|'(?!s\b)| ?(?:level|Level|star))"
_IN_CLASS = (
    rf"\b({_NAME}),? (?:is |who is |who's |,)?(?:(?:in|from|of) )?(?:my |our )?({_CLASS})",
    rf"\b({_NAME}),? ?\((dob|[Yy](?:r|ear)? ?\d{{1,2}}|\d{{1,2}}[A-Z]|[A-Z]{{1,3}}\d?,? ?Y)",
)
#: Every name looked for by its capital begins like this: most questions have none, and are done sooner.
_NAME_BEGINS = re.compile(r"[A-Z][a-zé'-]")


def sign(text: str, lower: str) -> str:
    """The rule that says a pupil or family is named, or ""."""
    life = _compiled(_PUPILS_LIFE).search(lower) is not None
    return (not text.islower() and _with_capitals(text, lower, life)) or _typed_small(lower, life)


def _with_capitals(text: str, lower: str, life: bool) -> str:
    if not _NAME_BEGINS.search(text):
        return _initials(text)
    for rule, patterns in _ATTACHED:
        if any(True for pattern in patterns for _ in _of_names(pattern, text)):
            return rule
    if any(_is_pupil(text, one) for one in _of_names(_NAME_AND_NEED, text)):
        return "name-and-need"
    if any(
        _is_pupil(text, one) and _is_first(one.group(1))
        for pattern in _RECORDS
        for one in _of_names(pattern, text)
    ):
        return "name-and-record"
    if found := _initials(text):
        return found
    if any(not _is_colleague(text, *one.span()) for one in _of_names(_NAME_INITIAL, text)) or (
        _compiled(_TALK).search(lower) is None
        and any(
            not _is_colleague(text, *one.span()) for one in _of_names(rf"\b({_NAME}){_PERHAPS_OWN}", text)
        )
    ):
        return "name-and-record"
    if _several_first_names(text, lower):
        return "pupil-names"
    if _in_class(text, life) or _is_helped(text):
        return "name-and-class"
    return "name-and-life" if _beside_a_life(text, life) else ""


def _of_names(pattern: str, text: str) -> Iterator[re.Match[str]]:
    return (
        one
        for one in _compiled(pattern).finditer(text)
        if is_a_name(one.group(1)) and not _SCHOOL.search(one.group(1).lower())
    )


def _in_class(text: str, life: bool) -> bool:
    """A name beside a class: "4B" and "my class" are pupils', "Y4" may be what a colleague teaches."""
    taught = life or _compiled(_TAUGHT).search(text) is not None
    need = _compiled(_IN_NEED).search(text.lower()) is not None
    return any(
        (
            taught
            or _is_first_of_a_pupil(one.group(1), need)
            or _compiled(_CLASS_CODE).search(one.group()) is not None
        )
        and not _is_colleague(text, *one.span())
        for pattern in _IN_CLASS
        for one in _of_names(pattern, text)
    )


_HELP = r"(?:help|support|interventions?|provision|catch[ -]?up|boosters?|tutoring|nurture|adjustments?|extra|readers?|scribes?)"
_YEAR = rf"(?:,? (?:(?:in|from|of) )?|, ){_CLASS}"
#: What is done for somebody beside a year, as for a child: "which help does … need", "… needs extra phonics".
_HELPED = (
    rf"\b{_HELP}\b[^.?!]{{0,40}}? (?:does|do|did) ({_NAME}){_YEAR},? (?:\w+ )?(?:needs?|gets?)\b",
    rf"\b(?i:{_HELP})\b[^.?!]{{0,40}}? for (?:{_NAME} and )?({_NAME}){_YEAR}",
    rf"\b({_NAME}){_YEAR},? (?:still |also |now )?(?:needs?|gets?|has|have|move to)\b[^.?!]{{0,20}}\b{_HELP}\b",
    rf"\b(?:works?|in place|do) for ({_NAME}){_YEAR}",
    rf"\b(?:(?:[Hh]ow (?:do|can|could) (?:we|I|you)|trying to) get|[Ww]e want) ({_NAME}){_YEAR} to\b",
)


def _is_helped(text: str) -> bool:
    """Colleagues are named beside a year as well, yet nobody asks for catch-up for them."""
    return any(
        _is_first(one.group(1)) and _is_pupil(text, one)
        for pattern in _HELPED
        for one in _of_names(pattern, text)
    )


#: What is said of whoever needs help, beside a year.
_IN_NEED = r"\b(?:struggl\w+|cannot|can'?t|won'?t|help(?:ing)? with|behind|behaviour|worr\w+|(?:never|rarely|hardly(?: ever)?) (?:answers?|speaks?|talks?|reads?|writes?)|reads? \d+ words)\b"


def _is_first_of_a_pupil(name: str, need: bool) -> bool:
    """Beside a year colleagues are named in full or by a role: a known first name alone is a pupil's."""
    return _is_first(name) and (need or " " not in name)


def _beside_a_life(text: str, life: bool) -> bool:
    """ "Who taught Callum Reddy before he came to us": a known first name, and what only pupils do."""
    named = _compiled(rf"\b({_NAME})").finditer(text)
    people = [one for one in named if _is_first(one.group(1)) and not _is_colleague(text, *one.span())]
    if life and (
        people
        or any(
            _is_pupil(text, one) and _is_asked_after(one.group(1)) for one in _of_names(_ASKED_AFTER, text)
        )
    ):
        return True
    return any(
        _is_first(one.group(1)) and _is_pupil(text, one)
        for pattern in (_ALIKE, _WAS_TAUGHT)
        for one in _of_names(pattern, text)
    )


_WAS_TAUGHT = rf"\b(?:taught|had|settled|inherited) (?:little |a |young )?({_NAME})"
_ALIKE = rf"\b[Ww]hat (?:was|is|were) ({_NAME}) (?:\w+ ){{0,2}}?like\b"


def _is_first(name: str) -> bool:
    first, *rest = re.split(r"[ '-]", name.lower())
    known = first in FIRST_NAMES and first not in _WORDS_TOO
    return (
        is_a_name(name) and not _SCHOOL.search(name.lower()) and (known or (bool(rest) and first in EITHER))
    )


def _is_asked_after(name: str) -> bool:
    """A name not known, where a person is asked after; not a school's and not a scheme's."""
    parts = set(re.split(r"[ '-]", name.lower()))
    return len(parts) > 1 and is_a_name(name) and not parts & _PLACE


#: "whether Jorja Beale has a social worker".
_ASKED_AFTER = rf"\b(?:[Ii]s|[Dd]oes|[Dd]id|[Hh]as|whether|if|taught|had|for|about) ({_NAME})(?! (?:and|or|for|pupils|children|in schools)\b)"


#: The second half of a school's or a road's name, and of a scheme's.
_PLACE = listed(
    """
    park bank road street lane close forge mount bay hill juniors infants primary academy school college house
    church trust field fields green wood woods grove farm bridge brook end gate view way valley common cross
    club hub box books house day week museum castle zoo centre hall mill manor oak oaks first high lodge the
    rhino mastery maths writing reading phonics spelling award curriculum framework project programme education
    """
)
#: Names that are months, things and peoples oftener than pupils.
_WORDS_TOO = listed("summer roman miles kit poppy iris dolly teddy basil sunny dev dean grace ivy daisy")


def _several_first_names(text: str, lower: str) -> bool:
    """ "3 boys in 8K: Ryan, Josh and Tyler": first names alone, beside pupils or their class."""
    if _compiled(r"\b(?:series|books?|stor(?:y|ies)|novel|poems?|topic|unit|show|play)\b").search(lower):
        return False
    if not _compiled(
        r"\b(?:boys|girls|lads|kids|pupils|students|twins|siblings|their (?:current|old|previous|last) teacher)\b|\b\d{1,2}[a-z]\b"
    ).search(lower):
        return False
    alone = _compiled(
        r"\b([A-Z][a-z]+)\b(?=,| and | & )(?! [A-Z])|(?:and|&|,) ([A-Z][a-z]+)\b(?! [A-Z])"
    ).finditer(text)
    return (
        len({name for found in alone for name in found.groups() if name and name.lower() in FIRST_NAMES}) > 1
    )


_BETWEEN = re.compile(r"[,;:/&+\n]|\b(?:and|with)\b")
#: What makes a name a class's: "Robin Class".
_CLASSES = listed("class classes form forms group groups set sets house houses team teams tutor year years")


def are_names(group: str) -> bool:
    """Whether nothing but children's names stands where a group is asked for: "Jayden, Mia".

    Names that are birds, trees and flowers as well are classes' oftener, unless others stand beside them.
    """
    parts = [part for each in _BETWEEN.split(group) if (part := plain(each).strip(" ."))]
    return all(map(_may_be_a_name, parts)) and any(map(_is_first, parts))


def _may_be_a_name(part: str) -> bool:
    first, *rest = part.lower().split()
    known = first in FIRST_NAMES or first in EITHER
    return known and len(rest) <= 2 and not {*rest} & (_CLASSES | _PLACE) and is_a_name(part)


# ------------------------------------------------------------------ initials

_INITIALS = r"(?<![A-Za-z.])([A-Z]\.?[A-Z]\.?)(?:'s (?:file|plan|EHCP|records?|report|mum|dad|parents?|behaviour|attendance|annual review|mother|father|carer|needs|meltdowns?|sister|brother|TA|1:1|social worker)|,? (?:is |who is )?in (?:my (?:class|form|group|set)\b|(?:my )?(?:\d{1,2}[A-Z]|[Yy](?:r|ear)? ?\d{1,2}|[Rr]eception|[Nn]ursery)\b)| \((?:Y|[Yy]r ?|[Yy]ear )\d{1,2}\)| and (?:his|her) (?:sister|brother|mum|dad|twin|sibling)|,? (?:came|comes|coming|joins|joined|joining|moved|moving) (?:to|from|up|us|me)\b| (?:when|before|after|while) (?:he|she)\b)"
_PUPIL_INITIALS = r"\b(?:[Pp]upil|[Cc]hild|[Ss]tudent|[Bb]oy|[Gg]irl|[Ll]ad)(?: called| named)? ([A-Z]\.?[A-Z]?\.?|[XYZ])(?![\w'/&]|\.?[A-Za-z])(?! ?\d)"
#: "T Mbeki, Year 10".
_INITIAL_SURNAME = (
    r"(?<![\w'])([A-Z])\.? (?!Levels?\b)[A-Z][a-z]+,? \(?(?:in )?(?:(?:[Yy]ear|[Yy]r?) ?\d|\d{1,2}[A-Z]\b)"
)
_NOT_INITIALS = listed(
    """
    TA TAS PP RE PE DT IT EP AP SA PA HI VI RP AI CP PD PM CS AA AR GD HT DH AH EY FS KS LA PR PC PT TL HR
    IG UK US OK BM TV MH EI LP KO QA VP VC VA CE RC SK DL DP FD ID SM RI TT TTRS ICT SEN EAL ECT MFL EYFS
    SLT SEND SENCO HLTA PSHE RSE WW IB AS
    """
)


def _initials(text: str) -> str:
    for pattern in (_INITIALS, _PUPIL_INITIALS, _INITIAL_SURNAME):
        if any(
            one.group(1).replace(".", "") not in _NOT_INITIALS for one in _compiled(pattern).finditer(text)
        ):
            return "initials"
    return ""


# ------------------------------------------------------------------ typed small, as on a phone

_SMALL_CLASS = r"\b([a-z]{3,})(?: ([a-z]+))?,?(?: in| my| in my) (?:\d{1,2}[a-z]\b|y(?:ear|r)? ?\d{1,2}\b(?!/)|my class|my form|reception)"
_SMALL_OWN = rf"\b([a-z]{{3,}})(?:{_OWN}|{_PERHAPS_OWN})"
_SMALL_CALLED = r"\b(?:pupil|child|student|boy|girl|lad|kid|tutee) (?:called|named) ([a-z]{3,})"


def _typed_small(lower: str, life: bool) -> str:
    """Names without their capitals: only common first names, only beside a class, a record or a pupil's life."""
    if _compiled(_SMALL_CALLED).search(lower):
        return "pupil-name"
    if any(
        one.group(1) in FIRST_NAMES and not _SAINT.search(lower[: one.start()])
        for one in _compiled(_SMALL_OWN).finditer(lower)
    ):
        return "name-and-record"
    if life and any(
        _is_small_name(one.group()) and not _is_colleague(lower, *one.span())
        for one in _compiled(r"[a-z]{3,}").finditer(lower)
    ):
        return "name-and-life"
    need = _compiled(_IN_NEED).search(lower) is not None
    for one in _compiled(_SMALL_CLASS).finditer(lower):
        if (one.group(1) in FIRST_NAMES or one.group(2) in FIRST_NAMES) and (
            (life or need or " my " in one.group() or _compiled(r"\b\d{1,2}[a-z]$").search(one.group()))
            and not _is_colleague(lower, *one.span())
        ):
            return "name-and-class"
    return ""


def _is_small_name(word: str) -> bool:
    return (
        word in FIRST_NAMES and word not in _WORDS_TOO and word not in STOP and word not in vocabulary().words
    )
