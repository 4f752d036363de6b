"""The bytes of a film, its poster and its preview, to those who are in its space."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from jobs import provenance
from jobs.access import asset_for, render_for
from jobs.media import names
from jobs.media.copies import copy_response
from jobs.media.serve import film_response
from jobs.models import Asset, Render
from jobs.queries.details import details
from jobs.queries.names import Titles, shared_title
from jobs.states import AssetKind
from jobs.web.visitor import me


@require_safe
def film(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """The stored bytes; with `?download` a copy under a name that says what it is, with the film's details in it."""
    stored = asset_for(me(request), pk, AssetKind.FILM)
    if "download" not in request.GET:
        return film_response(request, stored)
    render = render_for(me(request), pk)
    return copy_response(request, stored, details(render, stored), filename=download_name(render, stored))


@require_safe
def sidecar(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The film's details as a file to lie beside it, under its name."""
    stored, render = asset_for(me(request), pk, AssetKind.FILM), render_for(me(request), pk)
    name = download_name(render, stored).removesuffix(names.SUFFIX) + ".json"
    response = HttpResponse(provenance.write(details(render, stored)), content_type="application/json")
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response.headers["Cache-Control"] = "private, no-cache"
    return response


@require_safe
def poster(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    return film_response(request, asset_for(me(request), pk, AssetKind.POSTER))


@require_safe
def preview(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    return film_response(request, asset_for(me(request), pk, AssetKind.PREVIEW))


def download_name(render: Render, film: Asset, shared: Titles | None = None) -> str:
    """After the studio's template. A piece of the id is added where another film could have the same name: it has the
    same title, or none, or one of which the name cannot tell all. `shared`: where those of many were looked up.
    """
    order = render.order
    known = shared is not None and (order.space_id, order.title.lower()) in shared
    alone = names.plain(order.title) and not (shared_title(order) if shared is None else known)
    return names.film_name(
        space=order.space.name,
        title=order.title,
        prompt=order.prompt,
        take=render.take,
        size=f"{film.width}x{film.height}",
        mark="" if alone else mark_of(render),
    )


def mark_of(render: Render) -> str:
    """The last digits of its id: the first ones are the time."""
    return render.pk.hex[-8:]
