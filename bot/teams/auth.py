"""Who may speak to us: the token check, which tenants, which connector hosts.

Our own, behind botbuilder's `BotFrameworkAuthentication`: the library's answers 500 to a forged token, 401
to a handler's mistake, and accepts tokens that never end (platform brief, defects 4 and 5). Rules:
learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication.
"""

import ipaddress
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import jwt

from bot.settings import LOOPBACK, Settings
from bot.teams.keys import Keys
from bot.teams.limits import SKEW_S
from bot.teams.read import part, text

ISSUER = "https://api.botframework.com"
CHANNEL = "msteams"


class Refused(Exception):  # noqa: N818  an answer, not an error
    """401: we do not know who speaks. 403: we know, and they may not."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status


class TokenCheck:
    """Microsoft's signature on every request. Only with an app id; without one, see `open_here`."""

    def __init__(self, app_id: str, keys: Keys) -> None:
        self._app_id = app_id
        self._keys = keys

    async def check(self, authorization: str | None, activity: Mapping[str, Any]) -> Mapping[str, Any]:
        """The token's claims. Raises Refused, or KeysUnreachable where nobody could tell."""
        scheme, _, token = (authorization or "").partition(" ")
        if scheme.lower() != "bearer" or not token.strip():
            raise Refused(401, "no token")
        token = token.strip()
        try:
            head = jwt.get_unverified_header(token)
            kid = head.get("kid")
            if head.get("alg") != "RS256" or not isinstance(kid, str):
                raise Refused(401, "not signed with RS256")
            # Cheap first: a token that was never meant for us does not make us look for its key.
            self._decode(token, None)
            key = await self._keys.find(kid)
            if key is None:
                raise Refused(401, "signed with an unknown key")
            claims = self._decode(token, key.public)
        except (jwt.PyJWTError, ValueError, TypeError, RecursionError) as error:
            raise Refused(401, type(error).__name__) from None
        if text(activity, "channelId") not in key.endorsements:
            raise Refused(403, "the key does not vouch for this channel")
        claimed = claims.get("serviceurl", claims.get("serviceUrl"))
        if not isinstance(claimed, str) or _same(claimed) != _same(text(activity, "serviceUrl")):
            raise Refused(403, "the token names another serviceUrl")
        return claims

    def _decode(self, token: str, key: Any) -> Mapping[str, Any]:  # noqa: ANN401  cryptography's key
        """The claims, checked; and the signature, where the key is given."""
        claims: Mapping[str, Any] = jwt.decode(
            token,
            key="" if key is None else key,
            algorithms=["RS256"],
            audience=self._app_id,
            issuer=ISSUER,
            leeway=SKEW_S,
            options={
                "require": ["exp", "iss", "aud"],
                "verify_signature": key is not None,
                "verify_exp": True,
                "verify_nbf": True,
                "verify_iat": False,
                "verify_aud": True,
                "verify_iss": True,
            },
        )
        return claims


def check_connector(activity: Mapping[str, Any], allowed: tuple[str, ...]) -> None:
    """Our answers carry our token: they go to a connector that is named in the settings, or nowhere."""
    if activity.get("serviceUrl") is not None and not is_allowed(text(activity, "serviceUrl"), allowed):
        raise Refused(403, "serviceUrl is not an allowed host")


def is_allowed(service_url: str, allowed: tuple[str, ...]) -> bool:
    """`allowed`: host names, with a port or not; a leading dot allows every host below."""
    try:
        parts = urlsplit(service_url)
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError:
        return False
    if parts.username is not None or "\\" in service_url or not host:
        return False
    if parts.scheme != "https" and not (parts.scheme == "http" and host in LOOPBACK):
        return False
    names = (host, f"{host}:{port}") if port else (host,)
    return any(each in names or (each.startswith(".") and host.endswith(each)) for each in allowed)


def tenants_of(activity: Mapping[str, Any]) -> frozenset[str]:
    """Every tenant the activity names; in an honest one they are the same."""
    named = (
        text(part(part(activity, "channelData"), "tenant"), "id"),
        text(part(activity, "conversation"), "tenantId"),
    )
    return frozenset(each.lower() for each in named if each)


def open_here(headers: Mapping[str, str], remote: str | None, settings: Settings) -> None:
    """Without an app id anyone could claim to be anyone: only this machine may speak, and directly.

    Raises Refused. A forwarding header means that somebody else's words come through a proxy here.
    """
    forwarded = any(
        name.lower().startswith("x-forwarded-") or name.lower() in ("forwarded", "x-real-ip", "via")
        for name in headers
    )
    host = urlsplit(f"//{headers.get('Host', '')}").hostname
    if settings.public_url or forwarded or not _is_loopback(remote) or host not in LOOPBACK:
        raise Refused(401, "Teams is open on this machine only until MICROSOFT_APP_ID is set")


def _is_loopback(remote: str | None) -> bool:
    try:
        return ipaddress.ip_address(remote or "").is_loopback
    except ValueError:
        return False


def _same(service_url: str) -> str:
    return service_url.rstrip("/")
