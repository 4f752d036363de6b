"""The Create page: what one click makes, and what it does not."""

import html
from decimal import Decimal

import pytest

from jobs import words
from jobs.catalogue import MODELS, OrderSpec, escaped, problems
from jobs.forms.order import OrderForm
from jobs.models import Order, Render, User
from jobs.money import quote_order
from jobs.web.composer import Composer
from tests.desk import real_account
from tests.web.desk import HTMX, Desk, text

HOSTILE = (
    "</script><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 7|add:7 }} {% load x %}",
    "\u202edrawkcab",
    "😀" * 1200,
    "line one\r\nline two",
)


def test_a_click_is_an_order_with_its_takes(desk: Desk) -> None:
    answer = desk.order(takes="3", title="Heron")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
    order = Order.objects.get()
    assert (order.author, order.title, order.renders.count()) == (desk.user, "Heron", 3)
    assert desk.see().count('class="card r16x9 is-queued"') == 3


def test_one_form_sent_twenty_times_is_one_order(desk: Desk) -> None:
    for _ in range(20):
        desk.order()
    assert Order.objects.count() == 1


def test_two_different_orders_from_one_page_are_two(desk: Desk) -> None:
    desk.order("A heron")
    desk.order("A swan")
    assert Order.objects.count() == 2


def test_the_script_gets_a_fresh_token_and_word_of_the_order(desk: Desk) -> None:
    sent = {"prompt": "A heron", "token": "page-1"}
    answer = desk.client.post("/", sent, headers=HTMX)
    assert 'id="token"' in answer.content.decode()
    assert "page-1" not in answer.content.decode()
    assert "ordered" in answer.headers["HX-Trigger"]


def test_a_refused_order_comes_back_as_it_was_and_names_the_rule(desk: Desk) -> None:
    kept = {"title": "Mine", "keep_seed": "1", "seed": "99999999999", "takes": "4"}
    answer = desk.order("A heron", model="v5.6", ratio="21:9", **kept)
    page = html.unescape(answer.content.decode())
    assert answer.status_code == 422
    assert "A heron</textarea>" in page
    assert 'value="Mine"' in page
    assert 'value="99999999999"' in page
    assert "v5.6 has no 21:9" in page
    assert "A seed is a whole number" in page
    assert not Render.objects.exists()


@pytest.mark.parametrize(
    "sent",
    [
        {"prompt": "   "},
        {"prompt": "a\x00b"},
        {"prompt": "x" * 5001},
        {"model": "v9"},
        {"tier": "<b>"},
        {"ratio": "1:0"},
        {"duration": "soon"},
        {"duration": "16"},
        {"takes": "9"},
        {"takes": "-1"},
        {"keep_seed": "1", "seed": "2147483648"},
        {"keep_seed": "1", "seed": "²"},
        {"shot_type": "many"},
        {"title": "t" * 121},
        {"space": "not-an-id"},
    ],
    ids=" ".join,
)
def test_bad_input_gets_a_sentence_and_orders_nothing(desk: Desk, sent: dict[str, str]) -> None:
    answer = desk.order(**{"prompt": "A heron", **sent})
    assert answer.status_code == 422
    assert 'class="problems"' in answer.content.decode()
    assert not Order.objects.exists()


@pytest.mark.parametrize("prompt", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_prompt_is_shown_as_it_is_and_does_nothing(desk: Desk, prompt: str) -> None:
    desk.order(escaped(prompt), title=prompt[:100])
    page = desk.get().content.decode()
    assert Order.objects.get().prompt == prompt.replace("\r\n", "\n")
    assert html.escape(prompt.replace("\r\n", "\n")) in page
    assert "<script>alert" not in page
    assert "<img src=x" not in page


def test_another_model_without_script_keeps_what_it_can_do(desk: Desk) -> None:
    answer = desk.order("A heron", model="v5.6", ratio="21:9", duration="14", update="1")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert not Order.objects.exists()
    for chosen in ("pixverse/pixverse-v5.6-t2v", "16:9", "10"):
        assert f'value="{chosen}"' in page
    assert page.count('value="10" data-chip="10 s" checked') == 1


def test_the_button_says_what_is_booked_in_every_legal_combination(lin: User) -> None:
    wrong = []
    for model in MODELS.values():
        for tier in model.tiers:
            for audio in (False, True):
                for second in model.seconds[tier]:
                    form = OrderForm(prompt="A heron", model=model.id, tier=tier, audio=audio, duration=second, takes=2)
                    booked = words.money(quote_order(form.spec()).amount)
                    shown = Composer(lin, form)
                    units = shown.data[model.id]["prices"][tier][audio]
                    sent = words.money(None if units is None else Decimal(units) * second * 2 / 10_000)
                    if not booked == shown.total == sent:
                        wrong.append((model.short, tier, audio, second, booked, shown.total, sent))
    assert wrong == []


def test_the_page_offers_exactly_what_the_rules_accept(lin: User) -> None:
    offers = Composer(lin, OrderForm()).data
    for model in MODELS.values():
        for tier in model.tiers:
            for second in range(1, 16):
                spec = OrderSpec(prompt="x", model=model.id, tier=tier, duration=second)
                assert (second in offers[model.id]["seconds"][tier]) is (problems(spec) == ())


def test_an_unknown_price_is_said_and_never_zero(desk: Desk) -> None:
    page = desk.order("A heron", model="v5.6", duration="5", audio="1", update="1").content.decode()
    assert "Render · price not set" in page


def test_the_first_film_for_money_asks_once(desk: Desk) -> None:
    real_account("https://dashscope.aliyuncs.com/api/v1")
    asked = desk.order()
    assert "first film that costs money" in asked.content.decode()
    assert not Order.objects.exists()
    desk.order(confirmed="1")
    desk.order("Another", token="page-2")
    assert Order.objects.filter(practice=False).count() == 2


def test_a_price_the_button_did_not_show_is_asked_about(desk: Desk) -> None:
    real_account("https://dashscope.aliyuncs.com/api/v1")
    desk.order(confirmed="1", shown="¥0.15")
    asked = desk.order("Seven herons", token="page-2", takes="7", shown="¥0.15")
    assert "This order costs ¥1.05." in asked.content.decode()
    assert Order.objects.count() == 1
    desk.order("Seven herons", token="page-2", takes="7", shown="¥0.15", confirmed="1")
    assert Order.objects.count() == 2


def test_so_it_is_by_script_on_a_page_that_was_open_when_prices_changed(desk: Desk) -> None:
    real_account("https://dashscope.aliyuncs.com/api/v1")
    desk.order(confirmed="1")
    wishes = {"prompt": "Seven herons", "model": "v6", "tier": "360P", "duration": "1", "token": "page-2"}
    sent = {**wishes, "shown": "¥0.14"}
    assert "This order costs ¥0.15." in text(desk.client.post("/", sent, headers=HTMX))
    assert Order.objects.count() == 1
    desk.client.post("/", {**sent, "shown": "¥0.15"}, headers=HTMX)
    assert Order.objects.count() == 2


def test_reuse_fills_the_composer_like_the_earlier_order(desk: Desk) -> None:
    desk.order("A heron at dusk", title="Heron", ratio="9:16", takes="2", keep_seed="1", seed="77")
    page = desk.see("/", like=str(Order.objects.get().pk))
    assert "A heron at dusk</textarea>" in page
    assert 'value="9:16" data-chip="9:16" checked' in page
    assert 'name="seed" id="seed" value="77"' in page


def test_orders_of_another_space_cannot_be_reused(desk: Desk, wei: User) -> None:
    Desk.of(wei).order("A secret heron")
    assert "secret" not in desk.see("/", like=str(Order.objects.get().pk))


def test_older_orders_come_a_page_at_a_time(desk: Desk) -> None:
    for number in range(12):
        desk.order(f"Film number {number}.")
    first = desk.see()
    assert "Film number 11." in first
    assert "Film number 1." not in first
    before = first.split("?before=")[1].split('"')[0]
    assert "Film number 1." in desk.see("/orders/", before=before)


def test_an_order_over_fifty_yuan_asks_once_however_often_one_has_ordered(desk: Desk) -> None:
    real_account("http://127.0.0.1:9/api/v1")
    desk.order("The first one", confirmed="1")
    dear = {"tier": "1080P", "duration": "15", "takes": "8"}
    asked = html.unescape(desk.order("A dear one", token="page-2", **dear).content.decode())
    assert "This order costs ¥63.60." in asked
    assert Order.objects.count() == 1
    desk.order("A dear one", token="page-2", confirmed="1", **dear)
    assert Order.objects.count() == 2
