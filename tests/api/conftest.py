"""A studio with two people and a stranger, and a client that speaks like a program."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client

from jobs.actions.founding import found
from jobs.actions.people import invite, issue_token, make_owner
from jobs.models import Membership, Space, User
from jobs.states import Role, Scope

PASSWORD = "a long and quiet evening"


@dataclass(frozen=True, kw_only=True)
class Answer:
    """An answer of the API, its JSON read."""

    response: Any

    @property
    def status(self) -> int:
        return int(self.response.status_code)

    @property
    def json(self) -> Any:
        return json.loads(self.response.content)

    @property
    def type(self) -> str:
        """The problem's stable word; fails where the answer is no problem document."""
        assert self.response.headers["Content-Type"] == "application/problem+json"
        document = self.json
        assert {"type", "title", "status", "detail", "errors"} == set(document)
        assert document["status"] == self.status
        assert document["title"]
        assert document["detail"]
        return str(document["type"])

    @property
    def codes(self) -> dict[str, str]:
        return {error["field"]: error["code"] for error in self.json["errors"]}


@dataclass(frozen=True, kw_only=True)
class Program:
    """Calls the API with one token."""

    token: str
    client: Client

    def get(self, path: str, **headers: str) -> Answer:
        return self.send("GET", path, headers=headers)

    def post(self, path: str, body: object = None, **headers: str) -> Answer:
        data = b"" if body is None else json.dumps(body).encode()
        return self.send("POST", path, data, headers=headers)

    def send(self, method: str, path: str, data: bytes = b"", headers: Mapping[str, str] | None = None) -> Answer:
        named = {name.replace("_", "-"): value for name, value in (headers or {}).items()}
        if self.token:
            named.setdefault("Authorization", f"Bearer {self.token}")
        kind = named.pop("Content-Type", "application/json")
        kind = kind if data else ""
        return Answer(response=self.client.generic(method, f"/api/v1{path}", data, content_type=kind, headers=named))


def program(user: User, *scopes: Scope) -> Program:
    return Program(token=issue_token(user, scopes=scopes or (Scope.RENDER, Scope.READ)), client=Client())


@pytest.fixture
def ada(db: None) -> User:
    """The owner."""
    found()
    return make_owner("ada@example.com", PASSWORD)


@pytest.fixture
def lin(ada: User) -> User:
    return _joined("lin@example.com", ada)


@pytest.fixture
def mara(ada: User) -> User:
    return _joined("mara@example.com", ada)


def _joined(email: str, actor: User) -> User:
    invite(email, Role.CREATOR, actor=actor, base_url="http://testserver")
    return User.objects.get(email=email)


@pytest.fixture
def wei(db: None) -> User:
    """In a space of their own, where nobody else is."""
    user = User.objects.create_user("wei@example.com", PASSWORD)
    Membership.objects.create(user=user, space=Space.objects.create(name="Next door"))
    return user


@pytest.fixture
def api(lin: User) -> Program:
    return program(lin)
