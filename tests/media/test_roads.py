"""Where a link may lead: redirects, names, certificates and proxies."""

import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from jobs.media.download import Road, fetch
from jobs.media.faults import LineBroken
from jobs.media.guard import Blocked, LinkRules
from tests.certificates import certificate
from tests.lines import answers, line
from tests.media.downloading import BODY, HASH, TAG, get, quiet


def test_a_redirect_is_followed_to_where_a_link_may_lead(part: Path) -> None:
    with line(answers(BODY, headers=TAG)) as there:
        away = f"Location: http://127.0.0.1:{there.port}/b%2Fc.mp4\r\n".encode()
        with line(answers(b"", "302 Found", away)) as service:
            assert get(service, part).sha256 == HASH
    assert there.heard[0].startswith(b"GET /b%2Fc.mp4 ")


@pytest.mark.parametrize(
    "place",
    [
        "http://169.254.169.254/latest",
        "https://10.0.0.1/a",
        "file:///etc/passwd",
        "https://evil.example/a",
        "//evil.example/a",
        "https://mara@media.pixverseai.cn/a",
        "http://[::1",
        "https://media.pixverseai.cn:1/a",
    ],
)
def test_a_redirect_elsewhere_is_blocked(part: Path, place: str) -> None:
    with line(answers(b"", "302 Found", f"Location: {place}\r\n".encode())) as service, pytest.raises(Blocked):
        get(service, part)


def test_a_circle_of_redirects_ends(part: Path) -> None:
    circle = [answers(b"", "302 Found", b"Location: /again\r\n")] * 10
    with line(*circle) as service, pytest.raises(Blocked) as caught:
        get(service, part)
    assert caught.value.code == "link-redirects"
    assert len(service.heard) == 6


@pytest.mark.parametrize("inside", [["127.0.0.1"], ["8.8.8.8", "10.0.0.1"], ["::ffff:127.0.0.1"], ["169.254.169.254"]])
def test_a_name_that_leads_inside_is_blocked_before_a_byte_is_sent(part: Path, inside: list[str]) -> None:
    road = Road(rules=LinkRules(), resolver=lambda host, port: inside)
    with line(answers(BODY)) as service, pytest.raises(Blocked) as caught:
        fetch("https://media.pixverseai.cn/a.mp4", part, road, quiet)
    assert caught.value.params["host"] == "media.pixverseai.cn"
    assert service.heard == []


def test_a_name_that_changes_its_mind_changes_nothing(part: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opinions = iter([["8.8.8.8"], ["127.0.0.1"]])
    dialled: list[str] = []

    def dial(address: tuple[str, int], timeout: float) -> socket.socket:
        dialled.append(address[0])
        raise ConnectionRefusedError

    monkeypatch.setattr("jobs.media.dial.socket.create_connection", dial)
    road = Road(rules=LinkRules(), resolver=lambda host, port: next(opinions))
    with pytest.raises(LineBroken):
        fetch("https://media.pixverseai.cn/a.mp4", part, road, quiet)
    assert dialled == ["8.8.8.8"]


def test_the_certificate_is_checked_for_the_name_and_not_for_the_address(
    part: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("jobs.media.dial.judge_address", lambda address, target: None)
    for name, good in (("media.pixverseai.cn", True), ("elsewhere.example", False)):
        paper = certificate(tmp_path, name)
        monkeypatch.setattr("requests.adapters.DEFAULT_CA_BUNDLE_PATH", str(paper.path))
        with line(answers(BODY), tls=paper.server) as service:
            monkeypatch.setattr("jobs.media.dial.socket.create_connection", _to(service.port))
            road = Road(rules=LinkRules(), resolver=lambda host, port: ["203.0.113.1"])
            if good:
                assert fetch("https://media.pixverseai.cn/a.mp4", part, road, quiet).sha256 == HASH
                assert b"Host: media.pixverseai.cn\r\n" in service.heard[0]
            else:
                with pytest.raises(LineBroken):
                    fetch("https://media.pixverseai.cn/b.mp4", part, road, quiet)


def _to(port: int) -> Callable[..., object]:
    real = socket.create_connection
    return lambda address, timeout: real(("127.0.0.1", port), timeout)


def test_an_unknown_name_is_worth_another_try(part: Path) -> None:
    def unknown(host: str, port: int) -> list[str]:
        raise OSError("no such name")

    with pytest.raises(LineBroken):
        fetch("https://media.pixverseai.cn/a.mp4", part, Road(rules=LinkRules(), resolver=unknown), quiet)


def test_the_proxies_of_the_environment_are_ignored(part: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    with line(answers(BODY)) as service:
        assert get(service, part).sha256 == HASH


def test_the_sandbox_is_never_looked_for_on_the_network(part: Path) -> None:
    with pytest.raises(Blocked):
        fetch("https://sandbox.invalid/a.mp4", part, Road(rules=LinkRules(sandbox=True)), quiet)
