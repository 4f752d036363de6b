"""Who may do what: the one permission table, asked by pages, API and shell alike.

Two questions, always in this order. *Is it visible?* What is in a space you are not in does not exist for you: 404.
*Is it yours to change?* If not: 403. A person is loaded once into a `Standing`, which then answers without a query,
so that a page of cards asks the database once.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, StrEnum
from functools import cache
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404

from jobs.models import Asset, Board, PromptTemplate, Render, Share, User
from jobs.models.written import WrittenModel, blank_id
from jobs.states import AssetKind, Role


class Who(StrEnum):
    """The columns of the table. An admin of one space is an admin there and a creator elsewhere."""

    ANONYMOUS = "anonymous"
    CREATOR = "creator"
    ADMIN = "admin"


class Act(StrEnum):
    """The rows of the table."""

    ENTER = "enter"  # sign in, set up, join, be told that the process is up
    ORDER = "order"
    SEE = "see"
    CANCEL = "cancel"
    AGAIN = "again"
    RESOLVE = "resolve"
    TRY_AGAIN = "try-again"
    RENAME = "rename"
    FAVOURITE = "favourite"
    GATHER = "gather"  # put films on boards and tag them; make boards, change and delete them
    REWRITE = "rewrite"  # change a prompt template and delete it; who may order makes and uses them
    SHARE = "share"  # make a link over films that strangers open
    LINK = "link"  # look after a share link: change it, give it a new address, end it
    TRASH = "trash"  # put into the trash and bring back
    DELETE = "delete"  # for good
    KEEP = "keep"  # a legal hold: nothing deletes it
    FETCH = "fetch"  # have what is paid for fetched now
    FOUND = "found"  # see and decide about tasks that were found at the provider
    MANAGE = "manage"  # provider keys, people, prices: everything under the admin pages


class May(Enum):
    YES = "yes"
    OWN = "own"  # one's own renders, templates and links
    NO = "no"


YES, OWN, NO = May.YES, May.OWN, May.NO

TABLE: dict[Act, dict[Who, May]] = {
    act: dict(zip(Who, row, strict=True))
    for act, *row in (
        #               anonymous  creator  admin
        (Act.ENTER, YES, YES, YES),
        (Act.ORDER, NO, YES, YES),
        (Act.SEE, NO, YES, YES),
        (Act.CANCEL, NO, OWN, YES),
        (Act.AGAIN, NO, OWN, YES),
        (Act.RESOLVE, NO, OWN, YES),
        (Act.TRY_AGAIN, NO, OWN, YES),
        (Act.RENAME, NO, OWN, YES),
        (Act.FAVOURITE, NO, YES, YES),
        (Act.GATHER, NO, YES, YES),
        (Act.REWRITE, NO, OWN, YES),
        (Act.SHARE, NO, YES, YES),
        (Act.LINK, NO, OWN, YES),
        (Act.TRASH, NO, OWN, YES),
        (Act.DELETE, NO, OWN, YES),
        (Act.KEEP, NO, NO, YES),
        (Act.FETCH, NO, YES, YES),
        (Act.FOUND, NO, NO, YES),
        (Act.MANAGE, NO, NO, YES),
    )
}


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What a person is here: `roles` by space id; nobody in particular when `user_id` is None."""

    user_id: UUID | None = None
    admin: bool = False
    roles: Mapping[UUID, str] = field(default_factory=dict)

    def who(self, space_id: UUID | None = None) -> Who:
        if self.user_id is None:
            return Who.ANONYMOUS
        in_charge = self.admin or (space_id is not None and self.roles.get(space_id) == Role.ADMIN)
        return Who.ADMIN if in_charge else Who.CREATOR

    def sees(self, thing: Render | PromptTemplate) -> bool:
        return thing.space_id in self.roles

    def may(self, act: Act, thing: Render | PromptTemplate | None = None) -> bool:
        """Whether the table allows it; with a thing, also whether this person sees it and whose it is."""
        if thing is None:
            return TABLE[act][self.who()] is YES
        return self.sees(thing) and self.may_there(act, thing.space_id, thing.author_id)

    def may_there(self, act: Act, space_id: UUID, owner_id: UUID | None) -> bool:
        """Whether the table allows it to what somebody has in a space that this person sees."""
        verdict = TABLE[act][self.who(space_id)]
        return verdict is YES or (verdict is OWN and owner_id == self.user_id)


def standing(user: User | AnonymousUser) -> Standing:
    """One query; a deactivated person is nobody."""
    if not isinstance(user, User) or not user.is_active:
        return Standing()
    roles = {space: seat.role for space, seat in user.seats.items()}
    return Standing(user_id=user.pk, admin=user.is_admin, roles=roles)


def allow(user: User | AnonymousUser, act: Act) -> None:
    """
    :raises PermissionDenied: the table says no.
    """
    if not standing(user).may(act):
        raise PermissionDenied(act)


def asset_for(user: User, render_id: UUID, kind: AssetKind) -> Asset:
    """A stored file of a render this person may see, in one query: players ask for a film piece by piece.

    :raises Http404: it does not exist, or not for this person.
    """
    if not user.is_active or not Standing(user_id=user.pk, admin=user.is_admin).may(Act.SEE):
        raise Http404
    asset = _stored().first(render=render_id, kind=str(kind), person=user.pk)
    if asset is None:
        raise Http404
    return asset


@cache
def _stored() -> WrittenModel[Asset]:
    render, kind, person = blank_id(1), "kind of an asset", blank_id(2)
    rows = Asset.objects.filter(render=render, kind=kind, render__space__memberships__user=person)
    rows = rows.filter(render__doomed_at=None)
    return WrittenModel(rows, render=render, kind=kind, person=person)


@cache
def _render() -> WrittenModel[Render]:
    render, reader = blank_id(1), blank_id(2)
    rows = Render.objects.for_card().liked_by(User(pk=reader)).filter(pk=render, doomed_at=None)
    return WrittenModel(rows, render=render, reader=reader)


def render_for(user: User, render_id: UUID, act: Act = Act.SEE) -> Render:
    """The render, with what a card shows, if this person may do this to it.

    :raises Http404: it does not exist, or not for this person.
    :raises PermissionDenied: visible, but not theirs to change.
    """
    render = _render().first(render=render_id, reader=user.pk)
    if render is None or render.space_id not in user.seats:
        raise Http404
    if not standing(user).may(act, render):
        raise PermissionDenied(act)
    return render


def board_for(user: User, board_id: UUID, act: Act = Act.SEE) -> Board:
    """The board, if this person may do this to it.

    :raises Http404: it does not exist, or not for this person.
    :raises PermissionDenied: visible, but not theirs to change.
    """
    board = Board.objects.select_related("space").filter(pk=board_id, space__in=list(user.seats)).first()
    if board is None:
        raise Http404
    allow(user, act)
    return board


def template_for(user: User, template_id: UUID, act: Act = Act.ORDER) -> PromptTemplate:
    """The prompt template, if this person may do this with it.

    :raises Http404: it does not exist, or not for this person.
    :raises PermissionDenied: visible, but not theirs to change.
    """
    found = PromptTemplate.objects.select_related("space", "author", "changed_by")
    template = found.filter(pk=template_id, space__in=list(user.seats)).first()
    if template is None:
        raise Http404
    if not standing(user).may(act, template):
        raise PermissionDenied(act)
    return template


def share_for(user: User, share_id: UUID, act: Act = Act.LINK) -> Share:
    """The share link, if this person may do this to it.

    :raises Http404: it does not exist, or not for this person.
    :raises PermissionDenied: visible, but not theirs to change.
    """
    rows = Share.objects.select_related("space", "made_by", "revoked_by")
    share = rows.filter(pk=share_id, space__in=list(user.seats)).first()
    if share is None:
        raise Http404
    if not standing(user).may_there(act, share.space_id, share.made_by_id):
        raise PermissionDenied(act)
    return share
