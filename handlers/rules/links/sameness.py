"""When two addresses are one resource."""

import re
from functools import lru_cache
from urllib.parse import quote, unquote_to_bytes

from handlers.rules.links.address import Address, domains, read
from handlers.rules.links.cleaning import tidied
from handlers.rules.links.services import services

#: Letters count the same in what these name; elsewhere "A" and "a" may be two pages.
_ANY_CASE = ("doi:", "eric:", "sharepoint:")
_CODES = re.compile(r"(?:%[0-9a-f]{2})+", re.IGNORECASE)


@lru_cache(maxsize=4096)
def same_as(url: str) -> str:
    """The key under which two addresses are the same resource. Never one for what may differ.

    Scheme, "www.", a last slash, the order of parameters and where on the page it opens count nothing; what
    is known of a service ("/edit" and "/view" of a Google document) is in services.yaml.
    """
    address = read(url)
    if address is None:
        return url.strip()
    address = tidied(address)
    return _known(address) or _plain(address)


def _known(address: Address) -> str:
    """The key that the service's own table gives, or ""."""
    below = address.below
    for domain in domains(address.host):
        for shape, key in services().same.get(domain, ()):
            if match := shape.fullmatch(below):
                made = key.format(*match.groups(), host=address.host)
                return made.lower() if made.startswith(_ANY_CASE) else made
    return ""


def _plain(address: Address) -> str:
    """The address itself, without what does not count."""
    path = _CODES.sub(_spelt_once, address.path).rstrip("/")
    if "sharepoint.com" in domains(address.host):
        path = path.lower()
    port = f":{address.port}" if address.port else ""
    query = "&".join(sorted(address.query))
    # A fragment that is a path of its own is a page of its own, in sites that are one script.
    route = f"#{address.fragment}" if address.fragment.startswith(("/", "!")) else ""
    return f"{address.host.removeprefix('www.')}{port}{path}{'?' if query else ''}{query}{route}"


def _spelt_once(codes: re.Match[str]) -> str:
    """ "%41" and "A" are one letter; "%2F" is no slash, and what cannot be read stays as it is."""
    try:
        letters = unquote_to_bytes(codes.group()).decode()
    except UnicodeDecodeError:
        return codes.group().upper()
    return "".join(
        quote(each, safe="") if each in " /%?#" or not each.isprintable() else each for each in letters
    )
