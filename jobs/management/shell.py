"""What the commands for people share: a ready database, plain sentences, and exit codes that scripts can rely on."""

import sys
from abc import ABC, abstractmethod
from typing import Any, NoReturn

from django.conf import settings
from django.core import checks
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from jobs.actions import people
from jobs.catalogue import unsafe_text
from jobs.management.preparing import prepare
from jobs.models import User, fold_email
from jobs.words import refusal
from pixstudio import address

BAD_INPUT = 3


class Stop(Exception):
    """Ends the command with these sentences on stderr and this exit code."""

    def __init__(self, *sentences: str, code: int = BAD_INPUT) -> None:
        super().__init__(*sentences)
        self.sentences, self.code = sentences, code


class ShellCommand(BaseCommand, ABC):
    """A command that says what is wrong in sentences, without a traceback or a class name before them."""

    requires_system_checks: list[str] = []  # `ready` runs ours, and tells them in its own way
    migrates_production = False

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        parser = super().create_parser(prog_name, subcommand, **kwargs)

        def refuse(message: str) -> NoReturn:
            parser.print_usage(sys.stderr)
            self.stderr.write(message)
            sys.exit(BAD_INPUT)

        parser.error = refuse  # type: ignore[method-assign]  # argparse's own 2 means "needs a person" here
        return parser

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            _readable(options.get("email"), options.get("user"))
            ready(knowingly=self.migrates_production)
            self.act(options)
        except Stop as stop:
            self.say(*stop.sentences)
            sys.exit(stop.code)

    @abstractmethod
    def act(self, options: dict[str, Any]) -> None:
        """
        :raises Stop: to end with a sentence.
        """

    def say(self, *sentences: str) -> None:
        """To people; stdout is for what scripts read."""
        for sentence in sentences:
            self.stderr.write(sentence)
        self.stderr.flush()


def _readable(*emails: str | None) -> None:
    """
    :raises Stop: an address holds bytes that are no text in the shell's encoding; no database takes those.
    """
    if any(unsafe_text(email) for email in emails if email):
        raise Stop(refusal("email-bad"))


def ready(*, knowingly: bool = False) -> None:
    """`knowingly` migrates the database in production too.

    :raises Stop: the settings are not accepted, or the database cannot be used.
    """
    found = [issue for issue in checks.run_checks(tags=["pixstudio"]) if issue.level >= checks.ERROR]
    if found:
        raise Stop(*(f"{issue.msg} {issue.hint or ''}".strip() for issue in found))
    try:
        prepare(knowingly=knowingly)
    except CommandError as error:
        raise Stop(str(error)) from error


def base_url() -> str:
    return address.for_shell(settings.PIXSTUDIO.data, settings.PIXSTUDIO.public_url)


def person(email: str | None) -> User:
    """Who is meant: by address, else the first owner.

    :raises Stop: nobody, or nobody who may still sign in.
    """
    if email is None:
        return User.objects.owner() or _nobody_yet()
    found = User.objects.filter(email=fold_email(email), is_active=True).first()
    if found is None:
        raise Stop(refusal("no-such-person", {"email": email}))
    return found


def _nobody_yet() -> NoReturn:
    link = people.setup_link(base_url())
    if link:
        raise Stop(refusal("nobody-yet", {"link": link}))
    raise Stop(_("No admin of this studio may sign in. Name the person with --user."))
