"""The same studio on SQLite with its own broker, and on PostgreSQL and Redis where they are named."""

import os

import pytest

from tests import servers
from tests.studio import Launch

pytestmark = [pytest.mark.processes, pytest.mark.servers]
EMBEDDED = servers.DATABASE not in os.environ


def test_a_studio_works_on_the_servers_it_was_given(launch: Launch) -> None:
    studio = launch(first=True)
    studio.wait_working()
    assert (studio.data / "studio.sqlite3").exists() is EMBEDDED
    assert (studio.data / "run" / "broker.pid").exists() is EMBEDDED
    assert studio.manage("doctor").returncode == 0
    assert studio.stop() == 0
