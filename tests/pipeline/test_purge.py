"""The end of the thirty days: of a film that is purged no file and no word is left, in no place."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, models
from django.utils import timezone

from jobs import tasks
from jobs.actions import boards, favourites, guests, tags, titles, trash
from jobs.actions.batches import order_all
from jobs.catalogue import Matrix, OrderSpec, frames
from jobs.media import stock
from jobs.media.faults import LocalFault
from jobs.models import (
    Asset,
    AuditEntry,
    Batch,
    Board,
    Comment,
    Event,
    FoundTask,
    LedgerLine,
    News,
    Order,
    Overtaken,
    Pick,
    Render,
    Share,
    Submission,
    Tag,
    User,
)
from jobs.models import ProviderAccount as Account
from jobs.pipeline import derive, purge, spool
from jobs.queries import wording
from jobs.states import Door, State
from tests.desk import orders, takes_in
from tests.faults.outside import files, records
from tests.pipeline.journey import Journey, look, story
from tests.pipeline.provider import Provider
from tests.web.desk import home
from tests.web.guests import link

CANARY = "Zirpvogel"
DAYS = timedelta(days=30)


def binned(journey: Journey, film: Render, by: User) -> Render:
    """At home with its pictures, and then in the trash."""
    journey.until_true(film, lambda fresh: fresh.state == State.SAVED and fresh.due_at is None)
    trash.trash(look(film), actor=by)
    return look(film)


def days_pass(journey: Journey, days: float = 30) -> None:
    journey.passes(timedelta(days=days).total_seconds() + 1)
    tasks.clean()


def lying(house: Path) -> list[str]:
    """What is in the storage, and beside it what is on its way."""
    folders = [house / name for name in ("media", "parts", "spool")]
    return [path.name for folder in folders for path in folder.rglob("*") if path.is_file() and path.name[0] != "."]


def in_the_file() -> bool:
    """The database read as bytes, log and all."""
    name = Path(connection.settings_dict["NAME"])
    return any(CANARY.encode() in path.read_bytes() for path in name.parent.glob(f"{name.name}*"))


@pytest.fixture
def written(account: Account, provider: Provider, journey: Journey, lin: User) -> Render:
    """A film about which much was written: a prompt, a title, answers, a found task, an old title in the audit log."""
    film = orders(lin, f"A {CANARY} in the rain {'雨' * 1900} {CANARY}")  # longer than a page of the database
    titles.rename(film.order, f"{CANARY} one", actor=lin)
    titles.rename(film.order, f"{CANARY} two", actor=lin)
    film = binned(journey, film, lin)
    assert film.submission
    song: dict[str, Any] = {"said": CANARY}
    Submission.objects.update(message=CANARY, echoed_prompt=CANARY, usage=song, candidates=[CANARY], raw_times=song)
    Event.objects.update(params=song, raw=CANARY)
    Render.objects.update(error_raw=CANARY, error_params=song, hold_raw=CANARY, hold_params=song)
    told: dict[str, Any] = {"raw": song, "prompt": CANARY, "reason": CANARY}
    long_ago = timezone.now() - timedelta(hours=2)
    task = FoundTask.objects.create(account=account, task_id="t-9", render=film, first_seen_at=long_ago, **told)
    ignored = long_ago + timedelta(hours=1)  # and adopted after that
    AuditEntry.objects.create(action="found.ignored", at=ignored, target_id=str(task.pk), after={"reason": CANARY})
    pick = Pick.objects.create(render=film, guest=CANARY, guest_key="k")
    note = Comment.objects.create(render=film, guest=CANARY, text=CANARY, mark="m")
    share = Share.objects.create(space=film.space, made_by=lin, title=CANARY, note=CANARY, ends_at=timezone.now())
    share.renders.add(film, through_defaults={"place": 1})
    spam = Comment.objects.create(render=film, share=share, guest=CANARY, text=CANARY, mark="s")
    guests.remove(share, spam.pk, actor=lin)
    News.objects.tell([lin.pk], kind="pick", render=film, guest=CANARY, pick=pick)
    News.objects.tell([lin.pk], kind="comment", render=film, guest=CANARY, comment=note)
    (spool._folder() / f"{film.submission.pk}.1.damaged").write_text(CANARY)
    return film


def test_nothing_of_it_is_left_after_thirty_days(written: Render, journey: Journey, house: Path) -> None:
    assert CANARY in records()
    assert wording.few([CANARY]) == [written.order_id]
    days_pass(journey)
    assert look(written).purged_at
    assert CANARY not in records()
    assert CANARY.encode() not in files(house)
    assert lying(house) == []
    assert User.objects.get(pk=written.author_id).unseen == 0
    assert not wording.few([CANARY])


@pytest.mark.django_db(transaction=True)
def test_the_bytes_of_the_database_file_have_forgotten_it(written: Render, journey: Journey) -> None:
    assert in_the_file()
    with connection.cursor() as cursor:  # what the distribution's SQLite does anyway, others do when they are told
        assert cursor.execute("PRAGMA secure_delete").fetchone() == (1,)
    days_pass(journey)
    assert not in_the_file()


def test_ledger_lines_stay_with_their_sums(written: Render, journey: Journey) -> None:
    before = list(LedgerLine.objects.order_by("pk").values())
    cost = look(written).cost
    days_pass(journey)
    assert before
    assert list(LedgerLine.objects.order_by("pk").values()) == before
    assert look(written).cost == cost


def test_a_day_before_everything_is_there(written: Render, journey: Journey, lin: User, house: Path) -> None:
    days_pass(journey, 29)
    assert len(lying(house)) == 4
    trash.restore(look(written), actor=lin)
    days_pass(journey, 60)
    assert not look(written).doomed_at
    assert CANARY in look(written).order.prompt


def test_under_a_legal_hold_it_stays_for_as_long_as_that_lasts(written: Render, journey: Journey, ada: User) -> None:
    trash.keep(written, actor=ada)
    days_pass(journey, 90)
    assert CANARY in look(written).order.prompt
    trash.let_go(look(written), actor=ada)
    tasks.clean()
    assert look(written).purged_at


def test_an_order_keeps_its_words_until_its_last_take_is_gone(journey: Journey, lin: User) -> None:
    first, second = takes_in(lin, CANARY, takes=2)
    binned(journey, first, lin)
    days_pass(journey)
    assert look(first).purged_at
    assert look(second).order.prompt == CANARY
    binned(journey, second, lin)
    days_pass(journey)
    assert look(second).order.prompt == ""


def test_a_child_keeps_its_own_words_and_files(journey: Journey, lin: User, house: Path) -> None:
    first = binned(journey, orders(lin), lin)
    child = orders(lin)
    Render.objects.filter(pk=child.pk).update(parent=first)
    journey.until_true(child, lambda fresh: fresh.state == State.SAVED and fresh.due_at is None)
    days_pass(journey)
    assert sorted(lying(house)) == sorted(f"{child.pk}.{ending}" for ending in ("mp4", "mp4", "webp"))
    assert look(child).order.prompt


def test_a_purge_that_was_killed_goes_on_next_time(
    written: Render, journey: Journey, house: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(purge, "_wipe", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            days_pass(journey)
    assert look(written).doomed_at
    assert not look(written).purged_at
    tasks.clean()
    assert look(written).purged_at
    assert CANARY not in records()


def test_a_file_that_cannot_be_removed_is_tried_again(written: Render, journey: Journey, house: Path) -> None:
    (film,) = (house / "media" / "films").rglob("*.mp4")
    film.unlink()
    (film / "full").mkdir(parents=True)
    days_pass(journey)
    assert look(written).doomed_at
    assert CANARY in look(written).order.prompt
    (film / "full").rmdir()
    tasks.clean()
    assert look(written).purged_at


def test_a_worker_that_stood_still_leaves_no_picture_behind(written: Render, journey: Journey, house: Path) -> None:
    stale = look(written)
    days_pass(journey)
    stock.put(_file(house), stock.storage_key("poster", stale.pk, stale.created_at))
    derive.take_back(stale)
    assert lying(house) == []


def _file(house: Path) -> Path:
    path = house / "late.webp"
    path.write_bytes(b"late")
    return path


def test_two_purges_at_once_end_in_the_same(written: Render, lin: User) -> None:
    trash.delete(written, actor=lin)
    stale = look(written)
    purge.purge(written.pk, now=timezone.now())
    with pytest.raises(Overtaken):
        purge._wipe(stale, timezone.now())
    assert story(written).count("purged") == 1


def test_a_film_that_was_never_doomed_is_not_touched(written: Render) -> None:
    purge.purge(written.pk, now=timezone.now())
    assert Asset.objects.count() == 3


def test_favourites_go_with_it(journey: Journey, lin: User, mara: User) -> None:
    film = binned(journey, orders(lin), lin)
    favourites.like(film, actor=mara)
    days_pass(journey)
    assert not mara.favourites.exists()


def test_boards_let_go_of_it_and_a_tag_that_was_its_alone_is_forgotten(journey: Journey, lin: User) -> None:
    film, other = binned(journey, orders(lin), lin), orders(lin)
    board = boards.make(film.space, "Herons", actor=lin)
    boards.put(board, [film, other], actor=lin)
    tags.add([film, other], "birds", actor=lin)
    tags.add([film], CANARY, actor=lin)
    days_pass(journey)
    assert list(board.renders.all()) == [other]
    assert list(Tag.objects.values_list("name", flat=True)) == ["birds"]


def test_the_words_of_a_batch_go_with_the_last_of_its_films(lin: User) -> None:
    wanted = Matrix(base=OrderSpec(prompt=f"{CANARY} {{a|b}}", model="v6"), models=("v6",), frames=frames())
    films = order_all(lin, wanted, token="t-1", door=Door.PAGE).renders
    Render.objects.update(trashed_at=timezone.now(), doomed_at=timezone.now())
    for film in films:
        assert CANARY in Batch.objects.get().prompt
        purge.purge(film.pk, now=timezone.now())
    assert Batch.objects.get().prompt == ""


def test_the_words_of_a_link_go_with_the_last_of_its_films(lin: User) -> None:
    films = [home(film) for film in takes_in(lin, takes=2)]
    share = link(lin, *films, title=f"{CANARY} spot", note=CANARY).share
    Render.objects.update(trashed_at=timezone.now(), doomed_at=timezone.now())
    for film in films:
        share.refresh_from_db()
        assert (share.title, share.note) == (f"{CANARY} spot", CANARY)
        purge.purge(film.pk, now=timezone.now())
    share.refresh_from_db()
    assert (share.title, share.note) == ("", "")


# ------------------------------------------------------------------ what a new column is held against

WORDS = (models.CharField, models.TextField, models.JSONField)
OURS: dict[type[models.Model], set[str]] = {
    Render: {"model", "family", "state", "currency", "hold_code", "error_code"},
    Event: {"happening", "from_state", "to_state"},
    Submission: {"model", "outcome", "cause", "retry", "task_id", "provider_state"},
    FoundTask: {"task_id", "model", "provider_state", "asked_state", "state"},
    Order: {"door", "token", "digest", "model", "size", "tier", "ratio", "shot_type"},
    Batch: {"door", "token", "digest"},
    Share: {"once", "digest", "password"},
    AuditEntry: {"action", "target_kind", "target_id"},
    LedgerLine: {"kind", "currency", "params"},
}
"""Columns of text that hold nothing but our own codes, numbers and ids, and may stay."""


@pytest.mark.parametrize("kind", OURS)
def test_every_column_with_words_is_blanked_or_our_own(kind: type[models.Model]) -> None:
    written = {field.name for field in kind._meta.concrete_fields if isinstance(field, WORDS)}
    assert written == OURS[kind] | set(purge.BLANK.get(kind, ()))


def test_every_row_that_hangs_on_a_film_is_blanked_taken_away_or_counted() -> None:
    hanging = {relation.related_model for relation in Render._meta.related_objects}
    gather_others_too = {Board, Tag, Share}
    assert hanging <= {*purge.BLANK, *purge.GONE, LedgerLine, *gather_others_too}


def test_removing_says_what_the_disk_says(house: Path, lin: User) -> None:
    film = orders(lin)
    place = house / "media" / stock.storage_key("film", film.pk, film.created_at)
    (place / "full").mkdir(parents=True)
    with pytest.raises(LocalFault):
        stock.forget(film.pk, film.created_at)
