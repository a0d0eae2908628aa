"""services.yaml, read once: what is known of the places that colleagues link to."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TypeVar

from handlers.rules.links.address import Address, domains, named
from handlers.rules.tables import table

_Held = TypeVar("_Held")


@dataclass(frozen=True, slots=True)
class Noise:
    """Names of parameters that change nothing of what opens, and the beginnings of such names."""

    names: frozenset[str]
    beginnings: tuple[str, ...]

    def holds(self, parameter: str) -> bool:
        name = named(parameter)
        return name in self.names or parameter in self.names or name.startswith(self.beginnings)


@dataclass(frozen=True, slots=True)
class Places:
    """Hosts with everything below them, some only from a path on: "zoom.us/j"."""

    paths: Mapping[str, tuple[str, ...]]

    def hold(self, address: Address) -> bool:
        return any(
            address.path.lower().startswith(path)
            for domain in domains(address.host)
            for path in self.paths.get(domain, ())
        )


@dataclass(frozen=True, slots=True)
class Services:
    """The table, ready to be looked up by host."""

    tracking: Noise
    #: Domain → paths it holds for → what is noise there.
    noise: Mapping[str, tuple[tuple[str, Noise], ...]]
    #: Domain → paths → the parameters that may carry the address behind a redirect.
    wrappers: Mapping[str, tuple[tuple[str, tuple[str, ...]], ...]]
    #: Another host of the same pages → the one to show.
    twins: Mapping[str, str]
    https: frozenset[str]
    #: Domain → (what stands after the host, the key it gives).
    same: Mapping[str, tuple[tuple[re.Pattern[str], str], ...]]
    signed: frozenset[str]
    sign_in: Places
    open: Places
    pupils: Places
    about_pupils: Places
    noisy: Places
    forms: Places


@cache
def services() -> Services:
    """The packaged table."""
    data = table(files("handlers.rules.links").joinpath("services.yaml"))
    return Services(
        tracking=_noise(data["tracking"]),
        noise=_by_domain(data["noise"], _noise),
        wrappers=_by_domain(data["wrappers"], lambda names: tuple(names.split())),
        twins=data["twins"],
        https=frozenset(data["https"].split()),
        same={
            domain: tuple((re.compile(shape), key) for shape, key in shapes.items())
            for listed, shapes in data["same"].items()
            for domain in listed.split()
        },
        signed=frozenset(data["signed"].split()),
        sign_in=places(data["sign_in"]),
        open=places(data["open"]),
        pupils=places(data["pupils"]),
        about_pupils=places(data["about_pupils"]),
        noisy=places(" ".join(data["noisy"].values())),
        forms=places(data["forms"]),
    )


def _noise(names: str) -> Noise:
    listed = names.split()
    return Noise(
        frozenset(name for name in listed if not name.endswith("*")),
        tuple(name[:-1] for name in listed if name.endswith("*")),
    )


def _by_domain(
    listed: Mapping[str, str], read: Callable[[str], _Held]
) -> dict[str, tuple[tuple[str, _Held], ...]]:
    """ "host/path other.host: value" → host → (path, value read)."""
    found: dict[str, tuple[tuple[str, _Held], ...]] = {}
    for held, value in listed.items():
        for place in held.split():
            domain, slash, path = place.partition("/")
            found[domain] = (*found.get(domain, ()), (slash + path, read(value)))
    return found


def places(listed: str) -> Places:
    """ "zoom.us/j tenor.com" → those places."""
    found: dict[str, tuple[str, ...]] = {}
    for place in listed.split():
        domain, slash, path = place.partition("/")
        found[domain] = (*found.get(domain, ()), (slash + path).lower())
    return Places(found)
