"""What people do with all films of one click at once."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from jobs.access import Act, standing
from jobs.queries import batches
from jobs.web.orders import cancel_waiting
from jobs.web.visitor import done, me


@require_POST
def cancel(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Cancel every film of it that still waits here; what is on its way stays and that is said."""
    user = me(request)
    films = batches.films(user, pk)
    if not films:
        raise Http404
    if not all(standing(user).may(Act.CANCEL, film) for film in films):
        raise PermissionDenied
    return done(request, good=cancel_waiting(user, films))
