"""The film itself."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from ninja import Router

from jobs.api.answers import errors, render_for
from jobs.api.bearer import Bearer
from jobs.api.problems import Trouble, answer
from jobs.media.serve import film_response
from jobs.states import AssetKind, Scope
from jobs.words import refusal

router = Router(tags=["renders"], auth=Bearer(Scope.READ))

_FILM = {
    "responses": {
        200: {"description": "The whole film", "content": {"video/mp4": {}}},
        206: {"description": "The part that Range asked for", "content": {"video/mp4": {}}},
        304: {"description": "The film that If-None-Match names"},
    }
}


@router.api_operation(
    ["GET", "HEAD"],
    "/renders/{render_id}/video",
    response=errors(404, 409, 416),
    operation_id="get_video",
    summary="Fetch the film",
    url_name="video",
    openapi_extra=_FILM,
)
def video(request: HttpRequest, render_id: str) -> HttpResponseBase:
    """The provider's own bytes as MP4, whole or one Range of them; 409 `not-saved` before they are home."""
    film = render_for(request, render_id).asset(AssetKind.FILM)
    if film is None:
        raise Trouble("not-saved", refusal("not-saved"))
    served = film_response(request, film)
    if served.status_code == 416:
        return answer("range-not-satisfiable", headers={"Content-Range": served.headers["Content-Range"]})
    return served
