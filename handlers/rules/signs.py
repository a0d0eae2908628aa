"""Signs of a worry about a real child or adult, and of a colleague in distress.

Each rule needs somebody in particular beside the worry: who (`somebody.py`) and what (`scene.py`, with its
words in `worries.yaml`). A text about policy, training or pupils in general has no such person, or says so,
and passes. All texts here are plain and in lower case.
"""

# ruff: noqa: E501  a pattern is read as one line, however long
from handlers.rules import somebody
from handlers.rules.scene import Scene
from handlers.rules.somebody import PRONOUN, found
from handlers.rules.words import listed

Words = frozenset[str]

# ------------------------------------------------------------------ danger to life

_LIFE = (
    r"\b(?:kill(?:ing|ed)? (?:him|her|them|my|your)sel(?:f|ves)|kill(?:ing)? (?:him|her|them|me|someone|everyone|his|their)\b|"
    r"commit(?:ted|ting)? suicide|suicidal|suicide note|took an overdose|taken an overdose|overdosed|taken? (?:some|loads of|too many|her|his) (?:pills|tablets)|"
    r"end(?:ing)? (?:his|her|their|my|it all|my own) ?(?:own )?(?:life)?|wants? to die|wanna die|want to be dead|"
    r"(?:doesn'?t|does not|don'?t) want to (?:live|be alive|be here any ?more|wake up)|better off dead|wish(?:es|ed)? (?:he|she|they|i) (?:was|were) dead|"
    r"nobody (?:will|would) miss|won'?t be (?:here|around) (?:tomorrow|much longer|next week)|sa(?:ys|ying|id) goodbye|hang(?:ing)? (?:him|her|them|my)sel(?:f|ves)|jump(?:ing)? off (?:a|the) (?:\w+ )?(?:roof|bridge|building|block)|"
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
    if found(_MY_LIFE, text):
        return "own-life"
    if general or not found(_LIFE, text):
        return ""
    return (
        "life"
        if any(True for _ in somebody.children(text))
        or found(PRONOUN, text)
        or found(_NAMED_LOWER, text)
        or found(_WRITTEN, text)
        else ""
    )


#: "jayden in 4b", "pupils in my class": weak on their own, enough beside a threat to life.
_NAMED_LOWER = r"\b(?:in|from) (?:my )?(?:class|form|lesson|tutor group|\d{1,2}[a-z])\b"

#: Words left by somebody not known: "we found a note".
_WRITTEN = r"\b(?:found|left|posted|saw|seen|sent) (?:a |this )?(?:note|message|post|letter|text)\b"

# ------------------------------------------------------------------ a child

#: Harm that needs no more than one child beside it, however the sentence is built.
_HARM = ("grave", "injury", "oneself", "sexual", "exploited", "radical", "neglect", "homeless", "missing", "cowers", "leaves")  # fmt: skip
#: Words between a child and what is said of the child: a long sentence, or two short ones.
_REACH = 28
_BY_HAND = r"\b(?:(?:was|were|been|being|gets?|getting|got) (?:\w+ )?(?:hit|slapped|punched|beaten|kicked|hurt|burnt|smacked|thrown|locked|tied|pushed|held|shaken|starved|knocked)|(?:hit|hits|hitting|hurts|hurt|hurting|slaps|slapped|beats|kicks|locks|punched|smacked|smacks) (?:me|him|her|them)\b)"


#: "I have just had a disclosure": real, though nobody is named.
_FIRST_HAND = r"\b(?:i|we)(?:'ve| have|'ve just| have just)? (?:just )?(?:had|got|taken|received|heard) (?:a|an|another) (?:\w+ )?(?:disclosure|allegation|safeguarding concern)\b"


def about_a_child(text: str, scene: Scene, general: bool) -> str:
    """The rule that says a particular child may be at risk, or ""."""
    if general:
        return ""
    if found(_FIRST_HAND, text):
        return "disclosure"
    children = [scene.place(start) for start in somebody.children(text)]
    if children:
        return _of_one(text, scene, children)
    if not found(PRONOUN, text):
        return "home-in-trouble" if _trouble_at_home(text, scene) else ""
    return "" if _of_a_colleague(text) or somebody.is_supposed(text) else _of_him_or_her(text, scene)


def _of_one(text: str, scene: Scene, children: list[int]) -> str:
    """A child is named: what the child told, shows, suffers, or is feared for."""

    def beside(*kinds: str) -> bool:
        return scene.near(children, *kinds, before=_REACH, after=_REACH)

    if beside("told") and beside("caregiver", "home", "told_off"):
        return "disclosure"
    if beside(*_HARM):
        return "child-at-risk"
    if beside("blow") and (beside("caregiver", "stranger") or found(_BY_HAND, text)):
        return "child-hurt"
    if beside("online") and beside("stranger"):
        return "online"
    if beside("travel") and beside("rite"):
        return "taken-abroad"
    if beside("fear") and beside("caregiver", "home", "stranger"):
        return "afraid"
    if beside("worry") and not found(somebody.LEARNING, text):
        return "worry"
    return "home-in-trouble" if _trouble_at_home(text, scene) else ""


def _of_him_or_her(text: str, scene: Scene) -> str:
    """Only "he" or "she": harm itself, or home and fear beside it."""
    if scene.has("injury", "oneself", "cowers", "leaves", "sexual", "neglect", "missing", "grave"):
        return "child-at-risk"
    if scene.has("blow") and (scene.has("caregiver") or found(_BY_HAND, text)):
        return "child-hurt"
    if scene.has("told") and scene.has("caregiver") and scene.has("home", "told_off", "fear"):
        return "disclosure"
    return "home-in-trouble" if _trouble_at_home(text, scene) else ""


def _of_a_colleague(text: str) -> bool:
    """ "He" and "she" are the colleague who was named before."""
    return any(True for _ in somebody.adults(text))


def _trouble_at_home(text: str, scene: Scene) -> bool:
    """Mum, dad or a family beside drink, violence or the police: "mum came in with a split lip"."""
    homes = [scene.place(start) for start in somebody.caregivers(text)]
    return bool(homes) and scene.near(
        homes, "drink", "row", "injury", "grave", "neglect", before=14, after=14
    )


# ------------------------------------------------------------------ an adult

#: Words from the adult to the conduct, and from the conduct to the pupil.
_SOON, _UPON = 20, 12
_UNEASY = r"\b(?:allegation|concern|complaint|worried|worry|uneasy|uncomfortable) (?:about|against|with|by) (?:my|our|a|the|one of|another) (?:\w+ ){0,3}(?:ta|teacher|colleague|head|headteacher|tutor|coach|caretaker)s?\b"


def about_an_adult(text: str, scene: Scene, general: bool) -> str:
    """The rule that says an adult's conduct needs the head, or ""."""
    adults = [] if general else [scene.place(adult.end()) for adult in somebody.adults(text)]
    if not adults:
        return ""
    if found(_UNEASY, text):
        return "adult-concern"
    if scene.near(adults, "arrest", before=0, after=_SOON):
        return "adult-conduct"
    pupils = [scene.place(one.start()) for one in somebody.pupils(text)]
    deeds = [
        deed
        for deed in scene.places("overstep", "handle")
        if any(0 <= deed - adult <= _SOON for adult in adults) and not scene.is_suffered(deed)
    ]
    if any(-_UPON <= pupil - deed <= _UPON for pupil in pupils for deed in deeds):
        return "adult-conduct"
    return ""


# ------------------------------------------------------------------ only told, and nothing asked


def of_what_is_only_told(text: str, scene: Scene, general: bool) -> str:
    """The rule that says a child is reported on and no colleague sought, or ""."""
    if general or not somebody.is_only_told(text):
        return ""
    if any(True for _ in somebody.children(text)):
        return "adult-only-told" if _of_a_colleague(text) else "only-told"
    if _of_a_colleague(text):
        return ""
    told = scene.has("caregiver") or somebody.lately(text)
    return "only-told" if told and found(PRONOUN, text) else ""


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
    return "distress" if words & _DISTRESS_TRIGGERS and found(_DISTRESS, text) else ""
