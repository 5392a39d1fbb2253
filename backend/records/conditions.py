"""Filters and searches as conditions on entity tables.

A filter may only speak of what the user may read: a path through an entity that he may not read, or to a
field that is hidden from him, is refused like one that leads nowhere, and where a path walks into a record
that he may not read it is missing. Answers would tell what stands there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import reduce
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, false, func, or_, select
from sqlalchemy.sql.selectable import FromClause

from backend.accounts.user import User
from backend.errors import Invalid
from backend.expressions.context import Context
from backend.expressions.sql import Source, compile_filter
from backend.expressions.tree import OWNER, Fields, Tree, check
from backend.fields.definition import Field
from backend.fields.fold import search_key
from backend.fields.phone import SIGNS
from backend.metadata.model import Model
from backend.records.layout import Layout, layout_of
from backend.records.links import points_at
from backend.records.models import record
from backend.records.names import equal_column, search_column, value_column
from backend.records.reach import within

MOST_WORDS = 8
_DIGITS = re.compile("[0-9]+")

Visible = Callable[[Layout, FromClause], ColumnElement[bool] | None]
"""An entity and its table as the statement names it → the condition of being seen; None for all."""


def condition_of(
    model: Model, entity: str, tree: Mapping[str, Any], context: Context, user: User
) -> ColumnElement[bool]:
    """Return the condition that a filter means for the rows of an entity's table, to stand in WHERE.

    :raises Invalid: the first thing wrong in the filter, with its place
    """

    for finding in check(tree, entity, fields_for(model, user)):
        place = f"filter.{finding.place}" if finding.place else "filter"
        raise Invalid(finding.code, field=place, **finding.arguments)
    source = EntitySource(model, layout_of(model, entity), visible=visible_to(user))
    return compile_filter(tree, source, context, sure=False)


def fields_for(model: Model, user: User) -> Fields:
    """Return what names the fields of entities for the user: none of what he may not read."""

    def fields(name: str) -> Mapping[str, Field] | None:
        if name not in model.entities or not user.may("read", name):
            return None
        there, hidden = layout_of(model, name).fields.values(), user.hidden(name)
        return {field.id: field.definition for field in there if field.id not in hidden}

    return fields


def visible_to(user: User) -> Visible:
    """Return what says which records paths of the user's may walk into."""

    def visible(layout: Layout, table: FromClause) -> ColumnElement[bool] | None:
        sidecar = record.alias()
        seen = within(user, "read", layout.entity, sidecar=sidecar)
        same = and_(sidecar.c.entity == layout.entity.id, sidecar.c.id == table.c.id)
        return None if seen is None else exists().where(same, seen)

    return visible


def searched(layout: Layout, words: str, user: User) -> ColumnElement[bool]:
    """Return the condition that every word stands in some searched field that the user may read."""
    hidden = user.hidden(layout.entity.id)
    columns: list[ColumnElement[Any]] = []
    numbers: list[ColumnElement[Any]] = []
    for field in layout.fields.values():
        if field.searched and field.id not in hidden:
            columns.append(layout.table.c[field.searched])
            if field.definition.type == "phone":
                numbers.append(_digits(columns[-1]))
    # No text holds U+0000, and PostgreSQL does not even take it to find nothing by it.
    conditions = [
        or_(
            false(),
            *[column.contains(word, autoescape=True) for column in columns],
            *[digits.contains(word) for digits in numbers if _DIGITS.fullmatch(word)],
        )
        for word in search_key(words.replace("\0", " ")).split(" ")[:MOST_WORDS]
        if word
    ]
    return and_(*conditions)


def _digits(column: ColumnElement[Any]) -> ColumnElement[Any]:
    """Return the digits of a telephone number, however they were grouped."""
    return reduce(lambda text, sign: func.replace(text, sign, ""), SIGNS, column)


@dataclass(frozen=True)
class EntitySource:
    """The filtered entity, as :mod:`backend.expressions.sql` asks for its columns.

    ``table``: the entity's table as the statement names it, if not by its own name. ``visible``: what must
    hold of a record that a path walks into, or the path is missing; None for any. ``relate``: the meaning
    of a ``related`` leaf. ``sidecar``: the sidecars, where the statement has joined them already.
    """

    model: Model
    layout: Layout
    table: FromClause | None = None
    visible: Visible | None = None
    relate: Callable[[Tree], ColumnElement[bool]] | None = None
    sidecar: FromClause | None = None

    def place(self, path: str) -> EntityPlace:
        """Return the end of a path."""
        return EntityPlace(self, tuple(path.split(".")))

    def at(self, lookups: str, condition: Callable[[Source], ColumnElement[bool]]) -> ColumnElement[bool]:
        """Return a condition on the record at the end of lookups; unknown where there is none to be seen."""
        table = self.layout.table if self.table is None else self.table

        def end(layout: Layout, far: FromClause) -> ColumnElement[bool]:
            return condition(EntitySource(self.model, layout, far, visible=self.visible))

        return _along(self, self.layout, table, tuple(lookups.split(".")), end, self.sidecar)

    def related(self, leaf: Tree) -> ColumnElement[bool]:
        """Return the condition of a ``related`` leaf, which only offline rules have."""
        if self.relate is None:
            raise ValueError("a related record is asked for outside the scope of a device")
        return self.relate(leaf)


@dataclass(frozen=True)
class EntityPlace:
    """A field of the entity, or one at the end of lookups."""

    source: EntitySource
    path: tuple[str, ...]

    @property
    def field(self) -> Field:
        """The field at the end of the path."""
        layout = self.source.layout
        for name in self.path[:-1]:
            layout = layout_of(self.source.model, _target(layout, name))
        return _field(layout, self.path[-1])

    def column(self, suffix: str = "") -> ColumnElement[Any]:
        """Return the column of a part of the value."""
        return self._reach(lambda layout, name: value_column(name, layout.end(name) + suffix))

    def equal_key(self) -> ColumnElement[Any]:
        """Return the equal key of a text."""
        return self._reach(lambda layout, name: equal_column(name, layout.end(name)))

    def search_key(self) -> ColumnElement[Any]:
        """Return the search key of a text."""
        return self._reach(lambda layout, name: search_column(name, layout.end(name)))

    def points_at(self, ids: Collection[str]) -> ColumnElement[bool]:
        """Return the condition that a lookup of several points at one of these."""
        source, layout, (*lookups, name) = self.source, self.source.layout, self.path
        table = layout.table if source.table is None else source.table

        def end(layout: Layout, table: FromClause) -> ColumnElement[bool]:
            return points_at(table.c.id, layout.entity.id, name, ids)

        if not lookups:
            return end(layout, table)
        return _along(source, layout, table, tuple(lookups), end, source.sidecar)

    def _reach(self, column: Callable[[Layout, str], str]) -> ColumnElement[Any]:
        source, layout = self.source, self.source.layout
        table = layout.table if source.table is None else source.table
        return _reach(source, layout, table, self.path, column, source.sidecar)


def _reach(
    source: EntitySource,
    layout: Layout,
    table: FromClause,
    path: tuple[str, ...],
    column: Callable[[Layout, str], str],
    sidecar: FromClause | None = None,
) -> ColumnElement[Any]:
    def end(layout: Layout, table: FromClause, sidecar: FromClause | None = None) -> ColumnElement[Any]:
        name = path[-1]
        return table.c[column(layout, name)] if name in layout.fields else _owner(layout, table, sidecar)

    return (
        _along(source, layout, table, path[:-1], end, sidecar) if path[:-1] else end(layout, table, sidecar)
    )


def _along(
    source: EntitySource,
    layout: Layout,
    table: FromClause,
    lookups: tuple[str, ...],
    end: Callable[[Layout, FromClause], ColumnElement[Any]],
    sidecar: FromClause | None = None,
) -> ColumnElement[Any]:
    """Return what ``end`` makes of the record to which lookups lead; NULL where they lead nowhere."""
    name, *rest = lookups
    target = layout_of(source.model, _target(layout, name))
    other = target.table.alias()
    key = table.c[value_column(name)] if name in layout.fields else _owner(layout, table, sidecar)
    found = _along(source, target, other, tuple(rest), end) if rest else end(target, other)
    query = select(found).where(other.c.id == key)
    seen = source.visible(target, other) if source.visible is not None else None
    if seen is not None:
        query = query.where(seen)
    outside = [table] if sidecar is None else [table, sidecar]
    return query.correlate(*outside).scalar_subquery()


def _owner(layout: Layout, table: FromClause, joined: FromClause | None) -> ColumnElement[Any]:
    if joined is not None:
        owner: ColumnElement[Any] = joined.c.owner
        return owner
    sidecar = record.alias()
    query = select(sidecar.c.owner).where(sidecar.c.entity == layout.entity.id, sidecar.c.id == table.c.id)
    return query.correlate(table).scalar_subquery()


def _field(layout: Layout, name: str) -> Field:
    stored = layout.fields.get(name)
    return OWNER if stored is None else stored.definition


def _target(layout: Layout, name: str) -> str:
    target = _field(layout, name).target
    if target is None:
        raise ValueError(f"{layout.entity.id}.{name} leads nowhere")
    return target
