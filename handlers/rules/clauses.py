"""The parts of a message: what is asked for, what is left out, what is said about the asker, and the status."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from handlers.rules.vocabulary import Found, Word, facet_of

# ruff: noqa: E501  a pattern is read as one line, however long


class Status(StrEnum):
    """Where the colleague sought stands with the topic."""

    ANY = "any"
    CURRENT = "current"
    EXPERIENCED = "experienced"
    WANTS_HELP = "wants_help"


#: What follows is left out, up to the end of the clause.
_NOT = re.compile(
    r"\b(?:but not|bar(?:ring)?(?= (?:the|any|those|\w+s\b))|leav(?:e|ing) out|besides|minus the|spare me(?: the)?|never mind(?: the)?|had enough of|sick of(?: the)?|fed up with(?: the)?|no (?=(?:heads|headteachers|principals|secondaries|primaries|academies)\b)|not the|not in|not a|not|isn'?t(?: in| a)?|aren'?t(?: in| a)?|except(?: for)?|apart from|(?<!language )(?<!languages )other than|excluding|rather than|instead of|without(?: using)?|any(?:one|body|thing)? but|"
    r"don'?t (?:want|need|mean)(?: another| any| a)?|no more|nor)\b(?! (?:sure|just|only|yet|too|much|many|enough|going|working|great|good|everyone|every|all|our school|my school|us\b|here|far|near|been|coming|making|so|really|very|having|able|knowing|being))",
    re.IGNORECASE,
)
_CLAUSE_END = re.compile(
    r"[,.;!?)]|\s-\s|\b(?:but|who|i want|i need|we want|more like|just|only|looking|can|could|please|pls|where|that|whose|which)\b",
    re.IGNORECASE,
)
#: What follows describes the asker, up to the end of the clause.
_ME = re.compile(
    r"\b(?:i'?m|i am|im|we'?re|we are|were a|as (?:a|an|the)|being (?:a|an)|i (?:teach|lead|run|manage|look after)|i work (?:in|at|with|as)|our school (?:is|has)|my school (?:is|has)|we'?ve got|we only have|i'?ve just become|i'?ve become|new to being)\b"
    r"(?! (?:looking|thinking|trying|struggling|tackling|doing|working on|running|going|getting|interested|after|keen|wondering|having|seeing|losing|using|moving|about to|hoping|considering|planning|starting|drowning|not sure|further|nervous|stuck))",
    re.IGNORECASE,
)
_OWN = frozenset(("our", "my", "their", "your", "his", "her", "us"))
_OBJECT = frozenset(
    (
        "for", "about", "using", "deploying", "training", "of", "getting", "use", "get", "let", "letting", "help",
        "helping", "make", "making", "give", "giving", "keep", "keeping", "recruiting", "losing", "finding", "paying",
    )
)  # fmt: skip
#: Words of asking: a clause with one of them says no more who the asker is.
_ASKS = re.compile(
    r"\?|\b(?:who|whose|whos|anyone|anybody|someone|somebody|any|else|looking|want|need|after|keen|wondering|please|pls|"
    r"(?:would|i'd|we'd|'d) (?:like|love)|is there|are there|can|could|how|what|where|which|find|talk|speak|meet)\b",
    re.IGNORECASE,
)
_BETWEEN = frozenset(("new", "the", "own", "two", "three", "young", "all", "some", "many", "lots"))


@dataclass(frozen=True, slots=True)
class Parts:
    """Stretches of a message that do not ask."""

    words: Sequence[Word]
    left_out: tuple[tuple[int, int], ...]
    asker: tuple[tuple[int, int], ...]

    def excludes(self, found: Found) -> bool:
        return self.excludes_place(self.words[found.first][2])

    def excludes_place(self, at: int) -> bool:
        return any(start <= at < end for start, end in self.left_out)

    def about_asker(self, found: Found) -> bool:
        """Whether it says who the asker is. Topics always ask, whoever's they are."""
        facet = facet_of(found.concept)
        return facet in {"role", "phase", "context", "subject"} and self.is_of_asker(
            self.words[found.first][2]
        )

    def is_of_asker(self, at: int) -> bool:
        return any(start <= at < end for start, end in self.asker)

    def owned(self, found: Found) -> bool:
        """ "our TAs": the asker's own, so a subject of the talk and nobody sought."""
        at = found.first - 1
        while at >= 0 and self.words[at][0] in _BETWEEN:
            at -= 1
        return at >= 0 and self.words[at][1].lower() in _OWN and not self._like_mine(found)

    def _like_mine(self, found: Found) -> bool:
        return found.last < len(self.words) and self.words[found.last][0] in {"colleague"}

    def is_object(self, found: Found) -> bool:
        """ "CPD for TAs": the role is what the topic is for."""
        at = found.first - 1
        while at >= 0 and self.words[at][0] in _BETWEEN:
            at -= 1
        return (
            at > 0
            and self.words[at][0] in _OBJECT
            and self.words[at - 1][0] not in {"look", "looking", "ask", "need"}
        )


def of(said: str, words: Sequence[Word]) -> Parts:
    """The message cut into what it asks, leaves out, and says about the asker."""
    left_out = tuple((match.end(), _end(said, match.end())) for match in _NOT.finditer(said))
    asker = tuple((match.start(), _end_of_portrait(said, match.end())) for match in _ME.finditer(said))
    return Parts(words, left_out, asker)


def _end_of_portrait(said: str, start: int) -> int:
    """Where somebody stops saying who they are: "we're one-form, an old mining village, mixed classes all through"."""
    end = _end(said, start)
    while end < len(said) and said[end] == ",":
        onward = _SENTENCE_END.search(said, end + 1)
        further = min(_end(said, end + 1), onward.start() if onward else len(said))
        if further <= end + 1 or _ASKS.search(said[end + 1 : further + 1]) or _ASKS.match(said, further):
            break
        end = further
    return end


_SENTENCE_END = re.compile(r"[.;!?()]")


def _end(said: str, start: int) -> int:
    found = _CLAUSE_END.search(said, start + 1)
    return found.start() if found else len(said)


_EXPERIENCED = re.compile(
    r"\bcracked\b|\bnailed\b|\bsussed\b|\b(?:on|got) top of\b|\bwho has (?:already |actually |really |ever )?(?:\w+ed|done|got|made|run|had|found|built|cut|been|put|set|brought|won|gone|written|taken|come)\b|\bwho(?:'?s|'?ve| have) (?:already |actually |really )?(?:\w+ed\b|had\b|done|got\b|made|been through|built|cut|brought|gone|come)|"
    r"\bhas any(?:one|body|school)? (?:\w+ )?(?:already |actually |ever |successfully |managed |really )?(?:\w+ed|done|got|made|run|had|found|built|cut|been|set|brought|gone|taken|switched)\b|\bhave any (?:\w+ )?(?:schools?|heads|leads) (?:\w+ed|done|gone|made)|\b(?:turned|turn) (?:it|that|this|things) (?:round|around)\b|"
    r"\b(?:strong|good|great|brilliant|expert|best|confident|experienced|skilled|knowledgeable|hot|ace) (?:on|at|in|with)\b|\bexperts?\b|\bexperience (?:of|in|with)\b|\binside out\b|\bdone (?:it|this|that) (?:before|already)\b|\balready (?:done|doing|been|gone|made|use|using|have|has|run|running)\b|"
    r"\b(?:further|furthest) (?:on|down|along|ahead)\b|\bahead of us\b|\bmade (?:it|this|that) work\b|\b(?:it|this|that) (?:has )?worked for\b|\bworks? well\b|\bworking well\b|\b(?:really |very )?(?:well|successfully)\b|\bsuccess(?:ful)? (?:with|in|at)\b|\bhad success\b|\bbeen (?:through|there|inspected)\b|\bcome out (?:of )?(?:the other side|it)\b|"
    r"\bgone there\b|\blearn from\b|\bfixed\b|\bsolved\b|\bsorted\b|\bknows? (?:a lot|loads|lots|all) about\b|\bmentor me\b|\badvise\b|\bused to\b|\btrack record\b|\bwho (?:does|do) (?:\w+ ){1,4}(?:really |very )?well\b|\bteach me\b|\bshow (?:me|us) how\b|\bwould (?:share|show)\b|\bgot (?:rid of|it right|it working)\b|\bgot their \w+ (?:away|off|out|to|into)\b|\bat the other end\b|\bsurvived\b|\bcut (?:down|back)\b|\bmanaged to\b|\blived to tell\b",
    re.IGNORECASE,
)
_WANTS = re.compile(
    r"\b(?:could|can) (?:i|we) be (?:any|of) (?:use|help)\b|\b(?:come and|can come and|welcome to come and) (?:see|look at|watch) (?:ours|what we|how we)\b|\bgoing spare\b|\bshout if\b|\bif (?:it|that|this)(?:'s| is| would be)? (?:any |of )?(?:use|help|useful|helpful) to any(?:one|body)\b|\bwho (?:would|'d) like (?:a|to (?:see|borrow|use|have|come))\b|\bwould (?:any|some)(?:one|body)? (?:\w+ ){0,2}like a hand\b|"
    r"\b(?:happy|glad|able|willing|keen) to (?:help|support|share|show|host|offer|mentor)\b|\b(?:i|we) (?:can|could|would like to|want to|'d like to|'d love to) (?:help|offer|support|mentor|share (?:it|ours|what))\b|\bwho (?:is |are |else is )?(?:needs?|wants?|looking for|after|could (?:use|do with)|would (?:like|want|benefit)|might (?:like|want|need))(?: some| any)? (?:help|support|advice|this|that|it|a hand|ideas|someone|somebody)\b|"
    r"\bany(?:one|body) (?:who )?(?:needs?|needing|wants?|wanting|looking for|after|nervous|stuck|struggling with .{0,40}(?:i can|we can))\b|\bwho (?:is|'s) (?:stuck|nervous|worried|struggling|unsure|finding it hard|new to)\b|\bnervous about\b|\bcould (?:use|do with) (?:a hand|some help|help|support|advice)\b|\boffer(?:ing)? (?:help|support|a hand|my)\b|\bwhat (?:i|we)(?:'ve| have) learn\w*\b.{0,40}\bwho\b|\bpass (?:it|this|ours) on\b|\bwould (?:anyone|anybody|it help)\b.{0,20}\b(?:like|want|benefit|find)\b",
    re.IGNORECASE,
)
_CURRENT = re.compile(
    r"\bwho else\b|\bany(?:one|body) else\b|\btackling\b|\bworking on\b|\bsame boat\b|\bjust us\b|\bis it just\b|\bstruggling with\b|\bcurrently\b|\bat the moment\b|\bright now\b|\bthis (?:term|year)\b|\b(?:heads|leads|schools|people|teachers|sencos|sendcos) (?:who|whose|that) (?:are|is|can'?t|cannot)\b|\bwhose \w+ (?:is|are)\b|\bgoing through\b|\bin the middle of\b|\bfacing\b|\bdealing with\b|\balso (?:\w+ing)\b|\bgrappling\b|\bbattling\b|\bwrestling\b|\bwho is (?:\w+ing)\b|\bwho'?s (?:doing|trying|working|using|running|looking)\b",
    re.IGNORECASE,
)


def status(said: str) -> Status:
    """Whether those who do it now, have done it, or want help are asked for."""
    if _WANTS.search(said):
        return Status.WANTS_HELP
    if _EXPERIENCED.search(said):
        return Status.EXPERIENCED
    return Status.CURRENT if _CURRENT.search(said) else Status.ANY


_EITHER = re.compile(
    r"\([ab]\)|\b[12]\)|\band also\b|\bor (?:anyone|anybody|someone|somebody|any)\b|\band/or\b|\beither\b|\bplus (?:anyone|anybody|someone|any)\b|\band anyone\b",
    re.IGNORECASE,
)


def either(said: str) -> bool:
    """Whether several wishes stand side by side, each enough by itself."""
    return _EITHER.search(said) is not None
