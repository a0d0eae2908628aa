"""What the bot would answer, without a platform and without remembering: for `ask`, checks and benchmarks.

A batch is JSON Lines in ({"id", "as", "text"}) and JSON Lines out, in the same order.
"""

import json
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from bot.clock import Clock
from bot.commands.operate import DONE, WRONG_INPUT, complain, say
from bot.importing.outcome import BadFile, shown
from bot.importing.trusts import member
from bot.incoming import Incoming, Said
from bot.postman import Postman
from bot.router import Router, parted
from bot.settings import Settings
from handlers.colleagues import asked_for, colleagues_of, in_this_trust, own_words_of
from handlers.rules import reading, safeguarding
from handlers.rules.reading import Intent, Reading
from handlers.talk import Card, Form
from storage.records import Account, Person, Platform
from storage.store import Database, Store

PEOPLE = 10  # the contract's "up to ten"


async def answer_json(database: Database, email: str, text: str, trust_name: str | None) -> int:
    """One object on stdout, as a batch gives it."""
    async with database.reading() as store:
        person = await member(store, email, trust_name)
        answer = await answered(text, person, store)
    say(json.dumps({"id": None} | asdict(answer), default=str))
    return DONE


async def answer_words(
    database: Database, email: str, text: str, trust_name: str | None, settings: Settings
) -> int:
    """The card's words on stdout: the real handler's, in a transaction that is undone."""
    clock = Clock(settings.clock)
    async with _undone(database) as store:
        person = await member(store, email, trust_name)
        incoming = Incoming("ask", Account(Platform.BROWSER, "ask", person.email), Said(text))
        found = await Router(clock, _Nobody(clock)).answer(incoming, person, store)
    say(*_words(found.say))
    return DONE


class _Nobody(Postman):
    """A postman without a bag: what would have been sent to others is not."""

    def __init__(self, clock: Clock) -> None:
        super().__init__({}, clock)

    async def post(self, posts: Any, store: Store) -> None:  # noqa: ANN401  see Postman
        return None


class _Undo(Exception):  # noqa: N818  it is how a transaction is left
    pass


@asynccontextmanager
async def _undone(database: Database) -> AsyncIterator[Store]:
    """A transaction that leaves no trace."""
    try:
        async with database.store() as store:
            yield store
            raise _Undo
    except _Undo:
        return


def _words(said: Card | Form | None) -> Iterator[str]:
    """The card as words, with what can be pressed in brackets."""
    match said:
        case Card():
            yield said.plain()
            labels = dict.fromkeys(button.label for button in said.buttons())
            if labels:
                yield " ".join(f"[{label}]" for label in labels)
        case Form():
            yield said.title
            if said.intro:
                yield said.intro
            yield from (f"{field.label}: …" for field in said.fields)
            yield f"[{said.submit.label}]"


# ------------------------------------------------------------------ one question, many questions


@dataclass(frozen=True, slots=True)
class Answered:
    """What `--json` and a batch give for one message; the fields are the contract's."""

    intent: str
    reading: dict[str, Any]
    people: list[dict[str, Any]]
    refused: bool
    #: Time spent on this message in milliseconds; what a trust's people look like is known before.
    ms: float


async def answered(text: str, asker: Person, store: Store) -> Answered:
    """The way from words to people that the bot takes, without remembering the question."""
    colleagues, own = await colleagues_of(asker.trust, store), await own_words_of(asker.trust, store)
    began = time.perf_counter()
    concern = safeguarding.check(text)
    if concern is not None:
        return Answered(reading.refused_as(concern), {}, [], True, _ms(began))
    word, rest = parted(own.explained(text))
    sought = asked_for(rest, asker) if word == "peers" and rest else reading.read(own.explained(text), asker)
    sought = in_this_trust(sought, colleagues)
    if sought.intent is not Intent.PEERS:
        refused = sought.intent in (Intent.PUPIL_DATA, Intent.SAFEGUARDING)
        return Answered(sought.intent, _facts(sought), [], refused, _ms(began))
    matches = colleagues.closest(sought, asker, limit=PEOPLE)
    ms = _ms(began)
    people = [
        {"email": match.person.email, "score": round(match.score, 4), "reasons": list(match.reasons)}
        for match in matches
    ]
    return Answered(sought.intent, _facts(sought), people, False, ms)


def _ms(began: float) -> float:
    return round((time.perf_counter() - began) * 1000, 3)


def _facts(sought: Reading) -> dict[str, Any]:
    """What was understood: every part of the reading that says something."""
    return {
        name: value
        for name, value in sought.data().items()
        if name not in ("text", "intent") and value not in (None, "", (), [], {}, False)
    }


async def answer_batch(database: Database, file: str, trust_name: str | None) -> int:
    """Every good line is answered in its place; a bad one is named and makes the whole end with 2."""
    path = Path(file)
    good = True
    people: dict[str, Person] = {}
    async with database.reading() as store:
        for number, line in enumerate(_lines(path), start=1):
            if not line.strip():
                continue
            try:
                id_, email, text = _message(line)
                if email not in people:
                    people[email] = await member(store, email, trust_name)
            except BadFile as problem:
                complain(*(f"{shown(path.name)} line {number}: {each}" for each in problem.lines))
                good = False
                continue
            answer = await answered(text, people[email], store)
            say(json.dumps({"id": id_} | asdict(answer), default=str))
    return DONE if good else WRONG_INPUT


def _lines(path: Path) -> Iterator[bytes]:
    try:
        yield from path.read_bytes().removeprefix(b"\xef\xbb\xbf").splitlines()
    except (OSError, ValueError):
        raise BadFile(
            [f"{shown(path.name or str(path))}: there is no such file, or it cannot be read"]
        ) from None


def _message(line: bytes) -> tuple[str | int, str, str]:
    """(id, e-mail, text) of one line."""
    try:
        given = json.loads(line)
    except (ValueError, RecursionError):
        raise BadFile(["is not JSON"]) from None
    if not isinstance(given, dict):
        raise BadFile(['is not an object with "id", "as" and "text"'])
    missing = [name for name in ("id", "as", "text") if name not in given]
    if missing:
        raise BadFile([f'has no "{missing[0]}"'])
    id_, email, text = given["id"], given["as"], given["text"]
    if not isinstance(email, str) or not isinstance(text, str):
        raise BadFile(['"as" and "text" must be texts'])
    if isinstance(id_, bool) or not isinstance(id_, str | int):
        raise BadFile(['"id" must be a text or a whole number'])
    return id_, email, text
