"""Production without containers: every service of docker-compose.yml by its own command, beside each other.

Names and paths of the containers are put in their places on this machine; nothing else is changed. The program is
laid out as in the image, by the image's own `COPY` lines.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from tests import servers
from tests.deploy import outside
from tests.deploy.compose import ROOT, Service, services
from tests.deploy.confined import confined

PATIENCE = 60.0  # seconds for one service to become healthy, on a busy machine
OWNER, PASSWORD = "ada@example.com", "a-long-quiet-river"
HEALTH_EVERY = 0.2
NO_IMAGE_OF_OURS = {"database", "redis"}


@dataclass(kw_only=True)
class Production:
    """The folders, the running services, and how names of containers are to be read here."""

    folder: Path
    places: Mapping[str, str]
    settings: Mapping[str, str]
    """The operator's `.env`."""
    https: int
    http: int
    web: int
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    built: frozenset[tuple[Path, int]] = frozenset()

    @property
    def url(self) -> str:
        return f"https://localhost:{self.https}"

    @property
    def certificate(self) -> str:
        return str(self.folder / "deploy/secrets/certificate.pem")

    @property
    def services(self) -> dict[str, Service]:
        return services(self.settings)

    def here(self, text: str) -> str:
        """The text with the containers' names and paths replaced by this machine's, each once."""
        names = sorted(self.places, key=len, reverse=True)
        pattern = rf"(?<!\w)({'|'.join(map(re.escape, names))})(?![\w-])"
        return re.sub(pattern, lambda found: self.places[found[0]], text)

    def environment(self, service: Service) -> dict[str, str]:
        """What the image sets, the operator's file, and the service's own, which has the last word."""
        own = {name: self.here(value) for name, value in service.environment.items()}
        path = f"{Path(sys.executable).parent}:{os.environ['PATH']}:/usr/sbin"
        image = {"PATH": path, "PYTHONUNBUFFERED": "1", "PYTHONDONTWRITEBYTECODE": "1", "LANG": "C.UTF-8"}
        image["TMPDIR"] = self.here("/tmp")
        ours = {} if service.name in NO_IMAGE_OF_OURS else self.settings
        return {**image, "PYTHONPATH": str(self.folder / "trust"), **ours, **own}

    def program(self) -> frozenset[tuple[Path, int]]:
        """Every file and folder of the program, and when it was written."""
        return frozenset((path, path.stat().st_mtime_ns) for path in (self.folder / "app").rglob("*"))

    def log(self, name: str) -> str:
        return (self.folder / "logs" / name).read_text(errors="replace")

    def start(self, name: str) -> None:
        """After everything it waits for is healthy, or has ended well."""
        if name in self.running:
            return
        service = self.services[name]
        for other in service.waits_for:
            if other != "database":
                self.start(other)
                self.wait_for(other)
        if name == "proxy":
            self._fill_in(service)
        words, place = confined(_as_we_are([self.here(word) for word in service.command]), self.writable(service))
        with (self.folder / "logs" / name).open("wb") as out:
            self.running[name] = subprocess.Popen(
                words,
                cwd=self.folder / "app",
                env={**self.environment(service), **place},
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def writable(self, service: Service) -> list[Path]:
        """Its volumes and tmpfs, and the shared memory that every container has."""
        volumes = [text.split(":")[1] for text in service.entry.get("volumes", ()) if not text.endswith(":ro")]
        tmpfs = [text.split(":")[0] for text in service.entry.get("tmpfs", ())]
        return [*map(Path, map(self.here, volumes + tmpfs)), Path("/dev/shm")]

    def wait_for(self, name: str) -> None:
        """Until it is healthy; what has no health check runs once, to its good end."""
        service = self.services[name]
        if not service.health:
            assert self.running[service.name].wait(PATIENCE) == 0, self.log(service.name)
            return
        self.wait_until(lambda: self.healthy(service), lambda: self.log(service.name))
        assert self.running[service.name].poll() is None, self.log(service.name)

    def healthy(self, service: Service) -> bool:
        """What the service's own health check says now."""
        words = [self.here(word) for word in service.health]
        return self.run(*words, service=service.name).returncode == 0

    def run(self, *words: str, service: str = "web") -> subprocess.CompletedProcess[str]:
        """Another command in the place of a service, as `docker compose exec` runs it."""
        environment = self.environment(self.services[service])
        folder = self.folder / "app"
        return subprocess.run(
            words, cwd=folder, env=environment, capture_output=True, text=True, timeout=60, check=False
        )

    def wait_until(self, true: Callable[[], bool], said: Callable[[], str]) -> None:
        deadline = time.monotonic() + PATIENCE
        while not true():
            assert time.monotonic() < deadline, said()
            time.sleep(HEALTH_EVERY)

    def _fill_in(self, service: Service) -> None:
        """What the nginx image does at its start: `envsubst` with the names it is given."""
        text = (ROOT / "deploy/nginx/nginx.conf.template").read_text(encoding="utf-8")
        for name, value in self.environment(service).items():
            text = text.replace(f"${{{name}}}", value)
        (self.folder / "nginx/nginx.conf").write_text(text, encoding="utf-8")

    def stop(self, name: str) -> int:
        """Its exit status after the signal a container engine sends; -9 where its grace was not enough."""
        entry = self.services[name].entry
        process = self.running.pop(name)
        process.send_signal(signal.Signals[entry.get("stop_signal", "SIGTERM")])
        try:
            return process.wait(int(entry["stop_grace_period"].removesuffix("s")))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            return -9


def _as_we_are(words: list[str]) -> list[str]:
    """nginx started by root gives its rights away, and then cannot read what belongs to root: films are private."""
    if words[0] == "nginx" and os.geteuid() == 0:
        return [*words[:-1], f"{words[-1]} user root;"]
    return words


@contextmanager
def production(folder: Path) -> Iterator[Production]:
    """All services, ready; they have ended when the block is left."""
    for name in ("logs", "nginx", "data", "data/media"):
        (folder / name).mkdir(mode=0o700)
    secrets(folder)
    _lay_out(folder / "app")
    with servers.postgres() as database, outside.provider(folder / "provider") as (way_out, paper):
        outside.trusting(folder / "trust", paper, folder / "deploy/secrets/certificate.pem")
        made = _placed(folder, new_role(database, folder), way_out)
        try:
            _build(made)
            names = sorted(set(made.services) - {"database"}, key=lambda name: name == "proxy")
            for act in (made.start, made.wait_for):
                for name in names:
                    act(name)
            yield made
        finally:
            for process in made.running.values():
                with suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)  # as with a container, whatever it started goes too
                process.wait()


def secrets(folder: Path) -> str:
    """What the operator does first, in a folder of the test's; what it said."""
    (folder / "deploy").mkdir(exist_ok=True)
    shutil.copy(ROOT / "deploy/secrets.sh", folder / "deploy")
    words = ["sh", str(folder / "deploy/secrets.sh")]
    return subprocess.run(words, check=True, capture_output=True, text=True).stdout


def new_role(server_url: str, folder: Path) -> str:
    """The role and database that the image of PostgreSQL makes; host and port of the cluster."""
    secret = (folder / "deploy/secrets/database-password").read_text().strip()
    servers.execute(server_url, f"CREATE ROLE pixstudio LOGIN PASSWORD '{secret}'")
    servers.execute(server_url, "CREATE DATABASE pixstudio OWNER pixstudio")
    return server_url.split("@")[1].split("/")[0]


def _lay_out(app: Path) -> None:
    """The program as the image holds it."""
    app.mkdir()
    for source in copied():
        if (ROOT / source).is_dir():
            shutil.copytree(ROOT / source, app / source, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / source, app)


def copied() -> list[str]:
    """What the build stage takes from the project, in the words of the Dockerfile."""
    return [line.split()[1] for line in _build_stage().splitlines() if line.startswith("COPY ")]


def _build_stage() -> str:
    return (ROOT / "Dockerfile").read_text(encoding="utf-8").split(" AS build\n")[1].split("\nFROM ")[0]


def build_step() -> str:
    """The image's own command for style sheets and byte code."""
    steps = re.findall(r"^RUN ((?:.+\\\n)*.+)$", _build_stage(), re.MULTILINE)
    return str(next(step for step in steps if "collectstatic" in step)).replace("\\\n", "")


def _build(made: Production) -> None:
    environment = {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    step = build_step().replace("/tmp/data", str(made.folder / "build"))
    subprocess.run(["sh", "-ec", step], cwd=made.folder / "app", env=environment, check=True, capture_output=True)
    made.built = made.program()


def _placed(folder: Path, database: str, way_out: str) -> Production:
    web, redis, http, https = (servers.free_port() for _ in range(4))
    url = folder / "deploy/secrets/database-url"
    url.write_text(url.read_text().replace("database:5432", database))
    places = {
        "0.0.0.0:8000": f"127.0.0.1:{web}",
        "web:8000": f"127.0.0.1:{web}",
        "8000": str(web),
        "redis:6379": f"127.0.0.1:{redis}",
        "6379": str(redis),
        "8080": str(http),
        "8443": str(https),
        "172.28.9.2": "127.0.0.1",
        "/data/media": str(folder / "data/media"),
        "/data": str(folder / "data"),
        "/tmp": str(folder / "nginx"),
        "/run/secrets/certificate-key": str(folder / "deploy/secrets/certificate-key.pem"),
        "/run/secrets/certificate": str(folder / "deploy/secrets/certificate.pem"),
        "/run/secrets": str(folder / "deploy/secrets"),
        "/srv/static": str(folder / "app/staticfiles"),
        "/srv/films": str(folder / "data/media"),
        "/srv/pages": str(ROOT / "deploy/nginx/pages"),
    }
    settings = {
        "PIXSTUDIO_PUBLIC_URL": f"https://localhost:{https}",
        "PIXSTUDIO_OWNER_EMAIL": OWNER,
        "PIXSTUDIO_OWNER_PASSWORD": PASSWORD,
        "PIXSTUDIO_POLL_SECONDS": "1",
        "WEB_CONCURRENCY": "1",
        "PIXSTUDIO_PROXY": way_out,
        "PIXSTUDIO_MEDIA_HOSTS": outside.NAME,
        "DASHSCOPE_API_KEY": "sk-test-ada-1",
        "DASHSCOPE_BASE_URL": outside.BASE_URL,
    }
    return Production(folder=folder, places=places, settings=settings, https=https, http=http, web=web)
