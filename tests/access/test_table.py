"""The permission table, read row by row."""

from uuid import uuid4

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404
from pytest_django import DjangoAssertNumQueries

from jobs import access
from jobs.access import Act, Standing, Who
from jobs.models import Membership, Order, Render, Space, User
from jobs.states import Door, Role

pytestmark = pytest.mark.django_db
CHANGES = [Act.CANCEL, Act.AGAIN, Act.RESOLVE, Act.TRY_AGAIN, Act.RENAME, Act.TRASH, Act.DELETE]


@pytest.fixture
def space() -> Space:
    return Space.objects.create(name="Studio floor")


def person(name: str, space: Space | None = None, role: str = Role.CREATOR, **fields: object) -> User:
    user = User.objects.create_user(f"{name}@example.com", "a long enough secret", **fields)
    if space:
        Membership.objects.create(user=user, space=space, role=role)
    return user


def render_of(author: User, space: Space) -> Render:
    wish = {"prompt": "rain", "model": "pixverse/pixverse-v6-t2v", "size": "1280*720", "tier": "720P", "ratio": "16:9"}
    order = Order.objects.create(
        space=space, author=author, door=Door.API, token=str(uuid4()), digest="", practice=True, **wish,
        duration=5, audio=False, watermark=False, takes=1,
    )  # fmt: skip
    return Render.objects.create(
        order=order, take=1, space=space, author=author, model=order.model, family="v6", practice=True, seed=1
    )


def test_every_act_has_a_word_for_everybody() -> None:
    assert set(access.TABLE) == set(Act)
    assert all(set(row) == set(Who) for row in access.TABLE.values())


def test_nobody_may_only_enter() -> None:
    nobody = access.standing(AnonymousUser())
    assert [act for act in Act if nobody.may(act)] == [Act.ENTER]


def test_a_deactivated_person_is_nobody(space: Space) -> None:
    assert access.standing(person("ada", space, is_active=False, is_admin=True)) == Standing()


def test_an_author_changes_their_own_render(space: Space) -> None:
    lin = person("lin", space)
    render = render_of(lin, space)
    assert all(access.render_for(lin, render.pk, act) == render for act in CHANGES)


def test_a_colleague_sees_a_render_and_changes_nothing(space: Space) -> None:
    render = render_of(person("lin", space), space)
    mara = person("mara", space)
    assert access.render_for(mara, render.pk) == render
    for act in CHANGES:
        with pytest.raises(PermissionDenied):
            access.render_for(mara, render.pk, act)


def test_an_admin_of_the_studio_or_of_the_space_changes_everybodys(space: Space) -> None:
    render = render_of(person("lin", space), space)
    for admin in (person("ada", space, is_admin=True), person("wei", space, role=Role.ADMIN)):
        assert all(access.render_for(admin, render.pk, act) == render for act in CHANGES)


def test_an_admin_of_another_space_is_a_creator_here(space: Space) -> None:
    render = render_of(person("lin", space), space)
    wei = person("wei", space)
    Membership.objects.create(user=wei, space=Space.objects.create(name="Other"), role=Role.ADMIN)
    with pytest.raises(PermissionDenied):
        access.render_for(wei, render.pk, Act.CANCEL)


def test_outside_the_space_nothing_exists_even_for_admins(space: Space) -> None:
    render = render_of(person("lin", space), space)
    for outsider in (person("mara"), person("ada", is_admin=True)):
        with pytest.raises(Http404):
            access.render_for(outsider, render.pk)


def test_what_does_not_exist_is_not_found(space: Space) -> None:
    with pytest.raises(Http404):
        access.render_for(person("lin", space), uuid4())


def test_only_admins_manage(space: Space) -> None:
    access.allow(person("ada", space, is_admin=True), Act.MANAGE)
    with pytest.raises(PermissionDenied):
        access.allow(person("lin", space), Act.MANAGE)


def test_one_query_answers_for_a_page_of_renders(
    space: Space, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    lin = person("lin", space)
    renders = [render_of(lin, space) for _ in range(5)]
    with django_assert_num_queries(1):
        standing = access.standing(lin)
        assert all(standing.may(Act.CANCEL, render) for render in renders)
