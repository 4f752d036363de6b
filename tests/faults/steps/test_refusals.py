"""The provider says no: whether it is tried again, who waits, what the reader is told, and that nothing is paid."""

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from django.utils.translation import override
from pytest_django import Settings

from jobs import words
from jobs.actions import keys
from jobs.models import ProviderAccount, ProviderKey, Render, User
from jobs.queries import holds
from jobs.states import HoldCode, Outcome, State
from tests.certificates import certificate
from tests.desk import forget_clients, orders, real_account
from tests.lines import Act, answers, is_silent, line
from tests.pipeline.journey import Journey, look, story
from tests.pipeline.provider import Provider, changed, provider_at_work, says
from tests.servers import free_port
from tests.web.desk import Desk

TRIES = ("never-sent", "not-sent")
"""The latter once the circuit breaker is open: a question that costs nothing found nobody either."""


@pytest.mark.parametrize("place", ["http://127.0.0.1:{port}", "https://nowhere.invalid"])
def test_row_07_a_provider_that_cannot_be_reached_is_tried_again_and_again(
    journey: Journey, lin: User, place: str
) -> None:
    real_account(place.format(port=free_port()) + "/api/v1")
    film = orders(lin)
    journey.run(300)
    film = look(film)
    assert film.submission is not None
    hold = holds.of(film)
    assert hold is not None
    assert (film.state, film.submission.outcome, hold.code) == (State.QUEUED, Outcome.PLANNED, HoldCode.NO_ANSWER)
    assert 5 <= sum(story(film).count(tried) for tried in TRIES) <= 15


def test_row_07_the_waits_grow(journey: Journey, lin: User) -> None:
    real_account(f"http://127.0.0.1:{free_port()}/api/v1")
    film = orders(lin)
    journey.run(600)
    tries = [event.at for event in film.events.filter(happening__in=TRIES).order_by("at")]
    waits = [(later - earlier).total_seconds() for earlier, later in pairwise(tries)]
    assert max(waits[:2]) < 15 <= min(waits[-3:])


def test_row_07_when_it_is_back_the_film_is_sent_once(provider: Provider, journey: Journey, lin: User) -> None:
    account = real_account(f"http://127.0.0.1:{free_port()}/api/v1")
    film = orders(lin)
    journey.run(60)
    ProviderAccount.objects.filter(pk=account.pk).update(base_url=provider.base_url)
    journey.saving = False
    film = journey.until(film, State.SUCCEEDED)
    assert (provider.count("create"), film.tries) == (1, 0)


REFUSED = says(401, {"code": "InvalidApiKey", "message": "Invalid API-key provided.", "request_id": "r-401"})


def second_key(account: ProviderAccount) -> ProviderKey:
    return keys.add(account=account, secret="sk-test-lin-2", label="Second", actor=None)


def hold_code(account: ProviderAccount) -> str:
    return ProviderAccount.objects.get(pk=account.pk).hold_code


def test_row_09_a_refused_key_holds_the_account_until_a_new_key_comes(
    provider: Provider, account: ProviderAccount, journey: Journey, lin: User
) -> None:
    film = journey.until(orders(lin), State.PENDING)
    provider.lie("query", REFUSED)
    journey.run(120)
    seen = holds.of(look(film))
    assert seen is not None
    assert (seen.code, look(film).state, provider.count("query")) == ("key-refused", State.PENDING, 1)
    second_key(account)
    journey.saving = False
    journey.until(film, State.SUCCEEDED)


def test_row_09_another_account_goes_on_while_one_is_held(
    provider: Provider, account: ProviderAccount, journey: Journey, lin: User
) -> None:
    real_account(provider.base_url, secret="sk-test-mara-1", name="Mara's")
    provider.lie("create", REFUSED)
    journey.saving = False
    film = journey.until(orders(lin), State.SUCCEEDED)
    assert film.submission is not None
    assert film.submission.account != account
    assert (hold_code(account), provider.count("create")) == ("key-refused", 2)


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_row_12_a_way_elsewhere_is_not_followed_and_the_key_stays(
    provider: Provider, account: ProviderAccount, journey: Journey, lin: User, house: Path, status: int
) -> None:
    with provider_at_work(house / "elsewhere") as elsewhere:
        provider.lie("create", says(status, b"", Location=elsewhere.base_url))
        provider.lie("list", says(status, b"", Location=f"{elsewhere.base_url}/tasks"))
        film = journey.until(orders(lin), State.CONFIRMING)
        journey.run(30)
        assert elsewhere.calls == []
    assert "answer-lost" in story(film)


def test_row_07_a_bad_certificate_is_never_sent_anything(journey: Journey, lin: User, tmp_path: Path) -> None:
    never: list[Act] = [is_silent] * 40
    with line(*never, tls=certificate(tmp_path).server) as service:
        real_account(service.base_url)
        film = orders(lin)
        journey.run(60)
    film = look(film)
    assert (film.state, service.heard) == (State.QUEUED, [])
    assert story(film).count("never-sent") >= 3


def test_row_08_five_refusals_for_haste_and_then_a_task(
    provider: Provider, account: ProviderAccount, journey: Journey, lin: User
) -> None:
    throttled = {"code": "Throttling.RateQuota", "message": "", "request_id": "r-429"}
    provider.lie("create", says(429, throttled), times=5)
    journey.saving = False
    film = journey.until(orders(lin), State.SUCCEEDED)
    assert (provider.count("create"), len(provider.made), story(film).count("throttled")) == (6, 1, 5)
    asked = [call.at for call in provider.calls if call.kind == "create"]
    waits = [later - earlier for earlier, later in pairwise(asked)]
    assert waits[0] < 7 < waits[-1]


BILL = {"code": "Arrearage", "message": "make sure your account is in good standing", "request_id": "r-1"}
ACTIVATION = {"code": "InvalidParameter", "message": "The product is not activated …", "request_id": "r-1"}
ADDRESS = {"code": "InvalidParameter", "message": "url error, please check url!", "request_id": "r-1"}


@pytest.mark.parametrize(
    ("said", "code", "advice"),
    [(BILL, "arrearage", "bill"), (ACTIVATION, "not-activated", "ctivate"), (ADDRESS, "wrong-url", "base URL")],
    ids=["bill", "activation", "address"],
)
def test_row_10_what_an_admin_must_mend_holds_the_account_with_its_advice(
    provider: Provider, account: ProviderAccount, journey: Journey, lin: User, said: object, code: str, advice: str
) -> None:
    provider.lie("create", says(400, said))
    films = [orders(lin), orders(lin, model="c1")]
    journey.run(20)
    seen = [holds.of(look(film)) for film in films]
    assert [hold.code for hold in seen if hold] == [code, code]
    assert {look(film).state for film in films} == {State.QUEUED}
    assert advice in words.hold(code).advice
    journey.saving = False
    for film in films:
        journey.until(film, State.SUCCEEDED)


def test_row_10_what_is_found_out_after_a_task_id_ends_that_film_for_free_and_holds_the_rest(
    provider: Provider, account: ProviderAccount, journey: Journey, pending: Render, lin: User
) -> None:
    task = {"task_id": "any", "task_status": "FAILED", **ACTIVATION}
    provider.lie("query", changed(lambda said: said.update(output=task)))
    film = journey.until(pending, State.FAILED)
    waiting = orders(lin)
    journey.run(600)
    hold = holds.of(look(waiting))
    assert (film.error_code, film.charged, hold and hold.code) == ("not-activated", False, "not-activated")
    assert (look(waiting).state, provider.count("create")) == (State.QUEUED, 1)


INPUT = {"code": "DataInspectionFailed", "message": "Input data may contain …", "request_id": "r-1"}
OUTPUT = {"code": "DataInspectionFailed", "message": "Output data may contain …", "request_id": "r-1"}


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize(("kind", "code"), [("create", "content-prompt"), ("query", "content-output")])
def test_row_11_a_refused_content_is_explained_to_its_reader_and_not_tried_again(
    provider: Provider, account: ProviderAccount, journey: Journey, lin: User, kind: str, code: str, language: str
) -> None:
    withheld = changed(lambda said: said.update(output={"task_id": "any", "task_status": "FAILED", **OUTPUT}))
    provider.lie(kind, says(400, INPUT) if kind == "create" else withheld)
    film = journey.until(orders(lin), State.FAILED)
    journey.run(3600)
    User.objects.filter(pk=lin.pk).update(language=language)
    with override(language):
        told = words.error(film.error_code, film.error_params, film.error_raw, film.charged)
    page = Desk.of(lin).see(f"/renders/{film.pk}/")
    assert (film.error_code, provider.count("create")) == (code, 1)
    assert told.message in page
    assert told.advice in page


def test_row_33_the_proxies_of_the_machine_are_not_asked(
    provider: Provider, account: ProviderAccount, journey: Journey, lin: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    film = journey.until(orders(lin), State.SAVED)
    assert story(film)[-2:] == ["save-started", "saved"]


def test_row_33_the_proxy_of_the_settings_is(
    provider: Provider, account: ProviderAccount, journey: Journey, lin: User, settings: Settings
) -> None:
    with line(answers(b"<html>From the proxy</html>", "502 Bad Gateway")) as proxy:
        settings.PIXSTUDIO = replace(settings.PIXSTUDIO, proxy=f"http://127.0.0.1:{proxy.port}")
        forget_clients()
        film = journey.until(orders(lin), State.CONFIRMING)
        assert proxy.heard[0].startswith(f"POST {provider.base_url}/services/".encode())
    assert (story(film)[-1], provider.calls) == ("answer-lost", [])
