"""Favourites and the menu of a card: for everybody who sees the film, with and without the script."""

from django.db.models import F

from jobs.models import Asset, Favourite, Render, User
from tests.desk import orders
from tests.web.desk import HTMX, Desk, home


def path(render: Render, deed: str = "favourite") -> str:
    return f"/renders/{render.pk}/{deed}/"


def liked(user: User) -> set[object]:
    return set(Favourite.objects.filter(user=user).values_list("render", flat=True))


def test_a_favourite_is_marked_and_unmarked_and_twice_is_once(desk: Desk) -> None:
    film = home(orders(desk.user))
    desk.press(path(film), liked="1")
    desk.press(path(film), liked="1")
    assert liked(desk.user) == {film.pk}
    desk.press(path(film), liked="0")
    desk.press(path(film), liked="0")
    assert liked(desk.user) == set()


def test_without_script_one_comes_back_to_the_page(desk: Desk) -> None:
    film = home(orders(desk.user))
    back = desk.client.post(path(film), {"liked": "1"}, headers={"referer": "http://testserver/gallery/?q=heron"})
    assert back.headers["Location"] == "/gallery/?q=heron"


def test_the_script_gets_the_button_as_it_now_is(desk: Desk) -> None:
    film = home(orders(desk.user))
    button = desk.client.post(path(film), {"liked": "1"}, headers=HTMX).content.decode()
    assert 'aria-pressed="true"' in button
    assert f'id="like-{film.pk}"' in button
    assert 'value="0"' in button


def test_the_heart_on_a_card_is_ones_own(desk: Desk, mara: User) -> None:
    Desk.of(mara).press(path(home(orders(desk.user))), liked="1")
    assert 'aria-pressed="true"' in Desk.of(mara).see("/gallery/").split("<main")[1]
    assert 'aria-pressed="true"' not in desk.see("/gallery/").split('class="days"')[1]


def test_the_menu_offers_what_this_person_may_do(desk: Desk, mara: User) -> None:
    film = home(orders(desk.user, "Steam rises"))
    mine, theirs = desk.see(path(film, "menu")), Desk.of(mara).see(path(film, "menu"))
    for offered in (
        "film.mp4?download",
        f"/?like={film.order_id}",
        'data-copy="Steam rises"',
        "http://testserver/renders/",
    ):
        assert offered in mine
        assert offered in theirs
    assert f"/renders/{film.pk}/again/" in mine
    assert f"/renders/{film.pk}/again/" not in theirs


def test_a_card_names_its_preview_once_there_is_one(desk: Desk) -> None:
    film = home(orders(desk.user))
    assert "data-preview" not in desk.see("/gallery/")
    columns = {"mime": "video/mp4", "bytes": 1, "sha256": "0" * 64, "width": 320, "height": 180}
    Asset.objects.create(render=film, kind="preview", storage_key="p", **columns)
    Render.objects.update(version=F("version") + 1)  # as the worker does
    assert f'data-preview="/renders/{film.pk}/preview.mp4"' in desk.see("/gallery/")
