"""The shell around the pure parts: sends an order, brings back the raw answer or a classified error.

Nothing is ever repeated here: a create costs money, and of the rest the row that asked decides when to ask again.
"""

from datetime import UTC, datetime
from urllib.parse import urlsplit

import requests
from requests.adapters import BaseAdapter
from requests.auth import AuthBase
from urllib3.exceptions import HTTPError

from jobs.dashscope import orders
from jobs.dashscope.errors import ProviderError, RetryClass
from jobs.dashscope.lost import explain
from jobs.dashscope.orders import HttpOrder, Wish
from jobs.dashscope.reply import Reply
from jobs.dashscope.transport import NeverConnected, TimedAdapter, deadline
from jobs.pace import Pace

BODY_CAP = 1024 * 1024
CHUNK = 64 * 1024
KEPT_HEADERS = ("date", "retry-after", "content-type", "content-encoding", "location", "server", "via", "x-request-id")
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


class _Bearer(AuthBase):
    """The key, put on a request at the last moment; nothing that prints this object prints the key."""

    def __init__(self, key: str) -> None:
        self._key = key

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers["Authorization"] = f"Bearer {self._key}"
        return request

    def __repr__(self) -> str:
        return "<Bearer …>"

    @property
    def sendable(self) -> bool:
        """Header values are visible ASCII; anything else would make `requests` quote the key in its complaint."""
        return bool(self._key) and all("!" <= letter <= "~" for letter in self._key)

    def hide(self, text: str) -> str:
        return text.replace(self._key, "[key]")


class Client:
    """One provider account, one base URL, one key. Safe to share by threads.

    `base_url` is https, or http to this machine. With an `adapter` the calls go through it instead of the network.
    Every method returns the answer whatever its status; without an answer it raises `ProviderError`: NEVER_SENT when
    surely not a byte of the request left, ACCOUNT or KEY when base URL or key cannot be used at all, else UNKNOWN.
    """

    def __init__(
        self,
        *,
        base_url: str,
        key: str,
        workspace: str = "",
        pace: Pace,
        adapter: BaseAdapter | None = None,
        proxy: str = "",
    ) -> None:
        self._base_url = base_url.strip().rstrip("/")
        self._bearer = _Bearer(key.strip())
        self._workspace = workspace.strip()
        self._pace = pace
        self._adapter = adapter
        self._kept = adapter or TimedAdapter()
        self._proxies = {"http": proxy, "https": proxy} if proxy else {}

    def __repr__(self) -> str:
        return f"<Client {urlsplit(self._base_url).hostname}>"

    def create(self, wish: Wish) -> Reply:
        """Order a film, once, on a connection of its own."""
        adapter = self._adapter or TimedAdapter()
        patience = self._pace.create_connect, self._pace.create_read
        try:
            return self._call(orders.create(wish), adapter, patience, self._pace.create_total)
        finally:
            if adapter is not self._adapter:
                adapter.close()

    def query(self, task_id: str) -> Reply:
        return self._ask(orders.query(task_id))

    def tasks(self, *, model: str = "", status: str = "", page: int = 1, page_size: int = 50) -> Reply:
        """One page, counted from 1, of the account's last 24 hours; all models and states, or one of them."""
        return self._ask(orders.tasks(model=model, status=status, page=page, page_size=page_size))

    def cancel(self, task_id: str) -> Reply:
        return self._ask(orders.cancel(task_id))

    def models(self) -> Reply:
        """The free test of a key."""
        return self._ask(orders.models())

    def close(self) -> None:
        """Let go of the kept connections; the client stays usable."""
        self._kept.close()

    def _ask(self, order: HttpOrder) -> Reply:
        total = self._pace.query_total
        return self._call(order, self._kept, (min(self._pace.create_connect, total), total), total)

    def _call(self, order: HttpOrder, adapter: BaseAdapter, patience: tuple[float, float], total: float) -> Reply:
        """Raise outside the handlers: an exception of `requests` holds the request, and with it the key."""
        request = self._prepared(order)
        try:
            with deadline(total):
                return self._exchange(request, adapter, patience)
        except NeverConnected as error:
            failure = ProviderError(retry=RetryClass.NEVER_SENT, cause=error.cause)
        except (requests.RequestException, HTTPError, OSError) as error:
            failure = explain(error)
        raise failure

    def _prepared(self, order: HttpOrder) -> requests.PreparedRequest:
        if not self._bearer.sendable:
            raise ProviderError(retry=RetryClass.KEY, cause="key-refused")
        if not _safe(self._base_url):
            raise ProviderError(retry=RetryClass.ACCOUNT, cause="wrong-url")
        headers = {"Accept": "application/json", "Accept-Encoding": "identity", "User-Agent": "PixStudio"}
        headers |= order.headers
        if self._workspace:
            headers["X-DashScope-WorkSpace"] = self._workspace
        request = requests.Request(order.method, self._base_url + order.path, headers=headers, data=order.body)
        try:
            return request.prepare()
        except (requests.RequestException, ValueError):
            pass
        raise ProviderError(retry=RetryClass.ACCOUNT, cause="wrong-url")

    def _exchange(
        self, request: requests.PreparedRequest, adapter: BaseAdapter, patience: tuple[float, float]
    ) -> Reply:
        """The adapter is asked directly: a session would follow redirects and read proxies, `.netrc` and bundles
        from the environment.
        """
        sent_at = datetime.now(UTC)
        signed = self._bearer(request)
        response = adapter.send(signed, stream=True, timeout=patience, verify=True, proxies=self._proxies)
        with response:
            body = _bounded(response)
        return Reply(
            status=response.status_code,
            headers=self._kept_headers(response),
            body=self._bearer.hide(body[:BODY_CAP].decode("latin-1")).encode("latin-1"),
            sent_at=sent_at,
            received_at=datetime.now(UTC),
            truncated=len(body) > BODY_CAP,
        )

    def _kept_headers(self, response: requests.Response) -> dict[str, str]:
        values = {name: response.headers.get(name) for name in KEPT_HEADERS}
        return {name: self._bearer.hide(value[:1000]) for name, value in values.items() if value}


def _bounded(response: requests.Response) -> bytes:
    """The body up to a little over `BODY_CAP`; what lies behind is never read, nor unpacked."""
    body = bytearray()
    for chunk in response.iter_content(CHUNK):
        body += chunk
        if len(body) > BODY_CAP:
            break
    return bytes(body)


def _safe(base_url: str) -> bool:
    """https, or http to this machine; nothing that could hide another host or lose the path."""
    try:
        parts = urlsplit(base_url)
        named = bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
    plain = not (parts.query or parts.fragment or "@" in parts.netloc or "\\" in base_url) and base_url.isprintable()
    local = parts.scheme == "http" and parts.hostname in LOOPBACK
    return plain and named and " " not in base_url and (parts.scheme == "https" or local)
