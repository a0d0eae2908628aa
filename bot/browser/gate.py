"""Who may come in: this machine's own browser, on pages of our own. Everything else is turned away.

The playground lets anyone be anybody, so it must never be reachable from another machine (its address, a
proxy, a name that was pointed here) and never be driven by another site's page.
"""

from collections.abc import Awaitable, Callable
from ipaddress import ip_address
from urllib.parse import urlsplit

from aiohttp import web

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

LOOPBACK_NAMES = frozenset({"127.0.0.1", "localhost", "::1"})

#: Set by proxies and tunnels: a request that has one did not begin on this machine.
FORWARDING = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Via", "CF-Connecting-IP")

#: Nothing from elsewhere, nothing inline, no framing; `same-origin` so that our forms carry their origin.
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-cache",
}


def guarded(handler: Handler) -> Handler:
    """A page or an action of the playground, for this machine alone."""

    async def behind_the_gate(request: web.Request) -> web.StreamResponse:
        reason = refused(request)
        response = web.Response(status=403, text=f"{reason}\n") if reason else await handler(request)
        response.headers.update(HEADERS)
        return response

    return behind_the_gate


def refused(request: web.Request) -> str:
    """Why this request may not come in; "" where it may."""
    if not _is_loopback(request.remote):
        return "The demonstration is only for the machine it runs on."
    if any(name in request.headers for name in FORWARDING):
        return "The demonstration does not work through a proxy."
    if _host_name(request.host) not in LOOPBACK_NAMES:
        return "Open the demonstration at http://127.0.0.1."
    if request.method not in ("GET", "HEAD") and not _from_our_own_page(request):
        return "This did not come from a page of the demonstration."
    return ""


def _is_loopback(address: str | None) -> bool:
    try:
        return address is not None and ip_address(address.split("%")[0]).is_loopback
    except ValueError:
        return False


def _host_name(host: str) -> str | None:
    try:
        return urlsplit(f"//{host}").hostname
    except ValueError:
        return None


def _from_our_own_page(request: web.Request) -> bool:
    """Every browser names the origin of a form it posts."""
    return request.headers.get("Origin") == f"http://{request.host}"
