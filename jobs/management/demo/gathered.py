"""What a team does with its films: boards, tags, templates, and a link that a client has opened."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from jobs.actions import boards, guests, shares, tags, templates
from jobs.actions.templates import Recipe
from jobs.management.demo.people import Troupe
from jobs.models import Board, PromptTemplate, Render, Share
from jobs.states import State

LATEST = 120
"""Films at home that are gathered; older ones lie where they are, as everywhere."""
SENT = 5
"""Films under the link."""

BOARDS: dict[str, tuple[str, ...]] = {
    "Harbour spot, final cut": ("harbour", "boat", "bay at night", "海港", "纸船"),
    "Openers and plates": ("horizon", "pastel", "clouds", "片名", "云海"),
    "夜景 · Night": ("night", "moon", "stars", "夜", "月"),
}
TAGS: dict[str, tuple[str, ...]] = {
    "water": ("sea", "water", "harbour", "lake", "海", "水"),
    "mist": ("mist", "fog", "haze", "雾"),
    "locked camera": ("locked", "held still", "固定"),
    "竖屏": ("phones", "竖屏"),
}
RECIPES = (
    Recipe(name="Product on slate", prompt="Macro of {rain|dew} on dark slate, {soft window light|one lamp}, slow."),
    Recipe(name="Storyboard, three beats", prompt="镜头1：wide, fog。镜头2：close, a lamp。镜头3：wide, the sun。"),
    Recipe(name="手机竖屏预告", prompt="两座山崖之间日出，阳光沿画面向上升起，海浪声。", ratio="9:16", audio=True),
)


@dataclass(frozen=True, kw_only=True)
class Sent:
    """A link and its password, told this once."""

    token: str
    password: str


def gather(troupe: Troupe, now: datetime) -> Sent | None:
    """Gather what has come home; nothing where a demonstration has done so before."""
    if Board.objects.filter(space=troupe.studio, name__in=BOARDS).exists():
        return None
    home = Render.objects.filter(space=troupe.studio, state=State.SAVED, trashed_at=None).select_related("order")
    films = list(home.order_by("-saved_at")[:LATEST])
    _shelve(films, troupe)
    for recipe in RECIPES:
        if not PromptTemplate.objects.filter(space=troupe.studio, name=recipe.name).exists():
            templates.make(troupe.studio, recipe, actor=troupe.people[0])
    return _send(films[:SENT], troupe, now)


def _shelve(films: list[Render], troupe: Troupe) -> None:
    for name, words in BOARDS.items():
        board = boards.named(troupe.studio, name, actor=troupe.people[0])
        boards.put(board, _telling(films, words), actor=troupe.people[0])
    for name, words in TAGS.items():
        if found := _telling(films, words):
            tags.add(found, name, actor=troupe.people[0])


def _telling(films: list[Render], words: tuple[str, ...]) -> list[Render]:
    return [film for film in films if any(word in film.order.prompt.lower() for word in words)]


def _send(films: list[Render], troupe: Troupe, now: datetime) -> Sent:
    terms = shares.Terms(
        title="Harbour spot, first round",
        note="Five openings. Pick the two you would go on with, and say at which second something is in the way.",
        ends_at=now + timedelta(days=shares.USUAL_DAYS),
        allows_download=True,
        shows_prompt=False,
        takes_picks=True,
        takes_comments=True,
    )
    told = shares.make(films, terms, actor=troupe.people[0], once="demonstration", locked=True, now=now)
    _answer(told.share, films, now)
    return Sent(token=told.token, password=told.password)


def _answer(share: Share, films: list[Render], now: datetime) -> None:
    client, colleague = guests.welcome("Chen Wei"), guests.welcome("客户 · 阿梅")
    for guest in (client, colleague):
        guests.look(share, now=now)
        guests.pick(share, films[0], guest)
    guests.pick(share, films[2], client)
    guests.comment(share, films[0], client, "This one. Could the first boat come a little later?", 2400)
    guests.comment(share, films[2], colleague, "这一条的光最好。", None)
