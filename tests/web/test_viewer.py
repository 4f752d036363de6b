"""The page of one film: what stands on it, where it leads, and what it tells in words."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from jobs.catalogue import TITLE_MAX
from jobs.models import AuditEntry, Order, Render, Submission, User
from jobs.states import Happening, State
from tests.desk import orders, real_account, takes_in
from tests.web.desk import HTMX, Desk, home, marks, moved


def page_of(film: Render, query: str = "") -> str:
    return f"/renders/{film.pk}/{query}"


def steps(page: str) -> list[str]:
    """Where ← and → lead; empty at the ends."""
    found = {key: href for href, key in re.findall(r'href="([^"]+)" data-key="(Arrow\w+)"', page)}
    return [found.get("ArrowLeft", ""), found.get("ArrowRight", "")]


# ------------------------------------------------------------------ where it leads


def test_the_arrows_lead_through_the_gallery_and_end_with_it(desk: Desk) -> None:
    oldest, middle, newest = (home(orders(desk.user, prompt)) for prompt in ("one", "two", "three"))
    assert steps(desk.see(page_of(middle))) == [page_of(newest), page_of(oldest)]
    assert steps(desk.see(page_of(newest))) == ["", page_of(middle)]
    assert "2 / 3" in desk.see(page_of(middle))


def test_a_filter_goes_along_with_the_arrows_the_strip_and_the_way_back(desk: Desk) -> None:
    first, beside = (home(film) for film in takes_in(desk.user, "A red boat", takes=2))
    home(orders(desk.user, "A blue boat"))
    page = desk.see(page_of(first, "?q=red"))
    assert "/ 2" in page
    assert page_of(beside, "?q=red") in steps(page)
    assert f'href="{page_of(beside, "?q=red")}" data-key="2"' in page
    assert 'href="/gallery/?q=red"' in page


def test_an_address_that_says_nonsense_shows_the_film_all_the_same(desk: Desk) -> None:
    assert "A heron" in desk.see(page_of(home(orders(desk.user)), "?q=%00&model=v9&from=never&by=1&x=<script>"))


def test_the_window_has_no_rail_and_the_pane_its_four_tabs(desk: Desk) -> None:
    page = desk.see(page_of(home(orders(desk.user))))
    assert 'class="rail"' not in page
    assert re.findall(r'id="tab-(\w+)"', page) == ["prompt", "comments", "receipt", "history"]
    assert re.search(r'id="tab-prompt"[^>]*checked', page)


def test_the_takes_of_the_order_stand_in_a_strip_with_their_states(desk: Desk) -> None:
    first, second, third = takes_in(desk.user, takes=3)
    home(first)
    moved(second, State.RUNNING)
    page = desk.see(page_of(first))
    assert re.findall(r'data-key="([1-8])"', page) == ["1", "2", "3"]
    assert "Take 2 · Rendering" in page
    assert page.count("/compare/") == 0
    home(third)
    assert f"/compare/?films={first.pk},{third.pk}" in desk.see(page_of(third))


def test_every_part_can_be_used_again(desk: Desk) -> None:
    film = home(takes_in(desk.user, takes=2)[1])
    page = desk.see(page_of(film))
    for only in ("", "only=prompt&", "only=seed&", "only=settings&"):
        assert f'href="/?like={film.order_id}&{only}take=2"' in page


def test_every_setting_can_be_copied(desk: Desk) -> None:
    film = home(orders(desk.user, "Steam “rises” <b>"))
    copied = re.findall(r'data-copy="([^"]*)"', desk.see(page_of(film)))
    assert {"Steam “rises” <b>", "v6", "640*360", "1", str(film.seed)} <= set(copied)


# ------------------------------------------------------------------ what it tells


def test_the_receipt_multiplies_and_names_what_was_counted_and_charged(desk: Desk) -> None:
    real_account("https://dashscope.aliyuncs.com/api/v1")
    film = settled(orders(desk.user, size="1280*720", duration=5), seconds=5)
    page = desk.see(page_of(film))
    rows = re.findall(r"<dt>([^<]+)</dt><dd>([^<]+)</dd></div>", page[page.index('class="receipt"') :])
    assert rows == [
        ("5 s × ¥0.27", "¥1.35"),
        ("Reserved", "¥1.35"),
        ("Provider counted", "5 s"),
        ("Delivered", "640×360"),
        ("Charged", "¥1.35"),
    ]


def settled(film: Render, *, seconds: int) -> Render:
    """Home and paid for, as the provider counted."""
    Submission.objects.filter(render=film).update(usage={"duration": seconds, "fps": 24})
    line = film.ledger.get()
    line.pk, line.kind = uuid4(), "settle"
    line.save(force_insert=True)
    return home(film)


def test_a_film_that_was_not_made_says_that_nothing_was_charged(desk: Desk) -> None:
    real_account("https://dashscope.aliyuncs.com/api/v1")
    film = moved(orders(desk.user), State.RUNNING)
    film.move(State.FAILED, Happening.PROVIDER_FAILED, now=timezone.now(), error_code="task-failed", charged=False)
    assert "<dt>Charged</dt><dd>¥0.00</dd>" in desk.see(page_of(film))


def test_what_was_not_delivered_as_ordered_is_named(desk: Desk) -> None:
    film = home(orders(desk.user))
    film.note(Happening.DIFFERS, now=timezone.now(), params={"size": ["1280*720", "640*360"]})
    page = desk.see(page_of(film))
    assert page.count("Ordered: 1280*720. Delivered: 640*360.") == 2


def test_practice_charges_nothing(desk: Desk) -> None:
    page = desk.see(page_of(home(orders(desk.user))))
    assert "A practice film: nothing is charged." in page
    assert "Charged" not in page


def test_history_is_told_day_by_day(desk: Desk) -> None:
    film = home(orders(desk.user))
    film.events.filter(happening=Happening.ORDERED).update(at=timezone.now() - timedelta(days=1))
    history = desk.see(page_of(film)).split('class="panel for-history"')[1]
    assert re.findall(r"<h3[^>]*>(\w+)<|ordered this film|film is home", history)[:1] == ["Yesterday"]
    assert history.index("Yesterday") < history.index("ordered this film") < history.index("Today")


def test_a_film_under_way_shows_its_story_first(desk: Desk) -> None:
    page = desk.see(page_of(moved(orders(desk.user), State.RUNNING)))
    assert re.search(r'id="tab-history"[^>]*checked', page)
    assert "Rendering" in page


# ------------------------------------------------------------------ the title


def test_the_author_gives_another_title_and_the_log_keeps_the_old_one(desk: Desk) -> None:
    film = home(orders(desk.user, title="Tea spot"))
    assert desk.press(page_of(film, "title/"), title=" Sh03 tea pour ").status_code == 302
    assert Order.objects.get().title == "Sh03 tea pour"
    entry = AuditEntry.objects.get(action="order.renamed")
    assert (entry.before, entry.after, entry.actor) == ({"title": "Tea spot"}, {"title": "Sh03 tea pour"}, desk.user)


@pytest.mark.parametrize("title", ["x" * (TITLE_MAX + 1), "nul\0"])
def test_a_title_that_breaks_a_rule_is_refused_in_words(desk: Desk, title: str) -> None:
    film = home(orders(desk.user, title="Tea spot"))
    desk.press(page_of(film, "title/"), title=title)
    assert "The title" in desk.see(page_of(film))
    assert Order.objects.get().title == "Tea spot"


def test_a_colleague_sees_no_pencil_and_changes_no_title(desk: Desk, mara: User) -> None:
    film, other = home(orders(desk.user, title="Tea spot")), Desk.of(mara)
    assert "new-title" not in other.see(page_of(film))
    assert other.press(page_of(film, "title/"), title="Mine").status_code == 403


# ------------------------------------------------------------------ the pulse


def test_a_new_title_reaches_an_open_page_and_the_film_plays_on(desk: Desk) -> None:
    film = home(orders(desk.user, title="Tea spot"))
    seen = marks(desk.see(page_of(film)))
    assert desk.look(*seen).status_code == 204
    Order.objects.update(title="Sh03 tea pour")
    page = desk.look(*seen).content.decode()
    assert 'id="title" hx-swap-oob="true"' in page
    assert "<video" not in page
    assert 'id="facts"' not in page


def test_a_take_that_comes_home_changes_the_strip_and_offers_to_compare(desk: Desk) -> None:
    first, second = takes_in(desk.user, takes=2)
    seen = marks(desk.see(page_of(home(first), "?model=v6")))
    home(second)
    page = desk.client.get("/pulse/", {"see": seen, "within": "?model=v6&x=1"}, headers=HTMX).content.decode()
    assert f"{page_of(second)}?model=v6" in page
    assert f"/compare/?films={first.pk},{second.pk}" in page
    assert "<video" not in page


# ------------------------------------------------------------------ how much it asks


def test_the_page_of_a_film_asks_no_more_among_a_thousand(desk: Desk) -> None:
    film = home(orders(desk.user, "middle"))
    for _ in range(9):
        home(orders(desk.user))
    few = queries(desk, film)
    template = Render.objects.exclude(pk=film.pk).first()
    assert template is not None
    many(template, 990)
    assert queries(desk, film) == few


def many(template: Render, count: int) -> None:
    """So many saved films more, each an order of its own."""
    order = template.order
    placed = [Order(**{**values(order), "id": uuid4(), "token": f"many-{number}"}) for number in range(count)]
    Order.objects.bulk_create(placed)
    rows = [Render(**{**values(template), "id": uuid4(), "order_id": one.pk, "submission_id": None}) for one in placed]
    Render.objects.bulk_create(rows)


def values(row: Order | Render) -> dict[str, object]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def queries(desk: Desk, film: Render) -> int:
    with CaptureQueriesContext(connection) as caught:
        desk.see(page_of(film, "?model=v6"))
    return len(caught)


# ------------------------------------------------------------------ letters


def test_letters_as_keys_can_be_switched_off(desk: Desk) -> None:
    film = home(orders(desk.user))
    assert 'data-letters="on"' in desk.see(page_of(film))
    answer = desk.press("/preferences/", letter_keys="0", next="/gallery/")
    assert answer.headers["Location"] == "/gallery/"
    assert 'data-letters="off"' in desk.see(page_of(film))
    assert 'data-letters="off"' in desk.see()
