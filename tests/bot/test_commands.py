"""The command line: exit codes, one line for what is wrong, and an end that loses nothing."""

import asyncio
import os
import re
import shutil
import signal
import socket
import sys
from pathlib import Path

import aiohttp
import pytest

from bot import logs
from bot.__main__ import main
from bot.commands import COMMANDS
from tests.commandline import brightspot
from tests.forked import Forked

ROOT = Path(__file__).parents[2]


async def start(*arguments: str, **environment: str) -> asyncio.subprocess.Process:
    """A process of its own, with nothing in its environment but what is given."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        *arguments,
        cwd=ROOT,
        env=kept | environment,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )


async def run(*arguments: str, **environment: str) -> tuple[int | None, str, str]:
    process = await start(*arguments, **environment)
    async with asyncio.timeout(60):
        out, err = await process.communicate()
    return process.returncode, out.decode(), err.decode()


async def opened(process: asyncio.subprocess.Process | Forked) -> str:
    """The address it listens at, once it says so in its log."""
    assert process.stderr
    said = ""
    async with asyncio.timeout(30):
        while line := (await process.stderr.readline()).decode():
            if found := re.search(r"http://[^\"]+", line):
                return found.group()
            said += line
    raise AssertionError(f"it ended before it opened: {said}")


async def end(process: asyncio.subprocess.Process | Forked) -> tuple[int | None, str]:
    process.send_signal(signal.SIGTERM)
    async with asyncio.timeout(30):
        _, err = await process.communicate()
    return process.returncode, err.decode()


def told(*arguments: str) -> int:
    """The exit code of a command that runs in this very process."""
    try:
        return main(arguments)
    except SystemExit as left:
        return int(left.code or 0)


def test_help_names_every_command(capsys):
    assert told("--help") == 0
    out = capsys.readouterr().out
    for name, about in COMMANDS.items():
        assert name in out
        assert " ".join(about.split()[:3]) in " ".join(out.split())


def test_every_command_has_its_module_and_explains_itself(capsys):
    for name in COMMANDS:
        assert told(name, "--help") == 0
        assert f"usage: brightspot {name}" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "environment", "words"),
    [
        ((), {}, "COMMAND"),
        (("dance",), {}, "dance"),
        (("serve", "--fast"), {}, "--fast"),
        (("serve",), {"PORT": "eighty"}, "PORT"),
        (("serve",), {"MICROSOFT_APP_ID": "1111"}, "MICROSOFT_APP_PASSWORD"),
        (("worker",), {"SLACK_SIGNING_SECRET": "1" * 32}, "SLACK_BOT_TOKEN"),
        (("serve",), {"CLOCK": "2026-09-07T08:00", "PUBLIC_URL": "https://brightspot.example"}, "CLOCK"),
        (("migrate",), {"DATABASE_URL": "mysql://db.example/brightspot"}, "DATABASE_URL"),
    ],
)
def test_wrong_input_ends_with_two_and_one_line_that_names_it(
    arguments, environment, words, monkeypatch, capsys
):
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    code = told(*arguments)
    out, err = capsys.readouterr()

    assert (code, out) == (2, "")
    assert words in err
    assert err.count("\n") == 1


async def test_an_unusable_value_ends_the_process_with_two_and_no_traceback():
    code, out, err = await run("serve", PORT="eighty")

    assert (code, out, err) == (2, "", "PORT must be a whole number\n")


@pytest.fixture
def quiet(monkeypatch):
    """A command that runs in this very process leaves its logging alone."""
    monkeypatch.setattr(logs, "begin", lambda level: None)


async def test_serving_a_new_database_says_which_command_to_run(empty_url, quiet):
    for command in ("serve", "worker"):
        ended = await brightspot(empty_url, command, PORT="0")
        assert (ended.code, ended.err) == (1, "the database is not up to date; run: python -m bot migrate\n")


async def test_migrating_brings_it_up_to_date_and_may_be_repeated(empty_url):
    first = await brightspot(empty_url, "migrate")
    again = await run("migrate", DATABASE_URL=empty_url)

    assert (first.code, again[0]) == (0, 0)
    assert "up to date now" in first.out
    assert "already" in again[1]


@pytest.mark.parametrize("command", ["serve", "migrate"])
async def test_a_database_that_is_not_there_is_said_in_one_line(command, tmp_path, quiet):
    ended = await brightspot(f"postgresql://me@/x?host={tmp_path}", command, PORT="0")

    assert ended.code == 1
    assert "Traceback" not in ended.err
    assert ended.err.count("\n") == 1


async def test_a_port_that_is_taken_is_said_in_one_line(sqlite_template, tmp_path):
    address = f"sqlite:///{shutil.copyfile(sqlite_template, tmp_path / 'own.db')}"
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        code, _, err = await run("worker", DATABASE_URL=address, PORT=f"{port}", LOG_LEVEL="ERROR")

    assert code == 1
    assert err == f"cannot listen on 127.0.0.1 port {port}: address already in use\n"


@pytest.mark.parametrize(
    ("command", "template"), [("serve", "postgresql"), ("worker", "sqlite")], indirect=["template"]
)
async def test_it_serves_on_loopback_until_it_is_asked_to_end(database_url, command):
    process = await start(command, DATABASE_URL=database_url, PORT="0")
    address = await opened(process)
    assert address.startswith("http://127.0.0.1:")
    async with aiohttp.ClientSession() as client:
        async with asyncio.timeout(10):
            while (await client.get(address + "readyz")).status != 200:  # noqa: ASYNC110  another process
                await asyncio.sleep(0.05)
        home = await client.get(address)
    code, err = await end(process)

    assert home.status == (200 if command == "serve" else 404)
    assert code == 0
    assert "Traceback" not in err
    assert '"error"' not in err


@pytest.mark.parametrize("template", ["sqlite"], indirect=True)
async def test_with_a_worker_of_its_own_the_web_process_runs_no_timetables(database_url):
    process = await start("serve", DATABASE_URL=database_url, PORT="0", WORKER="separate")
    address = await opened(process)
    async with aiohttp.ClientSession() as client:
        ready = await client.get(address + "readyz")
        measured = await (await client.get(address + "metrics")).text()
    code, _ = await end(process)

    assert (ready.status, code) == (200, 0)
    assert "last_tick_seconds 0.0" in measured


async def test_ending_it_as_soon_as_it_is_open_is_clean_and_silent(sqlite_template, tmp_path):
    address = f"sqlite:///{shutil.copyfile(sqlite_template, tmp_path / 'own.db')}"
    process = await start("serve", DATABASE_URL=address, PORT="0")
    await opened(process)
    code, err = await end(process)

    assert (code, err) == (0, "")
