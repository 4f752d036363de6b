"""The list lags, shifts, shows strangers or nothing: no task is adopted by luck, no absence believed early."""

import pytest

from jobs.actions.renders import Choice, resolve
from jobs.models import FoundTask, User
from jobs.states import State
from tests.desk import PROMPT, orders
from tests.pipeline.journey import Journey, story
from tests.pipeline.provider import (
    HTML,
    SERVICE_FAULT,
    Lie,
    Provider,
    changed,
    empties,
    hangs_up,
    hides,
    says,
)

pytestmark = pytest.mark.usefixtures("account")


def test_row_17_a_list_that_forgets_what_we_know_proves_nothing(
    provider: Provider, journey: Journey, lin: User
) -> None:
    journey.saving = False
    known = journey.until(orders(lin), State.SUCCEEDED)
    provider.lie("create", hangs_up(made=False))
    provider.lie("list", hides(known.task_id), times=50)
    film = journey.until(orders(lin), State.UNCERTAIN)
    assert film.submission is not None
    assert film.submission.cross_checked is False


def test_row_17_a_list_that_lags_a_minute_is_read_again(provider: Provider, journey: Journey, lin: User) -> None:
    provider.lie("create", hangs_up(made=True))
    provider.lie("list", empties, times=4)
    film = journey.until(orders(lin), State.PENDING)
    assert provider.count("list") == 5
    assert (film.changed_at - film.created_at).total_seconds() >= 60


def test_row_17_two_tasks_that_could_be_ours_are_shown_and_not_guessed(
    provider: Provider, journey: Journey, lin: User
) -> None:
    provider.lie("create", hangs_up(made=True))
    film = journey.until(orders(lin), State.CONFIRMING)
    provider.stranger(PROMPT)
    film = journey.until(film, State.UNCERTAIN)
    assert film.submission is not None
    assert (story(film)[-1], set(film.submission.candidates)) == ("several-found", set(provider.made))
    ours = provider.made[0]
    resolve(film, Choice.ADOPT, actor=lin, task_id=ours)
    journey.saving = False
    film = journey.until(film, State.SUCCEEDED)
    assert (film.task_id, provider.count("create")) == (ours, 1)


def test_row_17_a_list_whose_total_changes_while_it_is_read_proves_nothing(
    provider: Provider, journey: Journey, lin: User
) -> None:
    provider.lie("create", hangs_up(made=False))
    provider.lie("list", changed(lambda page: page.update(total=page["total"] + 1)), times=99)
    film = journey.until(orders(lin), State.UNCERTAIN)
    assert film.submission is not None
    assert (story(film)[-1], film.submission.readings) == ("list-unreadable", 0)
    assert (film.changed_at - film.created_at).total_seconds() >= 1800


@pytest.mark.parametrize("lie", [says(500, SERVICE_FAULT), says(200, HTML), hangs_up(made=False)])
def test_row_17_an_unreadable_list_goes_to_a_person_after_half_an_hour(
    provider: Provider, journey: Journey, lin: User, lie: Lie
) -> None:
    provider.lie("create", hangs_up(made=True))
    provider.lie("list", lie, times=99)
    film = journey.until(orders(lin), State.UNCERTAIN)
    assert story(film)[-1] == "list-unreadable"
    assert (film.changed_at - film.created_at).total_seconds() >= 1800
    assert provider.count("create") == 1


def test_row_17_a_lone_stranger_is_not_adopted_while_ours_is_not_listed(
    provider: Provider, journey: Journey, lin: User
) -> None:
    provider.stranger("A train crosses a viaduct in the rain")
    journey.passes(5)
    provider.lie("create", hangs_up(made=False))
    film = journey.until(orders(lin), State.UNCERTAIN)
    assert film.task_id is None
    assert FoundTask.objects.count() == 1
