"""The sample trust and the command that shows it."""

from datetime import datetime

import pytest

from bot.browser.sample import TRUST, load
from bot.commands.demo import prepare
from handlers.talk import LOCAL
from storage.playground import Message
from storage.records import Account, Platform, Verdict
from storage.store import Database
from tests.commandline import brightspot

START = datetime(2026, 9, 7, 8, tzinfo=LOCAL)


async def test_the_sample_trust_is_loaded_once_with_everybody_known(database):
    assert await load(database, START) is True
    assert await load(database, START) is False

    async with database.reading() as store:
        trust = await store.trusts.named(TRUST)
        assert trust is not None
        people = await store.people.everyone(trust.id)
        assert (len(people), len(await store.schools.everyone(trust.id))) == (160, 22)
        for person in people:
            known = await store.accounts.find(Account(Platform.BROWSER, "browser", person.email))
            assert known is not None
            assert known.address == {"person": person.id}
            assert person.email.endswith(".example")
        networks = await store.networks.everyone(trust.id)
        assert all(each.about for each in networks)
        for each in networks:
            assert len(await store.networks.channels(each.id, trust=trust.id)) == 1
        assert await store.calendar.closures(trust.id, None, since=START.date())
        maths = next(each for each in networks if each.name == "Maths leads")
        meetings = await store.meetings.of(maths.id, trust=trust.id)
        assert [each.state for each in meetings] == ["held", "held", "planned", "planned"]
        assert meetings[2].starts > START
        assert len(await store.actions.open_in(maths.id, trust=trust.id)) == 2
        assert len(await store.suggestions.waiting(maths.id, trust=trust.id)) == 4
        library = await store.resources.everyone(trust.id)
        assert (len(library), sum(not each.url for each in library)) == (43, 2)
        assert all(each.terms for each in library), "each can be found"
        assert [each.title for each in library if each.is_dead] == ["Arithmagons set B"]
        assert [each.title for each in library if each.archived_at] == ["Letters and Sounds"]
        overdue = [each for each in library if each.checked_until and each.checked_until < START.date()]
        assert [each.title for each in overdue] == ["Teaching mathematics in primary schools"]
        runs = await store.runs.everyone(trust.id)
        stands = ["deliver", "prepare", "sustain", "deliver", "explore", "prepare"]
        assert [each.stage for each in runs] == stands
        assert {each.verdict for each in runs} == {None, Verdict.ADOPT, Verdict.ABANDON}


async def test_a_restart_keeps_what_was_done_and_goes_on_after_it(tmp_path):
    database = Database(f"sqlite+aiosqlite:///{tmp_path / 'demo.db'}")
    await prepare(database, START)
    later = datetime(2026, 9, 21, 9, 5, tzinfo=LOCAL)
    async with database.store() as store:
        trust = await store.trusts.named(TRUST)
        assert trust is not None
        await store.playground.keep(Message(0, "k", "channel:1", later, text="hello"), trust=trust.id)

    assert (await prepare(database, START)).now() >= later
    await database.close()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--host", "0.0.0.0"], "for this machine alone"),  # noqa: S104  it is refused
        (["--clock", "tomorrow"], "is not a time like 2026-09-07T08:00"),
        (["--port", "99999"], "PORT must be between 0 and 65535"),
    ],
)
async def test_the_demonstration_refuses_what_it_cannot_be(tmp_path, monkeypatch, arguments, words):
    monkeypatch.chdir(tmp_path)

    ended = await brightspot("sqlite:///brightspot.db", "demo", *arguments)

    assert ended.code == 2
    assert words in ended.err
    assert len(ended.errors) == 1
    assert list(tmp_path.iterdir()) == []
