"""The catalogue files: what is read from them, merged into them and compiled from them."""

from collections.abc import Mapping
from pathlib import Path

import polib

from jobs.locale.extract import Message

HERE = Path(__file__).resolve().parent
HEADER = {
    "Project-Id-Version": "PixStudio",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Language": "zh_Hans",
    "Plural-Forms": "nplurals=1; plural=0;",
}
WIDTH = 110


def files() -> list[Path]:
    """The `.po` file of every language there is."""
    return sorted(HERE.glob("*/LC_MESSAGES/django.po"))


def load(path: Path) -> polib.POFile:
    return polib.pofile(str(path), wrapwidth=WIDTH)


def key(entry: polib.POEntry) -> Message:
    return Message(text=entry.msgid, plural=entry.msgid_plural or "", context=entry.msgctxt or "")


def translations(entry: polib.POEntry) -> list[str]:
    """The translated forms; a language without plurals has one."""
    return [form for _, form in sorted(entry.msgstr_plural.items())] if entry.msgid_plural else [entry.msgstr]


def merged(old: polib.POFile, wanted: Mapping[Message, list[str]]) -> polib.POFile:
    """A catalogue of exactly the wanted messages, with the translations that the old one has. Nothing is guessed."""
    known = {key(entry): entry for entry in old if not entry.obsolete}
    new = polib.POFile(wrapwidth=WIDTH)
    new.metadata = dict(HEADER)
    new.extend(_entry(message, places, known.get(message)) for message, places in wanted.items())
    return new


def _entry(message: Message, places: list[str], known: polib.POEntry | None) -> polib.POEntry:
    entry = polib.POEntry(
        msgid=message.text,
        msgid_plural=message.plural,
        msgctxt=message.context or None,
        occurrences=[(place, "") for place in places],
        flags=["python-format"] if "%(" in message.text + message.plural else [],
    )
    if message.plural:
        entry.msgstr_plural = dict(known.msgstr_plural) if known else {0: ""}
    else:
        entry.msgstr = known.msgstr if known else ""
    return entry
