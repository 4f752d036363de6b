"""Another film in one line with its picture, where a page speaks of it and leads to it."""

from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from jobs import words
from jobs.models import Render
from jobs.states import AssetKind, State
from jobs.web.cards import money_of
from jobs.web.days import moment


@dataclass(frozen=True, kw_only=True)
class Mention:
    """`word` and `icon` are those of its state; `word` is empty once it is home."""

    id: UUID
    url: str
    poster: str
    ratio: str
    icon: str
    tone: str
    word: str
    name: str
    author: str
    tier: str
    settings: str
    money: str
    when: str


def mention(render: Render) -> Mention:
    """Bring it from `for_card()`."""
    order, said = render.order, words.state(render)
    saved = render.state == State.SAVED
    return Mention(
        id=render.pk,
        url=reverse("render", args=[render.pk]),
        poster=reverse("poster", args=[render.pk]) if render.asset(AssetKind.POSTER) else "",
        ratio=order.ratio,
        icon="film" if saved else said.icon,
        tone="" if saved or not said.tone else f"tone-{said.tone}",
        word="" if saved else said.word,
        name=order.title or " ".join(order.prompt.split())[:120],
        author=order.author.name,
        tier=order.tier,
        settings=" · ".join((order.short_model, order.tier, words.film_length(order.duration))),
        money=money_of(render),
        when=moment(render.saved_at or render.created_at),
    )
