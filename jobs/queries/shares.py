"""Share links: what is behind an address, what guests said, and the links of one's spaces."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery, UUIDField
from django.db.models.functions import Coalesce

from jobs.access import standing
from jobs.models import Asset, Comment, Pick, Render, Share, Shared, User
from jobs.models.shares import FILMS_MAX
from jobs.models.written import Written, blank_id
from jobs.states import AssetKind, Role

LISTED = 200
"""Links on one page: the newest."""
SAID = 500
"""Comments of one film that are shown."""


@dataclass(frozen=True, kw_only=True)
class Listed:
    """A link with its figures: `films` that are still to be seen under it, of `all`."""

    share: Share
    films: int
    picks: int
    comments: int
    poster: UUID | None


@dataclass(frozen=True, kw_only=True)
class Said:
    """What was said about some films, oldest first."""

    picks: tuple[Pick, ...]
    comments: tuple[Comment, ...]

    def of(self, render: UUID) -> "Said":
        return Said(
            picks=tuple(one for one in self.picks if one.render_id == render),
            comments=tuple(one for one in self.comments if one.render_id == render),
        )


def by_token(token: str) -> Share | None:
    return Share.objects.select_related("space").filter(digest=Share.digest_of(token)).first()


def films(share: Share, place: int | None = None) -> tuple[Shared, ...]:
    """Those that are still to be seen, by their numbers, with all that is shown of them; or the one with a number."""
    rows = Shared.objects.filter(share=share, render__trashed_at=None, render__saved_at__isnull=False)
    rows = rows.select_related("render__order", "render__submission").prefetch_related("render__assets")
    return tuple((rows if place is None else rows.filter(place=place)).order_by("place"))


def film(share: Share, place: int) -> Shared | None:
    return next(iter(films(share, place)), None)


def asset(share: Share, place: int, kind: AssetKind) -> Asset | None:
    """A stored file of the film with this number."""
    rows = Asset.objects.filter(kind=kind, render__shared__share=share, render__shared__place=place)
    return rows.filter(render__trashed_at=None, render__saved_at__isnull=False).first()


def said_under(share: Share) -> Said:
    """By the guests of this link."""
    return _said(Q(share=share))


def said_about(render: Render) -> Said:
    """By whomever, under whichever link."""
    if not any(spoken.rows(render=render.pk) for spoken in _spoken()):  # of most films nobody has
        return Said(picks=(), comments=())
    return _said(Q(render=render))


@cache
def _spoken() -> tuple[Written, Written]:
    asked = (kind._default_manager.filter(render=blank_id(1)).values_list("pk")[:1] for kind in (Pick, Comment))
    picks, comments = (Written(rows, render=blank_id(1)) for rows in asked)
    return picks, comments


def _said(which: Q) -> Said:
    comments = Comment.objects.filter(which).select_related("author").order_by("-pk")[:SAID]
    picks = Pick.objects.filter(which).order_by("-pk")[: 4 * SAID]
    return Said(picks=tuple(reversed(picks)), comments=tuple(reversed(comments)))


def listed(user: User) -> Iterator[Listed]:
    """One's own links, and where one is in charge those of the whole space; newest first."""
    charge = standing(user)
    led = [pk for pk, seat in user.seats.items() if charge.admin or seat.role == Role.ADMIN]
    rows = Share.objects.filter(Q(space__in=led) | Q(made_by=user, space__in=list(user.seats)))
    return counted(rows.order_by("-pk")[:LISTED])


def counted(shares: "QuerySet[Share]") -> Iterator[Listed]:
    seen = Shared.objects.filter(share=OuterRef("pk"), render__trashed_at=None, render__saved_at__isnull=False)
    rows = shares.select_related("space", "made_by", "revoked_by").annotate(
        films=_number(seen),
        picked=_number(Pick.objects.filter(share=OuterRef("pk"))),
        said=_number(Comment.objects.filter(share=OuterRef("pk"))),
        first=Subquery(seen.order_by("place").values("render")[:1], output_field=UUIDField()),
    )
    found = list(rows)
    with_posters = _with_posters(one.first for one in found)
    for one in found:
        poster = one.first if one.first in with_posters else None
        yield Listed(share=one, films=one.films, picks=one.picked, comments=one.said, poster=poster)


def _number(rows: "QuerySet[Any]") -> Coalesce:
    counting = rows.order_by().values("share").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counting), 0, output_field=IntegerField())


def _with_posters(renders: Iterable[UUID | None]) -> frozenset[UUID]:
    wanted = [pk for pk in renders if pk]
    rows = Asset.objects.filter(render__in=wanted, kind=AssetKind.POSTER).values_list("render", flat=True)
    return frozenset(rows)


def chosen(user: User, *, films: Iterable[UUID], order: UUID | None = None, board: UUID | None = None) -> list[Render]:
    """The films that somebody wants to show, of those they see: the given ones in their order, the takes of an order,
    what lies on a board with its newest first. More than one link can take are cut off one behind the most.
    """
    mine = Render.objects.visible_to(user).select_related("order").prefetch_related("assets")
    mine = mine.filter(saved_at__isnull=False, trashed_at=None)
    if order:
        return list(mine.filter(order=order).order_by("take"))
    if board:
        return list(mine.filter(shelved__board=board).order_by("-saved_at", "-pk")[: FILMS_MAX + 1])
    wanted = {pk: place for place, pk in enumerate(films)}
    return sorted(mine.filter(pk__in=wanted), key=lambda film: wanted[film.pk])
