"""What guests of a share link pick and say, and how often."""

from dataclasses import replace
from typing import Any

import pytest

from jobs.models import Comment, Pick
from tests.web.desk import text
from tests.web.guests import Stranger


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


@pytest.mark.parametrize("deed", ["pick", "comment"])
def test_whoever_loads_a_refused_word_anew_stands_before_the_film(guest: Stranger, deed: str) -> None:
    assert guest.post(f"films/1/{deed}/", script=False, on="1", name="", text="").status_code == 422
    assert guest.get(f"films/1/{deed}/").headers["Location"] == f"{guest.url}#film-1"


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
