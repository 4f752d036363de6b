"""The one app. A job is a render on its way from wish to film."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate

from jobs import checks  # noqa: F401 - importing them registers them


class JobsConfig(AppConfig):
    name = "jobs"
    verbose_name = "PixStudio"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # models can be imported only now that all apps are loaded
        from jobs.actions.founding import lay_first_rows
        from jobs.models import wording

        def after_migrate(**_: Any) -> None:
            wording.mend()
            lay_first_rows()

        post_migrate.connect(after_migrate, sender=self, weak=False, dispatch_uid="jobs.first-rows")
