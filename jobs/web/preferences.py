"""How the studio looks, speaks, listens and tells: language, theme, letter keys and notices, kept with the person; the
language before sign-in in a cookie.
"""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from jobs.models import User
from jobs.states import Theme
from jobs.web.visitor import came_from

_YEAR = 365 * 24 * 3600
ROWS = ("s", "m", "l")
"""How high the rows of the gallery are."""


@login_not_required
@require_POST
def preferences(request: HttpRequest) -> HttpResponse:
    """Keep what was chosen and go back; a value that does not exist changes nothing."""
    response = HttpResponseRedirect(back_to(request))
    language, theme = request.POST.get("language"), request.POST.get("theme")
    if language in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            language,
            max_age=_YEAR,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
        _keep(request, language=language)
    if theme in Theme.values:
        _keep(request, theme=theme)
    if (rows := request.POST.get("rows", "")) in ROWS:
        # the page's script writes it too, so it may read it
        response.set_cookie("rows", rows, max_age=_YEAR, secure=settings.SESSION_COOKIE_SECURE, samesite="Lax")
    if (letters := request.POST.get("letter_keys")) in ("0", "1"):
        _keep(request, letter_keys=letters == "1")
    if (notices := request.POST.get("notices")) in ("0", "1"):
        _keep(request, notices=notices == "1")
    return response


def rows_of(request: HttpRequest) -> str:
    rows = request.COOKIES.get("rows", "")
    return rows if rows in ROWS else "m"


def _keep(request: HttpRequest, **columns: str | bool | None) -> None:
    if isinstance(request.user, User):
        User.objects.filter(pk=request.user.pk).update(**columns)


def back_to(request: HttpRequest) -> str:
    """The page that sent this form, as it says itself or the browser does, if it is one of ours."""
    wanted = request.POST.get("next") or came_from(request)
    return wanted if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) else "/"
