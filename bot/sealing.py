"""Sealing: bodies that wait and tokens are encrypted, so that the database alone tells nobody anything.

AES-256-GCM, which also shows any change. Fernet would do the same in ten times as long, and this is part of
every acknowledgement.
"""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES = 32
NONCE_BYTES = (
    12  # drawn anew for each message: safe for four thousand million under one key (NIST SP 800-38D)
)
FORM = b"\x01"  # how it was sealed, so that another way can follow


class Unsealable(Exception):  # noqa: N818  says what it is
    """Sealed with another key, or changed since: SECRET_KEY is not what it was."""


class Sealing:
    """Seals and opens with a key derived from SECRET_KEY."""

    def __init__(self, material: bytes) -> None:
        self._material = material
        self._cipher = AESGCM(self.key("seal"))

    def seal(self, plain: bytes) -> bytes:
        nonce = os.urandom(NONCE_BYTES)
        return FORM + nonce + self._cipher.encrypt(nonce, plain, FORM)

    def open(self, sealed: bytes) -> bytes:
        """What was sealed; `Unsealable` if this key did not seal it."""
        form, nonce, rest = sealed[:1], sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :]
        try:
            if form != FORM:
                raise Unsealable("sealed in a way that is not known here")
            return self._cipher.decrypt(nonce, rest, form)
        except (InvalidTag, ValueError):
            raise Unsealable("sealed with another key") from None

    def key(self, purpose: str) -> bytes:
        """A key of its own for each purpose, so that one never stands in for another."""
        return HKDF(SHA256(), KEY_BYTES, salt=None, info=f"brightspot {purpose}".encode()).derive(
            self._material
        )
