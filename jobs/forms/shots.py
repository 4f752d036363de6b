"""The rows of a storyboard as the composer sends them. The prompt stays the one truth: rows are written into it."""

import re
from dataclasses import replace

from django.http import QueryDict

from jobs.catalogue import Shot, Storyboard, storyboard
from jobs.forms.order import NO_NUMBER, OrderForm, whole_number

_DEED = re.compile(r"(remove|move)-(\d{1,2})(?:-(\d{1,2}))?")


def told(form: OrderForm, sent: QueryDict) -> OrderForm:
    """The form with the rows in its prompt, where they are newer: the prompt is still the one they were drawn for, and
    they say something else.
    """
    rows = _rows(sent)
    if rows is None or _text(sent.get("shots_of", "")) != form.prompt or rows == storyboard.read(form.prompt):
        return form
    return replace(form, prompt=storyboard.written(rows))


def changed(form: OrderForm, deed: str) -> OrderForm:
    """What one of the editor's buttons makes of the prompt or of the length of the film; others change nothing."""
    board = storyboard.read(form.prompt)
    if board is None:
        return form
    if deed == "fit":
        return replace(form, duration=board.stated).fitted()
    after = _after(board, deed, form.duration)
    return form if after == board else replace(form, prompt=storyboard.written(after))


def _after(board: Storyboard, deed: str, duration: int) -> Storyboard:
    if deed == "add":
        return board.added()
    if deed == "spread":
        return board.spread(duration)
    if (found := _DEED.fullmatch(deed)) is None:
        return board
    kind, number, to = found.groups()
    return board.removed(int(number)) if kind == "remove" else board.moved(int(number), int(to or number))


def _rows(sent: QueryDict) -> Storyboard | None:
    """None: no rows were sent, or not as many seconds as texts."""
    texts, seconds = sent.getlist("shot"), sent.getlist("shot_seconds")
    if not texts or len(texts) != len(seconds):
        return None
    shots = (Shot(text=_text(text), seconds=_seconds(second)) for text, second in zip(texts, seconds, strict=True))
    return Storyboard(before=_text(sent.get("shots_before", "")), shots=tuple(shots))


def _seconds(text: str) -> int | None:
    number = whole_number(text)
    return number if NO_NUMBER < number < 100 else None


def _text(text: str) -> str:
    return text.replace("\r\n", "\n")
