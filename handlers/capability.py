"""A capability: one thing Brightspot can do, and every way to ask for it.

    peers = Capability("peers", about="Find colleagues in similar roles or contexts")

    @peers.command("peers", usage="peers mixed-age KS1")
    @peers.question(Intent.PEERS)
    @networks.phrase(WHO_IS_IN)
    @peers.action("peers.introduce")
    @profile.form("profile.edit")
    @library.hears
    @introductions.every("mon-fri", at=time(9))
    @cycle.in_parts("mon-fri", at=time(6, 30))

The decorators only note down; `catalogue.py` lists the capabilities and the router asks it.
"""

import inspect
import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum
from typing import Any, Concatenate, Generic, ParamSpec, get_type_hints

from handlers.rules.reading import Intent, Reading
from handlers.talk import Answers, Block, Button, Field, Form, Heard, Post, Reply, Request, Value
from storage.records import Trust
from storage.store import Store

P = ParamSpec("P")

LARGEST = 2**63 - 1  # the largest id a database can hold

Command = Callable[[Request, Store], Awaitable[Reply]]
#: What happens without a word may be met in silence; and plain words may turn out to mean something else.
Greeting = Callable[[Request, Store], Awaitable[Reply | None]]
Question = Callable[[Request, Reading, Store], Awaitable[Reply]]
#: Nobody waits for an answer: what is said goes to whoever wrote the message, and to them alone.
Ear = Callable[[Request, Heard, Store], Awaitable[Reply | None]]
#: What stands below another capability's greeting; nothing where there is nothing to add.
Addition = Callable[[Request, Store], Awaitable[Sequence[Block]]]
#: Given the trust and its date today; what is due is a query.
Routine = Callable[[Trust, date, Store], Awaitable[Sequence[Post]]]
#: One part of what is due; None once nothing is left.
PartRoutine = Callable[[Trust, date, Store], Awaitable[Sequence[Post] | None]]


class StaleCard(Exception):  # noqa: N818  an old card is not an error
    """A button whose action or values are not (or no longer) known."""


class Occasion(StrEnum):
    """What happens around a person without a word said."""

    #: Opened the app's own page (Slack's Home tab, a first visit in the browser).
    HOME = "home"
    #: Added the app for themselves, or opened a chat with it for the first time.
    ARRIVED = "arrived"
    #: Joined a channel that the app is in.
    JOINED_CHANNEL = "joined_channel"
    #: Added the app to a channel or team.
    ADDED_TO_CHANNEL = "added_to_channel"


class Action(Generic[P]):
    """What a button does. `button()` takes exactly the values the handler asks for."""

    def __init__(
        self, name: str, handler: Callable[Concatenate[Request, Store, P], Awaitable[Reply]]
    ) -> None:
        self.name = name
        self._handler = handler
        self._types = _values_of(handler, skip=2)

    def button(self, label: str, /, *args: P.args, **kwargs: P.kwargs) -> Button:
        return Button(label, self.name, _on_the_wire(kwargs))

    async def press(self, request: Request, store: Store, values: Mapping[str, Any]) -> Reply:
        """Run the handler with values that came from outside; StaleCard where they do not fit."""
        handler: Callable[..., Awaitable[Reply]] = self._handler
        return await handler(request, store, **_from_the_wire(values, self._types))


class FormAction(Generic[P]):
    """A form: one function that shows it, one (`@….filled`) that receives what was filled in."""

    def __init__(self, name: str, shows: Callable[Concatenate[Request, Store, P], Awaitable[Form]]) -> None:
        self.name = name
        self._shows = shows
        self._types = _values_of(shows, skip=2)
        self._receives: Callable[..., Awaitable[Reply]] | None = None

    def button(self, label: str, /, *args: P.args, **kwargs: P.kwargs) -> Button:
        return Button(label, self.name, _on_the_wire(kwargs), opens_form=True)

    def form(
        self,
        title: str,
        intro: str,
        fields: Sequence[Field],
        submit: str,
        /,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> Form:
        values = _on_the_wire(kwargs)
        opener = Button(title, self.name, values, opens_form=True)
        return Form(title, tuple(fields), Button(submit, self.name, values).primary(), opener, intro)

    def filled(
        self, handler: Callable[Concatenate[Request, Store, Answers, P], Awaitable[Reply]]
    ) -> Callable[Concatenate[Request, Store, Answers, P], Awaitable[Reply]]:
        self._receives = handler
        return handler

    async def open(self, request: Request, store: Store, values: Mapping[str, Any]) -> Form:
        shows: Callable[..., Awaitable[Form]] = self._shows
        return await shows(request, store, **_from_the_wire(values, self._types))

    async def fill(
        self, request: Request, store: Store, answers: Answers, values: Mapping[str, Any]
    ) -> Reply:
        if self._receives is None:
            raise StaleCard(self.name)
        return await self._receives(request, store, answers, **_from_the_wire(values, self._types))


@dataclass(frozen=True, slots=True)
class Timetable:
    """When a routine runs, by the clock where the schools are."""

    name: str
    #: "mon-fri", "mon", "daily": as APScheduler's cron `day_of_week`, "daily" for every day.
    days: str
    at: time
    routine: PartRoutine
    #: It is run again, each time in a transaction of its own, until nothing is left.
    in_parts: bool = False


@dataclass(slots=True)
class Capability:
    """A name, a sentence for `help`, and what it answers."""

    name: str
    about: str
    #: Word → (usage shown in `help`, handler).
    commands: dict[str, tuple[str, Command]] = field(default_factory=dict)
    #: Word → what follows it where the answer depends on Brightspot being in the channel it was said in.
    presence: dict[str, re.Pattern[str]] = field(default_factory=dict)
    #: Words whose answer is work to be done: Slack shows it in a window of its own, opened at once.
    in_window: set[str] = field(default_factory=set)
    questions: dict[Intent, Question] = field(default_factory=dict)
    #: Plain words that name what is this capability's: pattern → handler, which may find that they don't.
    phrases: list[tuple[re.Pattern[str], Greeting]] = field(default_factory=list)
    actions: dict[str, Action[Any]] = field(default_factory=dict)
    forms: dict[str, FormAction[Any]] = field(default_factory=dict)
    occasions: dict[Occasion, Greeting] = field(default_factory=dict)
    additions: dict[Occasion, Addition] = field(default_factory=dict)
    #: What it does with messages in a network's channel that hold a link and were not said to us.
    ears: list[Ear] = field(default_factory=list)
    timetables: list[Timetable] = field(default_factory=list)

    def command(
        self,
        word: str,
        *,
        usage: str = "",
        in_window: bool = False,
        presence: re.Pattern[str] | None = None,
    ) -> Callable[[Command], Command]:
        def note(handler: Command) -> Command:
            self.commands[word] = (usage or word, handler)
            if presence:
                self.presence[word] = presence
            if in_window:
                self.in_window.add(word)
            return handler

        return note

    def question(self, *intents: Intent) -> Callable[[Question], Question]:
        def note(handler: Question) -> Question:
            self.questions.update(dict.fromkeys(intents, handler))
            return handler

        return note

    def phrase(self, words: re.Pattern[str]) -> Callable[[Greeting], Greeting]:
        """A plain question that says by itself whose it is: "who is in the SENDCO network?"."""

        def note(handler: Greeting) -> Greeting:
            self.phrases.append((words, handler))
            return handler

        return note

    def action(
        self, name: str
    ) -> Callable[[Callable[Concatenate[Request, Store, P], Awaitable[Reply]]], Action[P]]:
        """`name` is what stands on the wire: buttons outlive renames of the function."""

        def note(handler: Callable[Concatenate[Request, Store, P], Awaitable[Reply]]) -> Action[P]:
            self.actions[name] = action = Action(name, handler)
            return action

        return note

    def form(
        self, name: str
    ) -> Callable[[Callable[Concatenate[Request, Store, P], Awaitable[Form]]], FormAction[P]]:
        def note(shows: Callable[Concatenate[Request, Store, P], Awaitable[Form]]) -> FormAction[P]:
            self.forms[name] = action = FormAction(name, shows)
            return action

        return note

    def on(self, *occasions: Occasion) -> Callable[[Greeting], Greeting]:
        def note(handler: Greeting) -> Greeting:
            self.occasions.update(dict.fromkeys(occasions, handler))
            return handler

        return note

    def beside(self, *occasions: Occasion) -> Callable[[Addition], Addition]:
        """Below what another capability says on that occasion: one card, and none of them knows the other."""

        def note(handler: Addition) -> Addition:
            self.additions.update(dict.fromkeys(occasions, handler))
            return handler

        return note

    def hears(self, handler: Ear) -> Ear:
        """A message with a link stands, changed or went in a network's channel; nobody spoke to us."""
        self.ears.append(handler)
        return handler

    def every(self, days: str, *, at: time) -> Callable[[Routine], Routine]:
        """Harmless to run twice: what is due is a query, and every post has a key."""

        def note(routine: Routine) -> Routine:
            self.timetables.append(Timetable(f"{self.name}.{routine.__name__}", days, at, routine))
            return routine

        return note

    def in_parts(self, days: str, *, at: time) -> Callable[[PartRoutine], PartRoutine]:
        """What is due for thousands, a part at a time: nobody waits long for the one writer of SQLite.

        What a part has dealt with is not due any more when it ends; a part that is undone is due again.
        """

        def note(routine: PartRoutine) -> PartRoutine:
            name = f"{self.name}.{routine.__name__}"
            self.timetables.append(Timetable(name, days, at, routine, in_parts=True))
            return routine

        return note


# ------------------------------------------------------------------ values on the wire


def _values_of(handler: Callable[..., Any], *, skip: int) -> dict[str, tuple[type, bool]]:
    """Name → (plain type, required) of what a handler takes after its first `skip` arguments."""
    hints = get_type_hints(handler)
    wanted = list(inspect.signature(handler).parameters.values())[skip:]
    return {
        each.name: (_plain_type(hints[each.name]), each.default is inspect.Parameter.empty) for each in wanted
    }


def _plain_type(hint: Any) -> type:  # noqa: ANN401  an annotation can be anything
    plain = getattr(hint, "__supertype__", hint)  # a NewType is a promise about an int
    if plain not in (int, str, bool) and not (isinstance(plain, type) and issubclass(plain, StrEnum)):
        raise TypeError(f"A button cannot carry {hint!r}: use a number, a text, a yes/no or a StrEnum.")
    result: type = plain
    return result


def _on_the_wire(values: Mapping[str, Any]) -> dict[str, Value]:
    return {name: str(value) if isinstance(value, StrEnum) else value for name, value in values.items()}


def _from_the_wire(values: Mapping[str, Any], types: Mapping[str, tuple[type, bool]]) -> dict[str, Any]:
    """Outside values as the handler's types, or StaleCard. Unknown names are an older card's: left out."""
    found: dict[str, Any] = {}
    for name, (kind, required) in types.items():
        if name not in values:
            if required:
                raise StaleCard(name)
            continue
        found[name] = _as(kind, values[name], name)
    return found


def _as(kind: type, value: object, name: str) -> object:
    if isinstance(value, bool) or kind is bool:
        if isinstance(value, bool) and kind is bool:
            return value
        raise StaleCard(name)
    if kind is int and isinstance(value, int) and 0 <= value <= LARGEST:
        return value
    if kind is int and isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 19:
        return int(value)
    if kind is not int and isinstance(value, str):
        try:
            return kind(value)
        except ValueError:
            raise StaleCard(name) from None
    raise StaleCard(name)
