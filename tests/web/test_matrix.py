"""More at once on the Create page: the preview, the button, the question, and the batch in the feed."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jobs.catalogue import FILMS_MAX
from jobs.forms.matrix import matrix_of
from jobs.forms.order import OrderForm
from jobs.models import Batch, Draft, Order, Render, User
from jobs.states import State
from tests.desk import orders, real_account
from tests.web.desk import HTMX, Desk, home, marks, moved, text

BOTH: dict[str, Any] = {"prompt": "{red|blue} lantern, {dawn|dusk}", "also_model": ["c1"]}
"""With the wishes of `Desk.order` eight films of ¥0.15 or ¥0.18."""


def button(page: str) -> str:
    found = re.search(r'id="order"[^>]*>([^<]*)<', page)
    assert found
    return found[1]


def preview(desk: Desk, **sent: Any) -> str:
    return text(desk.order(**{**BOTH, **sent}, preview="1"))


def by_script(desk: Desk, **sent: Any) -> Any:
    wishes = {"model": "v6", "tier": "360P", "duration": "1", "token": "page-1", **BOTH, **sent}
    return desk.client.post("/", wishes, headers=HTMX)


def test_one_click_orders_every_combination(desk: Desk) -> None:
    assert desk.order(**BOTH).status_code == 302
    batch = Batch.objects.get()
    assert (batch.orders.count(), Render.objects.count()) == (8, 8)
    prompts = set(Order.objects.values_list("prompt", flat=True))
    assert prompts == {"red lantern, dawn", "red lantern, dusk", "blue lantern, dawn", "blue lantern, dusk"}


def test_the_preview_lists_every_cell_and_orders_nothing(desk: Desk) -> None:
    page = preview(desk)
    assert page.count('class="line-of"') == 8
    assert "<mark>red</mark> lantern, <mark>dawn</mark>" in page
    assert "c1 · 360P · 16:9 · 1 s · new seed" in page
    assert "<b>8 films</b> · 0:08 min · ¥1.32" in page
    assert button(page) == "Render 8 · ¥1.32"
    assert not Order.objects.exists()


def test_the_script_gets_the_cells_alone(desk: Desk) -> None:
    answer = text(by_script(desk, preview="1"))
    assert answer.count('class="line-of"') == 8
    assert 'data-label="Render 8 · ¥1.32" data-total="¥1.32"' in answer
    assert "<html" not in answer


def test_a_plain_form_has_no_cells(desk: Desk) -> None:
    page = preview(desk, prompt=r"A \{red|blue} lantern", also_model=[])
    assert button(page) == "Render · ¥0.15"
    assert "So far this is one order." in page


def test_sizes_are_tiers_times_ratios_and_kept_seeds_make_films_of_each(desk: Desk) -> None:
    page = preview(
        desk, prompt="rain", also_tier=["720P"], also_ratio=["1:1", "9:16"], keep_seed="1", seed="7, 9", also_model=[]
    )
    assert page.count('class="line-of"') == 12
    assert "v6 · 720P · 9:16 · 1 s · 9" in page


def test_one_bad_cell_is_marked_with_its_cause_and_nothing_is_ordered(desk: Desk) -> None:
    wide = {"prompt": "{red|blue}", "also_model": ["v5.6"], "also_ratio": ["21:9"], "duration": "5"}
    page = preview(desk, **wide)
    assert page.count('class="line-of bad"') == 2
    assert button(page) == "2 of 8 impossible"
    answer = desk.order(**{**BOTH, **wide})
    assert answer.status_code == 422
    assert "No. 4, 8: v5.6 has no 21:9." in text(answer)
    assert not Order.objects.exists()


def test_every_cause_is_named(desk: Desk) -> None:
    answer = by_script(desk, prompt="{rain|}", also_model=["v5.6"], duration="6")
    said = text(answer).split('class="problems"')[1]
    assert "The prompt is empty" in said
    assert "v5.6 makes 5, 8 or 10 seconds" in said
    assert not Order.objects.exists()


@pytest.mark.parametrize(
    ("prompt", "said"),
    [
        ("{a|{b|c}}", "stands inside of another one"),
        ("{a|b}" * 9, f"at most {FILMS_MAX} films; this one would make 512"),
        ("{a|b}" * 90, "would make millions"),
    ],
)
def test_what_is_no_list_of_films_is_refused_in_words(desk: Desk, prompt: str, said: str) -> None:
    assert said in preview(desk, prompt=prompt, also_model=[])
    answer = desk.order(prompt, also_model=[])
    assert (answer.status_code, said in text(answer)) == (422, True)
    assert not Order.objects.exists()


@pytest.mark.parametrize("sent", [{"also_model": "v9"}, {"also_tier": "8K"}, {"also_ratio": "<b>"}, {"takes": "99"}])
def test_bad_input_gets_a_sentence(desk: Desk, sent: dict[str, str]) -> None:
    answer = desk.order(**{**BOTH, **sent})
    assert answer.status_code == 422
    assert 'class="problems"' in answer.content.decode()
    assert not Order.objects.exists()


def test_more_than_eight_films_ask_once_even_in_practice(desk: Desk) -> None:
    twelve = {**BOTH, "also_model": ["c1", "v5.6"], "duration": "5"}
    asked = text(by_script(desk, **twelve))
    assert "12 films · ¥" in asked.split('class="asking"')[1]
    assert "nothing is charged" in asked
    assert not Order.objects.exists()
    assert "ordered" in by_script(desk, **twelve, confirmed="1").headers["HX-Trigger"]
    assert Order.objects.count() == 12


@pytest.mark.parametrize("sent", [{"takes": "8"}, {"tier": "1080P"}])
def test_a_yes_is_not_one_to_a_click_that_was_changed_before_it(desk: Desk, sent: dict[str, str]) -> None:
    twelve = {**BOTH, "also_model": ["c1", "v5.6"], "duration": "5"}
    asked = re.search(r'name="asked" value="([^"]+)"', text(by_script(desk, **twelve)))
    assert asked
    again = by_script(desk, **{**twelve, **sent}, confirmed="1", asked=asked[1])
    assert 'class="asking"' in text(again)
    assert not Order.objects.exists()
    by_script(desk, **twelve, confirmed="1", asked=asked[1])
    assert Order.objects.count() == 12


def test_much_money_and_a_price_the_button_did_not_show_are_asked_about(desk: Desk) -> None:
    real_account("http://127.0.0.1:9/api/v1")
    assert "first film that costs money" in text(by_script(desk))
    by_script(desk, confirmed="1")
    assert "8 films · ¥1.44" not in text(by_script(desk, prompt="{a|b}", shown="¥0.66", token="page-2"))
    assert "4 films · ¥0.66" in text(by_script(desk, prompt="{c|d}", shown="¥0.15", token="page-3"))
    dear = {"tier": "1080P", "duration": "15", "takes": "2", "prompt": "{e|f}", "token": "page-4", "shown": ""}
    assert "8 films · ¥" in text(by_script(desk, **dear))


def test_the_same_from_another_tab_is_said_and_ordered_again_on_request(desk: Desk) -> None:
    by_script(desk)
    said = text(by_script(desk, token="page-2"))
    assert "Nothing was ordered twice." in said
    assert 'value="again">Order again · ¥1.32<' in said
    assert Batch.objects.count() == 1
    by_script(desk, token="page-2", confirmed="again")
    assert Batch.objects.count() == 2


def test_films_that_are_there_already_are_shown_for_kept_seeds_alone(desk: Desk) -> None:
    film = home(orders(desk.user, "red lantern, dusk", seed=9))
    kept = {"keep_seed": "1", "seed": "7 9", "also_model": []}
    said = text(by_script(desk, **kept))
    assert "1 of these 8 films is there already" in said
    assert f'href="/renders/{film.pk}/"' in said
    with CaptureQueriesContext(connection) as caught:
        assert "ordered" in by_script(desk, also_model=[]).headers["HX-Trigger"]
    assert not [query for query in caught if '"seed" IN' in query["sql"]]


def test_a_click_that_arrives_twice_is_one_batch_and_no_question(desk: Desk) -> None:
    for _ in range(3):
        assert desk.order(**BOTH, keep_seed="1", seed="7").status_code == 302
    assert Batch.objects.count() == 1


# ------------------------------------------------------------------ in the feed


def test_the_orders_of_one_click_stand_together_under_a_heading(desk: Desk) -> None:
    desk.order("before", token="page-0")
    desk.order(**BOTH)
    page = desk.see()
    assert page.count('class="batch-head"') == 1
    head = page.split('class="batch-head"')[1].split("</header>")[0]
    assert "{red|blue} lantern, {dawn|dusk}" in head
    assert "8 films" in head
    assert "Cancel the 8 waiting · free" in head
    assert page.count(" of-batch") == 8


def test_a_page_of_the_feed_that_cuts_a_batch_heads_it_once(desk: Desk) -> None:
    desk.order(**{**BOTH, "also_model": ["c1", "v5.6"], "duration": "5", "confirmed": "1"})
    first = desk.see()
    before = first.split("?before=")[1].split('"')[0]
    rest = text(desk.client.get("/orders/", {"before": before}, headers=HTMX))
    assert (first.count('class="batch-head"'), rest.count('class="batch-head"')) == (1, 0)
    assert rest.count(" of-batch") == 2


def test_an_open_page_gets_all_of_a_new_batch(desk: Desk) -> None:
    desk.order("before", token="page-0")
    newest = next(mark for mark in marks(desk.see()) if mark.startswith("newest"))
    desk.order(**{**BOTH, "also_model": ["c1", "v5.6"], "duration": "5", "confirmed": "1"})
    came = text(desk.look(newest))
    assert (came.count(" of-batch"), came.count('class="batch-head"')) == (12, 1)
    assert desk.look(next(mark for mark in marks(came) if mark.startswith("newest"))).status_code == 204


def test_cancel_takes_all_that_wait_and_says_what_goes_on(desk: Desk, mara: User) -> None:
    desk.order(**BOTH)
    moved(Render.objects.all()[0], State.RUNNING)
    path = f"/batches/{Batch.objects.get().pk}/cancel/"
    assert Desk.of(mara).press(path).status_code == 403
    said = text(desk.client.post(path, headers=HTMX))
    assert "7 films canceled, free." in said
    assert "1 is on its way and goes on." in said
    assert Render.objects.filter(state=State.CANCELED).count() == 7


def test_the_heading_changes_on_an_open_page(desk: Desk) -> None:
    desk.order(**BOTH)
    mark = next(mark for mark in marks(desk.see()) if mark.startswith("batch:"))
    assert "batch-head" not in text(desk.look(mark))
    desk.press(f"/batches/{Batch.objects.get().pk}/cancel/")
    assert "batch-head" in text(desk.look(mark))


def test_a_feed_with_a_batch_asks_one_question_more(desk: Desk) -> None:
    for number in range(8):
        desk.order(f"plain {number}", token=f"page-{number}")
    desk.see()
    with CaptureQueriesContext(connection) as plain:
        desk.see()
    Render.objects.filter(order__batch=None).update(trashed_at="2026-01-01T00:00Z")
    desk.order(**BOTH, token="page-9")
    desk.see()
    with CaptureQueriesContext(connection) as headed:
        desk.see()
    assert len(headed) <= len(plain) + 1


# ------------------------------------------------------------------ the form


def test_the_whole_batch_is_used_again_and_one_film_fills_the_plain_form(desk: Desk) -> None:
    desk.order(**BOTH, keep_seed="1", seed="7 9", also_ratio=["1:1"], confirmed="1")
    batch = Batch.objects.get()
    page = desk.see("/", batch=str(batch.pk))
    assert "{red|blue} lantern, {dawn|dusk}</textarea>" in page
    assert button(page) == "Render 32 · ¥5.28"
    assert 'value="7 9"' in page
    one = desk.see("/", like=str(batch.orders.order_by("-pk")[0].pk))
    assert "red lantern, dawn</textarea>" in one
    assert button(one) == "Render · ¥0.15"


def test_a_batch_of_another_space_cannot_be_used(desk: Desk, wei: User) -> None:
    Desk.of(wei).order(**BOTH)
    assert f"{BOTH['prompt']}</textarea>" not in desk.see("/", batch=str(Batch.objects.get().pk))
    assert desk.press(f"/batches/{Batch.objects.get().pk}/cancel/").status_code == 404


def test_braces_of_a_film_are_used_again_as_text(desk: Desk) -> None:
    desk.order(r"A sign that reads \{open|closed}")
    order = Order.objects.get()
    assert order.prompt == "A sign that reads {open|closed}"
    form = OrderForm.like(order)
    assert form.spec().prompt == order.prompt
    assert matrix_of(form).base.prompt == r"A sign that reads \{open|closed}"
    desk.press(f"/orders/{order.pk}/again/", token="again-1")
    assert set(Order.objects.values_list("prompt", flat=True)) == {order.prompt}


def test_the_draft_keeps_it(desk: Desk) -> None:
    sent = {**BOTH, "edition": "0", "also_ratio": ["1:1", "9:16"], "keep_seed": "1", "seed": "7, 9"}
    assert desk.client.post("/draft/", sent).json() == {"edition": 1}
    kept = OrderForm.read(Draft.objects.get().fields)
    assert (kept.more.model, kept.more.ratio, kept.seeds) == (("c1",), ("1:1", "9:16"), (7, 9))
    page = desk.see()
    assert 'name="also_ratio" value="9:16" checked' in page
    assert button(page).startswith("Render 48 · ")


def test_earlier_prompts_come_as_they_were_written(desk: Desk) -> None:
    desk.order(**BOTH)
    desk.order(r"\{a|b}", token="page-2")
    assert desk.get("/prompts/").json()["prompts"] == [r"\{a|b}", BOTH["prompt"]]


def test_practice_stays_practice_and_real_is_real(desk: Desk) -> None:
    desk.order(**BOTH)
    assert set(Order.objects.values_list("practice", flat=True)) == {True}
