"""What a share link tells strangers: nothing that was switched off, in no answer, header, name or byte."""

import json

from jobs.models import Comment, Pick, Render, User
from jobs.provenance import read
from tests.web.desk import BYTES
from tests.web.guests import Stranger, link

CANARIES = ("Zirpvogel", "Lin-Canary", "lin@example.com", "66.66", "task-canary", "9173", "sk-test")


def everything(guest: Stranger) -> list[str]:
    """Every answer a stranger can get, headers and bytes alike."""
    answers = [
        guest.get(),
        guest.get("films/1/film.mp4"),
        guest.get("films/1/film.mp4?download"),
        guest.get("films/1/film.mp4", Range="bytes=0-9"),
        guest.get("films/1/poster.webp"),
        guest.pick(),
        guest.pick(name="Anna"),
        guest.say(),
        guest.say("", script=False),
        guest.get("films/9/film.mp4"),
    ]
    found = []
    for answer in answers:
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        found.append(f"{answer.headers.items()} {body.decode('latin-1')}")
    return found


def test_nothing_that_is_switched_off_is_in_any_answer(guest: Stranger) -> None:
    for answer in everything(guest):
        assert not [one for one in CANARIES if one in answer]


def test_with_download_alone_the_file_is_the_stored_one_under_a_name_that_tells_nothing(
    lin: User, film: Render
) -> None:
    guest = Stranger(told=link(lin, film, allows_download=True))
    answer = guest.get("films/1/film.mp4?download")
    assert b"".join(answer) == BYTES
    assert answer.headers["Content-Disposition"] == 'attachment; filename="tea-spot-round-2_film-1_t1_640x360.mp4"'
    for one in everything(guest):
        assert not [canary for canary in CANARIES if canary in one]


def test_with_prompt_and_download_the_copy_carries_the_order_but_neither_cost_nor_task(lin: User, film: Render) -> None:
    guest = Stranger(told=link(lin, film, allows_download=True, shows_prompt=True))
    copy = b"".join(guest.get("films/1/film.mp4?download"))
    assert read(copy).prompt == "A Zirpvogel at dawn"
    assert "A Zirpvogel at dawn" in guest.see()
    for secret in (b"66.66", b"task-canary", b"Lin-Canary", b"lin@example.com"):
        assert secret not in copy
    told = json.loads(copy[copy.index(b'{\n  "format"') : copy.index(b"\n}\n") + 3])
    assert (told["cost"]["amount"], told["film"]["task_id"]) == (None, None)


def test_what_is_switched_off_cannot_be_done_either(lin: User, film: Render) -> None:
    guest = Stranger(told=link(lin, film, takes_picks=False, takes_comments=False))
    page = guest.see()
    assert not [word for word in ("pick/", "comment/", "?download") if word in page]
    assert [guest.pick(name="Anna").status_code, guest.say().status_code] == [404, 404]
    assert guest.get("films/1/film.mp4?download").status_code == 404
    assert not Pick.objects.exists()
    assert not Comment.objects.exists()


def test_no_engine_lists_it_no_link_tells_it_and_nothing_keeps_it(guest: Stranger) -> None:
    for path in ("", "films/1/film.mp4", "films/9/film.mp4", "films/1/pick/"):
        answer = guest.get(path)
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert "noindex" in answer.headers["X-Robots-Tag"]
        assert answer.headers["Cache-Control"] == ("private, no-cache" if "1/film" in path else "private, no-store")
        assert "script-src 'self'" in answer.headers["Content-Security-Policy"]


def test_a_preview_of_an_open_link_names_it_and_one_with_a_password_says_nothing(lin: User, film: Render) -> None:
    assert 'og:title" content="Tea spot, round 2"' in Stranger(told=link(lin, film)).see()
    shut = Stranger(told=link(lin, film, password="one two three"))
    assert not [word for word in ("og:", "Tea spot", "poster") if word in shut.see()]
    shut.post("enter/", script=False, password="one two three")
    assert "og:" not in shut.see()
