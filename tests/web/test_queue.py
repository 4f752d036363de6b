"""The queue: what needs a person comes first, seats and lines keep other spaces' words, nothing paid is forgotten."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from jobs.actions.fetching import fetch_now
from jobs.models import (
    FoundTask,
    ProviderAccount,
    Render,
    Submission,
    User,
    hold_columns,
)
from jobs.pipeline import sweep
from jobs.states import FoundState, Happening, HoldCode, State
from tests.desk import orders, practice_account, real_account
from tests.web.desk import HTMX, Desk, home, moved, section, text
from tests.web.test_queue_found import found


def uncertain(film: Render, *tasks: str, cross_checked: bool = False) -> Render:
    """Its answer was lost, and the search could not decide."""
    account = practice_account()
    Submission.objects.filter(render=film).update(
        candidates=list(tasks), cross_checked=cross_checked, readings=9, outcome="unclear", account=account
    )
    film.refresh_from_db()
    film.move(State.SUBMITTING, Happening.CLAIMED, now=timezone.now())
    film.move(State.CONFIRMING, Happening.ANSWER_LOST, now=timezone.now())
    film.move(State.UNCERTAIN, Happening.NOT_FOUND, now=timezone.now(), due_at=None)
    return film


# ------------------------------------------------------------------ needs you


def test_a_film_without_a_clear_answer_says_why_and_what_can_be_done(desk: Desk) -> None:
    film = uncertain(orders(desk.user, "Lost heron"))
    needs = section(desk.see("/queue/"), "needs")
    assert "Lost heron" in needs
    assert "Look in the provider's console before sending again" in needs
    assert "sending it again is safe" not in needs
    assert all(f"/renders/{film.pk}/resolve/{choice}/" in needs for choice in ("send_again", "give_up"))


def test_sending_again_is_called_safe_only_when_the_list_was_cross_checked(desk: Desk) -> None:
    uncertain(orders(desk.user), cross_checked=True)
    assert "sending it again is safe" in section(desk.see("/queue/"), "needs")


def test_candidates_are_told_apart_by_what_is_known_of_each(desk: Desk) -> None:
    film = uncertain(orders(desk.user), "t-1", "t-2")
    found(account=practice_account(), render=film, prompt="A heron lifts off")
    needs = section(desk.see("/queue/"), "needs")
    assert "A heron lifts off" in needs
    assert "finished there · v6 · 1280×720 · 5 s · 5 h 0 m left" in " ".join(needs.split()).replace(
        '<span class="tone-ask">', ""
    ).replace("</span>", "")
    assert "The provider has not told its prompt yet" in needs
    assert "It is number 2" in needs


def test_a_task_found_later_for_a_film_can_be_chosen_there(desk: Desk) -> None:
    film = uncertain(orders(desk.user))
    found(account=practice_account(), render=film)
    assert "It is this one" in section(desk.see("/queue/"), "needs")
    desk.press(f"/renders/{film.pk}/resolve/adopt/", task_id="t-1")
    film.refresh_from_db()
    assert (film.state, film.task_id) == (State.PENDING, "t-1")
    assert FoundTask.objects.get().state == FoundState.ADOPTED


def test_a_film_on_a_hold_of_its_own_can_be_tried_again(desk: Desk) -> None:
    film = moved(orders(desk.user, "Stubborn swan"), State.SUCCEEDED)
    Render.objects.filter(pk=film.pk).update(**hold_columns(HoldCode.NO_LINK, timezone.now()))
    needs = section(desk.see("/queue/"), "needs")
    assert "gave no link to it, five times" in needs
    assert "Try again" in needs


def test_a_colleague_sees_the_question_and_no_buttons(desk: Desk, mara: User) -> None:
    film = uncertain(orders(mara, "Lost heron"), "t-1")
    needs = section(desk.see("/queue/"), "needs")
    assert "Lost heron" in needs
    assert f"/renders/{film.pk}/resolve/" not in needs


def test_another_spaces_question_is_not_shown(desk: Desk, wei: User) -> None:
    uncertain(orders(wei, "Secret swan"))
    page = desk.see("/queue/")
    assert "Secret swan" not in page
    assert 'id="needs" aria-labelledby="needs-title" hidden' in page


# ------------------------------------------------------------------ lanes


def test_seats_and_lines_show_who_and_hide_other_spaces_words(desk: Desk, wei: User) -> None:
    moved(orders(desk.user, "Running heron"), State.RUNNING)
    orders(wei, "Secret swan")
    orders(desk.user, "Waiting goose")
    lanes = section(desk.see("/queue/"), "lanes")
    assert "1 of 5 seats" in lanes
    assert lanes.count("dashed") == 0
    assert lanes.count('class="row free"') == 4 + 5 + 5
    assert "Waiting 2" in lanes
    assert "Running heron" in lanes
    assert "Waiting goose" in lanes
    assert "Secret swan" not in lanes
    assert "hidden" in lanes


def test_a_long_line_is_counted_and_its_head_shown(desk: Desk) -> None:
    for number in range(15):
        orders(desk.user, f"Goose {number:02}")
    lanes = section(desk.see("/queue/"), "lanes")
    assert "Waiting 15" in lanes
    assert "and 3 more" in lanes
    assert lanes.index("Goose 00") < lanes.index("Goose 11")
    assert "Goose 12" not in lanes


def test_a_lane_that_sends_nothing_says_why(desk: Desk) -> None:
    account = real_account("https://dashscope.aliyuncs.com/api/v1")
    orders(desk.user)
    ProviderAccount.objects.filter(pk=account.pk).update(**hold_columns(HoldCode.ARREARAGE, timezone.now()))
    assert "bill is unpaid" in section(desk.see("/queue/"), "lanes")


# ------------------------------------------------------------------ not saved yet


def test_what_is_paid_and_not_home_stands_by_its_deadline(desk: Desk, wei: User) -> None:
    for author, prompt, hours in (
        (desk.user, "Calm", 9),
        (desk.user, "Late", 3),
        (desk.user, "Latest", 0.5),
        (wei, "X9", 1),
    ):
        film = moved(orders(author, prompt), State.SUCCEEDED)
        Render.objects.filter(pk=film.pk).update(deadline_at=timezone.now() + timedelta(hours=hours, seconds=30))
    rows = section(desk.see("/queue/"), "unsaved")
    assert rows.index("Latest") < rows.index("Late<") < rows.index("Calm")
    assert '<span class="tone-fail">30 m left' in rows
    assert '<span class="tone-ask">3 h 0 m left' in rows
    assert '<span class="">9 h 0 m left' in rows
    assert "X9" not in rows


def test_an_alarm_that_rang_is_shown(desk: Desk) -> None:
    film = moved(orders(desk.user), State.SUCCEEDED)
    Render.objects.filter(pk=film.pk).update(deadline_at=timezone.now() + timedelta(hours=5))
    sweep.ring_alarms(timezone.now())
    assert "alarm rang: " in section(desk.see("/queue/"), "unsaved")


def test_save_all_now_makes_everything_due_that_nothing_holds(desk: Desk, wei: User) -> None:
    later = timezone.now() + timedelta(minutes=9)
    films = [moved(orders(user), State.SUCCEEDED) for user in (desk.user, desk.user, desk.user, wei)]
    Render.objects.update(due_at=later)
    Render.objects.filter(pk=films[1].pk).update(**hold_columns(HoldCode.NO_LINK, timezone.now()))
    Render.objects.filter(pk=films[2].pk).update(lease_until=later, lease=films[2].pk)
    answer = desk.client.post("/queue/fetch/", follow=True, headers={"Referer": "http://testserver/queue/"})
    assert "1 film is asked for now" in text(answer)
    due = [Render.objects.get(pk=film.pk).due_at for film in films]
    assert [at is not None and at <= timezone.now() for at in due] == [True, False, False, False]
    assert fetch_now(desk.user) == 1


def test_when_everything_is_home_it_says_so(desk: Desk) -> None:
    home(orders(desk.user, "Heron at home"))
    rows = section(desk.see("/queue/"), "unsaved")
    assert "Heron at home" in rows  # with nothing on its way, what came home last
    assert "All films saved" in rows
    assert "Save all now" not in rows


# ------------------------------------------------------------------ the page


def test_only_sections_that_changed_come_back(desk: Desk) -> None:
    seen = desk.see("/queue/").split("?seen=")[1].split('"')[0]
    assert desk.client.get("/queue/", {"seen": seen}, headers=HTMX).status_code == 204
    orders(desk.user, "New goose")
    again = text(desk.client.get("/queue/", {"seen": seen}, headers=HTMX))
    assert 'id="lanes" aria-labelledby="lanes-title" hx-swap-oob="true"' in again
    assert 'id="unsaved"' not in again
    seen = again.split("?seen=")[1].split('"')[0]
    assert desk.client.get("/queue/", {"seen": seen}, headers=HTMX).status_code == 204


@pytest.mark.parametrize("seen", ["", "x", "a.b.c.d.e.f", "\u202e"])
def test_a_page_that_shows_something_else_gets_all_of_it(desk: Desk, seen: str) -> None:
    again = text(desk.client.get("/queue/", {"seen": seen}, headers=HTMX))
    assert all(f'id="{name}"' in again for name in ("needs", "lanes", "found", "unsaved"))


def queries_of_a_look(desk: Desk) -> int:
    with CaptureQueriesContext(connection) as asked:
        desk.see("/queue/")
    return len(asked)


def crowd(user: User, number: int) -> None:
    for count in range(number):
        film = uncertain(orders(user, f"Lost {count}"), f"t-{user.pk}-{number}-{count}")
        found(account=practice_account(), task_id=f"t-{user.pk}-{number}-{count}", render=film)
        found(account=practice_account(), task_id=f"s-{number}-{count}")
        for state in (State.QUEUED, State.RUNNING, State.SUCCEEDED):
            film = moved(orders(user, f"{state} {count}"), state)
            Render.objects.filter(pk=film.pk).update(deadline_at=timezone.now() + timedelta(hours=5))


def test_many_films_cost_no_more_queries(office: Desk) -> None:
    crowd(office.user, 1)
    sweep.ring_alarms(timezone.now())
    office.see("/queue/")  # how long films take is learned once
    few = queries_of_a_look(office)
    crowd(office.user, 8)
    assert queries_of_a_look(office) == few
    assert few <= 28


def test_the_chip_says_how_many_films_need_one_and_leads_there(desk: Desk) -> None:
    assert "hidden>" in desk.see("/").split('id="queue"')[1].split("<svg")[0]
    uncertain(orders(desk.user))
    chip = desk.see("/").split('id="queue"')[1].split("</a>")[0]
    assert '1<span class="long"> needs you</span>' in chip
    assert "hidden>" not in chip


def test_everybody_finds_the_way(desk: Desk) -> None:
    page = desk.see("/")
    assert 'class="entry" href="/queue/" title="Queue"' in page
    assert 'id="queue" href="/queue/"' in page
    assert 'id="safe" href="/queue/#unsaved"' in page
