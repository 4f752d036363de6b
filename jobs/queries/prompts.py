"""What a person has asked for before, to be asked for anew."""

from jobs.catalogue import escaped
from jobs.models import Order, User

MOST = 50
_LOOKED_AT = 400
"""Orders: whoever renders one prompt over and over still finds what was before."""


def own(user: User) -> tuple[str, ...]:
    """The person's own prompts in the spaces they are in, the last first, each once: as they were written, variations
    and all, or so that the same is sent again.
    """
    mine = Order.objects.filter(author=user, space__in=list(user.seats)).exclude(prompt="")
    prompts = mine.order_by("-id").values_list("prompt", "batch__prompt")[:_LOOKED_AT]
    return tuple(dict.fromkeys(several or escaped(one) for one, several in prompts))[:MOST]
