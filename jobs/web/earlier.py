"""Before a kept seed is paid for a second time: the films that are there already."""

from jobs.actions.orders import draw_seeds
from jobs.forms.order import OrderForm
from jobs.models import Render, User
from jobs.queries import holds
from jobs.queries.alike import alike
from jobs.states import Door
from jobs.web.mentions import Mention, mention


def earlier(user: User, form: OrderForm) -> tuple[Mention, ...]:
    """Films with the words, settings and seeds of an order that breaks no rule. A new seed makes a new film: then
    nothing is asked, not even the database.
    """
    spec = form.spec()
    if spec.seed is None:
        return ()
    found = alike(user, spec, draw_seeds(spec.seed, spec.takes), practice=holds.practice_now())
    if any(_this_click(user, form, film) for film in found):
        return ()
    return tuple(map(mention, found))


def _this_click(user: User, form: OrderForm, film: Render) -> bool:
    """The form has come before: its order is told to it as it is to every click that arrives twice."""
    return bool(form.token) and film.author_id == user.pk and film.order.token.startswith(f"{Door.PAGE}:{form.token}:")
