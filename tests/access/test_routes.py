"""Every address × every kind of visitor, held against the one permission table."""

import json
import re
from datetime import timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.shortcuts import resolve_url
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from jobs.access import TABLE, Act, May, Who
from jobs.actions import boards, templates
from jobs.actions.founding import found
from jobs.actions.orders import order
from jobs.actions.people import invite, issue_token, join_default_space, make_owner
from jobs.actions.shares import Terms, Told, make
from jobs.catalogue import OrderSpec
from jobs.models import (
    Asset,
    Batch,
    FoundTask,
    Membership,
    Order,
    ProviderAccount,
    ProviderKey,
    Render,
    Space,
    User,
)
from jobs.states import AssetKind, Door, Role, Scope, State
from tests.access.routes import API, PAGES, Reception, Row, rows_of, walk

WISH = {"prompt": "rain", "model": "v6"}
BODIES: dict[str, dict[str, Any]] = {
    "batches": {"prompt": "{rain|snow}", "models": ["v6"]},
    "ignore": {"reason": "theirs"},
    "resolve": {"choice": "give_up"},
    "renders": WISH,
    "quotes": WISH,
    "shares": {"films": []},
}


class Visitor(StrEnum):
    NOBODY = "nobody"
    STRANGER = "stranger"  # a creator, in another space
    COLLEAGUE = "colleague"  # a creator, in the same space
    AUTHOR = "author"  # a creator, whose render it is
    ADMIN = "admin"


def expected(row: Row, visitor: Visitor) -> Reception:
    """What the table says, in the order of its two questions: visible? mine to change?"""
    if row.ends is not None:
        return row.ends
    who = {Visitor.NOBODY: Who.ANONYMOUS, Visitor.ADMIN: Who.ADMIN}.get(visitor, Who.CREATOR)
    verdict = TABLE[row.act][who]
    if who is Who.ANONYMOUS:
        return Reception.IN if verdict is May.YES else Reception.SENT_TO_SIGN_IN
    if row.bound and visitor is Visitor.STRANGER:
        return Reception.HIDDEN
    mine = verdict is May.OWN and visitor is Visitor.AUTHOR
    return Reception.IN if verdict is May.YES or mine else Reception.FORBIDDEN


def reception(response: Any) -> Reception:
    """Refusals that are no question of permission (a film that is too late to cancel) count as let in."""
    gates = (resolve_url(settings.LOGIN_URL), reverse("admin:login"))
    if response.status_code == 302 and response.headers["Location"].startswith(gates):
        return Reception.SENT_TO_SIGN_IN
    known = {401: Reception.SENT_TO_SIGN_IN, 403: Reception.FORBIDDEN, 404: Reception.HIDDEN}
    return Reception.BROKEN if response.status_code == 500 else known.get(response.status_code, Reception.IN)


# ------------------------------------------------------------------ the house and its visitors


@pytest.fixture
def people(db: None) -> dict[Visitor, User]:
    found()
    made = {Visitor.ADMIN: make_owner("ada@example.com", "a long and quiet evening")}
    for visitor in (Visitor.AUTHOR, Visitor.COLLEAGUE):
        made[visitor] = User.objects.create_user(f"{visitor}@example.com")
        join_default_space(made[visitor], Role.CREATOR)
    made[Visitor.STRANGER] = User.objects.create_user("stranger@example.com")
    Membership.objects.create(user=made[Visitor.STRANGER], space=Space.objects.create(name="Next door"))
    return made


@pytest.fixture
def render(people: dict[Visitor, User], settings: Settings, tmp_path: object) -> Render:
    settings.MEDIA_ROOT = tmp_path
    render = order(people[Visitor.AUTHOR], OrderSpec(prompt="rain", model="v6"), token="t", door=Door.PAGE).renders[0]
    for kind in AssetKind:
        default_storage.save(f"films/{kind}", ContentFile(b"film"))
        Asset.objects.create(
            render=render, kind=kind, storage_key=f"films/{kind}", mime="video/mp4", bytes=4, sha256="0" * 64,
            width=2, height=2,
        )  # fmt: skip
    return render


def address(route: str, render: Render | None) -> str:
    """The route with its blanks filled in: this render and order, or things that are not there."""
    blanks: dict[str, object] = {"choice:choice": "give_up", "path:content_type_id": 1, "path:object_id": uuid4()}
    blanks |= {"tier:tier": "1080P", "int:moment": 1, "uuid:comment": uuid4()}
    if "str:token" in route:
        blanks["str:token"] = invite("guest@example.com", Role.CREATOR, actor=None, base_url="/").split("/")[-2]
    blanks |= of_account(route)
    if render:
        route, ids = asked(route, render), of_render(route, render)
        blanks |= ids
    route = {"admin/(?P<url>.*)$": "admin/nothing/"}.get(route, re.sub(r"\^\(\?P.*$", "jobs/", route))
    return "/" + re.sub(r"<([^>]+)>", lambda blank: str(blanks[blank[1]]), route)


def asked(route: str, render: Render) -> str:
    """With the question that this address needs."""
    if route == "selection/day/":
        return "selection/day/?day=2026-11-26"
    if route == "orders/":
        return f"orders/?before={render.order_id}"
    return f"compare/?films={render.pk},{saved_beside(render)}" if route == "compare/" else route


def of_account(route: str) -> dict[str, object]:
    if "<uuid:key>" not in route and "<uuid:account>" not in route and "found" not in route:
        return {}
    account = ProviderAccount.objects.create(name="Cloud", base_url="https://provider.invalid/api/v1")
    key = ProviderKey.objects.create(account=account, label="Team", sealed="unreadable")
    task = FoundTask.objects.create(account=account, task_id="t-1", model="pixverse/pixverse-v6-t2v")
    return {"uuid:key": key.pk, "uuid:account": account.pk, "uuid:task": task.pk, "found_id": task.pk}


def of_render(route: str, render: Render) -> dict[str, object]:
    """The film, and what lies beside it in its space where the route names that."""
    ids: dict[str, object] = {"uuid:pk": render.order_id if route.startswith("orders/") else render.pk}
    ids["render_id"] = render.pk
    if "<uuid:board>" in route:
        ids["uuid:board"] = boards.make(render.space, "Tea spot", actor=render.author).pk
    if "<uuid:template>" in route or "<template_id>" in route:
        recipe = templates.Recipe(name="Rain", prompt="rain")
        template = templates.make(render.space, recipe, actor=render.author)
        ids |= {"uuid:template": template.pk, "template_id": template.pk}
    if "batch" in route:
        batch = Batch.objects.create(author=render.author, door=Door.PAGE, token=uuid4().hex, digest="", prompt="rain")
        Order.objects.update(batch=batch)
        ids |= {"uuid:pk": batch.pk, "batch_id": batch.pk}
    if "share" in route or route.startswith("s/"):
        link = shared(render)
        ids |= {"uuid:share": link.share.pk, "share_id": link.share.pk, "str:token": link.token, "int:place": 1}
    return ids


def shared(render: Render) -> Told:
    """A link of its author over it, under which everything is allowed; it counts as saved."""
    Render.objects.filter(saved_at=None).update(saved_at=timezone.now())
    everything = dict.fromkeys(("allows_download", "shows_prompt", "takes_picks", "takes_comments"), True)
    terms = Terms(title="", note="", ends_at=timezone.now() + timedelta(days=7), **everything)
    shown = Render(pk=render.pk, order=render.order, space_id=render.space_id, state=State.SAVED)
    return make([shown], terms, actor=render.author, once=uuid4().hex)


def saved_beside(render: Render) -> UUID:
    """Another film of the same author; both count as saved."""
    other = order(render.author, OrderSpec(prompt="snow", model="v6"), token="other", door=Door.PAGE).renders[0]
    Render.objects.update(saved_at=timezone.now())
    return other.pk


def visit(route: str, row: Row, user: User | None, render: Render | None = None) -> Any:
    """Programs bring a token, people a session."""
    client, headers = Client(), {}
    if user and route in API:
        headers["Authorization"] = f"Bearer {issue_token(user, scopes=tuple(Scope))}"
    elif user:
        client.force_login(user)
    body = BODIES.get(route.split("/")[-1], {}) if route in API else {}
    data = json.dumps(body) if row.method == "POST" and route in API else ""
    kind = "application/json" if data else "application/x-www-form-urlencoded"
    return client.generic(row.method, address(route, render), data, content_type=kind, headers=headers)


CALLS = [(route, row) for route, rows in {**PAGES, **API}.items() for row in rows]


def test_every_address_has_a_row() -> None:
    missing = sorted({route for route in walk() if rows_of(route) is None})
    assert not missing, f"say in tests/access/routes.py whose these are: {missing}"


def test_no_row_is_left_of_an_address_that_is_gone() -> None:
    assert set(PAGES) | set(API) <= set(walk())


@pytest.mark.parametrize("visitor", Visitor)
@pytest.mark.parametrize(("route", "row"), CALLS, ids=[f"{row.method}-/{route}" for route, row in CALLS])
def test_everybody_is_received_as_the_table_says(
    route: str, row: Row, visitor: Visitor, people: dict[Visitor, User], render: Render
) -> None:
    response = visit(route, row, people.get(visitor), render)
    assert reception(response) == expected(row, visitor)


@pytest.mark.parametrize("visitor", Visitor)
def test_below_admin_only_admins_come_in(visitor: Visitor, people: dict[Visitor, User]) -> None:
    turned_away = {Reception.SENT_TO_SIGN_IN, Reception.FORBIDDEN}
    wrong = []
    for route in sorted({route for route in walk() if route.startswith("admin/")}):
        (row,) = rows_of(route) or ()
        met = reception(visit(route, row, people.get(visitor)))
        if row.act is Act.MANAGE and visitor is not Visitor.ADMIN:
            wrong += [(route, met)] if met not in turned_away else []
        elif met is Reception.BROKEN or (row.act is Act.MANAGE and met is Reception.SENT_TO_SIGN_IN):
            wrong.append((route, met))
    assert not wrong


DEEDS = [route for route, rows in {**PAGES, **API}.items() if [row.method for row in rows] == ["POST"]]


@pytest.mark.parametrize("route", DEEDS)
def test_a_look_changes_nothing(route: str, people: dict[Visitor, User], render: Render) -> None:
    """What is done by POST cannot be done by GET."""
    address(route, render)  # what has to be there for it
    before = Render.objects.values().get()
    response = visit(route, Row(act=Act.SEE), people[Visitor.AUTHOR], render)
    asks_first = route == "accounts/logout/"
    assert response.status_code == (200 if asks_first else 405)
    assert Render.objects.values().get() == before
