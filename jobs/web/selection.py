"""What people do with many films at once; boards and tags are in `shelving`, the archive in `zips`."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from jobs import words
from jobs.access import Act
from jobs.actions import favourites, many
from jobs.actions import trash as actions
from jobs.models import TRASH_DAYS, Render
from jobs.queries import chosen as films
from jobs.queries import trash as bin
from jobs.web import compare as side_by_side
from jobs.web import outcomes
from jobs.web.choosing import Choice, filter_of
from jobs.web.outcomes import chosen, said, told
from jobs.web.visitor import by_htmx, came_from, me

_EPOCH, _MICROSECOND = datetime(1970, 1, 1, tzinfo=UTC), timedelta(microseconds=1)
_FARTHEST = 10**16
"""Microseconds that are a moment in every calendar."""


@require_POST
@chosen
def favourite(request: HttpRequest, choice: Choice) -> HttpResponseBase:
    """All become favourites; those that are already so, all of them, are none any more."""
    user = me(request)
    on = films.liked(user, choice.ids) < len(choice.ids)
    change = favourites.like_all if on else favourites.unlike_all

    def deed(some: list[Render]) -> many.Left:
        change(some, actor=user)
        return {}

    outcome = many.on_all(user, choice.ids, Act.FAVOURITE, deed)
    good = _("Among your favourites: %(films)s.") if on else _("No longer among your favourites: %(films)s.")
    return told(request, outcome, good % {"films": outcomes.films(outcome)}, liked={"on": on})


@require_POST
@chosen
def trash(request: HttpRequest, choice: Choice) -> HttpResponseBase:
    """All at one moment, by which Undo finds them again."""
    user, now = me(request), timezone.now()

    def deed(some: list[Render]) -> many.Left:
        return dict.fromkeys(actions.trash_all(some, actor=user, now=now), "not-ended")

    outcome = many.on_all(user, choice.ids, Act.TRASH, deed)
    good = _("Moved to the trash for %(days)s days: %(films)s.")
    undo = reverse("selection-restore", args=[(now - _EPOCH) // _MICROSECOND]) if outcome.done else ""
    gone = format_html('<i id="gone" hidden hx-swap-oob="true">{}</i>', " ".join(map(str, outcome.done)))
    good %= {"films": outcomes.films(outcome), "days": TRASH_DAYS}
    return told(request, outcome, good, undo=undo, part=gone if outcome.done else "")


@require_POST
def restore(request: HttpRequest, moment: int) -> HttpResponse:
    """What this person put into the trash at this moment."""
    user, at = me(request), _EPOCH + min(moment, _FARTHEST) * _MICROSECOND

    def deed(some: list[Render]) -> many.Left:
        return dict.fromkeys(actions.restore_all(some, actor=user, now=timezone.now()), "not-trashed")

    outcome = many.on_all(user, bin.put_at(user, at), Act.TRASH, deed)
    if outcome.done:
        messages.success(request, _("Back in place: %(films)s.") % {"films": outcomes.films(outcome)})
    else:
        messages.error(request, words.refusal("not-trashed"))
    return HttpResponse(headers={"HX-Refresh": "true"}) if by_htmx(request) else redirect(came_from(request))


@require_POST
@chosen
def compare(request: HttpRequest, choice: Choice) -> HttpResponseBase:
    """The page that shows two to four of them side by side."""
    few = choice.ids if len(choice.ids) <= side_by_side.MOST else ()
    address = side_by_side.address_of(_each(request, few))
    return redirect(address) if address else said(request, bad=words.refusal("chosen-compare"))


def _each(request: HttpRequest, ids: tuple[UUID, ...]) -> Iterable[Render]:
    return (film for some in films.batches(me(request), ids) for film in some)


@require_safe
@never_cache
def day(request: HttpRequest) -> JsonResponse:
    """All films of a filter on one day, each with its seconds: the page may not show all of them yet."""
    try:
        wanted = date.fromisoformat(request.GET.get("day", ""))
        found = films.of_day(me(request), filter_of(request), wanted)
    except (ValueError, OverflowError) as error:
        raise Http404 from error
    return JsonResponse({"films": found})
