"""The web addresses in a message, as Slack, Teams, a browser and people write them."""

import re
from dataclasses import dataclass
from html import unescape

from handlers.rules.links import address

#: More than these in one message are a list that somebody pasted: the first count.
AT_MOST = 10
#: Characters read of a message: as long as Slack lets one be.
READ_AT_MOST = 40_000
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
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_SPACE_AROUND = re.compile(r"</?(?:p|div|br|li|ul|ol|h\d|td|tr|table|blockquote)\b", re.IGNORECASE)
#: What an address leaves behind: "(https://…)," empty brackets, and then a space before the comma.
_BRACKETS = re.compile(r"\( ?\)|\[ ?\]|< ?>")
_SPACE_BEFORE = re.compile(r" (?=[,.;:!?)](?:\W|$))")
#: Signs of a sentence that may stand after an address: ")).", not a page of them.
_AFTER = 10
_CLOSING = {")": "(", "]": "[", "}": "{"}


@dataclass(frozen=True, slots=True)
class Found:
    """An address in a message: as it was written, what it was called there, and the words around it."""

    url: str
    #: "" where it was called nothing but itself.
    label: str
    #: The whole message as a person reads it, without addresses.
    words: str


def found(text: str) -> tuple[Found, ...]:
    """The addresses of a message, each once, in order, ten at most. They are not cleaned yet.

    http and https alone; none with credentials, a number for a host, or a host without a dot, which no
    colleague elsewhere could open; no e-mail addresses and no names of files.
    """
    links: dict[str, str] = {}
    said: list[str] = []
    at = 0
    text = text[:READ_AT_MOST]
    for match in _SHAPES.finditer(text):
        said.append(text[at : match.start()])
        at = match.end()
        if written := match["href"] or match["angle"] or match["target"] or match["bare"]:
            url, after = (written, "") if not match["bare"] else _trimmed(written, match["mark"])
            label = _label(match["inner"] or match["label"] or match["text"] or "", url)
            said += [match["mark"] or "", label, after]
            links.setdefault(_whole(url), label)
        elif match["tag"]:
            said.append(" " if _SPACE_AROUND.match(match["tag"]) else "")
        else:
            said.append(match["token"] or match["mail"] or "")
    words = _tidy(unescape("".join((*said, text[at:]))))
    kept = [(url, label) for url, label in links.items() if address.read(url)]
    return tuple(Found(url, label, words) for url, label in kept[:AT_MOST])


def _tidy(words: str) -> str:
    """One space between words, and nothing left of what stood around an address."""
    words = _SPACE_BEFORE.sub("", _BRACKETS.sub("", " ".join(words.split())))
    return " ".join(words.split())


def _whole(url: str) -> str:
    """An address with its scheme. Browsers try https first where none is written, and so do we."""
    url = re.sub(r"&(?:amp|#38|#x26);", "&", url)
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
    label = " ".join(unescape(_TAG.sub("", written)).split())
    host = re.sub(r"^(?:https?://)?(?:www\.)?", "", url.lower()).partition("/")[0]
    own = " " not in label and (host in label.lower() or "://" in label)
    return "" if own else label[:LABEL]
