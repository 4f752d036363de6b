"""Stored files as answers. No row is stored; the mark is for connections that closing an answer looks after."""

import dataclasses
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from django.http import FileResponse, Http404
from django.http.response import HttpResponseBase
from django.test import RequestFactory
from pytest_django import Settings
from waitress.buffers import ReadOnlyFileBasedBuffer

from jobs.media.serve import film_response
from jobs.models import Asset

pytestmark = pytest.mark.django_db

FILM = bytes(range(256)) * 1000
Ask = Callable[..., HttpResponseBase]


@pytest.fixture
def asset(settings: Settings, tmp_path: Path) -> Asset:
    settings.MEDIA_ROOT = tmp_path
    (tmp_path / "films").mkdir()
    (tmp_path / "films/one.mp4").write_bytes(FILM)
    return Asset(
        storage_key="films/one.mp4",
        mime="video/mp4",
        bytes=len(FILM),
        sha256=sha256(FILM).hexdigest(),
        width=2,
        height=2,
    )


@pytest.fixture
def ask(asset: Asset) -> Ask:
    def send(method: str = "GET", filename: str | None = None, behind: bytes = b"", **headers: str) -> HttpResponseBase:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        request = RequestFactory().generic(method, "/film.mp4", headers=named)
        return film_response(request, asset, filename=filename, behind=behind)

    return send


def body(response: HttpResponseBase) -> bytes:
    assert isinstance(response, FileResponse)
    content = b"".join(response)
    response.close()
    return content


def test_without_a_range_the_whole_film_comes(ask: Ask) -> None:
    response = ask()
    assert (response.status_code, response["Content-Length"]) == (200, str(len(FILM)))
    assert body(response) == FILM


def test_a_range_brings_exactly_its_bytes(ask: Ask) -> None:
    response = ask(Range="bytes=300-299999")
    assert response.status_code == 206
    assert response["Content-Range"] == f"bytes 300-{len(FILM) - 1}/{len(FILM)}"
    assert body(response) == FILM[300:]


def test_a_part_in_the_middle_ends_where_it_should(ask: Ask) -> None:
    response = ask(Range="bytes=10-19")
    assert response["Content-Length"] == "10"
    assert body(response) == FILM[10:20]


def test_the_server_can_send_the_part_by_itself(ask: Ask) -> None:
    response = ask(Range="bytes=10-19")
    assert isinstance(response, FileResponse)
    wrapped = ReadOnlyFileBasedBuffer(response.file_to_stream)
    assert wrapped.prepare(10) == 10
    assert wrapped.get(1000) == FILM[10:20]
    response.close()


def test_several_ranges_bring_the_whole_film(ask: Ask) -> None:
    response = ask(Range="bytes=0-1,5-6")
    assert response.status_code == 200
    assert body(response) == FILM


def test_past_the_end_is_416_with_the_size(ask: Ask) -> None:
    response = ask(Range=f"bytes={len(FILM)}-")
    assert (response.status_code, response["Content-Range"]) == (416, f"bytes */{len(FILM)}")


def test_head_has_the_size_and_no_body_whatever_the_range(ask: Ask) -> None:
    response = ask("HEAD", Range="bytes=0-1")
    assert (response.status_code, response["Content-Length"]) == (200, str(len(FILM)))
    assert response["Accept-Ranges"] == "bytes"
    assert not response.streaming


def test_a_known_film_is_not_sent_again(ask: Ask, asset: Asset) -> None:
    response = ask(If_None_Match=f'"{asset.sha256}"')
    assert response.status_code == 304
    assert response["ETag"] == f'"{asset.sha256}"'


def test_a_range_of_another_version_brings_the_whole_film(ask: Ask, asset: Asset) -> None:
    assert body(ask(Range="bytes=0-1", If_Range='"other"')) == FILM
    assert body(ask(Range="bytes=0-1", If_Range=f'"{asset.sha256}"')) == FILM[:2]


def test_a_film_stays_with_its_reader_for_good_and_is_never_guessed_at(ask: Ask) -> None:
    response = ask()
    assert response["Cache-Control"] == "private, max-age=31536000, immutable"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert (response["Content-Type"], response["Content-Disposition"]) == ("video/mp4", "inline")
    response.close()


def test_a_download_carries_its_name_safely(ask: Ask) -> None:
    response = ask(filename="雨\n.mp4")
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    response.close()


def test_a_missing_file_is_not_found(ask: Ask, settings: Settings) -> None:
    (Path(settings.MEDIA_ROOT) / "films/one.mp4").unlink()
    with pytest.raises(Http404):
        ask()


def test_behind_a_proxy_the_proxy_sends_the_bytes(ask: Ask, settings: Settings) -> None:
    settings.PIXSTUDIO = dataclasses.replace(settings.PIXSTUDIO, accel="/films-inside/")
    response = ask(Range="bytes=0-1")
    assert response["X-Accel-Redirect"] == "/films-inside/films/one.mp4"
    assert response["Content-Type"] == "video/mp4"


def test_behind_a_proxy_what_cannot_be_sent_is_said_by_us(ask: Ask, settings: Settings) -> None:
    settings.PIXSTUDIO = dataclasses.replace(settings.PIXSTUDIO, accel="/films-inside")
    assert ask(Range=f"bytes={len(FILM)}-").status_code == 416
    (Path(settings.MEDIA_ROOT) / "films/one.mp4").unlink()
    with pytest.raises(Http404):
        ask()


BEHIND = b"behind the film"
COPY = FILM + BEHIND


@pytest.mark.parametrize("asked", [(0, 9), (100, 299_999), (255_990, 256_009), (256_000, 256_014), (256_010, 256_010)])
def test_any_part_of_a_copy_is_a_part_of_film_and_what_is_behind_it(ask: Ask, asked: tuple[int, int]) -> None:
    first, last = asked
    response = ask(behind=BEHIND, Range=f"bytes={first}-{last}")
    assert response["Content-Range"] == f"bytes {first}-{min(last, len(COPY) - 1)}/{len(COPY)}"
    assert response["Content-Length"] == str(len(COPY[first : last + 1]))
    assert body(response) == COPY[first : last + 1]


def test_a_copy_is_whole_for_head_for_the_end_and_past_it(ask: Ask) -> None:
    assert ask("HEAD", behind=BEHIND)["Content-Length"] == str(len(COPY))
    assert body(ask(behind=BEHIND)) == COPY
    assert body(ask(behind=BEHIND, Range="bytes=-20")) == COPY[-20:]
    assert ask(behind=BEHIND, Range=f"bytes={len(COPY)}-")["Content-Range"] == f"bytes */{len(COPY)}"


def test_a_copy_goes_on_only_as_the_same_copy(ask: Ask, asset: Asset) -> None:
    tag = ask("HEAD", behind=BEHIND)["ETag"]
    assert tag not in (f'"{asset.sha256}"', ask("HEAD", behind=b"another")["ETag"])
    assert body(ask(behind=BEHIND, Range="bytes=0-1", If_Range=tag)) == FILM[:2]
    assert body(ask(behind=b"another", Range="bytes=0-1", If_Range=tag)) == FILM + b"another"
    assert ask(behind=BEHIND, If_None_Match=tag).status_code == 304


def test_the_server_reads_a_copy_over_the_seam_in_any_blocks(ask: Ask) -> None:
    response = ask(behind=BEHIND)
    assert isinstance(response, FileResponse)
    wrapped = ReadOnlyFileBasedBuffer(response.file_to_stream)
    assert wrapped.prepare() == len(COPY)
    got = b""
    while part := wrapped.get(1009, skip=True):
        got += part
    assert got == COPY
    response.close()


def test_a_copy_is_sent_by_us_even_behind_a_proxy(ask: Ask, settings: Settings) -> None:
    settings.PIXSTUDIO = dataclasses.replace(settings.PIXSTUDIO, accel="/films-inside/")
    response = ask(behind=BEHIND)
    assert "X-Accel-Redirect" not in response
    assert body(response) == COPY


def test_a_film_that_lost_its_end_ends_the_copy_early(ask: Ask, settings: Settings) -> None:
    (Path(settings.MEDIA_ROOT) / "films/one.mp4").write_bytes(FILM[:100])
    assert body(ask(behind=BEHIND)) == FILM[:100]
