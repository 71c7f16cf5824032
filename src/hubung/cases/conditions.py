"""Conditions on Case in words of SQL, where the ORM's would lead a database astray."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BooleanField, F, Func, Q
from django.db.models.sql.compiler import SQLCompiler

_AMONG_IDS = "%(expressions)s IN (%(ids)s)"


class _Walked(Func):
    """A condition that SQLite finds no rows by, only tells them apart."""

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any
    ) -> tuple[str, Any]:
        return self.as_sql(compiler, connection, template=f"+{self.extra['template']}", **context)


def said(field: str, template: str, how: type[Func] = Func, **names: str) -> Q:
    """The field, `%(expressions)s` in the template, fulfils it.

    `names` stand in it, too; they are ours: tables and numbers, never words of anybody.
    """
    return Q(how(F(field), template=template, output_field=BooleanField(), **names))


def of_units(units: Sequence[int]) -> Q:
    """Those of the units with these ids.

    The ids are written out, since a page asks with them many times, and hundreds of parameters
    take longer to bind than the database takes to answer.
    """
    return said("unit_id", _AMONG_IDS, ids=_written(units)) if units else Q(pk__in=())


def walked_by_units(units: Sequence[int]) -> Q:
    """The same, for a list that is read in the order of an index which has the units.

    SQLite would look up one unit after the other, and sort whatever all of them have.
    """
    return said("unit_id", _AMONG_IDS, _Walked, ids=_written(units)) if units else of_units(units)


def _written(ids: Sequence[int]) -> str:
    return ", ".join(str(int(pk)) for pk in ids)
