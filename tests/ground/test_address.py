"""The public URL is in every link that leaves the house: the doctor names a wrong one."""

from dataclasses import replace
from pathlib import Path

import pytest
from pytest_django import Settings

from jobs import words
from jobs.queries import address
from tests.certificates import certificate
from tests.lines import Act, answers, line, resets


def found(settings: Settings, url: str) -> str:
    settings.PIXSTUDIO = replace(settings.PIXSTUDIO, public_url=url)
    (finding,) = address.leads_here()
    assert words.finding(finding.code, finding.params).advice or finding.good
    return finding.code


def ours() -> bytes:
    return f"{address.HEADER}: {address.mark()}\r\n".encode()


def test_without_a_public_url_there_is_nothing_to_say() -> None:
    assert address.leads_here() == []


def test_the_studio_knows_itself(settings: Settings) -> None:
    with line(answers(b"ok", headers=ours())) as service:
        assert found(settings, f"http://127.0.0.1:{service.port}") == "public-url-ok"
        assert service.heard[0].startswith(b"GET /healthz ")


@pytest.mark.parametrize(
    ("act", "code"),
    [
        (answers(b"ok"), "public-url-stranger"),
        (answers(b"ok", headers=b"X-Studio: 0123456789abcdef\r\n"), "public-url-stranger"),
        (answers(b"", "404 Not Found"), "public-url-stranger"),
        (answers(b"", "502 Bad Gateway"), "public-url-unreachable"),
        (answers(b"", "301 Moved", b"Location: https://other.example.com/\r\n"), "public-url-redirects"),
        (resets, "public-url-unreachable"),
    ],
)
def test_who_else_answers_there_is_named(settings: Settings, act: Act, code: str) -> None:
    with line(act) as service:
        assert found(settings, f"http://127.0.0.1:{service.port}") == code


def test_a_certificate_nobody_vouches_for_is_named(settings: Settings, tmp_path: Path) -> None:
    with line(answers(b"ok", headers=ours()), tls=certificate(tmp_path).server) as service:
        assert found(settings, f"https://localhost:{service.port}") == "public-url-tls"


def test_the_mark_is_told_to_anybody_and_gives_nothing_away(settings: Settings) -> None:
    mark = address.mark()
    settings.SECRET_KEY = "another" * 10
    assert (len(mark), mark == address.mark()) == (16, False)
