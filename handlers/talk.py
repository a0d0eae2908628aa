"""The language of the house: what comes to a handler, and what it says back.

A card is written once, in the blocks below, and rendered for Slack, Teams and the browser. Every text
in it is data: the renderer escapes it for its platform, so nothing a person typed can become a mention,
a link or markup.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Self
from zoneinfo import ZoneInfo

from storage.records import Hearer, Network, Person, Platform, Trust, Why

#: Schools in England live by this clock, through both changes a year.
LOCAL = ZoneInfo("Europe/London")

#: A value that travels in a button. On the wire it is a number or a text.
Value = int | str | bool

#: What was filled in: field name → text, or the chosen values of a field that takes several.
Answers = Mapping[str, str | tuple[str, ...]]


class Tone(StrEnum):
    """How much a button asks to be pressed."""

    PLAIN = "plain"
    PRIMARY = "primary"
    DANGER = "danger"


# ------------------------------------------------------------------ blocks


@dataclass(frozen=True, slots=True)
class Button:
    """Press me. Made by an action (`introduce.button("Introduce us", peer=…)`), never by hand."""

    label: str
    action: str
    values: Mapping[str, Value] = field(default_factory=dict)
    tone: Tone = Tone.PLAIN
    #: True when pressing it opens a form: Slack needs a modal at once, Teams a dialog.
    opens_form: bool = False
    #: What a screen reader says where the label alone is unclear ("Introduce us" beside three people).
    spoken: str = ""

    def primary(self) -> Self:
        return replace(self, tone=Tone.PRIMARY)

    def danger(self) -> Self:
        return replace(self, tone=Tone.DANGER)

    def aloud(self, spoken: str) -> Self:
        return replace(self, spoken=spoken)


@dataclass(frozen=True, slots=True)
class Link:
    """Open me: an https address, a mailto, or a page of ours ("/calendar/…"), which the house completes."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph. Line breaks are kept."""

    text: str


@dataclass(frozen=True, slots=True)
class Quote:
    """Somebody's own words, shown as theirs."""

    text: str
    who: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """Small print."""

    text: str


@dataclass(frozen=True, slots=True)
class Facts:
    """Pairs of a name and what it is."""

    pairs: tuple[tuple[str, str], ...]

    def __init__(self, *pairs: tuple[str, str]) -> None:
        object.__setattr__(self, "pairs", tuple(pairs))


@dataclass(frozen=True, slots=True)
class Item:
    """A person or a thing in a list: what it is, why it is here, what can be done with it."""

    title: str
    detail: str = ""
    actions: tuple[Button | Link, ...] = ()

    def __init__(self, title: str, detail: str = "", *actions: Button | Link) -> None:
        object.__setattr__(self, "title", title)
        object.__setattr__(self, "detail", detail)
        object.__setattr__(self, "actions", tuple(actions))


@dataclass(frozen=True, slots=True)
class Contact:
    """How to reach a colleague: Teams links to their chat, elsewhere their address is a link."""

    name: str
    email: str


#: Buttons and links that follow one another stand in one row.
Block = Text | Quote | Note | Facts | Item | Contact | Button | Link


@dataclass(frozen=True, slots=True)
class Card:
    """One thing said, on every platform."""

    title: str
    blocks: tuple[Block, ...]

    def __init__(self, title: str, *blocks: Block) -> None:
        object.__setattr__(self, "title", title)
        object.__setattr__(self, "blocks", tuple(blocks))

    def plain(self) -> str:
        """The card as words alone: the notification, and what a screen reader is given."""
        return "\n".join(line for line in (self.title, *map(_plain, self.blocks)) if line)

    def buttons(self) -> tuple[Button | Link, ...]:
        """Everything on it that can be pressed, in reading order."""
        found: list[Button | Link] = []
        for block in self.blocks:
            if isinstance(block, Item):
                found += block.actions
            elif isinstance(block, Button | Link):
                found.append(block)
        return tuple(found)

    def last_row(self) -> tuple[Block, ...]:
        """Its last row of buttons and what follows: what stays where not all of the card can be shown."""
        rows = [number for number, each in enumerate(self.blocks) if isinstance(each, Button | Link)]
        while len(rows) > 1 and rows[-2] == rows[-1] - 1:
            rows.pop()
        return self.blocks[rows[-1] :] if rows else ()


def _plain(block: Block) -> str:
    match block:
        case Text(text) | Note(text):
            return text
        case Quote(text, who):
            return f"“{text}”" + (f" ({who})" if who else "")
        case Facts(pairs):
            return "\n".join(f"{name}: {value}" for name, value in pairs)
        case Item(title, detail):
            return f"{title}: {detail}" if detail else title
        case Contact(name, email):
            return f"{name}: {email}"
        case Button() | Link():
            return ""


# ------------------------------------------------------------------ forms


@dataclass(frozen=True, slots=True)
class TextField:
    """Words to be filled in."""

    name: str
    label: str
    value: str = ""
    hint: str = ""
    multiline: bool = False
    optional: bool = False
    max_length: int = 500


@dataclass(frozen=True, slots=True)
class ChoiceField:
    """One of several, or some of them where `several`. Options are (value, label)."""

    name: str
    label: str
    options: tuple[tuple[str, str], ...]
    value: tuple[str, ...] = ()
    hint: str = ""
    several: bool = False
    optional: bool = False


Field = TextField | ChoiceField


def given(answers: Answers, field: str) -> str:
    """What was filled in: the words, or the one option chosen; "" where there is nothing."""
    answer = answers.get(field, "")
    return (answer if isinstance(answer, str) else next(iter(answer), "")).strip()


def ticked(answers: Answers, field: str) -> frozenset[str]:
    """Which options were chosen, where there may be several."""
    answer = answers.get(field, ())
    return frozenset((answer,) if isinstance(answer, str) else answer)


@dataclass(frozen=True, slots=True)
class Form:
    """Questions with a place to answer. Made by a form action, which also receives what was filled in."""

    title: str
    fields: tuple[Field, ...]
    #: Pressed when done; names the action that receives the answers.
    submit: Button
    #: Opens this same form: shown where a form cannot open by itself (a typed message on Slack).
    opener: Button
    intro: str = ""


# ------------------------------------------------------------------ to and from a handler


@dataclass(frozen=True, slots=True)
class Place:
    """Where it was said: a direct chat, or a channel (of a network, if it is linked)."""

    direct: bool = True
    network: Network | None = None
    #: A channel's own name or id, for "You asked in …".
    name: str = ""
    #: Which channel it is, in its platform's own words: what a network is linked to. "" in a direct chat.
    workspace: str = ""
    channel: str = ""
    #: How the channel is written to, in its door's own words.
    address: Mapping[str, Any] = field(default_factory=dict)
    #: False where Brightspot is known not to be in the channel: it could not post there.
    present: bool = True


@dataclass(frozen=True, slots=True)
class Request:
    """What a handler is given: who says what, where and when."""

    person: Person
    trust: Trust
    now: datetime
    #: What was said: after the command's word, or the whole of a plain question.
    said: str = ""
    place: Place = Place()
    platform: Platform = Platform.BROWSER

    @property
    def today(self) -> date:
        """The date where the schools are."""
        return self.now.astimezone(LOCAL).date()


class Fate(StrEnum):
    """What became of a message in a channel."""

    POSTED = "posted"
    CHANGED = "changed"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Heard:
    """A message with a link in a network's channel, not said to us. The request says whose, and where."""

    #: As its platform writes it, links and all (`rules/links` reads each way); "" where it was removed.
    text: str
    #: What its door calls the message, the same when it is changed or removed.
    message: str
    what: Fate


@dataclass(frozen=True, slots=True)
class ToPerson:
    person: Person | Hearer


@dataclass(frozen=True, slots=True)
class ToTogether:
    """A conversation of several people where the platform can open one; else each hears by themselves.

    Slack opens a group message and the browser a shared thread. Teams lets no bot open a group chat, so
    there (and for people on different platforms) each gets the card with the others' contacts.
    """

    people: tuple[Person, ...]


@dataclass(frozen=True, slots=True)
class ToNetwork:
    """The channels of a network."""

    network: Network


Recipient = ToPerson | ToTogether | ToNetwork


@dataclass(frozen=True, slots=True)
class Post:
    """Something to be said to somebody else, through the outbox.

    `key` states what it means and is unique in its trust. `replaces` names the key of an earlier post,
    whose message is then edited. `due` is when it goes (now if None), `expires` when it no longer
    matters.
    """

    to: Recipient
    card: Card
    key: str
    why: Why
    replaces: str = ""
    due: datetime | None = None
    expires: datetime | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """What a handler returns: what to say to the asker, and the posts that follow from it.

    In a channel the answer is shown to the asker alone, unless `public`.
    """

    say: Card | Form
    posts: tuple[Post, ...]
    public: bool

    def __init__(self, say: Card | Form, *posts: Post, public: bool = False) -> None:
        object.__setattr__(self, "say", say)
        object.__setattr__(self, "posts", tuple(posts))
        object.__setattr__(self, "public", public)


class Refusal(Exception):  # noqa: N818  a refusal is an answer, not an error
    """The one problem a person sees: plain words and the next step. The transaction is undone."""


class Invalid(Refusal):
    """A form was filled in a way that cannot be kept: field name → one clear sentence."""

    def __init__(self, **problems: str) -> None:
        super().__init__(" ".join(problems.values()))
        self.problems = problems
