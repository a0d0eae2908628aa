"""The web addresses in a message, as Slack, Teams, a browser and people write them."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import unescape
from itertools import islice

from handlers.rules.links import address

#: More than these in one message are a list that somebody pasted: the first count.
AT_MOST = 10
#: Characters read of a message: as long as Slack lets one be.
READ_AT_MOST = 40_000
#: Characters of an address: cleaning adds a few ("youtu.be" is "www.youtube.com"), and all must be kept.
LONGEST = address.LONGEST - 100
LABEL = 300

# ruff: noqa: E501  a pattern is read as one line, however long

#: What may follow the last dot where nobody wrote "https://", if a path follows …
_ENDINGS = "com|org|net|uk|edu|gov|academy|education|school|schools|co|io|me|ly|be|gl|gd|ms|eu|ie|scot|wales|london|info|tv|fm|app|site|online|cloud|microsoft|page|link|blog|pub|ee"
#: … and if none does: "ncetm.org.uk" is an address, "ASP.net" and "plan.me" are none.
_PLAIN = r"com|org|academy|(?:co|org|gov|ac|sch)\.uk"
_REST = r"""(?:(?!&(?:lt|gt|quot|nbsp|\#39);)[^\s<>"“”«»`\\])"""

_SHAPES = re.compile(
    rf"""
      <a\s[^<>]{{0,500}}?\bhref=(?P<quote>["'])(?P<href>[^<>]*?)(?P=quote)[^<>]*>(?P<inner>.{{0,1000}}?)</a>
    | <(?P<angle>(?:https?://|www\.)[^|<>\s]+)(?:\|(?P<label>[^<>]*))?>
    | <(?:mailto:|tel:|[@#!])[^<>|]*(?:\|(?P<token>[^<>]*))?>
    | (?P<tag></?[a-z][\w:-]*(?:\s[^<>]*)?/?>)
    | \[(?P<text>[^\[\]]{{0,300}})\]\((?P<target>https?://(?:[^\s()<>]|\([^\s()<>]*\))+)(?:\s+"[^"]*")?\)
    | (?P<mail>(?:mailto:)?(?<![\w.+-])[\w.+-]{{1,64}}@[\w-]+(?:\.[\w-]+)+)
    | (?:(?<!\w)(?P<mark>[*_~])|(?<!\w))(?P<bare>
        https?://{_REST}+
      | (?<![@./:-])(?:[a-z0-9](?:[a-z0-9-]{{0,62}})\.){{1,5}}(?:
            (?:{_ENDINGS})(?=[/?]){_REST}+
          | (?:{_PLAIN})(?![\w@-]|\.\w)))
    """,
    re.IGNORECASE | re.VERBOSE | re.DOTALL,
)
_AND = re.compile("&(?:amp|#38|#x26);")
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_NEW_LINE = re.compile(r"</?(?:p|div|br|li|ul|ol|h\d|td|tr|table|blockquote)\b", re.IGNORECASE)
#: What an address leaves behind: "(https://…)," empty brackets, and then a space before the comma.
_BRACKETS = re.compile(r"\( ?\)|\[ ?\]|< ?>")
_SPACE_BEFORE = re.compile(r" (?=[,.;:!?)](?:\W|$))")
#: What only pointed at the address that followed: "For fractions: https://…".
_LEADS_ON = re.compile(r"\s*[:–—-]+$")
#: Stands in a message where an address was; a sign of nobody's language.
_HERE = "\ue000"
#: Links by these names are only pointed at.
_POINTING = frozenset(
    ("here", "click here", "this", "this one", "link", "this link", "the link", "page", "website")
)
#: Signs of a sentence that may stand after an address: ")).", not a page of them.
_AFTER = 10
_CLOSING = {")": "(", "]": "[", "}": "{"}


@dataclass(frozen=True, slots=True)
class Found:
    """An address in a message: as it was written, what it was called there, and the words around it."""

    url: str
    #: "" where it was called nothing but itself, or nothing that names it ("here").
    label: str
    #: The message as a person reads it, without addresses; of the lines with links only its own.
    words: str


def found(text: str) -> tuple[Found, ...]:
    """The addresses of a message, each once, in order, ten at most. They are not cleaned yet.

    http and https alone; none with credentials, a number for a host, or a host without a dot, which no
    colleague elsewhere could open; no e-mail addresses and no names of files.
    """
    lines, named = _read(text)
    own = [place for place, line in enumerate(lines) for _ in range(line.count(_HERE))]
    first: dict[str, tuple[str, int]] = {}
    for (url, label), place in zip(named, own, strict=True):
        first.setdefault(url, (label, place))
    links = ((url, *rest) for url, rest in first.items() if len(url) <= LONGEST and address.read(url))
    return tuple(Found(url, label, _words(lines, place)) for url, label, place in islice(links, AT_MOST))


def said(text: str) -> str:
    """All that a message says, without its addresses."""
    lines, _ = _read(text)
    return _plain(" ".join(lines))


def without(text: str, unwanted: Callable[[str], bool]) -> str:
    """A message, as far as it is read, without its unwanted addresses; what they are called stays."""

    def left(match: re.Match[str]) -> str:
        url, after = _address(match)
        if not url or not unwanted(url):
            return match[0]
        return f"{match['mark'] or ''}{_called(match, url)}{after}"

    return _SHAPES.sub(left, text[:READ_AT_MOST])


def _read(text: str) -> tuple[list[str], list[tuple[str, str]]]:
    """Its lines, each with a sign where an address was; those addresses, and what each is called."""
    named: list[tuple[str, str]] = []
    words: list[str] = []
    at = 0
    text = text[:READ_AT_MOST].replace(_HERE, "")
    for match in _SHAPES.finditer(text):
        words.append(text[at : match.start()])
        at = match.end()
        url, after = _address(match)
        if url:
            label = _called(match, url)
            words += [match["mark"] or "", label, _HERE, after]
            named.append((url, "" if label.lower() in _POINTING else label))
        elif match["tag"]:
            words.append("\n" if _NEW_LINE.match(match["tag"]) else "")
        else:
            words.append(match["token"] or match["mail"] or "")
    return "".join((*words, text[at:])).splitlines(), named


def _address(match: re.Match[str]) -> tuple[str, str]:
    """The address that stands there, "" for none, and the sentence's punctuation that it took along."""
    if match["href"]:
        return _AND.sub("&", match["href"]), ""
    written = _AND.sub("&", match["angle"] or match["target"] or match["bare"] or "")
    url, after = _trimmed(written, match["mark"]) if match["bare"] else (written, "")
    return _whole(url) if url else "", after


def _called(match: re.Match[str], url: str) -> str:
    return _label(match["inner"] or match["label"] or match["text"] or "", url)


def _words(lines: Sequence[str], own: int) -> str:
    """What is said of the address on a line: there, and on lines that have none. A list has one on each."""
    near = " ".join(line for place, line in enumerate(lines) if place == own or _HERE not in line)
    return _plain(near)


def _plain(written: str) -> str:
    words = " ".join(unescape(written).replace(_HERE, "").split())
    return _LEADS_ON.sub("", " ".join(_SPACE_BEFORE.sub("", _BRACKETS.sub("", words)).split()))


def _whole(url: str) -> str:
    """An address with its scheme. Browsers try https first where none is written, and so do we."""
    return url if re.match("https?://", url, re.IGNORECASE) else f"https://{url}"


def _trimmed(url: str, mark: str) -> tuple[str, str]:
    """An address without the sentence's own punctuation after it, and that punctuation."""
    end = len(url)
    for last in reversed(url[-_AFTER:]):
        opening = _CLOSING.get(last)
        unbalanced = opening and url.count(last, 0, end) > url.count(opening, 0, end)
        if not (unbalanced or last in ".,;:!?'’‘…*~" or (mark and last == mark)):
            break
        end -= 1
    return url[:end], url[end:]


def _label(written: str, url: str) -> str:
    """What a link is called, unless it is called by its own address, whole or cut short."""
    label = " ".join(unescape(_TAG.sub("", written)).replace(_HERE, "").split())
    host = re.sub(r"^(?:https?://)?(?:www\.)?", "", url.lower()).partition("/")[0]
    own = " " not in label and (host in label.lower() or "://" in label)
    return "" if own else label[:LABEL]
