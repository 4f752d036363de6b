"""How sign-in behaves: nobody registers by themselves; people come by invitation.

https://docs.allauth.org/en/latest/account/adapter.html
"""

from typing import ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from jobs.actions import people
from jobs.models import User


class AccountAdapter(DefaultAccountAdapter):
    """One text for every wrong sign-in, so that nobody learns who has an account here."""

    error_messages: ClassVar = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("This address and password do not belong together. Try again."),
        "too_many_login_attempts": _("Too many wrong sign-ins. Wait five minutes, then try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def login(self, request: HttpRequest, user: User) -> None:
        super().login(request, user)
        people.signed_in(user)

    def add_message(self, *args: object, **kwargs: object) -> None:
        """The page one lands on says enough."""
