"""Sealing: bodies that wait and tokens are encrypted, so that the database alone tells nobody anything."""

from base64 import urlsafe_b64encode

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES = 32  # Fernet: 128 bits to sign, 128 to encrypt


class Unsealable(Exception):  # noqa: N818  says what it is
    """Sealed with another key, or changed since: SECRET_KEY is not what it was."""


class Sealing:
    """Seals and opens with a key derived from SECRET_KEY."""

    def __init__(self, material: bytes) -> None:
        self._material = material
        self._fernet = Fernet(urlsafe_b64encode(self.key("seal")))

    def seal(self, plain: bytes) -> bytes:
        return self._fernet.encrypt(plain)

    def open(self, sealed: bytes) -> bytes:
        """What was sealed; `Unsealable` if this key did not seal it."""
        try:
            return self._fernet.decrypt(sealed)
        except InvalidToken:
            raise Unsealable("sealed with another key") from None

    def key(self, purpose: str) -> bytes:
        """A key of its own for each purpose, so that one never stands in for another."""
        return HKDF(SHA256(), KEY_BYTES, salt=None, info=f"brightspot {purpose}".encode()).derive(
            self._material
        )
