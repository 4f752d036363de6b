"""`invite` and `token`."""

import pytest
from django.test import Client

from jobs.actions.people import invited
from jobs.models import AccessToken, User
from tests.commands.conftest import Run


def test_an_invitation_is_a_link_and_nothing_else(run: Run, ada: User) -> None:
    said = run("invite", "Lin@Example.com")
    assert said.code == 0
    assert said.out.startswith("http://127.0.0.1:8000/invite/")
    person = invited(said.out.strip().split("/")[-2])
    assert person is not None
    assert (person.email, person.is_admin) == ("lin@example.com", False)


def test_an_admin_can_be_invited(run: Run, ada: User) -> None:
    run("invite", "mara@example.com", "--role", "admin")
    assert User.objects.get(email="mara@example.com").is_admin


@pytest.mark.parametrize("email", ["", "lin", "lin@", "a b@example.com"])
def test_what_is_no_address_is_refused(run: Run, ada: User, email: str) -> None:
    said = run("invite", email)
    assert (said.code, said.out, said.err) == (3, "", "This is no e-mail address.\n")


@pytest.mark.parametrize(
    "words", [("invite", "a\udcff@b.com"), ("token", "a\udcff"), ("render", "x", "--user", "\udcff")]
)
def test_bytes_that_are_no_text_are_no_address(run: Run, ada: User, words: tuple[str, ...]) -> None:
    said = run(*words)
    assert (said.code, said.out, said.err) == (3, "", "This is no e-mail address.\n")


def test_an_unknown_role_is_refused(run: Run, ada: User) -> None:
    assert run("invite", "lin@example.com", "--role", "king").code == 3


def test_who_may_not_sign_in_gets_no_link(run: Run, ada: User) -> None:
    User.objects.create_user("wei@example.com", is_active=False)
    assert run("invite", "wei@example.com").code == 3


def test_a_token_is_printed_alone_and_opens_the_api(run: Run, ada: User) -> None:
    said = run("token", "ada@example.com", "--name", "evening robot")
    headers = {"Authorization": f"Bearer {said.out.strip()}"}
    assert Client().get("/api/v1/models", headers=headers).status_code == 200
    row = AccessToken.objects.get()
    assert (row.name, sorted(row.scopes)) == ("evening robot", ["read", "render"])
    assert said.err == ""


def test_scopes_can_be_chosen(run: Run, ada: User) -> None:
    run("token", "ada@example.com", "--scopes", "read, admin")
    assert AccessToken.objects.get().scopes == ["read", "admin"]


@pytest.mark.parametrize(
    "words",
    [("--scopes", "write"), ("--scopes", ""), ("--name", "n" * 81), ("--name", "a\udcffb"), ("--colour", "red")],
)
def test_a_bad_wish_makes_no_token(run: Run, ada: User, words: tuple[str, ...]) -> None:
    said = run("token", "ada@example.com", *words)
    assert (said.code, said.out) == (3, "")
    assert AccessToken.objects.count() == 0


def test_a_token_for_nobody_is_refused(run: Run, ada: User) -> None:
    said = run("token", "who@example.com")
    assert (said.code, said.out) == (3, "")
    assert "who@example.com" in said.err
