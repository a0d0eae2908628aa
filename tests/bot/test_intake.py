"""What came in is safe before it is acknowledged, handled once, and forgotten on time."""

import asyncio
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, text

from bot.intake import Busy
from bot.sealing import Sealing
from storage.letterbox import Letterbox
from storage.records import Platform
from storage.tables import inbox, outbox
from tests.bot import desk
from tests.bot.desk import ada, delivery, open_intake
from tests.forked import begin

BROWSER = Platform.BROWSER
SECRET_WORDS = "note Whistlewood moderation"


@pytest.fixture
async def person(database, clock):
    return await ada(database, clock)


@pytest.fixture
async def intake(database_url, clock):
    desk.pause_s = 0.0
    desk.begun.clear()
    desk.said.clear()
    async with open_intake(database_url, clock) as intake:
        yield intake


async def rows(database):
    async with database.engine.connect() as connection:
        return (await connection.execute(select(inbox).order_by(inbox.c.id))).all()


async def noted(database, person):
    async with database.reading() as store:
        return [each.text for each in await store.questions.of(person)]


async def until(true, seconds=20):
    """Wait for what another process or task does."""
    async with asyncio.timeout(seconds):
        while not await true():  # noqa: ASYNC110  the other one may be another process
            await asyncio.sleep(0.02)


async def has_begun():
    return desk.begun


async def test_a_message_is_answered_and_its_body_is_gone_in_the_same_moment(intake, database, person):
    assert await intake.take("k1", BROWSER, delivery(1))
    await intake.settle()

    assert await noted(database, person) == ["number 1"]
    (row,) = await rows(database)
    assert row.handled_at is not None
    assert row.body is None
    async with database.engine.connect() as connection:
        (letter,) = (await connection.execute(select(outbox))).all()
    assert letter.key == "answer:k1"


async def test_what_platforms_send_twice_is_handled_once(intake, database, person):
    first = await intake.take("k1", BROWSER, delivery(1))
    again = await intake.take("k1", BROWSER, delivery(1))
    await intake.settle()
    later = await intake.take("k1", BROWSER, delivery(1))
    await intake.settle()

    assert (first, again, later) == (True, False, False)
    assert await noted(database, person) == ["number 1"]


async def test_one_message_under_several_names_is_handled_once(intake, database, person):
    """Slack has been seen to send the same message under several event ids."""
    assert await intake.take(["event:1", "message:7"], BROWSER, delivery(1))
    assert not await intake.take(["event:2", "message:7"], BROWSER, delivery(1))
    assert not await intake.take(["event:2", "message:8"], BROWSER, delivery(1))
    assert await intake.take(["event:3", "message:9"], BROWSER, delivery(3))
    await intake.settle()

    assert await noted(database, person) == ["number 1", "number 3"]


async def test_repeats_that_arrive_in_the_same_instant_are_taken_once(intake, database, person):
    taken = await asyncio.gather(
        *(intake.take([f"event:{n}", "message:7"], BROWSER, delivery(1)) for n in range(20))
    )
    await intake.settle()

    assert sum(taken) == 1
    assert await noted(database, person) == ["number 1"]


async def test_two_processes_that_take_the_same_deliveries_take_each_once(database_url, database, person):
    processes = [await begin("tests.bot.desk", database_url, "take", "0", "300") for _ in range(2)]
    counts = [int((await each.communicate())[0]) for each in processes]

    assert sum(counts) == 300
    bodies = [row for row in await rows(database) if row.body is not None]
    assert len(bodies) == 300


async def test_two_processes_handle_everything_once(database_url, database, person, intake):
    for number in range(60):
        await intake.take(f"k{number}", BROWSER, delivery(number) | {"user": f"ada{number}"})
    processes = [await begin("tests.bot.desk", database_url, "handle", "0.01") for _ in range(2)]
    for each in processes:
        await each.communicate()

    assert sorted(await noted(database, person)) == sorted(f"number {number}" for number in range(60))


async def test_one_persons_messages_are_handled_in_the_order_they_came(intake, database, person):
    for number in range(30):
        await intake.take(f"k{number}", BROWSER, delivery(number))
    await intake.settle()

    assert await noted(database, person) == [f"number {number}" for number in range(30)]


async def test_a_process_killed_in_the_middle_loses_nothing_and_doubles_nothing(
    database_url, database, person, clock
):
    async with open_intake(database_url, clock) as intake:
        for number in range(3):
            await intake.take(f"k{number}", BROWSER, delivery(number) | {"user": f"ada{number}"})
    victim = await begin("tests.bot.desk", database_url, "handle", "30")
    await victim.stdout.readline()

    async def claimed():
        return any(row.owner for row in await rows(database))

    await until(claimed)
    victim.kill()
    await victim.communicate()
    assert await noted(database, person) == []

    clock.move_to(clock.now() + timedelta(days=120))  # its lease has ended, by whichever clock
    async with open_intake(database_url, clock) as intake:
        await intake.settle()

    assert sorted(await noted(database, person)) == ["number 0", "number 1", "number 2"]


async def test_words_cannot_be_read_in_the_database_file(intake, database, database_url, person, clock):
    await intake.take("k1", BROWSER, delivery(1, SECRET_WORDS))

    (row,) = await rows(database)
    assert b"Whistlewood" not in row.body
    if database.is_sqlite:
        folder = Path(database.url.database).parent
        assert not any(b"Whistlewood" in each.read_bytes() for each in folder.iterdir() if each.is_file())
    assert b"Whistlewood" in Sealing(desk.KEY).open(row.body)


async def test_another_key_opens_nothing_and_the_row_becomes_a_problem_without_its_body(
    intake, database, database_url, person, clock
):
    await intake.take("k1", BROWSER, delivery(1, SECRET_WORDS))
    async with open_intake(database_url, clock, key=b"another key, after a change") as other:
        for _ in range(4):
            await other.settle()
            clock.move_to(clock.now() + timedelta(minutes=5))

    (row,) = await rows(database)
    assert (row.problem, row.body, row.attempts) == ("Unsealable", None, 3)


async def test_a_delivery_that_cannot_be_read_is_tried_three_times_and_kept_as_a_problem(
    intake, database, person, clock
):
    await intake.take("k1", BROWSER, delivery(1, "unreadable"))
    await intake.take("k2", BROWSER, delivery(2))
    for _ in range(5):
        await intake.settle()
        clock.move_to(clock.now() + timedelta(minutes=5))

    problem, fine = await rows(database)
    assert (problem.problem, problem.body, problem.attempts) == ("ValueError", None, 3)
    assert (fine.problem, fine.body) == ("", None)
    assert await noted(database, person) == ["number 2"]


async def test_a_mistake_in_a_handler_is_apologised_for_and_nothing_waits(intake, database, person):
    await intake.take("k1", BROWSER, delivery(1, "break"))
    await intake.settle()

    (row,) = await rows(database)
    assert (row.handled_at is not None, row.body, row.problem) == (True, None, "")
    async with database.engine.connect() as connection:
        (letter,) = (await connection.execute(select(outbox))).all()
    assert letter.card["title"] == "Sorry, that went wrong on my side"


async def test_after_a_day_nothing_of_a_body_is_left_handled_or_not(intake, database, person, clock):
    await intake.take("k1", BROWSER, delivery(1))
    await intake.settle()
    await intake.take("k2", BROWSER, delivery(2))

    clock.move_to(clock.now() + timedelta(hours=23))
    await intake.sweep()
    assert [row.body is None for row in await rows(database)] == [True, False]

    clock.move_to(clock.now() + timedelta(hours=2))
    await intake.sweep()
    (unfinished,) = await rows(database)
    assert (unfinished.key, unfinished.body, unfinished.problem) == ("k2", None, "never finished")


async def test_a_database_that_is_held_by_somebody_else_means_busy_and_never_an_acknowledgement(
    intake, database, database_url, person, clock, monkeypatch
):
    monkeypatch.setattr("storage.letterbox.WAIT_S", 0.3)
    await intake.take("k0", BROWSER, delivery(0))
    if database.is_sqlite:
        import sqlite3

        other = sqlite3.connect(database.url.database, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(Busy):
            await intake.take("k1", BROWSER, delivery(1))
        other.execute("ROLLBACK")
        other.close()
    else:
        async with database.engine.begin() as connection:
            await connection.execute(text("LOCK TABLE inbox IN ACCESS EXCLUSIVE MODE"))
            with pytest.raises(Busy):
                await intake.take("k1", BROWSER, delivery(1))

    await asyncio.sleep(2.5)  # SQLite's own patience has run out by now
    await intake.take("k1", BROWSER, delivery(1))  # the platform sends it again
    await intake.settle()
    assert await noted(database, person) == ["number 0", "number 1"]


async def test_a_server_that_was_restarted_is_used_again_at_the_next_delivery(postgres, clock):
    name = await postgres.create()
    async with open_intake(postgres.url(name), clock) as intake:
        assert await intake.take("k0", BROWSER, delivery(0, ""))
        await postgres.hang_up(name)
        for _ in range(2):  # Slack sends again what was not acknowledged
            with suppress(Busy):
                await intake.take("k1", BROWSER, delivery(1, ""))
        assert not await intake.take("k1", BROWSER, delivery(1, ""))
    await postgres.drop(name)


async def test_too_much_at_once_is_asked_to_come_again(database, clock, monkeypatch):
    monkeypatch.setattr("storage.letterbox.FULL", 10)
    letterbox = Letterbox(database)
    taken = await asyncio.gather(
        *(letterbox.take([f"k{n}"], BROWSER, b"", clock.now()) for n in range(40)), return_exceptions=True
    )
    await letterbox.close()

    refused = sum(isinstance(each, Busy) for each in taken)
    assert refused >= 25  # ten wait; one that came alone may be in already
    assert sum(each is True for each in taken) == 40 - refused


async def test_odd_keys_are_kept_apart_and_known_again(intake, database):
    odd = ["k" * 5000, "k" * 5001, "nul\x00", "half\ud800", "", "line\nbreak"]
    assert [await intake.take(key, BROWSER, delivery(1, "")) for key in odd] == [True] * len(odd)
    assert [await intake.take(key, BROWSER, delivery(1, "")) for key in odd] == [False] * len(odd)


async def test_what_must_carry_its_answer_is_answered_again_without_being_done_again(
    intake, database, person
):
    incoming = desk.Desk().read(delivery(1))
    first = await intake.now(incoming)
    again = await intake.now(incoming)

    assert first.say.title == again.say.title == "Noted"
    assert await noted(database, person) == ["number 1"]


async def test_the_one_who_writes_is_known_from_then_on(intake, database, person):
    await intake.take("k1", BROWSER, delivery(1))
    await intake.settle()

    async with database.reading() as store:
        (known,) = await store.accounts.of(person.id, trust=person.trust)
    assert known.account.user == "ada"


async def test_somebody_of_no_trust_is_told_so_and_nothing_of_it_is_kept(intake, database):
    await intake.take("k1", BROWSER, delivery(1, SECRET_WORDS))
    await intake.settle()

    assert desk.said == ["I can't find you in your trust's staff list yet"]
    async with database.engine.connect() as connection:
        assert (await connection.execute(select(outbox))).all() == []


async def test_somebody_whom_the_staff_list_does_not_name_is_told_so_by_letter(intake, database, person):
    await intake.take("k1", BROWSER, delivery(1) | {"user": "nobody"})
    await intake.settle()

    async with database.engine.connect() as connection:
        (letter,) = (await connection.execute(select(outbox))).all()
    assert (letter.card["title"], letter.trust_id) == (
        "I can't find you in your trust's staff list yet",
        person.trust,
    )


async def test_a_worker_in_the_background_answers_while_deliveries_keep_arriving(intake, database, person):
    await intake.start()
    for number in range(40):
        await intake.take(f"k{number}", BROWSER, delivery(number))

    async def all_are_noted():
        return len(await noted(database, person)) == 40

    await until(all_are_noted)

    assert await noted(database, person) == [f"number {number}" for number in range(40)]


async def test_a_process_that_is_asked_to_end_finishes_what_it_began_and_leaves_the_rest(
    intake, database, person
):
    desk.pause_s = 0.3
    for number in range(5):
        await intake.take(f"k{number}", BROWSER, delivery(number))
    await intake.start()
    await until(has_begun)
    await intake.stop()

    done = await noted(database, person)
    assert 1 <= len(done) < 5
    left = [row for row in await rows(database) if row.handled_at is None]
    assert len(left) == 5 - len(done)
    assert all(row.owner == "" and row.lease_until is None for row in left)


async def test_one_who_hangs_too_long_is_given_back_at_the_end(intake, database, person):
    desk.pause_s = 60
    await intake.take("k1", BROWSER, delivery(1))
    await intake.start()
    await until(has_begun)
    await intake.stop(wait_s=0.1)

    (row,) = await rows(database)
    assert (row.handled_at, row.owner, row.attempts) == (None, "", 0)
    assert row.body is not None
