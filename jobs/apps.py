"""The one app. A job is a render on its way from wish to film."""

from django.apps import AppConfig

from jobs import checks  # noqa: F401 - importing them registers them


class JobsConfig(AppConfig):
    name = "jobs"
    verbose_name = "PixStudio"
    default_auto_field = "django.db.models.BigAutoField"
