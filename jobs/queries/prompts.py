"""What a person has asked for before, to be asked for anew."""

from jobs.models import Order, User

MOST = 50
_LOOKED_AT = 400
"""Orders: whoever renders one prompt over and over still finds what was before."""


def own(user: User) -> tuple[str, ...]:
    """The person's own prompts in the spaces they are in, the last first, each once."""
    mine = Order.objects.filter(author=user, space__in=list(user.seats)).exclude(prompt="")
    prompts = mine.order_by("-id").values_list("prompt", flat=True)[:_LOOKED_AT]
    return tuple(dict.fromkeys(prompts))[:MOST]
