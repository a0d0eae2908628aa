"""The address as it is kept and shown: without what only counts visitors, and opening the same page."""

import re
from dataclasses import replace
from functools import lru_cache

from handlers.rules.links.address import Address, domains, named, read
from handlers.rules.links.services import Noise, services
from handlers.rules.links.unwrapping import unwrapped

_MOBILE_WIKI = re.compile(r"([a-z-]+)\.m\.(wiki(?:pedia|media|books|source|versity)\.org)")
_SHORT_VIDEO = re.compile(r"/([\w-]{11})/?")
#: Which of several Google accounts is signed in: another one for everybody else.
_ACCOUNT = re.compile(r"^(/[a-z]+)(?:/u/\d+)+(?=/)")
#: "/Title/dp/B000000000/ref=sr_1_1": how a shopper came.
_CAME_BY = re.compile(r"/ref=[^/]*/?$")
#: "#:~:text=…" scrolls to words that a search engine chose; "#_=_" is left behind by a sign-in.
_IDLE = re.compile(r":~:.*|^_=_$|^(?:xtor=|utm_|echobox=).*", re.IGNORECASE | re.DOTALL)


@lru_cache(maxsize=4096)
def clean(url: str) -> str:
    """The address as it is kept: unwrapped, on the host to show, without tracking. Opens the same page.

    A text that is no address comes back without the space around it. Cleaning twice changes nothing.
    """
    address = read(url)
    return str(tidied(address)) if address else url.strip()


def tidied(address: Address) -> Address:
    """A clean address, in its parts."""
    return _secure(_quiet(_at_home(unwrapped(address))))


def _at_home(address: Address) -> Address:
    """On the host to show, in its usual form."""
    host, path = address.host, address.path
    if address.port:
        return address
    if host in {"youtu.be", "www.youtu.be"} and (video := _SHORT_VIDEO.fullmatch(path)):
        query = (f"v={video[1]}", *(each for each in address.query if named(each) != "v"))
        return replace(address, host="www.youtube.com", path="/watch", query=query)
    if wiki := _MOBILE_WIKI.fullmatch(host):
        return replace(address, host=f"{wiki[1]}.{wiki[2]}")
    if host in {"docs.google.com", "drive.google.com"}:
        return replace(address, path=_ACCOUNT.sub(r"\1", path))
    if {"amazon.co.uk", "amazon.com"} & set(domains(host)):
        return replace(address, host=services().twins.get(host, host), path=_CAME_BY.sub("", path) or "/")
    return replace(address, host=services().twins.get(host, host))


def _quiet(address: Address) -> Address:
    """Without the parameters that only count visitors, unless a signature covers them."""
    known = services()
    fragment = _IDLE.sub("", address.fragment)
    if not address.query or any(named(each) in known.signed for each in address.query):
        return replace(address, fragment=fragment)
    noise = (known.tracking, *_noise_of(address))
    query = tuple(each for each in address.query if not any(one.holds(each) for one in noise))
    return replace(address, query=query, fragment=fragment)


def _noise_of(address: Address) -> tuple[Noise, ...]:
    return tuple(
        noise
        for domain in domains(address.host)
        for path, noise in services().noise.get(domain, ())
        if address.path.startswith(path)
    )


def _secure(address: Address) -> Address:
    """By https where the host is known to answer so."""
    known = not address.port and any(domain in services().https for domain in domains(address.host))
    return replace(address, scheme="https") if known else address
