"""Addresses inside addresses: what mail filters, search engines and social networks put around a link."""

import re
from base64 import urlsafe_b64decode
from urllib.parse import unquote

from handlers.rules.links.address import Address, domains, read
from handlers.rules.links.services import services

#: Proofpoint's third form: the address with "*" for each character kept apart, and those characters.
_DEFENDED = re.compile(r"/v3/__(?P<url>.+?)__;(?P<kept>[\w-]*=*)!")
_STARS = re.compile(r"\*(?:\*(?P<many>[\w-]))?")
_COUNTS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
#: "/c/s/www.example.org/page": content, by https.
_AMP_CACHE = re.compile(r"/[civ]/(?P<secure>s/)?(?P<target>.+)", re.DOTALL)
_AMP_VIEWER = re.compile(r"/amp/(?P<secure>s/)?(?P<target>.+)", re.DOTALL)


def unwrapped(address: Address) -> Address:
    """Where an address leads, through any number of wrappers that say so themselves; else the address.

    Nothing is looked up: a wrapper that keeps its target to itself (bit.ly) stays as it is.
    """
    while (target := _inside(address)) and len(target) < len(str(address)) and (inner := read(target)):
        address = inner
    return address


def _inside(address: Address) -> str:
    """The address that this one carries, or ""."""
    for domain in domains(address.host):
        for path, names in services().wrappers.get(domain, ()):
            if address.path.startswith(path):
                return next(filter(None, map(address.value, names)), "")
    if address.host == "urldefense.proofpoint.com" and address.path.startswith("/v2/url"):
        return unquote(address.value("u").replace("-", "%").replace("_", "/"))
    if address.host in {"urldefense.com", "urldefense.us", "urldefense.proofpoint.com"}:
        return _defended(address.below)
    if address.host.endswith(".cdn.ampproject.org"):
        return _accelerated(_AMP_CACHE, address)
    if address.host in {"www.google.com", "www.google.co.uk"}:
        return _accelerated(_AMP_VIEWER, address)
    return ""


def _defended(text: str) -> str:
    """Proofpoint's third form, undone: "*" is the next of the characters kept apart, "**C" the next few."""
    match = _DEFENDED.match(text)
    if match is None:
        return ""
    try:
        kept = iter(urlsafe_b64decode(match["kept"] + "=" * (-len(match["kept"]) % 4)).decode())
    except ValueError:
        return ""

    def back(star: re.Match[str]) -> str:
        count = _COUNTS.index(star["many"]) + 2 if star["many"] else 1
        return "".join(next(kept, "") for _ in range(count))

    return re.sub(r"^(https?):/(?!/)", r"\1://", _STARS.sub(back, match["url"]))


def _accelerated(shape: re.Pattern[str], address: Address) -> str:
    match = shape.fullmatch(address.below)
    return f"http{'s' if match['secure'] else ''}://{match['target']}" if match else ""
