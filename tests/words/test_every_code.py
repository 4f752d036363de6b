"""Every code that can be stored has words, and a code without words still says what is known."""

import ast
import inspect
import re
from pathlib import Path

import pytest

from jobs import media, words
from jobs.catalogue import Problem, rules
from jobs.dashscope import CAUSES, RetryClass
from jobs.dashscope.verdict import RULES
from jobs.models import Event, Render
from jobs.queries import address, codecs, health
from jobs.states import Happening, HoldCode, State
from jobs.words.cards import STATES
from jobs.words.entries import ENTRIES
from jobs.words.errors import ERRORS
from jobs.words.faults import FAULTS
from jobs.words.findings import FINDINGS
from jobs.words.happenings import HAPPENINGS
from jobs.words.holds import HOLDS
from jobs.words.problems import PROBLEMS


def problem_codes() -> set[str]:
    """Every code written down in the rules: `code="…"` in a call, and `code = "…"` before one."""
    written: list[ast.expr] = []
    for node in ast.walk(ast.parse(inspect.getsource(rules))):
        if isinstance(node, ast.keyword) and node.arg == "code":
            written.append(node.value)
        elif isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "code":
            written += [node.value.body, node.value.orelse] if isinstance(node.value, ast.IfExp) else [node.value]
    texts = {str(node.value) for node in written if isinstance(node, ast.Constant)}
    stems = {ast.unparse(node)[2:].split("{")[0] for node in written if isinstance(node, ast.JoinedStr)}
    return texts | {stem + unsafe for stem in stems for unsafe in ("nul", "surrogate")}


OF_A_CLICK = {"variations-nested", "films-too-many", "seed-twice"}
"""Rules for many orders at once."""


def test_the_words_know_exactly_the_rules_of_the_catalogue() -> None:
    assert set(PROBLEMS) == problem_codes() | {"space-unknown", "board-unknown"} | OF_A_CLICK


def test_every_state_has_a_word_an_icon_and_a_tone() -> None:
    assert set(STATES) == set(State)


def test_every_happening_has_a_sentence() -> None:
    assert set(HAPPENINGS) == set(Happening)


def test_every_hold_has_a_message_and_an_advice() -> None:
    assert set(HoldCode) <= set(HOLDS)


def test_every_cause_of_the_provider_has_a_message_and_an_action() -> None:
    assert set(CAUSES) <= set(ERRORS)


def test_every_finding_of_the_doctor_has_a_sentence() -> None:
    sources = "".join(map(inspect.getsource, (health, codecs, address)))
    written = re.findall(r'"([a-z]+(?:-[a-z]+)+)"', sources)
    parts = {*health.NEEDED, *health.REST, "codecs", "public-url"}
    fine = {f"{part}-ok" for part in parts}
    assert {*written, *fine} - parts <= set(FINDINGS)


def test_every_fault_of_a_download_has_a_sentence() -> None:
    sources = "".join(path.read_text() for path in Path(media.__path__[0]).glob("*.py"))
    raised = set(re.findall(r'(?:NotAFilm|Blocked|LineBroken|super\(\).__init__|"fault":)[( ]"([a-z-]+)"', sources))
    assert len(raised) > 15
    assert raised <= set(FAULTS)


def test_every_entry_of_the_audit_log_has_words() -> None:
    house = Path(words.__path__[0]).parent
    sources = "".join(path.read_text() for room in ("actions", "admin") for path in (house / room).glob("*.py"))
    assert set(re.findall(r'(?:\.note|note_form)\(\s*"([a-z.-]+)"', sources)) == set(ENTRIES)


def test_every_cause_that_holds_an_account_has_the_words_of_a_hold() -> None:
    holding = {rule.cause for rule in RULES if rule.retry in (RetryClass.ACCOUNT, RetryClass.KEY)}
    assert holding <= set(HOLDS)


@pytest.mark.parametrize("code", Happening.values)
def test_a_happening_without_parameters_still_reads_as_a_sentence(code: str) -> None:
    sentence = words.happening(Event(happening=code))
    assert sentence.endswith(".")
    assert "…" not in sentence


@pytest.mark.parametrize("code", HoldCode.values)
def test_a_hold_without_parameters_still_reads_as_a_sentence(code: str) -> None:
    said = words.hold(code)
    assert said.message.endswith(".")
    assert said.advice.endswith(".")
    assert "…" not in said.message + said.advice


def test_an_unknown_error_shows_the_providers_words_and_the_request_id() -> None:
    said = words.error("provider-refused", {"request_id": "r-7"}, "Quota of moonlight exceeded", charged=False)
    assert said.message == (
        "The provider says “Quota of moonlight exceeded”. We do not know this answer yet. "
        "Request r-7. Nothing was charged."
    )


def test_codes_that_do_not_exist_yet_never_fail() -> None:
    assert "tomorrow" in words.hold("tomorrow").message
    assert "tomorrow" in words.error("tomorrow").message
    assert "tomorrow" in words.happening(Event(happening="tomorrow"))
    assert words.happening(Event(happening=Happening.INTEGRITY, params={"fault": "tomorrow"})).endswith(".")
    assert "tomorrow" in words.finding("tomorrow").message
    assert words.entry("tomorrow") == "tomorrow"
    assert "tomorrow" in words.refusal("tomorrow")
    assert "tomorrow" in words.key_test("key", good=False, cause="tomorrow").message
    assert "tomorrow" in words.problem(Problem(code="tomorrow", field="prompt"))
    assert words.state(Render(state="tomorrow")).word == "tomorrow"
