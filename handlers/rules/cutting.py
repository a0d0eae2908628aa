"""Cutting words that are longer than there is room for: what is left out shows as "…"."""


def cut(text: str, most: int) -> str:
    """At most so many characters of it, up to the end of a word where one ends in the latter half."""
    if len(text) <= most:
        return text
    head = text[: most - 1]
    whole, space, begun = head.rpartition(" ")
    if space and text[most - 1].isalnum() and len(begun) < most / 2:
        head = whole
    return head.rstrip(" \n,;:-–—(") + "…"


def one_line(text: str, most: int) -> str:
    """The same, on one line."""
    return cut(" ".join(text.split()), most)
