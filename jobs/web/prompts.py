"""One's own earlier prompts, for the keys that leaf through them in the composer."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from jobs import access
from jobs.queries import prompts
from jobs.web.visitor import me


@require_safe
@never_cache
def own(request: HttpRequest) -> JsonResponse:
    """`prompts`: the last first."""
    user = me(request)
    access.allow(user, access.Act.ORDER)
    return JsonResponse({"prompts": prompts.own(user)})
