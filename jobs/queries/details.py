"""What the studio knows of a film, as the details that go with it."""

from jobs.models import Asset, Order, Render
from jobs.provenance import Cost, Details, Film, Times, Wish
from jobs.states import Door


def details(render: Render, film: Asset) -> Details:
    """Of a stored film; bring the render with its order and submission."""
    known = render.cost is not None and not render.practice
    submission = render.submission
    return Details(
        order=_wish(render.order),
        film=_film(render, film),
        cost=Cost(amount=render.cost if known else None, currency=render.currency if known else None),
        times=Times(
            ordered=render.order.created_at,
            finished=submission.ended_at if submission else None,
            saved=render.saved_at,
        ),
    )


def _wish(order: Order) -> Wish:
    return Wish(
        prompt=order.prompt,
        title=order.title,
        model=order.model,
        size=order.size,
        tier=order.tier,
        ratio=order.ratio,
        duration=order.duration,
        audio=order.audio,
        watermark=None if order.door == Door.FOUND else order.watermark,
        shot_type=order.shot_type or None,
        seed=order.seed,
        takes=order.takes,
    )


def _film(render: Render, film: Asset) -> Film:
    return Film(
        id=str(render.pk),
        take=render.take,
        seed=render.seed,
        practice=render.practice,
        task_id=render.task_id,
        sha256=film.sha256,
        bytes=film.bytes,
        width=film.width,
        height=film.height,
        seconds=film.seconds,
    )
