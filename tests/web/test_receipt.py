"""The request of a film, word for word, and what it says otherwise than that of the film it comes from."""

import json
import re
from dataclasses import asdict
from pathlib import Path

import pytest

from jobs.dashscope.orders import create
from jobs.models import Render, Submission, User
from jobs.pipeline.claim import wish_of
from jobs.pipeline.submit import submit
from tests.desk import orders
from tests.web.desk import CANARY, Desk, home

WORDS = "茶壶 “steams” <b>\nslowly"


def page_of(film: Render) -> str:
    return f"/renders/{film.pk}/"


def sent(film: Render) -> Render:
    """Its request has left."""
    submit(film.pk)
    return Render.objects.get(pk=film.pk)


def noted(film: Render) -> Render:
    """What is sent for it stands written down, as before every request."""
    settings = {name: value for name, value in asdict(wish_of(film)).items() if name != "prompt"}
    Submission.objects.filter(render=film).update(sent=settings)
    return Render.objects.get(pk=film.pk)


def shown(page: str) -> str:
    [request] = re.findall(r'<pre class="receipt sent"[^>]*>(.*?)</pre>', page, re.S)
    return str(request)


def changed(page: str) -> list[tuple[str, ...]]:
    return re.findall(r"<dt>([^<]+)</dt><dd[^>]*><del>([^<]*)</del> → <ins>([^<]*)</ins>", page)


def test_the_request_is_shown_as_it_left_and_can_be_copied(desk: Desk) -> None:
    film = sent(orders(desk.user, WORDS, seed=7))
    page = desk.see(page_of(film))
    head, body = shown(page).split("\n\n", 1)
    assert head.splitlines()[0] == "POST /services/aigc/video-generation/video-synthesis"
    assert "X-DashScope-Async: enable" in head
    assert json.loads(body) == json.loads(create(wish_of(film)).body or b"")
    assert "茶壶" in body
    assert f'data-copy="{body}"' in page


def test_what_was_written_down_counts_and_not_what_would_be_sent_today(desk: Desk) -> None:
    film = sent(orders(desk.user))
    kept = Submission.objects.get().sent
    Submission.objects.update(sent={**kept, "seed": 99, "from_a_later_version": 1})
    assert '"seed": 99' in shown(desk.see(page_of(film)))


def test_before_anything_has_left_no_request_is_shown(desk: Desk) -> None:
    assert "Request as sent" not in desk.see(page_of(orders(desk.user)))


@pytest.mark.usefixtures("key")
def test_no_key_is_in_it(desk: Desk) -> None:
    film = orders(desk.user)
    Submission.objects.update(sent={"model": "m", "size": "1*1", "duration": 1, "key": CANARY})
    page = desk.see(page_of(film))
    assert "Authorization" not in shown(page)
    assert CANARY not in page


def test_a_child_says_what_it_was_sent_otherwise_than_its_parent(desk: Desk) -> None:
    film = home(noted(orders(desk.user)))
    desk.press(f"{page_of(film)}at/1080P/")
    child = noted(film.children.get())
    assert changed(desk.see(page_of(child))) == [("size", "640*360", "1920*1080")]


def test_a_seed_that_was_drawn_anew_is_the_only_difference_of_a_film_rendered_again(desk: Desk) -> None:
    film = home(noted(orders(desk.user)))
    desk.press(f"{page_of(film)}again/")
    child = noted(film.children.get())
    assert changed(desk.see(page_of(child))) == [("seed", str(film.seed), str(child.seed))]


def test_equal_requests_are_called_equal(desk: Desk) -> None:
    film = home(noted(orders(desk.user, seed=7)))
    desk.press(f"{page_of(film)}again/")
    assert "The same request, word for word." in desk.see(page_of(noted(film.children.get())))


def test_nothing_is_compared_where_one_request_is_not_known(desk: Desk, house: Path, lin: User) -> None:
    film = home(orders(lin))
    desk.press(f"{page_of(film)}again/")
    page = desk.see(page_of(noted(film.children.get())))
    assert "Request as sent" in page
    assert "Against the film it comes from" not in page
