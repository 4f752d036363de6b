"""Two addresses for machines: is the process up, and can the studio do its work."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from jobs.queries import address, health


@require_safe
@never_cache
@login_not_required
def healthz(request: HttpRequest) -> HttpResponse:
    """200 while the web process answers at all; asks nothing. The mark tells the doctor that it is this studio."""
    return HttpResponse("ok\n", content_type="text/plain", headers={address.HEADER: address.mark()})


@require_safe
@never_cache
@login_not_required
def readyz(request: HttpRequest) -> HttpResponse:
    """200 when a film could be made now, else 503; every needed part with the code of its finding, no more."""
    findings = health.look(health.NEEDED)
    good = all(finding.good for finding in findings)
    parts = {finding.part: finding.code for finding in findings}
    return JsonResponse({"ready": good, "parts": parts}, status=200 if good else 503)
