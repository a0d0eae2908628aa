"""Words as people type them, made comparable: one spelling, stems, and what carries no meaning."""

import re
import unicodedata
from functools import lru_cache

_SAME = str.maketrans(
    {"‘": "'", "’": "'", "ʼ": "'", "`": "'", "“": '"', "”": '"', "–": "-", "—": "-", "‑": "-", "−": "-"}
)


def listed(text: str) -> frozenset[str]:
    """A long list of words, kept readable."""
    return frozenset(text.split())


def plain(text: str) -> str:
    """One spelling of the same characters: compatible forms joined, invisible ones gone, one space."""
    if text.isascii():
        return " ".join(text.split())
    text = unicodedata.normalize("NFKC", text).translate(_SAME)
    text = "".join(letter for letter in text if unicodedata.category(letter) != "Cf")
    return " ".join(text.split())


def unaccented(text: str) -> str:
    """Letters without their accents, for names: "Zoë" and "Zoe" are one."""
    if text.isascii():
        return text
    apart = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def spans(text: str) -> list[tuple[str, int, int]]:
    """The words of a plain text with where they stand: "Y1/2's" → Y · 1 · 2s. Apostrophes are dropped."""
    if "'" in text:
        # "can't" and "cant" are one word; the length stays, so that positions do.
        text = re.sub(r"([a-zA-Z])'([a-zA-Z]{1,2})\b", _joined, text)
    return [(match.group().replace("\x00", ""), match.start(), match.end()) for match in _WORD.finditer(text)]


_WORD = re.compile(r"[a-zA-Z\x00]+|\d+(?:\.\d+)?|[&%+]")


def _joined(match: re.Match[str]) -> str:
    return f"{match.group(1)}\x00{match.group(2)}"


def split(text: str) -> list[str]:
    """The words of a text in lower case."""
    return [word.lower() for word, _, _ in spans(text)]


#: Words that say nothing about what is sought: grammar, politeness, and the words of asking itself.
STOP = listed(
    """
    a about above across after afternoon again against ago all almost alone along already also although
    always am among an and another any anybody anyone anything anyway anywhere are arent around as ask asked
    asking at away b back bad badly basically be because become been before being believe below best better
    between big bit bits both bring brought but by c call called came can cannot cant come comes coming
    connect contact could couldnt couple currently d day days dear deal dealing did didnt different do does
    doesnt doing done dont down drop due during e each early easy either else elsewhere end enough esle
    especially esp etc even evening ever every everybody everyone everything exactly except fab fairly far
    feel feels few find finding fine first folk for found from front full fully further gave general get
    gets getting give given gives giving go goes going gone gonna good got great guess guys h ha had half
    happy hard has hasnt have havent having he hear heard hello help helped helpful helping her here hers
    hey hi him his hope hoping how however i id idea ideas if ill im in inside instead interested into
    introduce is isnt it its itself ive job just keen keep keeps kept kind kinda know known knows last late
    lately later least left less let lets life like likely little live lived ll long look looked looking
    looks lot lots love made main mainly make makes making many match matter may maybe me mean means
    meanwhile meet mention might mine minute minutes moment month months more morning most mostly much must
    my myself name near nearly need needed needing needs never new next nice no nobody none nope nor not
    nothing now o obviously of off often oh ok okay old on once one ones only onto or other others our ours
    ourselves out over own p part parts past people perhaps person pick place please pls plz plus point
    possible possibly prefer preferably pretty probably prob proper properly put quick quickly quite rather
    re really recent recently right ring rough roughly s said same saw say saying says see seem seems seen
    sense set several she should show shown similar simply since small so some somebody somehow someone
    something sometimes somewhere soon sort sorted sorting speak speaking spoke spot stage still stop
    straight struggle struggling such suggest suggestions sure t tackle tackled tackling ta take taken takes
    taking talk talking tell tends term terms than thank thanks that thats the their theirs them themselves
    then there theres these they theyre theyve thing things think thinking this those though thought three
    through thru til till time times to today together told tomorrow too took touch toward towards tried
    true try trying turn turned two u under understand until up upon us use used useful using usual usually
    v ve very via w want wanted wanting wants was wasnt way ways we week weeks well went were werent weve
    what whatever whats when whenever where whereabouts wheres whether which while who whoever whole whom
    whos whose why will wish with within without woman wonder wondered wondering wont word words work worked
    working works worth would wouldnt x y yeah year years yep yes yesterday yet you your youre yours
    yourself youve school schools trust trusts academy academies mat colleague colleagues staff member
    members team teams mate mates bod bods folks anyone's chat brains brain advice info information
    experience experienced children child kids kid pupil pupils student students chn chdn sch schol schols
    september sept october oct november nov december dec january jan february feb march mar april apr june
    jun july jul august aug monday mon tuesday tue tues wednesday wed thursday thu thurs friday fri autumn
    spring summer easter christmas ish cheers regards hiya side ground tale swap swapped share shared
    sharing anymore longer running run runs ran head heads number numbers current successful successfully
    success start started starting sees sec secs loads bunch
    """
)

_DOUBLE = re.compile(r"([bdfglmnprt])\1$")


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """A word without its ending, so that "reducing", "reduced" and "reduces" meet. Light on purpose."""
    if len(word) <= 3 or word[0].isdigit():
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-2] if word.endswith(("sses", "ches", "shes", "xes")) else word[:-1]
    for ending in ("ational", "ation", "ments", "ment", "ing", "ed", "ers", "er", "ion", "ly"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            word = word[: -len(ending)]
            break
    word = _DOUBLE.sub(r"\1", word)
    return word[:-1] if word.endswith("e") and len(word) > 4 else word


def content(text: str) -> list[str]:
    """The stems of the words that carry meaning, in order."""
    return [
        stem(word) for word in split(text) if len(word) > 1 and word not in STOP and not word[0].isdigit()
    ]
