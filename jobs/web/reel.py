"""What a share link shows: of its films only what their sender allows. What is not in here is on no public page."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from jobs import words
from jobs.models import Comment, Shared
from jobs.queries import shares
from jobs.states import AssetKind
from jobs.web.facts import Fact, wishes
from jobs.web.shared import Visit, day_short
from jobs.web.visitor import whole_address

_MESSENGER = "MicroMessenger"
"""WeChat's own browser, which downloads nothing. https://developers.weixin.qq.com/doc/"""
_NAMED = 3


@dataclass(frozen=True, kw_only=True)
class Remark:
    """A comment as guests and the team read it. `at` is the place in the film, empty where it is about all of it."""

    id: str
    who: str
    text: str
    when: str
    at: str
    seconds: str


@dataclass(frozen=True, kw_only=True)
class Item:
    """One film under a link. Addresses are empty where they are not allowed. `asks`: for the name, before a pick.
    `said` tells what became of what was sent, `good` or not; `typed` is what was written and is not kept yet, `called`
    the name over it.
    """

    number: int
    titled: bool
    name: str
    length: str
    practice: bool
    width: int
    height: int
    mime: str
    film: str
    poster: str
    download: str
    pick: str
    comment: str
    picked: bool
    pickers: str
    remarks: tuple[Remark, ...]
    prompt: str
    settings: tuple[Fact, ...]
    guest: str
    asks: bool = False
    said: str = ""
    good: bool = False
    typed: str = ""
    called: str = ""


@dataclass(frozen=True, kw_only=True)
class Reel:
    """The page. `preview` is a picture for messengers, of links without a password."""

    title: str
    note: str
    films: str
    until: str
    space: str
    guest: str
    messenger: bool
    open: bool
    path: str
    url: str
    preview: str
    items: tuple[Item, ...]


def reel(request: HttpRequest, visit: Visit) -> Reel:
    share = visit.share
    items = tuple(_items(visit, shares.films(share)))
    number = len(items)
    counted = ngettext("%(count)s film", "%(count)s films", number) % {"count": number}
    pictured = next((item.poster for item in items if item.poster), "")
    return Reel(
        title=share.title or (items[0].name if number == 1 else counted),
        note=share.note,
        films=counted,
        until=pgettext("a share link", "until %(day)s") % {"day": day_short(share.ends_at)},
        space=share.space.name,
        guest=visit.guest.name if visit.guest else "",
        messenger=share.allows_download and _MESSENGER in request.headers.get("User-Agent", ""),
        open=not share.password,
        path=visit.url,
        url=whole_address(request, visit.url),
        preview=whole_address(request, pictured) if pictured and not share.password else "",
        items=items,
    )


def item(visit: Visit, shared: Shared) -> Item:
    return next(iter(_items(visit, [shared])))


def _items(visit: Visit, films: Iterable[Shared]) -> Iterable[Item]:
    said = shares.said_under(visit.share)
    return [_item(visit, shared, said.of(shared.render_id)) for shared in films]


def _item(visit: Visit, shared: Shared, said: shares.Said) -> Item:
    share, render = visit.share, shared.render
    film, poster = render.asset(AssetKind.FILM), render.asset(AssetKind.POSTER)
    key = visit.guest.key if visit.guest else None
    address = _address(visit, shared.place)
    return Item(
        number=shared.place,
        titled=bool(render.order.title),
        name=name_of(shared),
        length=words.clock(round(film.seconds if film and film.seconds else render.order.duration)),
        practice=render.practice,
        width=film.width if film else 0,
        height=film.height if film else 0,
        mime=film.mime if film else "",
        film=f"{address}film.mp4",
        poster=f"{address}poster.webp" if poster else "",
        download=f"{address}film.mp4?download" if share.allows_download else "",
        pick=f"{address}pick/" if share.takes_picks else "",
        comment=f"{address}comment/" if share.takes_comments else "",
        picked=any(pick.guest_key == key for pick in said.picks),
        pickers=listed([pick.guest for pick in said.picks]) if share.takes_picks else "",
        remarks=tuple(map(remark, said.comments)) if share.takes_comments else (),
        prompt=render.order.prompt if share.shows_prompt else "",
        settings=tuple(wishes(render, film)) if share.shows_prompt else (),
        guest=visit.guest.name if visit.guest else "",
    )


def _address(visit: Visit, place: int) -> str:
    return f"{reverse('shared', args=[visit.token])}films/{place}/"


def name_of(shared: Shared) -> str:
    """Never the prompt: it may not be meant for guests."""
    return shared.render.order.title or _("Film %(number)s") % {"number": shared.place}


def remark(comment: Comment) -> Remark:
    seconds = None if comment.at_ms is None else comment.at_ms / 1000
    return Remark(
        id=str(comment.pk),
        who=comment.author.name if comment.author else comment.guest,
        text=comment.text,
        when=date_format(timezone.localtime(comment.made_at), _("j M H:i")),
        at="" if seconds is None else words.play_time(seconds),
        seconds="" if seconds is None else f"{seconds:.3f}",
    )


def listed(names: Iterable[str]) -> str:
    """The first names, and how many more."""
    told = list(dict.fromkeys(names))
    first = pgettext("between the items of a list", ", ").join(told[:_NAMED])
    more = len(told) - _NAMED
    if more <= 0:
        return first
    return ngettext("%(names)s and %(count)s more", "%(names)s and %(count)s more", more) % {
        "names": first,
        "count": more,
    }
