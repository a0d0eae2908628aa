"""The app package that an administrator uploads to Teams: manifest and icons in a zip.

The manifest is `manifest.json` with this installation's app id and address, and the words of `help`.
"""

import json
import re
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from bot.settings import Settings, Unusable
from handlers.welcome import WORDS

FOLDER = Path(__file__).parent
ICONS = ("color.png", "outline.png")
_GUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_THEN = (2026, 9, 1, 0, 0, 0)  # the same files make the same zip, whenever it is packed


def manifest(settings: Settings, *, links: bool = True) -> dict[str, Any]:
    """For this installation. Raises Unusable where it has no app id or no public address.

    `links`: whether it asks each team's owner to let it hear links that are posted in the team's channels.
    """
    if not _GUID.fullmatch(settings.microsoft_app_id):
        raise Unusable(
            "MICROSOFT_APP_ID must be the app's id in Microsoft Entra (eight-four-four-four-twelve)"
        )
    if not settings.public_url.startswith("https://"):
        raise Unusable("PUBLIC_URL must be the https address where Teams reaches Brightspot")
    text = (FOLDER / "manifest.json").read_text(encoding="utf-8")
    told = {
        "{APP_ID}": settings.microsoft_app_id.lower(),
        "{PUBLIC_URL}": settings.public_url,
        "{HOST}": urlsplit(settings.public_url).hostname or "",
    }
    for name, value in told.items():
        text = text.replace(name, value)
    made: dict[str, Any] = json.loads(text)
    made["bots"][0]["commandLists"][0]["commands"] = [
        {"title": word, "description": f"{what[0].upper()}{what[1:]}"} for word, what in WORDS
    ]
    if not links:
        del made["webApplicationInfo"], made["authorization"]
    return made


def package(settings: Settings, *, links: bool = True) -> bytes:
    """The zip. Raises Unusable."""
    told = json.dumps(manifest(settings, links=links), indent=2, ensure_ascii=False).encode()
    files = {"manifest.json": told} | {name: (FOLDER / name).read_bytes() for name in ICONS}
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, _THEN), content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()
