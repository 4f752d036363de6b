"""What the trash shows: its films, the last that came in first, each with what becomes of it."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jobs.models import TRASH_DAYS, Render, User
from jobs.queries import trash
from jobs.web.cards import Card, Deck
from jobs.web.days import moment
from jobs.web.fate import Fate


@dataclass(frozen=True, kw_only=True)
class Binned:
    """`put` tells who put it there and when."""

    card: Card
    fate: Fate
    put: str


@dataclass(frozen=True, kw_only=True)
class Bin:
    """`cursor` leads to the next page and is empty at the end."""

    films: tuple[Binned, ...]
    cursor: str

    days = TRASH_DAYS

    @property
    def stays(self) -> str:
        said = ngettext("Deleted films stay %(count)s day.", "Deleted films stay %(count)s days.", TRASH_DAYS)
        return said % {"count": TRASH_DAYS}


def bin_of(user: User, *, cursor: str = "") -> Bin:
    """
    :raises BadCursor: the cursor was not made here.
    """
    found = trash.page(user, cursor=cursor)
    deck = Deck(user)
    films = tuple(Binned(card=deck.card(film), fate=deck.fate(film), put=_put(film)) for film in found.films)
    return Bin(films=films, cursor=found.cursor)


def _put(render: Render) -> str:
    if render.trashed_at is None or render.trashed_by is None:
        return ""
    return _("%(person)s put it here: %(at)s") % {"person": render.trashed_by.name, "at": moment(render.trashed_at)}
