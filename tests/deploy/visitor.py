"""Somebody with a browser, elsewhere than the proxy: on this machine that takes another of its own addresses."""

import re
from typing import Any

import requests
from requests.adapters import HTTPAdapter

from tests.deploy.production import PASSWORD, Production

ELSEWHERE = "127.0.0.5"


class _From(HTTPAdapter):
    def __init__(self, address: str) -> None:
        self._address = address
        super().__init__()

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs, source_address=(self._address, 0))


class Visitor(requests.Session):
    """Follows no redirect by itself, trusts the studio's certificate, and keeps its cookies."""

    def __init__(self, production: Production, address: str = ELSEWHERE) -> None:
        super().__init__()
        self.production = production
        self.trust_env = False
        self.verify = production.certificate
        for scheme in ("http://", "https://"):
            self.mount(scheme, _From(address))

    def see(self, path: str, **headers: str) -> requests.Response:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.get(f"{self.production.url}{path}", headers=named, allow_redirects=False, timeout=20)

    def fill(self, path: str, **fields: str) -> requests.Response:
        """The form on that page, filled in."""
        found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', self.see(path).text)
        assert found, path
        sent = {"csrfmiddlewaretoken": found[1], **fields}
        url = f"{self.production.url}{path}"
        headers = {"Referer": url, "Origin": self.production.url}
        return self.post(url, sent, headers=headers, allow_redirects=False, timeout=20)

    def sign_in(self, login: str, **headers: str) -> requests.Response:
        self.headers.update({name.replace("_", "-"): value for name, value in headers.items()})
        return self.fill("/accounts/login/", login=login, password=PASSWORD)
