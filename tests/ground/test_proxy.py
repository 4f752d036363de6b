"""Forwarded headers are believed from named proxies alone."""

from typing import Any

from pixstudio import proxy

FORGED = {
    "HTTP_X_FORWARDED_FOR": "9.9.9.9, 203.0.113.7",
    "HTTP_X_FORWARDED_PROTO": "https",
    "HTTP_X_FORWARDED_HOST": "evil.example",
    "HTTP_FORWARDED": "for=9.9.9.9",
}


def seen(remote: str, trusted: list[str], **headers: str) -> dict[str, Any]:
    """The environment as the application gets it."""
    inside: dict[str, Any] = {}

    def application(environ: dict[str, Any], _start: object) -> list[bytes]:
        inside.update(environ)
        return []

    environ = {"REMOTE_ADDR": remote, "wsgi.url_scheme": "http", **FORGED, **headers}
    proxy.behind(application, trusted)(environ, lambda *_: lambda _bytes: None)
    return inside


def test_a_stranger_is_not_believed() -> None:
    inside = seen("203.0.113.7", ["10.0.0.0/8"])
    assert (inside["REMOTE_ADDR"], inside["wsgi.url_scheme"]) == ("203.0.113.7", "http")
    assert not [name for name in inside if "FORWARDED" in name]


def test_a_named_proxy_tells_the_last_address_before_it_and_https() -> None:
    inside = seen("10.1.2.3", ["10.0.0.0/8"])
    assert (inside["REMOTE_ADDR"], inside["wsgi.url_scheme"]) == ("203.0.113.7", "https")


def test_a_chain_of_our_own_proxies_is_walked_back() -> None:
    inside = seen("10.1.2.3", ["10.0.0.0/8"], HTTP_X_FORWARDED_FOR="9.9.9.9, 203.0.113.7, 10.9.9.9")
    assert inside["REMOTE_ADDR"] == "203.0.113.7"


def test_the_forwarded_host_is_never_used() -> None:
    assert "HTTP_X_FORWARDED_HOST" not in seen("10.1.2.3", ["10.0.0.0/8"])


def test_an_ipv4_address_is_itself_on_a_socket_of_both_kinds() -> None:
    assert seen("::ffff:203.0.113.7", ["10.0.0.0/8"])["REMOTE_ADDR"] == "203.0.113.7"
    told = "9.9.9.9, ::ffff:203.0.113.7, ::ffff:10.9.9.9"
    inside = seen("::ffff:10.1.2.3", ["10.0.0.0/8"], HTTP_X_FORWARDED_FOR=told)
    assert (inside["REMOTE_ADDR"], inside["wsgi.url_scheme"]) == ("203.0.113.7", "https")
    assert seen("2001:db8::7", [])["REMOTE_ADDR"] == "2001:db8::7"
