"""Who is calling: an access token in the `Authorization` header, and nothing else. Cookies do not count here."""

from django.http import HttpRequest
from ninja.security import HttpBearer

from jobs.actions.people import bearer
from jobs.api.problems import scope_missing
from jobs.models import AccessToken, User
from jobs.states import Scope


class Bearer(HttpBearer):
    """A good token with the scope this call needs."""

    def __init__(self, scope: Scope) -> None:
        super().__init__()
        self.scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> AccessToken | None:
        """
        :raises Trouble: the token is good and lacks the scope.
        """
        found = bearer(token.strip())
        if found is not None and self.scope not in found.scopes:
            raise scope_missing(self.scope)
        return found


def person(request: HttpRequest) -> User:
    """Whose token it is that `Bearer` let in; not the person of a session that the browser may have sent along."""
    token: AccessToken = request.auth  # type: ignore[attr-defined]  # ninja puts there what `authenticate` returned
    return token.user
