"""Guests at once: one pick is one pick, and the figure at the bell is right whoever looks at it meanwhile."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from jobs.actions import guests, shares
from jobs.actions.guests import Guest
from jobs.actions.shares import Terms
from jobs.models import Comment, News, Pick, Render, Share, User
from jobs.states import State
from tests.desk import orders

pytestmark = pytest.mark.servers


def shared(lin: User) -> tuple[Share, Render]:
    film = orders(lin)
    Render.objects.filter(pk=film.pk).update(state=State.SAVED, saved_at=timezone.now())
    allowed = dict.fromkeys(("allows_download", "shows_prompt", "takes_picks", "takes_comments"), True)
    terms = Terms(title="", note="", ends_at=timezone.now() + timedelta(days=7), **allowed)
    film = Render.objects.get(pk=film.pk)
    return shares.make([film], terms, actor=lin, once="one").share, film


@pytest.mark.django_db(transaction=True)
def test_one_pick_and_one_comment_sent_many_times_at_once_are_one(lin: User) -> None:
    share, film = shared(lin)
    anna = Guest(key="a" * 32, name="Anna")

    def act(number: int) -> None:
        try:
            if number % 2:
                guests.pick(share, film, anna)
            else:
                guests.comment(share, film, anna, "Warmer, please", 2400)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(act, range(16)))
    assert (Pick.objects.count(), Comment.objects.count(), News.objects.count()) == (1, 1, 2)
    assert User.objects.get(pk=lin.pk).unseen == 2


@pytest.mark.django_db(transaction=True)
def test_the_figure_is_what_is_unseen_whatever_happens_at_once(lin: User) -> None:
    share, film = shared(lin)

    def act(number: int) -> None:
        guest = Guest(key=f"{number % 8:032}", name=f"Guest {number % 8}")
        try:
            if number % 5 == 4:
                News.objects.see(lin, timezone.now())
            elif number % 3 == 2:
                guests.unpick(share, film, guest)
            else:
                guests.pick(share, film, guest)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(act, range(60)))
    assert User.objects.get(pk=lin.pk).unseen == News.objects.filter(user=lin, seen_at=None).count()


@pytest.mark.django_db(transaction=True)
def test_a_form_that_is_sent_many_times_at_once_makes_one_link(lin: User) -> None:
    _, film = shared(lin)
    terms = Terms(
        title="", note="", ends_at=timezone.now() + timedelta(days=7), allows_download=False, shows_prompt=False,
        takes_picks=False, takes_comments=False,
    )  # fmt: skip

    def act(_: int) -> bool:
        try:
            return bool(shares.make([film], terms, actor=lin, once="two"))
        except shares.Unfit:
            return False
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(act, range(12)))
    assert (made.count(True), Share.objects.filter(once="two").count()) == (1, 1)
