"""The queue: what needs a person comes first, seats and lines keep other spaces' words, nothing paid is forgotten."""

import html
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from jobs.actions.fetching import fetch_now
from jobs.models import (
    AuditEntry,
    FoundTask,
    Membership,
    ProviderAccount,
    Render,
    Space,
    Submission,
    User,
    hold_columns,
)
from jobs.pipeline import sweep
from jobs.states import FoundState, Happening, HoldCode, State
from tests.desk import orders, practice_account, real_account
from tests.web.desk import HTMX, Desk, home, moved

USAGE = {"duration": 5, "size": "1280*720", "resolution": "720", "audio": False, "shot_type": "single"}


@pytest.fixture
def office(ada: User) -> Desk:
    return Desk.of(ada)


def text(response: Any) -> str:
    return html.unescape(response.content.decode())


def section(page: str, name: str) -> str:
    return page.split(f'id="{name}"')[1].split("</section>")[0]


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


def found(**columns: Any) -> FoundTask:
    known = {"model": "pixverse/pixverse-v6-t2v", "provider_state": "SUCCEEDED", "prompt": "A train", "usage": USAGE}
    ends = timezone.now() + timedelta(hours=5, seconds=30)
    account = columns.pop("account", None) or ProviderAccount.objects.create(name="Cloud", base_url="https://p.invalid")
    return FoundTask.objects.create(**{"account": account, "task_id": "t-1", "ends_at": ends, **known, **columns})


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


# ------------------------------------------------------------------ found at the provider


def test_an_admin_sees_what_was_found_with_cost_and_countdown(office: Desk) -> None:
    found()
    found(account=practice_account(), task_id="t-2", usage=None, ends_at=timezone.now() + timedelta(minutes=30))
    rows = section(office.see("/queue/"), "found")
    assert "A train" in rows
    assert "¥1.35" in rows
    assert "5 h 0 m left" in rows
    assert rows.index("tone-fail") < rows.index("tone-ask")  # the nearest end first


def test_a_cost_nobody_knows_is_said_so(office: Desk) -> None:
    found(usage=None)
    assert "not known" in section(office.see("/queue/"), "found")


def test_adopting_asks_once_and_makes_a_film(office: Desk) -> None:
    task = found()
    path = f"/queue/found/{task.pk}/adopt/"
    assert "costs nothing more" in office.see(path)
    assert not Render.objects.exists()
    for _ in range(2):
        office.press(path, space=str(Space.objects.get().pk))
    film = Render.objects.get()
    assert (film.author, film.state, film.order.prompt) == (office.user, State.PENDING, "A train")
    assert "A train" not in section(office.see("/queue/"), "found")


def test_a_space_is_asked_for_only_where_there_is_a_choice(office: Desk) -> None:
    path = f"/queue/found/{found().pk}/adopt/"
    assert "<select" not in office.see(path)
    floor = Space.objects.create(name="Floor")
    Membership.objects.create(user=office.user, space=floor)
    assert "<select" in office.see(path)
    office.press(path, space=str(floor.pk))
    assert Render.objects.get().space == floor


def test_ignoring_wants_a_reason_and_keeps_it(office: Desk) -> None:
    task = found()
    path = f"/queue/found/{task.pk}/ignore/"
    refused = office.press(path, reason=" ")
    assert (refused.status_code, "Say in a few words" in text(refused)) == (422, True)
    office.press(path, reason="theirs")
    task.refresh_from_db()
    assert (task.state, task.reason, task.decided_by) == (FoundState.IGNORED, "theirs", office.user)
    assert AuditEntry.objects.filter(action="found.ignored", actor=office.user).count() == 1


def test_with_the_script_an_answer_closes_the_question_and_the_page_looks(office: Desk) -> None:
    task = found()
    path = f"/queue/found/{task.pk}/ignore/"
    assert text(office.client.get(path, headers=HTMX)).lstrip().startswith("<form")
    assert office.client.post(path, {"reason": ""}, headers=HTMX).status_code == 200
    answer = office.client.post(path, {"reason": "theirs"}, headers=HTMX)
    assert answer.headers["HX-Reswap"] == "none"
    assert '"answered": true' in answer.headers["HX-Trigger"]
    late = office.client.post(f"/queue/found/{task.pk}/adopt/", {"space": "x"}, headers=HTMX)
    assert late.status_code == 200


def test_what_is_deleted_there_is_refused_in_words(office: Desk) -> None:
    task = found(ends_at=timezone.now())
    answer = office.client.post(f"/queue/found/{task.pk}/adopt/", {"space": str(Space.objects.get().pk)}, follow=True)
    assert "24 hours are over" in text(answer)


def test_whoever_is_no_admin_sees_nothing_of_it(desk: Desk) -> None:
    task = found(prompt="Secret train")
    page = desk.see("/queue/")
    assert "Secret train" not in page
    assert 'id="found" aria-labelledby="found-title" hidden' in page
    assert desk.get(f"/queue/found/{task.pk}/adopt/").status_code == 403


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
