"""What only shows on a socket."""

import json
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.sandbox.house import KEY, Provider, opened


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Provider]:
    with opened("http", tmp_path / "provider") as way_in:
        yield way_in


def spoken(server: Provider, text: str) -> bytes:
    """Everything the server says to these bytes until it hangs up."""
    host, port = server.origin.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=5) as line:
        line.sendall(text.encode())
        line.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: line.recv(65536), b""))


def test_one_connection_carries_many_calls(server: Provider) -> None:
    call = f"GET /api/v1/models HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {KEY}\r\n\r\n"

    assert spoken(server, call * 3).count(b"HTTP/1.1 200 OK") == 3


def test_the_film_is_found_at_the_address_that_was_asked(server: Provider) -> None:
    task_id = server.made()
    server.clock.forward(60)
    answer = server.call("GET", f"/tasks/{task_id}", headers={"Host": "pictures.test:8090"})

    assert answer.json()["output"]["video_url"] == f"http://pictures.test:8090/films/{task_id}.mp4"


def test_a_lost_line_ends_without_a_byte(server: Provider) -> None:
    wish = {"size": "640*360", "duration": 1}
    body = json.dumps({"model": "pixverse/pixverse-v6-t2v", "input": {"prompt": "[lost]"}, "parameters": wish})
    head = f"Host: x\r\nAuthorization: Bearer {KEY}\r\nX-DashScope-Async: enable\r\nContent-Length: {len(body)}"
    said = spoken(
        server, f"POST /api/v1/services/aigc/video-generation/video-synthesis HTTP/1.1\r\n{head}\r\n\r\n{body}"
    )

    assert said == b""
    assert server.listed()["total"] == 1


@pytest.mark.parametrize(
    "call",
    [
        "BREW / HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET / HTTP/9\r\nHost: x\r\n\r\n",
        "POST /api/v1/tasks HTTP/1.1\r\nHost: x\r\nContent-Length: ten\r\n\r\n",
        "POST /api/v1/tasks HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "GET /" + "x" * 70_000 + " HTTP/1.1\r\nHost: x\r\n\r\n",
    ],
)
def test_nonsense_is_answered_in_the_providers_form_and_never_with_a_page(server: Provider, call: str) -> None:
    head, _, body = spoken(server, call).partition(b"\r\n\r\n")

    assert b"application/json" in head
    assert set(json.loads(body)) == {"code", "message", "request_id"}


def test_a_client_that_asks_before_it_sends_is_told_to_go_on(server: Provider) -> None:
    head = "POST /api/v1/tasks/x/cancel HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 0\r\n\r\n"

    assert spoken(server, head).startswith(b"HTTP/1.1 100 Continue")
