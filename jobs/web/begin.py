"""The way from an empty studio to its first film: owner, key, film."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from jobs.models import Order, User
from jobs.queries import holds


@dataclass(frozen=True, kw_only=True)
class Step:
    """One of the three, with a tick when it is done."""

    name: str
    done: bool
    current: bool


@dataclass(frozen=True, kw_only=True)
class Begin:
    """What is shown to somebody who looks after a studio in which nothing was ordered yet."""

    steps: tuple[Step, ...]
    keyed: bool
    keys: str


def steps(done: int) -> tuple[Step, ...]:
    """The three steps, of which so many are done."""
    names = (_("Owner"), pgettext("a step of setting up", "Key"), _("First film"))
    return tuple(Step(name=name, done=place < done, current=place == done) for place, name in enumerate(names))


def begin(user: User) -> Begin | None:
    """None once anything was ordered, and for everybody who cannot add a key."""
    if not user.is_admin or Order.objects.exists():
        return None
    keyed = not holds.practice_now()
    return Begin(steps=steps(2 if keyed else 1), keyed=keyed, keys=reverse("keys"))
