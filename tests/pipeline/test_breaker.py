"""A provider that does not answer is left in peace; nothing new is paid for meanwhile, and nothing runs out of time."""

from jobs.models import ProviderAccount, Render, User
from jobs.pipeline import breaker
from jobs.queries import holds
from jobs.states import HoldCode, State
from tests.desk import orders
from tests.pipeline import invariants
from tests.pipeline.journey import Journey, look, story
from tests.pipeline.provider import HTML, Provider, hangs_up, says

HOUR = 3600.0
DOWN = says(502, HTML)


def goes_down(provider: Provider) -> None:
    for kind in ("create", "query", "list", "cancel"):
        provider.habits[kind] = DOWN


def account_now() -> ProviderAccount:
    return ProviderAccount.objects.get(kind="dashscope")


def test_an_hour_of_silence_costs_no_film_and_asks_nobody(
    provider: Provider, journey: Journey, pending: Render, lin: User
) -> None:
    goes_down(provider)
    journey.run(300)
    waiting = orders(lin, prompt="A second film")
    journey.run(HOUR)
    assert (look(waiting).state, account_now().hold_code) == (State.QUEUED, HoldCode.NO_ANSWER)
    assert provider.count("create") == 1
    provider.habits.clear()
    journey.until(waiting, State.SUCCEEDED)
    journey.until(pending, State.SUCCEEDED)
    assert account_now().hold_code == ""
    invariants.hold(provider.sandbox.ledger.path)


def test_a_silent_provider_is_asked_ever_more_seldom(provider: Provider, journey: Journey, pending: Render) -> None:
    goes_down(provider)
    journey.run(HOUR)
    asked = [call.at for call in provider.calls if call.kind == "query"]
    assert len(asked) < 50  # every fifteen seconds it would have been 240
    assert asked[-1] - asked[-2] >= 120


def test_a_film_near_its_end_does_not_wait_behind_the_probe(
    provider: Provider, journey: Journey, pending: Render
) -> None:
    journey.until(pending, State.RUNNING)
    goes_down(provider)
    journey.run(600)
    near = look(pending)
    assert near.deadline_at is not None
    Render.objects.filter(pk=near.pk).update(deadline_at=near.deadline_at - (near.deadline_at - near.created_at) * 0.95)
    before = provider.count("query")
    journey.run(600)
    assert provider.count("query") - before >= 10


def test_while_nobody_answers_a_free_question_goes_before_a_create(
    provider: Provider, account: ProviderAccount, journey: Journey, lin: User
) -> None:
    models = ["v6", "c1"] * 4
    films = [orders(lin, prompt=f"Film {number}", model=model) for number, model in enumerate(models)]
    goes_down(provider)
    journey.run(HOUR / 2)
    assert provider.count("create") == breaker.BREAKS_AT
    assert provider.count("query") > 5  # there is nothing else to be asked for
    provider.habits.clear()
    for film in films[breaker.BREAKS_AT :]:
        journey.until(film, State.SAVED)
    invariants.hold(provider.sandbox.ledger.path)


def test_a_list_that_fails_keeps_no_film_waiting(
    provider: Provider, account: ProviderAccount, journey: Journey, lin: User
) -> None:
    provider.lie("create", hangs_up(made=False))
    provider.habits["list"] = DOWN
    lost = orders(lin, prompt="Lost")
    journey.until(lost, State.UNCERTAIN)
    journey.until(orders(lin, prompt="After it"), State.SUCCEEDED)
    assert "list-unreadable" in story(lost)


def test_any_answer_of_its_own_ends_the_hold_and_one_lost_answer_is_no_silence(
    provider: Provider, journey: Journey, pending: Render
) -> None:
    provider.lie("query", DOWN, times=breaker.BREAKS_AT - 1)
    journey.until(pending, State.SUCCEEDED)
    assert (account_now().hold_code, account_now().unanswered) == ("", 0)


def test_the_card_says_that_the_provider_is_silent(provider: Provider, journey: Journey, pending: Render) -> None:
    goes_down(provider)
    journey.run(300)
    hold = holds.of(look(pending))
    assert hold is not None
    assert (hold.code, hold.own) == (HoldCode.NO_ANSWER, False)
