"""A one-time link with which somebody joins, or chooses a new password."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from jobs.actions import people
from jobs.management.shell import ShellCommand, Stop, base_url
from jobs.models import User, fold_email
from jobs.states import Role
from jobs.words import refusal


class Command(ShellCommand):
    help = "Prints a one-time link to join, or to choose a new password."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", metavar="EMAIL", help="whom the link is for")
        roles = [str(role) for role in Role]
        parser.add_argument("--role", choices=roles, default=str(Role.CREATOR), help="default: creator")

    def act(self, options: dict[str, Any]) -> None:
        email = options["email"]
        if User.objects.filter(email=fold_email(email), is_active=False).exists():
            raise Stop(_("%(email)s may not sign in any more. An admin can change that first.") % {"email": email})
        try:
            link = people.invite(email, Role(options["role"]), actor=None, base_url=base_url())
        except ValidationError as error:
            raise Stop(refusal("email-bad")) from error
        self.stdout.write(link)
