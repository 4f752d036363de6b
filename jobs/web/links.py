"""A share link as its sender sees it: in the list, and on a page of its own with what guests said."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jobs.actions.shares import Told
from jobs.models import Share, User
from jobs.queries import shares
from jobs.queries.shares import Listed
from jobs.states import AssetKind
from jobs.web.days import moment
from jobs.web.reel import Remark, listed, remark
from jobs.web.shared import day_short
from jobs.web.visitor import whole_address


@dataclass(frozen=True, kw_only=True)
class Link:
    """`open`: strangers can look. `final`: it was ended by hand, and nothing opens it again."""

    id: UUID
    url: str
    title: str
    state: str
    tone: str
    open: bool
    final: bool
    locked: bool
    films: int
    facts: str
    views: int
    viewed: str
    picks: int
    comments: int
    poster: str


@dataclass(frozen=True, kw_only=True)
class Heard:
    """What guests said about one film of a link."""

    number: int
    name: str
    url: str
    poster: str
    pickers: str
    remarks: tuple[Remark, ...]


@dataclass(frozen=True, kw_only=True)
class Sent:
    """What is told once. `block` is all of it, for the client, in the sender's language."""

    title: str
    address: str
    password: str
    block: str
    url: str


def links(user: User) -> tuple[Link, ...]:
    now = timezone.now()
    return tuple(_link(one, user, now) for one in shares.listed(user))


def link(share: Share, user: User) -> Link:
    (one,) = shares.counted(Share.objects.filter(pk=share.pk))
    return _link(one, user, timezone.now())


def _link(one: Listed, user: User, now: datetime) -> Link:
    share = one.share
    ended = share.ended_at(now)
    return Link(
        id=share.pk,
        url=reverse("share", args=[share.pk]),
        title=title_of(share, one.films),
        state=_state(share, ended),
        tone="tone-done" if ended is None else "",
        open=ended is None,
        final=share.revoked_at is not None,
        locked=bool(share.password),
        films=one.films,
        facts=_facts(one, user),
        views=share.views,
        viewed=moment(share.viewed_at) if share.viewed_at else "",
        picks=one.picks,
        comments=one.comments,
        poster=reverse("poster", args=[one.poster]) if one.poster else "",
    )


def title_of(share: Share, films: int) -> str:
    return share.title or counted(films)


def counted(films: int) -> str:
    return ngettext("%(count)s film", "%(count)s films", films) % {"count": films}


def _state(share: Share, ended: datetime | None) -> str:
    if share.revoked_at and share.revoked_by:
        return _("Ended by %(name)s, %(at)s") % {"name": share.revoked_by.name, "at": moment(share.revoked_at)}
    if ended:
        return _("Ended %(date)s") % {"date": day_short(ended)}
    return _("Open until %(day)s") % {"day": day_short(share.ends_at)}


def _facts(one: Listed, user: User) -> str:
    share = one.share
    told = [counted(one.films)]
    if share.made_by_id != user.pk:
        told.append(share.made_by.name)
    if len(user.seats) > 1:
        told.append(share.space.name)
    return " · ".join([*told, moment(share.made_at)])


def heard(share: Share) -> tuple[Heard, ...]:
    """Film by film."""
    said = shares.said_under(share)
    found = []
    for shared in shares.films(share):
        render, about = shared.render, said.of(shared.render_id)
        found.append(
            Heard(
                number=shared.place,
                name=render.order.title or " ".join(render.order.prompt.split())[:120],
                url=reverse("render", args=[render.pk]),
                poster=reverse("poster", args=[render.pk]) if render.asset(AssetKind.POSTER) else "",
                pickers=listed([pick.guest for pick in about.picks]),
                remarks=tuple(map(remark, about.comments)),
            )
        )
    return tuple(found)


def sent(request: HttpRequest, told: Told, films: int) -> Sent:
    """On the public address, where one is set."""
    title = title_of(told.share, films)
    address = whole_address(request, reverse("shared", args=[told.token]))
    lines = [title, address]
    if told.password:
        lines.append(_("Password: %(password)s") % {"password": told.password})
    return Sent(
        title=title,
        address=address,
        password=told.password,
        block="\n".join(lines),
        url=reverse("share", args=[told.share.pk]),
    )
