"""Before a kept seed is paid for a second time, the film that is there already is shown."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from jobs.models import Order, Render, User
from jobs.states import Happening, State
from tests.desk import orders, real_account
from tests.web.desk import HTMX, Desk, home, moved, text

KEPT = {"keep_seed": "1", "seed": "7"}
"""With the wishes of `Desk.order`: v6, 360P, one second."""


@pytest.fixture
def film(desk: Desk) -> Render:
    return home(orders(desk.user, "A heron lifts off", seed=7))


def asked(answer: Any) -> bool:
    return "already" in text(answer)


def test_the_film_that_is_there_comes_first_and_nothing_is_ordered(desk: Desk, film: Render) -> None:
    answer = desk.order(**KEPT)
    page = text(answer)
    assert answer.status_code == 422
    assert "This film is there already: the same words, settings and seed." in page
    assert f'href="/renders/{film.pk}/"' in page.split('class="earlier"')[1]
    assert Order.objects.count() == 1


def test_render_anyway_is_one_click_with_its_price(desk: Desk, film: Render) -> None:
    page = text(desk.client.post("/", sent(**KEPT), headers=HTMX))
    assert re.search(r'name="confirmed" value="1">Render anyway · ¥0.15<', page)
    assert desk.order(**KEPT, confirmed="1").status_code == 302
    assert Order.objects.count() == 2


def test_a_yes_to_one_price_is_none_to_a_dearer_film(desk: Desk) -> None:
    real_account("http://127.0.0.1:9/api/v1")
    desk.order(**KEPT, confirmed="1")
    assert 'name="asked" value="¥0.15"' in text(desk.client.post("/", sent(**KEPT, token="page-2"), headers=HTMX))
    dearer = sent(**KEPT, token="page-2", tier="1080P", confirmed="1", asked="¥0.15")
    assert "This order costs ¥" in text(desk.client.post("/", dearer, headers=HTMX))
    assert Order.objects.count() == 1


def sent(**more: str) -> dict[str, str]:
    return {"prompt": "A heron lifts off", "model": "v6", "tier": "360P", "duration": "1", "token": "page-1", **more}


def test_a_film_with_a_drawn_seed_counts_once_that_seed_is_kept(desk: Desk) -> None:
    drawn = home(orders(desk.user, "A heron lifts off"))
    assert asked(desk.order(keep_seed="1", seed=str(drawn.seed)))


def test_new_seeds_are_never_asked_about_and_cost_no_question(desk: Desk, film: Render) -> None:
    with CaptureQueriesContext(connection) as caught:
        assert desk.order(seed="7").status_code == 302
    assert not [query for query in caught if '"seed" IN' in query["sql"]]


def test_a_kept_seed_costs_one_question(desk: Desk, film: Render) -> None:
    with CaptureQueriesContext(connection) as caught:
        assert desk.order(keep_seed="1", seed="8").status_code == 302
    assert len([query for query in caught if '"seed" IN' in query["sql"]]) == 1


@pytest.mark.parametrize(
    "other",
    [
        {"prompt": "A heron lifts off."},
        {"seed": "8"},
        {"model": "c1"},
        {"tier": "540P"},
        {"ratio": "1:1"},
        {"duration": "2"},
        {"audio": "1"},
        {"watermark": "1"},
        {"shot_type": "multi"},
    ],
    ids=str,
)
def test_whatever_makes_another_film_is_ordered_unasked(desk: Desk, film: Render, other: dict[str, str]) -> None:
    assert desk.order(**{**KEPT, **other}).status_code == 302


@pytest.mark.parametrize("same", [{"title": "Mine"}, {"takes": "1"}], ids=str)
def test_what_makes_no_other_film_is_asked_about(desk: Desk, film: Render, same: dict[str, str]) -> None:
    assert asked(desk.order(**KEPT, **same))


def test_a_film_on_its_way_counts_and_one_that_was_not_made_does_not(desk: Desk) -> None:
    film = moved(orders(desk.user, "A heron lifts off", seed=7), State.RUNNING)
    assert "Rendering" in text(desk.order(**KEPT))
    film.move(State.FAILED, Happening.PROVIDER_FAILED, now=timezone.now(), error_code="task-failed", charged=False)
    assert desk.order(**KEPT).status_code == 302


def test_a_film_in_the_trash_does_not_count(desk: Desk, film: Render) -> None:
    Render.objects.update(trashed_at=timezone.now())
    assert desk.order(**KEPT).status_code == 302


def test_of_several_takes_those_that_are_there_are_counted_and_shown(desk: Desk, film: Render) -> None:
    page = text(desk.order(keep_seed="1", seed="5", takes="4"))
    assert "1 of these 4 films is there already" in page
    assert page.split('class="earlier"')[1].count('class="mention"') == 1


def test_a_colleague_is_shown_it_and_a_stranger_learns_nothing(film: Render, mara: User, wei: User) -> None:
    assert asked(Desk.of(mara).order(**KEPT))
    assert Desk.of(wei).order(**KEPT).status_code == 302


def test_a_form_that_arrives_twice_is_one_order_and_no_question(desk: Desk) -> None:
    for _ in range(3):
        assert desk.order(**KEPT).status_code == 302
    assert Order.objects.count() == 1


def test_a_practice_film_stands_for_no_real_one(desk: Desk, film: Render) -> None:
    real_account("https://provider.invalid/api/v1")
    page = text(desk.order(**KEPT))
    assert "first film that costs money" in page
    assert "already" not in page


def test_one_yes_answers_money_and_film(desk: Desk, film: Render) -> None:
    real_account("https://provider.invalid/api/v1")
    Render.objects.update(practice=False)
    page = text(desk.order(**KEPT))
    assert "first film that costs money" in page
    assert "This film is there already" in page
    assert page.count('name="confirmed"') == 1
    assert desk.order(**KEPT, confirmed="1").status_code == 302
