"""A gallery of any size, in seconds: saved films over 400 days by several people, in English and in Chinese."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import islice
from random import Random
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connection, connections, transaction
from django.db.models import AutoField, Model

from jobs.catalogue import MODELS, find
from jobs.models import Asset, Membership, Order, ProviderAccount, Render, Space, Submission, User
from jobs.states import AssetKind, Outcome, Role, State

NEWEST = datetime(2026, 11, 20, 18, tzinfo=UTC)
APART = timedelta(seconds=346)  # 100,000 films are 400 days
BATCH = 2000
PEOPLE = ("Ada", "Lin", "Mara", "Wei", "Noor", "Theo")

ASKED_KNOWN, ASKED_NEW = 10, 15
"""Queries of a gallery page whose tiles are known, and of one whose tiles are all new: however many films there are."""

FREQUENT, RARE, CHINESE = "lantern", "kingfisher", "夜市"
RARELY = 4001  # one film in so many shows the rare thing
_THINGS = ("a paper boat", "a heron", "a clay teapot", "a tram", "a lighthouse", "an old bicycle", "a red kite", "tea")
_PLACES = (
    "on the morning lake",
    "in a rainy street",
    "above the harbour",
    "in a courtyard",
    "by the window",
    "at dusk",
)
_HOW = ("slow push-in", "low angle", "handheld, soft light", "wide, one take", "macro, drops of water", "long shadows")
_WORDS = ("清晨的湖面", "雨后的街道", "江南水乡", "雪山脚下", "老茶馆", "竹林深处", "高铁窗外", "海边灯塔", "城市天台")
_DEEDS = ("一只白鹭飞起", "纸船顺流而下", "蒸汽缓缓上升", "孩子们放风筝", "镜头缓慢推进", "灯火渐渐亮起")
PLACEHOLDER = (
    "UklGRlYAAABXRUJQVlA4IEoAAADwAgCdASoYABAAPzmGulOvKKYisAgB4CcJZQAAW/DwS5mHgAD+4zGTBqtpKs8ZpZ3jx0hO1ZbY5pWqIzKpAAAA"
)


def founded() -> User:
    """Everybody of the studio; the first of them is whose gallery is looked at."""
    space = Space.objects.get(is_default=True)
    for name in PEOPLE:
        someone, new = User.objects.get_or_create(email=f"{name.lower()}@example.com", defaults={"display_name": name})
        if new:
            Membership.objects.create(user=someone, space=space, role=Role.CREATOR)
    return User.objects.get(email="ada@example.com")


def grow(count: int) -> None:
    """Until the studio has this many saved films. They are made newest first: what was on a page stays on it."""
    films = _films(Render.objects.count(), count)
    while some := list(islice(films, BATCH)):
        with transaction.atomic():  # render and submission know each other: checked when both are there
            _insert([film.order for film in some])
            _insert([film.render for film in some])
            _insert([film.submission for film in some])
            _insert([asset for film in some for asset in film.assets])
    _settle()


def _insert(made: Sequence[Model]) -> None:
    """What `bulk_create` does, several times as fast: one statement for all rows of a kind."""
    meta = made[0]._meta
    fields = [field for field in meta.concrete_fields if not isinstance(field, AutoField)]
    plain = connections[DEFAULT_DB_ALIAS]  # behind the proxy, which is asked a million times otherwise
    rows = [[field.get_db_prep_save(getattr(one, field.attname), plain) for field in fields] for one in made]
    columns = ", ".join(f'"{field.column}"' for field in fields)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f'COPY "{meta.db_table}" ({columns}) FROM STDIN') as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            places = ", ".join(["%s"] * len(fields))
            cursor.executemany(f'INSERT INTO "{meta.db_table}" ({columns}) VALUES ({places})', rows)  # noqa: S608


def _settle() -> None:
    """As after a night of housekeeping: the planner knows the tables, pages are where they belong."""
    with connection.cursor() as cursor:
        whole = connection.vendor == "postgresql" and not connection.in_atomic_block
        cursor.execute("VACUUM ANALYZE" if whole else "ANALYZE")


@dataclass(frozen=True, kw_only=True)
class Film:
    order: Order
    render: Render
    submission: Submission
    assets: tuple[Asset, ...]


def _films(start: int, stop: int) -> Iterator[Film]:
    space = Space.objects.get(is_default=True)
    people = list(User.objects.order_by("email"))
    account = ProviderAccount.objects.get(kind="sandbox")
    for number in range(start, stop):
        order = _order(number, space, people[number % len(people)])
        render = _render(order)
        submission = Submission(
            id=order.pk,
            render=render,
            number=1,
            account=account,
            model=order.model,
            outcome=Outcome.ACKED,
            task_id=str(order.pk),
            video_url=f"https://films.example.com/{order.pk}.mp4",
            usage={"duration": order.duration},
            raw_times={"submit_time": "2026-11-20 12:00:00.000"},
        )
        yield Film(order=order, render=render, submission=submission, assets=_assets(render))


def _order(number: int, space: Space, author: User) -> Order:
    random = Random(number)
    model = random.choice(list(MODELS.values()))
    size = random.choice(model.sizes)
    at = NEWEST - APART * number
    return Order(
        id=_id(at, number),
        space=space,
        author=author,
        door="page",
        token=f"bench-{number}",
        digest="",
        practice=number % 5 == 0,
        title=random.choice(("", "", "Tea spot", "春节广告", "Opening titles")),
        prompt=prompt(number, random),
        model=model.id,
        size=size.size,
        tier=size.tier,
        ratio=size.ratio,
        duration=5,
        audio=number % 3 == 0,
        watermark=False,
        takes=1,
        created_at=at,
    )


def prompt(number: int, random: Random) -> str:
    """The frequent word in every fourth English prompt, two Chinese characters in every ninth Chinese one."""
    rare = f"{RARE}, " if number % RARELY == RARELY // 2 else ""
    if random.random() < 0.4:
        market = f"{CHINESE}的" if random.random() < 1 / 9 else random.choice(_WORDS)
        return f"{rare}{market}，{random.choice(_DEEDS)}，{random.choice(_WORDS)}，电影感，编号 {number}"
    light = f"a paper {FREQUENT} drifts past, " if random.random() < 1 / 4 else ""
    seen, where, how = random.choice(_THINGS), random.choice(_PLACES), random.choice(_HOW)
    return f"{rare}{seen.capitalize()} {where}, {light}{how}, the wind moves slowly through the grass, shot {number}"


def _render(order: Order) -> Render:
    model = find(order.model)
    return Render(
        id=order.pk,
        order=order,
        take=1,
        space=order.space,
        author=order.author,
        model=order.model,
        family=model.family if model else "",
        practice=order.practice,
        seed=7,
        state=State.SAVED,
        version=9,
        submission_id=order.pk,
        estimate=Decimal("1.35"),
        cost=Decimal("1.35"),
        due_at=None,
        charged=not order.practice,
        created_at=order.created_at,
        final_at=order.created_at + timedelta(minutes=3),
        saved_at=order.created_at + timedelta(minutes=3),
    )


def _assets(render: Render) -> tuple[Asset, ...]:
    mimes = {AssetKind.FILM: "video/mp4", AssetKind.POSTER: "image/webp", AssetKind.PREVIEW: "video/mp4"}
    return tuple(
        Asset(
            render=render,
            kind=kind,
            storage_key=f"{kind}/{render.pk}",
            mime=mime,
            bytes=2_000_000,
            sha256="0" * 64,
            width=1280,
            height=720,
            seconds=None if kind == AssetKind.POSTER else 5.0,
            placeholder=PLACEHOLDER if kind == AssetKind.POSTER else "",
        )
        for kind, mime in mimes.items()
    )


def _id(at: datetime, number: int) -> UUID:
    """A version 7 UUID of that moment."""
    return UUID(int=int(at.timestamp() * 1000) << 80 | 7 << 76 | 2 << 62 | number)
