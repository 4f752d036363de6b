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

    def __init__(self, rows: "QuerySet[Any, Row]", **blanks: Blank) -> None:
        compiler = rows.query.get_compiler(connection=connection)
        self._sql = ""
        self._parameters: Sequence[object] = ()
        try:
            self._sql, self._parameters = compiler.as_sql()
        except EmptyResultSet:  # nothing can match: nobody has to be asked
            return
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
    """Objects instead of rows: those of a query that selects nothing beside them."""

    def __init__(self, rows: "QuerySet[M]", **blanks: Blank) -> None:
        self._model = rows.model
        self._names = [field.attname for field in rows.model._meta.concrete_fields]
        self._written = Written(rows.values_list(*self._names), **blanks)

    def first(self, **values: Blank) -> M | None:
        found = self._written.rows(**values)
        return self._model.from_db(connection.alias, self._names, found[0]) if found else None


def _converters(column: Any) -> list[Any]:
    return [*connection.ops.get_db_converters(column), *column.get_db_converters(connection)]


def _as_sent(value: Blank) -> object:
    return _FIELDS[type(value)].get_db_prep_value(value, connection)
