"""Who a message is about: one child, a grown-up at home, an adult in school, or nobody in particular.

A worry is about somebody: "a girl in my class", "one of our Y8s", "mum", "our TA", "he". Words about
pupils at large, or about a child who is only supposed, are about nobody. All texts are plain and in lower case.
"""

# ruff: noqa: E501  a pattern is read as one line, however long
import re
from collections.abc import Iterator
from functools import lru_cache


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def found(pattern: str, text: str) -> bool:
    """Whether the pattern occurs; each is compiled once."""
    return _compiled(pattern).search(text) is not None


YOUNG = r"(?:girl|boy|lad|lass|child|pupil|student|kid|teen|teenager|tutee|youngster|toddler|sixth former|little one|sibling|baby|kiddo|learner|\d{1,2}[ -]?year[ -]?old|ex-(?:student|pupil)|former (?:student|pupil))"
YOUNG_MANY = r"(?:girls|boys|lads|lasses|pupils|students|children|kids|tutees|form|class|tutor group|sixth formers|little ones|siblings|learners|babies|toddlers|teens)"
_YEAR = r"(?:y|yr|year) ?\d{1,2}"
_NOT_A_PERSON = r"(?!['s]*[ -](?:protection|premium|voice|on child|friendly|psych\w*|development|mental|wellbeing|well-being|first|cent\w+|care\b|benefit|safeguarding|welfare|absence|behaviour\b|council|survey|book|minder|poverty|leader|teacher|file|records?\b))"
_NOT_A_CHILD = r"(?!s\b| (?:class\w*|teachers?|leads?|leaders?|team|groups?|parents?|colleague|tas?|unit|topic|lessons?|book|scheme|curriculum|paper|test|trip|room|set|mentor|ect|teaching|maths|english|phonics|reading|writing|and|or|to|pilot|transition|assembl\w+|cohort|bubble|work|form|tutor|plan\w*|project|show|play|production|sats|data|residential|swimming|football|science|history|boys|girls|pupils|children|kids|students|lads|curric\w*|intervention|resources?|event|evening|day|week)\b)"
#: Somebody in particular: "a girl in Y4", "one of my Y9s", "this lad", "Y8 girl", "my year 7 says".
_ONE_CHILD = (
    rf"\b(?:(?:a|an|one|this|that|another|my|our|the|same) (?:(?!(?:on|of|for|with|about|to|in|and|who|that|from|by|or) )[\w/'-]+ ){{0,4}}?{YOUNG}\b{_NOT_A_PERSON}"
    rf"|(?:one|some|two|couple|three) of (?:my|our|the|his|her|your) (?:[\w/]+ ){{0,3}}?(?:{YOUNG_MANY}|{_YEAR}'?s?)\b"
    r"|(?:one|two|another|some) of (?:mine|ours)\b"
    rf"|{_YEAR}s? {YOUNG}\b{_NOT_A_PERSON}"
    rf"|(?:a|an|one|my|this|that|another) {_YEAR}\b(?![/-]){_NOT_A_CHILD}"
    rf"|(?:^|[.!?,;:-] ?){_YEAR} (?:has|is|was|says|said|told|came|keeps|who|with|wont|won't|just|got|showed|being|disclosed)\b"
    rf"|(?:^|[.!?,;:-] ?|\b(?:got|had|about|have|on|with|and|saw|there's|theres) )(?:little |young |new |small |older |younger )?{YOUNG}(?:'s)? (?:in|has|is|said|says|told|came|comes|with|from|of (?:mine|ours)|here|disclos\w+|being|keeps|who|just|wrote|got|was|hasn'?t|isn'?t|won'?t|telling|turned|turns|showed|ate|mum|dad|seems|did|been|at|messaged|emailed|rang|shared|asked|may|might)\b"
    rf"|(?:two|three|2|3|both|group of|couple of|pair of) (?:\w+ )?(?:boys|girls|lads|siblings|brothers|sisters|kids)\b)"
)
#: Supposed, or asked of from experience: about practice, and nobody in particular.
_SUPPOSED = (
    r"\b(?:if|when|whenever|where|in case|once|until|say|suppose|imagine|should|support(?:ing|s|ed)?|help(?:ing|s|ed)?|teach(?:ing)?|taught|experience (?:of|with)|"
    r"had|worked with|working with|deal(?:ing|t)? with|telling|for|to|how (?:do|does|would|can|should|did)(?: \w+){0,4}|might (?:get|have)|what (?:do|does|would|should)(?: \w+){0,6}) "
    r"(?:a|any|the|one) (?:[\w-]+ )?(?:child|pupil|student|kid|young person|teenager)\b(?! (?:of (?:mine|ours)|here|in (?:my|our|year|y|yr|reception|nursery)\b|told|tell|just))"
)
_NOW = (
    r"\b(?:today|this (?:morning|afternoon|week|lunchtime)|yesterday|just now|again|last (?:night|week|lesson)|"
    r"at lunch|after (?:lunch|school|break)|tonight|right now|at home time|on (?:mon|tues|wednes|thurs|fri)day|at the weekend)\b"
)
_TOLD_ME = r"\b(?:told|tells|telling|said to|says to|disclosed to|confided in|opened up to|came to|asked) (?:me|us)\b"
PRONOUN = r"\b(?:he|she|his|her|him|himself|herself|hes|shes|he's|she's)\b"
_NO_CASE = (
    r"\b(?:no (?:names|cases?|incident)|not (?:about|after|asking about|talking about|on|for) (?:a|an|any|them|anyone|anything on)\b(?: \w+)?|in general|generally speaking|hypothetical\w*|process only|"
    r"nothing'?s? (?:has )?happened|no one in particular|nobody in particular|not a (?:real|live) case|no concern|for an assembly|just planning)\b"
)
_WORK = r"\b(?:train(?:ing|er|ed)|polic(?:y|ies)|procedures?|protocol|inset|quiz|refresher|assembl(?:y|ies)|curriculum|toolkit|guidance|template|audit|courses?|workshops?|programmes?|scheme|flowchart|poster|induction|kcsie|scenarios?|leaflet|webinar|resources?|research|presentation|slides|books? (?:for|about|on|where)|novel|script|themes?|unit|film|lesson on|story)\b"
#: A child the sender knows, and not one out of a book.
_KNOWN = rf"^(?:(?:my|our|this|that|(?:the )?same|one of (?:my|our)|(?:a|an|the|one) {_YEAR}|{_YEAR})\b|[\w' -]{{0,30}}\bin (?:my|our)\b)"
_ADULT = (
    r"\b(?:(?:a|an|one|this|that|another|my|our|the|their|some|other|new) (?:of (?:my|our|the) )?(?:(?!(?:told|tell|says?|said|our|my|the|by|to|with|from|who|has|is|was|saw) )[\w/-]+ ){0,3}?(?:tas?|ltas?|hltas?|teachers?|colleagues?|tutors?|coach(?:es)?|"
    r"caretakers?|site manager|cleaners?|governors?|volunteers?|drivers?|head|headteacher|deputy|principal|supervisors?|technician|assistants?|"
    r"mentor|trainee|ect|supply|staff|employee|manager|boss|leader|parent helper|cook|midday|mdsas?|lsas?|counsellor|apprentice|adult|head of (?:year|department|sixth)|member of (?:our|the|my) (?:team|staff|department)|man|bloke|guy|escort|sendco|senco|chaplain|receptionist|peri|instructor)"
    r"|(?:^|[.!?,] ?|about |that )(?:colleague|head|teacher|ta|caretaker|supply)\b(?!s)|(?:staff member|member of staff|cover supervisor|midday supervisor|colleague of mine|(?:pe|music|drama|art|maths|science|english|dt|supply|cover|class) teacher|football coach|sports coach|lunchtime staff)"
    r"|someone (?:who works|on|in) (?:with us|the |our |my )?(?:staff|team|department|office|kitchen)?|\w+ in the (?:office|kitchen)|(?:mr|mrs|ms|miss|sir) ?[a-z]*)\b"
)
PUPILS = rf"\b(?:(?:{YOUNG}|{YOUNG_MANY})(?:s|'s|s')?\b|y(?:ear|r)? ?\d{{1,2}}'?s?\b|sixth form\w*|ex-pupils?|little ones)"
_ONE_CAREGIVER = r"\b(?<!for )(?:(?:mum|mam|mummy|mother|dad|daddy|father|step ?dad|step ?mum|nan|grandad)(?:'s)?|(?:a|the|one|this) (?:parent|mum|dad|carer|family|mother|father)(?:'s)?|family of ours|parent (?:told|came|has|just|turned|said))\b"
#: What a question about a child's learning is about, and no worry.
LEARNING = r"\b(?:reading|writing|maths|phonics|spelling\w*|handwriting|progress|attainment|times tables|grades?|homework|transition|speech|fluency|results|english|vocabulary|attention span|pencil grip)\b"

#: What staff tell of a child with pride, or to share their work.
_GLAD = (
    r"\b(?:brilliant|great|lovely|amazing|fantastic|proud|won|wins|achiev\w+|best|loves?|enjoy\w*|wants to (?:be|become)|talented|gifted|good at|club|choir|novel|medal|"
    r"prize|star|made it|finally|first time|passed|cracked|nurture|(?<!tutor )group|taster|competition|poem|thriving|excell\w+|progress\w*|qualified|autism|adhd|ehcp|send|eal|new arrival|"
    r"runs|leads|plan|planning|lesson|project|programme|intervention|scheme|approach|inclusion|mutism|dyslexi\w+|sen)\b"
)
#: Whom to tell is no question for a colleague elsewhere.
_WHOM_TO_TELL = (
    r"\b(?:who (?:do|should|can|would|am|must) (?:i|we|you)(?: \w+)? (?:tell|speak|talk|go|report|ring|call|see|contact|inform|pass)\b(?: to| about| this| it| that)*|what (?:do|should|can|would) (?:i|we|you) (?:do|say)|"
    r"what (?:now|next)|who(?: is|'s|s) on duty|is (?:that|this|it) (?:a thing|ok(?:ay)?|right|normal|allowed)|is it me|(?:should|do|must) i (?:say|tell|report|ring|log|write|be|mention)|am i (?:over\w*|wrong|right)|who(?: is|'s|s) (?:the|our|my) dsl|is (?:there a|the) dsl|what was i|do you think)\b"
)
#: A sentence, and not a heading or a job title.
_TELLS = r"\b(?:is|was|has|hasn't|hasnt|had|says?|said|told|keeps|came|comes|gets?|got|goes|went|wants|been|being|saw|seen|made|makes|won't|wont|can't|cant|isn't|isnt|he|she|they|he's|she's|they're|hes|shes|going|sleeping|coming|having|taking|seeing|getting|doing|making|turning|telling|buying|living|become|indicat\w+|suggest\w+|doesn't|doesnt|does)\b"
_ASKS = (
    r"(?:^|[.,;:!?-] ?|\b(?:and|but|so|or) )(?:who(?:'s|s)?|which|what(?:'s|s)?|how|where|any(?:one|body)?|does|do|has|have you|have any|is there|are there|is any|can|could|would|did|looking|wanting|tips|ideas|advice|help|thoughts|please|need|where's|share)\b"
    r"|\b(?:anyone|anybody|any (?:ideas|tips|advice|schools?|thoughts|suggestions)|looking for|(?:like|love|keen|want) to (?:talk|speak|hear|see|visit|know|share)|interested in|recommend\w*|strateg\w+|happy to|glad to|can help|ask me|of use|log it|share\w*|swap|compare|else|others|other schools?|wonder\w*|hoping|keen|curious|struggling|stuck|could do with|i(?:'m| am|m) after|(?:someone|somebody|colleagues?|schools?|people) (?:who|with|that|to)|want|after (?:someone|somebody|a colleague))\b|\?"
)


#: Asked for, or told of it: "a child told our TA".
_NOT_OF = ("how do ", "who is ", "is there ", "looking for ", "told ", "tell ", "telling ", "to ")


def is_general(text: str) -> bool:
    """Whether the text says itself that it is about nobody, or speaks of training, books and papers only."""
    if found(_NO_CASE, text):
        return True
    if not found(_WORK, text):
        return False
    named = list(children(text))
    if any(found(_KNOWN, text[start : start + 40]) for start in named):
        return False
    return not ((named or found(PRONOUN, text)) and lately(text))


def children(text: str) -> Iterator[int]:
    """Where somebody in particular is named; children only supposed are nobody."""
    supposed = [] if found(_TOLD_ME, text) else [one.span() for one in _compiled(_SUPPOSED).finditer(text)]
    for child in _compiled(_ONE_CHILD).finditer(text):
        if not any(start <= child.start() < end for start, end in supposed):
            yield child.start()


def is_supposed(text: str) -> bool:
    """ "What should staff say if a child discloses?" asks about practice, not about a child."""
    return found(_SUPPOSED, text) and not (found(_NOW, text) or found(_TOLD_ME, text))


def caregivers(text: str) -> Iterator[int]:
    """Where one grown-up at home is named: "mum", "a family", and not "parents"."""
    return (one.start() for one in _compiled(_ONE_CAREGIVER).finditer(text))


def adults(text: str) -> Iterator[re.Match[str]]:
    """Where an adult in school is named by role or title."""
    for adult in _compiled(_ADULT).finditer(text):
        before = text[max(0, adult.start() - 12) : adult.start()]
        if not before.endswith(_NOT_OF):
            yield adult


def pupils(text: str) -> Iterator[re.Match[str]]:
    """Where pupils are named at all, one or many, or "him" and "her" after them."""
    return _compiled(PUPILS).finditer(text)


def lately(text: str) -> bool:
    """Whether it happened at a time, or was told to the sender."""
    return found(_NOW, text) or found(_TOLD_ME, text)


def is_only_told(text: str) -> bool:
    """Whether the text asks nothing a colleague elsewhere could answer, and tells of no work and no success.

    Whoever looks for a colleague asks for something. Who only tells of one child, or asks whom to tell, has
    come to the wrong place, whatever the words are.
    """
    return found(_TELLS, text) and not (
        found(_GLAD, text) or found(LEARNING, text) or found(_ASKS, _compiled(_WHOM_TO_TELL).sub("", text))
    )
