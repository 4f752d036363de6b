"""docker-compose.yml as an engine reads it: anchors merged, variables filled in, one `Service` for each entry."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
FILE = ROOT / "docker-compose.yml"
VARIABLE = re.compile(r"\$\{(?P<name>\w+)(?::(?P<kind>[-?])(?P<text>[^}]*))?\}")


@dataclass(frozen=True, kw_only=True)
class Service:
    """What the tests look at; `entry` is the whole of it."""

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str]
    waits_for: Mapping[str, str]
    """Other services, and the condition each has to meet."""
    health: tuple[str, ...]
    entry: Mapping[str, Any] = field(repr=False)


def document(variables: Mapping[str, str]) -> dict[str, Any]:
    """The whole file. :raises KeyError: a variable that must be set is not."""
    read: dict[str, Any] = filled(yaml.safe_load(FILE.read_text(encoding="utf-8")), variables)
    return read


def services(variables: Mapping[str, str]) -> dict[str, Service]:
    return {name: _service(name, entry) for name, entry in document(variables)["services"].items()}


def filled(node: Any, variables: Mapping[str, str]) -> Any:
    """`${NAME}`, `${NAME:-default}` and `${NAME:?why}`, everywhere in it."""
    if isinstance(node, dict):
        return {key: filled(value, variables) for key, value in node.items()}
    if isinstance(node, list):
        return [filled(value, variables) for value in node]
    return VARIABLE.sub(lambda found: _value(found, variables), node) if isinstance(node, str) else node


def _value(found: re.Match[str], variables: Mapping[str, str]) -> str:
    value = variables.get(found["name"], "")
    if not value and found["kind"] == "?":
        raise KeyError(f"{found['name']}: {found['text']}")
    return value or (found["text"] or "" if found["kind"] == "-" else "")


def _service(name: str, entry: Mapping[str, Any]) -> Service:
    return Service(
        name=name,
        command=tuple(map(str, entry.get("command", ()))),
        environment={key: str(value) for key, value in entry.get("environment", {}).items()},
        waits_for={other: told["condition"] for other, told in entry.get("depends_on", {}).items()},
        health=tuple(map(str, entry.get("healthcheck", {}).get("test", ())))[1:],
        entry=entry,
    )
