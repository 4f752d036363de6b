"""The Chinese catalogue says everything, in the house's spelling, and is compiled."""

import re
from collections.abc import Iterable

import polib
import pytest

from jobs.locale import catalogue
from jobs.locale.extract import Message, from_python, from_template, wanted

CHINESE = catalogue.HERE / "zh_Hans" / "LC_MESSAGES" / "django.po"
LENGTHS_OF_TIME = "wait|left|age|away|span|date"
"""Placeholders whose value ends in a Chinese unit, so that no space follows."""


def translated(entries: Iterable[polib.POEntry]) -> list[tuple[str, str]]:
    return [(entry.msgid, form) for entry in entries for form in catalogue.translations(entry)]


@pytest.fixture(scope="module")
def chinese() -> polib.POFile:
    return catalogue.load(CHINESE)


def test_the_catalogue_holds_exactly_what_the_sources_say(chinese: polib.POFile) -> None:
    held = {catalogue.key(entry) for entry in chinese}
    assert held == set(wanted()), "run: make messages"
    assert not chinese.obsolete_entries()


def test_nothing_is_left_untranslated_or_guessed(chinese: polib.POFile) -> None:
    assert [text for text, form in translated(chinese) if not form] == []
    assert [entry.msgid for entry in chinese if entry.fuzzy] == []


def test_every_placeholder_is_in_the_translation(chinese: polib.POFile) -> None:
    def placeholders(text: str) -> list[str]:
        return sorted(re.findall(r"%%?\(\w+\)s|%%s|%%", text))

    wrong = [
        entry.msgid
        for entry in chinese
        for form in catalogue.translations(entry)
        if placeholders(form) != placeholders(entry.msgid_plural or entry.msgid)
    ]
    assert wrong == []


def test_the_compiled_file_is_that_of_the_text(chinese: polib.POFile) -> None:
    compiled = polib.mofile(str(CHINESE.with_suffix(".mo")))
    assert {catalogue.key(entry): catalogue.translations(entry) for entry in compiled} == {
        catalogue.key(entry): catalogue.translations(entry) for entry in chinese
    }, "run: make messages"


@pytest.mark.parametrize(
    ("rule", "pattern"),
    [
        ("full-width punctuation after Han", r"[\u4e00-\u9fff][,;:!?.](?!\w)"),
        (
            "a space between Han and Latin or figures",
            r"[\u4e00-\u9fff](?:[A-Za-z0-9]|%\()|(?<!\))[A-Za-z0-9%][\u4e00-\u9fff]",
        ),
        ("a space between a value and Han", rf"%\((?!(?:{LENGTHS_OF_TIME})\))\w+\)s[\u4e00-\u9fff]"),
        ("你 and no exclamation marks", r"您|亲|！|!"),
    ],
)
def test_the_chinese_is_spelled_as_the_house_spells_it(chinese: polib.POFile, rule: str, pattern: str) -> None:
    # a whole sentence stands for %(because)s, and the provider writes its label without a space
    forms = [form.replace("%(because)s", "。").replace("AI生成", "") for _, form in translated(chinese)]
    broken = [form for form in forms if re.search(pattern, form)]
    assert broken == [], rule


def test_python_calls_are_gathered() -> None:
    source = '_("Render")\nngettext("%(n)s film", "%(n)s films", n)\npgettext("a verb", "Order")\ngettext(found)\n'
    assert list(from_python(source)) == [
        Message(text="Render"),
        Message(text="%(n)s film", plural="%(n)s films"),
        Message(text="Order", context="a verb"),
    ]


def test_template_tags_are_gathered() -> None:
    source = (
        '{% translate "It\'s saved" %}{{ title|default:_("No title") }}'
        "{% blocktranslate trimmed count n=n %}\n one {{ who }}\n{% plural %}{{ n }} films{% endblocktranslate %}"
    )
    assert list(from_template(source, "a.html")) == [
        Message(text="It's saved"),
        Message(text="No title"),
        Message(text="one %(who)s", plural="%(n)s films"),
    ]


def test_merging_keeps_translations_and_drops_what_is_gone() -> None:
    old = polib.POFile()
    old.extend([polib.POEntry(msgid="Render", msgstr="生成"), polib.POEntry(msgid="Gone", msgstr="没了")])
    new = catalogue.merged(old, {Message(text="Render"): ["a.py"], Message(text="Fresh"): ["b.html"]})
    assert [(entry.msgid, entry.msgstr) for entry in new] == [("Render", "生成"), ("Fresh", "")]
