"""Every address of the studio with the act it is: the rows that the permission table is held against.

A new address needs a row here, or `test_routes` fails.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from django.urls import URLPattern, URLResolver, get_resolver

from jobs.access import Act


class Reception(StrEnum):
    IN = "let in"
    SENT_TO_SIGN_IN = "sent to sign in"
    FORBIDDEN = "forbidden"
    HIDDEN = "told that nothing is there"
    BROKEN = "met by a mistake of ours"


@dataclass(frozen=True, kw_only=True)
class Row:
    """`bound`: the address names a render (or its order or link), so that its space and author count.

    `ends`: how everybody is received there, where that is no question of permission.
    """

    method: str = "GET"
    act: Act
    bound: bool = False
    ends: Reception | None = None


SEES = (Row(act=Act.SEE),)
MANAGES = (Row(act=Act.MANAGE),)
MANAGED = (Row(method="POST", act=Act.MANAGE),)
FINDS = (Row(act=Act.FOUND),)
FOUND = (Row(method="POST", act=Act.FOUND),)
FILM = (Row(act=Act.SEE, bound=True),)
MANY = (Row(method="POST", act=Act.SEE),)  # each film of them is asked about, and refused by itself
GUESTS = (Row(method="POST", act=Act.ENTER),)
COMES_IN = (Row(act=Act.ENTER),)
LEAVES = (Row(method="POST", act=Act.ENTER, ends=Reception.SENT_TO_SIGN_IN),)
NOTHING = (Row(act=Act.ENTER, ends=Reception.HIDDEN),)


def deed(act: Act) -> tuple[Row, ...]:
    return (Row(method="POST", act=act, bound=True),)


PAGES: dict[str, tuple[Row, ...]] = {
    "accounts/login/": COMES_IN,
    "accounts/logout/": LEAVES,
    "accounts/inactive/": COMES_IN,
    "setup/<str:token>/": COMES_IN,
    "invite/<str:token>/": COMES_IN,
    "healthz": COMES_IN,
    "readyz": COMES_IN,
    "": (Row(act=Act.SEE), Row(method="POST", act=Act.ORDER)),
    "restore/": (Row(method="POST", act=Act.ORDER),),
    "shots/": (Row(method="POST", act=Act.ORDER),),
    "draft/": (Row(method="POST", act=Act.ORDER),),
    "prompts/": (Row(act=Act.ORDER),),
    "orders/": SEES,
    "orders/<uuid:pk>/again/": deed(Act.AGAIN),
    "orders/<uuid:pk>/cancel/": deed(Act.CANCEL),
    "batches/<uuid:pk>/cancel/": deed(Act.CANCEL),
    "gallery/": SEES,
    "boards/": (Row(act=Act.SEE), Row(method="POST", act=Act.GATHER)),
    "boards/<uuid:board>/": (Row(act=Act.GATHER, bound=True), *deed(Act.GATHER)),
    "boards/<uuid:board>/delete/": (Row(act=Act.GATHER, bound=True), *deed(Act.GATHER)),
    "templates/": (Row(act=Act.ORDER), Row(method="POST", act=Act.ORDER)),
    "templates/new/": (Row(act=Act.ORDER), Row(method="POST", act=Act.ORDER)),
    "templates/<uuid:template>/": (Row(act=Act.REWRITE, bound=True), *deed(Act.REWRITE)),
    "templates/<uuid:template>/delete/": (Row(act=Act.REWRITE, bound=True), *deed(Act.REWRITE)),
    "compare/": (Row(act=Act.SEE, bound=True),),
    "pulse/": SEES,
    "queue/": SEES,
    "queue/fetch/": (Row(method="POST", act=Act.FETCH),),
    "queue/found/<uuid:task>/adopt/": FINDS + FOUND,
    "queue/found/<uuid:task>/ignore/": FINDS + FOUND,
    "keys/": MANAGES,
    "keys/add/": MANAGES + MANAGED,
    "keys/<uuid:key>/test/": MANAGED,
    "keys/<uuid:key>/replace/": MANAGES + MANAGED,
    "keys/<uuid:key>/retire/": MANAGES + MANAGED,
    "keys/accounts/<uuid:account>/pause/": MANAGED,
    "keys/accounts/<uuid:account>/resume/": MANAGED,
    "keys/accounts/<uuid:account>/prove/": MANAGES + MANAGED,
    "preferences/": (Row(method="POST", act=Act.ENTER),),
    "renders/<uuid:pk>/": FILM,
    "renders/<uuid:pk>/film.mp4": FILM,
    "renders/<uuid:pk>/details.json": FILM,
    "renders/<uuid:pk>/poster.webp": FILM,
    "renders/<uuid:pk>/preview.mp4": FILM,
    "renders/<uuid:pk>/menu/": FILM,
    "renders/<uuid:pk>/boards/": (*FILM, *deed(Act.GATHER)),
    "renders/<uuid:pk>/template/": (*FILM, *deed(Act.SEE)),
    "renders/<uuid:pk>/tags/": deed(Act.GATHER),
    "renders/<uuid:pk>/favourite/": deed(Act.FAVOURITE),
    "renders/<uuid:pk>/title/": deed(Act.RENAME),
    "renders/<uuid:pk>/cancel/": deed(Act.CANCEL),
    "renders/<uuid:pk>/again/": deed(Act.AGAIN),
    "renders/<uuid:pk>/at/<tier:tier>/": deed(Act.AGAIN),
    "renders/<uuid:pk>/at-cost/": deed(Act.AGAIN),
    "renders/<uuid:pk>/retry/": deed(Act.TRY_AGAIN),
    "renders/<uuid:pk>/resolve/<choice:choice>/": deed(Act.RESOLVE),
    "renders/<uuid:pk>/trash/": deed(Act.TRASH),
    "renders/<uuid:pk>/restore/": deed(Act.TRASH),
    "renders/<uuid:pk>/delete/": (Row(act=Act.DELETE, bound=True), *deed(Act.DELETE)),
    "renders/<uuid:pk>/keep/": deed(Act.KEEP),
    "selection/boards/": MANY,
    "selection/tags/": MANY,
    "selection/favourite/": MANY,
    "selection/trash/": MANY,
    "selection/restore/<int:moment>/": MANY,
    "selection/compare/": MANY,
    "selection/day/": SEES,
    "films.zip": SEES + MANY,
    "trash/": SEES,
    "shares/": (Row(act=Act.SHARE),),
    "shares/new/": (Row(act=Act.SHARE), Row(method="POST", act=Act.SHARE)),
    "shares/<uuid:share>/": (Row(act=Act.LINK, bound=True), *deed(Act.LINK)),
    "shares/<uuid:share>/renew/": (Row(act=Act.LINK, bound=True), *deed(Act.LINK)),
    "shares/<uuid:share>/revoke/": deed(Act.LINK),
    "shares/<uuid:share>/comments/<uuid:comment>/remove/": deed(Act.LINK),
    "s/<str:token>/": COMES_IN,
    "s/<str:token>/enter/": COMES_IN + GUESTS,
    "s/<str:token>/films/<int:place>/film.mp4": COMES_IN,
    "s/<str:token>/films/<int:place>/poster.webp": COMES_IN,
    "s/<str:token>/films/<int:place>/pick/": COMES_IN + GUESTS,
    "s/<str:token>/films/<int:place>/comment/": COMES_IN + GUESTS,
    "news/": (Row(act=Act.SEE), Row(method="POST", act=Act.SEE)),
    "api/v1/docs": SEES,
}
API: dict[str, tuple[Row, ...]] = {
    "api/v1/openapi.json": COMES_IN,
    "api/v1/renders": (Row(act=Act.SEE), Row(method="POST", act=Act.ORDER)),
    "api/v1/batches": (Row(method="POST", act=Act.ORDER),),
    "api/v1/batches/<batch_id>": FILM,
    "api/v1/renders/<render_id>": FILM,
    "api/v1/renders/<render_id>/cancel": deed(Act.CANCEL),
    "api/v1/renders/<render_id>/again": deed(Act.AGAIN),
    "api/v1/renders/<render_id>/resolve": deed(Act.RESOLVE),
    "api/v1/renders/<render_id>/trash": deed(Act.TRASH),
    "api/v1/renders/<render_id>/restore": deed(Act.TRASH),
    "api/v1/renders/<render_id>/video": (*FILM, Row(method="HEAD", act=Act.SEE, bound=True)),
    "api/v1/templates": (Row(act=Act.ORDER), Row(method="POST", act=Act.ORDER)),
    "api/v1/templates/<template_id>": (Row(method="DELETE", act=Act.REWRITE, bound=True),),
    "api/v1/quotes": (Row(method="POST", act=Act.SEE),),
    "api/v1/models": SEES,
    "api/v1/found": FINDS,
    "api/v1/found/<found_id>/adopt": FOUND,
    "api/v1/found/<found_id>/ignore": FOUND,
    "api/v1/shares": (Row(act=Act.SHARE), Row(method="POST", act=Act.SHARE)),
    "api/v1/shares/<share_id>/revoke": deed(Act.LINK),
    "api/v1/": NOTHING,
    "api/": NOTHING,
}
GATES_OF_ADMIN = {"admin/login/": COMES_IN, "admin/logout/": LEAVES}


def walk(patterns: list[URLPattern | URLResolver] | None = None, start: str = "") -> Iterator[str]:
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        here = f"{start}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            yield from walk(pattern.url_patterns, here)
        else:
            yield here


def rows_of(route: str) -> tuple[Row, ...] | None:
    """All that is below `admin/` is managing, but for its gates."""
    known = {**PAGES, **API, **GATES_OF_ADMIN}.get(route)
    return MANAGES if known is None and route.startswith("admin/") else known
