"""Tasks found at the provider, on the queue's page: an admin takes them in, or leaves them alone for a reason."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from jobs.models import (
    AuditEntry,
    FoundTask,
    Membership,
    ProviderAccount,
    Render,
    Space,
)
from jobs.states import FoundState, State
from tests.desk import practice_account
from tests.web.desk import HTMX, Desk, section, text

USAGE = {"duration": 5, "size": "1280*720", "resolution": "720", "audio": False, "shot_type": "single"}


def found(**columns: Any) -> FoundTask:
    known = {"model": "pixverse/pixverse-v6-t2v", "provider_state": "SUCCEEDED", "prompt": "A train", "usage": USAGE}
    ends = timezone.now() + timedelta(hours=5, seconds=30)
    account = columns.pop("account", None) or ProviderAccount.objects.create(name="Cloud", base_url="https://p.invalid")
    return FoundTask.objects.create(**{"account": account, "task_id": "t-1", "ends_at": ends, **known, **columns})


def test_an_admin_sees_what_was_found_with_cost_and_countdown(office: Desk) -> None:
    found()
    found(account=practice_account(), task_id="t-2", usage=None, ends_at=timezone.now() + timedelta(minutes=30))
    rows = section(office.see("/queue/"), "found")
    assert "A train" in rows
    assert "¥1.35" in rows
    assert "5 h 0 m left" in rows
    assert rows.index("tone-fail") < rows.index("tone-ask")  # the nearest end first


def test_what_was_ignored_stays_in_sight_with_its_reason_and_can_be_adopted_after_all(office: Desk) -> None:
    task = found()
    office.press(f"/queue/found/{task.pk}/ignore/", reason="Ordered by the web shop")
    rows = section(office.see("/queue/"), "found")
    assert "1 ignored" in rows
    assert "Ordered by the web shop" in rows
    assert f"ignore-{task.pk}" not in rows
    office.press(f"/queue/found/{task.pk}/adopt/", space=str(Space.objects.get().pk))
    assert Render.objects.get().order.prompt == "A train"
    assert "ignored" not in section(office.see("/queue/"), "found")


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
