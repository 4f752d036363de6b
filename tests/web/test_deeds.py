"""What people do with a film, and what they may not."""

import pytest
from django.utils import timezone

from jobs.models import Order, Price, Render, User
from jobs.states import Door, Happening, HoldCode, Outcome, State
from tests.desk import orders, real_account
from tests.web.desk import HTMX, Desk, moved


def uncertain(user: User, *candidates: str) -> Render:
    render = moved(orders(user), State.SUBMITTING)
    render.submissions.update(candidates=list(candidates), outcome=Outcome.UNCLEAR)
    render.move(State.CONFIRMING, Happening.ANSWER_LOST, now=timezone.now(), due_at=timezone.now())
    render.move(State.UNCERTAIN, Happening.NOT_FOUND, now=timezone.now(), due_at=None)
    return Render.objects.get(pk=render.pk)


def failed(user: User, code: str = "task-failed") -> Render:
    render = moved(orders(user), State.RUNNING)
    render.move(State.FAILED, Happening.PROVIDER_FAILED, now=timezone.now(), error_code=code, charged=False)
    return render


def test_cancel_is_free_while_it_waits(desk: Desk) -> None:
    render = orders(desk.user)
    assert "Cancel · free" in desk.see()
    desk.press(f"/renders/{render.pk}/cancel/")
    assert Render.objects.get().state == State.CANCELED
    assert "Nothing was charged" in desk.see()


def test_too_late_is_said_and_changes_nothing(desk: Desk) -> None:
    render = moved(orders(desk.user), State.RUNNING)
    desk.press(f"/renders/{render.pk}/cancel/")
    assert "cannot be stopped" in desk.see()
    assert Render.objects.get().state == State.RUNNING


@pytest.mark.parametrize(
    ("choice", "state"), [("adopt", State.PENDING), ("send_again", State.QUEUED), ("give_up", State.FAILED)]
)
def test_a_person_decides_an_unclear_order(desk: Desk, choice: str, state: State) -> None:
    render = uncertain(desk.user, "task-1")
    page = desk.see(f"/renders/{render.pk}/")
    assert all(label in page for label in ("It is this one", "Send again · ¥0.15", "Give up"))
    desk.press(f"/renders/{render.pk}/resolve/{choice}/", task_id="task-1")
    assert Render.objects.get().state == state


def test_several_candidates_have_numbers(desk: Desk) -> None:
    page = desk.see(f"/renders/{uncertain(desk.user, 'task-1', 'task-2').pk}/")
    assert "It is number 2" in page
    assert page.count("task-2") >= 2


def test_a_task_that_is_no_candidate_is_refused(desk: Desk) -> None:
    render = uncertain(desk.user, "task-1")
    desk.press(f"/renders/{render.pk}/resolve/adopt/", task_id="task-9")
    assert Render.objects.get().state == State.UNCERTAIN
    assert "not one of those" in desk.see()


def test_render_again_pressed_twice_on_one_page_is_one_order(desk: Desk) -> None:
    render = failed(desk.user)
    for _ in range(2):
        desk.press(f"/renders/{render.pk}/again/", token="page-1")
    assert Order.objects.count() == 2
    assert Render.objects.filter(parent=render).count() == 1


def test_a_film_on_its_way_is_not_ordered_again(desk: Desk) -> None:
    render = orders(desk.user)
    desk.press(f"/renders/{render.pk}/again/")
    assert Order.objects.count() == 1


def test_a_refused_prompt_leads_back_to_the_composer_with_its_words(desk: Desk) -> None:
    render = failed(desk.user, "content-prompt")
    page = desk.see()
    assert "The content check refused this prompt. Nothing was charged." in page
    assert f'href="/?like={render.order_id}"' in page


def test_a_held_film_is_tried_again(desk: Desk) -> None:
    render = moved(orders(desk.user), State.SUCCEEDED)
    render.hold(HoldCode.NO_LINK, now=timezone.now())
    assert "On hold" in desk.see()
    desk.press(f"/renders/{render.pk}/retry/")
    assert Render.objects.get().hold_code == ""


def test_practice_that_still_waits_at_the_first_key_is_asked_about(desk: Desk) -> None:
    render = orders(desk.user)
    real_account("https://dashscope.aliyuncs.com/api/v1")
    assert "Render for real · ¥0.15" in desk.see()
    for token in ("page", "the page after the question"):
        desk.press(f"/renders/{render.pk}/at-cost/", token=token)
    assert Render.objects.get(pk=render.pk).state == State.CANCELED
    assert Render.objects.filter(practice=False).count() == 1


def test_cancel_on_an_order_cancels_what_waits_and_says_the_rest(desk: Desk) -> None:
    desk.order(takes="4")
    moved(Render.objects.get(take=1), State.RUNNING)
    desk.press(f"/orders/{Order.objects.get().pk}/cancel/")
    page = desk.see()
    assert "3 films canceled, free. 1 is on its way and goes on." in page
    assert Render.objects.filter(state=State.CANCELED).count() == 3


def test_an_order_is_rendered_again_with_all_its_takes(desk: Desk) -> None:
    desk.order(takes="3")
    desk.press(f"/orders/{Order.objects.get().pk}/again/", token="page-2")
    assert Render.objects.count() == 6


DEEDS = ("cancel", "again", "retry", "at-cost", "resolve/give_up")


@pytest.mark.parametrize("deed", DEEDS)
def test_nobody_else_changes_my_film_and_strangers_do_not_see_it(mara: User, wei: User, desk: Desk, deed: str) -> None:
    path = f"/renders/{orders(desk.user).pk}/{deed}/"
    assert Desk.of(mara).press(path).status_code == 403
    assert Desk.of(wei).press(path).status_code == 404
    assert desk.get(path).status_code == 405


def test_cards_of_others_have_no_buttons_that_change_them(mara: User, desk: Desk) -> None:
    page = Desk.of(mara).see(f"/renders/{orders(desk.user).pk}/")
    assert "Waiting" in page
    assert "/cancel/" not in page


def test_an_admin_may_cancel_for_others(ada: User, desk: Desk) -> None:
    render = orders(desk.user)
    Desk.of(ada).press(f"/renders/{render.pk}/cancel/")
    assert Render.objects.get().state == State.CANCELED


@pytest.mark.parametrize(
    "referer", ["https://evil.example/x", "http://testserver//evil.example", "javascript:alert(1)"]
)
def test_a_deed_leads_back_to_our_own_pages_only(desk: Desk, referer: str) -> None:
    path = f"/renders/{orders(desk.user).pk}/cancel/"
    assert desk.client.post(path, headers={"referer": referer}).headers["Location"] == "/"
    back = desk.client.post(path, headers={"referer": "http://testserver/gallery/"})
    assert back.headers["Location"] == "/gallery/"


def test_the_script_is_told_to_look_again_and_gets_a_fresh_token(desk: Desk) -> None:
    answer = desk.client.post(f"/renders/{orders(desk.user).pk}/cancel/", headers=HTMX)
    assert answer.headers["HX-Trigger"] == '{"look": true, "done": true}'
    assert 'id="act-token"' in answer.content.decode()


def test_a_token_that_no_database_keeps_counts_as_none(desk: Desk) -> None:
    render = failed(desk.user)
    for token in ("a\x00b", "a\nb"):
        assert desk.press(f"/renders/{render.pk}/again/", token=token).status_code == 302
        assert desk.order(token=token).status_code == 302
    assert all(token.isprintable() for token in Order.objects.values_list("token", flat=True))


def paid() -> int:
    return Order.objects.filter(practice=False).count()


def test_no_button_spends_for_the_first_time_unasked(desk: Desk) -> None:
    waits, gone = orders(desk.user), failed(desk.user)
    real_account("https://provider.invalid/api/v1")
    for path in (f"renders/{gone.pk}/again", f"orders/{gone.order_id}/again", f"renders/{waits.pk}/at-cost"):
        desk.press(f"/{path}/", token="a page")
        assert "first film that costs money: ¥0.15" in desk.see()
        desk.press(f"/{path}/", token="a page")  # a double click is no answer
        assert paid() == 0


def test_pressing_once_more_is_the_yes_and_nothing_is_asked_again(desk: Desk) -> None:
    gone = failed(desk.user)
    real_account("https://provider.invalid/api/v1")
    for token in ("page", "the page after the question", "another day"):
        desk.press(f"/renders/{gone.pk}/again/", token=token)
    assert paid() == 2


def test_a_demonstration_counts_for_no_yes_to_money(desk: Desk) -> None:
    gone = failed(desk.user)
    Order.objects.update(practice=False, door=Door.DEMO)
    real_account("https://provider.invalid/api/v1")
    desk.press(f"/renders/{gone.pk}/again/", token="page")
    assert Order.objects.count() == 1


def test_a_button_whose_price_has_changed_asks_before_it_spends(desk: Desk) -> None:
    gone = failed(desk.user)
    real_account("https://provider.invalid/api/v1")
    assert 'name="shown" value="¥0.15"' in desk.see()
    for token in ("page", "yes"):
        desk.press(f"/renders/{gone.pk}/again/", token=token)
    assert paid() == 1
    Price.objects.update(per_second="0.5")
    desk.press(f"/renders/{gone.pk}/again/", token="third", shown="¥0.15")
    assert "The price has changed: it is ¥0.50 now. Press once more to say yes." in desk.see()
    assert paid() == 1
    desk.press(f"/renders/{gone.pk}/again/", token="fourth", shown="¥0.50")
    assert paid() == 2
