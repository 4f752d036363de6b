"""The measure of a page: a view that does nothing but answer with the same bytes, behind the same middleware. Who asks
for it is looked up by Django's own sessions and backend.
"""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

body = b""


def bare(request: HttpRequest) -> HttpResponse:
    return HttpResponse(body)


urlpatterns = [path("bare/", bare), path("", include("pixstudio.urls"))]
