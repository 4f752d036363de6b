"""The id of the request being answered: the thread from an error page to its lines in the log."""

from contextvars import ContextVar

request_id: ContextVar[str] = ContextVar("request_id", default="")
"""Empty outside of a request."""
