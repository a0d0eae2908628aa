"""Words as people type them, made comparable: one spelling, stems, and what carries no meaning."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

_SAME = str.maketrans(
    {"‘": "'", "’": "'", "ʼ": "'", "`": "'", "“": '"', "”": '"', "–": "-", "—": "-", "‑": "-", "−": "-"}
)


def listed(text: str) -> frozenset[str]:
    """A long list of words, kept readable."""
    return frozenset(text.split())


def once(concepts: Iterable[str]) -> tuple[str, ...]:
    """Each of them once, in the order first met."""
    return tuple(dict.fromkeys(concepts))


def plain(text: str) -> str:
    """One spelling of the same characters: compatible forms joined, invisible ones gone, one space."""
    if text.isascii():
        return " ".join(text.split())
    text = unicodedata.normalize("NFKC", text).translate(_SAME)
    invisible = [ord(letter) for letter in set(text) if unicodedata.category(letter) == "Cf"]
    if invisible:
        text = text.translate(dict.fromkeys(invisible))
    return " ".join(text.split())


def capital(text: str) -> str:
    """As it begins a line: "a village primary" → "A village primary"."""
    return text[:1].upper() + text[1:]


def unaccented(text: str) -> str:
    """Letters without their accents, for names: "Zoë" and "Zoe" are one."""
    if text.isascii():
        return text
    apart = unicodedata.normalize("NFKD", text)
    return apart.translate(
        dict.fromkeys(ord(letter) for letter in set(apart) if unicodedata.combining(letter))
    )


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
    if "'" in text:
        return [word.lower() for word, _, _ in spans(text)]
    return [word.lower() for word in _WORD.findall(text)]  # tens of thousands of hints are read at the start


#: Words that say nothing about what is sought: grammar, politeness, and the words of asking itself.
STOP = listed(
    """
    whove whod theyve youve weve wholl theyd contact contacts put get
    a about above academies academy across actually advice advise after afternoon again against ago all
    almost alone along already also although always am among an and another answer answers any anybody
    anymore anyone anyone's anything anyway anywhere approach approaches apr april are arent around as asap
    ask asked asking at atm aug august autumn available away b back bad badly basically be because become
    been before being believe below best better between big bit bits bloody bod bods both boy boys brain
    brains bring brought bunch but by c call called came can cannot cant chat chdn cheers child children chn
    christmas class classes colleague colleagues come comes coming connect contact could couldnt couple
    curious current currently d day days deal dealing dear dec december deep department did didnt different
    do does doesnt doing done dont down drop due during e each early easter easy either else elsewhere
    emailing end enough esle esp especially etc even evening ever every everybody everyone everything
    exactly except experience experienced expert expertise experts fab fairly far feb february feel feels
    few fifteen find finding fine first five folk folks for found free fri friday from front full fully fun
    further fyi gave general get gets getting girl girls give given gives giving go goes going gone gonna
    good got great ground group groups guess guys h ha had half happen happening happens happy hard has
    hasnt have havent having he head heads hear heard hello help helped helpful helping her here hers hey hi
    him his hiya honest honestly hope hoping how however hows i id idea ideas if ill im in info information
    inside instead interested into introduce involved is ish isnt issue issues it its itself ive jan january
    job jul july jun june just keen keep keeps kept kid kids kind kinda kit know knowledge knowledgeable
    known knows lads last late lately later lead leader leaders leading leads least left lend less lesson
    lessons let lets life like likely literally little live lived ll loads local long longer look looked
    looking looks lot lots love made main mainly make makes making manage managed managing many mar march
    mat match mate mates matter may maybe me mean means meanwhile meet meeting meetings member members
    mention might mile miles mine minute minutes moment mon monday month months more morning most mostly
    much must my myself name near nearby nearly need needed needing needs nervous network networks never new
    next nice no nobody none nope nor not nothing nov november now number numbers o obviously oct october of
    off office often oh ok okay old on once one ones only onto or other others our ours ourselves out over
    own p paper part parts past people perhaps person phase phoning pick place please pls plus plz point
    possible possibly post posts practical practice prefer preferably pretty prob probably problem problems
    proper properly pupil pupils put question questions quick quickly quite ran rather re really recent
    recently refresh regards right ring ringing room rough roughly run running runs s said same saw say
    saying says sch schol schols school schools sec secs see seem seems seen sees sense sept september
    session sessions set several share shared sharing she should show shown side similar simply since small
    so solution solutions some somebody somehow someone something sometimes somewhere soon sort sorted
    sorting speak speaking spoke spot spring staff stage start started starting still stop straight
    strategies strategy struggle struggling student students success successful successfully such suggest
    suggestions summer super support supporting sure swap swapped t ta tackle tackled tackling take taken
    takes taking tale talk talking tbh team teams tell ten tends term terms than thank thanks that thats the
    their theirs them themselves then there theres these they theyre theyve thing things think thinking this
    those though thought thoughts three through thru thu thurs thursday til till time times tips to today
    together told tomorrow too took totally touch toward towards tried true trust trusts try trying tue tues
    tuesday turn turned twenty two u under understand until up upon us use used useful using usual usually v
    ve very via visit w want wanted wanting wants was wasnt way ways we wed wednesday week weeks well went
    were werent weve what whatever whats when whenever where whereabouts wheres whether which while who
    whoever whole whom whos whose why will wish with within without woman wonder wondered wondering wont
    word words work worked working works worried worth would wouldnt x y yeah year years yep yes yesterday
    yet you your youre yours yourself youve yr stuff type guy guys odd whats elses anyones somebodys
    someones everyones owt nowt summat innit tho cos coz pls plz somewhat thingy lot bunch couple titchy
    teeny huge bigger smaller actual actually properly secretly monday wednesday happened happening
    everyone anything boat ahead round rest six seven eight nine eleven twelve four thirteen fourteen
    sixteen seventeen eighteen nineteen second third fourth ages forever daily weekly monthly termly
    yearly folk bloke lady ladies chap
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
    if len(word) <= 3:
        return word  # "apps" are apps and no AP
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
