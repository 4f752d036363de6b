"""Films with Range: as quick as from nginx, and no page waits for slow viewers."""

import random
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from pixstudio.launcher.web import THREADS
from tests.bench.desk import Desk, Line, desk
from tests.bench.figures import Figure, medians, tell
from tests.bench.nginx import nginx

SIZE = 192 * 1024 * 1024
SEEKS = 6
"""What a player asks for when somebody seeks: from there to the end."""
VIEWERS = 8
ROUNDS = 15
"""How quick a line is on this machine is a matter of luck, so each round takes new ones."""

Dial = Callable[[], Line]
Film = tuple[Dial, str]
"""How a line is opened, and the film's path."""


def main() -> None:
    with desk(size=SIZE) as house, nginx(house.path.parent) as beside:
        for figure in _against(house, beside):
            tell(figure)
        tell(_slow_viewers(house))


def _against(house: Desk, beside: str) -> Iterator[Figure]:
    for _ in range(THREADS):  # each opens the database once
        house.line().get(house.film, Range="bytes=0-0")
    yield from compared("embedded", (house.line, house.film), (lambda: Line(beside), f"/{house.path.name}"))


def compared(who: str, own: Film, other: Film) -> Iterator[Figure]:
    """The studio's film beside nginx' own."""
    took = medians({"nginx": lambda: whole(*other), "own": lambda: whole(*own)}, rounds=ROUNDS)
    yield Figure(what=f"{who}, a whole film, to nginx", value=took["nginx"] / took["own"], least=0.9)
    yield Figure(what=f"{who}, a whole film", value=SIZE / took["own"] / 1e6, unit="MB/s")
    took = medians({"nginx": lambda: seeks(*other), "own": lambda: seeks(*own)}, rounds=ROUNDS)
    yield Figure(what=f"{who}, {SEEKS} ranges to the end, to nginx", value=took["nginx"] / took["own"], least=0.9)


def whole(dial: Dial, path: str) -> None:
    assert _got(dial(), path) == (200, SIZE)


def seeks(dial: Dial, path: str) -> None:
    """Each on a line of its own: a browser that seeks hangs up on the range it was reading."""
    for number in range(SEEKS):
        start = random.Random(number).randrange(SIZE)
        assert _got(dial(), path, Range=f"bytes={start}-") == (206, SIZE - start)


def _got(line: Line, path: str, **headers: str) -> tuple[int, int]:
    answer = line.get(path, **headers)
    line.close()
    return answer


def _slow_viewers(house: Desk) -> Figure:
    line = house.line()
    idle = medians({"page": lambda: line.get("/gallery/")}, rounds=25)["page"]
    with _watching(house):
        busy = medians({"page": lambda: line.get("/gallery/")}, rounds=25)["page"]
    return Figure(what=f"a page beside {VIEWERS} slow viewers, to idle", value=busy / idle, most=2)


@contextmanager
def _watching(house: Desk) -> Iterator[None]:
    """Viewers who have asked for the film and read as little as a full buffer makes them."""
    host, _, port = house.address.partition(":")
    lines = []
    for _ in range(VIEWERS):
        line = socket.create_connection((host, int(port)))
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        line.sendall(f"GET {house.film} HTTP/1.1\r\nHost: {house.address}\r\nCookie: {house.cookie}\r\n\r\n".encode())
        line.recv(1024)
        lines.append(line)
    try:
        yield
    finally:
        for line in lines:
            line.close()


if __name__ == "__main__":
    main()
