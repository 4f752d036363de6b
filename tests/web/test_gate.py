"""How people come in, and how nobody else does."""

import html
from urllib.parse import urlsplit

import pytest
from django.core.cache import cache
from django.core.cache.backends.locmem import LocMemCache
from django.test import Client
from pytest_django import Settings

from jobs.actions.people import invite, setup_link
from jobs.models import AuditEntry, User
from jobs.states import Role
from tests.desk import PASSWORD
from tests.web.desk import Desk

SITE = "http://testserver"


@pytest.fixture(autouse=True)
def fresh_limits() -> None:
    cache.clear()


def text(answer: object) -> str:
    return html.unescape(answer.content.decode())  # type: ignore[attr-defined]  # the client's own answer


def test_the_owner_comes_in_by_the_link_and_it_works_once(house: object) -> None:
    link = urlsplit(setup_link(SITE) or "").path
    sent = {"email": "Ada@Example.com", "password": PASSWORD, "display_name": "Ada"}
    client = Client()
    assert client.get(link).status_code == 200
    assert client.post(link, sent).headers["Location"] == "/"
    assert client.get("/").status_code == 200
    assert User.objects.get().is_admin
    late = Client().post(link, {**sent, "email": "wei@example.com"})
    assert late.status_code == 410
    assert "has its owner already" in text(late)
    assert User.objects.count() == 1


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"password": "short"}, "at least 12 characters"),
        ({"password": "qwerty123456"}, "too common"),
        ({"email": "nobody"}, "is no e-mail address"),
        ({"email": ""}, "required"),
    ],
)
def test_set_up_says_what_is_missing(house: object, sent: dict[str, str], sentence: str) -> None:
    link = urlsplit(setup_link(SITE) or "").path
    answer = Client().post(link, {"email": "ada@example.com", "password": PASSWORD, **sent})
    assert answer.status_code == 422
    assert sentence in text(answer)
    assert not User.objects.exists()


def test_a_used_set_up_link_stays_dead_when_no_owner_is_left(house: object) -> None:
    link = setup_link(SITE)
    Client().post(urlsplit(link or "").path, {"email": "ada@example.com", "password": PASSWORD})
    User.objects.update(is_admin=False)
    assert Client().get(urlsplit(link or "").path).status_code == 404
    assert setup_link(SITE) != link


def test_a_sign_in_is_written_down_with_where_it_came_from(house: object, ada: User) -> None:
    sent = {"login": ada.email, "password": PASSWORD}
    Client().post("/accounts/login/", sent, REMOTE_ADDR="2001:db8::7")
    entry = AuditEntry.objects.get(action="person.signed-in")
    assert (entry.actor, entry.address) == (ada, "2001:db8::7")


def test_what_a_proxy_tells_that_is_no_address_is_not_written_down(house: object) -> None:
    link = urlsplit(setup_link(SITE) or "").path
    sent = {"email": "ada@example.com", "password": PASSWORD}
    assert Client().post(link, sent, REMOTE_ADDR="unknown").status_code == 302
    assert AuditEntry.objects.get(action="owner.made").address is None


def test_a_wrong_set_up_link_opens_nothing(house: object) -> None:
    answer = Client().get("/setup/0000/")
    assert answer.status_code == 404
    assert answer.headers["Referrer-Policy"] == "no-referrer"


def test_an_invitation_is_used_once(ada: User) -> None:
    link = urlsplit(invite("wei@example.com", Role.CREATOR, actor=ada, base_url=SITE)).path
    client = Client()
    assert "wei@example.com" in text(client.get(link))
    assert client.post(link, {"password": PASSWORD, "display_name": "Wei"}).headers["Location"] == "/"
    assert "Wei" in text(client.get("/"))
    assert Client().get(link).status_code == 404


def test_sign_in_and_out(lin: User) -> None:
    lin.set_password(PASSWORD)
    lin.save()
    client = Client()
    assert (
        client.post("/accounts/login/", {"login": "LIN@example.com", "password": PASSWORD}).headers["Location"] == "/"
    )
    assert client.get("/accounts/logout/").status_code == 200
    assert client.get("/").status_code == 200
    client.post("/accounts/logout/")
    assert client.get("/").headers["Location"] == "/accounts/login/?next=/"


def test_a_wrong_sign_in_does_not_tell_who_is_here(lin: User) -> None:
    answers = [
        text(Client().post("/accounts/login/", {"login": email, "password": "wrong-wrong-wrong"}))
        for email in ("lin@example.com", "none@example.com")
    ]
    assert all("do not belong together" in answer for answer in answers)


def test_twenty_wrong_sign_ins_are_stopped(lin: User) -> None:
    sent = {"login": "lin@example.com", "password": "wrong-wrong-wrong"}
    answers = [Client().post("/accounts/login/", sent) for _ in range(20)]
    assert answers[-1].status_code == 429 or "Too many wrong sign-ins" in text(answers[-1])


@pytest.mark.parametrize("path", ["signup/", "password/reset/", "email/", "password/change/", "social/signup/"])
def test_nobody_registers_by_themselves(db: None, path: str) -> None:
    answer = Client().get(f"/accounts/{path}")
    assert answer.status_code == 404 or answer.headers["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("path", ["/", "/gallery/", "/orders/", "/pulse/", "/admin/", "/renders/x/"])
def test_without_signing_in_every_page_leads_to_sign_in(db: None, path: str) -> None:
    answer = Client().get(path, follow=True)
    assert answer.status_code == 404 or "Sign in to PixStudio" in text(answer)


def test_language_and_theme_are_kept_with_the_person(desk: Desk) -> None:
    answer = desk.press("/preferences/", language="zh-hans", next="/gallery/")
    assert answer.headers["Location"] == "/gallery/"
    desk.press("/preferences/", theme="light")
    page = desk.see()
    assert '<html lang="zh-hans" data-theme="light">' in page
    assert "创作" in page


def test_the_gate_speaks_the_language_that_was_chosen_there(db: None) -> None:
    client = Client()
    client.post("/preferences/", {"language": "zh-hans", "next": "https://evil.example/"})
    assert 'lang="zh-hans"' in text(client.get("/accounts/login/"))


def test_what_does_not_exist_is_not_chosen(desk: Desk) -> None:
    answer = desk.press("/preferences/", language="tlh", theme="pink", next="//evil.example/")
    assert answer.headers["Location"] == "/"
    assert (User.objects.get(pk=desk.user.pk).language, User.objects.get(pk=desk.user.pk).theme) == ("", "system")


def test_people_come_in_and_guesses_are_counted_while_redis_is_away(ada: User, settings: Settings) -> None:
    away = {"BACKEND": "pixstudio.attempts.Attempts", "LOCATION": "redis://127.0.0.1:1/0"}
    settings.CACHES = {**settings.CACHES, "default": away}
    LocMemCache("attempts", {}).clear()
    assert Client().post("/accounts/login/", {"login": ada.email, "password": PASSWORD}).status_code == 302
    guess = {"login": ada.email, "password": "not this one"}
    answers = [Client().post("/accounts/login/", guess) for _ in range(6)]
    assert "Too many wrong sign-ins" in text(answers[-1])
    LocMemCache("attempts", {}).clear()
