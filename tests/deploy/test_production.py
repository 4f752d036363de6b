"""The shape in which a team runs it: ordered, made, saved and played behind nginx, on PostgreSQL and Redis.

The settings are those of production, unchanged. What differs from a real one is the machine: the names of the
containers are places on it, and the road out of it leads to the practice provider, which stands there under a public
name (see `outside`). No container engine takes part: networks and users are not shown here, and read-only roots and
dropped powers only where the kernel lets the tests do the same (see `confined`).
"""

import socket
import ssl
from hashlib import sha256

import pytest

from jobs.provenance import MOST, read
from tests.deploy.conftest import Film
from tests.deploy.production import OWNER, Production
from tests.deploy.visitor import ELSEWHERE, Visitor

pytestmark = [
    pytest.mark.production,
    pytest.mark.xdist_group("production"),  # one production for all of them
    pytest.mark.timeout(300),  # the first of them starts it, beside many other tests
]
FORGED = {"X_Forwarded_For": "9.9.9.9", "X_Forwarded_Proto": "http", "X_Forwarded_Host": "evil.example.com"}


def test_an_ordered_film_comes_home_and_plays_from_the_middle(ada: Visitor, film: Film) -> None:
    whole = ada.see(film.path)
    assert (whole.status_code, whole.headers["Content-Type"]) == (200, "video/mp4")
    assert sha256(whole.content).hexdigest() == film.sha256
    part = ada.see(film.path, Range="bytes=1000-1999")
    assert (part.status_code, part.content) == (206, whole.content[1000:2000])
    assert part.headers["Content-Range"] == f"bytes 1000-1999/{len(whole.content)}"


def test_nginx_sends_the_bytes_and_the_studio_does_not(running: Production, ada: Visitor, film: Film) -> None:
    cookies = {"Cookie": "; ".join(f"{cookie.name}={cookie.value}" for cookie in ada.cookies)}
    address = f"http://127.0.0.1:{running.web}{film.path}"
    asked = {**cookies, "Host": f"localhost:{running.https}", "X-Forwarded-Proto": "https"}
    answer = Visitor(running, "127.0.0.1").get(address, headers=asked, timeout=20)
    assert answer.headers["X-Accel-Redirect"].startswith("/_films/films/")
    assert answer.content == b""
    assert "X-Accel-Redirect" not in ada.see(film.path).headers


def test_a_film_has_the_headers_of_the_studio_behind_nginx_too(ada: Visitor, film: Film) -> None:
    headers = ada.see(film.path, Range="bytes=0-0").headers
    assert headers["ETag"] == f'"{film.sha256}"'
    assert headers["Cache-Control"] == "private, max-age=31536000, immutable"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert ada.see(film.path + "?download").headers["Content-Disposition"].startswith("attachment; filename=")


def test_a_copy_comes_with_its_details_whole_and_in_parts(ada: Visitor, film: Film) -> None:
    address = f"{film.path}?download"
    copy = ada.see(address)
    whole = ada.see(film.path).content
    assert copy.content.startswith(whole)
    assert read(copy.content[-MOST:]).prompt
    part = ada.see(address, Range="bytes=-2000", **{"If-Range": copy.headers["ETag"]})
    assert (part.status_code, part.content) == (206, copy.content[-2000:])


@pytest.mark.parametrize(
    ("header", "value", "status"),
    [
        ("If-None-Match", '"{sha}"', 304),
        ("If-None-Match", '"other"', 206),
        ("If-Range", '"{sha}"', 206),
        ("If-Range", '"other"', 200),
        ("Range", "bytes=99999999-", 416),
    ],
)
def test_a_player_that_knows_the_film_asks_as_usual(
    ada: Visitor, film: Film, header: str, value: str, status: int
) -> None:
    asked = {"Range": "bytes=0-9", header: value.format(sha=film.sha256)}
    assert ada.see(film.path, **asked).status_code == status


def test_poster_and_preview_come_the_same_way(running: Production, ada: Visitor, film: Film) -> None:
    paths = [film.path.replace("film.mp4", name) for name in ("poster.webp", "preview.mp4")]

    def there() -> bool:
        return all(ada.see(path).status_code == 200 for path in paths)

    running.wait_until(there, lambda: running.log("worker-save"))
    assert [ada.see(path).headers["Content-Type"] for path in paths] == ["image/webp", "video/mp4"]


def test_for_others_the_film_does_not_exist(running: Production, wei: Visitor, film: Film) -> None:
    assert wei.see(film.path).status_code == 404
    anonymous = Visitor(running).see(film.path)
    assert (anonymous.status_code, anonymous.headers["Location"].split("?")[0]) == (302, "/accounts/login/")


def test_no_open_address_leads_to_the_files(running: Production, ada: Visitor, film: Film) -> None:
    (stored,) = (running.folder / "data/media/films").rglob("*.mp4")
    key = stored.relative_to(running.folder / "data/media")
    paths = [f"/_films/{key}", "/_films/", f"/media/{key}", f"/films/{key}", "/down.html", "/data/keyring"]
    assert {path: ada.see(path).status_code for path in paths} == dict.fromkeys(paths, 404)


@pytest.mark.parametrize("path", ["/static/../data/keyring", "/static/..%2f..%2fdata/keyring", "/_films/../keyring"])
def test_no_path_climbs_out_of_its_folder(running: Production, path: str) -> None:
    trusting = ssl.create_default_context(cafile=running.certificate)
    asked = f"GET {path} HTTP/1.1\r\nHost: localhost:{running.https}\r\nConnection: close\r\n\r\n"
    with (
        socket.create_connection(("127.0.0.1", running.https)) as line,
        trusting.wrap_socket(line, server_hostname="localhost") as tls,
    ):
        tls.sendall(asked.encode())
        assert tls.recv(4096).split(b" ")[1] in (b"400", b"404", b"302")


def test_plain_http_leads_to_https_and_nowhere_else(running: Production) -> None:
    url = f"http://127.0.0.1:{running.http}/gallery/?q=tea"
    answer = Visitor(running).get(url, headers={"Host": "evil.example.com"}, allow_redirects=False, timeout=20)
    assert (answer.status_code, answer.headers["Location"]) == (308, f"{running.url}/gallery/?q=tea")


def test_another_name_than_the_studios_is_refused(running: Production) -> None:
    assert Visitor(running).see("/accounts/login/", Host="evil.example.com").status_code == 400


def test_cookies_stay_with_this_host_and_with_https(running: Production) -> None:
    visitor = Visitor(running)
    made = [*visitor.see("/accounts/login/").raw.headers.getlist("Set-Cookie")]
    made += visitor.sign_in(OWNER).raw.headers.getlist("Set-Cookie")
    assert {cookie.split("=")[0] for cookie in made} >= {"__Host-csrf", "__Host-session"}
    for cookie in (line for line in made if line.startswith("__Host-")):
        assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= set(cookie.split("; "))
        assert "domain=" not in cookie.lower()
    assert "max-age=31536000" in visitor.see("/accounts/login/").headers["Strict-Transport-Security"]


def test_a_visitor_cannot_say_where_they_come_from(running: Production, ada: Visitor) -> None:
    assert Visitor(running).sign_in(OWNER, **FORGED).status_code == 302
    log = ada.see("/admin/jobs/auditentry/").text
    assert ELSEWHERE in log
    assert "9.9.9.9" not in log


def test_only_the_proxy_is_believed_that_it_was_https(running: Production) -> None:
    url = f"http://127.0.0.1:{running.web}/accounts/login/"
    asked = {"Host": f"localhost:{running.https}", "X-Forwarded-Proto": "https"}
    answers = {
        who: Visitor(running, who).get(url, headers=asked, allow_redirects=False, timeout=20).status_code
        for who in ("127.0.0.1", ELSEWHERE)
    }
    assert answers == {"127.0.0.1": 200, ELSEWHERE: 301}


def test_style_sheets_come_from_nginx_small_and_for_good(running: Production) -> None:
    visitor = Visitor(running)
    page = visitor.see("/accounts/login/").text
    sheet = next(part for part in page.split('"') if part.startswith("/static/") and part.endswith(".css"))
    headers = visitor.see(sheet).headers
    assert (headers["Content-Encoding"], headers["Server"]) == ("gzip", "nginx")
    assert headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_production_finds_nothing_wrong_with_itself(running: Production, film: Film) -> None:
    checked = running.run("python", "manage.py", "check", "--deploy", "--fail-level", "WARNING")
    assert checked.returncode == 0, checked.stderr
    examined = running.run("python", "manage.py", "doctor")
    assert examined.returncode == 0, examined.stdout
    assert f"{running.url} leads to this studio" in examined.stdout


def test_every_service_is_healthy_and_ready(running: Production, film: Film) -> None:
    asked = [service for service in running.services.values() if service.health and service.name != "database"]
    assert {service.name: running.healthy(service) for service in asked} == {one.name: True for one in asked}
    assert Visitor(running).see("/readyz").status_code == 200


def test_preparing_again_changes_nothing_and_names_no_way_in(running: Production) -> None:
    said = running.run("python", "manage.py", "prepare")
    assert (said.returncode, "/setup/" in said.stderr) == (0, False)


def test_another_user_than_the_builder_can_read_the_program(running: Production) -> None:
    closed = [path for path in (running.folder / "app").rglob("*") if path.stat().st_mode & 0o004 == 0]
    assert closed == []


def test_nothing_is_written_into_the_program(running: Production, film: Film) -> None:
    assert running.program() == running.built
    assert "Read-only file system" not in "".join(map(running.log, running.running))


def test_the_proxys_log_keeps_no_one_time_link(running: Production) -> None:
    Visitor(running).see("/invite/abcdefghijklmnop.qrstuvwxyz/")
    assert "/invite/…" in running.log("proxy")
    assert "abcdefghijklmnop" not in running.log("proxy")


def test_a_web_that_is_away_is_said_kindly_and_everything_ends_in_time(running: Production, film: Film) -> None:
    """The last one: nothing runs after it."""
    assert running.stop("web") == 0
    away = Visitor(running).see("/")
    assert (away.status_code, away.headers["Retry-After"]) == (503, "10")
    assert "away for a moment" in away.text
    running.running.pop("prepare")
    ends = {name: running.stop(name) for name in ("beat", "worker-quick", "worker-save", "proxy", "redis")}
    assert ends == dict.fromkeys(ends, 0)
