"""The app's addresses."""

from django.urls import include, path

from jobs.web import health

urlpatterns = [
    path("api/", include("jobs.api.urls")),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
]
