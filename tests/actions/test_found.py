"""A task found at the provider becomes a film like any other, once, or is left alone for a reason."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.utils import timezone

from jobs import money
from jobs.actions import found as actions
from jobs.models import AuditEntry, FoundTask, Membership, Order, Price, ProviderAccount, Render, Space, User
from jobs.pipeline import found
from jobs.states import Door, FoundState, Outcome, State
from tests.desk import orders, practice_account
from tests.pipeline import invariants
from tests.pipeline.journey import Journey, given_up, look, story
from tests.pipeline.provider import Provider, changed, hangs_up, meanwhile

pytestmark = pytest.mark.servers

TRAIN = "A train crosses a viaduct in the rain"
EACH = Decimal("0.15")
"""A second of v6 at 360P, silent."""


def stranger(provider: Provider, account: ProviderAccount, journey: Journey, *, after: float = 60) -> FoundTask:
    """The task of another program, found so many seconds later."""
    provider.stranger(TRAIN)
    journey.passes(after)
    found.look(account.pk)
    return FoundTask.objects.get()


def test_an_adopted_task_comes_home_as_a_whole_film(
    provider: Provider, account: ProviderAccount, journey: Journey, ada: User
) -> None:
    task = stranger(provider, account, journey)
    film = actions.adopt(task, actor=ada).render
    film = journey.until(film, State.SAVED)
    order = film.order
    assert (order.door, order.author, order.prompt, order.space.is_default) == (Door.FOUND, ada, TRAIN, True)
    assert (order.model, order.size, order.tier, order.ratio, order.duration) == (
        "pixverse/pixverse-v6-t2v", "640*360", "360P", "16:9", 1,
    )  # fmt: skip
    assert (film.seed, film.practice, provider.count("create")) == (None, False, 0)
    assert story(film)[:2] == ["taken-in", "finished"]
    assert "differs" not in story(film)
    invariants.hold(provider.sandbox.ledger.path)


def test_its_cost_is_known_before_and_booked_once(
    provider: Provider, account: ProviderAccount, journey: Journey, ada: User
) -> None:
    task = stranger(provider, account, journey)
    assert actions.estimate(task, money.PriceList(timezone.now())) == EACH
    film = journey.until(actions.adopt(task, actor=ada).render, State.SAVED)
    assert (film.estimate, film.cost, film.charged) == (EACH, EACH, True)
    assert sorted(film.ledger.values_list("kind", "amount")) == [("reserve", EACH), ("settle", EACH)]


def test_its_24_hours_began_when_the_provider_made_it(
    provider: Provider, account: ProviderAccount, journey: Journey, ada: User
) -> None:
    task = stranger(provider, account, journey, after=3 * 3600)
    film = actions.adopt(task, actor=ada).render
    assert film.deadline_at == task.ends_at
    assert film.deadline_at is not None
    assert abs((film.deadline_at - timezone.now()).total_seconds() - 21 * 3600) < 30


def test_a_task_that_still_renders_is_adopted_and_tells_its_settings_when_it_is_done(
    provider: Provider, account: ProviderAccount, journey: Journey, ada: User
) -> None:
    task = stranger(provider, account, journey, after=0)
    assert actions.estimate(task, money.PriceList(timezone.now())) is None
    film = actions.adopt(task, actor=ada).render
    assert (film.order.title, film.order.prompt, film.estimate) == (task.task_id, "", None)
    film = journey.until(film, State.SAVED)
    assert (film.order.title, film.order.prompt, film.order.size, film.order.duration) == ("", TRAIN, "640*360", 1)
    assert (film.cost, "differs" in story(film)) == (EACH, False)
    invariants.hold(provider.sandbox.ledger.path)


def test_a_price_that_is_not_set_is_not_zero(
    provider: Provider, account: ProviderAccount, journey: Journey, ada: User
) -> None:
    Price.objects.all().delete()
    task = stranger(provider, account, journey)
    assert actions.estimate(task, money.PriceList(timezone.now())) is None
    assert actions.adopt(task, actor=ada).render.estimate is None


def test_a_model_that_came_later_than_this_studio_can_be_adopted_too(
    provider: Provider, account: ProviderAccount, journey: Journey, ada: User
) -> None:
    provider.lie("list", changed(lambda page: page["data"][0].update(model_name="pixverse/pixverse-v9-t2v")))
    task = stranger(provider, account, journey)
    film = journey.until(actions.adopt(task, actor=ada).render, State.SAVED)
    assert (film.model, film.cost, film.charged) == ("pixverse/pixverse-v9-t2v", None, True)


def test_a_practice_task_is_adopted_for_nothing(house: object, journey: Journey, ada: User) -> None:
    task = FoundTask.objects.create(account=practice_account(), task_id="t-1", model="pixverse/pixverse-v6-t2v")
    film = actions.adopt(task, actor=ada).render
    assert (film.practice, film.order.practice, film.ledger.count()) == (True, True, 0)


def test_adopting_twice_is_once_and_written_down_once(
    provider: Provider, account: ProviderAccount, journey: Journey, ada: User
) -> None:
    task = stranger(provider, account, journey)
    first, second = actions.adopt(task, actor=ada), actions.adopt(task, actor=ada)
    assert (first.created, second.created, second.render) == (True, False, first.render)
    (entry,) = AuditEntry.objects.filter(action="found.adopted")
    assert (entry.actor, entry.after["render"]) == (ada, str(first.render.pk))
    task.refresh_from_db()
    assert (task.state, task.render, task.decided_by) == (FoundState.ADOPTED, first.render, ada)


@pytest.mark.django_db(transaction=True)
def test_two_people_adopting_at_once_make_one_film(account: ProviderAccount, journey: Journey, ada: User) -> None:
    mara = User.objects.create_user("mara@example.com", is_admin=True)
    Membership.objects.create(user=mara, space=Space.objects.get(is_default=True))
    task = FoundTask.objects.create(account=account, task_id="t-1", model="pixverse/pixverse-v6-t2v")

    def adopt(actor: User) -> Render:
        try:
            return actions.adopt(task, actor=actor).render
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as hands:
        films = set(hands.map(adopt, [ada, mara] * 4))
    assert (len(films), Order.objects.count(), Render.objects.count()) == (1, 1, 1)
    assert AuditEntry.objects.filter(action="found.adopted").count() == 1


def test_a_task_of_an_undecided_film_becomes_that_film(
    provider: Provider, account: ProviderAccount, journey: Journey, lin: User, ada: User
) -> None:
    provider.lie("create", hangs_up(made=True))
    provider.lie("list", changed(lambda page: page.update(data=[], total=0, total_page=0)), times=50)
    film = journey.until(orders(lin), State.UNCERTAIN)
    provider.honest()
    found.look(account.pk)
    taken = actions.adopt(FoundTask.objects.get(), actor=ada)
    assert (taken.render, Render.objects.count()) == (film, 1)
    film = journey.until(film, State.SAVED)
    assert (film.author, story(film)[4]) == (lin, "chosen")
    assert actions.adopt(FoundTask.objects.get(), actor=ada).render == film
    invariants.hold(provider.sandbox.ledger.path)


@pytest.mark.django_db(transaction=True)
def test_a_late_answer_to_a_film_given_up_becomes_a_film_of_its_own_and_is_booked_once(
    provider: Provider, account: ProviderAccount, journey: Journey, lin: User, ada: User
) -> None:
    provider.lie("create", meanwhile(lambda: given_up(journey, lin)))
    lost = journey.until(orders(lin), State.FAILED)
    task = FoundTask.objects.get()
    journey.passes(60)
    found.look(account.pk)
    film = journey.until(actions.adopt(task, actor=ada).render, State.SAVED)
    assert ([film.task_id], film.parent, look(lost).task_id) == (provider.made, lost, None)
    assert film.order.prompt == lost.order.prompt
    assert sorted(lost.ledger.values_list("kind", flat=True)) == ["release", "reserve"]
    assert sorted(film.ledger.values_list("kind", flat=True)) == ["reserve", "settle"]


def test_a_task_that_ended_without_a_film_or_is_deleted_is_not_adopted(
    account: ProviderAccount, journey: Journey, ada: User
) -> None:
    failed = FoundTask.objects.create(account=account, task_id="t-1", provider_state="FAILED")
    gone = FoundTask.objects.create(account=account, task_id="t-2", ends_at=timezone.now() - timedelta(seconds=1))
    for task, code in ((failed, "found-filmless"), (gone, "found-gone")):
        with pytest.raises(actions.NotAdoptable) as refused:
            actions.adopt(task, actor=ada)
        assert refused.value.code == code
    assert not Order.objects.exists()


def test_it_goes_to_the_space_that_was_chosen_and_to_no_other_persons(
    account: ProviderAccount, journey: Journey, ada: User
) -> None:
    task = FoundTask.objects.create(account=account, task_id="t-1", model="pixverse/pixverse-v6-t2v")
    floor, next_door = Space.objects.create(name="Floor"), Space.objects.create(name="Next door")
    Membership.objects.create(user=ada, space=floor)
    with pytest.raises(actions.NotAdoptable):
        actions.adopt(task, actor=ada, space=next_door.pk)
    task.refresh_from_db()
    assert task.state == FoundState.NEW
    assert actions.adopt(task, actor=ada, space=floor.pk).render.space == floor


def test_ignoring_needs_a_reason_and_keeps_who_when_and_why(
    account: ProviderAccount, journey: Journey, ada: User
) -> None:
    task = FoundTask.objects.create(account=account, task_id="t-1")
    for reason in ("", "  ", "x" * 501, "a\0b"):
        with pytest.raises(actions.BadReason):
            actions.ignore(task, reason=reason, actor=ada)
    for reason in (" The ad team's own ", "another one"):
        ignored = actions.ignore(task, reason=reason, actor=ada)
    assert (ignored.state, ignored.reason, ignored.decided_by) == (FoundState.IGNORED, "The ad team's own", ada)
    (entry,) = AuditEntry.objects.filter(action="found.ignored")
    assert (entry.actor, entry.after["reason"]) == (ada, "The ad team's own")


def test_an_ignored_task_can_still_be_adopted_but_an_adopted_one_not_ignored(
    account: ProviderAccount, journey: Journey, ada: User
) -> None:
    task = FoundTask.objects.create(account=account, task_id="t-1", model="pixverse/pixverse-v6-t2v")
    actions.ignore(task, reason="not ours", actor=ada)
    film = actions.adopt(task, actor=ada).render
    assert film.submission is not None
    assert film.submission.outcome == Outcome.MATCHED
    with pytest.raises(actions.NotAdoptable):
        actions.ignore(task, reason="not ours", actor=ada)
