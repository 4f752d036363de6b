"""Before a kept seed is paid for a second time: the films that are there already."""

from collections.abc import Iterable

from jobs.actions.orders import draw_seeds
from jobs.catalogue import OrderSpec
from jobs.models import Render, User
from jobs.queries import holds
from jobs.queries.alike import alike
from jobs.states import Door
from jobs.web.mentions import Mention, mention


def earlier(user: User, specs: Iterable[OrderSpec], token: str) -> tuple[Mention, ...]:
    """Films with the words, settings and seeds of orders that break no rule. A new seed makes a new film: then nothing
    is asked, not even the database. `token` is the click's.
    """
    kept = {spec: draw_seeds(spec.seed, spec.takes) for spec in specs if spec.seed is not None}
    if not kept:
        return ()
    found = alike(user, kept, practice=holds.practice_now())
    if any(_this_click(user, token, film) for film in found):
        return ()
    return tuple(map(mention, found))


def _this_click(user: User, token: str, film: Render) -> bool:
    """The form has come before: its order is told to it as it is to every click that arrives twice."""
    click = film.order.batch or film.order
    return bool(token) and film.author_id == user.pk and click.token.startswith(f"{Door.PAGE}:{token}:")
