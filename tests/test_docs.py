"""What is documented is true, and what is there is documented."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.commands import COMMANDS
from bot.incoming import Incoming, Said
from bot.postman import Postman
from bot.router import Router
from bot.settings import Settings
from handlers.capability import Capability
from handlers.talk import Card
from storage.records import Account, Person, PersonId, Platform

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text()
DOCS = {path.relative_to(ROOT): path.read_text() for path in [ROOT / "README.md", *ROOT.glob("docs/*.md")]}


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_shown_as_it_is_typed(command):
    typed = re.compile(rf"(python -m bot|make) {re.escape(command)}(?![-\w])")

    assert any(typed.search(words) for words in DOCS.values())


@pytest.mark.parametrize("variable", [name.upper() for name in Settings.model_fields])
def test_every_setting_is_explained(variable):
    assert any(f"`{variable}`" in words for words in DOCS.values())


def named() -> Iterator[str]:
    """Every variable that a page names as one."""
    for words in DOCS.values():
        yield from re.findall(r"`((?:SLACK|MICROSOFT)_[A-Z_]+)[`=]", words)


def test_no_page_names_a_setting_that_does_not_exist():
    assert {name.lower() for name in named()} <= Settings.model_fields.keys()


def test_every_link_between_the_pages_leads_to_a_page():
    for path, words in DOCS.items():
        for link in re.findall(r"\]\(([^)#:]+)\)", words):
            assert (ROOT / path).parent.joinpath(link).exists(), f"{path}: {link}"


async def test_the_capability_of_the_readme_works_as_it_stands_there(database, clock):
    found = re.search(r"```python\n(.*?)```", README, re.DOTALL)
    assert found
    lines = found[1].splitlines()
    code = "\n".join(line.removeprefix("   ") for line in lines)
    made: dict[str, object] = {}
    exec(compile(code, "README.md", "exec"), made)  # noqa: S102  our own page
    (capability,) = [each for each in made.values() if isinstance(each, Capability)]
    async with database.store() as store:
        trust = await store.trusts.add("Alder Coast Learning Trust")
        someone = Person(PersonId(0), trust.id, "ada.quill@aldercoast.example", "Ada Quill")
        await store.people.keep([someone], clock.now())
        ada = await store.people.with_email(someone.email, trust=trust.id)

        said = Incoming("1", Account(Platform.BROWSER, "browser", "1"), Said("birthday"))
        answer = await Router(clock, Postman({}, clock), [capability]).answer(said, ada, store)

    assert isinstance(answer.say, Card)
    assert answer.say.plain() == "Many happy returns\nFrom all of us, Ada Quill."
