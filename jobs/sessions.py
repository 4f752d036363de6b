"""Who comes in: the session of a request and the person it belongs to, which every page and every piece of a film asks
for first. Django's own, with both questions written down once.
"""

from functools import cache
from uuid import UUID

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.models import Session
from django.utils import timezone

from jobs.models import User
from jobs.models.written import BLANK_MOMENT, WrittenModel, blank_id

_BLANK_KEY = "the key of a session"


class SessionStore(DatabaseStore):
    def _validate_session_key(self, key: str | None) -> bool:
        """A cookie can spell a NUL, which is nobody's session and which PostgreSQL answers with an error."""
        valid = super()._validate_session_key(key)  # type: ignore[misc]  # not in django-stubs
        return bool(valid) and "\0" not in (key or "")

    def _get_session_from_db(self) -> Session | None:
        found = _session().first(key=self.session_key, now=timezone.now()) if self.session_key else None
        if found is None:
            self._session_key = None
        return found


class Backend(AuthenticationBackend):  # type: ignore[misc]  # allauth is not typed
    def get_user(self, user_id: UUID) -> User | None:
        user = _person().first(person=user_id)
        return user if user is not None and self.user_can_authenticate(user) else None


@cache
def _session() -> WrittenModel[Session]:
    rows = Session.objects.filter(session_key=_BLANK_KEY, expire_date__gt=BLANK_MOMENT)
    return WrittenModel(rows, key=_BLANK_KEY, now=BLANK_MOMENT)


@cache
def _person() -> WrittenModel[User]:
    person = blank_id(1)
    return WrittenModel(User.objects.filter(pk=person), person=person)
