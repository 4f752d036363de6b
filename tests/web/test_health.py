"""Keys & health: the sentence about the whole, the machine, what is not home, and the page that looks again."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from jobs.actions import keys
from jobs.models import ProviderAccount, ProviderKey, Render, Studio, User, hold_columns
from jobs.states import HoldCode, KeyState, State
from tests.desk import orders, real_account
from tests.web.desk import HTMX, Desk, moved, text

# ------------------------------------------------------------------ the sentence about the whole


def headline(office: Desk) -> str:
    return office.see("/keys/").split('id="headline"')[1].split("</p>")[0]


def test_a_hold_of_the_studio_comes_before_one_of_an_account(office: Desk, key: ProviderKey) -> None:
    now = timezone.now()
    ProviderAccount.objects.filter(pk=key.account_id).update(**hold_columns(HoldCode.ARREARAGE, now))
    assert "The Alibaba Cloud bill is unpaid" in headline(office)
    Studio.objects.update(**hold_columns(HoldCode.DISK, now))
    assert "disk is full" in headline(office)


def test_a_silent_worker_is_a_row_with_an_advice(office: Desk, key: ProviderKey) -> None:
    page = office.see("/keys/")
    assert "No worker has ever been heard; films wait." in page
    assert "look into its log" in page


def test_films_that_are_not_home_stand_by_their_deadline_and_keep_their_words_from_strangers(
    office: Desk, ada: User, wei: User
) -> None:
    for author, prompt, hours in ((ada, "Late heron", 3), (wei, "Secret swan", 1)):
        film = moved(orders(author, prompt), State.SUCCEEDED)
        Render.objects.filter(pk=film.pk).update(deadline_at=timezone.now() + timedelta(hours=hours, seconds=30))
    page = office.see("/keys/")
    assert page.index("A film of another space") < page.index("Late heron")
    assert "1 h 0 m left" in page
    assert "Secret swan" not in page


def test_a_film_on_hold_is_named_with_cause_and_advice(office: Desk, ada: User) -> None:
    film = moved(orders(ada, "Stubborn swan"), State.SUCCEEDED)
    Render.objects.filter(pk=film.pk).update(**hold_columns(HoldCode.NO_LINK, timezone.now()))
    page = office.see("/keys/").split('id="holds-title"')[1]
    assert "Stubborn swan" in page
    assert "gave no link to it, five times" in page


def test_seats_and_money_stand_on_the_card_of_their_account(office: Desk, ada: User, key: ProviderKey) -> None:
    film = moved(orders(ada), State.RUNNING)
    film.submission.account = key.account  # type: ignore[union-attr]  # every order has one
    film.submission.save()  # type: ignore[union-attr]
    film.submission.ledger.create(render=film, kind="settle", amount="1.35")  # type: ignore[union-attr]
    last = film.submission.ledger.create(render=film, kind="release", amount="9")  # type: ignore[union-attr]
    assert last.amount == "9"
    page = office.see("/keys/")
    assert "1 of 5 seats" in page
    assert "¥1.35 this month" in page


# ------------------------------------------------------------------ doors


def test_a_page_that_shows_the_truth_gets_nothing_new(office: Desk, key: ProviderKey) -> None:
    seen = office.see("/keys/").split("?seen=")[1].split('"')[0]
    asked = office.client.get("/keys/", {"seen": seen}, headers=HTMX)
    assert (asked.status_code, asked.content) == (204, b"")
    keys.pause(key.account, actor=None)
    again = text(office.client.get("/keys/", {"seen": seen}, headers=HTMX))
    assert again.lstrip().startswith('<div class="health"')


def test_with_the_script_a_deed_exchanges_the_page_and_a_question_is_a_part(office: Desk, key: ProviderKey) -> None:
    deed = office.client.post(f"/keys/accounts/{key.account_id}/pause/", headers=HTMX)
    assert deed.headers["HX-Retarget"] == "#health"
    assert "is paused; running films go on" in text(deed)
    question = office.client.get("/keys/add/", headers=HTMX)
    assert text(question).lstrip().startswith("<form")
    refused = office.client.post("/keys/add/", {"account": "new", "secret": ""}, headers=HTMX)
    assert (refused.status_code, "The key is empty" in text(refused)) == (200, True)


def test_without_its_refused_key_an_account_is_said_to_have_none(office: Desk, key: ProviderKey) -> None:
    ProviderAccount.objects.filter(pk=key.account_id).update(hold_code="key-refused", hold_since=timezone.now())
    assert "The provider refused this key" in office.see("/keys/")
    office.press(f"/keys/{key.pk}/retire/")
    assert "The provider refused this key" not in office.see("/keys/")


@pytest.mark.parametrize("question", ["/keys/add/", "/keys/{}/replace/", "/keys/{}/retire/"])
def test_a_question_opened_as_a_page_of_its_own_sends_its_form_without_the_script(
    question: str, office: Desk, key: ProviderKey
) -> None:
    assert '<div class="question" hx-disable>' in text(office.client.get(question.format(key.pk)))


def queries_of_a_look(office: Desk) -> int:
    with CaptureQueriesContext(connection) as asked:
        office.see("/keys/")
    return len(asked)


def test_many_accounts_and_keys_cost_no_more_queries(office: Desk, key: ProviderKey) -> None:
    real_account("https://ws.cn-beijing.maas.aliyuncs.com/api/v1", secret="sk-more-x")
    two = queries_of_a_look(office)
    for number in range(5):
        real_account(f"https://ws{number}.cn-beijing.maas.aliyuncs.com/api/v1", secret=f"sk-more-{number}-x")
    assert queries_of_a_look(office) == two == 28


def test_whoever_is_no_admin_sees_neither_page_nor_entry(office: Desk, lin: User, key: ProviderKey) -> None:
    desk = Desk.of(lin)
    assert "Keys & health" not in desk.see("/")
    assert desk.get("/keys/").status_code == 403
    assert desk.press(f"/keys/{key.pk}/retire/").status_code == 403
    assert ProviderKey.objects.get().state == KeyState.ACTIVE
    assert 'href="/keys/"' in office.see("/")
