"""Logs: no secret in them, and no stranger's text that looks like a line of ours."""

import json
import logging
import sys

import pytest

from pixstudio import logs


def record(message: str, *args: object, error: bool = False) -> logging.LogRecord:
    return logging.LogRecord("jobs", logging.INFO, "", 0, message, args, sys.exc_info() if error else None)


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("key sk-test-canary-1 refused", "canary"),
        ("Authorization: Bearer pix_aGVsbG8gd29ybGQ", "aGVs"),
        ("bearer abc.def.ghi", "abc.def"),
        ("cannot reach redis://:hush@broker:6379/0", "hush"),
        ("postgres://lin:hush@db/x is down", "hush"),
        ("GET /setup/0123456789abcdef0123/ 200", "0123456789abcdef"),
        ("GET /invite/9f3c.c1x-77aa9b81/ 200", "c1x-77aa9b81"),
        ("Not Found: /s/ fPkgq5jtEXc2Uee2G86C/", "fPkgq5jtEXc2Uee2G86C"),
        ("Not Found: /s/\r\n“fPkgq5jtEXc2Uee2G86C”/", "fPkgq5jtEXc2Uee2G86C"),
        ("Not Found: /S//fPkgq5jtEXc2Uee2G86C", "fPkgq5jtEXc2Uee2G86C"),
    ],
)
@pytest.mark.parametrize("formatter", [logs.Plain(), logs.Json()])
def test_no_secret_is_written(formatter: logging.Formatter, text: str, secret: str) -> None:
    assert secret not in formatter.format(record("%s", text))


@pytest.mark.parametrize("formatter", [logs.Plain(), logs.Json()])
def test_a_prompt_cannot_forge_a_line(formatter: logging.Formatter) -> None:
    prompt = "a cat\n12:00:00 error jobs: forged\r\x1b[2J\u2028\u202e"
    line = formatter.format(record("order %s", prompt))
    assert len(line.splitlines()) == 1
    assert "\x1b" not in line
    assert "\u202e" not in line


@pytest.mark.parametrize("formatter", [logs.Plain(), logs.Json()])
def test_a_traceback_keeps_no_secret(formatter: logging.Formatter) -> None:
    try:
        raise ValueError("sk-test-canary-2\nforged")
    except ValueError:
        text = formatter.format(record("it broke", error=True))
    assert "canary" not in text
    assert "ValueError" in text
    assert "\nforged" not in text


def test_a_json_line_is_json() -> None:
    entry = json.loads(logs.Json().format(record("hello %s", "Mara")))
    assert (entry["message"], entry["level"], entry["logger"]) == ("hello Mara", "info", "jobs")
