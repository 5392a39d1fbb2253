"""A checked filter as a SQL condition, the same in meaning on SQLite and PostgreSQL.

Every leaf is wrapped in COALESCE, so that it is true or false and never unknown, and ``not`` may stand
before it. A path through lookups becomes a scalar subquery, which is empty where a lookup is.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from typing import Any, Protocol

from sqlalchemy import ColumnElement, and_, false, func, not_, or_

from backend.expressions.context import Context
from backend.expressions.operators import KEYED, days
from backend.expressions.tree import Tree, unlimited
from backend.fields.definition import Field
from backend.fields.fold import equal_key, search_key
from backend.fields.registry import type_of


class Place(Protocol):
    """Where a path ends: the field, and SQL for its columns as seen from the filtered record."""

    @property
    def field(self) -> Field:
        """The field at the end of the path."""

    def column(self, suffix: str = "") -> ColumnElement[Any]:
        """Return the column of a part of the value."""

    def equal_key(self) -> ColumnElement[Any]:
        """Return the equal key of a text."""

    def search_key(self) -> ColumnElement[Any]:
        """Return the search key of a text."""


class Source(Protocol):
    """The filtered entity."""

    def place(self, path: str) -> Place:
        """Return the end of a path that has been checked."""


def compile_filter(tree: Tree, source: Source, context: Context) -> ColumnElement[bool]:
    """Return the condition of a tree that :func:`backend.expressions.tree.check` finds nothing wrong with."""
    op = tree["op"]
    if op in ("and", "or", "not"):
        parts = [compile_filter(part, source, context) for part in tree["of"]]
        return and_(*parts) if op == "and" else or_(*parts) if op == "or" else not_(or_(*parts))
    return _leaf(op, source.place(tree["path"]), tree.get("value"), context)


def _leaf(op: str, place: Place, value: Any, context: Context) -> ColumnElement[bool]:
    match op:
        case "null":
            return place.column().is_(None)
        case "not-null":
            return place.column().is_not(None)
        case "eq":
            return _sure(_equal(place, value))
        case "ne":
            return not_(_sure(_equal(place, value)))
        case "in":
            return or_(*[_sure(_equal(place, one)) for one in value])
        case "not-in":
            return not_(or_(*[_sure(_equal(place, one)) for one in value]))
        case "gt" | "ge" | "lt" | "le":
            return _sure(_ordered(op, place, value))
        case "like":
            return _sure(place.search_key().contains(search_key(value), autoescape=True))
        case "begins-with":
            return _sure(place.search_key().startswith(search_key(value), autoescape=True))
        case "eq-userid":
            return _sure(place.column() == context.person)
        case "ne-userid":
            return not_(_sure(place.column() == context.person))
        case _:
            return _sure(_within(op, place, value, context))


def _sure(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return func.coalesce(condition, false())


def _parts(place: Place, value: Any) -> Mapping[str, Any]:
    field = unlimited(place.field)
    field_type = type_of(field)
    return field_type.to_columns(field_type.parse(value, field), field)


def _equal(place: Place, value: Any) -> ColumnElement[bool]:
    if place.field.type in KEYED:
        return place.equal_key() == equal_key(value)
    return and_(*[place.column(suffix) == part for suffix, part in _parts(place, value).items()])


def _ordered(op: str, place: Place, value: Any) -> ColumnElement[bool]:
    if place.field.type in KEYED:
        return _COMPARISONS[op](place.equal_key(), equal_key(value))
    first, *others = _parts(place, value).items()
    # Amounts in another currency are neither more nor less.
    same = [place.column(suffix) == part for suffix, part in others]
    return and_(_COMPARISONS[op](place.column(first[0]), first[1]), *same)


_COMPARISONS: Mapping[str, Callable[[Any, Any], ColumnElement[bool]]] = {
    "gt": operator.gt,
    "ge": operator.ge,
    "lt": operator.lt,
    "le": operator.le,
}


def _within(op: str, place: Place, value: Any, context: Context) -> ColumnElement[bool]:
    first, end = days(op, value, context)
    if place.field.type == "date":
        return and_(place.column() >= first, place.column() < end)
    return and_(place.column() >= context.midnight(first), place.column() < context.midnight(end))
