"""The port that the launcher opens."""

import pytest

from pixstudio.launcher import listening
from pixstudio.refusal import RefusalError


@pytest.mark.parametrize("port", [-1, 65536, 99999])
def test_what_is_no_port_is_said_and_not_bent_into_one(port: int) -> None:
    with pytest.raises(RefusalError, match=f"{port} is no port"):
        listening.open_port("127.0.0.1", port)


def test_a_taken_port_is_said_with_another_to_choose() -> None:
    with listening.open_port("127.0.0.1", 0) as first:
        port = first.getsockname()[1]
        with pytest.raises(RefusalError, match=f"Port {port} on 127.0.0.1 is taken.*--port {port + 1}"):
            listening.open_port("127.0.0.1", port)
