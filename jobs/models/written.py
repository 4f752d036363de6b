"""Questions that pages ask all the time, written down in SQL once instead of anew for every page.

Django needs about a millisecond to put a query together and to write it in SQL; the database answers it in a tenth of
that. What differs from one time to the next is a blank, filled in when it is asked.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from secrets import randbits
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import CharField, DateTimeField, Expression, Field, Model, QuerySet, UUIDField
from django.db.models.expressions import Col
from django.db.models.query import get_related_populators, prefetch_related_objects

Blank = UUID | datetime | str
Row = tuple[Any, ...]
M = TypeVar("M", bound=Model)

_FIELDS: "dict[type[Blank], Field[Any, Any]]" = {UUID: UUIDField(), datetime: DateTimeField(), str: CharField()}


_MARK = randbits(96) << 32


def blank_id(number: int) -> UUID:
    """Stands where an identifier will be filled in: another one in every process, so that nobody can name it."""
    return UUID(int=_MARK | number)


BLANK_MOMENT = datetime(1999, 1, 1, tzinfo=UTC) + timedelta(microseconds=randbits(44))
"""Stands where a moment will be filled in: before any film, and another one in every process."""


class Written:
    """Rows of a `values_list()` in which `blanks` stand for what is named when it is asked.

    :raises LookupError: a blank does not occur in the question.
    """

    def __init__(self, rows: "QuerySet[Any, Any]", **blanks: Blank) -> None:
        compiler = rows.query.get_compiler(connection=connection)
        self._sql = ""
        self._parameters: Sequence[object] = ()
        try:
            self._sql, self._parameters = compiler.as_sql()
        except EmptyResultSet:  # nothing can match: nobody has to be asked
            return
        self.shape: tuple[Any, Any, Any] = (compiler.select, compiler.klass_info, compiler.annotation_col_map or {})
        columns: Sequence[Expression | Col] = [found[0] for found in compiler.select]
        asked = [(at, column, _converters(column)) for at, column in enumerate(columns)]
        self._converted = [(at, column, converters) for at, column, converters in asked if converters]
        self._gaps = list(self._found(blanks))

    def _found(self, blanks: Mapping[str, Blank]) -> Iterator[tuple[int, str]]:
        for name, blank in blanks.items():
            as_sent = _as_sent(blank)
            places = [place for place, sent in enumerate(self._parameters) if sent == as_sent]
            if not places:
                raise LookupError(f"The question does not ask for {name}.")
            yield from ((place, name) for place in places)

    def rows(self, **values: Blank) -> list[Row]:
        if not self._sql:
            return []
        parameters: list[Any] = list(self._parameters)
        for place, name in self._gaps:
            parameters[place] = _as_sent(values[name])
        with connection.cursor() as cursor:
            cursor.execute(self._sql, parameters)
            found = cursor.fetchall()
        return list(self._as_python(found))

    def _as_python(self, found: list[Row]) -> Iterator[Row]:
        """As the fields of the columns have it."""
        for row in map(list, found):
            for at, column, converters in self._converted:
                for convert in converters:
                    row[at] = convert(row[at], column, connection)
            yield tuple(row)


class WrittenModel(Generic[M]):
    """Objects instead of rows, with what the query selects beside them (`select_related`, annotations) or fetches
    after them (`prefetch_related`). Put together as Django's own `ModelIterable` does.
    """

    def __init__(self, rows: "QuerySet[M]", **blanks: Blank) -> None:
        self._model = rows.model
        self._written = Written(rows, **blanks)
        self._fetched = rows._prefetch_related_lookups  # type: ignore[attr-defined]  # private, no public way to ask
        select, shape, self._annotated = self._written.shape
        own = shape["select_fields"]
        self._own = slice(own[0], own[-1] + 1)
        self._names = [select[at][0].target.attname for at in own]
        self._beside = get_related_populators(shape, select, connection.alias)  # type: ignore[call-arg]  # stubs: Django 6

    def first(self, **values: Blank) -> M | None:
        for row in self._written.rows(**values)[:1]:
            found = self._model.from_db(connection.alias, self._names, row[self._own])
            for related in self._beside:
                related.populate(row, found)
            for name, at in self._annotated.items():
                setattr(found, name, row[at])
            prefetch_related_objects([found], *self._fetched)
            return found
        return None


def _converters(column: Any) -> list[Any]:
    return [*connection.ops.get_db_converters(column), *column.get_db_converters(connection)]


def _as_sent(value: Blank) -> object:
    return _FIELDS[type(value)].get_db_prep_value(value, connection)
