"""Bringing films home over lines that cut, lie and drag."""

import errno
import gzip
import json
import time
from hashlib import sha256
from pathlib import Path

import pytest

from jobs.media.download import Fetched, Road, fetch
from jobs.media.faults import LineBroken, LinkRefused, LocalFault, NotAFilm, TooLarge
from jobs.media.parts import Part, note_path
from tests.lines import Act, Line, Visit, answers, is_silent, line, resets, says, trickles
from tests.media.downloading import BODY, HASH, HASTY, HOME, TAG, TYPE, cut, get, quiet, rest


def begun(part: Path, service: Line) -> None:
    """A first attempt that breaks in the middle."""
    with pytest.raises(LineBroken):
        get(service, part)


def test_a_film_comes_home_with_its_hash(part: Path) -> None:
    with line(answers(BODY, headers=TAG + TYPE)) as service:
        fetched = get(service, part)
    assert fetched == Fetched(bytes=len(BODY), sha256=HASH, etag='"v1"', content_type="video/mp4")
    assert part.read_bytes() == BODY
    assert part.stat().st_mode & 0o777 == 0o600
    assert service.heard[0].startswith(b"GET /a%2Fb.mp4?x=%7E HTTP/1.1\r\n")
    assert b"Accept-Encoding: identity\r\n" in service.heard[0]
    assert b"authorization" not in service.heard[0].lower()


def test_a_cut_download_goes_on_where_it_stopped(part: Path) -> None:
    with line(cut(300_000), rest) as service:
        begun(part, service)
        assert part.stat().st_size == 300_000
        assert get(service, part).sha256 == HASH
    assert b"Range: bytes=300000-\r\n" in service.heard[1]


def test_a_download_cut_twice_still_ends_right(part: Path) -> None:
    def second(visit: Visit) -> None:
        place = f"Content-Range: bytes 300000-{len(BODY) - 1}/{len(BODY)}\r\n".encode()
        head = f"HTTP/1.1 206 x\r\nContent-Length: {len(BODY) - 300_000}\r\n".encode() + TAG + TYPE + place + b"\r\n"
        visit.sock.sendall(head + BODY[300_000:400_000])

    with line(cut(300_000), second, rest) as service:
        begun(part, service)
        begun(part, service)
        assert get(service, part).sha256 == HASH
    assert b"Range: bytes=400000-\r\n" in service.heard[2]


@pytest.mark.parametrize("head", [TYPE, b'ETag: W/"v1"\r\n' + TYPE, b"ETag: v1\r\n" + TYPE, b'ETag: ""\r\n' + TYPE])
def test_without_a_strong_tag_a_download_begins_anew(part: Path, head: bytes) -> None:
    with line(cut(300_000, head), answers(BODY, headers=head)) as service:
        begun(part, service)
        assert get(service, part).sha256 == HASH
    assert b"Range:" not in service.heard[1]


def test_a_fresh_link_begins_anew(part: Path) -> None:
    with line(cut(300_000), answers(BODY, headers=TAG)) as service:
        begun(part, service)
        fetched = fetch(f"http://127.0.0.1:{service.port}/other.mp4", part, HOME, quiet)
    assert fetched.sha256 == HASH
    assert b"Range:" not in service.heard[1]


def test_a_server_that_ignores_the_range_is_read_from_the_start(part: Path) -> None:
    with line(cut(300_000), answers(BODY, headers=TAG)) as service:
        begun(part, service)
        assert get(service, part).sha256 == HASH


def partial(start: int, end: int, tag: bytes = TAG, total: int = len(BODY)) -> Act:
    place = f"Content-Range: bytes {start}-{end}/{total}\r\n".encode()
    return answers(BODY[start : end + 1], "206 Partial Content", tag + place)


@pytest.mark.parametrize(
    "misfit",
    [
        partial(300_000, len(BODY) - 1, b'ETag: "v2"\r\n'),
        partial(0, len(BODY) - 1),
        partial(299_999, len(BODY) - 1),
        partial(300_000, len(BODY) - 1, total=len(BODY) + 5),
        answers(BODY, "206 Partial Content", TAG),
        answers(b"", "416 Range Not Satisfiable", b"Content-Range: bytes */5\r\n"),
    ],
)
def test_a_part_that_does_not_fit_is_dropped_and_the_film_begun_anew(part: Path, misfit: Act) -> None:
    with line(cut(300_000), misfit, answers(BODY, headers=TAG)) as service:
        begun(part, service)
        assert get(service, part).sha256 == HASH
    assert b"Range:" not in service.heard[2]


def test_a_film_that_changed_meanwhile_is_taken_whole(part: Path) -> None:
    other = BODY[::-1]
    with line(cut(300_000), answers(other, headers=b'ETag: "v2"\r\n')) as service:
        begun(part, service)
        assert get(service, part).sha256 == sha256(other).hexdigest()


def test_a_whole_part_needs_no_network(part: Path) -> None:
    with line(answers(BODY, headers=TAG + TYPE)) as service:
        first = get(service, part)
        assert get(service, part) == first
    assert len(service.heard) == 1


@pytest.mark.parametrize("note", ["", "{", "[]", '{"link": 1}', "\x00"])
def test_a_damaged_note_means_beginning_anew(part: Path, note: str) -> None:
    with line(cut(300_000), answers(BODY, headers=TAG)) as service:
        begun(part, service)
        note_path(part).write_text(note)
        assert get(service, part).sha256 == HASH


@pytest.mark.parametrize("status", ["400 Bad", "401 No", "403 Forbidden", "404 Not Found", "410 Gone", "451 No"])
def test_a_refused_link_says_so(part: Path, status: str) -> None:
    with line(answers(b"<Error/>", status)) as service, pytest.raises(LinkRefused) as caught:
        get(service, part)
    assert caught.value.status == int(status[:3])


@pytest.mark.parametrize(
    "act",
    [
        resets,
        is_silent,
        says(b""),
        says(b"SSH-2.0-OpenSSH\r\n"),
        answers(b"", "500 Oh"),
        answers(b"", "503 Busy"),
        answers(b"", "429 Slow"),
        answers(b"", "304 Same"),
        cut(1000),
        cut(0),
        says(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\n"),
        says(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"),
        trickles(b"HTTP/1.1 200 OK\r\nX-Slow: "),
    ],
)
def test_a_bad_line_is_worth_another_try(part: Path, act: Act) -> None:
    with line(act) as service, pytest.raises(LineBroken):
        get(service, part, HASTY)


def test_a_stall_in_the_middle_is_noticed(part: Path) -> None:
    def stalls(visit: Visit) -> None:
        cut(1000)(visit)
        visit.over.wait(20)

    begun_at = time.monotonic()
    with line(stalls) as service, pytest.raises(LineBroken):
        get(service, part, HASTY)
    assert time.monotonic() - begun_at < 10
    assert part.stat().st_size == 1000


def test_a_service_that_is_not_there_is_worth_another_try(part: Path) -> None:
    with line() as service:
        pass
    with pytest.raises(LineBroken):
        get(service, part)


def test_chunks_without_a_length_are_taken(part: Path) -> None:
    chunks = b"".join(b"%x\r\n%b\r\n" % (len(piece), piece) for piece in (BODY[:99], BODY[99:]))
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n" + TAG + b"\r\n"
    with line(says(head + chunks + b"0\r\n\r\n")) as service:
        assert get(service, part).sha256 == HASH


@pytest.mark.parametrize(
    "act",
    [
        answers(b"<html>Gone</html>", headers=b"Content-Type: text/html\r\n"),
        answers(b"<html>Gone</html>", headers=TYPE),
        answers(b"\xef\xbb\xbf \n<?xml version='1.0'?>", headers=TYPE),
        answers(b"{}", headers=b"Content-Type: application/json; charset=utf-8\r\n"),
        answers(b"", headers=TYPE),
        answers(b"", "204 No Content"),
        answers(BODY[:99], "206 Partial Content", b"Content-Range: bytes 0-98/700008\r\n"),
        answers(gzip.compress(BODY), headers=TYPE + b"Content-Encoding: gzip\r\n"),
    ],
)
def test_what_is_no_film_is_not_kept(part: Path, act: Act) -> None:
    with line(act) as service, pytest.raises(NotAFilm):
        get(service, part)
    assert not part.exists()
    assert not note_path(part).exists()


def test_a_film_over_the_cap_is_refused_before_it_is_read(part: Path) -> None:
    road = Road(rules=HOME.rules, cap=1000)
    with line(answers(BODY, headers=TAG)) as service, pytest.raises(TooLarge) as caught:
        get(service, part, road)
    assert caught.value.size == len(BODY)
    assert not part.exists()


def test_an_endless_film_is_cut_at_the_cap(part: Path) -> None:
    def endless(visit: Visit) -> None:
        visit.sock.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        while not visit.over.is_set():
            visit.sock.sendall(BODY)

    with line(endless) as service, pytest.raises(TooLarge):
        get(service, part, Road(rules=HOME.rules, cap=3_000_000))
    assert not part.exists()


def test_a_slow_line_is_told_of_while_it_drips(part: Path) -> None:
    def drips(visit: Visit) -> None:
        visit.sock.sendall(f"HTTP/1.1 200 OK\r\nContent-Length: 24\r\n{TAG.decode()}\r\n".encode())
        for byte in BODY[:24]:
            visit.sock.sendall(bytes([byte]))
            visit.over.wait(0.1)

    told: list[tuple[int, int | None]] = []
    with line(drips) as service:
        get(service, part, progress=lambda done, total: told.append((done, total)))
    assert len(told) >= 3
    assert {total for _, total in told} == {24}


def test_the_listener_can_stop_a_download_and_it_goes_on_later(part: Path) -> None:
    class LeaseLost(Exception):
        pass

    def stop(done: int, total: int | None) -> None:
        raise LeaseLost

    with line(cut(300_000), rest) as service:
        with pytest.raises(LeaseLost):
            get(service, part, progress=stop)
        assert 0 < part.stat().st_size <= 300_000
        assert get(service, part).sha256 == HASH


def test_a_folder_that_cannot_be_made_is_our_own_fault(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with line(answers(BODY)) as service, pytest.raises(LocalFault):
        get(service, tmp_path / "file" / "a.part")


def test_a_full_disk_keeps_what_arrived(part: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with line(cut(300_000), rest) as service:
        begun(part, service)

        def full(handle: int) -> None:
            raise OSError(errno.ENOSPC, "No space left on device")

        with monkeypatch.context() as patch:
            patch.setattr("jobs.media.parts.os.fsync", full)
            with pytest.raises(LocalFault) as caught:
                get(service, part)
        assert caught.value.params == {"errno": errno.ENOSPC}
        assert get(service, part).sha256 == HASH


def test_a_worker_that_was_overtaken_cannot_write_into_the_part_of_the_next(part: Path) -> None:
    with Part(part) as overtaken:
        overtaken.add(b"first")
        with line(answers(BODY, headers=TAG)) as service:
            assert get(service, part).sha256 == HASH
        overtaken.add(b"late")
        overtaken.settle()
        overtaken.drop()
    assert part.read_bytes() == BODY


def test_a_note_never_promises_more_than_the_server_did(part: Path) -> None:
    with line(cut(300_000)) as service:
        begun(part, service)
    with Part(part) as held:
        assert held.continues("http://elsewhere/") is None
    assert json.loads(note_path(part).read_text())["etag"] == '"v1"'
