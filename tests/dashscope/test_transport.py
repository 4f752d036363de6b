"""What the client makes of a bad line: was the request sent, is the call over in time, does the key stay inside?"""

import socket
import ssl
import time
from dataclasses import replace
from pathlib import Path

import pytest

from jobs.dashscope import Client, ProviderError, RetryClass, read_created
from jobs.pace import Pace
from tests.certificates import certificate
from tests.dashscope.answers import KEY, PACE, WISH
from tests.lines import Act, Visit, answers, is_silent, line, request_from, resets, says, trickles

SHORT = replace(PACE, create_connect=1.0, create_read=0.4, create_total=0.8, query_total=0.8)
GOOD = answers(b'{"output": {"task_id": "t-1", "task_status": "PENDING"}, "request_id": "r"}')


def client_of(base_url: str, proxy: str = "", pace: Pace = PACE) -> Client:
    return Client(base_url=base_url, key=f" {KEY}\n", workspace="ws-1", pace=pace, proxy=proxy)


def failure_of(base_url: str, proxy: str = "") -> ProviderError:
    with pytest.raises(ProviderError) as caught:
        client_of(base_url, proxy, SHORT).create(WISH)
    return caught.value


def test_a_create_brings_back_its_answer() -> None:
    with line(GOOD) as service:
        answer = client_of(service.base_url).create(WISH)
    assert read_created(answer).task_id == "t-1"
    head = service.heard[0].lower()
    assert head.startswith(b"post /api/v1/services/aigc/video-generation/video-synthesis http/1.1\r\n")
    assert b"\r\nauthorization: bearer " + KEY.encode() + b"\r\n" in head
    assert b"\r\nx-dashscope-workspace: ws-1\r\n" in head
    assert b"\r\naccept-encoding: identity\r\n" in head


@pytest.mark.parametrize(
    "act",
    [
        resets,
        is_silent,
        says(b""),
        says(b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{"),
        says(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"),
        says(b"SSH-2.0-OpenSSH\r\n"),
        trickles(b"HTTP/1.1 200 OK\r\nX-Slow: "),
        trickles(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n"),
        trickles(b"HTTP/1.1 200 OK\r\n\r\n"),
        trickles(b""),
    ],
)
def test_a_line_that_breaks_or_drags_after_the_request_leaves_the_outcome_open(act: Act) -> None:
    with line(act, GOOD) as service:
        begun = time.monotonic()
        failure = failure_of(service.base_url)
        spent = time.monotonic() - begun
    assert failure.retry is RetryClass.UNKNOWN
    assert failure.cause in {"timeout", "connection-lost"}
    assert len(service.heard) == 1, "a create is never sent twice"
    assert spent < 5


def test_a_trickle_is_told_as_a_timeout() -> None:
    with line(trickles(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")) as service:
        assert failure_of(service.base_url).cause == "timeout"


def test_a_refused_connection_was_never_sent() -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    failure = failure_of(f"http://127.0.0.1:{port}/api/v1")
    assert (failure.retry, failure.cause, failure.charged) == ("never-sent", "unreachable", False)


def test_an_unknown_name_was_never_sent() -> None:
    failure = failure_of("https://nowhere.invalid/api/v1")
    assert (failure.retry, failure.cause) == ("never-sent", "unreachable")


def test_a_proxy_that_is_not_there_was_never_sent() -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    assert failure_of("https://dashscope.invalid/api/v1", f"http://127.0.0.1:{port}").retry == "never-sent"


def test_a_connection_that_is_never_accepted_was_never_sent() -> None:
    with socket.socket() as full:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        port = full.getsockname()[1]
        waiting = [socket.socket() for _ in range(3)]
        for sock in waiting:
            sock.setblocking(False)
            sock.connect_ex(("127.0.0.1", port))
        assert failure_of(f"http://127.0.0.1:{port}").retry == "never-sent"
        for sock in waiting:
            sock.close()


def test_a_service_that_speaks_no_tls_was_never_sent_anything() -> None:
    with line(says(b"HTTP/1.1 400 Bad Request\r\n\r\n")) as service:
        failure = failure_of(service.base_url.replace("http:", "https:"))
    assert (failure.retry, failure.cause) == ("never-sent", "tls-failed")
    assert KEY.encode() not in service.heard[0]


def test_a_certificate_nobody_vouches_for_was_never_sent_anything(tmp_path: Path) -> None:
    with line(GOOD, tls=certificate(tmp_path).server) as service:
        failure = failure_of(service.base_url)
    assert (failure.retry, failure.cause) == ("never-sent", "tls-failed")
    assert service.heard == []


def test_a_tls_line_that_breaks_after_the_request_leaves_the_outcome_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper = certificate(tmp_path)
    monkeypatch.setattr("requests.adapters.DEFAULT_CA_BUNDLE_PATH", str(paper.path))

    def garbage(visit: Visit) -> None:
        assert isinstance(visit.sock, ssl.SSLSocket)
        socket.socket(fileno=visit.sock.detach()).sendall(b"\x17\x03\x03\x00\x20" + b"x" * 32)

    with line(garbage, GOOD, tls=paper.server) as service:
        failure = failure_of(service.base_url)
    assert failure.retry is RetryClass.UNKNOWN
    assert len(service.heard) == 1


def test_a_good_tls_line_works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paper = certificate(tmp_path)
    monkeypatch.setattr("requests.adapters.DEFAULT_CA_BUNDLE_PATH", str(paper.path))
    with line(GOOD, tls=paper.server) as service:
        assert client_of(service.base_url).create(WISH).status == 200


def test_a_redirect_of_a_create_is_not_followed() -> None:
    with line(GOOD) as elsewhere:
        there = f"Location: {elsewhere.base_url}\r\n".encode()
        with line(answers(b"", "307 Temporary Redirect", there)) as service:
            answer = client_of(service.base_url).create(WISH)
    assert answer.status == 307
    assert elsewhere.heard == []
    with pytest.raises(ProviderError) as caught:
        read_created(answer)
    assert (caught.value.retry, caught.value.cause) == ("unknown", "redirected")


def test_the_proxies_of_the_environment_are_ignored(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    monkeypatch.delenv("NO_PROXY", raising=False)
    with line(GOOD) as service:
        assert client_of(service.base_url).create(WISH).status == 200


def test_an_answer_past_the_cap_is_cut_and_not_believed() -> None:
    with line(answers(b'{"output": {"task_id": "t-1"}, "x": "' + b"x" * 3_000_000 + b'"}')) as service:
        answer = client_of(service.base_url).create(WISH)
    assert answer.truncated
    assert len(answer.body) == 1024 * 1024
    with pytest.raises(ProviderError) as caught:
        read_created(answer)
    assert caught.value.retry is RetryClass.UNKNOWN


def test_each_create_has_a_connection_of_its_own_and_queries_share_one() -> None:
    def two_answers(visit: Visit) -> None:
        GOOD(visit)
        request_from(visit.sock)
        GOOD(visit)

    with line(GOOD, GOOD, two_answers) as service:
        client = client_of(service.base_url)
        client.create(WISH)
        client.create(WISH)
        client.query("t-1")
        client.query("t-1")
        client.close()
    assert len(service.heard) == 3
