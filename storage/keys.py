"""Keys as a table can hold them, whatever a platform put into them."""

from hashlib import sha256

KEY_LIMIT = 300  # characters of a key or bucket that the tables hold


def fitting(key: str) -> str:
    """The key itself; one that is too long or cannot be printed ends in a digest, and stays one of a kind."""
    if len(key) <= KEY_LIMIT and key.isprintable():
        return key
    digest = sha256(key.encode("utf-8", "surrogatepass")).hexdigest()
    begins = "".join(sign for sign in key[:KEY_LIMIT] if sign.isprintable())
    return f"{begins[: KEY_LIMIT - len(digest) - 1]}~{digest}"
