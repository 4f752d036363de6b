"""Commands as a person types them, with what they print."""

import io
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.core.management import call_command

from jobs.actions.founding import found
from jobs.actions.people import make_owner
from jobs.models import User
from tests.desk import house

__all__ = ["house"]


@dataclass(frozen=True, kw_only=True)
class Said:
    code: int
    out: str
    err: str


Run = Callable[..., Said]


@pytest.fixture
def run(db: None) -> Run:
    def typed(*words: str) -> Said:
        out, err = io.StringIO(), io.StringIO()
        code = 0
        try:
            call_command(*words, stdout=out, stderr=err, no_color=True)
        except SystemExit as stop:
            code = int(stop.code or 0)
        return Said(code=code, out=out.getvalue(), err=err.getvalue())

    return typed


@pytest.fixture
def ada(db: None) -> User:
    """The owner."""
    found()
    return make_owner("ada@example.com", "a long and quiet evening")
