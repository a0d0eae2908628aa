"""`ask --as EMAIL "text"` and `ask --batch FILE`: what the bot would answer. Nothing is stored.

A batch is JSON Lines in ({"id", "as", "text"}) and JSON Lines out, in the same order.
"""

import argparse
import json
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.clock import Clock
from bot.commands.operate import DONE, WRONG_INPUT, add_trust, complain, on_database, say
from bot.importing.outcome import BadFile, shown
from bot.importing.trusts import member
from bot.incoming import Incoming, Said
from bot.postman import Postman
from bot.router import Router
from bot.settings import Settings
from handlers.peers import colleagues_of
from handlers.rules import reading, safeguarding
from handlers.rules.reading import Intent, Reading
from handlers.rules.safeguarding import Kind
from handlers.talk import Card, Form
from storage.records import Account, Person, Platform
from storage.store import Database, Store

PEOPLE = 10  # the contract's "up to ten"


def add(subparsers: Any) -> None:  # noqa: ANN401  argparse keeps its type to itself
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "ask", help="what the bot would answer, for checking and for scripts; nothing is stored"
    )
    parser.add_argument("text", nargs="?", help="the message")
    parser.add_argument("--as", dest="email", metavar="EMAIL", help="who says it")
    parser.add_argument("--json", action="store_true", help="one JSON object in place of the card's words")
    parser.add_argument("--batch", metavar="FILE", help='JSON Lines of {"id", "as", "text"}')
    add_trust(parser)


def run(args: argparse.Namespace, settings: Settings) -> int:
    """0 when answered, 2 where the asker is unknown or a line of a batch cannot be used."""
    if args.batch is not None:
        if args.text is not None or args.email is not None:
            complain("ask: give either --batch FILE, or --as EMAIL and the text")
            return WRONG_INPUT
        return on_database(settings, lambda database: _batch(database, args, settings))
    if args.text is None or args.email is None:
        complain('ask: needs --as EMAIL and the text: ask --as jo@trust.example "who else is a SENCO?"')
        return WRONG_INPUT
    return on_database(settings, lambda database: _one(database, args, settings))


async def _one(database: Database, args: argparse.Namespace, settings: Settings) -> int:
    now = Clock(settings.clock)
    if args.json:
        async with database.reading() as store:
            person = await member(store, args.email, args.trust)
            answer = await answered(args.text, person, store, now.now())
        say(json.dumps({"id": None} | asdict(answer)))
        return DONE
    async with _undone(database) as store:
        person = await member(store, args.email, args.trust)
        account = Account(Platform.BROWSER, "ask", person.email)
        incoming = Incoming("ask", account, Said(args.text))
        found = await Router(now, _Nobody()).answer(incoming, person, store)
    say(*_words(found.say))
    return DONE


class _Nobody(Postman):
    """A postman without a bag: what would have been sent to others is not."""

    def __init__(self) -> None:
        super().__init__({}, Clock())

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


async def answered(text: str, asker: Person, store: Store, now: datetime) -> Answered:
    """The way from words to people that the bot takes, without remembering the question."""
    colleagues = await colleagues_of(asker.trust, store)
    began = time.perf_counter()
    concern = safeguarding.check(text)
    if concern is not None:
        intent = Intent.PUPIL_DATA if concern.kind is Kind.PUPIL_DATA else Intent.SAFEGUARDING
        return Answered(intent, {}, [], True, _ms(began))
    sought = reading.read(text, asker)
    if sought.intent is not Intent.PEERS:
        refused = sought.intent in (Intent.PUPIL_DATA, Intent.SAFEGUARDING)
        return Answered(sought.intent, _facts(sought), [], refused, _ms(began))
    matches = colleagues.closest(sought, asker, limit=PEOPLE, now=now)
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
        for name, value in asdict(sought).items()
        if name not in ("text", "intent") and value not in (None, "", (), [], {}, False)
    }


async def _batch(database: Database, args: argparse.Namespace, settings: Settings) -> int:
    """Every good line is answered in its place; a bad one is named and makes the whole end with 2."""
    path = Path(args.batch)
    now = Clock(settings.clock).now()
    good = True
    people: dict[str, Person] = {}
    async with database.reading() as store:
        for number, line in enumerate(_lines(path), start=1):
            if not line.strip():
                continue
            try:
                id_, email, text = _message(line)
                if email not in people:
                    people[email] = await member(store, email, args.trust)
            except BadFile as problem:
                complain(*(f"{shown(path.name)} line {number}: {each}" for each in problem.lines))
                good = False
                continue
            answer = await answered(text, people[email], store, now)
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
