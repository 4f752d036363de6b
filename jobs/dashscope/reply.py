"""One raw HTTP answer, kept as it came: it is spooled to disk before anybody reads a meaning into it."""

import json
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from jobs.dashscope.times import http_date


@dataclass(frozen=True, kw_only=True)
class Reply:
    """Header names are in lower case; times are UTC by our clock; `truncated`: the body went past its cap."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    sent_at: datetime
    received_at: datetime
    truncated: bool = False

    @property
    def clock_offset(self) -> timedelta | None:
        """What to add to our clock to get the provider's, good to about a second; None without a `Date` header."""
        theirs = http_date(self.headers.get("date", ""))
        return theirs - (self.sent_at + (self.received_at - self.sent_at) / 2) if theirs else None

    def to_json(self) -> str:
        return json.dumps(
            {
                "status": self.status,
                "headers": dict(self.headers),
                "body": b64encode(self.body).decode("ascii"),
                "sent_at": self.sent_at.isoformat(),
                "received_at": self.received_at.isoformat(),
                "truncated": self.truncated,
            }
        )

    @classmethod
    def from_json(cls, text: str) -> "Reply":
        """Raise ValueError for a spool file that is damaged or half written."""
        try:
            data = json.loads(text)
            return cls(
                status=int(data["status"]),
                headers={str(name): str(value) for name, value in data["headers"].items()},
                body=b64decode(data["body"], validate=True),
                sent_at=datetime.fromisoformat(data["sent_at"]),
                received_at=datetime.fromisoformat(data["received_at"]),
                truncated=bool(data["truncated"]),
            )
        except (KeyError, TypeError, AttributeError, RecursionError) as error:
            raise ValueError("not a spooled reply") from error
