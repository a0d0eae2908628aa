"""A web address in its parts, each as it was written: nothing is decoded and nothing put in another order."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote, unquote_plus

import idna

#: Characters of an address that can be kept; longer ones carry a whole document, or an attack.
LONGEST = 2_000
_PARTS = re.compile(r"(https?)://([^/?#\\@]+)([^?#]*)(?:\?([^#]*))?(?:#(.*))?", re.IGNORECASE | re.DOTALL)
_HOST = re.compile(r"(?=.{1,253}$)(?!-)[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})+")
#: A number at the end makes the whole a number: 127.0.0.1, 0x7f.1.
_NUMBER = re.compile(r"\.(?:0x[0-9a-f]*|\d+)$")
_PORT = {"http": "80", "https": "443"}
#: Browsers send these encoded; as they stand they could end an address early or turn the text after it round.
_ENCODED = re.compile('[\\x00-\\x20"<>\\x7f-\\xa0\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]')
_LONE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Address:
    """http or https, a host with a name, and no credentials: what a colleague could open."""

    scheme: str
    host: str
    port: str
    path: str
    #: "name=value", as written and in that order.
    query: tuple[str, ...]
    fragment: str

    def __str__(self) -> str:
        port = f":{self.port}" if self.port else ""
        query = f"?{'&'.join(self.query)}" if self.query else ""
        fragment = f"#{self.fragment}" if self.fragment else ""
        return f"{self.scheme}://{self.host}{port}{self.path}{query}{fragment}"

    def value(self, name: str) -> str:
        """What a parameter says, decoded; "" where it is absent."""
        return next((unquote_plus(each[len(name) + 1 :]) for each in self.query if named(each) == name), "")

    @property
    def below(self) -> str:
        """Everything after the host."""
        return str(self).split(self.host, 1)[1]


def named(parameter: str) -> str:
    """ "utm_source=x" → "utm_source"."""
    return parameter.partition("=")[0]


def read(text: str) -> Address | None:
    """The parts of an address, or None for what is none: other schemes, credentials, numbers for a host."""
    text = text.strip()
    if len(text) > LONGEST or _LONE.search(text):
        return None
    match = _PARTS.fullmatch(_ENCODED.sub(_percent, re.sub(r"[\t\r\n]", "", text)))
    if match is None or len(match.group()) > LONGEST:
        return None
    scheme, authority, path, query, fragment = (part or "" for part in match.groups())
    host, _, port = authority.partition(":")
    scheme, name = scheme.lower(), _ascii(host.rstrip("."))
    if not name or (port and not (port.isascii() and port.isdigit() and 0 < int(port) < 65_536)):
        return None
    return Address(
        scheme,
        name,
        "" if port.lstrip("0") == _PORT[scheme] else port.lstrip("0"),
        path or "/",
        tuple(filter(None, query.split("&"))),
        fragment,
    )


def domains(host: str) -> Iterator[str]:
    """A host and what it belongs to: "maths.example.org" → itself, "example.org", "org"."""
    while host:
        yield host
        host = host.partition(".")[2]


def _ascii(host: str) -> str:
    """The host as it is looked up: in lower case, other alphabets encoded as browsers do; "" for none."""
    name = host.lower()
    if not name.isascii():
        try:
            name = idna.encode(name, uts46=True).decode()
        except UnicodeError:
            return ""
    return name if _HOST.fullmatch(name) and not _NUMBER.search(name) else ""


def _percent(match: re.Match[str]) -> str:
    return quote(match.group(), safe="")
