"""A key that sings wherever it is found outside its sealed column, after a day on which everything went wrong."""

import logging
import traceback
from pathlib import Path

import pytest
from django.utils import timezone

from jobs import tasks
from jobs.actions import keys
from jobs.actions.renders import Choice, resolve
from jobs.dashscope import ProviderError
from jobs.models import AuditEntry, ProviderKey, User
from jobs.pipeline import handout
from jobs.pipeline.claim import wish_of
from jobs.states import State
from jobs.vault import keyring
from tests.desk import orders, real_account
from tests.faults.outside import files, records
from tests.pipeline.journey import Journey, look
from tests.pipeline.provider import HTML, Answer, Ask, Lie, Provider, changed, hangs_up, is_slow, says

CANARY = "sk-test-tweet-77"
SONG = "tweet"
ELSEWHERE = f"https://elsewhere.example.com/?key={CANARY}"


def echoes(status: int) -> Lie:
    """An error page that repeats what it was sent, key and all."""

    def lie(ask: Ask) -> Answer:
        sent = str(ask.environ["HTTP_AUTHORIZATION"])
        said = {"code": f"Odd {sent}", "message": f"Who is {sent}?", "request_id": sent}
        return says(status, said, Retry_After="1", Server=sent)(ask)

    return lie


@pytest.fixture
def a_bad_day(
    provider: Provider,
    journey: Journey,
    lin: User,
    house: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> Path:
    """Every kind of trouble, with every answer kept on the disk; ends with a film at home."""
    caplog.set_level(logging.DEBUG)
    monkeypatch.setattr("jobs.pipeline.spool.drop", lambda path: path.rename(path.with_suffix(".read")))
    account = real_account(provider.base_url, secret=CANARY)
    for trouble in (echoes(500), is_slow(1.8), says(307, b"", Location=ELSEWHERE), says(200, HTML)):
        provider.lie("create", trouble)
        provider.lie("list", echoes(500), says(200, HTML), hangs_up(made=False))
        film = journey.until(orders(lin), State.UNCERTAIN, State.PENDING, State.SUCCEEDED)
        if film.state == State.UNCERTAIN:
            resolve(film, Choice.GIVE_UP, actor=lin)
    for trouble in (echoes(400), echoes(403), echoes(429), hangs_up(made=True)):
        provider.lie("create", trouble)
        journey.until(orders(lin, model="c1"), State.FAILED, State.SUCCEEDED)
    last = journey.until(orders(lin), State.PENDING)
    provider.lie("query", echoes(401))
    journey.run(40)
    keys.test(account.keys.get(), actor=lin)
    provider.lie("query", echoes(500), changed(lambda said: said["output"].update(message=CANARY)))
    journey.until(last, State.SAVED)
    return house


def test_the_key_is_found_nowhere_after_a_bad_day(a_bad_day: Path, caplog: pytest.LogCaptureFixture) -> None:
    stored, written = records(), files(a_bad_day)
    assert list(a_bad_day.rglob("*.read")), "no answer was kept"
    assert SONG not in stored
    assert SONG.encode() not in written
    assert SONG not in caplog.text
    assert ProviderKey.objects.get().last_four == CANARY[-4:]
    assert AuditEntry.objects.filter(action="key.added").exists()


def test_no_exception_shows_the_key(provider: Provider, journey: Journey, lin: User) -> None:
    client = keyring.client(real_account(provider.base_url, secret=CANARY))
    film = look(orders(lin))
    for trouble in (hangs_up(made=False), is_slow(1.8)):
        provider.lie("create", trouble)
        with pytest.raises(ProviderError) as failure:
            client.create(wish_of(film))
        trace = traceback.TracebackException.from_exception(failure.value, capture_locals=True)
        del trace.stack[0]  # this test's own frame
        assert SONG not in "".join(trace.format())
    assert SONG not in repr(client)


def test_an_answer_that_repeats_the_key_is_kept_without_it(provider: Provider, journey: Journey, lin: User) -> None:
    client = keyring.client(real_account(provider.base_url, secret=CANARY))
    provider.lie("create", echoes(500))
    reply = client.create(wish_of(look(orders(lin))))
    assert SONG not in repr(reply)
    assert SONG not in reply.to_json()
    assert b"[key]" in reply.body


def test_the_key_goes_to_its_base_url_alone(provider: Provider, journey: Journey, lin: User) -> None:
    real_account(provider.base_url, secret=CANARY)
    journey.until(orders(lin), State.SAVED)
    assert {call.kind for call in provider.calls if call.key} <= {"create", "query", "list"}
    assert [call.key for call in provider.calls if call.kind == "film"] == [""]


def test_a_message_carries_an_id_and_nothing_else(journey: Journey, lin: User, monkeypatch: pytest.MonkeyPatch) -> None:
    film, sent = orders(lin), list[object]()
    monkeypatch.setattr(tasks.advance, "apply_async", lambda *args, **options: sent.append((args, options)))
    tasks.wake([handout.Wake(renders=(film.pk,), queue=handout.QUICK, at=timezone.now())])
    assert sent == [(((str(film.pk),),), {"queue": "quick", "expires": 10.0})]
