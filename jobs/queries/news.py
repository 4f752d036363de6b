"""What has arrived at a person's bell."""

from jobs.models import News, User

LISTED = 50
"""The newest."""


def newest(user: User) -> tuple[News, ...]:
    """Of films that are to be seen, in the spaces this person is in."""
    rows = News.objects.filter(user=user, render__trashed_at=None, render__space__in=list(user.seats))
    rows = rows.select_related("render__order", "share", "comment").order_by("-pk")
    return tuple(rows[:LISTED])
