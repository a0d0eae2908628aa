"""A readable name for a link of which nothing better is known, from the address itself."""

import re
from collections.abc import Iterator
from urllib.parse import unquote

from handlers.rules.links.address import Address, read
from handlers.rules.links.cleaning import tidied
from handlers.rules.words import capital, listed

#: Parameters that hold a file's name or its path.
_FILES = ("file", "id", "RootFolder")
_SUFFIX = re.compile(r"\.(?:aspx?|html?|php|pdf|docx?|dotx|xls[xmb]?|pptx?|ppsx|pub|odt|ods|odp|csv|txt|rtf|zip|mp[34]|mov|m4v|jpe?g|png|gif|webp|one|amp)$", re.IGNORECASE)  # fmt: skip  # noqa: E501
#: What paths hold that names nothing.
_ORDINARY = listed(
    """
    index default home view edit copy watch share document documents file files folder folders download
    open preview viewform d e r s p u doc pdf presentation spreadsheets forms resource resources article
    articles pages page node content media uploads assets sites sitepages allitems stream embed en en-gb web
    design video videos post posts status pub shared shared documents wake dp dispform
    teaching-resource topics lessons teachers pupils publications government programmes units blog news
    """
)
#: Between words; also what nobody sees, and what no database keeps: a path may hold any of it, encoded.
_JOINED = re.compile(r"[-_+\s\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]+")
#: "…-framework--2": GOV.UK's second page of that name.
_EDITION = re.compile(r"--\d{1,2}$")
#: Letters then a number, or a number then letters, as people write them: "Year3", "KS2", "5Es", "CamelCase".
_NAMED = re.compile(r"[A-Z]?[a-z]+\d{1,2}|[A-Z]{1,4}\d{1,4}|\d{1,2}[A-Za-z]{1,8}|(?:[A-Z][a-z]+){2,3}")
_TITLE_LENGTH = 300
#: What an address that names nothing leads to, where its host and path say so.
_UNNAMED = {
    "docs.google.com/document": "Google Doc",
    "docs.google.com/spreadsheets": "Google Sheet",
    "docs.google.com/presentation": "Google Slides",
    "drive.google.com/drive/folders": "Folder on Google Drive",
    "drive.google.com": "File on Google Drive",
    "onedrive.live.com": "File on OneDrive",
    "1drv.ms": "File on OneDrive",
    "www.youtube.com": "Video on YouTube",
    "vimeo.com": "Video on Vimeo",
    "www.canva.com/design": "Canva design",
}
#: A file that was shared by SharePoint or OneDrive: its kind as one letter, whose it is, and no name.
_SHARED = re.compile(r"/:([a-z]):/(?:[st]|g/personal|g)/([^/]+)/E[\w-]{20,}")
_SHARED_KINDS = {
    "w": "Word document",
    "x": "Spreadsheet",
    "p": "Presentation",
    "b": "PDF",
    "f": "Folder",
    "v": "Video",
    "o": "Notebook",
    "t": "Text",
}


def title_from(url: str) -> str:
    """A title from the path: ".../EYFS%20baseline%20tracker.xlsx" → "EYFS baseline tracker".

    Else what it is, as far as the address tells ("Google Sheet", "Spreadsheet from Maths"), or the host.

    "" for what is no address. People named the file: like all they write it is checked before it is kept.
    """
    address = read(url)
    if address is None:
        return ""
    address = tidied(address)
    return (_as_shared(address) or next(_names(address), "") or _unnamed(address))[:_TITLE_LENGTH]


def _as_shared(address: Address) -> str:
    """ "Spreadsheet from Maths": a file of a site; a person's own says no more than what it is."""
    match = _SHARED.match(address.path) if address.host.endswith(".sharepoint.com") else None
    if match is None:
        return ""
    kind = _SHARED_KINDS.get(match[1], "File")
    if address.host.endswith("-my.sharepoint.com"):
        return f"{kind} on OneDrive"
    site = _readable(unquote(match[2]))
    return f"{kind} from {site}" if site else f"{kind} on SharePoint"


def _unnamed(address: Address) -> str:
    where = address.host + address.path
    return next((name for place, name in _UNNAMED.items() if where.startswith(place)), "") or (
        address.host.removeprefix("www.")
    )


def words_from(url: str) -> str:
    """All that an address says in words: "/chemistry-ks4/electrolysis" → "Electrolysis, Chemistry ks4"."""
    address = read(url)
    return ", ".join(_names(tidied(address))) if address else ""


def _names(address: Address) -> Iterator[str]:
    """The readable parts of an address, the likeliest title first."""
    return filter(None, map(_readable, _candidates(address)))


def _candidates(address: Address) -> list[str]:
    """What may name it, the likeliest first: a file's name, then the path from its end."""
    named = [address.value(name).rstrip("/").rpartition("/")[2] for name in _FILES]
    parts = [unquote(part) for part in address.path.split("/") if part]
    return [part for part in (*named, *reversed(parts)) if part]


def _readable(part: str) -> str:
    """The words of a part of a path, or "" where it is a number, a code or says nothing."""
    name = _EDITION.sub("", _SUFFIX.sub("", part))
    if name.lower() in _ORDINARY:
        return ""
    words = [word for word in _JOINED.split(name) if word]
    while len(words) > 1 and _is_code(words[-1]):
        words.pop()
    if not any(map(_is_word, words)) or (len(words) == 1 and _is_code(words[0])):
        return ""
    return capital(" ".join(words))


def _is_word(word: str) -> bool:
    return len(re.sub(r"[\W\d_]", "", word)) > 2


def _is_code(word: str) -> bool:
    """A number for machines, or letters in no order: "12345678", "6mu3gr", "dQw4w9WgXcQ"; not "Year3"."""
    mixed = re.search(r"\d", word) and re.search(r"[a-zA-Z]", word)
    spoken = re.search(r"[aeiouy]", word, re.IGNORECASE) or len(word) < 6
    if _NAMED.fullmatch(word) and spoken:
        return False
    jumbled = re.search(r"[a-z][A-Z]+[a-z]+[A-Z]|[A-Z]{2}[a-z]+[A-Z]", word) and len(word) > 8
    return bool(re.fullmatch(r"\d{5,}", word) or (mixed and len(word) > 4) or jumbled)
