"""What came of a press, said once on the next page: it travels in a cookie that no script reads."""

from base64 import urlsafe_b64decode, urlsafe_b64encode

from aiohttp import web

COOKIE = "library-note"
LONGEST = 300  # characters: a sentence or two; browsers keep some 4,000 bytes of a cookie
LASTS_S = 60


def leave(response: web.StreamResponse, lines: tuple[str, ...], path: str, *, secure: bool) -> None:
    """On the next page under `path`."""
    value = urlsafe_b64encode("\n".join(lines)[:LONGEST].encode()).decode()
    response.set_cookie(
        COOKIE, value, max_age=LASTS_S, path=path, secure=secure, httponly=True, samesite="Lax"
    )


def left(request: web.Request) -> tuple[str, ...]:
    """Its lines; none for what is no note of ours."""
    try:
        words = urlsafe_b64decode(request.cookies.get(COOKIE, "").encode()).decode()
    except ValueError:
        return ()
    return tuple(filter(None, words[:LONGEST].split("\n")))


def take_away(response: web.StreamResponse, path: str) -> None:
    response.del_cookie(COOKIE, path=path)
