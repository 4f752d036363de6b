"""Films with Range from the shape a team runs: nginx asks the studio who may see, and sends as if it had not asked."""

import json
import os
import tempfile
import time
from pathlib import Path

from tests.bench.desk import Line
from tests.bench.figures import tell
from tests.bench.films import SIZE, compared
from tests.bench.nginx import nginx
from tests.deploy.production import OWNER, Production, production
from tests.deploy.visitor import Visitor

PATIENCE = 60.0  # seconds until a small film has come home

_ORDER = """
from jobs.actions.orders import new_token, order
from jobs.catalogue import OrderSpec
from jobs.models import User
from jobs.states import Door
owner = User.objects.owner()
order(owner, OrderSpec(prompt="A heron", model="v6", size="640*360", duration=1), token=new_token(), door=Door.SHELL)
"""
_HOME = """
import json
from jobs.models import Asset
film = Asset.objects.filter(kind="film").first()
print(json.dumps([str(film.render_id), film.storage_key] if film else []))
"""
_GROWN = "from jobs.models import Asset; Asset.objects.filter(kind='film').update(bytes={size})"


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="pixstudio-bench-") as place, production(Path(place)) as house:
        render, stored = _film(house)
        trust = house.certificate
        key = trust.replace("certificate.pem", "certificate-key.pem")
        with nginx(stored.parent, trust, key) as beside:
            address, cookie, path = house.url.removeprefix("https://"), _cookie(house), f"/renders/{render}/film.mp4"
            own = (lambda: Line(address, cookie, trust), path)
            other = (lambda: Line(beside, trust=trust), f"/{stored.name}")
            for figure in compared("production", own, other):
                tell(figure)


def _film(house: Production) -> tuple[str, Path]:
    """One film that came home in the usual way, and then grew."""
    _shell(house, _ORDER)
    deadline = time.monotonic() + PATIENCE
    while not (found := json.loads(_shell(house, _HOME).splitlines()[-1])):
        assert time.monotonic() < deadline, house.log("worker-save")
        time.sleep(1)
    stored = Path(house.here("/data/media")) / found[1]
    stored.write_bytes(os.urandom(SIZE))
    _shell(house, _GROWN.format(size=SIZE))
    return found[0], stored


def _shell(house: Production, script: str) -> str:
    done = house.run("python", "manage.py", "shell", "--verbosity", "0", "-c", script)
    assert done.returncode == 0, done.stderr
    return done.stdout


def _cookie(house: Production) -> str:
    visitor = Visitor(house)
    assert visitor.sign_in(OWNER).status_code == 302
    return "; ".join(f"{one.name}={one.value}" for one in visitor.cookies)


if __name__ == "__main__":
    main()
