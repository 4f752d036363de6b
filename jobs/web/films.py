"""The bytes of a film, its poster and its preview, to those who are in its space."""

from uuid import UUID

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from jobs.access import asset_for, render_for
from jobs.media import names
from jobs.media.serve import film_response
from jobs.models import Asset, Render
from jobs.queries.names import shared_title
from jobs.states import AssetKind
from jobs.web.visitor import me


@require_safe
def film(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """With `?download` under a name that says what it is."""
    stored = asset_for(me(request), pk, AssetKind.FILM)
    name = download_name(render_for(me(request), pk), stored) if "download" in request.GET else None
    return film_response(request, stored, filename=name)


@require_safe
def poster(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    return film_response(request, asset_for(me(request), pk, AssetKind.POSTER))


@require_safe
def preview(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    return film_response(request, asset_for(me(request), pk, AssetKind.PREVIEW))


def download_name(render: Render, film: Asset) -> str:
    """After the studio's template. A piece of the id is added where another film could have the same name: it has the
    same title, or none, or one of which the name cannot tell all.
    """
    order = render.order
    alone = names.plain(order.title) and not shared_title(order)
    return names.film_name(
        space=order.space.name,
        title=order.title,
        prompt=order.prompt,
        take=render.take,
        size=f"{film.width}x{film.height}",
        mark="" if alone else render.pk.hex[-8:],  # the last digits: the first ones are the time
    )
