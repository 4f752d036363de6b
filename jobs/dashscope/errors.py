"""The one exception of the provider client: it tells the caller what to do, not only what happened."""

from enum import StrEnum

from jobs.dashscope.causes import CAUSES


class RetryClass(StrEnum):
    """What a failed call means for the row that made it.

    NEVER_SENT: not a byte of the request left.  THROTTLED: surely not done, come back later.
    ACCOUNT, KEY: nothing of this account or key will work until an admin acts.
    FINAL: refused for good.  UNKNOWN: done or not done, only the provider's list can tell.
    """

    NEVER_SENT = "never-sent"
    THROTTLED = "throttled"
    ACCOUNT = "account"
    KEY = "key"
    FINAL = "final"
    UNKNOWN = "unknown"


class ProviderError(Exception):
    """A call that did not give what was asked for.

    `code` and `message` are the provider's own words (untrusted, cleaned of control characters, bounded);
    `retry_after` is in seconds; `by_model` narrows an account hold to the pair account and model.
    The text of the exception never holds the provider's message: it goes to logs.
    """

    def __init__(
        self,
        *,
        retry: RetryClass,
        cause: str,
        code: str = "",
        message: str = "",
        request_id: str = "",
        status: int | None = None,
        retry_after: float | None = None,
        by_model: bool = False,
    ) -> None:
        super().__init__(f"{retry}: {cause} (HTTP {status or 'none'}, code {code!r}, request {request_id!r})")
        self.retry = retry
        self.cause = cause
        self.code = code
        self.message = message
        self.request_id = request_id
        self.status = status
        self.retry_after = retry_after
        self.by_model = by_model

    @property
    def charged(self) -> bool | None:
        """Whether a *create* with this end cost money; None is "perhaps"."""
        return None if self.retry is RetryClass.UNKNOWN else CAUSES[self.cause].charged
