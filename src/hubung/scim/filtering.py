"""Filters of the protocol as conditions on our tables.

A filter is parsed, bounded and held against the schema by `scim2_models`; here each attribute that
it names gets its column. What has no column cannot be filtered by, and is refused.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, Q, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Lower, NullIf
from django.db.models.lookups import (
    GreaterThan,
    GreaterThanOrEqual,
    LessThan,
    LessThanOrEqual,
)
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from scim2_models import InvalidFilterException
from scim2_models.path import (
    AttrPath,
    CompareOperator,
    Comparison,
    FilterNode,
    FilterVisitor,
    LogicalExpr,
    LogicalOperator,
    Not,
    Present,
    ValuePath,
)

from hubung.scim.ids import key_of
from hubung.scim.reading import is_storable

EVERYTHING = Q(pk__isnull=False)
NOTHING = Q(pk__isnull=True)
#: Comparisons in a filter: a page of ids, and no more than a database does at once.
TERMS = 200

_ORDER = {
    CompareOperator.gt: GreaterThan,
    CompareOperator.ge: GreaterThanOrEqual,
    CompareOperator.lt: LessThan,
    CompareOperator.le: LessThanOrEqual,
}
_PART = {
    CompareOperator.co: "contains",
    CompareOperator.sw: "startswith",
    CompareOperator.ew: "endswith",
}


class Column:
    """How an attribute is compared. Subclasses say it for their sort of values."""

    def present(self) -> Q:
        raise NotImplementedError

    def compare(self, op: CompareOperator, value: Any) -> Q:
        raise NotImplementedError


@dataclass(frozen=True)
class Text(Column):
    """A text at `lookup`; empty is not there. `read` makes of what was asked what we keep."""

    lookup: str
    exact: bool = False
    read: Callable[[str], str] = str

    def present(self) -> Q:
        return Q(**{f"{self.lookup}__isnull": False}) & ~Q(**{self.lookup: ""})

    def compare(self, op: CompareOperator, value: Any) -> Q:
        if value is None:
            return _of_nothing(op, self.present())
        if not isinstance(value, str):
            raise _unfit(value)
        fold = "" if self.exact else "i"
        if op in (CompareOperator.eq, CompareOperator.ne):
            same = Q(**{f"{self.lookup}__{fold}exact": self.read(value)})
            return same if op == CompareOperator.eq else ~same
        if op in _PART:
            return Q(**{f"{self.lookup}__{fold}{_PART[op]}": value})
        column: Combinable = F(self.lookup) if self.exact else Lower(self.lookup)
        asked = Value(value if self.exact else value.lower())
        return Q(_ORDER[op](column, asked)) & self.present()


@dataclass(frozen=True)
class Key(Column):
    """The primary key as an id of a type, which its letter tells."""

    letter: str
    lookup: str = "pk"

    def present(self) -> Q:
        return Q(**{f"{self.lookup}__isnull": False})

    def compare(self, op: CompareOperator, value: Any) -> Q:
        if op not in (CompareOperator.eq, CompareOperator.ne):
            raise InvalidFilterException(detail=_("An id is compared with “eq” and “ne” only."))
        number = key_of(self.letter, value)
        same = NOTHING if number is None else Q(**{self.lookup: number})
        return same if op == CompareOperator.eq else ~same


@dataclass(frozen=True)
class Flag(Column):
    lookup: str

    def present(self) -> Q:
        return EVERYTHING

    def compare(self, op: CompareOperator, value: Any) -> Q:
        if not isinstance(value, bool):
            return NOTHING if op == CompareOperator.eq else EVERYTHING
        return Q(**{self.lookup: value if op == CompareOperator.eq else not value})


@dataclass(frozen=True)
class Moment(Column):
    lookup: str

    def present(self) -> Q:
        return Q(**{f"{self.lookup}__isnull": False})

    def compare(self, op: CompareOperator, value: Any) -> Q:
        try:
            at = value if isinstance(value, datetime) else parse_datetime(str(value))
        except ValueError:
            at = None
        if at is None or at.tzinfo is None or op in _PART:
            raise _unfit(value)
        if op in _ORDER:
            return Q(**{f"{self.lookup}__{_SUFFIX[op]}": at})
        same = Q(**{self.lookup: at})
        return same if op == CompareOperator.eq else ~same


_SUFFIX = {
    CompareOperator.gt: "gt",
    CompareOperator.ge: "gte",
    CompareOperator.lt: "lt",
    CompareOperator.le: "lte",
}


@dataclass(frozen=True)
class Constant(Column):
    """What is the same for every row."""

    value: str | bool

    def present(self) -> Q:
        return EVERYTHING

    def compare(self, op: CompareOperator, value: Any) -> Q:
        ours, asked = self.value, value
        if isinstance(ours, str) and isinstance(asked, str):
            ours, asked = ours.lower(), asked.lower()
        holds = _holds(op, ours, asked)
        return EVERYTHING if holds else NOTHING


@dataclass(frozen=True)
class Only(Column):
    """Something that can be matched whole and not read: `match` says with which condition."""

    match: Callable[[str], Q]
    there: Q

    def present(self) -> Q:
        return self.there

    def compare(self, op: CompareOperator, value: Any) -> Q:
        if op not in (CompareOperator.eq, CompareOperator.ne) or not isinstance(value, str):
            raise InvalidFilterException(
                detail=_("This attribute is compared with “eq” and “ne” only.")
            )
        same = self.match(value)
        return same if op == CompareOperator.eq else ~same


@dataclass(frozen=True)
class Many:
    """An attribute with several values.

    `find` makes of a condition on one value a condition on the rows that have such a one;
    `columns` are those of one value; `value` is meant where none is named.
    """

    columns: Mapping[str, Column]
    find: Callable[[Callable[[Mapping[str, Column]], Q]], Q]


#: The columns of a type of resource, by the attribute's full name in lower case.
Columns = Mapping[str, Column | Many]
#: By what one sorts, by the same names.
Order = Mapping[str, str | Combinable]


def said(lookup: str) -> Combinable:
    """A text for sorting: an empty one is none."""
    return NullIf(F(lookup), Value(""))


class Conditions(FilterVisitor[Q]):
    """Walks a parsed filter, with the columns of one type of resource.

    An attribute that only another type has is not there: of several types asked at once.
    """

    def __init__(self, columns: Columns, *, one_type: bool = True) -> None:
        self._columns, self._one_type = columns, one_type
        self._terms = 0

    def visit(self, node: FilterNode) -> Q:
        self._terms += 1
        if self._terms > TERMS:
            raise InvalidFilterException(
                detail=_("A filter has at most %(count)d terms.") % {"count": TERMS}
            )
        found: Q = super().visit(node)
        return found

    def visit_comparison(self, node: Comparison) -> Q:
        if isinstance(node.value, str) and not is_storable(node.value):
            raise _unfit(node.value)
        # Only `ne` holds of what is not there.
        missing = EVERYTHING if node.op == CompareOperator.ne else NOTHING
        return self._at(node.attr_path, lambda column: column.compare(node.op, node.value), missing)

    def visit_present(self, node: Present) -> Q:
        return self._at(node.attr_path, lambda column: column.present(), NOTHING)

    def visit_not(self, node: Not) -> Q:
        return ~self.visit(node.expr)

    def visit_logical_expr(self, node: LogicalExpr) -> Q:
        terms = [self.visit(term) for term in node.terms]
        found = terms[0]
        for term in terms[1:]:
            found = found & term if node.op == LogicalOperator.and_ else found | term
        return found

    def visit_value_path(self, node: ValuePath) -> Q:
        many = self._find(node.attr_path)
        if many is None:
            return NOTHING
        if not isinstance(many, Many):
            raise _no_column(node.attr_path)

        def of_one(columns: Mapping[str, Column]) -> Q:
            return Conditions(columns).visit(node.val_filter)

        return many.find(of_one)

    def _at(self, path: AttrPath, ask: Callable[[Column], Q], missing: Q) -> Q:
        found = self._find(path)
        if found is None:
            return missing
        if isinstance(found, Many):
            part = (path.sub_attr or "value").lower()
            if part not in found.columns:
                raise _no_column(path)
            return found.find(lambda columns: ask(columns[part]))
        return ask(found)

    def _find(self, path: AttrPath) -> Column | Many | None:
        name = path.attr.lower()
        column = self._columns.get(name)
        if path.sub_attr and not isinstance(column, Many):
            column = self._columns.get(f"{name}.{path.sub_attr.lower()}")
        if column is None and self._one_type:
            raise _no_column(path)
        return column


def _of_nothing(op: CompareOperator, present: Q) -> Q:
    if op == CompareOperator.eq:
        return ~present
    return present if op == CompareOperator.ne else NOTHING


def _holds(op: CompareOperator, ours: Any, asked: Any) -> bool:
    match op:
        case CompareOperator.eq:
            return bool(ours == asked)
        case CompareOperator.ne:
            return bool(ours != asked)
        case CompareOperator.co:
            return isinstance(asked, str) and isinstance(ours, str) and asked in ours
        case CompareOperator.sw:
            return isinstance(asked, str) and isinstance(ours, str) and ours.startswith(asked)
        case CompareOperator.ew:
            return isinstance(asked, str) and isinstance(ours, str) and ours.endswith(asked)
        case _:
            raise _unfit(asked)


def _unfit(value: Any) -> InvalidFilterException:
    return InvalidFilterException(
        detail=_("The attribute cannot be compared with “%(value)s” so.")
        % {"value": str(value)[:40].encode(errors="replace").decode()}
    )


def _no_column(path: AttrPath) -> InvalidFilterException:
    return InvalidFilterException(detail=_("One cannot filter by “%(name)s”.") % {"name": path})
