"""Running the stand-in as a program: a temporary folder, a port, and a clean end."""

import argparse
import signal
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from jobs.sandbox.app import Sandbox
from jobs.sandbox.serving import Server

ENDS = (signal.SIGTERM, signal.SIGINT)


class NotStarted(Exception):
    """It cannot listen where it was told to; the text says why in the words of the system."""


@dataclass(frozen=True, kw_only=True)
class Options:
    """What the command line offers; the rates are per second, the hours and the phases of a task go by the speed."""

    host: str = "127.0.0.1"
    port: int = 8090
    speed: float = 1.0
    seats: int = 5
    submit_rate: int = 5
    query_rate: int = 20
    keep_hours: float = 24.0

    @classmethod
    def of(cls, parsed: Mapping[str, Any]) -> "Options":
        return cls(**{field.name: parsed[field.name] for field in fields(cls)})


MEANINGS = {
    "host": "address to listen on",
    "port": "port to listen on; 0 takes a free one",
    "speed": "how many times faster than the provider tasks run and are forgotten",
    "seats": "tasks waiting or running at once, per account and family",
    "submit_rate": "creates per second, per account and family",
    "query_rate": "queries, lists and cancels per second, per account",
    "keep_hours": "how long a task is remembered, before the speed divides it",
}


def add_options(parser: argparse.ArgumentParser) -> None:
    for field in fields(Options):
        kind = field.type if isinstance(field.type, type) else str
        name = f"--{field.name.replace('_', '-')}"
        parser.add_argument(name, type=_positive(kind), default=field.default, help=MEANINGS[field.name])


def _positive(kind: type) -> Callable[[str], Any]:
    def read(text: str) -> Any:
        value = kind(text)
        if kind is not str and (value < 0 or (value == 0 and kind is float)):
            raise ValueError(text)
        return value

    read.__name__ = "positive number" if kind is not str else "text"
    return read


def run(options: Options, *, ready: Callable[[str], None]) -> None:
    """Serves until SIGTERM or Ctrl-C, then removes what it wrote; `ready` is told the base URL.

    Raises `NotStarted` when the port is taken or the address is not this machine's.
    """
    # held back rather than handled: an exception out of a handler could land, and be lost, in any line of a server
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ENDS)
    try:
        _serve(options, ready)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _serve(options: Options, ready: Callable[[str], None]) -> None:
    with tempfile.TemporaryDirectory(prefix="provider-", ignore_cleanup_errors=True) as folder:
        app = Sandbox(
            Path(folder),
            speed=options.speed,
            seats=options.seats,
            submit_rate=options.submit_rate,
            query_rate=options.query_rate,
            keep_hours=options.keep_hours,
        )
        try:
            with _listening(app, options) as server:
                ready(server.base_url)
                signal.sigwait(ENDS)
        finally:
            app.close()


def _listening(app: Sandbox, options: Options) -> Server:
    try:
        return Server(app, options.host, options.port)
    except (OSError, OverflowError) as error:
        raise NotStarted(error.strerror if isinstance(error, OSError) else str(error)) from error
