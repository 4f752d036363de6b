"""The answer to a create is lost, unreadable or late: it is looked for and never sent again."""

import pytest
from django.utils import timezone

from jobs.models import FoundTask, Render, User
from jobs.pipeline import sweep
from jobs.states import Happening, State
from tests.desk import orders
from tests.pipeline.journey import Journey, given_up, look, story
from tests.pipeline.provider import (
    HTML,
    SERVICE_FAULT,
    Lie,
    Provider,
    does_but_says,
    hangs_up,
    is_slow,
    meanwhile,
    says,
    trickles,
)

pytestmark = [pytest.mark.servers, pytest.mark.usefixtures("account")]

ELSEWHERE = {"Location": "https://elsewhere.example.com/api/v1/services"}


MADE = {
    "a 500": does_but_says(500, SERVICE_FAULT),
    "a page of HTML": does_but_says(200, HTML),
    "no task id": does_but_says(200, {"output": {"task_status": "PENDING"}}),
    "a proxy's 502": does_but_says(502, HTML),
    "a proxy's 429": does_but_says(429, HTML),
    "half an answer": does_but_says(200, b'{"output": {"task_id": "12'),
    "a huge answer": does_but_says(200, b"[" * 2_000_000),
    "a dropped line": hangs_up(made=True),
    "silence": is_slow(1.8),
    "drops": trickles,
}


NOT_MADE = {
    "a 500": says(500, SERVICE_FAULT),
    "a 408": says(408, {"code": "RequestTimeOut", "message": "", "request_id": "r-408"}),
    "a page of HTML": says(200, HTML),
    "a dropped line": hangs_up(made=False),
    "a way elsewhere": says(307, b"", **ELSEWHERE),
    "a stranger's 400": says(400, {"error": "blocked by policy"}),
}


@pytest.mark.parametrize("lie", MADE.values(), ids=MADE.keys())
def test_row_06_a_task_that_was_made_is_adopted(provider: Provider, journey: Journey, lin: User, lie: Lie) -> None:
    provider.lie("create", lie)
    journey.saving = False
    film = journey.until(orders(lin), State.SUCCEEDED)
    assert story(film)[1:4] == ["claimed", "answer-lost", "adopted"]
    assert provider.count("create") == 1
    assert film.submission is not None
    assert ([film.task_id], film.submission.confirmed) == (provider.made, True)


@pytest.mark.parametrize("lie", NOT_MADE.values(), ids=NOT_MADE.keys())
def test_row_06_a_task_that_was_not_made_goes_to_a_person(
    provider: Provider, journey: Journey, lin: User, lie: Lie
) -> None:
    provider.lie("create", lie)
    film = journey.until(orders(lin), State.UNCERTAIN)
    journey.run(3600)
    assert story(film) == ["ordered", "claimed", "answer-lost", "not-found"]
    assert (provider.count("create"), provider.made, look(film).state) == (1, [], State.UNCERTAIN)
    assert (film.changed_at - film.created_at).total_seconds() >= 600
    assert film.submission is not None
    assert (film.submission.cross_checked, film.submission.readings >= 3) == (False, True)


@pytest.mark.django_db(transaction=True)
class TestASleepingWorker:
    """It sends, sleeps for a minute and a half, and wakes up with the answer in its hands."""

    def sleeps(self, journey: Journey, provider: Provider, answer: Lie) -> None:
        def others_sweep() -> None:
            journey.passes(90)
            sweep.sweep(timezone.now())

        provider.lie("create", meanwhile(others_sweep, answer))

    def test_row_16_a_late_task_id_is_stored_and_carries_the_film_on(
        self, provider: Provider, journey: Journey, lin: User
    ) -> None:
        self.sleeps(journey, provider, lambda ask: ask.truth())
        film = journey.until(orders(lin), State.PENDING)
        assert story(film) == ["ordered", "claimed", "worker-lost", "late-fact"]
        assert ([film.task_id], provider.count("create")) == (provider.made, 1)

    def test_row_16_a_late_refusal_ends_the_film(self, provider: Provider, journey: Journey, lin: User) -> None:
        refusal = {"code": "DataInspectionFailed", "message": "Input data …", "request_id": "r-1"}
        self.sleeps(journey, provider, says(400, refusal))
        film = journey.until(orders(lin), State.FAILED)
        assert (film.error_code, film.charged, provider.count("create")) == ("content-prompt", False, 1)

    def test_row_16_a_late_throttling_proves_that_sending_again_is_safe(
        self, provider: Provider, journey: Journey, lin: User
    ) -> None:
        throttled = {"code": "Throttling.RateQuota", "message": "", "request_id": "r-1"}
        self.sleeps(journey, provider, says(429, throttled))
        film = journey.until(orders(lin), State.PENDING)
        assert (provider.count("create"), len(provider.made)) == (2, 1)
        assert "not-sent" in story(film)

    def test_row_16_a_late_error_still_tells_its_request_id(
        self, provider: Provider, journey: Journey, lin: User
    ) -> None:
        self.sleeps(journey, provider, does_but_says(500, SERVICE_FAULT))
        film = journey.until(orders(lin), State.CONFIRMING)
        assert film.submission is not None
        assert film.submission.request_id == provider.rows()[0]["request_id"]

    def test_row_16_a_late_task_id_finds_an_undecided_film(
        self, provider: Provider, journey: Journey, lin: User
    ) -> None:
        def person_is_asked() -> None:
            journey.passes(90)
            sweep.sweep(timezone.now())
            film = Render.objects.get()
            film.move(State.UNCERTAIN, Happening.NOT_FOUND, now=timezone.now(), due_at=None)

        provider.lie("create", meanwhile(person_is_asked))
        film = journey.until(orders(lin), State.PENDING)
        assert story(film)[-1] == "late-fact"

    def test_row_16_a_late_task_id_of_a_film_given_up_is_kept_as_found(
        self, provider: Provider, journey: Journey, lin: User
    ) -> None:
        provider.lie("create", meanwhile(lambda: given_up(journey, lin)))
        film = journey.until(orders(lin), State.FAILED)
        found = FoundTask.objects.get()
        assert ([found.task_id], found.render) == (provider.made, film)
        assert (film.error_code, film.charged) == ("given-up", None)
