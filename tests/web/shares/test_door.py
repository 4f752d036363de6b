"""The door of a share link: passwords, ends, wrong addresses, and who guesses."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from jobs.actions import shares
from jobs.models import Pick, Render, Share, User
from tests.web.desk import text
from tests.web.guests import Stranger, link


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
