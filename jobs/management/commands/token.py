"""A new access token for a program, printed once and never again."""

from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from jobs.actions import people
from jobs.catalogue import unsafe_text
from jobs.management.shell import ShellCommand, Stop, person
from jobs.models import AccessToken
from jobs.states import Scope
from jobs.words import listed

NAME_MAX = AccessToken._meta.get_field("name").max_length


class Command(ShellCommand):
    help = "Prints a new access token, and only it; nobody can read it again later."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", metavar="EMAIL", help="whose token it is")
        parser.add_argument("--name", default="", help="what it is for")
        parser.add_argument("--scopes", default="render,read", help="render, read, admin; apart by commas")

    def act(self, options: dict[str, Any]) -> None:
        name, scopes = _name(options["name"]), _scopes(options["scopes"])
        self.stdout.write(people.issue_token(person(options["email"]), name=name, scopes=scopes))


def _name(text: str) -> str:
    if unsafe_text(text) or len(text) > (NAME_MAX or 0):
        raise Stop(_("A token's name has at most %(most)s characters. Choose another one.") % {"most": NAME_MAX})
    return text


def _scopes(text: str) -> tuple[Scope, ...]:
    try:
        return tuple(dict.fromkeys(Scope(word.strip()) for word in text.split(",")))
    except ValueError as error:
        told = {"scopes": listed(list(Scope)), "given": text}
        raise Stop(_("“%(given)s” names a scope that does not exist. Choose %(scopes)s.") % told) from error
