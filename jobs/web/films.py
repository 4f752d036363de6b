"""The bytes of a film, its poster and its preview, to those who are in its space."""

from uuid import UUID

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from jobs.access import render_for
from jobs.media.serve import film_response
from jobs.models import Asset, Render
from jobs.states import AssetKind
from jobs.web.visitor import me


@require_safe
def film(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """With `?download` under a name that says what it is."""
    render = render_for(me(request), pk)
    name = download_name(render) if "download" in request.GET else None
    return film_response(request, _stored(render, AssetKind.FILM), filename=name)


@require_safe
def poster(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    return film_response(request, _stored(render_for(me(request), pk), AssetKind.POSTER))


@require_safe
def preview(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    return film_response(request, _stored(render_for(me(request), pk), AssetKind.PREVIEW))


def _stored(render: Render, kind: AssetKind) -> Asset:
    asset = render.asset(kind)
    if asset is None:
        raise Http404
    return asset


def download_name(render: Render) -> str:
    """`Studio_Tea-spot_t2_1280x720.mp4`: letters, digits, dots, dashes and underscores of any script, nothing else."""
    order = render.order
    words = slugify(order.title or order.prompt[:60], allow_unicode=True)[:60].strip("-_") or render.pk.hex[:8]
    space = slugify(order.space.name, allow_unicode=True)[:30] or "studio"
    return f"{space}_{words}_t{render.take}_{order.size.replace('*', 'x')}.mp4"
