"""Cards as tiles of a gallery, drawn once: a film that is home looks the same until something happens to it.

Drawing 48 cards from the template takes longer than all the rest of a page. What was drawn is remembered under
everything it shows, so nothing ever has to be forgotten on time; the oldest make room for new ones.
"""

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.template.loader import get_template
from django.utils.safestring import SafeString
from django.utils.timezone import get_current_timezone_name
from django.utils.translation import get_language

from jobs.models import Render, User
from jobs.queries.faces import Face
from jobs.queries.memory import Memory
from jobs.web.cards import Deck

MOST = 6000
"""Tiles kept per process, about 1.5 kB each."""


drawn: Memory[SafeString] = Memory(MOST)


def tiles(user: User, faces: Sequence[Face], query: str = "") -> tuple[SafeString, ...]:
    """One tile per face; `query` stands behind the address of each. Those that are not remembered cost their rows and
    the template. A render that went away since its face was read is an empty text.
    """
    reader = (query, get_language(), get_current_timezone_name())
    keys = [(face, reader) for face in faces]
    found = dict(zip((face.pk for face in faces), drawn.look_up(keys), strict=True))
    fresh = _drawn(user, [pk for pk, text in found.items() if text is None], query)
    for face, key in zip(faces, keys, strict=True):
        if face.settled and face.pk in fresh:
            drawn.keep(key, fresh[face.pk])
    return tuple(found[face.pk] or fresh.get(face.pk, SafeString()) for face in faces)


def _drawn(user: User, ids: Sequence[UUID], query: str) -> dict[UUID, SafeString]:
    if not ids:
        return {}
    deck, template = Deck(user), get_template("renders/_card.html")
    found: dict[UUID, SafeString] = {}
    for render in _renders(user, ids):
        shown = {"card": deck.card(render), "place": "tile", "query": query}
        found[render.pk] = SafeString(template.render(shown))
    return found


def _renders(user: User, ids: Iterable[UUID]) -> Iterable[Render]:
    return Render.objects.visible_to(user).for_card().liked_by(user).filter(pk__in=list(ids))
