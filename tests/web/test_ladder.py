"""From a draft to the film that is kept: what is offered, what it costs, what it orders, and who leads to whom."""

import re

import pytest
from django.utils import timezone

from jobs.models import Order, Price, Render, User
from jobs.states import Door, Happening, State
from tests.desk import orders, real_account
from tests.web.desk import HTMX, Desk, home, marks, moved


def page_of(film: Render, query: str = "") -> str:
    return f"/renders/{film.pk}/{query}"


def offered(page: str) -> list[str]:
    """What the buttons say that make the film in a higher tier."""
    return re.findall(r">(Same at [^<]+)<", page)


def climb(desk: Desk, film: Render, tier: str = "1080P", **sent: str) -> None:
    desk.press(page_of(film, f"at/{tier}/"), **sent)


def children(film: Render) -> list[Render]:
    return list(film.children.select_related("order").order_by("pk"))


# ------------------------------------------------------------------ what is offered


def test_a_draft_offers_every_higher_tier_the_highest_first(desk: Desk) -> None:
    page = desk.see(page_of(home(orders(desk.user, duration=5))))
    assert offered(page) == ["Same at 1080P · ¥2.65", "Same at 720P · ¥1.35", "Same at 540P · ¥1.05"]
    assert "Resembles, does not repeat" in page


def test_the_price_is_the_one_that_is_booked(desk: Desk) -> None:
    film = home(orders(desk.user, duration=5))
    climb(desk, film)
    assert [str(child.estimate) for child in Render.objects.filter(parent=film)] == ["2.6500"]


def test_the_highest_tier_offers_nothing(desk: Desk) -> None:
    page = desk.see(page_of(home(orders(desk.user, size="1920*1080"))))
    assert offered(page) == []
    assert "Resembles" not in page


def test_a_price_that_nobody_knows_is_said_so(desk: Desk) -> None:
    film = home(orders(desk.user, model="v5.6", duration=5, tier="720P", audio=True))
    assert offered(desk.see(page_of(film))) == ["Same at 1080P · price not set"]


def test_a_tier_that_does_not_make_that_length_says_why(desk: Desk) -> None:
    page = desk.see(page_of(home(orders(desk.user, model="v5.6", duration=10, tier="540P"))))
    assert offered(page) == ["Same at 720P · ¥2.70"]
    assert "v5.6 makes 1080P only up to 8 s." in page


def test_a_film_under_way_or_not_made_offers_no_tier(desk: Desk) -> None:
    film = moved(orders(desk.user), State.RUNNING)
    assert offered(desk.see(page_of(film))) == []
    film.move(State.FAILED, Happening.PROVIDER_FAILED, now=timezone.now(), error_code="task-failed", charged=False)
    assert offered(desk.see(page_of(film))) == []


@pytest.mark.parametrize("unknown", [{"seed": None}, {"model": "somebody/else"}], ids=str)
def test_a_film_that_another_program_ordered_offers_only_what_is_known(desk: Desk, unknown: dict[str, object]) -> None:
    film = home(orders(desk.user))
    rows = Render.objects.filter(pk=film.pk) if "seed" in unknown else Order.objects.filter(pk=film.order_id)
    rows.update(**unknown)
    assert offered(desk.see(page_of(film))) == []


def test_a_colleague_sees_who_leads_to_whom_and_no_button(desk: Desk, mara: User) -> None:
    film = home(orders(desk.user))
    climb(desk, film)
    page = Desk.of(mara).see(page_of(film))
    assert offered(page) == []
    assert page_of(children(film)[0]) in page
    assert Desk.of(mara).press(page_of(film, "at/1080P/")).status_code == 403


def test_the_menu_of_a_card_offers_the_highest_one(desk: Desk) -> None:
    film = home(orders(desk.user))
    menu = desk.see(page_of(film, "menu/"))
    assert offered(menu) == ["Same at 1080P · ¥0.53"]
    assert f'hx-post="{page_of(film, "at/1080P/")}"' in menu


# ------------------------------------------------------------------ what it orders


def test_the_child_has_the_words_the_settings_and_the_seed_that_was_drawn(desk: Desk) -> None:
    film = home(orders(desk.user, title="Tea spot", ratio="9:16", tier="360P", audio=True, watermark=True, duration=7))
    climb(desk, film, token="page-1")
    [child] = children(film)
    was, now = film.order, child.order
    assert (now.size, now.tier, child.seed, now.seed) == ("1080*1920", "1080P", film.seed, film.seed)
    for name in ("prompt", "title", "model", "ratio", "duration", "audio", "watermark", "shot_type", "space_id"):
        assert getattr(now, name) == getattr(was, name)
    assert (now.takes, now.practice, now.door) == (1, True, Door.PAGE)


def test_two_clicks_from_any_two_pages_are_one_order(desk: Desk) -> None:
    film = home(orders(desk.user))
    for token in ("page-1", "page-1", "page-2"):
        climb(desk, film, token=token)
    assert len(children(film)) == 1
    assert "The film at 1080P is ordered already." in desk.see(page_of(film))


def test_a_film_that_was_not_made_makes_room_for_another_try(desk: Desk) -> None:
    film = home(orders(desk.user))
    climb(desk, film)
    desk.press(page_of(children(film)[0], "cancel/"))
    assert len(offered(desk.see(page_of(film)))) == 3
    climb(desk, film)
    assert [child.state for child in children(film)] == [State.CANCELED, State.QUEUED]


def test_what_the_model_cannot_make_is_refused_in_words(desk: Desk) -> None:
    film = home(orders(desk.user, model="v5.6", duration=10, tier="540P"))
    climb(desk, film)
    assert "At 1080P v5.6 makes only 5 or 8 seconds" in desk.see(page_of(film))
    assert desk.press(page_of(film, "at/4K/")).status_code == 404
    assert children(film) == []


def test_the_first_film_that_costs_money_asks_once(desk: Desk) -> None:
    film = home(orders(desk.user))
    real_account("https://provider.invalid/api/v1")
    climb(desk, film, token="page", shown="¥0.53")
    assert "first film that costs money: ¥0.53" in desk.see(page_of(film))
    climb(desk, film, token="page", shown="¥0.53")
    assert children(film) == []
    climb(desk, film, token="the page after the question", shown="¥0.53")
    assert [child.practice for child in children(film)] == [False]


def test_much_money_asks_once_also_where_nobody_writes_an_order(desk: Desk) -> None:
    real_account("https://provider.invalid/api/v1")
    film = home(orders(desk.user))
    Price.objects.update(per_second=60)
    climb(desk, film, token="page", shown="¥60.00")
    assert "This order costs ¥60.00. Press once more to say yes." in desk.see(page_of(film))
    climb(desk, film, token="yes", shown="¥60.00")
    assert len(children(film)) == 1


# ------------------------------------------------------------------ who leads to whom


def test_parent_and_child_lead_to_each_other_within_the_filter(desk: Desk) -> None:
    film = home(orders(desk.user))
    climb(desk, film)
    [child] = children(film)
    page = desk.see(page_of(film, "?model=v6"))
    assert f'href="{page_of(child, "?model=v6")}"' in page.split("Led to")[1]
    assert "To the film at 1080P" in page
    assert f'href="{page_of(film, "?model=v6")}"' in desk.see(page_of(child, "?model=v6")).split("Comes from")[1]


def test_an_open_page_learns_of_its_child_and_of_what_becomes_of_it(desk: Desk) -> None:
    film = home(orders(desk.user))
    seen = marks(desk.see(page_of(film)))
    climb(desk, film)
    page = desk.client.get("/pulse/", {"see": seen}, headers=HTMX).content.decode()
    assert "Waiting" in page.split("Led to")[1]
    home(children(film)[0])
    later = desk.client.get("/pulse/", {"see": marks(page)}, headers=HTMX).content.decode()
    assert "Waiting" not in later.split("Led to")[1]
    assert "<video" not in page + later


def test_a_film_in_the_trash_is_not_spoken_of(desk: Desk) -> None:
    film = home(orders(desk.user))
    climb(desk, film)
    Render.objects.filter(parent=film).update(trashed_at=timezone.now())
    page = desk.see(page_of(film))
    assert "Led to" not in page
    assert len(offered(page)) == 3
