"""What a person can do with an ordered film, and what they are told when it is too late."""

import pytest

from jobs.actions.orders import new_token
from jobs.actions.renders import (
    Choice,
    NoSuchCandidate,
    NotFinal,
    NotHeld,
    NotUncertain,
    TooLate,
    again,
    cancel,
    render_at_cost,
    resolve,
    try_again,
)
from jobs.models import Overtaken, ProviderAccount, Render, User
from jobs.queries import holds
from jobs.states import Door, Happening, State
from tests.desk import PROMPT, orders, real_account
from tests.pipeline import invariants
from tests.pipeline.journey import Journey, look, story
from tests.pipeline.provider import Provider, hangs_up


def test_a_waiting_film_is_canceled_for_free_and_stays_so(lin: User) -> None:
    film = cancel(orders(lin), actor=lin)
    assert (film.state, film.charged, story(film)) == (State.CANCELED, False, ["ordered", "canceled-here"])
    assert cancel(look(film), actor=lin).state == State.CANCELED
    assert film.events.count() == 2
    invariants.hold()


def test_a_canceled_film_is_never_sent(journey: Journey, lin: User) -> None:
    film = orders(lin)
    cancel(film, actor=lin)
    assert journey.tick() == []


@pytest.mark.parametrize("state", [State.SUBMITTING, State.RUNNING, State.SUCCEEDED, State.SAVING, State.SAVED])
def test_further_on_it_is_too_late_to_cancel(lin: User, state: State) -> None:
    film = orders(lin)
    Render.objects.filter(pk=film.pk).update(state=state)
    with pytest.raises(TooLate):
        cancel(look(film), actor=lin)


def test_a_film_that_moved_under_the_click_is_looked_at_again(lin: User) -> None:
    film = orders(lin)
    Render.objects.filter(pk=film.pk).update(state=State.PENDING)
    assert cancel(film, actor=lin).cancel_requested_at is not None


def test_ordering_again_is_an_order_of_its_own_with_a_parent(journey: Journey, lin: User) -> None:
    film = journey.until(orders(lin, "A storm [fail]", seed=7), State.FAILED)
    placed = again(film, actor=lin, token=new_token(), door=Door.PAGE)
    [second] = placed.renders
    assert (second.parent, second.seed, second.order.prompt) == (film, 7, film.order.prompt)
    assert placed.order != film.order


def test_a_drawn_seed_is_not_asked_for_again(journey: Journey, lin: User) -> None:
    film = journey.until(orders(lin, "A storm [fail]"), State.FAILED)
    [second] = again(film, actor=lin, token=new_token(), door=Door.PAGE).renders
    assert second.seed != film.seed


def test_a_film_on_its_way_is_not_ordered_again(lin: User) -> None:
    with pytest.raises(NotFinal):
        again(orders(lin), actor=lin, token=new_token(), door=Door.PAGE)


def test_only_an_undecided_film_is_decided(
    provider: Provider, account: ProviderAccount, journey: Journey, lin: User
) -> None:
    with pytest.raises(NotUncertain):
        resolve(orders(lin, model="c1"), Choice.GIVE_UP, actor=lin)
    provider.lie("create", hangs_up(made=False), times=2)
    film = journey.until(orders(lin), State.UNCERTAIN)
    with pytest.raises(NoSuchCandidate):
        resolve(film, Choice.ADOPT, actor=lin, task_id="made-up")
    resolve(film, Choice.GIVE_UP, actor=lin)
    with pytest.raises(NotUncertain):
        resolve(look(film), Choice.SEND_AGAIN, actor=lin)
    invariants.hold()


def test_two_people_deciding_at_once_decide_once(
    provider: Provider, account: ProviderAccount, journey: Journey, lin: User, mara: User
) -> None:
    provider.lie("create", hangs_up(made=False))
    film = journey.until(orders(lin), State.UNCERTAIN)
    seen_by_mara = look(film)
    resolve(film, Choice.SEND_AGAIN, actor=lin)
    with pytest.raises(NotUncertain):
        resolve(seen_by_mara, Choice.SEND_AGAIN, actor=mara)
    assert film.submissions.count() == 2
    invariants.hold()


def test_a_task_of_another_film_is_no_candidate(
    provider: Provider, account: ProviderAccount, journey: Journey, lin: User
) -> None:
    other = journey.until(orders(lin), State.PENDING)
    provider.lie("create", hangs_up(made=False))
    film = journey.until(orders(lin), State.UNCERTAIN)
    film.submissions.update(candidates=[other.task_id])
    with pytest.raises(NoSuchCandidate):
        resolve(look(film), Choice.ADOPT, actor=lin, task_id=other.task_id or "")
    assert look(film).state == State.UNCERTAIN


def test_without_a_hold_of_its_own_there_is_nothing_to_try_again(lin: User) -> None:
    with pytest.raises(NotHeld):
        try_again(orders(lin), actor=lin)


def test_waiting_practice_is_asked_about_and_never_sent_to_a_paid_account(
    provider: Provider, journey: Journey, lin: User
) -> None:
    waiting = orders(lin)
    real_account(provider.base_url)
    journey.run(60)
    hold = holds.of(look(waiting))
    assert hold is not None
    assert (hold.code, look(waiting).state, provider.count("create")) == ("practice-over", State.QUEUED, 0)


def test_practice_rendered_at_cost_is_a_real_order_in_its_place(
    provider: Provider, journey: Journey, lin: User
) -> None:
    waiting = orders(lin)
    real_account(provider.base_url)
    [real] = render_at_cost(waiting, actor=lin, token=new_token(), door=Door.PAGE).renders
    assert (real.practice, real.parent, look(waiting).state) == (False, waiting, State.CANCELED)
    journey.saving = False
    journey.until(real, State.SUCCEEDED)
    assert [row["prompt"] for row in provider.rows()] == [PROMPT]
    second = render_at_cost(look(waiting), actor=lin, token=new_token(), door=Door.PAGE)
    assert (second.created, second.renders, provider.count("create")) == (False, (real,), 1)


def test_a_practice_film_that_ended_is_not_rendered_at_cost(provider: Provider, journey: Journey, lin: User) -> None:
    waiting = orders(lin)
    cancel(waiting, actor=lin)
    real_account(provider.base_url)
    with pytest.raises(TooLate):
        render_at_cost(look(waiting), actor=lin, token=new_token(), door=Door.PAGE)


def test_practice_that_runs_when_the_first_key_comes_ends_as_practice(
    provider: Provider, journey: Journey, lin: User
) -> None:
    film = journey.until(orders(lin), State.PENDING)
    real_account(provider.base_url)
    journey.saving = False
    assert journey.until(film, State.SUCCEEDED).practice
    assert provider.count("create") == 0


def test_a_stale_film_cannot_be_moved(lin: User) -> None:
    film = orders(lin)
    stale = look(film)
    cancel(film, actor=lin)
    with pytest.raises(Overtaken):
        stale.move(State.CANCELED, Happening.CANCELED_HERE, now=stale.created_at)
