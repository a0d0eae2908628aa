"""Cards and forms as Slack wants them: plain dicts, everything escaped, nothing over a limit.

Text stands in plain_text wherever Slack takes it, because there nothing is markup. Only the bold title
of an item or a fact and addresses need mrkdwn. Top-level `text` is the card in words: the notification,
and what a screen reader is given.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, assert_never
from urllib.parse import quote

from bot.own_pages import is_own
from bot.slack import limits, wire
from bot.slack.words import ELLIPSIS, cut, escape, most, unformatted
from bot.unseen import without_unseen
from handlers import house
from handlers.talk import (
    Block,
    Button,
    Card,
    ChoiceField,
    Contact,
    Facts,
    Field,
    Form,
    Item,
    Link,
    Note,
    Quote,
    Text,
    TextField,
    Tone,
)

Data = dict[str, Any]

CLOSE = "Close"
CANCEL = "Cancel"
ONE_MOMENT = "One moment…"

_BLUNT = str.maketrans("<>", "‹›")
_IN_ADDRESSES = "%:/?#[]@!$&()*+,;=-._~"

#: Said where the database cannot take it now.
BUSY = Card("Busy for a moment", Text("I could not take that in just now. Please try again in a minute."))

#: Characters of a block as JSON besides its words and its buttons, at most; of a button besides its words.
_FRAME, _BUTTON_FRAME, _FIELD_FRAME = 180, 240, 70


# ------------------------------------------------------------------ messages


def message(card: Card) -> Data:
    """`text` and `blocks` of a message."""
    text = escape(card.plain(), limits.MESSAGE_TEXT)
    ids = wire.Ids()
    blocks = _blocks(card, ids)
    if not _surely_fits(text, len(blocks), ids.weight):
        blocks = _that_fit(card, blocks, limits.BLOCKS_IN_MESSAGE, limits.MESSAGE_BLOCKS)
    return {"text": text, "blocks": blocks}


def _surely_fits(text: str, count: int, weight: int) -> bool:
    """Whether blocks of these words are within every limit without measuring them, which costs as much
    as rendering them. Where this cannot tell, they are measured.
    """
    if count > limits.BLOCKS_IN_MESSAGE or text.endswith(ELLIPSIS):  # it may have been cut
        return False
    # As JSON a byte past ASCII costs six at most, and a mark of formatting becomes a look-alike.
    size = len(text) + 6 * (len(text.encode("utf-8", "replace")) - len(text))
    size += text.count("\n") + text.count("\t") + text.count('"') + text.count("\\")
    size += 6 * (text.count("*") + text.count("_") + text.count("~") + text.count("`"))
    return size + weight + count * _FRAME <= limits.MESSAGE_BLOCKS


def one_moment() -> Data:
    """Shown at once to whoever gave a command, and replaced by the answer."""
    return {"response_type": "ephemeral", "text": ONE_MOMENT}


def _blocks(card: Card, ids: wire.Ids | None = None) -> list[Data]:
    ids = ids or wire.Ids()
    found: list[Data] = []
    if card.title:
        found.append({"type": "header", "text": _words(card.title, limits.HEADER)})
    row: list[Button | Link] = []
    for block in card.blocks:
        if type(block) is Item:  # most of every long card
            if row:
                found += _rows(row, ids)
                row = []
            found += _item(block.title, block.detail, block.actions, ids)
            continue
        if isinstance(block, (Button, Link)) and not _needs_words(block):
            row.append(block)
            continue
        if row:
            found += _rows(row, ids)
            row = []
        found += _block(block, ids)
    found += _rows(row, ids)
    for number, each in enumerate(found, 1):
        each["block_id"] = f"b{number}"
    return found


def _block(block: Block, ids: wire.Ids) -> list[Data]:
    match block:
        case Text(text):
            return _section(text)
        case Quote(text, who):
            return _section(f"“{text}”" + (f"\n{who}" if who else ""))
        case Note(text):
            return [{"type": "context", "elements": [_words(text, limits.CONTEXT_TEXT)]}] if text else []
        case Facts(pairs):
            ids.weight += _FIELD_FRAME * len(pairs)
            return list(_facts(pairs))
        case Item(title, detail, actions):
            return _item(title, detail, actions, ids)
        case Contact(name, email):
            return [_tappable(f"mailto:{email}", email, ids, f"*{unformatted(name, limits.FIELD)}*\n")]
        case Link(label, url):
            return [] if is_own(block) else [_tappable(url, label, ids)]
        case Button():
            return _rows([block], ids)
        case _:
            assert_never(block)


def _section(text: str) -> list[Data]:
    return [{"type": "section", "text": _words(text, limits.SECTION)}] if text.strip() else []


def _facts(pairs: Sequence[tuple[str, str]]) -> Iterator[Data]:
    for start in range(0, len(pairs), limits.FIELDS):
        fields = [_fact(name, value) for name, value in pairs[start : start + limits.FIELDS]]
        yield {"type": "section", "fields": fields}


def _fact(name: str, value: str) -> Data:
    """The name in bold, so that the eye tells it from what it is."""
    bold = f"*{unformatted(name, limits.FIELD // 2)}*\n" if name else ""
    return _markup(bold + unformatted(value, limits.FIELD - len(bold)) or " ")


def _item(title: str, detail: str, actions: Sequence[Button | Link], ids: wire.Ids) -> list[Data]:
    words = f"*{unformatted(title, limits.FIELD)}*" if title else ""
    if detail:
        start = words + "\n" if words else ""
        words = start + unformatted(detail, limits.SECTION - len(start))
    section = _marked(words or " ")
    if not actions:
        return [section]
    buttons: list[Data] = []
    addresses: list[Data] = []
    for each in actions:
        if is_own(each):
            continue
        if isinstance(each, Link) and _needs_words(each):
            addresses.append(_tappable(each.url, each.label, ids))
        elif (made := _button(each, ids)) is not None:
            buttons.append(made)
    if len(buttons) == 1:
        section["accessory"] = buttons[0]
        return [section, *addresses]
    return [section, *addresses, *_in_rows(buttons)]


def _rows(buttons: Sequence[Button | Link], ids: wire.Ids) -> list[Data]:
    return _in_rows([made for each in buttons if (made := _button(each, ids)) is not None])


def _in_rows(elements: Sequence[Data]) -> list[Data]:
    return [
        {"type": "actions", "elements": elements[start : start + limits.BUTTONS_IN_ROW]}
        for start in range(0, len(elements), limits.BUTTONS_IN_ROW)
    ]


def _button(button: Button | Link, ids: wire.Ids) -> Data | None:
    label = _words(button.label or "…", limits.BUTTON_LABEL)
    if isinstance(button, Link):
        url = _safe(button.url)
        ids.weight += _BUTTON_FRAME + most(label["text"]) + most(url)
        return {"type": "button", "text": label, "action_id": ids.one(wire.LINK), "url": url}
    value = wire.to_wire(button.values, limits.BUTTON_VALUE)
    if value is None:
        return None
    made = {"type": "button", "text": label, "action_id": wire.action_id(button, ids), "value": value}
    ids.weight += _BUTTON_FRAME + most(label["text"]) + most(value) + most(button.spoken)
    if button.tone is not Tone.PLAIN:
        made["style"] = button.tone.value
    if button.spoken:
        # No text object: Slack shows it as it is, so it must be neither escaped nor obeyed.
        made["accessibility_label"] = cut(button.spoken.translate(_BLUNT), limits.SPOKEN)
    return made


def _needs_words(block: Block) -> bool:
    """Slack's buttons open web addresses; anything else is a link in words, or no link at all."""
    if not isinstance(block, Link):
        return False
    return not block.url.startswith("https://") or len(_safe(block.url)) > limits.BUTTON_URL


def _safe(url: str) -> str:
    """An address in which nothing can end it early: what addresses may not hold is written as %3C."""
    return quote(without_unseen(url), safe=_IN_ADDRESSES)


def _address(url: str, label: str) -> str:
    """A mailto or web address that can be tapped; any other is shown as its label."""
    words = escape(label or url, limits.FIELD).replace("|", "¦").replace("\n", " ")
    safe = _safe(url)
    if not safe.startswith(("mailto:", "https://")) or len(safe) > limits.BUTTON_URL // 4:
        return words
    return f"<{safe.replace('&', '&amp;')}|{words}>"


def _tappable(url: str, label: str, ids: wire.Ids, before: str = "") -> Data:
    words = before + _address(url, label)
    ids.weight += most(words)
    return _marked(words)


def _words(text: str, limit: int) -> Data:
    return {"type": "plain_text", "text": escape(text, limit) or " ", "emoji": False}


def _marked(text: str) -> Data:
    return {"type": "section", "text": _markup(text)}


def _markup(text: str) -> Data:
    """Markup of ours; `verbatim` keeps Slack from finding links in it by itself."""
    return {"type": "mrkdwn", "text": text, "verbatim": True}


def _that_fit(card: Card, blocks: list[Data], count: int, size: int) -> list[Data]:
    """As many as Slack takes, and a line that says so where some had to go; the card's own buttons stay."""
    used = [_weight(each, size) for each in blocks]
    if len(blocks) <= count and sum(used) <= size:
        return blocks
    more = {"type": "context", "block_id": "more", "elements": [_words("… and more.", limits.CONTEXT_TEXT)]}
    end = len(blocks) - len(_blocks(Card("", *card.last_row())))
    if sum(used[end:]) > size // 2 or len(blocks) - end > count // 2:
        end = len(blocks)
    last = blocks[end:]
    room = size - sum(used[end:]) - _weight(more, size)
    kept: list[Data] = []
    for block, length in zip(blocks[: min(end, count - len(last) - 1)], used, strict=False):
        room -= length
        if room < 0:
            break
        kept.append(block)
    return [*kept, more, *last]


def _weight(block: Data, size: int) -> int:
    """Of a message in characters, because its limit was met counting those; of a view in bytes as sent."""
    return len(json.dumps(block, ensure_ascii=size == limits.VIEW_BYTES)) + 2


# ------------------------------------------------------------------ views


def home(card: Card) -> Data:
    """The Home tab."""
    shown = _that_fit(card, _blocks(card), limits.BLOCKS_IN_VIEW, limits.VIEW_BYTES)
    return {"type": "home", "blocks": shown}


def loading() -> Data:
    """Opened at once, because a trigger lives three seconds; filled in when the answer is there."""
    return _modal("Brightspot", [{"type": "section", "text": _words(ONE_MOMENT, limits.SECTION)}])


def told(card: Card) -> Data:
    """A card in a view: what a form came to, or the answer to a button on the Home tab."""
    fits = len(escape(card.title)) <= limits.VIEW_TITLE
    blocks = _blocks(card)[1:] if fits and card.title else _blocks(card)
    shown = _that_fit(card, blocks, limits.BLOCKS_IN_VIEW, limits.VIEW_BYTES) or _section(ONE_MOMENT)
    return _modal(card.title if fits and card.title else "Brightspot", shown)


def form(shown: Form, *, kept: Mapping[str, Any] | None = None) -> Data:
    """A form as a view. `kept` comes back with what was filled in: where the answer belongs."""
    room = limits.PRIVATE_METADATA - len(json.dumps({"values": {}} | dict(kept or {})))
    values = json.loads(wire.to_wire(shown.submit.values, room) or "{}")
    title = shown.title if len(escape(shown.title)) <= limits.VIEW_TITLE else ""
    intro = _section("\n".join(filter(None, ("" if title else shown.title, shown.intro))))
    asked = [each for each in shown.fields if isinstance(each, TextField) or each.options]
    view = _modal(title or "Brightspot", [*intro, *map(_field, asked)])
    view["callback_id"] = shown.submit.action
    view["submit"] = _words(shown.submit.label, limits.VIEW_TITLE)
    view["close"] = _words(CANCEL, limits.VIEW_TITLE)
    view["private_metadata"] = json.dumps({"values": values} | dict(kept or {}), separators=(",", ":"))
    if len(json.dumps(view)) > limits.VIEW_BYTES:
        return told(house.too_long_to_fill_in(shown.title))
    return view


def wrong(problems: Mapping[str, str]) -> Data:
    """What stands under each field that could not be kept."""
    return {name: cut(sentence, limits.ERROR_TEXT) for name, sentence in problems.items()}


def _modal(title: str, blocks: Sequence[Data]) -> Data:
    return {
        "type": "modal",
        "title": _words(title, limits.VIEW_TITLE),
        "close": _words(CLOSE, limits.VIEW_TITLE),
        "blocks": list(blocks),
    }


def _field(field: Field) -> Data:
    block: Data = {
        "type": "input",
        "block_id": field.name,
        "label": _words(field.label, limits.INPUT_LABEL),
        "optional": field.optional,
    }
    if field.hint:
        block["hint"] = _words(field.hint, limits.INPUT_HINT)
    match field:
        case TextField():
            longest = min(field.max_length, limits.INPUT_TEXT)
            block["element"] = {
                "type": "plain_text_input",
                "action_id": field.name,
                "multiline": field.multiline,
                "max_length": longest,
            }
            if field.value:
                block["element"]["initial_value"] = cut(field.value, longest)
        case ChoiceField():
            block["element"] = _choice(field)
        case _:
            assert_never(field)
    return block


def _choice(field: ChoiceField) -> Data:
    """One tap where there are few: boxes; a list to choose from where there are many."""
    options = [_option(*each) for each in field.options if len(each[0]) <= limits.OPTION_VALUE]
    chosen = [each for each in options if each["value"] in field.value]
    few = len(options) <= limits.BOXES and (field.several or not field.optional)
    element: Data = {"action_id": field.name}
    if few:
        element |= {"type": "checkboxes" if field.several else "radio_buttons", "options": options}
    else:
        element["type"] = "multi_static_select" if field.several else "static_select"
        if len(options) <= limits.OPTIONS:
            element["options"] = options
        else:
            element["option_groups"] = _groups(options)
    if chosen:
        element |= {"initial_options": chosen} if field.several else {"initial_option": chosen[0]}
    return element


def _option(value: str, label: str) -> Data:
    return {"text": _words(label or value, limits.OPTION_TEXT), "value": value}


def _groups(options: Sequence[Data]) -> list[Data]:
    """More than a hundred options stand in groups of a hundred, numbered."""
    groups: list[Data] = []
    for start in range(0, min(len(options), limits.OPTIONS * limits.OPTION_GROUPS), limits.OPTIONS):
        part = options[start : start + limits.OPTIONS]
        groups.append(
            {"label": _words(f"{start + 1} to {start + len(part)}", limits.OPTION_TEXT), "options": part}
        )
    return groups
