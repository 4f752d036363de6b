"""The bell, at which what guests of a share link do arrives."""

from datetime import timedelta

import pytest
from django.utils import timezone

from jobs.actions import shares, trash
from jobs.models import Comment, Membership, News, Render, Share, User
from tests.desk import orders
from tests.web.desk import HTMX, Desk, home, marks, text
from tests.web.guests import Stranger, link


@pytest.fixture
def film(lin: User) -> Render:
    return home(orders(lin, "Steam rises"))


def test_what_a_guest_does_is_at_the_bell_with_the_next_look(desk: Desk, film: Render) -> None:
    guest = Stranger(told=link(desk.user, film))
    (seen,) = [mark for mark in marks(desk.see("/gallery/")) if mark.startswith("frame:")]
    assert desk.look(seen).status_code == 204
    guest.pick(name="Anna")
    guest.say("Warmer, please")
    answer = text(desk.look(seen))
    assert '<span class="count figures" id="unseen" hx-swap-oob="true">2</span>' in answer


def test_looking_at_the_bell_makes_news_old(desk: Desk, film: Render) -> None:
    guest = Stranger(told=link(desk.user, film))
    guest.pick(name="Anna")
    guest.say("Warmer, please")
    assert "piece fresh" in desk.see("/news/")
    assert User.objects.get(pk=desk.user.pk).unseen == 2
    answer = text(desk.client.post("/news/", headers=HTMX))
    assert "Anna picked “Steam rises”." in answer
    assert "Warmer, please" in answer
    assert User.objects.get(pk=desk.user.pk).unseen == 0
    assert "piece fresh" not in desk.see("/news/")


def test_what_arrives_while_the_list_is_drawn_stays_new(film: Render, lin: User) -> None:
    drawn = timezone.now()
    Stranger(told=link(lin, film)).pick(name="Anna")
    News.objects.see(lin, drawn)
    assert User.objects.get(pk=lin.pk).unseen == 1


def test_author_and_sender_both_hear_of_it_and_nobody_else(film: Render, lin: User, mara: User, ada: User) -> None:
    Stranger(told=link(mara, film)).pick(name="Anna")
    assert set(News.objects.values_list("user", flat=True)) == {lin.pk, mara.pk}
    assert set(User.objects.filter(unseen=1)) == {lin, mara}


def test_who_has_left_the_space_hears_of_nothing(film: Render, lin: User, mara: User) -> None:
    guest = Stranger(told=link(mara, film))
    Membership.objects.filter(user=lin).delete()
    guest.say()
    assert [User.objects.get(pk=user.pk).unseen for user in (lin, mara)] == [0, 1]


def test_a_pick_that_is_taken_back_is_no_news(desk: Desk, film: Render) -> None:
    guest = Stranger(told=link(desk.user, film))
    guest.pick(name="Anna")
    guest.pick(on=False)
    assert (News.objects.count(), User.objects.get(pk=desk.user.pk).unseen) == (0, 0)


def test_the_window_of_a_film_tells_what_guests_say_while_it_is_open(desk: Desk, film: Render) -> None:
    guest = Stranger(told=link(desk.user, film))
    page = desk.see(f"/renders/{film.pk}/")
    assert "No guest has said anything yet" in page
    guest.say("Warmer, please", at="2400")
    answer = text(desk.look(*[mark for mark in marks(page) if mark.startswith("facts:")]))
    assert "Warmer, please" in answer
    assert 'data-seek="2.400"' in answer


def test_films_in_the_trash_are_silent_until_they_come_back(desk: Desk, film: Render) -> None:
    Stranger(told=link(desk.user, film)).say("Warmer, please")
    trash.trash(film, actor=desk.user)
    assert "Warmer, please" not in desk.see("/news/")
    trash.restore(film, actor=desk.user)
    assert "Warmer, please" in desk.see("/news/")


def test_old_links_go_and_what_guests_said_stays(desk: Desk, film: Render) -> None:
    guest = Stranger(told=link(desk.user, film))
    guest.say("Warmer, please")
    shares.revoke(guest.told.share, actor=desk.user)
    shares.clean(timezone.now() + timedelta(days=89))
    assert Share.objects.exists()
    shares.clean(timezone.now() + timedelta(days=91))
    assert not Share.objects.exists()
    assert (Comment.objects.get().share, News.objects.count(), User.objects.get(pk=desk.user.pk).unseen) == (None, 0, 0)
    assert "Warmer, please" in desk.see(f"/renders/{film.pk}/")
