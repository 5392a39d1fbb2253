"""A checked filter as a SQL condition, the same in meaning on SQLite and PostgreSQL.

Every leaf that could be unknown is wrapped in COALESCE where that matters, so that ``not`` may stand
before it. A path through lookups becomes a scalar subquery, which is empty where a lookup is; leaves of one
group whose paths go through the same lookups share it, so that each record is looked up once for all of them.
"""

from __future__ import annotations

import operator
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial
from typing import Any, Final, Protocol

from sqlalchemy import ColumnElement, Text, and_, bindparam, cast, false, func, not_, or_, true

from backend.expressions.context import Context
from backend.expressions.operators import GROUPS, KEYED, POSITIVE, days, members
from backend.expressions.paths import unlimited
from backend.expressions.tree import RELATED, Tree
from backend.fields.definition import Field
from backend.fields.fold import equal_key, search_key
from backend.fields.registry import type_of

MOST_BOUND: Final = 500
"""Ids that are bound one by one; more are written into the statement, which takes only so many bound ones."""


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

    def points_at(self, ids: Collection[str]) -> ColumnElement[bool]:
        """Return the condition that a lookup of several points at one of these."""


class Source(Protocol):
    """The filtered entity."""

    def place(self, path: str) -> Place:
        """Return the end of a path that has been checked."""

    def at(self, lookups: str, condition: Callable[[Source], ColumnElement[bool]]) -> ColumnElement[bool]:
        """Return a condition on the record at the end of lookups; unknown where there is none."""

    def related(self, leaf: Tree) -> ColumnElement[bool]:
        """Return the condition of a ``related`` leaf; never unknown."""


def compile_filter(tree: Tree, source: Source, context: Context, *, sure: bool = True) -> ColumnElement[bool]:
    """Return the condition of a tree that :func:`backend.expressions.tree.check` finds nothing wrong with.

    ``sure=False`` allows it to be unknown where it is not true, which serves indexes: for what stands in
    WHERE, alone or joined by AND and OR, and not behind NOT.
    """
    op = tree["op"]
    if op in ("and", "or"):
        return _group(op, tree["of"], source, context, sure=sure)
    if op == "not":
        return not_(_group("or", tree["of"], source, context, sure=True))
    if op == RELATED:
        return source.related(tree)
    negative = op in POSITIVE
    condition = _leaf(POSITIVE.get(op, op), source.place(tree["path"]), tree.get("value"), context)
    if op in ("null", "not-null"):
        return not_(condition) if negative else condition
    if sure or negative:
        condition = func.coalesce(condition, false())
    return not_(condition) if negative else condition


def _group(
    op: str, parts: Sequence[Tree], source: Source, context: Context, *, sure: bool
) -> ColumnElement[bool]:
    """Return the condition of all or any of the parts; ``op``: *and* or *or*."""
    join = and_ if op == "and" else or_
    alike: defaultdict[str, list[Tree]] = defaultdict(list)
    for part in parts:
        if part["op"] not in GROUPS and part["op"] != RELATED:
            alike[part["path"].rpartition(".")[0]].append(part)
    shared = {lookups: leaves for lookups, leaves in alike.items() if lookups and len(leaves) > 1}
    together = {id(leaf) for leaves in shared.values() for leaf in leaves}
    found = [compile_filter(part, source, context, sure=sure) for part in parts if id(part) not in together]
    for lookups, leaves in shared.items():
        condition = source.at(lookups, partial(_at_end, op, leaves, context))
        # Where there is no record, only those leaves hold that say of something that it is not so.
        absent = (all if op == "and" else any)(leaf["op"] in POSITIVE for leaf in leaves)
        found.append(func.coalesce(condition, true() if absent else false()))
    return join(*found)


def _at_end(op: str, leaves: Sequence[Tree], context: Context, end: Source) -> ColumnElement[bool]:
    """Return what a group says of the record at the end of the lookups that its leaves share."""
    there = [{**leaf, "path": leaf["path"].rpartition(".")[2]} for leaf in leaves]
    conditions = [compile_filter(leaf, end, context) for leaf in there]
    return and_(*conditions) if op == "and" else or_(*conditions)


def _leaf(op: str, place: Place, value: Any, context: Context) -> ColumnElement[bool]:
    match op:
        case "not-null":
            return place.column().is_not(None)
        case "eq":
            return _equal(place, value)
        case "in" if place.field.links:
            return place.points_at(_ids(place, value))
        case "in" if place.field.several:
            return _any_in(place, value)
        case "in":
            return _in(place, value)
        case "gt" | "ge" | "lt" | "le":
            return _ordered(op, place, value)
        case "like":
            return place.search_key().contains(search_key(value), autoescape=True)
        case "begins-with":
            return place.search_key().startswith(search_key(value), autoescape=True)
        case "ends-with":
            return place.search_key().endswith(search_key(value), autoescape=True)
        case "eq-userlanguage":
            return _language(place, context.language)
        case _ if place.field.type == "lookup":
            return _among(place.column(), members(op, context))
        case _:
            return _within(op, place, value, context)


def _parts(place: Place, value: Any) -> Mapping[str, Any]:
    field = unlimited(place.field)
    field_type = type_of(field)
    return field_type.to_columns(field_type.parse(value, field), field)


def _equal(place: Place, value: Any) -> ColumnElement[bool]:
    if place.field.type in KEYED:
        return place.equal_key() == equal_key(value)
    return and_(*[place.column(suffix) == part for suffix, part in _parts(place, value).items()])


def _in(place: Place, values: list[Any]) -> ColumnElement[bool]:
    if place.field.type in KEYED:
        return place.equal_key().in_([equal_key(value) for value in values])
    alike: defaultdict[tuple[tuple[str, Any], ...], list[Any]] = defaultdict(list)
    for value in values:
        (_, first), *others = _parts(place, value).items()
        alike[tuple(others)].append(first)
    # One list for each currency: SQLite takes no chain of a thousand ORs.
    lists = [
        and_(place.column().in_(firsts), *[place.column(suffix) == part for suffix, part in others])
        for others, firsts in alike.items()
    ]
    return or_(*lists)


def _any_in(place: Place, values: list[Any]) -> ColumnElement[bool]:
    """Return whether a list of ids has one of those asked for: in its text each stands between quotes."""
    text = cast(place.column(), Text)
    return or_(*[text.contains(f'"{one}"', autoescape=True) for one in sorted(_ids(place, values))])


def _ids(place: Place, values: list[Any]) -> set[str]:
    return {str(part) for value in values for part in _parts(place, value).values()}


def _language(place: Place, language: str | None) -> ColumnElement[bool]:
    if language is None:
        return false()
    if place.field.type in KEYED:
        return place.equal_key() == equal_key(language)
    return place.column() == language


def _among(column: ColumnElement[Any], ids: Collection[str]) -> ColumnElement[bool]:
    if not ids:
        return false()
    if len(ids) == 1:
        return column == next(iter(ids))
    written = len(ids) > MOST_BOUND
    return column.in_(
        bindparam(None, sorted(ids), expanding=True, literal_execute=written, type_=column.type)
    )


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
    timed = place.field.type == "date_time"
    before = place.column() < (context.midnight(end) if timed else end)
    if first is None:
        return before
    return and_(place.column() >= (context.midnight(first) if timed else first), before)
