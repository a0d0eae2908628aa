"""The house rules of the code itself: imports go down only, libraries stay in their rooms, files stay small.

The table is the one in the README. A room that checked nothing fails, so that a rename cannot switch it off.
"""

import ast
import importlib
import re
import sys
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from handlers.capability import Capability
from handlers.catalogue import CAPABILITIES
from handlers.welcome import WORDS
from storage.tables import metadata
from tests.wire_names import WIRE_NAMES

ROOT = Path(__file__).parents[1]
STANDARD = sys.stdlib_module_names
LONGEST = 400  # lines: a longer file is asking for a second room

RULE_LIBRARIES = {"rapidfuzz", "holidays", "idna", "yaml"}
STORAGE_LIBRARIES = {"sqlalchemy", "alembic", "aiosqlite", "asyncpg"}
BOT_LIBRARIES = {
    "aiohttp",
    "jinja2",
    "pydantic",
    "pydantic_settings",
    "prometheus_client",
    "cryptography",
    "icalendar",
    "markupsafe",
}

#: Room, what of the house it may import, which libraries. The first that fits a file holds.
ROOMS: list[tuple[str, tuple[str, ...], set[str]]] = [
    ("storage/records/", ("storage.records",), set()),
    ("storage/", ("storage",), STORAGE_LIBRARIES),
    ("handlers/rules/", ("handlers.rules", "storage.records"), RULE_LIBRARIES),
    ("handlers/talk.py", ("storage.records",), set()),
    ("handlers/", ("handlers", "storage"), set()),
    ("bot/slack/", ("bot", "handlers", "storage"), BOT_LIBRARIES | {"slack_bolt", "slack_sdk"}),
    ("bot/teams/", ("bot", "handlers", "storage"), BOT_LIBRARIES | {"botbuilder", "botframework", "jwt"}),
    ("bot/looking/", ("bot", "handlers", "storage"), BOT_LIBRARIES | {"protego", "pypdf", "yarl"}),
    ("bot/web/cycle/", ("bot", "handlers", "storage"), BOT_LIBRARIES | {"fpdf"}),
    ("bot/scheduler.py", ("bot", "handlers", "storage"), BOT_LIBRARIES | {"apscheduler"}),
    ("bot/", ("bot", "handlers", "storage"), BOT_LIBRARIES),
]
DOORS = ("bot.slack", "bot.teams", "bot.browser")


def python_files() -> list[Path]:
    return [path for room in ("storage", "handlers", "bot") for path in sorted((ROOT / room).rglob("*.py"))]


def imports(path: Path) -> Iterator[str]:
    """Every module a file imports, at its top or inside a function."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{path}: a relative import hides which way it goes"
            yield node.module


def room_of(path: Path) -> tuple[str, tuple[str, ...], set[str]]:
    name = path.relative_to(ROOT).as_posix()
    return next(room for room in ROOMS if name == room[0] or name.startswith(room[0]))


def within(module: str, packages: tuple[str, ...] | set[str]) -> bool:
    return any(module == each or module.startswith(each + ".") for each in packages)


def test_imports_go_down_only_and_libraries_stay_in_their_rooms():
    wrong, checked = [], set()
    for path in python_files():
        room, house, libraries = room_of(path)
        checked.add(room)
        for module in imports(path):
            first = module.partition(".")[0]
            if first in STANDARD or within(module, house) or first in libraries:
                continue
            wrong.append(f"{path.relative_to(ROOT)} may not import {module}")
    assert wrong == []
    assert checked == {room for room, _, _ in ROOMS}, "a room with no files is a rule that checks nothing"


def test_doors_do_not_know_one_another():
    wrong = []
    for path in python_files():
        here = path.relative_to(ROOT).as_posix()
        mine = next((door for door in DOORS if here.startswith(door.replace(".", "/") + "/")), None)
        others = tuple(door for door in DOORS if door != mine)
        if mine:
            wrong += [f"{here} imports {module}" for module in imports(path) if within(module, others)]
    assert wrong == []


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def needed_by(path: Path) -> Iterator[str]:
    """Every module or name a file imports to run; what only its annotations need does not count."""
    left: list[ast.AST] = [ast.parse(path.read_text())]
    while left:
        node = left.pop()
        if isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
            yield str(node.module)
        elif not (isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"):
            left += ast.iter_child_nodes(node)


def test_no_file_needs_itself_through_others():
    """A circle is two files that are one, or one that knows too much. The error names it."""
    files = {name_of(path): path for path in python_files()}
    graph = {name: {each for each in needed_by(path) if each in files} for name, path in files.items()}
    for name, needed in graph.items():
        # A room is imported by its own path; its folder's front is for whoever stands outside.
        needed -= {each for each in needed if name.startswith(f"{each}.")} | {name}
    assert sum(map(len, graph.values())) > len(files)
    TopologicalSorter(graph).prepare()


def test_what_is_private_to_a_file_stays_there():
    private = re.compile(r"\._(?!_)")
    wrong = [
        f"{path.relative_to(ROOT)} imports {each}"
        for path in python_files()
        for each in needed_by(path)
        if private.search(each)
    ]
    assert wrong == []


def capabilities() -> dict[str, Path]:
    """Every capability: the name of its module or, where it grew to a folder, of its package → where."""
    found: dict[str, Path] = {}
    for path in (ROOT / "handlers").rglob("*.py"):
        if re.search(r"^\w+ = Capability\(", path.read_text(), re.M):
            home = path if path.parent.name == "handlers" else path.parent
            found[f"handlers.{home.stem}"] = home
    return found


def test_capabilities_stand_side_by_side():
    """Only `introductions` is imported by others: meeting somebody is how every capability can end."""
    found = capabilities()
    assert len(found) >= len(CAPABILITIES)
    wrong = []
    for path in (ROOT / "handlers").rglob("*.py"):
        mine = {name for name, home in found.items() if path == home or home in path.parents}
        others = tuple(found.keys() - mine - {"handlers.introductions"})
        if path.stem != "catalogue":
            wrong += [f"{path.name} imports {each}" for each in imports(path) if within(each, others)]
    assert wrong == []


def test_every_capability_is_in_the_catalogue():
    defined = {
        value.name
        for module in capabilities()
        for value in vars(importlib.import_module(module)).values()
        if isinstance(value, Capability)
    }
    assert defined == {each.name for each in CAPABILITIES}


def test_every_word_that_works_is_in_help_and_in_the_readme():
    words = {word for each in CAPABILITIES for word in each.commands}
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert {word for word, _ in WORDS} == words
    assert {word for word in words if f"| `{word}` |" not in readme} <= {"peers"}
    assert "`peers …`" in readme


def test_every_table_that_knows_a_person_is_accounted_for():
    """What is held on somebody is shown and exported by `storage/dossier.py`: add it there, then name it."""
    known = {
        table.name
        for table in metadata.sorted_tables
        if any(key.column.table.name == "people" for key in table.foreign_keys)
    }
    shown = {"callouts", "feedback", "standing_questions", "suggestions"}
    shown |= {"accounts", "introductions", "memberships", "outbox", "playground", "questions"}
    shown |= {"actions", "agenda_items", "agenda_versions", "coming", "notes", "quality_statements"}
    shown |= {"case_studies", "digests", "passes", "resources", "sharings", "uses"}
    shown |= {"acknowledgements", "check_ins", "decisions", "enquirers", "enquiries", "evidence"}
    shown |= {"initiatives", "participants", "rounds", "runs", "steps", "stops"}
    says_nothing = {"playground_seen"}  # how far somebody has read in the demonstration
    assert known == shown | says_nothing


def test_no_two_capabilities_answer_the_same_word_or_button():
    for kind in ("commands", "questions", "actions", "forms", "occasions"):
        names = [name for each in CAPABILITIES for name in getattr(each, kind)]
        assert len(names) == len(set(names)), kind
    actions = {name for each in CAPABILITIES for name in each.actions}
    assert actions.isdisjoint(name for each in CAPABILITIES for name in each.forms)


def test_the_names_on_the_wire_stay_as_they_are():
    """Buttons outlive renames: a card posted last term still carries these. Add to them, never change one."""
    names = {name for each in CAPABILITIES for name in (*each.actions, *each.forms)}
    assert names == WIRE_NAMES


def test_files_stay_small():
    long = [
        f"{path.relative_to(ROOT)}: {lines} lines"
        for path in [*python_files(), *sorted((ROOT / "tests").rglob("*.py"))]
        if (lines := len(path.read_text().splitlines())) > LONGEST
    ]
    assert long == []


@pytest.mark.parametrize("path", python_files(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_file_says_what_it_is_for(path):
    text = path.read_text()
    assert not text.strip() or ast.get_docstring(ast.parse(text)), "begin with a sentence"


@pytest.mark.parametrize(
    "place", ["", "agenda", "cycle", "cycle/commissioned", "library", "networks", "rules"]
)
def test_every_room_is_on_the_map_of_its_folder(place):
    """And where that says that each imports only those before it, so it is."""
    folder = ROOT / "handlers" / place
    rooms = {path.stem: path for path in folder.glob("*.py") if path.stem != "__init__"}
    said = ast.get_docstring(ast.parse((folder / "__init__.py").read_text())) or ""
    _, in_order, listed = said.partition("each importing only those before it:\n")
    on_map = re.findall(r"\w+", listed or said)
    assert rooms.keys() <= set(on_map), f"say in {place}/__init__.py where it belongs"
    later = [
        f"{room} imports {each}"
        for room, needed in ((room, set(needed_by(path))) for room, path in rooms.items() if in_order)
        for each in rooms
        if on_map.index(each) > on_map.index(room) and f"{name_of(folder)}.{each}" in needed
    ]
    assert later == []


def test_only_the_clock_reads_the_time():
    """Handlers and storage are told the time, so that a test can be in any term it likes."""
    telling = re.compile(r"datetime\.now\(|date\.today\(|time\.time\(|utcnow\(")
    wrong = [
        path.relative_to(ROOT).as_posix()
        for path in python_files()
        if path.name != "clock.py" and telling.search(path.read_text())
    ]
    assert wrong == []
