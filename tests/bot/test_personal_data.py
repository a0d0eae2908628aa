"""A person can have everything that is held on them, and can be removed without a trace."""

import asyncio
import json
import shutil
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.clock import Clock
from handlers.library.keeping import keep
from handlers.library.telling import draft
from handlers.packing import card_to_data
from handlers.talk import Card, Contact, Item, Text
from storage.records import Account, AgendaItem, Letter, LetterId, Notes, Platform, Quality, Why, Wish
from storage.store import Database
from storage.tables import metadata, playground
from tests.commandline import SAMPLE, brightspot, sample_trust
from tests.conftest import MONDAY

JESS, ELLIE = "jess.rowntree@aldercoast.example", "ellie.sturgess@aldercoast.example"
NAME = "Jess Rowntree"


async def dump(url: str) -> str:
    """Every row of every table, as text."""
    database = Database(url)
    try:
        async with database.reading() as store:
            tables = [(await store.connection.execute(select(each))).all() for each in metadata.sorted_tables]
        return "\n".join(str(tuple(row)) for rows in tables for row in rows)
    finally:
        await database.close()


def letter(person, key, card, trust):
    return Letter(
        LetterId(0), trust, key, card_to_data(card), Why.UNASKED, Platform.BROWSER, {}, f"b:{key}", MONDAY,
        person=person,
    )  # fmt: skip


@pytest.fixture
async def known(copied):
    """The address of a database with everything on Jess that there can be."""
    return await copied("known", make_known)


async def make_known(url):
    """Jess has an account, asked a question, was introduced to Ellie and is named in letters to others."""
    await sample_trust(url)
    database = Database(url)
    async with database.store() as store:
        (trust,) = await store.trusts.everyone()
        jess = await store.people.with_email(JESS, trust=trust.id)
        ellie = await store.people.with_email(ELLIE, trust=trust.id)
        await store.accounts.link(
            Account(Platform.SLACK, "T0ALDER", "U0JESS"), jess, MONDAY, {"channel": "D1"}
        )
        await store.questions.ask(jess, "who else teaches Y1/2?", [ellie.id], MONDAY)
        await store.questions.ask(ellie, f"is {JESS} about?", [jess.id, ellie.id], MONDAY)
        await store.introductions.ask(jess, ellie, "Y1/2 phonics", MONDAY)
        would = Card(f"{NAME} would like to meet you", Text("about phonics"))
        listed = Card("Colleagues to meet", Item(f"{NAME}, The Hazels", "also Y1/2"))
        contact = Card("Meet each other", Contact(NAME, JESS))
        pair = ":".join(map(str, sorted((jess.id, ellie.id))))
        for person, key, card in (
            (jess.id, "hello", Card("Hello", Text("welcome"))),
            (ellie.id, f"introduce:{pair}", would),
            (ellie.id, "answer:7", listed),
            (ellie.id, "week:2:2026-W37", listed),
            (ellie.id, "meeting:1:reminder:2026-09-07:2", listed),
            (ellie.id, "actions:2:2026-09-07", listed),
            (ellie.id, "story:7:change:1788739200", listed),
            (ellie.id, "networks:hand-over:1:2:2026-09-07T09:00", listed),
            (None, f"together:{pair}", contact),
        ):
            await store.outbox.add(letter(person, key, card, trust.id), MONDAY)
        for key, conversation, author, text in (
            ("1", f"direct:{jess.id}", None, "You said you teach Y1/2"),
            ("2", f"together:{pair}", None, "You have been introduced"),
            ("3", "channel:1", ellie.id, f"thanks {NAME}"),
            ("4", "channel:1", jess.id, "glad to show you round"),
            ("5", f"direct:{ellie.id}", None, f"What is not right about {NAME}?"),
        ):
            row = {"trust_id": trust.id, "key": key, "conversation": conversation, "person_id": author}
            await store.connection.execute(playground.insert().values(row | {"text": text, "at": MONDAY}))
        await meets(store, jess, ellie)
        await share(store, jess, ellie)
    await database.close()


async def meets(store, jess, ellie):
    """A meeting at which Jess leads an item, takes something on and is named; her words are in its papers."""
    network = (await store.networks.of(jess))[0]
    meeting = await store.meetings.plan(network.id, MONDAY, trust=jess.trust, minutes=60)
    await store.agendas.keep(meeting, [AgendaItem(10, f"{NAME} shows story maps", owner=jess.id)])
    await store.agendas.note_version(meeting, jess, "10 story maps", MONDAY)
    await store.attendance.answer(meeting, jess, coming_=True, now=MONDAY)
    await store.notes.keep(Notes(meeting.id, jess.trust, f"{NAME} lit us up", contact=jess.id))
    await store.actions.add(meeting, jess, "send the story maps", MONDAY.date())
    await store.actions.add(meeting, ellie, "try them", MONDAY.date())
    await store.suggestions.add(jess, network.id, "Story maps", MONDAY, named=False, wish=Wish.BRIGHT_SPOT)
    await store.quality.keep(Quality(network.id, jess.trust, f"As {NAME} teaches", "", jess.id, None))


async def share(store, jess, ellie):
    """Jess shared one thing and was helped by another, of which Ellie says that it is from Jess."""
    network = (await store.networks.of(jess))[0]
    mine = await keep("https://phonics.example/maps", f"{NAME}’s story maps", jess, network, MONDAY, store)
    theirs = await keep("https://phonics.example/talk", f"from {NAME}, for talk", ellie, None, MONDAY, store)
    await store.uses.note(theirs.resource, jess, helped_at=MONDAY, line="They talk more.")
    await store.uses.note(mine.resource, ellie, saved_at=MONDAY)
    await draft(jess, {"title": "Talk first", "what": "Ten minutes of talk"}, None, MONDAY, store)


async def test_export_holds_their_part_in_the_library(known):
    held = json.loads((await brightspot(known, "export", JESS)).out)["library"]

    (shared,), (had,) = held["shared"], held["had_from_it"]
    assert (shared["address"], shared["network"]) == ("https://phonics.example/maps", "KS1 network")
    assert (had["title"], had["your_line"]) == ("Talk", "They talk more.")
    assert held["words_that_name_you"] == [f"{NAME}’s story maps", f"from {NAME}, for talk"]
    (told,) = held["case_studies"]
    assert (told["title"], told["you_tell_it"]["what"]) == ("Talk first", "Ten minutes of talk")
    (theirs,) = json.loads((await brightspot(known, "export", ELLIE)).out)["library"]["had_from_it"]
    assert theirs["saved_at"], "and nothing of what Jess had"


async def test_what_was_shared_stays_without_its_sharer(known):
    assert "rowntre" in (await dump(known)).lower()

    await brightspot(known, "erase", JESS)

    left = await dump(known)
    assert "phonics.example/maps" in left
    assert "a former colleague’s story maps" in left
    assert "They talk more." not in left
    assert "Ten minutes of talk" not in left, "nobody had agreed to it yet"
    assert "rowntre" not in left.lower(), "nor in what it is found by"


async def test_export_holds_their_part_in_meetings(known):
    held = json.loads((await brightspot(known, "export", JESS)).out)

    (meeting,), (action,) = held["meetings"], held["you_took_on"]
    assert (meeting["network"], meeting["you_said"], meeting["you_were_there"]) == (
        "KS1 network",
        "coming",
        None,
    )
    assert (action["what"], action["progress"]) == ("send the story maps", "open")
    (suggested,) = held["suggested_for_agendas"]
    assert (suggested["network"], suggested["wish"], suggested["outcome"]) == (
        "KS1 network",
        "bright_spot",
        "waiting",
    )
    for kind, text in (
        ("agenda_items_you_lead", f"{NAME} shows story maps"),
        ("agendas_you_edited", "10 story maps"),
        ("notes_that_name_you", f"{NAME} lit us up"),
        ("quality_statements", f"As {NAME} teaches"),
    ):
        assert [each["text"] for each in held[kind]] == [text]
    assert json.loads((await brightspot(known, "export", ELLIE)).out)["notes_that_name_you"] == []


async def test_export_holds_everything_and_nobody_elses(known):
    ended = await brightspot(known, "export", JESS.upper())

    assert (ended.code, ended.err) == (0, "")
    held = json.loads(ended.out)
    assert held["profile"]["name"] == NAME
    assert held["profile"]["working_days"] == ["Mon", "Tue", "Wed", "Thu", "Fri"]
    assert held["accounts"][0]["user"] == "U0JESS"
    assert held["networks"] == [{"name": "KS1 network", "facilitator": held["networks"][0]["facilitator"]}]
    assert [each["text"] for each in held["questions"]] == ["who else teaches Y1/2?"]
    (introduction,) = held["introductions"]
    assert (introduction["with"], introduction["who_asked"], introduction["stage"]) == (
        "Ellie Sturgess", "you", "asked",
    )  # fmt: skip
    letters = [each for each in held["messages"] if each["kind"] != "playground"]
    assert [(each["kind"], each["said"]["title"]) for each in letters] == [
        ("letter", "Hello"),
        ("mention", f"{NAME} would like to meet you"),
        ("mention", "Meet each other"),
    ], "what a colleague asked and was answered is theirs, whoever it names"
    assert [each["said"]["text"] for each in held["messages"] if each["kind"] == "playground"] == [
        "You said you teach Y1/2", "You have been introduced", "thanks Jess Rowntree",
        "glad to show you round",
    ]  # fmt: skip


async def test_whoever_asked_is_not_told_which_no_it_was(known):
    database = Database(known)
    async with database.store() as store:
        (trust,) = await store.trusts.everyone()
        jess = await store.people.with_email(JESS, trust=trust.id)
        (introduction,) = await store.introductions.of(jess)
        await store.introductions.decline(introduction)
    await database.close()

    for who, stage in ((JESS, "postponed"), (ELLIE, "declined")):
        (held,) = json.loads((await brightspot(known, "export", who)).out)["introductions"]
        assert held["stage"] == stage


async def test_the_other_side_of_an_introduction_sees_it_too(known):
    held = json.loads((await brightspot(known, "export", ELLIE)).out)

    assert [(each["with"], each["who_asked"]) for each in held["introductions"]] == [(NAME, "they")]


async def test_after_erase_nothing_of_the_person_is_left_anywhere(known):
    assert JESS in await dump(known)

    ended = await brightspot(known, "erase", JESS)

    assert (ended.code, ended.out) == (0, f"{JESS} is gone, with everything that was held on them\n")
    left = await dump(known)
    for word in (
        JESS,
        NAME,
        "U0JESS",
        "Y1/2 phonics",
        "You said",
        "You have been introduced",
        "glad to show you round",
    ):
        assert word not in left
    assert "Colleagues to meet" in left, "a colleague's own letter stays, without the name"
    assert "a former colleague, The Hazels" in left
    assert ELLIE in left


def on_disk(url: str) -> bytes:
    """An SQLite database as it lies on the disk, free pages and write-ahead log included."""
    file = Path(url.removeprefix("sqlite+aiosqlite:///"))
    return b"".join(each.read_bytes() for each in file.parent.glob("brightspot.db*"))


async def test_after_erase_the_database_file_itself_holds_nothing(sqlite_template, tmp_path):
    """SQLite alone keeps deleted rows in its file; PostgreSQL vacuums by itself."""
    shutil.copyfile(sqlite_template, tmp_path / "brightspot.db")
    url = f"sqlite+aiosqlite:///{tmp_path / 'brightspot.db'}"
    await sample_trust(url)
    assert JESS.encode() in await asyncio.to_thread(on_disk, url)

    await brightspot(url, "erase", JESS)

    assert JESS.encode() not in await asyncio.to_thread(on_disk, url)


async def test_a_second_erase_or_an_unknown_address_is_said_in_one_line(known):
    await brightspot(known, "erase", JESS)

    for command in ("erase", "export"):
        ended = await brightspot(known, command, JESS)
        assert (ended.code, ended.out, ended.err) == (2, "", f"nobody here has the e-mail {JESS}\n")


async def test_a_colleague_with_the_next_id_is_not_taken_for_the_one_who_left(known):
    """An id may be given again: no question may lead to whoever has it next."""
    await brightspot(known, "erase", JESS)

    held = json.loads((await brightspot(known, "export", ELLIE)).out)
    assert held["questions"] == [
        {
            "text": "is (address removed) about?",
            "then_said": [],
            "asked_at": held["questions"][0]["asked_at"],
            "people_found": 1,
            "for_another_school": False,
        }
    ]


async def test_one_e_mail_in_two_trusts_has_to_say_which(known, tmp_path):
    (tmp_path / "s.csv").write_text("urn,name\n1,A School\n")
    (tmp_path / "p.csv").write_text(f"email,name,school_urn,job_title\n{JESS},{NAME},1,Advisor\n")
    await brightspot(known, "import", "schools", tmp_path / "s.csv", "--trust", "Another Trust")
    await brightspot(known, "import", "staff", tmp_path / "p.csv", "--trust", "Another Trust")

    ended = await brightspot(known, "export", JESS)
    assert (ended.code, ended.err) == (2, f"{JESS} works in several trusts; say which with --trust NAME\n")

    assert (await brightspot(known, "erase", JESS, "--trust", "Another Trust")).code == 0
    assert json.loads((await brightspot(known, "export", JESS)).out)["profile"]["school"] is not None


# ------------------------------------------------------------------ whose workspace it is

TENANT = "11111111-2222-3333-4444-555555555555"


async def trust_of(url, platform, workspace):
    database = Database(url)
    try:
        async with database.reading() as store:
            found = await store.installations.find(platform, workspace)
            trust = await store.trusts.find(found.trust) if found and found.trust else None
        return trust.name if trust else None
    finally:
        await database.close()


async def test_a_workspace_and_a_tenant_are_connected_to_their_trust(known):
    slack = await brightspot(known, "connect", "slack", "T0ALDER")
    teams = await brightspot(known, "connect", "teams", TENANT, "--trust", "alder coast learning trust")

    assert (slack.code, slack.out) == (0, "T0ALDER on slack is Alder Coast Learning Trust's\n")
    assert teams.code == 0
    for platform, workspace in ((Platform.SLACK, "T0ALDER"), (Platform.TEAMS, TENANT)):
        assert await trust_of(known, platform, workspace) == "Alder Coast Learning Trust"


async def test_a_workspace_that_changes_hands_takes_nobodys_account_along(known, tmp_path):
    await brightspot(known, "connect", "slack", "T0ALDER")
    (tmp_path / "s.csv").write_text("urn,name\n1,A School\n")
    await brightspot(known, "import", "schools", tmp_path / "s.csv", "--trust", "Another Trust")

    ended = await brightspot(known, "connect", "slack", "T0ALDER", "--trust", "Another Trust")

    assert ended.code == 0
    assert await trust_of(known, Platform.SLACK, "T0ALDER") == "Another Trust"
    assert json.loads((await brightspot(known, "export", JESS)).out)["accounts"] == []


async def test_an_install_link_carries_the_trust_and_works_once(known):
    ended = await brightspot(
        known, "connect", "slack", "--install-link", PUBLIC_URL="https://brightspot.example",
        SLACK_SIGNING_SECRET="s" * 32, SLACK_CLIENT_ID="1.2", SLACK_CLIENT_SECRET="c" * 32,
        SECRET_KEY="k" * 64,
    )  # fmt: skip

    assert (ended.code, ended.err) == (0, "")
    address, _, state = ended.out.strip().partition("?state=")
    assert address == "https://brightspot.example/slack/install"
    database = Database(known)
    async with database.store() as store:
        (trust,) = await store.trusts.everyone()
        now = Clock().now()
        assert await store.installations.finish(state, now) == (True, trust.id)
        assert await store.installations.finish(state, now) == (False, None)
    await database.close()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("slack", "general"), "connect: general is not a Slack workspace id (T012AB3CD)"),
        (("teams", "T0ALDER"), "connect: T0ALDER is not a Microsoft tenant id "
                               "(eight-four-four-four-twelve letters and digits)"),
        (("slack",), "connect: give either the workspace's id or --install-link"),
        (("slack", "T0ALDER", "--install-link"), "connect: give either the workspace's id or --install-link"),
        (("slack", "T0ALDER", "--trust", "Nowhere"),
         "no trust is called Nowhere; there is: Alder Coast Learning Trust"),
        (("slack", "--install-link"),
         "connect: an install link needs PUBLIC_URL, SLACK_CLIENT_ID and SLACK_CLIENT_SECRET"),
        (("teams", "--install-link"),
         "connect: only Slack installs by a link; in Teams upload the package (teams-package)"),
    ],
)  # fmt: skip
async def test_a_wrong_connection_is_said_in_one_line(database_url, arguments, said):
    await brightspot(database_url, "import", "schools", SAMPLE / "schools.csv")
    ended = await brightspot(database_url, "connect", *arguments)

    assert (ended.code, ended.out, ended.err) == (2, "", f"{said}\n")
