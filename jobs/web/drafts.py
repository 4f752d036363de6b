"""Keeps what is being written in the composer."""

from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jobs import access
from jobs.actions import drafts
from jobs.forms.order import OrderForm, whole_number
from jobs.forms.shots import told
from jobs.models import Draft, User
from jobs.web.visitor import me


@require_POST
def draft(request: HttpRequest) -> JsonResponse:
    """`edition` is the one the page knows, `force` overwrites a newer one.

    Answers the new edition, or in words what is in the way.
    """
    user = me(request)
    access.allow(user, access.Act.ORDER)
    fields = told(OrderForm.read(request.POST), request.POST).fields()
    edition = whole_number(request.POST.get("edition", ""))
    try:
        kept = drafts.keep(user, fields, edition=edition, force=request.POST.get("force") == "1")
    except drafts.TooLong:
        return JsonResponse({"said": _("This text is too long to be kept here. Keep a copy of it elsewhere.")})
    if isinstance(kept, drafts.Newer):
        at = date_format(timezone.localtime(kept.at), "H:i")
        return JsonResponse({"newer": _("You wrote something else on another page at %(time)s.") % {"time": at}})
    return JsonResponse({"edition": kept.edition})


def draft_of(user: User) -> tuple[OrderForm, int]:
    """The kept form and its edition; an empty form when nothing is kept."""
    kept = Draft.objects.filter(user=user).first()
    return (OrderForm.read(kept.fields), kept.edition) if kept else (OrderForm(), 0)
