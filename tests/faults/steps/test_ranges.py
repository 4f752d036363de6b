"""A browser asks for pieces of a film as RFC 9110 has it: https://www.rfc-editor.org/rfc/rfc9110#section-14."""

from typing import Any

import pytest
from django.core.files.storage import default_storage

from jobs.models import Asset, Render, User
from jobs.states import State
from tests.pipeline.journey import Journey
from tests.web.desk import Desk

PIECES = {"bytes=0-1": slice(0, 2), "bytes=-500": slice(-500, None), "bytes=1000-": slice(1000, None)}
ALL = ("bytes=5-4", "bytes=0-1,5-6", "lines=1-2", "bytes=a-b", "bytes=", "0-1")


@pytest.fixture
def film(journey: Journey, finished: Render) -> Asset:
    return journey.until(finished, State.SAVED).assets.get(kind="film")


def ask(lin: User, film: Asset, method: str = "GET", **headers: str) -> tuple[int, bytes, Any]:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    answer = Desk.of(lin).client.generic(method, f"/renders/{film.render_id}/film.mp4", headers=named)
    return answer.status_code, b"".join(answer), answer.headers


def test_row_32_a_browser_gets_exactly_what_it_asked_for(lin: User, film: Asset) -> None:
    whole = default_storage.open(film.storage_key).read()
    size = len(whole)
    for header, piece in PIECES.items():
        status, body, headers = ask(lin, film, Range=header)
        start, stop, _ = piece.indices(size)
        assert (status, body) == (206, whole[piece])
        assert headers["Content-Range"] == f"bytes {start}-{stop - 1}/{size}"
    for header in ALL:
        assert ask(lin, film, Range=header)[:2] == (200, whole), header
    for header in (f"bytes={size}-", f"bytes={size + 5}-{size + 9}"):
        status, _, headers = ask(lin, film, Range=header)
        assert (status, headers["Content-Range"]) == (416, f"bytes */{size}")


def test_row_32_head_tells_the_size_and_if_range_guards_against_another_film(lin: User, film: Asset) -> None:
    status, body, headers = ask(lin, film, "HEAD")
    assert (status, body, headers["Content-Length"]) == (200, b"", str(film.bytes))
    assert ask(lin, film, Range="bytes=0-1", If_Range=headers["ETag"])[0] == 206
    assert ask(lin, film, Range="bytes=0-1", If_Range='"another"')[0] == 200
