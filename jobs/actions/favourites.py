"""What a person likes: a film joins their favourites, or leaves them. Nobody else sees it."""

from jobs.models import Favourite, Render, User


def like(render: Render, *, actor: User) -> None:
    """Liked twice is liked once."""
    Favourite.objects.get_or_create(user=actor, render=render)


def unlike(render: Render, *, actor: User) -> None:
    Favourite.objects.filter(user=actor, render=render).delete()
