"""What a person likes: a film joins their favourites, or leaves them. Nobody else sees it."""

from collections.abc import Iterable

from jobs.models import Favourite, Render, User


def like(render: Render, *, actor: User) -> None:
    """Liked twice is liked once."""
    Favourite.objects.get_or_create(user=actor, render=render)


def unlike(render: Render, *, actor: User) -> None:
    Favourite.objects.filter(user=actor, render=render).delete()


def like_all(renders: Iterable[Render], *, actor: User) -> None:
    rows = [Favourite(user=actor, render=render) for render in renders]
    Favourite.objects.bulk_create(rows, ignore_conflicts=True)


def unlike_all(renders: Iterable[Render], *, actor: User) -> None:
    Favourite.objects.filter(user=actor, render__in=[render.pk for render in renders]).delete()
