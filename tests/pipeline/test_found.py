"""Tasks the provider lists and nobody here knows: found once, never taken for strangers while they may be ours."""

import json
from dataclasses import replace
from datetime import timedelta
from time import time
from typing import Any

import pytest
from django.utils import timezone
from django.utils.http import http_date
from pytest_django import Settings

from jobs import tasks
from jobs.actions.renders import Choice, resolve
from jobs.models import FoundTask, ProviderAccount, Render, User, hold_columns
from jobs.pipeline import found
from jobs.states import FoundState, HoldCode, State
from tests.desk import PROMPT, orders, practice_account
from tests.pipeline import invariants
from tests.pipeline.journey import Journey, look
from tests.pipeline.provider import (
    SERVICE_FAULT,
    Answer,
    Ask,
    Provider,
    changed,
    does_but_says,
    hangs_up,
    meanwhile,
    says,
)

TRAIN = "A train crosses a viaduct in the rain"


@pytest.fixture
def reads(account: ProviderAccount) -> Any:
    """Reads the account's list as if an hour had passed."""

    def read() -> list[FoundTask]:
        ProviderAccount.objects.update(list_due_at=timezone.now())
        found.look(account.pk)
        return list(FoundTask.objects.order_by("provider_created_at", "pk"))

    return read


def test_a_task_made_elsewhere_is_found_with_prompt_length_and_its_24_hours(
    provider: Provider, journey: Journey, reads: Any
) -> None:
    task = provider.stranger(TRAIN)
    journey.passes(60)
    (one,) = reads()
    assert (one.task_id, one.state, one.render, one.provider_state) == (task, "new", None, "SUCCEEDED")
    assert (one.prompt, one.usage["duration"], one.usage["size"]) == (TRAIN, 1, "640*360")
    assert one.link_seen_at is not None
    left = (one.ends_at - timezone.now()).total_seconds()
    assert 24 * 3600 - 90 < left < 24 * 3600 - 55


def two_hours_ahead(ask: Ask) -> Answer:
    """The provider's clock, in its header and in its list."""
    truth = ask.truth()
    page = truth.json
    for row in page["data"]:
        row["gmt_create"] += 7_200_000
    date = http_date(time() + 7200)
    return replace(truth, body=json.dumps(page).encode(), headers=(("Date", date), ("Connection", "close")))


def test_its_end_is_counted_by_our_own_clock(provider: Provider, journey: Journey, reads: Any) -> None:
    provider.stranger(TRAIN)
    provider.lie("list", two_hours_ahead)
    (one,) = reads()
    assert 7190 < (one.provider_created_at - timezone.now()).total_seconds() < 7200
    assert abs((one.ends_at - timezone.now()).total_seconds() - 24 * 3600) < 10


def test_a_task_is_found_once_and_asked_about_only_when_it_has_moved_on(
    provider: Provider, journey: Journey, reads: Any
) -> None:
    provider.stranger(TRAIN)
    assert reads()[0].provider_state == "PENDING"
    journey.passes(60)
    assert reads()[0].provider_state == "SUCCEEDED"
    asked = provider.count("query")
    assert (len(reads()), provider.count("query")) == (1, asked)


def test_films_of_ours_are_no_strangers(provider: Provider, reads: Any, pending: Render) -> None:
    assert reads() == []


def two_to_a_page(ask: Ask) -> Answer:
    query = ask.environ["QUERY_STRING"].replace("page_size=50", "page_size=2")
    return replace(ask, environ={**ask.environ, "QUERY_STRING": query}).truth()


def test_a_list_of_many_pages_is_read_to_its_end(provider: Provider, journey: Journey, reads: Any) -> None:
    made = {provider.stranger(f"{TRAIN} {number}") for number in range(5)}
    provider.lie("list", two_to_a_page, times=3)
    assert {one.task_id for one in reads()} == made
    assert provider.count("list") == 3
    assert ProviderAccount.objects.get(kind="dashscope").listed_at is not None


def test_what_is_being_sent_is_not_offered_as_a_stranger(
    provider: Provider, account: ProviderAccount, journey: Journey, lin: User
) -> None:
    """Its answer has not come yet: the provider lists what we do not know by its id."""
    provider.lie("create", hangs_up(made=True))
    film = journey.until(orders(lin), State.CONFIRMING)
    found.look(account.pk)
    assert (len(provider.made), FoundTask.objects.count()) == (1, 0)
    journey.saving = False
    film = journey.until(film, State.SUCCEEDED)
    assert film.task_id == provider.made[0]
    invariants.hold(provider.sandbox.ledger.path)


def test_a_stranger_beside_a_lost_answer_is_found_and_ours_is_not(
    provider: Provider, account: ProviderAccount, journey: Journey, lin: User
) -> None:
    theirs = provider.stranger(TRAIN)
    journey.passes(3600)
    provider.lie("create", hangs_up(made=True))
    journey.until(orders(lin), State.CONFIRMING)
    found.look(account.pk)
    assert [one.task_id for one in FoundTask.objects.all()] == [theirs]


def test_a_task_of_an_undecided_film_is_found_with_that_film_and_can_become_it(
    provider: Provider, account: ProviderAccount, journey: Journey, lin: User, reads: Any
) -> None:
    """The list lagged for longer than anybody looked."""
    provider.lie("create", hangs_up(made=True))
    provider.lie("list", changed(lambda page: page.update(data=[], total=0, total_page=0)), times=50)
    film = journey.until(orders(lin), State.UNCERTAIN)
    provider.honest()
    (one,) = reads()
    assert (one.task_id, one.render) == (provider.made[0], film)
    assert (submission := look(film).submission)
    assert (submission.candidates, submission.cross_checked) == ([one.task_id], False)
    resolve(look(film), Choice.ADOPT, actor=lin, task_id=one.task_id)
    film = journey.until(film, State.SAVED)
    assert (film.task_id, provider.count("create")) == (one.task_id, 1)
    assert FoundTask.objects.get().state == FoundState.ADOPTED
    invariants.hold(provider.sandbox.ledger.path)


def test_what_the_search_adopts_later_is_offered_no_more(
    provider: Provider, account: ProviderAccount, journey: Journey, lin: User
) -> None:
    provider.lie("create", does_but_says(500, SERVICE_FAULT))
    film = journey.until(orders(lin), State.CONFIRMING)
    FoundTask.objects.create(account=account, task_id=provider.made[0])
    film = journey.until(film, State.PENDING)
    one = FoundTask.objects.get()
    assert (one.state, one.render) == (FoundState.ADOPTED, film)


def test_candidates_are_kept_with_their_film_and_known_when_a_person_must_choose(
    provider: Provider, account: ProviderAccount, journey: Journey, lin: User, reads: Any
) -> None:
    provider.lie("create", hangs_up(made=True))
    film = journey.until(orders(lin), State.CONFIRMING)
    provider.stranger(PROMPT)
    film = journey.until(film, State.UNCERTAIN)
    assert {one.render for one in FoundTask.objects.all()} == {film}
    assert {one.prompt for one in reads()} == {PROMPT}


def test_a_torn_list_still_tells_what_it_shows_and_is_read_again_soon(
    provider: Provider, account: ProviderAccount, journey: Journey, reads: Any
) -> None:
    provider.stranger(TRAIN)
    provider.lie("list", changed(lambda page: page.update(total=page["total"] + 1)))
    assert len(reads()) == 1
    account.refresh_from_db()
    assert account.listed_at is None
    assert timedelta(0) < account.list_due_at - timezone.now() <= timedelta(seconds=300)


def test_a_list_that_cannot_be_read_is_tried_again_and_a_refused_key_holds_the_account(
    provider: Provider, account: ProviderAccount, journey: Journey, reads: Any
) -> None:
    provider.lie("list", says(500, SERVICE_FAULT))
    assert reads() == []
    account.refresh_from_db()
    assert (account.hold_code, account.list_until) == ("", None)
    refused = {"code": "InvalidApiKey", "message": "Invalid API-key provided.", "request_id": "r"}
    provider.lie("list", says(401, refused))
    reads()
    account.refresh_from_db()
    assert account.hold_code == HoldCode.KEY_REFUSED
    asked = provider.count("list")
    reads()
    assert provider.count("list") == asked


def test_a_provider_that_does_not_answer_is_left_in_peace(account: ProviderAccount, journey: Journey) -> None:
    ProviderAccount.objects.filter(pk=account.pk).update(**hold_columns(HoldCode.NO_ANSWER, timezone.now()))
    assert account.pk not in found.due(timezone.now())


def test_one_reading_at_a_time(provider: Provider, account: ProviderAccount, journey: Journey) -> None:
    now = timezone.now()
    ProviderAccount.objects.filter(pk=account.pk).update(list_until=now + timedelta(seconds=30))
    found.look(account.pk)
    assert (provider.count("list"), account.pk in found.due(now)) == (0, False)
    assert account.pk in found.due(now + timedelta(seconds=31))


def test_no_reading_asks_about_everything_at_once(
    provider: Provider, account: ProviderAccount, journey: Journey, reads: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(found, "MOST_QUESTIONS", 2)
    for number in range(3):
        provider.stranger(f"{TRAIN} {number}")
    journey.passes(60)
    assert [bool(one.prompt) for one in reads()] == [True, True, False]
    account.refresh_from_db()
    assert account.listed_at is None
    assert all(one.prompt for one in reads())


def test_pictures_and_texts_of_the_same_account_are_none_of_our_business(
    provider: Provider, reads: Any, journey: Journey
) -> None:
    provider.stranger(TRAIN)
    provider.stranger(TRAIN)

    def other(page: dict[str, Any]) -> None:
        page["data"][0]["model_name"] = "wan2.5-t2i"
        page["data"][1]["model_name"] = "pixverse/pixverse-v9-i2v"

    provider.lie("list", changed(other))
    assert [one.model for one in reads()] == ["pixverse/pixverse-v9-i2v"]


def test_lists_are_read_at_the_start_and_then_once_an_hour(
    provider: Provider, account: ProviderAccount, journey: Journey, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[str] = []
    monkeypatch.setattr(tasks.look, "apply_async", lambda args, **_: sent.append(args[0]))
    tasks.tick()
    assert sorted(sent) == sorted([str(account.pk), str(practice_account().pk)])
    for pk in sent:
        tasks.look(pk)
    tasks.tick()
    journey.passes(3590)
    tasks.tick()
    assert len(sent) == 2
    journey.passes(20)
    tasks.tick()
    assert len(sent) == 4
    tasks.look_around()
    tasks.tick()
    assert len(sent) == 6


def test_a_clock_set_back_does_not_silence_the_reading(account: ProviderAccount, journey: Journey) -> None:
    ahead = timezone.now() + timedelta(hours=10)
    ProviderAccount.objects.update(list_due_at=ahead, list_until=ahead)
    assert account.pk in found.due(timezone.now())


def test_production_does_not_ask_the_practice_provider(
    account: ProviderAccount, journey: Journey, settings: Settings
) -> None:
    settings.PIXSTUDIO = replace(settings.PIXSTUDIO, production=True)
    assert found.due(timezone.now()) == [account.pk]


@pytest.mark.django_db(transaction=True)
def test_a_list_read_while_the_create_is_at_the_provider_makes_no_stranger(
    provider: Provider, account: ProviderAccount, journey: Journey, lin: User
) -> None:
    provider.lie("create", meanwhile(lambda: found.look(account.pk)))
    film = journey.until(orders(lin), State.PENDING)
    assert (provider.count("list"), [film.task_id]) == (1, provider.made)
    assert not FoundTask.objects.exists()
