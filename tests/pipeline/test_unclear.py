"""A create whose answer got lost is looked for and never sent again."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from jobs.actions.renders import Choice, cancel, resolve
from jobs.models import FoundTask, Price, ProviderAccount, User
from jobs.states import State
from tests.desk import PROMPT, orders
from tests.pipeline import invariants
from tests.pipeline.journey import Journey, look, story
from tests.pipeline.provider import (
    SERVICE_FAULT,
    Answer,
    Ask,
    Provider,
    changed,
    does_but_says,
    empties,
    hangs_up,
    says,
)

pytestmark = pytest.mark.usefixtures("account")


def test_an_absence_is_safe_when_the_list_shows_what_we_know(provider: Provider, journey: Journey, lin: User) -> None:
    journey.saving = False
    journey.until(orders(lin), State.SUCCEEDED)
    provider.lie("create", hangs_up(made=False))
    film = journey.until(orders(lin), State.UNCERTAIN)
    assert film.submission is not None
    assert film.submission.cross_checked


def test_the_request_id_of_an_error_names_the_task_among_strangers(
    provider: Provider, journey: Journey, lin: User
) -> None:
    provider.lie("create", does_but_says(500, SERVICE_FAULT))
    film = journey.until(orders(lin), State.CONFIRMING)
    ours = provider.made[0]
    provider.stranger(PROMPT)
    film = journey.until(film, State.PENDING)
    assert film.task_id == ours
    invariants.hold(provider.sandbox.ledger.path)


def test_candidates_that_cannot_be_asked_are_shown_to_a_person(provider: Provider, journey: Journey, lin: User) -> None:
    provider.lie("create", hangs_up(made=True))
    provider.lie("query", says(500, {"code": "InternalError", "request_id": "r"}), times=500)
    film = journey.until(orders(lin), State.CONFIRMING)
    theirs = provider.stranger("A train crosses a viaduct in the rain")
    film = journey.until(film, State.UNCERTAIN)
    assert film.submission
    assert set(film.submission.candidates) == {*provider.made, theirs}


def test_a_strangers_film_is_told_apart_by_its_prompt(provider: Provider, journey: Journey, lin: User) -> None:
    provider.lie("create", hangs_up(made=True))
    film = journey.until(orders(lin), State.CONFIRMING)
    theirs = provider.stranger("A train crosses a viaduct in the rain")
    journey.saving = False
    film = journey.until(film, State.SUCCEEDED)
    assert film.task_id == provider.made[0]
    assert [found.task_id for found in FoundTask.objects.all()] == [theirs]
    invariants.hold(provider.sandbox.ledger.path)


def _silent_until_the_end(said: dict[str, Any]) -> None:
    if said["output"]["task_status"] != "SUCCEEDED":
        said["output"].pop("orig_prompt", None)


def test_an_adopted_task_with_another_prompt_is_let_go(provider: Provider, journey: Journey, lin: User) -> None:
    """While it runs it tells no prompt; when it has ended, it turns out to be another program's."""
    provider.lie("create", hangs_up(made=False))
    provider.lie("query", changed(_silent_until_the_end), times=50)
    film = journey.until(orders(lin), State.CONFIRMING)
    theirs = provider.stranger("A train crosses a viaduct in the rain")
    account = ProviderAccount.objects.get(kind="dashscope")
    FoundTask.objects.create(account=account, task_id=theirs, render=film)  # it had been thought of before
    film = journey.until(film, State.UNCERTAIN)
    assert story(film)[3:] == ["adopted", "detached"]
    assert film.task_id is None
    found = FoundTask.objects.get()
    assert (found.task_id, found.state, found.render) == (theirs, "new", None)
    assert not film.assets.exists()
    invariants.hold()


def test_a_prompt_changed_in_two_words_is_still_ours(provider: Provider, journey: Journey, lin: User) -> None:
    words = "A heron lifts off the quiet morning lake while the mist rolls slowly over the reeds and the far hills glow"
    provider.lie("create", hangs_up(made=True))

    def echo(said: dict[str, dict[str, str]]) -> None:
        if "orig_prompt" in said["output"]:
            said["output"]["orig_prompt"] = words.replace("heron", "herons").replace("slowly", "slow")

    provider.lie("query", changed(echo), times=20)
    journey.saving = False
    film = journey.until(orders(lin, words), State.SUCCEEDED)
    assert film.submission is not None
    assert film.submission.confirmed
    assert film.events.filter(happening="adopted", params__fit="similar").count() == 1


def test_a_stranger_on_a_torn_list_is_only_a_candidate(provider: Provider, journey: Journey, lin: User) -> None:
    provider.lie("create", hangs_up(made=False))
    provider.lie("list", changed(lambda page: page.update(total=page["total"] + 1)), times=99)
    film = journey.until(orders(lin), State.CONFIRMING)
    theirs = provider.stranger(PROMPT)
    film = journey.until(film, State.UNCERTAIN)
    assert film.submission is not None
    assert (film.task_id, film.submission.candidates) == (None, [theirs])


def test_a_day_later_an_empty_list_is_no_proof(provider: Provider, journey: Journey, lin: User) -> None:
    provider.lie("create", hangs_up(made=True))
    film = journey.until(orders(lin), State.CONFIRMING)
    journey.passes(25 * 3600)
    journey.saving = False
    journey.until(orders(lin, model="c1"), State.SUCCEEDED)
    film = journey.until(film, State.UNCERTAIN)
    assert film.submission is not None
    assert (film.submission.cross_checked, provider.count("create")) == (False, 2)


def test_a_wish_to_cancel_is_granted_when_nothing_was_made(provider: Provider, journey: Journey, lin: User) -> None:
    journey.saving = False
    journey.until(orders(lin), State.SUCCEEDED)
    provider.lie("create", hangs_up(made=False))
    film = journey.until(orders(lin), State.CONFIRMING)
    cancel(film, actor=lin)
    film = journey.until(film, State.CANCELED, State.UNCERTAIN)
    assert (film.state, film.charged) == (State.CANCELED, False)
    assert set(film.ledger.values_list("kind", flat=True)) == {"reserve", "release"}
    invariants.hold()


def test_a_wish_to_cancel_cannot_be_granted_without_proof(provider: Provider, journey: Journey, lin: User) -> None:
    provider.lie("create", hangs_up(made=False))
    film = journey.until(orders(lin), State.CONFIRMING)
    cancel(film, actor=lin)
    film = journey.until(film, State.CANCELED, State.UNCERTAIN)
    assert film.state == State.UNCERTAIN
    assert set(film.ledger.values_list("kind", flat=True)) == {"reserve"}


def test_a_wish_to_cancel_reaches_a_task_that_was_found(provider: Provider, journey: Journey, lin: User) -> None:
    provider.lie("create", hangs_up(made=True))
    film = journey.until(orders(lin), State.CONFIRMING)
    cancel(film, actor=lin)
    journey.saving = False
    film = journey.until(film, State.SUCCEEDED, State.CANCELED)
    assert provider.count("cancel") == 1
    assert "cancel-too-late" in story(film)


def test_no_second_create_of_a_model_while_one_is_unclear(
    provider: Provider, account: ProviderAccount, journey: Journey, lin: User
) -> None:
    provider.lie("create", hangs_up(made=True))
    provider.lie("list", empties, times=6)
    first = journey.until(orders(lin), State.CONFIRMING)
    second, other = orders(lin), orders(lin, model="c1")
    journey.until(other, State.PENDING)
    assert look(second).state == State.QUEUED
    journey.saving = False
    second = journey.until(second, State.SUCCEEDED)
    waited = second.events.get(happening="claimed").at - first.created_at
    assert 2 * 120 <= waited.total_seconds() < 2 * 120 + 15
    journey.until(first, State.SUCCEEDED)
    invariants.hold(provider.sandbox.ledger.path)


def test_an_undecided_film_blocks_nobody(provider: Provider, journey: Journey, lin: User) -> None:
    provider.lie("create", hangs_up(made=False))
    journey.until(orders(lin), State.UNCERTAIN)
    asked = orders(lin)
    second = journey.until(asked, State.PENDING)
    assert (second.changed_at - asked.created_at).total_seconds() < 10


def test_a_list_that_does_not_filter_is_filtered_here(provider: Provider, journey: Journey, lin: User) -> None:
    provider.lie("create", hangs_up(made=False))
    film = journey.until(orders(lin, model="c1"), State.CONFIRMING)
    provider.stranger(PROMPT)  # of v6
    provider.lie("list", of_all_models, times=99)
    film = journey.until(film, State.UNCERTAIN)
    assert (film.submission and film.submission.candidates, story(film)[-1]) == ([], "not-found")


def of_all_models(ask: Ask) -> Answer:
    everything = "&".join(part for part in ask.environ["QUERY_STRING"].split("&") if "model_name" not in part)
    return replace(ask, environ={**ask.environ, "QUERY_STRING": everything}).truth()


def test_a_film_sent_again_is_booked_at_the_price_of_that_day(provider: Provider, journey: Journey, lin: User) -> None:
    provider.lie("create", hangs_up(made=False))
    film = journey.until(orders(lin), State.UNCERTAIN)
    today = Price.objects.get(model=film.model, tier="360P", audio=False)
    dearer = (today.per_second or Decimal(0)) * 2
    Price.objects.create(
        model=film.model, tier="360P", audio=False, per_second=dearer, valid_from=timezone.now(), source="test"
    )
    resolve(film, Choice.SEND_AGAIN, actor=lin)
    journey.saving = False
    film = journey.until(film, State.SUCCEEDED)
    lines = film.ledger.filter(submission=film.submission)
    assert {(line.kind, line.amount) for line in lines} == {("reserve", dearer), ("settle", dearer)}
