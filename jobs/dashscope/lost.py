"""What it means that a call brought no answer: surely not sent, or nobody knows."""

import socket
import ssl
from collections.abc import Iterator

import requests
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError
from urllib3.exceptions import TimeoutError as LineTimeout

from jobs.dashscope.errors import ProviderError, RetryClass

_UNSENDABLE = (requests.exceptions.InvalidURL, requests.exceptions.InvalidSchema, requests.exceptions.MissingSchema)
_NO_LINE = (
    requests.ConnectTimeout,
    ConnectTimeoutError,
    NewConnectionError,
    ConnectionRefusedError,
    socket.gaierror,
)
_TIMEOUT = (requests.Timeout, LineTimeout, TimeoutError)


def explain(error: Exception) -> ProviderError:
    """Classify an exception of any adapter; when in doubt the request was sent."""
    reasons = list(_reasons(error))
    if _any(reasons, _UNSENDABLE):
        return ProviderError(retry=RetryClass.NEVER_SENT, cause="wrong-url")
    if _any(reasons, _NO_LINE):
        return ProviderError(retry=RetryClass.NEVER_SENT, cause="unreachable")
    if _any(reasons, (ssl.SSLCertVerificationError,)):
        return ProviderError(retry=RetryClass.NEVER_SENT, cause="tls-failed")
    cause = "timeout" if _any(reasons, _TIMEOUT) else "connection-lost"
    return ProviderError(retry=RetryClass.UNKNOWN, cause=cause)


def _any(reasons: list[BaseException], kinds: tuple[type[BaseException], ...]) -> bool:
    return any(isinstance(reason, kinds) for reason in reasons)


def _reasons(error: BaseException, depth: int = 5) -> Iterator[BaseException]:
    """The exception and those it was made of; not its context, which may belong to an earlier attempt."""
    yield error
    inner = [*error.args, getattr(error, "reason", None)]
    for reason in inner if depth else []:
        if isinstance(reason, BaseException):
            yield from _reasons(reason, depth - 1)
