"""What production does once, before web and workers start: tables, first rows, and a way in for the owner."""

from typing import Any

from django.core import checks

from jobs import words
from jobs.management import opening
from jobs.management.shell import ShellCommand, Stop, base_url
from jobs.queries import health
from pixstudio.refusal import RefusalError


class Command(ShellCommand):
    help = "Prepares the database for this version, once, before web and workers start; says what is unsafe."
    migrates_production = True

    def act(self, options: dict[str, Any]) -> None:
        self._warn()
        try:
            link = opening.owned(base_url(), public=False)
        except RefusalError as refusal:
            raise Stop(str(refusal)) from refusal
        self.say("The database is ready for this version.")
        if link:
            self.say(f"Nobody owns this studio yet. Set it up here, once: {link}")

    def _warn(self) -> None:
        """What need not keep the studio from starting."""
        for issue in checks.run_checks(tags=["pixstudio"], include_deployment_checks=True):
            self.say(f"{issue.msg} {issue.hint or ''}".strip())
        for finding in health.key_ring():
            told = words.finding(finding.code, finding.params)
            if not finding.good:
                self.say(told.message, told.advice)
