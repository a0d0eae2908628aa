"""Reading what Slack was told to show, as a person would: its words, its buttons, its fields."""

from collections.abc import Iterator
from typing import Any

Data = dict[str, Any]


def with_error(block: Data, error: str | None) -> Data:
    """Slack shows the sentence in red under its field; here it becomes the hint."""
    if error is None:
        return block
    return block | {"hint": {"type": "plain_text", "text": error}}


def filled(block: Data, answers: Data) -> Data:
    """The state of a field: what was typed or chosen, else what stood there."""
    element, label = block["element"], block["label"]["text"]
    if element["type"] == "plain_text_input":
        value = answers.get(label, element.get("initial_value"))
        return {"type": element["type"], "value": value or None}
    groups = [element, *element.get("option_groups", [])]
    options = {each["text"]["text"]: each for group in groups for each in group.get("options", [])}
    if "initial_options" in element or element["type"] in ("checkboxes", "multi_static_select"):
        chosen = answers.get(label)
        chosen = [chosen] if isinstance(chosen, str) else chosen
        selected = (
            element.get("initial_options", []) if chosen is None else [options[each] for each in chosen]
        )
        return {"type": element["type"], "selected_options": selected}
    if label in answers:
        return {"type": element["type"], "selected_option": options[answers[label]]}
    return {"type": element["type"], "selected_option": element.get("initial_option")}


def buttons(blocks: list[Data]) -> Iterator[tuple[Data, Data]]:
    for block in blocks:
        if block["type"] == "actions":
            yield from ((block, each) for each in block["elements"])
        elif "accessory" in block:
            yield block, block["accessory"]


def around(blocks: list[Data], block: Data) -> str:
    """The words a row of buttons belongs to: its own, else those just above it."""
    place = blocks.index(block)
    near = blocks[place : place + 1] if block["type"] != "actions" else blocks[max(0, place - 1) : place]
    return "\n".join(plain(each) for each in texts(near))


def read_out(content: Data) -> list[str]:
    """Its title, and every text under it; what stands for them where there are none."""
    title = content["title"]["text"] if isinstance(content.get("title"), dict) else ""
    found = [title] if title not in ("", "Brightspot") else []
    found += [plain(each) for each in texts(content.get("blocks", []))]
    return found or [plain(content.get("text", ""))]


def texts(blocks: list[Data]) -> Iterator[str]:
    """Every visible text, in reading order, labels of buttons left out."""
    for block in blocks:
        for name in ("text", "label", "hint"):
            if name in block:
                yield block[name]["text"]
        for each in [*block.get("fields", []), *(block["elements"] if block["type"] == "context" else [])]:
            yield each["text"]
        element = block.get("element", {})
        if element.get("initial_value"):
            yield element["initial_value"]
        for option in element.get("options", []):
            yield option["text"]["text"]


def plain(text: str) -> str:
    """As it is seen: entities as characters, our own bold and addresses without their marks."""
    first, newline, rest = text.partition("\n")
    if first.startswith("*") and first.endswith("*"):
        text = first.strip("*") + newline + rest
    if "<mailto:" in text or "<https:" in text:
        text = " ".join(part.rpartition("|")[2] for part in text.replace("<", "\0<").split("\0")).replace(
            ">", ""
        )
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
