"""Who comes in is found as Django finds them, and rubbish in a cookie is nobody."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from jobs.models import User
from jobs.sessions import Backend, SessionStore

pytestmark = pytest.mark.servers


def test_a_cookie_with_a_nul_is_nobody(db: None) -> None:
    answer = Client().get("/gallery/", headers={"cookie": r'session="aaaaaaaaaaaa\000bbb"'})
    assert answer.status_code == 302


def test_a_session_is_found_until_it_runs_out(db: None) -> None:
    begun = SessionStore()
    begun["theme"] = "dark"
    begun.save()
    assert SessionStore(begun.session_key).load() == {"theme": "dark"}
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    again = SessionStore(begun.session_key)
    assert again.load() == {}
    assert again.session_key is None


def test_who_may_no_longer_sign_in_is_nobody(lin: User) -> None:
    assert Backend().get_user(lin.pk) == lin
    User.objects.filter(pk=lin.pk).update(is_active=False)
    assert Backend().get_user(lin.pk) is None
