"""The request being answered: its id, the thread from an error page to its lines in the log, and its visitor."""

from contextvars import ContextVar

request_id: ContextVar[str] = ContextVar("request_id", default="")
"""Empty outside of a request."""

visitor: ContextVar[str] = ContextVar("visitor", default="")
"""The address it came from; empty outside of a request, and where a proxy told something that is no address."""
