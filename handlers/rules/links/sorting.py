"""What a link is for us: to be looked at, to be left alone, never to be kept."""

from handlers.rules.links.address import Address, read
from handlers.rules.links.cleaning import tidied
from handlers.rules.links.services import services

#: Hosts that are a door to somewhere else.
_DOORS = ("login.", "signin.", "sso.", "auth.", "accounts.", "account.", "id.", "adfs.")
#: What a form is called when it is shared to be copied.
_TO_COPY = ("/copy", "/template", "/pages/shareformpage", "/pages/designpage", "/pages/duplicatepage")
#: Links made for one person: what they end is theirs.
_PERSONAL = ("/unsubscribe", "/reset-password", "/password-reset", "/verify-email", "/magic-link")


def needs_sign_in(url: str) -> bool:
    """Whether it stands behind a sign-in: never fetched, known by the words of whoever shared it."""
    address = _tidied(url)
    if address is None:
        return False
    known = services()
    closed = known.sign_in.hold(address) and not known.open.hold(address)
    return closed or address.host.startswith(_DOORS) or holds_pupils(url)


def holds_pupils(url: str) -> bool:
    """Whether it leads into a system that holds pupils' records: never collected, not even asked about."""
    address = _tidied(url)
    known = services()
    return address is not None and known.pupils.hold(address) and not known.about_pupils.hold(address)


def is_noise(url: str) -> bool:
    """Whether it is never a resource: a meeting to join, a diary, a picture, a chat, a form to fill in.

    Nor is what is no web address at all.
    """
    address = _tidied(url)
    if address is None:
        return True
    return (
        services().noisy.hold(address)
        or (services().forms.hold(address) and not _is_to_copy(address))
        or any(part in address.path.lower() for part in _PERSONAL)
    )


def is_ours(url: str, ours: str) -> bool:
    """Whether it is a page of our own; `ours` is the address we are reached under, "" for none."""
    address, own = _tidied(url), read(ours)
    return address is not None and own is not None and (own.host, own.port) == (address.host, address.port)


def _is_to_copy(address: Address) -> bool:
    return any(part in address.path.lower() for part in _TO_COPY)


def _tidied(url: str) -> Address | None:
    address = read(url)
    return tidied(address) if address else None
