"""The plan of the house, held against what is built: imports go down, rooms keep to themselves, files stay small.

Each test collects all faults before it fails, so that one look tells what to move.
"""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("jobs", "pixstudio")

FLOORS: dict[str, int] = {
    # cellar: pure Python
    **dict.fromkeys(["states", "pace", "trail", "catalogue", "dashscope", "provenance", "sandbox", "vault.box"], 0),
    # records
    "models": 1,
    # hands
    **dict.fromkeys(
        ["queries", "forms", "media", "money", "vault.keyring", "access", "words", "limiter", "throttle"], 2
    ),
    # the workshop
    **dict.fromkeys(["actions", "pipeline", "notices"], 3),
    # the engine room
    **dict.fromkeys(["tasks", "management", "checks"], 4),
    # rooms people enter
    **dict.fromkeys(["web", "api", "admin", "templatetags", "middleware", "adapters", "sessions"], 5),
}
CELLAR = {room for room, floor in FLOORS.items() if floor == 0}
WIRING = {"urls", "apps", "migrations", "locale"}
"""They join rooms together and may know all of them, or are no rooms."""

ASKED_BY_THEIR_FLOOR = {"access", "words", "limiter", "states", "pace"}
"""The three that all hands may ask, and in the cellar the vocabulary and the clockwork."""

KNOWS_BOTH = "jobs.vault.keyring"
PROJECT_FLOOR = 4
"""From this floor up, rooms may know the project package that starts them."""

LATE = {
    "jobs.apps": "models can be imported only when all apps are loaded",
    "pixstudio.launcher.web": "the tether must hold before seconds are spent on imports",
}
"""Imports inside functions that dodge no circle, each with its reason."""

LONGEST_FILE = 300
LONG_FUNCTION, MOST_LONG_FUNCTIONS = 30, 0.1
DRAWERS = {"utils", "util", "helpers", "helper", "common", "base", "manager", "managers", "misc"}


# ------------------------------------------------------------------ reading the house


@cache
def files() -> dict[str, Path]:
    """Every module by its dotted name."""
    found = [path for package in PACKAGES for path in (ROOT / package).rglob("*.py")]
    return {".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path for path in found}


@cache
def tree(module: str) -> ast.Module:
    return ast.parse(files()[module].read_text(encoding="utf-8"))


def imports(node: ast.AST) -> Iterator[str]:
    """Dotted names; of `from a import b` both `a.b`, where that is a module of ours, and `a` otherwise."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        start = node.module or ""
        yield from (f"{start}.{alias.name}" if f"{start}.{alias.name}" in files() else start for alias in node.names)


@cache
def imported(module: str) -> frozenset[str]:
    return frozenset(name for node in ast.walk(tree(module)) for name in imports(node))


def room(module: str) -> str | None:
    """`jobs.queries.holds` is `queries`; `vault` is two rooms; None outside of the app."""
    parts = module.split(".")
    if parts[0] != "jobs" or len(parts) == 1:
        return None
    return ".".join(parts[1:3]) if parts[1] == "vault" and len(parts) > 2 else parts[1]


def in_rooms() -> Iterator[tuple[str, str]]:
    """Every module that stands on a floor, with its room."""
    for module in sorted(files()):
        name = room(module)
        if name is not None and name not in WIRING and name != "vault":
            yield module, name


def edges() -> Iterator[tuple[str, str, str, str]]:
    """(module, its room, imported module, that one's room) within the app."""
    for module, name in in_rooms():
        for other in sorted(imported(module)):
            there = room(other)
            if there is not None and there != name:
                yield module, name, other, there


def listed(faults: list[str]) -> str:
    return "\n" + "\n".join(faults)


# ------------------------------------------------------------------ floors


def test_every_room_is_on_the_plan() -> None:
    strangers = sorted({name for _, name in in_rooms()} - set(FLOORS))
    assert not strangers, listed(strangers)


def test_imports_go_down() -> None:
    faults = [
        f"{module} (floor {FLOORS[name]}) knows {other}, which is above or only joins rooms"
        for module, name, other, there in edges()
        if FLOORS.get(there, 99) > FLOORS[name]
    ]
    assert not faults, listed(faults)


def test_rooms_on_one_floor_do_not_know_each_other() -> None:
    faults = [
        f"{module} knows {other}"
        for module, name, other, there in edges()
        if FLOORS.get(there) == FLOORS[name] and there not in ASKED_BY_THEIR_FLOOR
    ]
    assert not faults, listed(faults)


def test_only_the_upper_floors_know_the_project_package() -> None:
    faults = [
        f"{module} knows {other}"
        for module, name in in_rooms()
        for other in sorted(imported(module))
        if other.split(".")[0] == "pixstudio" and FLOORS[name] < PROJECT_FLOOR
    ]
    assert not faults, listed(faults)


def test_the_cellar_has_no_django_in_it() -> None:
    allowed = {"jobs.states": {"django.db.models"}}
    faults = [
        f"{module} imports {other}"
        for module, name in in_rooms()
        if name in CELLAR
        for other in sorted(imported(module) - allowed.get(module, set()))
        if other.split(".")[0] in ("django", "celery", "ninja")
    ]
    assert not faults, listed(faults)


def test_states_takes_nothing_of_django_but_its_choices() -> None:
    nodes = [node for node in ast.walk(tree("jobs.states")) if isinstance(node, ast.ImportFrom)]
    taken = {alias.name for node in nodes if (node.module or "").startswith("django") for alias in node.names}
    assert taken == {"TextChoices"}


def reachable(start: str) -> set[str]:
    """Every module of ours that importing `start` and its files brings along."""
    found: set[str] = set()
    waiting = [module for module in files() if module == start or module.startswith(f"{start}.")]
    while waiting:
        module = waiting.pop()
        if module not in found:
            found.add(module)
            waiting.extend(other for other in imported(module) if other in files())
    return found


@pytest.mark.parametrize(("one", "other"), [("dashscope", "sandbox"), ("sandbox", "dashscope")])
def test_client_and_stand_in_never_meet(one: str, other: str) -> None:
    met = sorted(module for module in reachable(f"jobs.{one}") if room(module) == other)
    assert not met, listed(met)


def test_one_place_knows_client_and_stand_in() -> None:
    both = {
        module
        for module in files()
        if {"dashscope", "sandbox"} <= {room(other) for other in imported(module)} and room(module) is not None
    }
    assert both <= {KNOWS_BOTH}


def test_no_import_hides_in_a_function() -> None:
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    faults = sorted(
        {
            f"{module}: {node.name} imports {name}"
            for module in files()
            if module not in LATE
            for node in ast.walk(tree(module))
            if isinstance(node, functions)
            for inner in ast.walk(node)
            for name in imports(inner)
            if name.split(".")[0] in PACKAGES
        }
    )
    assert not faults, listed(faults)


# ------------------------------------------------------------------ sizes and names


@cache
def tracked() -> tuple[Path, ...]:
    """Every file that belongs to the project."""
    names = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True).stdout
    return tuple(path for name in names.split("\0") if name and (path := ROOT / name).is_file())


def too_long(folders: tuple[str, ...]) -> tuple[list[str], int]:
    """Files over the limit in these folders, and how many files there are."""
    code = [path.relative_to(ROOT) for path in tracked() if path.suffix == ".py" and "migrations" not in path.parts]
    mine = [path for path in code if path.parts[0] in folders]
    lines = {path: len((ROOT / path).read_text(encoding="utf-8").splitlines()) for path in mine}
    return [f"{path}: {count} lines" for path, count in lines.items() if count > LONGEST_FILE], len(mine)


def test_no_file_is_too_long_to_read() -> None:
    faults, _ = too_long(PACKAGES)
    assert not faults, listed(faults)


def test_nine_test_files_in_ten_are_not_too_long_either() -> None:
    faults, count = too_long(("tests",))
    assert len(faults) <= count / 10, listed(faults)


def test_nine_functions_in_ten_are_short() -> None:
    functions = [node for module in files() for node in ast.walk(tree(module)) if isinstance(node, ast.FunctionDef)]
    long = [node for node in functions if (node.end_lineno or 0) - node.lineno + 1 > LONG_FUNCTION]
    assert len(long) <= MOST_LONG_FUNCTIONS * len(functions)


def test_no_module_is_a_drawer() -> None:
    faults = sorted(module for module in files() if module.split(".")[-1] in DRAWERS)
    assert not faults, listed(faults)


def test_every_module_says_what_it_is_for() -> None:
    faults = [
        module
        for module, path in sorted(files().items())
        if path.read_text(encoding="utf-8").strip()
        and "migrations" not in path.parts
        and not ast.get_docstring(tree(module))
    ]
    assert not faults, listed(faults)


# ------------------------------------------------------------------ words that belong to a machine and not here

_REGISTRIES = [
    ("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "org"), ("npmjs", "com"), ("npmmirror", "com"),
    ("deb.debian", "org"), ("security.debian", "org"),
]  # fmt: skip
_PLACES = [("", "work", "main"), ("", "work", "shared"), ("..", "shared"), ("", "root", ""), ("", "tmp", "venv")]
FORBIDDEN = [".".join(parts) for parts in _REGISTRIES] + ["/".join(parts) for parts in _PLACES]


def test_no_file_names_a_machine_or_a_package_registry() -> None:
    faults = [
        f"{path.relative_to(ROOT)} mentions {word}"
        for path in tracked()
        if (text := _text(path))
        for word in FORBIDDEN
        if word in text
    ]
    assert not faults, listed(faults)


def _text(path: Path) -> str:
    content = path.read_bytes()
    return "" if b"\0" in content else content.decode("utf-8", "replace")
