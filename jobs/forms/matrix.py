"""The form as a matrix: all that one press of the button asks for."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import product

from jobs.catalogue import Frame, Matrix, find, plan, storyboard
from jobs.forms.more import More
from jobs.forms.order import OrderForm
from jobs.models import Order


def matrix_of(form: OrderForm) -> Matrix:
    """The composer's own choice first, then what is asked for beside it."""
    models = tuple(dict.fromkeys((form.model, *form.more.model)))
    tiers = dict.fromkeys((form.tier, *form.more.tier))
    ratios = dict.fromkeys((form.ratio, *form.more.ratio))
    takes_shots = any(model and model.shot_type for model in map(find, models))
    counted = storyboard.shot_type(form.prompt)
    base = replace(form.spec(), prompt=form.prompt, shot_type=form.shot_type if takes_shots and not counted else None)
    frames = tuple(Frame(tier=tier, ratio=ratio) for tier, ratio in product(tiers, ratios))
    return Matrix(base=base, models=models, frames=frames, seeds=form.seeds)


def like_all(orders: Sequence[Order]) -> OrderForm:
    """The form that orders the same batch, whose orders these are. What no form can say (a program may choose sizes
    freely) becomes its first order.
    """
    first = OrderForm.like(orders[0])
    seeds = dict.fromkeys(str(order.seed) for order in orders if order.seed is not None)
    more = More(
        model=tuple(dict.fromkeys(order.model for order in orders)),
        tier=tuple(dict.fromkeys(order.tier for order in orders)),
        ratio=tuple(dict.fromkeys(order.ratio for order in orders)),
    )
    written = orders[0].batch.prompt if orders[0].batch else first.prompt
    form = replace(first, prompt=written, seed=" ".join(seeds), more=more)
    return form if len(plan(matrix_of(form)).cells) == len(orders) else first
