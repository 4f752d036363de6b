"""The public page of a share link: what strangers can see and do, what they cannot, and how often."""

import json
import re
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.cache import cache
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from jobs.actions import shares, trash
from jobs.models import Comment, Pick, Render, Share, Submission, User
from jobs.provenance import read
from tests.desk import orders, takes_in
from tests.web.desk import BYTES, Desk, home, text
from tests.web.guests import Stranger, link

CANARIES = ("Zirpvogel", "Lin-Canary", "lin@example.com", "66.66", "task-canary", "9173", "sk-test")


@pytest.fixture(autouse=True)
def nobody_was_here() -> None:
    cache.clear()


@pytest.fixture
def film(lin: User) -> Render:
    """A film of which a lot could leak."""
    User.objects.filter(pk=lin.pk).update(display_name="Lin-Canary")
    film = home(orders(lin, "A Zirpvogel at dawn", seed=9173))
    Render.objects.filter(pk=film.pk).update(cost=Decimal("66.66"), practice=False)
    Submission.objects.filter(render=film).update(task_id="task-canary")
    return film


@pytest.fixture
def guest(lin: User, film: Render) -> Stranger:
    return Stranger(told=link(lin, film))


# ------------------------------------------------------------------ what leaks


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


# ------------------------------------------------------------------ the door


def test_only_the_hash_of_token_and_password_is_stored(lin: User, film: Render) -> None:
    told = link(lin, film, password="one two three")
    row = str(Share.objects.values().get())
    assert len(told.token) >= 32
    assert told.token not in row
    assert "one two three" not in row


def test_an_address_that_never_was_and_one_that_was_cleared_away_answer_alike(lin: User, film: Render) -> None:
    old = Stranger(told=link(lin, film))
    Share.objects.update(ends_at=timezone.now() - timedelta(days=91))
    shares.clean(timezone.now())
    unknown = Stranger(told=replace(old.told, token="x" * 32))
    assert (old.get().status_code, unknown.get().status_code) == (404, 404)
    told, wrong = (
        re.sub(r'name="csrf[^>]+>', "", text(one.get())).replace(one.told.token, "") for one in (old, unknown)
    )
    assert told == wrong


@pytest.mark.parametrize("path", ["", "films/1/film.mp4", "films/1/poster.webp"])
def test_an_ended_link_says_when_and_who_can_help(guest: Stranger, path: str) -> None:
    Share.objects.update(ends_at=timezone.now())
    answer = guest.get(path)
    assert answer.status_code == 410
    assert "Ask the sender for a new one." in text(answer)


def test_who_is_in_the_middle_of_a_film_gets_no_more_of_it(guest: Stranger, lin: User) -> None:
    assert guest.get("films/1/film.mp4", Range="bytes=0-9").status_code == 206
    shares.revoke(guest.told.share, actor=lin)
    assert guest.get("films/1/film.mp4", Range="bytes=10-19").status_code == 410
    assert guest.pick(name="Anna").headers["HX-Refresh"] == "true"
    assert not Pick.objects.exists()


def test_the_sentence_of_an_ended_link_in_chinese(guest: Stranger) -> None:
    Share.objects.update(ends_at=timezone.now())
    assert "日失效。请向分享者索取新链接。" in text(guest.get(**{"Accept-Language": "zh-CN"}))


def test_a_password_opens_page_and_films_on_this_device(lin: User, film: Render) -> None:
    guest = Stranger(told=link(lin, film, password="one two three"))
    assert [guest.get().status_code, guest.get("films/1/film.mp4").status_code] == [200, 403]
    assert guest.post("enter/", script=False, password="one two").status_code == 422
    assert guest.post("enter/", script=False, password=" one two three ").status_code == 302
    assert guest.get("films/1/film.mp4").status_code == 200
    assert Stranger(told=guest.told).get("films/1/film.mp4").status_code == 403
    cookie = guest.client.cookies["pass"]
    assert (cookie["path"], cookie["httponly"]) == (guest.url, True)


def test_the_page_after_a_wrong_password_can_be_loaded_anew(lin: User, film: Render) -> None:
    guest = Stranger(told=link(lin, film, password="one two three"))
    guest.post("enter/", script=False, password="guess")
    assert guest.get("enter/").headers["Location"] == guest.url


def test_a_new_password_asks_everybody_again(lin: User, film: Render) -> None:
    guest = Stranger(told=link(lin, film, password="one two three"))
    guest.post("enter/", script=False, password="one two three")
    Share.objects.update(password="another")
    assert guest.get("films/1/film.mp4").status_code == 403


def test_wrong_passwords_are_told_to_wait_and_colleagues_are_not(lin: User, film: Render) -> None:
    guest = Stranger(told=link(lin, film, password="one two three"))
    answers = [guest.post("enter/", script=False, password=f"guess {number}") for number in range(12)]
    assert [answer.status_code for answer in answers].count(422) <= 10  # two windows at most
    assert answers[-1].status_code == 429
    assert 0 < int(answers[-1].headers["Retry-After"]) <= 301
    assert guest.post("enter/", script=False, password="one two three").status_code == 429
    other = replace(guest, address="203.0.113.8")
    assert other.post("enter/", script=False, password="one two three").status_code == 302


def test_who_knows_the_password_comes_in_however_many_share_their_address(lin: User, film: Render) -> None:
    told = link(lin, film, password="one two three")
    answers = [Stranger(told=told).post("enter/", script=False, password="one two three") for _ in range(12)]
    assert [answer.status_code for answer in answers] == [302] * 12


def test_guesses_of_addresses_are_told_to_wait_whoever_guesses_from_one_network(film: Render) -> None:
    told = Stranger(told=shares.Told(share=Share(), token="", password=""))
    codes = []
    for number in range(70):
        guess = replace(told, told=replace(told.told, token=f"{number:032}"), address=f"2001:db8::{number:x}")
        codes.append(guess.get().status_code)
    assert codes.count(404) <= 60
    assert codes[-1] == 429


@pytest.mark.parametrize("token", ["a\0b", "x" * 4000, "名", "%2e%2e", "…"])
def test_odd_addresses_are_met_in_words(film: Render, token: str) -> None:
    answer = Stranger(told=shares.Told(share=Share(), token=token, password="")).get()
    assert answer.status_code == 404
    assert "does not open anything" in text(answer)


@pytest.mark.parametrize("place", ["0", "2", "99999999999999999999", "-1", "x"])
def test_odd_numbers_of_films_are_not_there(guest: Stranger, place: str) -> None:
    for part in ("film.mp4", "poster.webp"):
        assert guest.get(f"films/{place}/{part}").status_code == 404
    assert guest.post(f"films/{place}/pick/", on="1", name="Anna").status_code == 404


# ------------------------------------------------------------------ films


def test_films_keep_their_numbers_when_one_leaves(lin: User) -> None:
    first, second = (home(take) for take in takes_in(lin, takes=2, title="Tea"))
    guest = Stranger(told=link(lin, first, second))
    assert "2 films · until" in guest.see()
    trash.trash(first, actor=lin)
    page = guest.see()
    assert 'id="film-1"' not in page
    assert 'id="film-2"' in page
    assert guest.get("films/1/film.mp4").status_code == 404
    assert guest.get("films/2/film.mp4").status_code == 200
    trash.trash(second, actor=lin)
    assert "are not here any more" in guest.see()
    trash.restore(first, actor=lin)
    assert 'id="film-1"' in guest.see()


def test_a_player_may_seek(guest: Stranger) -> None:
    answer = guest.get("films/1/film.mp4", Range="bytes=10-19")
    assert (answer.status_code, b"".join(answer)) == (206, BYTES[10:20])


def test_behind_a_proxy_the_link_is_the_permission(guest: Stranger, settings: Settings) -> None:
    settings.PIXSTUDIO = replace(settings.PIXSTUDIO, accel="/protected")
    answer = guest.get("films/1/film.mp4")
    assert answer.headers["X-Accel-Redirect"].startswith("/protected/films/")
    assert answer.headers["Cache-Control"] == "private, no-cache"


def test_in_a_messenger_it_says_how_to_download(lin: User, film: Render) -> None:
    guest = Stranger(told=link(lin, film, allows_download=True))
    assert "open this page in the browser" in text(guest.get(**{"User-Agent": "Mobile MicroMessenger/8.0"}))
    assert "open this page in the browser" not in guest.see()


def test_practice_says_so(lin: User) -> None:
    assert 'class="practice"' in Stranger(told=link(lin, home(orders(lin)))).see()


def test_reloads_and_colleagues_are_no_views(guest: Stranger, lin: User) -> None:
    for _ in range(3):
        guest.see()
    Desk.of(lin).see(guest.url)
    guest.client.head(guest.url)
    assert Share.objects.get().views == 1
    replace(guest, address="203.0.113.9").see()
    assert Share.objects.get().views == 2


def test_a_browser_of_a_hundred_names_is_not_a_hundred_visitors(guest: Stranger) -> None:
    for number in range(70):
        guest.get(**{"User-Agent": f"Browser {number}"})
    counted = Share.objects.get().views
    assert counted <= 60  # two windows at most
    replace(guest, address="203.0.113.8").see()
    assert Share.objects.get().views == counted + 1


def test_a_page_of_many_films_asks_no_more_than_one_of_two(
    lin: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    films = [home(take) for take in takes_in(lin, takes=8)]
    guest = Stranger(told=link(lin, *films))
    guest.say()
    with django_assert_max_num_queries(8):
        guest.see()


# ------------------------------------------------------------------ picks and comments


def test_the_first_pick_asks_for_a_name_and_the_next_ones_know_it(guest: Stranger) -> None:
    assert "Your name, so that they know whose pick it is" in text(guest.pick())
    assert "Picked by Anna" in text(guest.pick(name=" Anna "))
    guest.pick(on=False)
    assert "Picked by Anna" in text(guest.pick())
    assert Pick.objects.get().guest == "Anna"
    cookie = guest.client.cookies["guest"]
    assert (cookie["path"], cookie["httponly"]) == (guest.url, True)


def test_picking_twice_is_once_and_two_of_one_name_are_two(guest: Stranger) -> None:
    guest.pick(name="Anna")
    guest.pick()
    replace(guest, client=type(guest.client)()).pick(name="Anna")
    assert Pick.objects.count() == 2
    guest.pick(on=False)
    guest.pick(on=False)
    assert Pick.objects.count() == 1


def test_a_comment_stands_under_its_film_with_name_and_place(guest: Stranger) -> None:
    answer = text(guest.say("Warmer, please", at="2400"))
    assert "Sent. Thank you." in answer
    assert 'data-seek="2.400"' in answer
    assert "0:02.4" in answer
    guest.say("Warmer, please", at="2400", name="")
    assert Comment.objects.get().at_ms == 2400


def test_without_the_script_one_comes_back_to_the_film(guest: Stranger) -> None:
    assert guest.say(script=False).headers["Location"] == f"{guest.url}#film-1"
    assert guest.pick(script=False).headers["Location"] == f"{guest.url}#film-1"


def test_words_are_shown_as_they_are_and_do_nothing(guest: Stranger) -> None:
    guest.say("<script>alert(1)</script>", name='"><img src=x onerror=alert(2)>')
    page = guest.get().content.decode()
    assert "<script>alert" not in page
    assert "<img src=x" not in page


@pytest.mark.parametrize(
    ("words", "sent", "said"),
    [
        ("", {}, "Write a few words first."),
        ("x" * 2001, {}, "Shorten it by 1"),
        ("a\0b", {}, "cannot be stored"),
        ("Fine", {"name": " "}, "Tell us your name"),
        ("Fine", {"name": "x" * 61}, "at most 60"),
    ],
)
def test_what_cannot_be_kept_is_said_and_what_was_typed_stays(
    guest: Stranger, words: str, sent: dict[str, Any], said: str
) -> None:
    answer = guest.say(words, **sent)
    assert answer.status_code == 422
    assert said in text(answer)
    assert words.replace("\0", "") in text(answer).replace("\0", "")
    assert f'name="name" value="{sent.get("name", "Anna")}"' in text(answer)
    assert not Comment.objects.exists()


def test_a_pick_leaves_the_comment_that_is_being_written(guest: Stranger) -> None:
    asks, kept, back = guest.pick(text="Half a th"), guest.pick(name="Anna", text="Half a th"), guest.pick(on=False)
    for answer in (asks, kept):
        assert 'id="say-1" open' in text(answer)
        assert ">Half a th</textarea>" in text(answer)
    assert 'hx-include="#text-1"' in text(back)
    assert not Comment.objects.exists()


def test_a_name_turns_no_sentence_round_and_is_not_invisible(guest: Stranger) -> None:
    guest.say(name="\u202eAnna\u200b  \x1bLi\u2066")
    assert Comment.objects.get().guest == "Anna Li"
    assert guest.say("More", name="\u202e\ufeff").status_code == 422


@pytest.mark.parametrize("at", ["", "on", "-5", "1e3", "٣", "99999999999999"])
def test_an_odd_place_is_none(guest: Stranger, at: str) -> None:
    assert guest.say(at=at).status_code == 200
    assert Comment.objects.get().at_ms is None


def test_a_flood_of_comments_is_told_to_wait_and_keeps_what_was_typed(guest: Stranger) -> None:
    answers = [guest.say(f"Comment {number}", script=number % 2 == 0) for number in range(25)]
    assert Comment.objects.count() <= 20
    last = answers[-1]
    assert last.status_code == 429
    assert int(last.headers["Retry-After"]) <= 61
    assert "Comment 24" in text(last)


def test_a_link_takes_only_so_many(guest: Stranger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jobs.actions.guests.MOST_COMMENTS", 1)
    monkeypatch.setattr("jobs.actions.guests.MOST_PICKS", 1)
    guest.say("One")
    assert "very many comments" in text(guest.say("Two"))
    guest.pick()
    other = replace(guest, client=type(guest.client)())
    assert "very many picks" in text(other.pick(name="Ben"))


def test_a_name_that_somebody_made_up_in_a_cookie_is_nobody(guest: Stranger) -> None:
    guest.client.cookies["guest"] = "eyJrIjoi:forged:cookie"
    assert "Your name" in text(guest.pick())


def test_a_picture_of_the_page_needs_no_script_of_somebody_else(guest: Stranger) -> None:
    page = guest.see()
    assert "http://" not in page.replace("http://testserver", "").replace("http://www.w3.org", "")
    assert '"allowEval": false' in page
