"""What kind of thing a link is (a video, a template…): by its host, by what it is called, by its suffix."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from handlers.rules.links.address import Address, read
from handlers.rules.links.services import Places, places
from handlers.rules.tables import table
from storage.records.library import Kind


@dataclass(frozen=True, slots=True)
class _Signs:
    """kinds.yaml, ready to be looked up."""

    sure: Mapping[Kind, Places]
    telling: Mapping[Kind, re.Pattern[str]]
    publishers: Mapping[Kind, Places]
    said: Mapping[Kind, re.Pattern[str]]
    likely: Mapping[Kind, Places]
    films: frozenset[str]
    files: frozenset[str]


@cache
def _signs() -> _Signs:
    data = table(files("handlers.rules").joinpath("kinds.yaml"))

    def hosts(part: str) -> dict[Kind, Places]:
        return {Kind(kind): places(listed) for kind, listed in data[part].items()}

    def names(part: str) -> dict[Kind, re.Pattern[str]]:
        return {
            Kind(kind): re.compile(rf"\b(?:{called.replace(' |', '|')})\b", re.IGNORECASE)
            for kind, called in data[part].items()
        }

    return _Signs(
        hosts("sure"),
        names("telling"),
        hosts("publishers"),
        names("said"),
        hosts("likely"),
        frozenset(data["films"].split()),
        frozenset(data["files"].split()),
    )


def kind_of(url: str, said: str) -> Kind:
    """What it is, from what leaves no doubt to what is likely; `said`: its title and the words around it."""
    signs, address = _signs(), read(url)
    suffix = address.path.rpartition(".")[2].lower() if address else ""
    return (
        _at(signs.sure, address)
        or (Kind.VIDEO if suffix in signs.films else None)
        or (Kind.TEMPLATE if address and address.path.endswith("/copy") else None)
        or _called(signs.telling, said)
        or _at(signs.publishers, address)
        or _called(signs.said, said)
        or _at(signs.likely, address)
        or (Kind.DOCUMENT if suffix in signs.files else Kind.PAGE)
    )


def _at(hosts: Mapping[Kind, Places], address: Address | None) -> Kind | None:
    return next((kind for kind, held in hosts.items() if address and held.hold(address)), None)


def _called(names: Mapping[Kind, re.Pattern[str]], said: str) -> Kind | None:
    return next((kind for kind, name in names.items() if name.search(said)), None)
