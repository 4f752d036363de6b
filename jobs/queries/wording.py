"""Which orders may contain some words, from an index of three-letter pieces: what makes a search for a rare word quick.

A word that many prompts contain is found by walking through the newest films until a page is full. A rare one would be
sought to the end of all films, a microsecond each; here the few that may contain it are looked up. The index only
narrows: what really matches is still for the caller's `icontains` to say.
"""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any
from uuid import UUID

from django.db import connection

MOST = 300
"""Words of more orders than this are frequent."""
_PIECE = 3
_BEGINNINGS = 300
"""Of two characters that begin more pieces than this, nobody asks the index."""

_MATCHING = "SELECT order_id FROM jobs_wording WHERE jobs_wording MATCH %s LIMIT %s"
_BEGINNING = "SELECT term, doc FROM jobs_wording_pieces WHERE term >= %s AND term < %s LIMIT %s"
_CONTAINING = "SELECT id FROM jobs_order WHERE jobs_pieces(title || '  ' || prompt) @> ({}) LIMIT %s"


def few(terms: Iterable[str]) -> list[UUID] | None:
    """All orders that may contain each of these; None where that is no help: too many, or nothing to look up."""
    sought = [term for term in terms if _has_pieces(term)]
    if not sought:
        return None
    if connection.vendor == "postgresql":
        pieces = " || ".join(["jobs_pieces(%s)"] * len(sought))
        return _bounded(_ask(_CONTAINING.format(pieces), [*sought, MOST + 1]))
    if not _kept():
        return None
    match = [_match(term) for term in sought]
    if None in match:
        return None
    return _bounded(_ask(_MATCHING, [" AND ".join(filter(None, match)), MOST + 1])) if all(match) else []


def _has_pieces(term: str) -> bool:
    """Three characters, or two that are not both ASCII; a NUL ends the text for some databases."""
    enough = len(term) >= _PIECE or (len(term) == _PIECE - 1 and not term.isascii())
    return enough and "\0" not in term


@cache
def _kept() -> bool:
    """Whether there is an index: an SQLite before 3.34 could not make one."""
    return "jobs_wording" in connection.introspection.table_names()


def _match(term: str) -> str | None:
    """In SQLite's query language; empty where no prompt contains the term, None where too many might."""
    if len(term) >= _PIECE:
        pieces = dict.fromkeys(term[place : place + _PIECE] for place in range(len(term) - _PIECE + 1))
        return " AND ".join(map(_quoted, pieces))
    begin = term.lower()
    beginnings = _ask(_BEGINNING, [begin, begin + "\U0010ffff", _BEGINNINGS + 1])
    if len(beginnings) > _BEGINNINGS or any(prompts > MOST for _, prompts in beginnings):
        return None
    return f"({' OR '.join(_quoted(piece) for piece, _ in beginnings)})" if beginnings else ""


def _quoted(piece: str) -> str:
    doubled = piece.replace('"', '""')
    return f'"{doubled}"'


def _ask(question: str, params: Sequence[str | int]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(question, params)
        return list(cursor.fetchall())


def _bounded(found: Sequence[tuple[Any, ...]]) -> list[UUID] | None:
    if len(found) > MOST:
        return None
    return [pk if isinstance(pk, UUID) else UUID(hex=pk) for (pk,) in found]
