"""Which strings wait for translation, read from the Python sources and templates themselves."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ("jobs", "pixstudio", "templates")

_PLAIN = frozenset({"_", "gettext", "gettext_lazy", "gettext_noop"})
_PLURAL = frozenset({"ngettext", "ngettext_lazy"})
_CONTEXT = frozenset({"pgettext", "pgettext_lazy"})
_CONTEXT_PLURAL = frozenset({"npgettext", "npgettext_lazy"})
_TEMPLATE_CALL = re.compile(r" (?:_|n?p?gettext)\((?:u?(?:'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")[, ]*)+(?:count)?\) ")


@dataclass(frozen=True, kw_only=True, order=True)
class Message:
    """One string of the source language, with its plural and its context where it has them."""

    text: str
    plural: str = ""
    context: str = ""


def wanted(root: Path = ROOT) -> dict[Message, list[str]]:
    """Every message of the sources with the files it stands in, in the order of the files."""
    found: dict[Message, list[str]] = {}
    for path in _files(root):
        name = path.relative_to(root).as_posix()
        for message in from_file(path):
            places = found.setdefault(message, [])
            if name not in places:
                places.append(name)
    return found


def from_file(path: Path) -> Iterator[Message]:
    text = path.read_text(encoding="utf-8")
    return from_python(text) if path.suffix == ".py" else from_template(text, str(path))


def from_python(source: str) -> Iterator[Message]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            yield from _from_call(node)


def from_template(source: str, name: str) -> Iterator[Message]:
    """Django's own rewriting turns tags into calls, one after another between blanked-out text."""
    for call in _TEMPLATE_CALL.findall(templatize(source, origin=name)):
        yield from from_python(call.strip())


def _files(root: Path) -> list[Path]:
    paths = [path for folder in SOURCES for path in (root / folder).rglob("*")]
    return sorted(path for path in paths if path.suffix in {".py", ".html", ".txt"} and "migrations" not in path.parts)


def _from_call(call: ast.Call) -> Iterator[Message]:
    """The message of a gettext call whose texts are written out; other calls translate what is gathered elsewhere."""
    name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
    texts = [arg.value for arg in call.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
    if name in _PLAIN and len(texts) == 1:
        yield Message(text=texts[0])
    elif name in _PLURAL and len(texts) == 2:
        yield Message(text=texts[0], plural=texts[1])
    elif name in _CONTEXT and len(texts) == 2:
        yield Message(context=texts[0], text=texts[1])
    elif name in _CONTEXT_PLURAL and len(texts) == 3:
        yield Message(context=texts[0], text=texts[1], plural=texts[2])
