"""Share links for programs: made, listed, ended. The address is in the answer that makes one, and nowhere else."""

from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from ninja import Router
from ninja.responses import Status
from pydantic import BaseModel, Field

from jobs import access
from jobs.access import Act
from jobs.actions import shares as actions
from jobs.actions.shares import Terms
from jobs.api.answers import base_url, errors
from jobs.api.bearer import Bearer, person
from jobs.api.bodies import ShareBody
from jobs.api.renders import IdempotencyKey
from jobs.models import Share
from jobs.queries import shares
from jobs.queries.presenting import Moment, Told
from jobs.queries.shares import Listed
from jobs.states import Scope

router = Router(tags=["shares"])


class ShareTold(Told):
    """`films` counts those that are still to be seen; `ended_at` is null while the link opens."""

    id: UUID
    title: str
    films: int
    made_at: Moment
    ends_at: Moment
    ended_at: Moment | None
    locked: bool = Field(description="It asks for a password.")
    download: bool
    prompt: bool
    picks: bool
    comments: bool
    views: int
    picked: int = Field(description="Picks of guests.")
    commented: int = Field(description="Comments of guests.")


class ShareMade(ShareTold):
    """With what is told this once."""

    url: str
    password: str | None


class ShareList(BaseModel):
    """Newest first, 200 at most: the caller's own, and those of spaces they are in charge of."""

    items: list[ShareTold]


def _told(one: Listed, now: datetime) -> dict[str, Any]:
    share = one.share
    return {
        "id": share.pk,
        "title": share.title,
        "films": one.films,
        "made_at": share.made_at,
        "ends_at": share.ends_at,
        "ended_at": share.ended_at(now),
        "locked": bool(share.password),
        "download": share.allows_download,
        "prompt": share.shows_prompt,
        "picks": share.takes_picks,
        "comments": share.takes_comments,
        "views": share.views,
        "picked": one.picks,
        "commented": one.comments,
    }


def _one(share: Share) -> dict[str, Any]:
    (one,) = shares.counted(Share.objects.filter(pk=share.pk))
    return _told(one, timezone.now())


@router.get(
    "/shares",
    auth=Bearer(Scope.READ),
    response={200: ShareList, **errors()},
    operation_id="list_shares",
    summary="List share links",
)
def links(request: HttpRequest) -> ShareList:
    user = person(request)
    access.allow(user, Act.SHARE)
    now = timezone.now()
    return ShareList(items=[ShareTold(**_told(one, now)) for one in shares.listed(user)])


@router.post(
    "/shares",
    auth=Bearer(Scope.RENDER),
    response={201: ShareMade, **errors(409, 413, 415, 422)},
    operation_id="make_share",
    summary="Make a share link",
)
def make(request: HttpRequest, link: ShareBody, idempotency_key: IdempotencyKey = None) -> Status[ShareMade]:
    """Over saved films of one space, in the order given. Its address, and a password that was made, are told once: an
    Idempotency-Key that came before is answered with 409 `share-made`.
    """
    user = person(request)
    access.allow(user, Act.SHARE)
    films = shares.chosen(user, films=link.films)
    if len(films) < len(set(link.films)):
        raise actions.Unfit("share-unsaved")
    told = actions.make(
        films,
        Terms(
            title=link.title,
            note=link.note,
            ends_at=timezone.now() + timedelta(days=link.days),
            allows_download=link.download,
            shows_prompt=link.prompt,
            takes_picks=link.picks,
            takes_comments=link.comments,
        ),
        actor=user,
        once=sha256((idempotency_key or uuid4().hex).encode()).hexdigest(),
        locked=link.password is not None,
        password=link.password or "",
    )
    url = f"{base_url(request)}{reverse('shared', args=[told.token])}"
    return Status(201, ShareMade(**_one(told.share), url=url, password=told.password or None))


@router.post(
    "/shares/{share_id}/revoke",
    auth=Bearer(Scope.RENDER),
    response={200: ShareTold, **errors(404)},
    operation_id="revoke_share",
    summary="End a share link",
)
def revoke(request: HttpRequest, share_id: str) -> ShareTold:
    """At once and for good; ended before: the same answer."""
    user = person(request)
    try:
        share = access.share_for(user, UUID(share_id))
    except ValueError as error:
        raise Http404 from error
    actions.revoke(share, actor=user)
    return ShareTold(**_one(share))
