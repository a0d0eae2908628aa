"""How asking for a page can end without an answer. All of it is usual."""


class Unfetched(Exception):  # noqa: N818  what happened, not a mistake of ours
    """No answer. `why` is a word or two of ours, for logs and metrics: never the far side's."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class Refused(Unfetched):
    """An address that is never asked: not public, not the web, or told off by its robots.txt."""


class Vanished(Unfetched):
    """There is no such host any more."""


class Unanswered(Unfetched):
    """Too slow, too long-winded, broken, or not to be reached from here."""


class NotNow(Unfetched):
    """Its host's turn is later; `seconds` from now."""

    def __init__(self, why: str, seconds: float) -> None:
        super().__init__(why)
        self.seconds = seconds
