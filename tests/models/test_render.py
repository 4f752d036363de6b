"""The one door through which a film changes its state, and the leases that say who holds it."""

from datetime import timedelta
from itertools import pairwise, product
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from jobs.models import IllegalMove, LedgerLine, Overtaken, Render, User
from jobs.models.fields import uuid7
from jobs.states import FINAL, LEASED, LIVE, MOVES, SEATED, Happening, HoldCode, State
from tests.desk import orders, practice_account, takes_in
from tests.pipeline.journey import look

NOW = timezone.now()
CHANGED = Happening.CLAIMED


def at(film: Render, state: State) -> Render:
    Render.objects.filter(pk=film.pk).update(state=state)
    return look(film)


@pytest.mark.parametrize(("was", "to"), list(product(State, State)))
def test_only_the_moves_of_the_table_are_made(lin: User, was: State, to: State) -> None:
    film = at(orders(lin), was)
    if to in MOVES[was]:
        event = film.move(to, CHANGED, now=NOW)
        assert (event.from_state, event.to_state, look(film).state) == (was, to, to)
    else:
        with pytest.raises(IllegalMove):
            film.move(to, CHANGED, now=NOW)
        assert look(film).state == was


def test_the_table_knows_every_state_and_final_ones_go_nowhere() -> None:
    assert set(MOVES) == set(State)
    assert {state for state, moves in MOVES.items() if not moves} == FINAL
    assert set(State) == LIVE | FINAL
    assert SEATED <= LIVE
    assert LEASED <= LIVE


def test_a_move_and_its_event_are_one(lin: User, monkeypatch: pytest.MonkeyPatch) -> None:
    film = orders(lin)

    def refuse(**_: object) -> None:
        raise IntegrityError

    monkeypatch.setattr("jobs.models.render.Event.objects.create", refuse)
    with pytest.raises(IntegrityError), transaction.atomic():
        film.move(State.SUBMITTING, CHANGED, now=NOW)
    assert look(film).state == State.QUEUED


def test_of_two_who_read_the_same_row_one_is_overtaken(lin: User) -> None:
    film = orders(lin)
    one, other = look(film), look(film)
    one.move(State.SUBMITTING, CHANGED, now=NOW)
    with pytest.raises(Overtaken):
        other.move(State.CANCELED, CHANGED, now=NOW)
    assert (film.events.count(), look(film).version) == (2, film.version + 1)


def test_whoever_lost_the_lease_may_not_decide(lin: User) -> None:
    film = at(orders(lin), State.PENDING)
    with pytest.raises(Overtaken):
        film.move(State.RUNNING, CHANGED, now=NOW, lease=uuid4())
    assert not film.renew(uuid4(), now=NOW, seconds=9)
    assert not film.let_go(uuid4(), now=NOW, due_at=NOW)


def test_a_claim_takes_a_due_row_once_until_its_lease_is_over(lin: User) -> None:
    film, now = at(orders(lin), State.PENDING), timezone.now()
    first = Render.claim(film.pk, {State.PENDING}, now=now, seconds=30, due_in=15)
    assert first is not None
    assert first.crashes == 1
    assert Render.claim(film.pk, {State.PENDING}, now=now + timedelta(seconds=16), seconds=30) is None
    second = Render.claim(film.pk, {State.PENDING}, now=now + timedelta(seconds=31), seconds=30)
    assert second is not None
    assert (second.crashes, second.lease != first.lease) == (2, True)


def test_ending_a_step_forgets_its_crashes(lin: User) -> None:
    film, now = at(orders(lin), State.PENDING), timezone.now()
    claimed = Render.claim(film.pk, {State.PENDING}, now=now, seconds=30)
    assert claimed is not None
    assert claimed.lease is not None
    assert claimed.let_go(claimed.lease, now=now, due_at=now)
    assert (look(film).crashes, look(film).lease) == (0, None)


@pytest.mark.parametrize("state", sorted(set(State) - {State.QUEUED}))
def test_a_claim_for_another_state_takes_nothing(lin: User, state: State) -> None:
    film = orders(lin)
    assert Render.claim(film.pk, {state}, now=timezone.now(), seconds=30) is None


def test_a_held_film_is_not_due_until_it_is_released(lin: User) -> None:
    film = at(orders(lin), State.SUCCEEDED)
    film.hold(HoldCode.NO_LINK, now=NOW, params={"count": 5})
    soon = timezone.now() + timedelta(seconds=1)
    assert not Render.objects.due(soon).exists()
    look(film).release(now=NOW, actor=lin)
    assert list(Render.objects.due(soon)) == [film]
    assert [event.happening for event in film.events.order_by("id")] == ["ordered", "held", "hold-cleared"]


def test_a_final_film_is_never_due_and_never_held(lin: User) -> None:
    film = at(orders(lin), State.PENDING)
    film.hold(HoldCode.CRASHED, now=NOW)
    look(film).move(State.FAILED, CHANGED, now=NOW, error_code="x", charged=False)
    ended = look(film)
    assert (ended.due_at, ended.hold_code, ended.final_at) == (None, "", NOW)


def test_a_task_belongs_to_one_submission_of_an_account(lin: User) -> None:
    one, other = (take.submissions.get() for take in takes_in(lin, takes=2))
    for submission in (one, other):
        submission.account, submission.task_id = practice_account(), "t-1"
    one.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        other.save()


def test_a_ledger_line_is_written_once(lin: User) -> None:
    film = orders(lin)
    line = {"render": film, "submission": film.submission, "kind": "settle"}
    LedgerLine.objects.create(**line)
    with pytest.raises(IntegrityError), transaction.atomic():
        LedgerLine.objects.create(**line)


def test_identifiers_sort_by_the_moment_they_were_made() -> None:
    made = [uuid7() for _ in range(2000)]
    assert all(earlier <= later or earlier.int >> 64 == later.int >> 64 for earlier, later in pairwise(made))
    assert len(set(made)) == 2000
    assert {one.version for one in made} == {7}
