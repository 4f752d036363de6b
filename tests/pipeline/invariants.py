"""What must be true after every fault, asked of the whole database at once."""

from collections import Counter
from collections.abc import Collection
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.storage import default_storage

from jobs.media import stock
from jobs.models import LedgerLine, Render, Submission
from jobs.states import FINAL, Outcome, State
from tests.pipeline.provider import ledger_rows

UNPROVEN = {Outcome.OPEN, Outcome.UNCLEAR, Outcome.ACKED, Outcome.MATCHED}
"""Outcomes after which nothing may be sent again unless a person says so."""


def hold(*ledgers: Path, in_order: bool = True, delivered: Collection[str] = ()) -> None:
    """Nothing was lost, nothing was paid for twice.

    With the providers' own ledgers, creates and films are compared with what really happened there; `delivered` are
    the hashes of films that a provider sent in place of its own. After a clock was set back a timeline is not
    `in_order`: it is sorted by time.
    """
    tasks = [row for ledger in ledgers for row in ledger_rows(ledger)]
    folders = [ledger.parent / "films" for ledger in ledgers]
    for render in Render.objects.select_related("order", "submission").filter(state__in=State.values):
        _somebody_knows_what_is_next(render)
        if in_order:
            _the_timeline_has_no_gap(render)
        _each_submission_was_paid_once(render, [task for task in tasks if task["seed"] == render.seed])
        if render.state == State.SAVED:
            _the_film_is_whole(render, folders, delivered)
    _parts_have_owners()
    _bookings_are_single()


def _somebody_knows_what_is_next(render: Render) -> None:
    waiting_for_person = render.state == State.UNCERTAIN or render.held
    assert render.state in FINAL or waiting_for_person or render.due_at is not None, f"{render.state} is forgotten"
    assert (render.final_at is not None) == (render.state in FINAL)


def _the_timeline_has_no_gap(render: Render) -> None:
    events = list(render.events.order_by("id"))
    assert events[0].happening in ("ordered", "taken-in")
    assert all(later.from_state == earlier.to_state for earlier, later in pairwise(events))
    assert events[-1].to_state == render.state


def _each_submission_was_paid_once(render: Render, tasks: list[dict[str, Any]]) -> None:
    """I1: a second create only after a refusal, a request that never left, or a person's word."""
    submissions = list(render.submissions.order_by("number"))
    assert len(tasks) <= len(submissions), f"{len(tasks)} tasks for {len(submissions)} submissions"
    assert render.submission == submissions[-1]
    chosen = render.events.filter(happening="sent-again").count()
    assert len(submissions) == 1 + chosen
    known = {submission.task_id for submission in submissions if submission.task_id}
    assert known <= {task["id"] for task in tasks} or not tasks


def _the_film_is_whole(render: Render, folders: list[Path], delivered: Collection[str]) -> None:
    film = render.assets.get(kind="film")
    with default_storage.open(film.storage_key, "rb") as file:
        stored = file.read()
    assert (len(stored), sha256(stored).hexdigest()) == (film.bytes, film.sha256)
    if folders and film.sha256 not in delivered:
        assert stored in [path.read_bytes() for folder in folders for path in folder.glob(f"{render.task_id}.mp4")]


def _parts_have_owners() -> None:
    """Parts belong to films on their way, workplaces to films whose pictures are still to come."""
    paths = [path for path in (settings.PIXSTUDIO.data / "parts").iterdir() if path.name != stock.TRIAL]
    coming = {str(pk) for pk in Render.objects.exclude(state__in=FINAL).values_list("pk", flat=True)}
    pictured = {str(pk) for pk in Render.objects.filter(due_at__isnull=False).values_list("pk", flat=True)}
    left = [path for path in paths if path.name.split(".")[0] not in (pictured if path.is_dir() else coming)]
    assert not left, f"nobody owns {', '.join(path.name for path in left)}"


def _bookings_are_single() -> None:
    lines = LedgerLine.objects.select_related("render", "submission")
    assert max(Counter((line.submission_id, line.kind) for line in lines).values(), default=0) <= 1
    assert not any(line.render.practice for line in lines)
    for submission in Submission.objects.filter(render__practice=False):
        kinds = {line.kind for line in lines if line.submission_id == submission.pk}
        assert "reserve" in kinds
        assert not {"settle", "release"} <= kinds
