"""Signs of a worry about a real child or adult, and of a colleague in distress.

Each rule needs somebody in particular beside the worry. A text about policy, training or pupils in general
has no such person, or says so, and passes. All texts here are plain and in lower case.
"""

# ruff: noqa: E501  a pattern is read as one line, however long
import re
from functools import lru_cache

from handlers.rules.words import listed

Words = frozenset[str]


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def _found(pattern: str, text: str) -> bool:
    return _compiled(pattern).search(text) is not None


# ------------------------------------------------------------------ policy, or somebody in particular?

_WORK = listed(
    """
    training trainer policy policies procedure procedures protocol inset quiz refresher assembly assemblies
    curriculum toolkit guidance template agenda audit course courses strategy strategies approach approaches
    workshop workshops process processes generally programme programmes scheme flowchart poster induction
    kcsie scenario scenarios leaflet webinar resources resource network statistics data research log
    recording categories presentation slides session sessions book books scripts theme themes novel unit
    """
)
_NO_CASE = r"\b(?:no (?:names|cases?)|not about (?:a|any) (?:case|child|pupil)|in general|hypothetical\w*|process only)\b"
_NOW = (
    r"\b(?:today|this (?:morning|afternoon|week|lunchtime)|yesterday|just now|again|last (?:night|week|lesson)|"
    r"at lunch|after (?:lunch|school|break)|tonight|right now|at home time|on (?:mon|tues|wednes|thurs|fri)day|at the weekend)\b"
)
_YOUNG = r"(?:girl|boy|lad|lass|child|pupil|student|kid|teen|teenager|tutee|youngster|toddler|sixth former|little one)"
_YOUNG_MANY = r"(?:girls|boys|lads|pupils|students|children|kids|tutees|form|class|tutor group|sixth formers|little ones)"
_NOT_A_PERSON = r"(?!['s]*[ -](?:protection|premium|voice|on child|friendly|psych\w*|development|mental|wellbeing|well-being|first|cent\w+|care\b|benefit|safeguarding|welfare|absence|behaviour\b))"
#: Somebody in particular: "a girl in Y4", "one of my Y9s", "this lad", "Y8 girl".
_SOMEBODY = (
    rf"\b(?:(?:a|an|one|this|that|another|my|our|the|same) (?:[\w/-]+ ){{0,4}}?{_YOUNG}\b{_NOT_A_PERSON}"
    rf"|(?:one|some|two|couple|three) of (?:my|our|the|his|her) (?:[\w/]+ ){{0,3}}?(?:{_YOUNG_MANY}|y(?:r|ear)? ?\d{{1,2}}s?)\b"
    rf"|(?:y|yr|year) ?\d{{1,2}}s? {_YOUNG}\b{_NOT_A_PERSON}"
    r"|(?:a|an|one|my|this|another|the) (?:y|yr|year) ?\d{1,2}\b(?!s| (?:class|teacher|lead|leader|team|group|parent|colleague|ta|unit|topic|lesson|book|scheme|curriculum|paper|test|trip|room|set|mentor|ect|teaching|maths|english|phonics|reading|writing|and|or|to|pilot|transition))"
    rf"|(?:^|[.!?] ?)(?:little |young |new |small )?{_YOUNG} (?:in|has|is|said|says|told|came|with|from|of (?:mine|ours)|disclos\w+|being|keeps|who|just|wrote|got|was)\b)"
)
_PRONOUN = r"\b(?:he|she|his|her|him|himself|herself|hes|shes|he's|she's)\b"
_TOLD = (
    r"\b(?:told|tells|telling|said to|says to|saying to|disclosed|disclosing|disclosure|confided|admitted|opened up|let slip|"
    r"came to|come to|wrote|written|drew|drawn|drawing|showed|mentioned|claims?|claimed|alleged|alleging|alleges|reported|said|says|saying)\b"
)


def is_general(text: str, words: Words) -> bool:
    """Whether the text is plainly about work in general: policy, training, no case."""
    if _found(_NO_CASE, text):
        return True
    return bool(words & _WORK) and not (
        _found(_SOMEBODY, text) and (_found(_NOW, text) or _found(_TOLD, text))
    )


def _somebody(text: str) -> bool:
    return _found(_SOMEBODY, text)


# ------------------------------------------------------------------ danger to life

_LIFE = (
    r"\b(?:kill(?:ing|ed)? (?:him|her|them|my|your)sel(?:f|ves)|kill(?:ing)? (?:him|her|them|me|someone|everyone|his|their)\b|"
    r"commit(?:ted|ting)? suicide|suicidal|suicide note|took an overdose|taken an overdose|overdosed|taken? (?:some|loads of|too many|her|his) (?:pills|tablets)|"
    r"end(?:ing)? (?:his|her|their|my|it all|my own) ?(?:own )?(?:life)?|wants? to die|wanna die|want to be dead|"
    r"(?:doesn'?t|does not|don'?t) want to (?:live|be alive|be here any ?more|wake up)|better off dead|wish(?:es|ed)? (?:he|she|they|i) (?:was|were) dead|"
    r"nobody (?:will|would) miss|won'?t be (?:here|around) (?:tomorrow|much longer|next week)|sa(?:ys|ying|id) goodbye|hang(?:ing)? (?:him|her|them|my)sel(?:f|ves)|jump(?:ing)? off (?:a|the) (?:roof|bridge|building)|"
    r"(?:has|had|have|got|with|bring|bringing|brings|brought|carrying|carries|found) (?:got )?(?:a |an )?(?:\w+ )?(?:knife|machete|gun|blade|weapon)\b|"
    r"(?:going|threaten\w*|threat|planning|plans|wants?) to (?:stab|shoot|kill|attack|hurt (?:him|her|them|my|some|every)\w*)|(?:been|being|got) stabbed|"
    r"gone missing|has run away|ran away from home|can'?t find (?:him|her))"
)
_LIFE_TRIGGERS = listed(
    """
    goodbye tomorrow longer miss
    kill killing killed suicide suicidal overdose overdosed pills tablets end ending die dead live alive
    wake hang hanging jump jumping knife machete gun blade weapon stab shoot attack hurt stabbed missing
    away find here
    """
)
#: Said of oneself: no child is needed, and policy words do not make it general.
_MY_LIFE = (
    r"\b(?:i(?:'m| am|m)?(?: \w+){0,4} suicidal|i(?: \w+){0,4} (?:want to die|wanna die|kill myself|end my life|end it all|want to end it)|"
    r"(?:kill|hang|harm|hurt|hurting|harming|cutting) myself|i wish i (?:was|were) dead|i(?: \w+){0,4} don'?t want to (?:live|be alive|be here any ?more|wake up)|"
    r"thinking (?:about|of) (?:ending|suicide)(?! prevention| policy| training))\b"
)


def of_danger(text: str, words: Words, general: bool) -> str:
    """The rule that says a life may be in danger, or ""."""
    if not words & (_LIFE_TRIGGERS | {"harm", "hurting", "harming", "cutting"}):
        return ""
    if _found(_MY_LIFE, text):
        return "own-life"
    if general or not _found(_LIFE, text):
        return ""
    return (
        "life"
        if _somebody(text) or _found(_PRONOUN, text) or _found(_TOLD, text) or _found(_NAMED_LOWER, text)
        else ""
    )


#: "jayden in 4b", "pupils in my class": weak on their own, enough beside a threat to life.
_NAMED_LOWER = r"\b(?:in|from) (?:my )?(?:class|form|lesson|tutor group|\d{1,2}[a-z])\b"


# ------------------------------------------------------------------ a child

_HARM = (
    r"\b(?:hits?|hitting|slaps?|slapped|slapping|punch(?:es|ed|ing)?|beats?|beaten|beating|smacks?|smacked|kick(?:s|ed) (?:him|her|them)|hurts?|hurting|"
    r"bruis\w+|black eye|burns? (?:on|mark)|burnt (?:his|her|by)|cigarette burns?|marks on|scratch(?:es)? on|cuts? (?:on|up)|cut(?:s|ting)? (?:him|her|them)sel(?:f|ves)|strangl\w+|belt|"
    r"self[ -]?harm\w*|touch(?:es|ed|ing)? (?:him|her|them|me)\b|sexual\w*|sexually|abus\w+|rap(?:e|ed)\b|molest\w*|groom(?:ed|ing)|neglect\w*|assault\w*|"
    r"(?:scared|frightened|terrified|afraid) (?:to go|of going|to be|of (?:his|her|their|dad|mum|going|him))|not safe|unsafe|isn'?t safe|(?:doesn'?t|does not|didn'?t|won'?t|refus\w+ to) (?:want to )?go home|"
    r"(?:always|so|really|constantly|turns? up|coming in|comes? in|came in) (?:hungry|starving|filthy|dirty|unwashed)|no food|not (?:being |been )?fed|hasn'?t eaten|stealing food|steals food|"
    r"home alone|(?:left|leaves?|leaving) (?:home |him |her |them )?(?:alone|on (?:his|her|their) own)|lock(?:s|ed) (?:in|out|him|her|them)|"
    r"(?:drunk|drinking|using|on drugs|high) (?:at home|again|when)|domestic (?:abuse|violence)|"
    r"forced marriage|fgm|being cut|traffick\w+|exploit\w+|county lines|running drugs|dealing|gang\b|radicali\w+|extremist|isis|"
    r"nudes?|sexting|sextort\w+|explicit|indecent|naked|(?:is|might be|could be|may be|thinks she'?s) pregnant|"
    r"older (?:man|boyfriend|men|guy)|stranger online|met (?:someone|a man|him) online|disclos\w+|safeguarding (?:concern|issue|worry)|"
    r"petrified|flinch\w*|cower\w*|wet (?:her|him)self|\bterrified\b|(?:mum|dad|parents?|carer|nan|mother|father) (?:\w+ ){0,4}(?:drunk|high|stoned|off (?:his|her) face)|(?:tak(?:e|en|ing)|sen[dt]|sending|flown) (?:her|him) (?:abroad|away to|back to)|to get married|arranged marriage|razor|weight (?:is )?dropping off|making (?:him|her)sel(?:f) sick|sleeping (?:rough|in (?:the|a) car)|witness(?:ed|ing) (?:dad|mum|his|her))"
)
_HARM_TRIGGERS = listed(
    """
    petrified wet abroad married marriage stoned high face razor
    hit hits hitting slap slaps slapped slapping punch punches punched punching beat beats beaten beating
    smack smacks smacked kicks kicked hurt hurts hurting eye burn burns burnt cigarette marks scratch
    scratches cut cuts cutting belt harm harms harming harmed selfharm touch touches touched touching sexual
    sexually rape raped neglect neglected scared frightened terrified afraid safe unsafe home hungry
    starving filthy dirty unwashed food fed eaten alone own lock locks locked drunk drinking drugs domestic
    marriage fgm county dealing gang extremist isis nude nudes sexting explicit indecent naked pregnant
    older stranger online safeguarding weight sick sleeping witnessed witnessing
    """
)
_HARM_STEMS = (
    "bruis", "flinch", "cower", "strangl", "abus", "molest", "groom", "neglect", "assault", "traffick", "exploit", "radicali", "sextort", "disclos",
)  # fmt: skip
_BODY = (
    r"\b(?:bruis\w+|marks?|cuts?|scratches|burns?|scars?|lumps?|blood) (?:all )?(?:on|over|up|down|across|round|around) (?:his|her|their|the child'?s) |"
    r"\b(?:his|her) (?:\w+ )?(?:arms?|legs?|face|neck|back|wrists?|cheek|eye)\b"
)
#: A child spoke of home to a member of staff.
_DISCLOSED = r"\b(?:told|tells|telling|said to|disclosed to|disclosed|confided in|opened up to|came to) (?:me|us|a ta|the ta|my ta|our ta|one of (?:us|the tas)|a member of staff|staff|her teacher|his teacher)\b"
_HOME = r"\b(?:step ?-?dad|step ?-?mum|dad|mum|uncle|auntie?|brother|cousin|grandad|boyfriend|mother|father|carer|parents?|family friend|neighbour|coach|home)\b"


def about_a_child(text: str, words: Words, general: bool) -> str:
    """The rule that says a particular child may be at risk, or ""."""
    if not words & _HARM_TRIGGERS and not any(word.startswith(_HARM_STEMS) for word in words):
        return ""
    harm = _found(_HARM, text)
    child = _somebody(text)
    if harm and _found(_DISCLOSED, text) and (child or _found(_PRONOUN, text)) and _found(_HOME, text):
        return "disclosure"
    if general or not harm:
        return ""
    if _found(_BODY, text) and (child or _found(_NOW, text) or _found(_HOME, text)):
        return "injury"
    if _is_if(text):
        return ""
    if child and (
        _found(_PRONOUN, text)
        or _found(_TOLD, text)
        or _found(_NOW, text)
        or _found(_HOME, text)
        or _found(r"\b(?:is|was|has|been|being|keeps|might)\b", text)
    ):
        return "child-at-risk"
    if _found(_PRONOUN, text) and (_found(_HOME, text) or _found(_NOW, text) or _found(_TOLD, text)):
        return "child-at-risk"
    return ""


def _is_if(text: str) -> bool:
    """ "What should staff say if a child discloses?" asks about practice, not about a child."""
    return _found(
        r"\b(?:if|when|whenever|where) (?:a|any|the) (?:child|pupil|student|young person)\b", text
    ) and not (_found(_NOW, text) or _found(r"\b(?:told|said to) me\b", text))


# ------------------------------------------------------------------ an adult

_ADULT = (
    r"\b(?:(?:a|an|one|this|that|another|my|our|the|some) (?:of (?:my|our|the) )?(?:[\w/-]+ ){0,3}?(?:tas?|ltas?|hltas?|teachers?|colleagues?|tutors?|coach(?:es)?|"
    r"caretaker|site manager|cleaner|governor|volunteer|driver|head|headteacher|deputy|principal|supervisors?|technician|assistants?|"
    r"mentor|trainee|ect|supply|staff|employee|adult|man|woman|manager|boss|leader|bloke|guy|parent helper|cook|midday|mdsas?|lsas?|counsellor)"
    r"|(?:^|[.!?] ?)(?:colleague|head|teacher|ta|staff member)\b(?!s)|member of staff|someone (?:on|in) (?:the |our |my )?(?:staff|team|department)|(?:mr|mrs|ms|miss|sir) ?[a-z]*)\b"
)
_PUPIL = rf"(?:(?:{_YOUNG}|{_YOUNG_MANY})s?\b|y(?:ear|r)? ?\d{{1,2}}s?\b|sixth form\w*|ex-pupils?)"
_CONDUCT = (
    rf"\b(?:(?:messag|text|snapchat|dm|whatsapp|contact|meet|email|phon|follow)\w*(?: \w+){{0,3}} (?:a |his |her |some |our |the |my |one of )?(?:\w+ ){{0,3}}{_PUPIL}"
    rf"|(?:alone|private(?:ly)?|in (?:his|her) car|flirt\w*|relationship|affair|sleeping) with (?:a |his |her |our |the |one of )?(?:\w+ ){{0,3}}{_PUPIL}"
    rf"|(?:touch|hug|cuddl|kiss|tickl|strok|grab|shov|push|hit|slap|smack|drag|shak|pinch|manhandl|restrain|hurt|threaten|swore|swear|scream|shout|yell|humiliat)\w* (?:at |on |out of )?(?:a |an |his |her |some |our |the |my |one of )?(?:\w+ ){{0,3}}{_PUPIL}"
    rf"|(?:lifts?|gifts?|presents?|money|alcohol|vapes?) (?:home )?(?:to|for) (?:a |some |our |the )?(?:\w+ ){{0,2}}{_PUPIL}"
    rf"|(?:photos?|pictures?|videos?|filming|photographing)(?: of)?(?: \w+){{0,2}} {_PUPIL}(?: \w+){{0,3}} (?:own|personal|his|her) phone"
    r"|(?:behaving|acting|being|behaves|acts|behaved) (?:\w+ )?(?:odd\w*|strange\w*|inappropriate\w*|weird\w*|creep\w*|over ?-?familiar)"
    rf"|(?:grab|shov|push|hit|slap|smack|drag|shak|pinch|touch|hug|strok)\w* (?:him|her|them|his|their)\b(?=[^.?!]{{0,80}})"
    rf"|(?:giv|buy|bought|gave)\w* (?:a |one |some |the |his |her )?(?:\w+ )?{_PUPIL} (?:\w+ )?(?:sweets|gifts?|presents?|money|lifts?|alcohol|vapes?|his|her)"
    rf"|(?:tak|took|keep|kept)\w* (?:him|her|them|{_PUPIL}) (?:\w+ ){{0,6}}(?:alone|behind|on (?:his|her|their) own)"
    rf"|(?:call|nam)\w* (?:a |the |one |some |his |her )?(?:\w+ )?{_PUPIL} (?:fat|thick|stupid|useless|ugly|names|an? \w+)"
    r"|(?:touch|grop|kiss|harass|assault|grab)\w* me\b"
    r"|inappropriate(?:ly)? (?:with|towards?|comments?|contact|touching|messages?|relationship|behaviour towards|things? to)|creepy|grooming|too (?:close|friendly|familiar|rough|touchy\w*) with"
    r"|(?:smel(?:l|ls|led|ling|t)|stink\w*|reek\w*) of (?:alcohol|drink|booze|weed|cannabis)|(?:drunk|hungover|stoned) (?:at|in|on) (?:work|school|class|lessons?|duty|the)"
    r"|(?:on|over|via|through) (?:snapchat|snap|instagram|insta|whatsapp|tiktok|discord))\b"
)
_CONDUCT_TRIGGERS = listed(
    """
    giving gave give buying bought sweets taking took keeps calling called
    snapchat snap instagram insta whatsapp tiktok discord alone private privately car relationship affair
    sleeping lift lifts gift gifts present presents money alcohol vape vapes photo photos picture pictures
    video videos filming photographing behaving acting behaves acts behaved inappropriate inappropriately
    creepy grooming close friendly familiar rough touchy drunk hungover stoned being drink booze weed
    cannabis dm
    """
)
_CONDUCT_STEMS = (
    "messag", "text", "contact", "meet", "email", "phon", "follow", "flirt", "touch", "hug", "cuddl", "kiss", "tickl", "strok", "grab", "shov",
    "push", "hit", "slap", "smack", "drag", "shak", "pinch", "manhandl", "restrain", "hurt", "threat", "swore", "swear",
    "scream", "shout", "yell", "humiliat", "grop", "harass", "assault",
)  # fmt: skip
_ONLINE = r"\b(?:on|over|via|through) (?:snapchat|snap|instagram|insta|whatsapp|tiktok|discord)\b"


def about_an_adult(text: str, words: Words, general: bool) -> str:
    """The rule that says an adult's conduct needs the head, or ""."""
    if not words & _CONDUCT_TRIGGERS and not any(word.startswith(_CONDUCT_STEMS) for word in words):
        return ""
    if (
        _found(
            r"\b(?:allegation|concern|complaint|worried|worry|uneasy|uncomfortable) (?:about|against) (?:my|our|a|the|one of|another) (?:\w+ ){0,3}(?:ta|teacher|colleague|head|headteacher|tutor|coach|caretaker)s?\b",
            text,
        )
        and not general
    ):
        return "adult-concern"
    if general or not _found(_CONDUCT, text) or not _found(_ADULT, text):
        return ""
    if _found(_ONLINE, text) and not _found(_PUPIL, text):
        return ""
    return "adult-conduct" if _one_adult_did(text) else ""


def _one_adult_did(text: str) -> bool:
    """The adult comes first and the conduct soon after: "one of our TAs is messaging Y6 boys"."""
    for adult in _compiled(_ADULT).finditer(text):
        if _compiled(_CONDUCT).search(text, adult.end(), adult.end() + 120):
            before = text[max(0, adult.start() - 12) : adult.start()]
            return not before.endswith(("how do ", "who is ", "is there ", "looking for "))
    return False


# ------------------------------------------------------------------ the sender

_DISTRESS = (
    r"\b(?:i(?:'m| am|m)? (?:\w+ ){0,3}?(?:not ok(?:ay)?\b(?! with)|falling apart|at breaking point|broken|breaking down|having a breakdown|drowning and|not coping|on the edge)"
    r"|(?:i|just|really|i really|honestly)(?: \w+){0,2} (?:can ?not|can'?t) (?:cope(?! with (?:the |all |my )?(?:mark|work|email|plan|data|behav|class|this behav|paper))|face (?:coming|going|work|another|school|it|tomorrow|the day)|go on|do this any ?more|carry on|take (?:it|this|much|any) ?(?:more|any)?)"
    r"|(?:can ?not|can'?t) face (?:coming|going) in|i(?:'ve| have|ve)? (?:\w+ )?(?:cried|been crying|cry|crying|in tears|sobb\w+)"
    r"|i(?:'m| am|m) (?:\w+ )?(?:crying|in tears|sobbing)|i(?:'ve| have|ve) (?:\w+ )?had enough of (?:life|everything)|(?:my )?panic attacks? (?:every|before|on the|in the|at)|i(?: \w+){0,2} hate my life|making me ill|i don'?t want to be here any ?more)"
)
_DISTRESS_TRIGGERS = listed(
    """
    ok okay apart breaking broken breakdown drowning coping edge cope face go anymore more carry take cried
    cry crying tears sobbing sobbed enough panic hate ill here
    """
)


def of_distress(text: str, words: Words) -> str:
    """The rule that says the sender is not well, or ""."""
    return "distress" if words & _DISTRESS_TRIGGERS and _found(_DISTRESS, text) else ""
