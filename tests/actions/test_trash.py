"""Into the trash and out of it: nothing is lost, twice is once, and a legal hold is stronger than all."""

from datetime import timedelta

import pytest
from django.utils import timezone

from jobs.actions import favourites, trash
from jobs.actions.renders import cancel
from jobs.models import AuditEntry, Event, Favourite, Order, Render, Space, User
from jobs.queries import feed, gallery, listing
from jobs.queries.trash import page
from jobs.states import Happening
from tests.desk import orders, takes_in
from tests.pipeline.journey import look, story
from tests.web.desk import home

LASTING = (
    "state",
    "saved_at",
    "final_at",
    "due_at",
    "seed",
    "cost",
    "trashed_at",
    "trashed_by",
    "kept_at",
    "doomed_at",
)


@pytest.fixture
def film(lin: User) -> Render:
    return home(orders(lin))


def saved() -> int:
    return Space.objects.get().films


def test_it_leaves_every_list_and_comes_back_to_all_of_them(film: Render, lin: User) -> None:
    trash.trash(film, actor=lin)
    assert not gallery.page(lin).films
    assert not feed.page(lin).orders
    assert not listing.page(lin, listing.Question(), cursor=None, limit=9).renders
    assert page(lin).films == (film,)
    trash.restore(look(film), actor=lin)
    assert [face.pk for face in gallery.page(lin).films] == [film.pk]
    assert feed.page(lin).orders
    assert page(lin).films == ()


def test_what_hangs_on_it_comes_back_as_it_was(film: Render, lin: User, mara: User) -> None:
    favourites.like(film, actor=mara)
    Order.objects.update(title="Heron")
    before = Render.objects.values(*LASTING).get()
    trash.trash(film, actor=lin)
    trash.restore(look(film), actor=lin)
    assert Render.objects.values(*LASTING).get() == before
    assert Favourite.objects.get().user == mara
    assert look(film).order.title == "Heron"


def test_other_takes_of_its_order_stay(lin: User) -> None:
    first, second = (home(take) for take in takes_in(lin, takes=2))
    trash.trash(first, actor=lin)
    (order,) = feed.page(lin).orders
    assert list(order.renders.all()) == [second]


def test_the_figure_of_saved_films_stays_true(film: Render, lin: User) -> None:
    failed = cancel(orders(lin), actor=lin)
    trash.trash(failed, actor=lin)
    assert saved() == 1
    for _ in range(2):
        trash.trash(look(film), actor=lin)
    assert saved() == 0
    for _ in range(2):
        trash.restore(look(film), actor=lin)
    assert saved() == 1


def test_two_people_who_read_it_at_once_end_in_one_state(film: Render, lin: User, ada: User) -> None:
    hers, his = look(film), look(film)
    trash.trash(hers, actor=lin)
    trash.trash(his, actor=ada)
    assert look(film).trashed_by == lin
    assert story(film).count(Happening.TRASHED) == 1
    assert saved() == 0


def test_a_film_on_its_way_stays_where_it_is(lin: User) -> None:
    waiting = orders(lin)
    with pytest.raises(trash.NotEnded):
        trash.trash(waiting, actor=lin)
    assert look(waiting).trashed_at is None


def test_only_what_is_in_the_trash_is_deleted_for_good(film: Render, lin: User) -> None:
    with pytest.raises(trash.NotTrashed):
        trash.delete(film, actor=lin)
    trash.trash(film, actor=lin)
    trash.delete(look(film), actor=lin)
    trash.delete(look(film), actor=lin)
    with pytest.raises(trash.NotTrashed):
        trash.restore(look(film), actor=lin)
    assert page(lin).films == ()


def test_under_a_legal_hold_nobody_deletes_it(film: Render, lin: User, ada: User) -> None:
    trash.trash(film, actor=lin)
    trash.keep(look(film), actor=ada)
    with pytest.raises(trash.Kept):
        trash.delete(look(film), actor=ada)
    trash.let_go(look(film), actor=ada)
    trash.delete(look(film), actor=ada)
    assert look(film).doomed_at


def test_while_its_pictures_are_drawn_it_is_not_deleted(film: Render, lin: User) -> None:
    trash.trash(film, actor=lin)
    Render.objects.update(lease_until=timezone.now() + timedelta(minutes=1))
    with pytest.raises(trash.InHand):
        trash.delete(look(film), actor=lin)


def test_history_and_audit_log_tell_who_did_it(film: Render, lin: User, ada: User) -> None:
    trash.trash(film, actor=lin)
    trash.restore(look(film), actor=ada)
    told = Event.objects.filter(render=film, happening__in=["trashed", "restored"]).order_by("pk")
    assert [event.actor for event in told] == [lin, ada]
    noted = AuditEntry.objects.filter(target_id=str(film.pk)).order_by("pk").values_list("action", "actor")
    assert list(noted) == [("film.trashed", lin.pk), ("film.restored", ada.pk)]
