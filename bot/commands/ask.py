"""`ask --as EMAIL "text"` and `ask --batch FILE`: what the bot would answer. Nothing is stored."""

import argparse

from bot.commands.operate import WRONG_INPUT, add_trust, complain, on_database
from bot.settings import Settings


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("text", nargs="?", help="the message")
    parser.add_argument("--as", dest="email", metavar="EMAIL", help="who says it")
    parser.add_argument("--json", action="store_true", help="one JSON object in place of the card's words")
    parser.add_argument("--batch", metavar="FILE", help='JSON Lines of {"id", "as", "text"}')
    add_trust(parser)


def run(args: argparse.Namespace, settings: Settings) -> int:
    """0 when answered, 2 where the asker is unknown or a line of a batch cannot be used."""
    from bot import asking  # only here: it reads the vocabulary, for which no other command should wait

    if args.batch is not None:
        if args.text is not None or args.email is not None:
            complain("ask: give either --batch FILE, or --as EMAIL and the text")
            return WRONG_INPUT
        return on_database(settings, lambda database: asking.answer_batch(database, args.batch, args.trust))
    if args.text is None or args.email is None:
        complain('ask: needs --as EMAIL and the text: ask --as jo@trust.example "who else is a SENCO?"')
        return WRONG_INPUT
    if args.json:
        return on_database(
            settings, lambda database: asking.answer_json(database, args.email, args.text, args.trust)
        )
    return on_database(
        settings, lambda database: asking.answer_words(database, args.email, args.text, args.trust, settings)
    )
