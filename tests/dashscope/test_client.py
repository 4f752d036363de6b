"""The client as a whole: adapters of the caller, keys that must not show, addresses that must not be used."""

import gzip
import io
import traceback
import tracemalloc
from collections.abc import Callable
from typing import Any

import pytest
import requests
from requests.adapters import BaseAdapter
from urllib3 import HTTPResponse
from urllib3.exceptions import MaxRetryError, NameResolutionError, NewConnectionError

from jobs.dashscope import Client, ProviderError, Reply, RetryClass, read_created, read_task
from tests.dashscope.answers import KEY, PACE, WISH

BASE = "https://dashscope.invalid/api/v1"


class Desk(BaseAdapter):
    """Hands every request to a function and notes it."""

    def __init__(self, act: Callable[[requests.PreparedRequest], requests.Response]) -> None:
        super().__init__()
        self._act = act
        self.seen: list[requests.PreparedRequest] = []

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> requests.Response:
        self.seen.append(request)
        return self._act(request)

    def close(self) -> None: ...


def answer(body: bytes, status: int = 200, headers: dict[str, str] | None = None) -> requests.Response:
    response = requests.Response()
    response.status_code = status
    response.headers.update(headers or {})
    response.raw = HTTPResponse(io.BytesIO(body), headers=headers, status=status, preload_content=False)
    return response


def raising(error: Exception) -> Desk:
    def act(request: requests.PreparedRequest) -> requests.Response:
        if isinstance(error, requests.RequestException):
            error.request = request
        raise error

    return Desk(act)


def client_of(adapter: BaseAdapter, key: str = KEY, base_url: str = BASE) -> Client:
    return Client(base_url=base_url, key=key, pace=PACE, adapter=adapter)


def refused(reason: Exception) -> requests.ConnectionError:
    return requests.ConnectionError(MaxRetryError(None, "/", reason))  # type: ignore[arg-type]  # no pool is needed


LOST = [
    (requests.ConnectTimeout("slow"), "never-sent", "unreachable"),
    (refused(NewConnectionError(None, "refused")), "never-sent", "unreachable"),  # type: ignore[arg-type]  # no connection
    (refused(NameResolutionError("h", None, OSError())), "never-sent", "unreachable"),  # type: ignore[arg-type]  # none
    (ConnectionRefusedError(), "never-sent", "unreachable"),
    (requests.ReadTimeout("slow"), "unknown", "timeout"),
    (requests.ConnectionError(ConnectionResetError()), "unknown", "connection-lost"),
    (requests.exceptions.SSLError("broken later"), "unknown", "connection-lost"),
    (requests.exceptions.ChunkedEncodingError("cut"), "unknown", "connection-lost"),
    (requests.exceptions.ContentDecodingError("no gzip"), "unknown", "connection-lost"),
    (BrokenPipeError(), "unknown", "connection-lost"),
]


@pytest.mark.parametrize(("error", "retry", "cause"), LOST)
def test_a_failure_of_the_line_is_classified(error: Exception, retry: str, cause: str) -> None:
    with pytest.raises(ProviderError) as caught:
        client_of(raising(error)).create(WISH)
    assert (caught.value.retry, caught.value.cause) == (retry, cause)


def test_the_key_is_in_no_text_of_a_failure() -> None:
    client = client_of(raising(requests.ReadTimeout(f"Bearer {KEY}")))
    with pytest.raises(ProviderError) as caught:
        client.query("t-1")
    told = "".join(traceback.TracebackException.from_exception(caught.value, capture_locals=True).format())
    assert KEY not in told + repr(client) + repr(caught.value) + repr(vars(caught.value))
    assert caught.value.__context__ is None


@pytest.mark.parametrize("key", ["", "sk-test key", "sk-test-\nX: y", "sk-тест", "sk-test-\x00"])
def test_a_key_that_no_header_can_carry_is_refused_before_anything_is_sent(key: str) -> None:
    desk = Desk(lambda _: answer(b"{}"))
    with pytest.raises(ProviderError) as caught:
        client_of(desk, key=key).query("t-1")
    assert caught.value.retry is RetryClass.KEY
    assert desk.seen == []


@pytest.mark.parametrize(
    "base_url",
    [
        "",
        "dashscope.aliyuncs.com/api/v1",
        "http://dashscope.aliyuncs.com/api/v1",
        "ftp://dashscope.aliyuncs.com",
        "https://mara:secret@dashscope.aliyuncs.com",
        "https://dashscope.aliyuncs.com/api?x=",
        "https://dashscope.aliyuncs.com:99999/api",
        "https://dash scope.aliyuncs.com",
        "https://[::1",
        "https://dashscope.aliyuncs.com\\@evil.example",
    ],
)
def test_a_base_url_that_could_carry_the_key_astray_is_not_used(base_url: str) -> None:
    desk = Desk(lambda _: answer(b"{}"))
    with pytest.raises(ProviderError) as caught:
        client_of(desk, base_url=base_url).create(WISH)
    assert (caught.value.retry, caught.value.cause) == ("account", "wrong-url")
    assert desk.seen == []


def test_a_key_that_an_answer_throws_back_is_not_kept() -> None:
    desk = Desk(lambda request: answer(request.headers["Authorization"].encode(), 400, {"Via": f"x {KEY}"}))
    reply = client_of(desk).query("t-1")
    assert reply.body == b"Bearer [key]"
    assert KEY not in reply.to_json()


def test_cookies_and_unknown_headers_of_an_answer_are_dropped() -> None:
    desk = Desk(lambda _: answer(b"{}", headers={"Set-Cookie": "session=1", "Date": "x", "X-Other": "y"}))
    assert client_of(desk).query("t-1").headers == {"date": "x"}


def test_a_gzip_bomb_is_unpacked_no_further_than_the_cap() -> None:
    bomb = gzip.compress(b"0" * 200_000_000)
    desk = Desk(lambda _: answer(bomb, headers={"Content-Encoding": "gzip"}))
    tracemalloc.start()
    reply = client_of(desk).query("t-1")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert reply.truncated
    assert peak < 20_000_000


def test_the_calls_ask_for_what_they_are_named_after() -> None:
    desk = Desk(lambda _: answer(b'{"output": {"task_id": "t", "task_status": "RUNNING"}}'))
    client = client_of(desk)
    assert read_task(client.query("t")).status == "RUNNING"
    client.tasks(model="pixverse/x", page=3)
    client.cancel("t")
    client.models()
    asked = [(request.method, str(request.url).removeprefix(BASE)) for request in desk.seen]
    assert asked == [
        ("GET", "/tasks/t"),
        ("GET", "/tasks?page_no=3&page_size=50&model_name=pixverse%2Fx"),
        ("POST", "/tasks/t/cancel"),
        ("GET", "/models?page_no=1&page_size=1"),
    ]
    assert desk.seen[2].headers["Content-Length"] == "0"


def test_an_answer_spooled_and_read_again_means_the_same() -> None:
    desk = Desk(lambda _: answer(b'{"output": {"task_id": "t-7"}, "request_id": "r"}'))
    reply = client_of(desk).create(WISH)
    assert read_created(Reply.from_json(reply.to_json())) == read_created(reply)
