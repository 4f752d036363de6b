"""`found`."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from jobs.models import FoundTask, ProviderAccount, Render, User
from tests.commands.conftest import Run


@pytest.fixture
def task(house: Path, ada: User) -> FoundTask:
    account = ProviderAccount.objects.create(name="Cloud", base_url="https://provider.invalid/api/v1")
    return FoundTask.objects.create(
        account=account, task_id="t-1", model="pixverse/pixverse-v6-t2v", provider_state="SUCCEEDED",
        prompt="A train\ncrosses", ends_at=timezone.now() + timedelta(hours=5, seconds=30),
        usage={"duration": 5, "size": "1280*720", "resolution": "720", "audio": False},
    )  # fmt: skip


def test_it_lists_what_was_found_line_by_line(run: Run, task: FoundTask) -> None:
    said = run("found")
    assert (said.code, said.err) == (0, "")
    assert said.out.strip().split("\t") == [
        str(task.pk), "SUCCEEDED", "pixverse/pixverse-v6-t2v · 1280*720 · 5 s", "¥1.35", "5 h 0 m left",
        "A train crosses",
    ]  # fmt: skip


def test_what_is_not_known_is_not_zero(run: Run, task: FoundTask) -> None:
    FoundTask.objects.update(usage=None)
    assert run("found").out.split("\t")[3] == "not known"
    (told,) = json.loads(run("found", "--json").out)
    assert (told["estimate"], told["task_id"]) == (None, "t-1")


def test_nothing_found_is_said_to_people_only(run: Run, ada: User, house: Path) -> None:
    said = run("found")
    assert (said.code, said.out, said.err) == (0, "", "Nothing unknown was found at the provider.\n")
    assert json.loads(run("found", "--json").out) == []


@pytest.mark.parametrize("named", ["pk", "task_id"])
def test_adopting_prints_the_film(run: Run, task: FoundTask, named: str) -> None:
    said = run("found", "adopt", str(getattr(task, named)))
    assert said.out.strip() == str(Render.objects.get().pk)
    assert run("found", "adopt", str(getattr(task, named))).out == said.out


def test_ignoring_wants_a_reason(run: Run, task: FoundTask) -> None:
    assert run("found", "ignore", "t-1").code == 3
    assert run("found", "ignore", "t-1", "--reason", "theirs").code == 0
    task.refresh_from_db()
    assert (task.state, task.reason, task.decided_by and task.decided_by.is_admin) == ("ignored", "theirs", True)


def test_too_late_is_another_exit_code_than_a_slip(run: Run, task: FoundTask) -> None:
    FoundTask.objects.update(ends_at=timezone.now())
    assert run("found", "adopt", "t-1").code == 1
    assert run("found", "adopt", "t-9").code == 3
    assert run("found", "adopt").code == 3


def test_only_admins_decide(run: Run, task: FoundTask) -> None:
    User.objects.create_user("lin@example.com")
    said = run("found", "--user", "lin@example.com")
    assert (said.code, said.out) == (3, "")
