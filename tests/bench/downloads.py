"""A download with hash, flush and commit beside `curl` to the same disk, and what it takes of memory."""

import os
import shutil
import subprocess
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from uuid import uuid4

from tests.bench.house import open_house

open_house()

from jobs.media import stock  # noqa: E402 - the app, after its settings
from jobs.media.download import Road, fetch  # noqa: E402
from jobs.media.guard import LinkRules  # noqa: E402
from tests.bench.figures import Contenders, Figure, side_by_side, tell  # noqa: E402
from tests.bench.nginx import nginx  # noqa: E402

SIZE = 1024 * 1024 * 1024
ROUNDS = 3


def main() -> None:
    with TemporaryDirectory(prefix="pixstudio-bench-", dir=stock.part_path(uuid4()).parents[1]) as name:
        place = Path(name)
        (place / "shelf").mkdir()
        _fill(place / "shelf" / "film.mp4")
        with nginx(place / "shelf") as address:
            link, base = f"http://{address}/film.mp4", _afresh()
            acts: Contenders = {"ours": lambda: _ours(link), "curl": lambda: _curl(link, place / "curl.mp4")}
            took = {who: median(times) for who, times in side_by_side(acts, rounds=ROUNDS, warm=1).items()}
            tell(Figure(what="a download of 1 GB, to curl", value=took["curl"] / took["ours"], least=0.8))
            tell(Figure(what="a download of 1 GB", value=SIZE / took["ours"] / 1e6, unit="MB/s"))
            tell(Figure(what="memory over base at 1 GB", value=_most() - base, unit="MB", most=40))


def _ours(link: str) -> None:
    """As the save step does it, without the look into the container: these bytes are no film."""
    render = uuid4()
    part, key = stock.part_path(render), f"films/{render}.mp4"
    part.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fetched = fetch(link, part, Road(rules=LinkRules(hosts=(), allow_loopback=True)), lambda here, total: None)
    assert fetched.bytes == SIZE
    stock.put(part, key)
    stock.remove(key)


def _curl(link: str, target: Path) -> None:
    """And the bytes are on the disk when it ends."""
    subprocess.run([shutil.which("curl") or "curl", "-s", "-o", str(target), link], check=True)
    with target.open("rb") as file:
        os.fsync(file.fileno())
    target.unlink()


def _fill(path: Path) -> None:
    block = os.urandom(1 << 20)
    with path.open("wb") as file:
        for _ in range(SIZE // len(block)):
            file.write(block)


def _afresh() -> float:
    """What this process has now, in MB, from which on its most is counted: opening the house took more for a moment."""
    Path("/proc/self/clear_refs").write_text("5", "ascii")
    return _most()


def _most() -> float:
    """In MB. `getrusage` would count what its parent had when it was started."""
    status = Path("/proc/self/status").read_text("ascii")
    most = next(line for line in status.splitlines() if line.startswith("VmHWM:"))
    return int(most.split()[1]) / 1024


if __name__ == "__main__":
    main()
