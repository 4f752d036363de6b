"""Films of every state, shape and temper, parked where no worker takes them: what the pages must be able to show.

Called inside a running studio's process room: `manage.py shell -c "from tests.browser import parked; parked.fill()"`.
"""

import base64
import hashlib
import io
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone
from PIL import Image

from jobs.actions import boards, guests, shares, templates
from jobs.actions.orders import new_token, order
from jobs.catalogue import RATIOS, OrderSpec
from jobs.models import Asset, FoundTask, ProviderAccount, Render, Space, Submission, User
from jobs.states import AssetKind, Door, HoldCode, State
from tests.media.films import film

HOSTILE = (
    "</script><img src=x onerror=alert(1)>" + "W" * 400,
    "سفينة ورقية تبحر في المطر \u202e right to left \u202c and back",
    "水" * 300,
    "🎬👩‍👩‍👧‍👦" * 60,
    "one\n\ntwo\n" + "line after line\n" * 30,
)


def fill() -> None:
    """For the first person of the studio."""
    someone = User.objects.get()
    _every_state(someone)
    found()
    for ratio in RATIOS:
        takes = _placed(someone, f"A heron lifts off, eight times {ratio}", ratio=ratio, takes=8)
        for take, state in zip(takes, [State.SAVED] * 5 + [State.RUNNING, State.FAILED, State.QUEUED], strict=True):
            _park(take, state, **_ENDS.get(state, {}))
    for prompt in HOSTILE:
        for take in _placed(someone, prompt, takes=2, title=prompt.split("\n")[0][:100]):
            _park(take, State.SAVED if take.take == 1 else State.UNCERTAIN)
    _gathered(someone)


def sent(password: str = "") -> str:
    """The path of a link over films that are home, with guests' words of every temper."""
    films = list(Render.objects.filter(state=State.SAVED).order_by("created_at")[:6])
    told = _link(films, password)
    for film_, words in zip(films, HOSTILE, strict=False):
        guest = guests.welcome("Wen " + "n" * 40)
        guests.pick(told.share, film_, guest)
        guests.comment(told.share, film_, guest, words[:500], 400)
    return f"/s/{told.token}/"


def remark(film_: str, at_ms: int) -> None:
    """A guest's words about this place in the film with this id."""
    render = Render.objects.get(pk=film_)
    guests.comment(_link([render]).share, render, guests.welcome("Wen"), "Hold this one longer", at_ms)


def _link(films: list[Render], password: str = "") -> shares.Told:
    terms = shares.Terms(
        title="Six herons",
        note="One\n\ntwo " + "W" * 300,
        ends_at=timezone.now() + timedelta(days=7),
        allows_download=True,
        shows_prompt=True,
        takes_picks=True,
        takes_comments=True,
    )
    actor = User.objects.order_by("pk")[0]
    return shares.make(films, terms, actor=actor, once=new_token(), locked=bool(password), password=password)


def _gathered(someone: User) -> None:
    """Boards and templates with names of every temper."""
    films = list(Render.objects.filter(state=State.SAVED))
    for name in HOSTILE:
        board = boards.named(films[0].space, name.replace("\n", " ")[:60], actor=someone)
        boards.put(board, films, actor=someone)
        templates.make(films[0].space, templates.Recipe(name=board.name, prompt=name), actor=someone)


def asking() -> None:
    """One film of every state, and tasks that were found."""
    _every_state(User.objects.get())
    found()


def found() -> None:
    """Tasks at the provider that no film follows, from a whole day away to the last minutes, and one that failed."""
    account = ProviderAccount.objects.get(kind="sandbox")
    usage = {"duration": 5, "size": "1280*720", "resolution": "720", "audio": False}
    for number, (state, hours) in enumerate([("RUNNING", 23.5), ("SUCCEEDED", 5), ("SUCCEEDED", 0.5), ("FAILED", 9)]):
        told = {"prompt": HOSTILE[number], "usage": usage} if state == "SUCCEEDED" else {}
        FoundTask.objects.create(
            account=account,
            task_id=f"859842ae-d54a-4662-832f-1e5d40d52b{number:02}",
            model="pixverse/pixverse-v6-t2v",
            provider_state=state,
            ends_at=timezone.now() + timedelta(hours=hours) / settings.PIXSTUDIO.time_scale,
            **told,
        )


def shelf(films: int) -> None:
    """So many small films that are home, six in an order."""
    someone = User.objects.get()
    for number in range(films // 6):
        for take in _placed(someone, f"Heron number {number}", takes=6, title=f"Heron {number}"):
            _park(take, State.SAVED)
    Space.objects.update(films=Render.objects.filter(saved_at__isnull=False).count())


def boats() -> tuple[Render, ...]:
    """One order of four films of twelve seconds, all home."""
    takes = _placed(User.objects.get(), "Three paper boats", takes=4, title="Three boats", duration=12)
    for take in takes:
        _park(take, State.SAVED, seconds=12.0)
    return takes


def teahouse() -> Render:
    """One film that is home, with settings and a prompt of its own."""
    prompt = "\n雨中的茶馆, “quiet”\n  slow push-in 🎬"
    (take,) = _placed(User.objects.get(), prompt, title="Tea house", ratio="21:9", duration=2, audio=True)
    _park(take, State.SAVED, seconds=2.0)
    return take


def _every_state(someone: User) -> None:
    """One order for the way to the provider, one for the way home, each as practice and as real."""
    for real in (False, True):
        out = _placed(someone, "The way to the provider", takes=8)
        for take, (state, columns) in zip(out, _outward(), strict=True):
            _park(take, state, real=real, **columns)
        home = _placed(someone, "The way home", takes=8)
        for take, (state, columns) in zip(home, _homeward(), strict=True):
            _park(take, state, real=real, **columns)


def _outward() -> Iterator[tuple[State, dict[str, Any]]]:
    yield State.QUEUED, {}
    yield State.QUEUED, {"hold_code": HoldCode.CRASHED, "hold_params": {"crashes": 3}}
    yield State.SUBMITTING, {}
    yield State.CONFIRMING, {}
    yield State.UNCERTAIN, {"candidates": ["859842ae-d54a-4662-832f-1e5d40d52aaa", "b7"], "readings": 9}
    yield State.UNCERTAIN, {"cross_checked": True, "readings": 9}
    yield State.PENDING, {}
    yield State.RUNNING, {}


def _homeward() -> Iterator[tuple[State, dict[str, Any]]]:
    soon = timezone.now() + timedelta(hours=5, minutes=12)
    yield State.SUCCEEDED, {"hold_code": HoldCode.LINK_BLOCKED, "hold_params": {"host": "films.example.com"}}
    yield State.SAVING, {"bytes_here": 62, "bytes_total": 100, "deadline_at": soon}
    yield State.SAVED, {}
    yield State.FAILED, _ENDS[State.FAILED]
    yield State.FAILED, {"error_code": "provider-refused", "error_raw": "Strange.Code: " + "no idea " * 40}
    yield State.FAILED, {"error_code": "not-activated", "charged": False}
    yield State.CANCELED, {"charged": False}
    yield State.EXPIRED, {"error_code": "expired", "charged": None}


_ENDS: dict[State, dict[str, Any]] = {State.FAILED: {"error_code": "content-prompt", "charged": False}}
_OF_SUBMISSION = {"candidates", "readings", "cross_checked"}


def _placed(someone: User, prompt: str, **wishes: Any) -> tuple[Render, ...]:
    spec = OrderSpec(prompt=prompt, model="v6", tier="360P", **{"duration": 1, "ratio": "16:9", **wishes})
    placed = order(someone, spec, token=new_token(), door=Door.SHELL)
    Render.objects.filter(order=placed.order).update(due_at=None)
    return placed.renders


def _park(render: Render, state: State, *, real: bool = False, **columns: Any) -> None:
    """Straight into this state, and due never."""
    told = {name: columns.pop(name) for name in _OF_SUBMISSION & columns.keys()}
    Submission.objects.filter(render=render).update(**{"scheduled_at": timezone.now(), **told})
    if state == State.SAVED:
        columns["saved_at"] = timezone.now()
        _store(render, columns.pop("seconds", 1.0))
    Render.objects.filter(pk=render.pk).update(state=state, practice=not real, **columns)
    type(render.order).objects.filter(pk=render.order_id).update(practice=not real)


def _store(render: Render, seconds: float) -> None:
    """A film, and a poster in the film's shape."""
    width, height = (int(side) for side in render.order.size.split("*"))
    clip, poster = _clip(seconds), _poster(width, height)
    name = default_storage.save(f"{render.pk}.mp4", ContentFile(clip))
    _asset(render, AssetKind.FILM, name, "video/mp4", clip, seconds=seconds)
    name = default_storage.save(f"{render.pk}.webp", ContentFile(poster))
    small = base64.b64encode(_poster(24, 24)).decode()
    _asset(render, AssetKind.POSTER, name, "image/webp", poster, placeholder=small)


@cache
def _clip(seconds: float) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        return film(Path(folder) / "clip.mp4", size=(160, 90), seconds=seconds).read_bytes()


@cache
def _poster(width: int, height: int) -> bytes:
    return _webp(Image.linear_gradient("L").resize((width, height)).convert("RGB"))


def _webp(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "WEBP", quality=30)
    return out.getvalue()


def _asset(render: Render, kind: AssetKind, name: str, mime: str, body: bytes, **columns: Any) -> None:
    width, height = render.order.size.split("*")
    Asset.objects.create(
        render=render,
        kind=kind,
        storage_key=name,
        mime=mime,
        bytes=len(body),
        sha256=hashlib.sha256(body).hexdigest(),
        width=int(width),
        height=int(height),
        **columns,
    )
