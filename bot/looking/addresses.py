"""Which addresses may be asked: the public web, and nothing that is ours.

Python's own `is_global` counts some ranges in that lead back inside (NAT64, 6to4, Teredo), and its answers
changed between versions. The ranges here are IANA's special-purpose registries, in full.
"""

import re
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import urlsplit

from yarl import URL

from bot.looking.troubles import Refused

PORTS = frozenset({80, 443})
LONGEST = 2000  # characters, as a resource's address is kept

#: IPv4 that is private, shared, reserved, for documentation or for many (RFC 6890 and its successors).
_NOT_PUBLIC_4 = tuple(
    map(
        ip_network,
        (
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",  # carriers' own; also one cloud's metadata
            "127.0.0.0/8",
            "168.63.129.16/32",  # looks public, and is Azure's own host to each of its machines
            "169.254.0.0/16",  # link-local; most clouds' metadata
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",  # 6to4 relays, given up
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",
            "240.0.0.0/4",  # reserved, and broadcast
        ),
    )
)
#: Only this part of IPv6 is given out as public. Outside it: loopback, mapped and compatible IPv4, NAT64,
#: link-local, site-local, unique local, multicast.
_PUBLIC_6 = ip_network("2000::/3")
_NOT_PUBLIC_6 = tuple(
    map(
        ip_network,
        (
            "2001::/23",  # protocols' own, Teredo among them: it carries an IPv4 address inside
            "2001:db8::/32",
            "2002::/16",  # 6to4: the same
            "3fff::/20",
        ),
    )
)

_LABEL = r"(?!-)[a-z0-9_-]{1,63}(?<!-)"
_NAME = re.compile(rf"(?:{_LABEL}\.)+{_LABEL}")
#: A last label like these makes the whole a number to some readers: 0x7f.1, 127.1, 2130706433.
_NUMBER = re.compile(r"(?:.*\.)?(?:0x[0-9a-f]*|[0-9]+)")
#: Names that mean "here" or "inside", whatever a name server answers.
_INSIDE = (
    "localhost",
    "local",
    "localdomain",
    "internal",
    "intranet",
    "lan",
    "corp",
    "home",
    "home.arpa",
    "onion",
)
_UNSEEN = re.compile(r"[\x00-\x20\x7f-\xa0\\\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Target:
    """An address that may be asked, as far as the address itself tells."""

    url: URL
    host: str


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the public internet; False for what is no address."""
    try:
        ip = ip_address(address)
    except ValueError:
        return False
    if isinstance(ip, IPv4Address):
        return not any(ip in net for net in _NOT_PUBLIC_4)
    return _is_public_6(ip)


def _is_public_6(ip: IPv6Address) -> bool:
    return ip.scope_id is None and ip in _PUBLIC_6 and not any(ip in net for net in _NOT_PUBLIC_6)


def target_of(address: str) -> Target:
    """The address taken apart, by the very parser that will send it. Raises `Refused`."""
    if len(address) > LONGEST or _UNSEEN.search(address):
        raise Refused("not an address")
    try:
        url = URL(address).with_fragment(None)
        host, port = (url.raw_host or "").lower(), url.port
        whole = urlsplit(address).netloc  # as it was written
    except ValueError:
        raise Refused("not an address") from None
    if url.scheme not in ("http", "https"):
        raise Refused("not the web")
    if "@" in whole:
        raise Refused("credentials")
    if port not in PORTS:
        raise Refused("another port")
    if ("[" in whole) != (":" in host) or not _may_be_asked(host):
        raise Refused("not public")
    return Target(url, host.rstrip("."))


def _may_be_asked(host: str) -> bool:
    """A public address, or a name that only a name server can tell more of."""
    if ":" in host or _NUMBER.fullmatch(host.rstrip(".")):
        return is_public(host)  # the four plain decimal numbers alone are an address to it
    name = host.removesuffix(".")
    inside = any(name == each or name.endswith(f".{each}") for each in _INSIDE)
    return bool(_NAME.fullmatch(name)) and len(name) <= 253 and not inside
