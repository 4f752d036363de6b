"""A studio in processes of its own, with a big film in it and somebody signed in: what claims about servers share."""

import http.client
import json
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

from tests.studio import NOTHING, OWNER, Studio, launched

_SEED = """
import json, os
from pathlib import Path
from django.conf import settings
from django.test import Client
from jobs.media import stock
from jobs.models import Asset, Render, Studio, User
from tests.bench import rows
stock.ours(Studio.objects.get(pk=1).mark, first=True)  # the media folder is this studio's, before films are in it
rows.founded()
rows.grow({count})
film = Render.objects.in_gallery().first()
asset = film.asset("film")
path = Path(settings.MEDIA_ROOT) / asset.storage_key
path.parent.mkdir(parents=True, exist_ok=True)
path.write_bytes(os.urandom({size}))
Asset.objects.filter(pk=asset.pk).update(bytes={size})
name = settings.SESSION_COOKIE_NAME
def cookie(email):
    client = Client()
    client.force_login(User.objects.get(email=email))
    return f"{{name}}={{client.cookies[name].value}}"
print(json.dumps({{"film": f"/renders/{{film.pk}}/film.mp4", "path": str(path),
                  "cookie": cookie("ada@example.com"), "other": cookie("lin@example.com")}}))
"""


@dataclass(frozen=True, kw_only=True)
class Desk:
    studio: Studio
    film: str
    path: Path
    cookie: str
    other: str
    """Of somebody else in the same space."""

    @property
    def address(self) -> str:
        return urlsplit(self.studio.url).netloc

    def line(self) -> "Line":
        return Line(self.address, self.cookie)


class Line:
    """One kept connection."""

    def __init__(self, address: str, cookie: str = "", trust: str = "") -> None:
        """With `trust`, a certificate, the line is encrypted."""
        self._connection = (
            http.client.HTTPSConnection(address, timeout=60, context=ssl.create_default_context(cafile=trust))
            if trust
            else http.client.HTTPConnection(address, timeout=60)
        )
        self._headers = {"Cookie": cookie} if cookie else {}

    def get(self, path: str, **headers: str) -> tuple[int, int]:
        """Status, and how many bytes came."""
        self._connection.request("GET", path, headers={**self._headers, **headers})
        answer, came = self._connection.getresponse(), 0
        held = memoryview(bytearray(1 << 20))
        while some := answer.readinto(held):
            came += some
        return answer.status, came

    def close(self) -> None:
        self._connection.close()


@contextmanager
def desk(*, size: int = 1 << 20, count: int = 500, environment: Mapping[str, str] = NOTHING) -> Iterator[Desk]:
    """With a film of `size` bytes among `count`."""
    with TemporaryDirectory(prefix="pixstudio-bench-") as folder, launched(Path(folder)) as launch:
        studio = launch(environment={**OWNER, "PIXSTUDIO_TIME_SCALE": "", **environment})
        seeded = studio.manage("shell", "--verbosity", "0", "-c", _SEED.format(size=size, count=count))
        assert seeded.returncode == 0, seeded.stderr
        told = json.loads(seeded.stdout.strip().splitlines()[-1])
        studio.wait_working()  # what starts beside it takes half of a small machine
        yield Desk(
            studio=studio, film=told["film"], path=Path(told["path"]), cookie=told["cookie"], other=told["other"]
        )
