"""Questions that are written down once answer as if they had been asked anew."""

import pytest
from pytest_django import DjangoAssertNumQueries

from jobs.models import Favourite, Render, User
from jobs.models.written import BLANK_MOMENT, Written, WrittenModel, blank_id
from tests.desk import orders

pytestmark = pytest.mark.servers
WHO, FILM = blank_id(1), blank_id(2)


def asked() -> Written:
    rows = User.objects.filter(pk=WHO, created_at__gt=BLANK_MOMENT)
    return Written(rows.values_list("pk", "email", "created_at", "is_admin"), who=WHO, since=BLANK_MOMENT)


def test_each_time_it_is_about_somebody_else(ada: User, lin: User) -> None:
    question = asked()
    for user in (ada, lin):
        [row] = question.rows(who=user.pk, since=BLANK_MOMENT)
        assert row == (user.pk, user.email, user.created_at, user.is_admin)


def test_a_moment_is_compared_as_django_compares_it(ada: User) -> None:
    assert asked().rows(who=ada.pk, since=ada.created_at) == []


def test_a_blank_that_the_question_does_not_have_is_refused(db: None) -> None:
    with pytest.raises(LookupError, match="film"):
        Written(User.objects.filter(pk=WHO).values_list("pk"), who=WHO, film=blank_id(2))


def test_a_question_that_nothing_can_answer_is_not_asked(
    db: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        assert Written(User.objects.filter(pk=WHO, pk__in=[]).values_list("pk"), who=WHO).rows(who=WHO) == []


def test_an_object_brings_what_was_selected_beside_it(
    lin: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    film = orders(lin)
    Favourite.objects.create(user=lin, render=film)
    films = WrittenModel(Render.objects.for_card().liked_by(User(pk=WHO)).filter(pk=FILM), film=FILM, who=WHO)
    found = films.first(film=film.pk, who=lin.pk)
    assert found
    with django_assert_num_queries(0):
        assert (found.order.author, found.submission, list(found.assets.all())) == (lin, film.submission, [])
        assert found.__dict__["liked"]


def test_an_object_is_the_one_django_would_have_read(ada: User) -> None:
    people = WrittenModel(User.objects.filter(pk=WHO), who=WHO)
    found = people.first(who=ada.pk)
    assert found is not None
    assert found.__dict__.keys() == User.objects.get(pk=ada.pk).__dict__.keys()
    assert (found, found.created_at, found._state.adding) == (ada, ada.created_at, False)
    assert people.first(who=WHO) is None
