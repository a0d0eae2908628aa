"""Random, hostile and very long messages on the way from words to people: an answer, a question back or a
refusal to each, never an exception, and the slowest of all told.

    python -m tests.soak.messages --count 100000
"""

import argparse
import gc
import sys
from collections import Counter
from dataclasses import dataclass, field, replace
from time import process_time

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bot.garbage import set_aside
from handlers.rules import reading, safeguarding
from handlers.rules.matching import Colleagues
from handlers.rules.names import FIRST_NAMES
from handlers.rules.reading import Intent
from handlers.rules.vocabulary import vocabulary
from storage.records import Person
from tests.evaluation import trial

#: Longer than any platform lets through.
VERY_LONG = 100_000
#: CPU milliseconds that no message may cost.
AT_MOST_MS = 50.0

ODD = (
    *(
        "",
        " ",
        "\n",
        "\x00",
        "_",
        "*",
        "'",
        "s'",
        "(",
        ")",
        "[",
        "\\",
        ".*",
        "%",
        "{}",
        "🙂",
        "\u200b",
        "\ufdfa",
    ),
    *("e\u0301", "\ud800", "﷽", "١", "½", "Y1/2", "Y", "7B", "A.B.", "1", "12/3/15", "A123456789012", ".pdf"),
    *(
        "' OR 1=1 --",
        "<script>",
        "<!everyone>",
        "@here",
        "https://x.example/?q=",
        "near",
        "not",
        "only",
        "or",
    ),
    *(
        "a girl in",
        "told me",
        "his",
        "he has",
        "one of our TAs",
        "is messaging",
        "the only",
        "list of",
        "in 3L",
    ),
)


def messages() -> st.SearchStrategy[str]:
    """Any characters; the field's own words and names, jumbled; and one thing again and again."""
    characters = st.text(st.characters(exclude_categories=()), max_size=200)
    known = (*sorted(vocabulary().words), *sorted(FIRST_NAMES), *map(str.title, sorted(FIRST_NAMES)))
    asked = [question["text"] for question in trial.questions()]
    words = st.sampled_from([*known, *ODD, *asked]) | characters
    jumbled = st.builds(str.join, st.sampled_from([" ", "", "/", ", ", "\n"]), st.lists(words, max_size=60))
    lengths = st.integers(1, safeguarding.LONGEST) | st.integers(1, VERY_LONG)
    repeated = st.builds(_again, jumbled, lengths)
    return jumbled | repeated


def _again(words: str, length: int) -> str:
    return (words * (length // max(1, len(words)) + 1))[:length]


@dataclass(slots=True)
class Told:
    """What became of the messages, and the slowest of them."""

    outcomes: Counter[str] = field(default_factory=Counter)
    slowest_ms: float = 0.0
    slowest: str = ""

    def __str__(self) -> str:
        counts = ", ".join(f"{count:,} {outcome}" for outcome, count in sorted(self.outcomes.items()))
        return f"{self.outcomes.total():,} messages: {counts}; the slowest {self.slowest_ms:.0f} ms of CPU"


def outcome(text: str, asker: Person, colleagues: Colleagues) -> str:
    """Every step that a message takes, whatever it seems to want."""
    if safeguarding.check(text) is not None:
        return "refused"
    sought = reading.read(text, asker)
    colleagues.closest(replace(sought, intent=Intent.PEERS), asker)
    return "asked back" if sought.unclear else "answered"


def run(count: int) -> Told:
    """Send so many messages, each by somebody of the sample's trust, in their name."""
    people = trial.people()
    colleagues, told = Colleagues.of(people, trial.schools()), Told()
    for question in trial.questions():  # what is read once a process is read now
        outcome(question["text"], people[0], colleagues)
    set_aside()

    @settings(
        max_examples=count, deadline=None, database=None, derandomize=True, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(messages(), st.sampled_from(people))
    def sent(text: str, asker: Person) -> None:
        gc.disable()  # it would look through what this test itself has in memory
        began = process_time()
        told.outcomes[outcome(text, asker, colleagues)] += 1
        took = (process_time() - began) * 1000
        gc.enable()
        if took > told.slowest_ms:
            told.slowest_ms, told.slowest = took, text

    sent()
    return told


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=100_000)
    told = run(parser.parse_args().count)
    print(told)
    if told.slowest_ms < AT_MOST_MS:
        return 0
    print(f"slower than {AT_MOST_MS:.0f} ms: {told.slowest[:200]!r} ({len(told.slowest):,} characters)")
    return 1


if __name__ == "__main__":
    sys.exit(main())
