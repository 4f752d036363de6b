"""Tags: words that films of a space carry. One that no film carries any more is not offered."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from uuid import UUID

from django.db import transaction
from django.db.models import Count

from jobs.catalogue import unsafe_text
from jobs.models import Render, Tag, Tagged, User
from jobs.models.boards import TAG_MAX, fold, tidy
from jobs.queries import boards

MOST = 30
"""Tags of one film."""

_BETWEEN = re.compile("[,;\n\uff0c\u3001\uff1b]")  # and the commas and semicolons of Chinese


class Unfit(Exception):
    """No tags; `code` has the words. Nothing was changed."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def words(text: str) -> tuple[str, ...]:
    """What stands between commas, each once.

    :raises Unfit: one of them is too long or cannot be kept, or there is none.
    """
    if unsafe_text(text):
        raise Unfit("tag-unfit")
    found = {fold(word): word for word in map(tidy, _BETWEEN.split(text)) if word}
    if not found:
        raise Unfit("tag-empty")
    if any(len(word) > TAG_MAX for word in found.values()):
        raise Unfit("tag-long")
    return tuple(found.values())


def add(renders: Iterable[Render], text: str, *, actor: User) -> None:
    """Give each of these films the tags of this text. One that other films carry is written as it is there.

    :raises Unfit: there are no tags in it, or too many.
    """
    names, films = words(text), list(renders)
    if len(names) > MOST:
        raise Unfit("tags-many")
    with transaction.atomic():
        for space in {film.space_id for film in films}:
            mine = [film for film in films if film.space_id == space]
            rows = [Tagged(tag=tag, render=film, added_by=actor) for tag in _tags(space, names) for film in mine]
            Tagged.objects.bulk_create(rows, ignore_conflicts=True)
        if _too_many(films):
            raise Unfit("tags-many")
    boards.forget()


def full(renders: Iterable[Render], text: str) -> set[UUID]:
    """Those of these films that would have more tags than one may have.

    :raises Unfit: there are no tags in it.
    """
    names = {fold(name) for name in words(text)}
    films = [film.pk for film in renders]
    carried = Tagged.objects.filter(render__in=films).values_list("render", "tag__folded")
    had = Counter(render for render, folded in carried if folded not in names)
    return {pk for pk in films if had[pk] + len(names) > MOST}


def _tags(space: UUID, names: Iterable[str]) -> Iterator[Tag]:
    for name in names:
        tag, _ = Tag.objects.get_or_create(space_id=space, folded=fold(name), defaults={"name": name})
        if tag.name != name and not tag.tagged.exists():
            Tag.objects.filter(pk=tag.pk).update(name=name)
        yield tag


def _too_many(films: Iterable[Render]) -> bool:
    carried = Tagged.objects.filter(render__in=[film.pk for film in films]).values("render")
    return carried.annotate(tags=Count("pk")).filter(tags__gt=MOST).exists()


def remove(renders: Iterable[Render], name: str) -> None:
    """Take this tag from each of these films."""
    Tagged.objects.filter(tag__folded=fold(name), render__in=[render.pk for render in renders]).delete()
    boards.forget()
