"""Poster and preview of a saved film. They can be remade at will, so a failure is an event and never a hold."""

from base64 import b64encode
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from jobs.media import stock
from jobs.media.faults import LocalFault, NotAFilm
from jobs.media.parts import discard
from jobs.media.poster import poster
from jobs.media.preview import preview
from jobs.models import Asset, Overtaken, Render
from jobs.states import AssetKind, Happening, State

TRIES_MAX = 3


def derive(pk: UUID) -> None:
    """Make what lists and cards show of a film."""
    render = Render.claim(pk, {State.SAVED}, now=timezone.now(), seconds=settings.PACE.derive_lease)
    if render is None or render.lease is None:
        return
    film = render.asset(AssetKind.FILM)
    try:
        discard(stock.part_path(render.pk))  # a worker may have died between storing the film and clearing up
        if film is None:
            raise NotAFilm("no-film")
        with stock.local_copy(film.storage_key) as path:
            _draw(render, render.lease, path)
    except (NotAFilm, LocalFault) as fault:
        _failed(render, render.lease, fault)
    except Overtaken:
        take_back(render)


def take_back(render: Render) -> None:
    """Whoever was overtaken by the end of the film's days takes back what they have put there since."""
    if Render.objects.filter(pk=render.pk, doomed_at__isnull=False).exists():
        with suppress(LocalFault):
            stock.forget(render.pk, render.created_at)


def _draw(render: Render, lease: UUID, film: Path) -> None:
    with stock.workplace(render.pk) as workplace:
        still, clip = workplace / "poster.webp", workplace / "preview.mp4"
        drawn, cut = poster(film, still), preview(film, clip)
        pictures: dict[AssetKind, tuple[Path, dict[str, Any]]] = {
            AssetKind.POSTER: (
                still,
                {
                    "width": drawn.width,
                    "height": drawn.height,
                    "placeholder": b64encode(drawn.placeholder).decode("ascii"),
                },
            ),
            AssetKind.PREVIEW: (clip, {"width": cut.width, "height": cut.height, "seconds": cut.seconds}),
        }
        assets = {kind: _store(render, kind, path, columns) for kind, (path, columns) in pictures.items()}
    with transaction.atomic():
        for kind, columns in assets.items():
            Asset.objects.update_or_create(render=render, kind=kind, defaults=columns)
        render.finish(Happening.DERIVED, now=timezone.now(), lease=lease, due_at=None)


def _store(render: Render, kind: AssetKind, path: Path, columns: dict[str, Any]) -> dict[str, Any]:
    key = stock.storage_key(kind, render.pk, render.created_at)
    size, digest = stock.measure(path)
    stock.put(path, key)
    return {"storage_key": key, "mime": stock.MIME[kind], "bytes": size, "sha256": digest, **columns}


def _failed(render: Render, lease: UUID, fault: NotAFilm | LocalFault) -> None:
    """Tried again twice, later each time; then the neutral picture stays."""
    now, tries = timezone.now(), render.derive_tries + 1
    again = now + timedelta(seconds=settings.PACE.slow_retry * tries) if tries < TRIES_MAX else None
    try:
        render.finish(
            Happening.DERIVE_FAILED,
            now=now,
            lease=lease,
            params={"fault": fault.code, **fault.params},
            due_at=again,
            derive_tries=tries,
        )
    except Overtaken:
        return
