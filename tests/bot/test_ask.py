"""`ask` answers as the bot would, for checking and for scripts, and leaves no trace."""

import asyncio
import json
import os
import random
import shutil
import string
import sys
from pathlib import Path
from unittest.mock import patch

import pytest
from sqlalchemy import func, select

from storage.store import Database
from storage.tables import metadata
from tests.commandline import brightspot, sample_trust

JESS = "jess.rowntree@aldercoast.example"
QUESTION = "who else is tackling mixed-age KS1?"
INTENTS = {
    "peers", "resource", "agenda", "cycle", "profile", "help", "smalltalk", "offtopic", "safeguarding",
    "pupil_data",
}  # fmt: skip
HARMED = "A girl in Y4 told me after lunch that her stepdad hits her when mum is at work. What do I do?"
PUPIL = "Who can help me with Jayden Whitcombe in 3L, he has ADHD and his mum has just left"


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def trust(request, tmp_path_factory):
    """One sample trust on each engine for all of these tests: asking leaves no trace."""
    with asyncio.Runner() as runner:
        if request.param == "sqlite":
            copy = tmp_path_factory.mktemp("asked") / "brightspot.db"
            shutil.copyfile(request.getfixturevalue("sqlite_template"), copy)
            url = f"sqlite+aiosqlite:///{copy}"
        else:
            postgres = request.getfixturevalue("postgres")
            url = postgres.url(runner.run(postgres.create()))
        runner.run(sample_trust(url))
    return url


@pytest.fixture
def batch(trust, tmp_path: Path):
    """Ask many at once: the lines that go in, as bytes or as objects."""

    async def ask(*lines, **environment):
        file = tmp_path / "questions.jsonl"
        raw = [line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines]
        file.write_bytes(b"\n".join(raw) + b"\n")
        return await brightspot(trust, "ask", "--batch", file, **environment)

    return ask


def asking(text, id_="q1", email=JESS):
    return {"id": id_, "as": email, "text": text}


async def count(url):
    """Rows of every table, and each trust's version."""
    database = Database(url)
    try:
        async with database.reading() as store:
            rows = [
                (each.name, await store.connection.scalar(select(func.count()).select_from(each)))
                for each in metadata.sorted_tables
            ]
            return rows, await store.trusts.everyone()
    finally:
        await database.close()


async def test_the_words_of_the_card_are_what_the_bot_would_say(trust):
    ended = await brightspot(trust, "ask", "--as", JESS, QUESTION)

    assert (ended.code, ended.err) == (0, "")
    assert "[Introduce us]" in ended.out
    assert "The Hazels" not in ended.out, "never the asker's own school"


async def test_a_short_form_that_means_two_things_is_asked_back_and_guessed_only_in_a_batch(trust, batch):
    asked = await brightspot(trust, "ask", "--as", JESS, "who knows about PA?")
    assert "“PA”: which do you mean?" in asked.out
    assert "[Persistent absence] [Personal assistant]" in asked.out

    (guessed,) = [json.loads(line) for line in (await batch(asking("who knows about PA?"))).out.splitlines()]
    assert guessed["reading"]["unclear"]["form"] == "PA"
    assert guessed["people"]


async def test_as_json_it_is_one_object_of_the_contract(trust):
    ended = await brightspot(trust, "ask", "--as", JESS.upper(), "--json", QUESTION)

    answer = json.loads(ended.out)
    assert list(answer) == ["id", "intent", "reading", "people", "refused", "ms"]
    assert (answer["intent"], answer["refused"]) == ("peers", False)
    assert answer["people"]
    for person in answer["people"]:
        assert list(person) == ["email", "score", "reasons"]
        assert person["reasons"]
        assert all(isinstance(reason, str) for reason in person["reasons"])


async def test_after_the_word_peers_whatever_follows_is_a_search_as_it_is_in_chat(batch):
    ended = await batch(asking("how are you?", 1), asking("peers how are you teaching phonics?", 2))

    chat, search = [json.loads(line) for line in ended.out.splitlines()]
    assert chat["intent"] == "smalltalk"
    assert search["intent"] == "peers"
    assert search["people"] != []


async def test_a_batch_answers_in_order_best_first_with_at_most_ten(batch):
    ended = await batch(
        asking(QUESTION, "b"),
        asking("who is the DSL at Elm Park?", 7),
        asking("thanks", "a"),
        asking(PUPIL, "z"),
    )

    assert (ended.code, ended.err) == (0, "")
    answers = [json.loads(line) for line in ended.out.splitlines()]
    assert [each["id"] for each in answers] == ["b", 7, "a", "z"]
    for each in answers:
        scores = [person["score"] for person in each["people"]]
        assert scores == sorted(scores, reverse=True)
        assert len(scores) <= 10
        assert each["intent"] in INTENTS
        assert each["ms"] >= 0
    assert answers[2]["people"] == []


@pytest.mark.parametrize(("text", "intent"), [(HARMED, "safeguarding"), (PUPIL, "pupil_data")])
async def test_what_must_not_be_searched_names_nobody_and_repeats_nothing(batch, text, intent):
    ended = await batch(asking(text))

    answer = json.loads(ended.out)
    assert (answer["intent"], answer["refused"], answer["people"]) == (intent, True, [])
    assert answer["reading"] == {}
    assert "Jayden" not in ended.out


async def test_asking_stores_nothing(trust, batch):
    before = await count(trust)

    for text in (QUESTION, "hide me from search", "profile", "privacy", HARMED, "zzzz qqqq"):
        assert (await brightspot(trust, "ask", "--as", JESS, text)).code == 0
        assert (await brightspot(trust, "ask", "--as", JESS, "--json", text)).code == 0
    await batch(asking(QUESTION), asking(PUPIL))

    assert await count(trust) == before


async def test_nobody_closed_to_introductions_and_nobody_of_ones_own_school_is_named(batch):
    texts = [QUESTION, "any SENCOs?", "who teaches Year 2", "site managers", "anyone at all"]
    ended = await batch(*(asking(text, str(number)) for number, text in enumerate(texts)))

    named = {person["email"] for line in ended.out.splitlines() for person in json.loads(line)["people"]}
    assert named
    assert not named & {
        JESS, "shabana.yusuf@aldercoast.example", "gordon.ince@aldercoast.example",
        "stuart.ling@aldercoast.example", "mel.stokoe@aldercoast.example", "lorna.fisk@aldercoast.example",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (b"{", "is not JSON"),
        (b"[1]", 'is not an object with "id", "as" and "text"'),
        (b'{"id": "a", "as": "x"}', 'has no "text"'),
        (b'{"id": "a", "as": 3, "text": "x"}', '"as" and "text" must be texts'),
        (b'{"id": [1], "as": "x", "text": "x"}', '"id" must be a text or a whole number'),
        (b'{"id": "a", "as": "no@body.example", "text": "x"}', "nobody here has the e-mail no@body.example"),
        (b"\xff\xfe", "is not JSON"),
        (b"[" * 100_000, "is not JSON"),
        (b"9" * 10_000, "is not JSON"),
    ],
)
async def test_a_bad_line_is_named_and_the_others_are_answered(batch, line, said):
    ended = await batch(asking("hello", "first"), line, asking("hello", "last"))

    assert (ended.code, ended.err) == (2, f"questions.jsonl line 2: {said}\n")
    assert [json.loads(each)["id"] for each in ended.out.splitlines()] == ["first", "last"]


async def test_hostile_words_are_answered_like_any_others(batch):
    random.seed(7)
    texts = [
        "", " ", "\x00", "\ud800", "\u202e" * 50, "a" * 200_000, "who " * 20_000, "{{7*7}} <script>",
        "'; DROP TABLE people; --", "%s%n", "<!everyone>", "\\", "é" * 5_000, "🦊" * 3_000, "(" * 5_000,
        "peers", "peers " * 2_000, "help", "=cmd()", "\n" * 9_000, "y1/2" * 5_000, "0" * 50_000, "٣" * 400,
        *("".join(random.choices(string.printable, k=300)) for _ in range(30)),
    ]  # fmt: skip
    ended = await batch(*(asking(text, number) for number, text in enumerate(texts)))

    assert (ended.code, ended.err) == (0, "")
    answers = [json.loads(each) for each in ended.out.splitlines()]
    assert [each["id"] for each in answers] == list(range(len(texts)))
    assert max(each["ms"] for each in answers) < 2_000


@pytest.mark.parametrize("text", ["", "\x00", "\ud800 who", "peers", "a" * 100_000, "<script>"])
async def test_hostile_words_alone_are_answered_too(trust, text):
    ended = await brightspot(trust, "ask", "--as", JESS, text)

    assert (ended.code, ended.err) == (0, "")
    assert ended.out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--as", "no@body.example", "hello"), "nobody here has the e-mail no@body.example"),
        (("--as", JESS, "--trust", "Nowhere", "hello"),
         "no trust is called Nowhere; there is: Alder Coast Learning Trust"),
        (("--as", JESS),
         'ask: needs --as EMAIL and the text: ask --as jo@trust.example "who else is a SENCO?"'),
        (("hello",), 'ask: needs --as EMAIL and the text: ask --as jo@trust.example "who else is a SENCO?"'),
        (("--batch", "x", "hello"), "ask: give either --batch FILE, or --as EMAIL and the text"),
        (("--batch", "none.jsonl"), "none.jsonl: there is no such file, or it cannot be read"),
        (("--batch", "."), ".: there is no such file, or it cannot be read"),
    ],
)  # fmt: skip
async def test_a_wrong_call_is_said_in_one_line(trust, arguments, said):
    ended = await brightspot(trust, "ask", *arguments)

    assert (ended.code, ended.out, ended.err) == (2, "", f"{said}\n")


async def test_a_batch_is_one_process_that_reads_a_file_and_writes_lines(trust, tmp_path):
    file = tmp_path / "q.jsonl"
    file.write_text("".join(json.dumps(asking(QUESTION, n)) + "\n" for n in range(5)))
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "ask", "--batch", str(file),
        env={**os.environ, "DATABASE_URL": trust},
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    out, err = await process.communicate()

    assert (process.returncode, err) == (0, b"")
    assert [json.loads(line)["id"] for line in out.splitlines()] == [0, 1, 2, 3, 4]


async def test_a_reader_who_has_gone_is_not_taken_for_the_database(trust):
    """`ask … | head -1` closes the pipe before all is said."""

    def gone(*lines):
        raise BrokenPipeError

    with patch("bot.asking.say", gone):
        ended = await brightspot(trust, "ask", "--as", JESS, "who else is tackling mixed-age KS1?")
    assert (ended.code, ended.err) == (1, "")
