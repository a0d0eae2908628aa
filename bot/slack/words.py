"""Words from people, made safe for Slack: nothing they typed becomes a mention, a link or markup."""

import re

from bot.unseen import without_unseen

ELLIPSIS = "…"

#: Slack formats *so*, _so_, ~so~ and `so` at the edges of words only, and knows no way to escape it.
_MARKUP = re.compile(r"(?<![^\W_])[*_~]|[*_~](?![^\W_])|`")
_LOOKALIKE = {"*": "∗", "_": "ˍ", "~": "∼", "`": "ˋ"}


def escape(text: str, limit: int | None = None) -> str:
    """As Slack wants text: & < > written out, cut with an ellipsis where it would be longer than `limit`."""
    words = text if text.isprintable() else without_unseen(text)
    escaped = words
    if "&" in words or "<" in words or ">" in words:
        escaped = _escape(words)
    if limit is None or len(escaped) <= limit:
        return escaped
    shown = 0
    used = len(ELLIPSIS)
    for character in words:
        used += len(_escape(character))
        if used > limit:
            break
        shown += 1
    return _escape(words[:shown].rstrip()) + ELLIPSIS


def unformatted(text: str, limit: int | None = None) -> str:
    """Escaped for a text with markup: marks of formatting become look-alikes that Slack leaves alone."""
    if "*" in text or "_" in text or "~" in text or "`" in text:
        text = _MARKUP.sub(lambda mark: _LOOKALIKE[mark.group()], without_unseen(text))
    return escape(text, limit)


def cut(text: str, limit: int) -> str:
    """Clean and cut, for the few places that Slack shows as they are: what stands in a form's field."""
    words = without_unseen(text)
    return words if len(words) <= limit else words[: limit - len(ELLIPSIS)].rstrip() + ELLIPSIS


def most(text: str) -> int:
    """More characters than these words have as JSON, without writing it."""
    return len(text) * (2 if text.isascii() else 12)


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


# ------------------------------------------------------------------ and back: what people said

_TOKEN = re.compile(r"<([@#!]?)([^<>|]*)(?:\|([^<>]*))?>")


def spoken(text: str, *, bot_user: str = "") -> str:
    """What was said, as words: mentions of us gone, links as their label or address, entities back.

    `<@U1|ada>` → @ada, `<#C1|maths>` → #maths, `<!here>` → @here, `<https://…|label>` → label.
    """

    def plainly(token: re.Match[str]) -> str:
        kind, target, label = token.groups()
        if kind == "@":
            if target == bot_user:
                return ""
            return f"@{label or 'colleague'}"  # Slack tells the id alone, which nobody can read
        if kind == "#":
            return f"#{label or target}"
        if kind == "!":
            return label or f"@{target.partition('^')[0]}"
        return label or target.removeprefix("mailto:")

    words = _TOKEN.sub(plainly, text)
    words = words.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    return without_unseen(words).strip()
