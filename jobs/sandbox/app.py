"""The stand-in provider as one WSGI application.

key ─► rate, counted at arrival ─► create │ query │ list │ cancel │ models ─► the provider's JSON
film (no key) ─► made once by a child process ─► Range and ETag
"""

import json
import logging
import sqlite3
import time
from collections.abc import Callable, Iterable
from email.utils import formatdate
from http import HTTPStatus
from pathlib import Path
from typing import Any
from wsgiref.types import StartResponse, WSGIEnvironment

from jobs.sandbox import addresses, faults, listing, looking, speech
from jobs.sandbox.asking import Request
from jobs.sandbox.creating import Limits, Submit, create
from jobs.sandbox.delivery import Delivery, deliver
from jobs.sandbox.faults import Fault, LineDropped, Refusal
from jobs.sandbox.films import FilmNotMade, Shelf
from jobs.sandbox.keys import Caller, caller
from jobs.sandbox.ledger import Ledger
from jobs.sandbox.marks import Mark
from jobs.sandbox.rates import admit
from jobs.sandbox.tasks import Status, Task
from jobs.sandbox.wishes import decode

log = logging.getLogger(__name__)


class Sandbox:
    """The provider in a folder: `ledger.sqlite3` and `films/`.

    `speed` divides the phases of a task and the `keep_hours` it is remembered; rates (per second and account),
    seats (per account and family) and every stamp are those of `clock`, in epoch seconds. Several instances in
    several threads and processes may share a folder.
    """

    def __init__(
        self,
        folder: Path,
        *,
        speed: float = 1.0,
        seats: int = 5,
        submit_rate: int = 5,
        query_rate: int = 20,
        keep_hours: float = 24.0,
        clock: Callable[[], float] = time.time,
    ) -> None:
        if speed <= 0:
            raise ValueError("speed must be above 0")
        self.limits = Limits(
            speed=speed, seats=seats, submit_rate=submit_rate, query_rate=query_rate, keep_hours=keep_hours
        )
        self.ledger = Ledger(folder)
        self.shelf = Shelf(folder / "films")
        self.clock = clock

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Raises `LineDropped` where the provider would hang up without a word."""
        request = Request.of(environ, self.clock())
        try:
            if film := addresses.FILM.fullmatch(request.path):
                return self._film(request, film[1], start_response)
            return self._say(200, self._answer(request), request, start_response)
        except Refusal as refusal:
            return self._refuse(refusal.fault, request, start_response)
        except (sqlite3.Error, OSError):
            # a caller in the same process must meet what it would meet on a line: an answer
            log.exception("The provider in %s failed", self.ledger.path.parent)
            return self._refuse(faults.BROKEN, request, start_response)

    def close(self) -> None:
        """Ends the films being made; for a host that stops."""
        self.shelf.close()

    def _answer(self, request: Request) -> dict[str, Any]:
        if not request.path.startswith(f"{addresses.BASE}/"):
            raise Refusal(faults.NOT_FOUND)
        known = caller(request.header("Authorization"))
        match request.method, request.path:
            case "POST", str(path) if path == addresses.CREATE:
                return self._create(request, known)
            case "POST", str(path) if found := addresses.CANCEL.fullmatch(path):
                return self._cancel(request, known, found[1])
            case "GET", str(path) if found := addresses.TASK.fullmatch(path):
                return self._query(request, known, found[1])
            case "GET", str(path) if path == addresses.TASKS:
                return self._list(request, known)
            case "GET", str(path) if path == addresses.MODELS:
                return self._models(request, known)
            case "POST", str(path) if path.startswith(addresses.SERVICES):
                raise Refusal(faults.WRONG_PATH)
        raise Refusal(faults.NOT_FOUND)

    def _create(self, request: Request, known: Caller) -> dict[str, Any]:
        if request.header("X-DashScope-Async").lower() != "enable":
            raise Refusal(faults.NOT_ASYNCHRONOUS)
        submit = Submit(caller=known, request_id=request.id, at=request.at, sent=decode(request.body()))
        self.shelf.sweep(self.ledger, request.at)
        with self.ledger.turn() as book:
            task_id, mark = create(book, submit, self.limits)
        if mark is Mark.LOST:
            raise LineDropped
        return speech.created(task_id)

    def _query(self, request: Request, known: Caller, task_id: str) -> dict[str, Any]:
        with self.ledger.turn() as book:
            self._admit_query(book, known, request)
            task = looking.query(book, known.account, task_id, request.at)
        return speech.unknown(task_id) if task is None else speech.told(task, request.films)

    def _list(self, request: Request, known: Caller) -> dict[str, Any]:
        with self.ledger.turn() as book:
            self._admit_query(book, known, request)
            return speech.listed(listing.page(book, known.account, request.asked, request.at))

    def _cancel(self, request: Request, known: Caller, task_id: str) -> dict[str, Any]:
        with self.ledger.turn() as book:
            self._admit_query(book, known, request)
            looking.cancel(book, known.account, task_id, request.at)
        return {}

    def _models(self, request: Request, known: Caller) -> dict[str, Any]:
        with self.ledger.turn() as book:
            self._admit_query(book, known, request)
        number, size = listing.paging(request.asked)
        return speech.models(request.asked.get("model", ""), number, size)

    def _admit_query(self, book: sqlite3.Connection, known: Caller, request: Request) -> None:
        admit(book, account=known.account, call="query", at=request.at, limit=self.limits.query_rate)

    def _film(self, request: Request, task_id: str, start_response: StartResponse) -> Iterable[bytes]:
        if request.method not in ("GET", "HEAD"):
            raise Refusal(faults.NOT_FOUND)
        with self.ledger.turn() as book:
            task = looking.find(book, task_id, request.at)
        if task is None or task.status is not Status.SUCCEEDED:
            raise Refusal(faults.NOT_FOUND)
        delivery = deliver(self._made(task), request.method, request.environ)
        if task.mark is Mark.CUT and delivery.length:
            with self.ledger.turn() as book:
                delivery = delivery.halved() if looking.cut_now(book, task_id) else delivery
        return self._hand_over(delivery, start_response)

    def _made(self, task: Task) -> Path:
        try:
            return self.shelf.film(task)
        except FilmNotMade:
            log.exception("The film of task %s could not be made", task.id)
            raise Refusal(faults.BROKEN) from None

    def _hand_over(self, delivery: Delivery, start_response: StartResponse) -> Iterable[bytes]:
        headers = [*delivery.headers, ("Date", formatdate(self.clock(), usegmt=True))]
        start_response(_line(delivery.status), headers)
        return delivery.chunks()

    def _refuse(self, fault: Fault, request: Request, start_response: StartResponse) -> Iterable[bytes]:
        return self._say(fault.status, {"code": fault.code, "message": fault.message}, request, start_response)

    def _say(
        self, status: int, said: dict[str, Any], request: Request, start_response: StartResponse
    ) -> Iterable[bytes]:
        text = json.dumps({"request_id": request.id, **said}, ensure_ascii=False).encode()
        headers = [
            ("Content-Type", "application/json;charset=utf-8"),
            ("Content-Length", str(len(text))),
            ("Date", formatdate(self.clock(), usegmt=True)),
        ]
        start_response(_line(status), headers)
        return [b"" if request.method == "HEAD" else text]


def _line(status: int) -> str:
    return f"{status} {HTTPStatus(status).phrase}"
