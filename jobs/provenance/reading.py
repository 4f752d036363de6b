"""Reading details back, whoever wrote them: what is not exactly right is refused with a code, never guessed.

Only the order is read. The rest of the file is told for people and other programs, and nothing here depends on it.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any, NoReturn, TypeVar

from jobs.provenance.appended import MOST, Damaged, found
from jobs.provenance.details import FORMAT, VERSION, Wish
from jobs.provenance.inside import NAME

Told = TypeVar("Told")

_DIGITS_MOST = 10
_TEXTS_MOST = {"title": 1000, "model": 200, "size": 40, "tier": 40, "ratio": 40, "shot_type": 40}
"""Far more than an order may have, so that the order's own rules can say it in words."""


class Unreadable(Exception):
    """Why nothing is read from a file: `details-empty`, `-none`, `-damaged`, `-version`, `-field`, `-nul` or
    `-surrogate`; `jobs.words` has the sentences.
    """

    def __init__(self, code: str, **params: str | int) -> None:
        super().__init__(code)
        self.code, self.params = code, params


def read(tail: bytes) -> Wish:
    """The order in a sidecar, or in the end of a film; `tail` is the last `MOST` bytes of it, or all.

    :raises Unreadable: there is none that can be read.
    """
    if not tail:
        raise Unreadable("details-empty")
    try:
        texts = found(tail[-MOST:])
    except Damaged as error:
        raise Unreadable("details-damaged") from error
    order = _document(tail if texts is None else texts.get(NAME, b"")).get("order")
    if not isinstance(order, dict):
        raise Unreadable("details-field", field="order")
    return _wish(order)


def _document(data: bytes) -> dict[str, Any]:
    try:
        told = json.loads(data[-MOST:].decode("utf-8-sig"), parse_constant=_refused)
    except (ValueError, RecursionError) as error:
        raise Unreadable("details-none") from error
    if not isinstance(told, dict) or told.get("format") != FORMAT:
        raise Unreadable("details-none")
    version = told.get("version")
    if type(version) is not int or version < 1:
        raise Unreadable("details-field", field="version")
    if version > VERSION:
        raise Unreadable("details-version", version=min(version, 10**_DIGITS_MOST), known=VERSION)
    return told


def _refused(_: str) -> NoReturn:
    """`NaN` and `Infinity`, which are no JSON."""
    raise ValueError


def _wish(order: Mapping[str, Any]) -> Wish:
    return Wish(
        prompt=_text(order, "prompt"),
        title=_text(order, "title"),
        model=_text(order, "model"),
        size=_text(order, "size"),
        tier=_text(order, "tier"),
        ratio=_text(order, "ratio"),
        duration=_number(order, "duration"),
        audio=_yes(order, "audio"),
        watermark=_or_null(_yes, order, "watermark"),
        shot_type=_or_null(_text, order, "shot_type"),
        seed=_or_null(_number, order, "seed"),
        takes=_number(order, "takes"),
    )


def _text(order: Mapping[str, Any], name: str) -> str:
    text = order.get(name)
    if not isinstance(text, str) or len(text) > _TEXTS_MOST.get(name, MOST):
        raise Unreadable("details-field", field=name)
    if "\0" in text:
        raise Unreadable("details-nul", field=name)
    if any("\ud800" <= letter <= "\udfff" for letter in text):
        raise Unreadable("details-surrogate", field=name)
    return text


def _number(order: Mapping[str, Any], name: str) -> int:
    number = order.get(name)
    if type(number) is not int or abs(number) >= 10**_DIGITS_MOST:
        raise Unreadable("details-field", field=name)
    return number


def _yes(order: Mapping[str, Any], name: str) -> bool:
    answer = order.get(name)
    if not isinstance(answer, bool):
        raise Unreadable("details-field", field=name)
    return answer


def _or_null(read_as: Callable[[Mapping[str, Any], str], Told], order: Mapping[str, Any], name: str) -> Told | None:
    """What is left out is not null: it was cut out."""
    return None if name in order and order[name] is None else read_as(order, name)
