"""Filters and searches as conditions on entity tables.

A filter may only speak of what the user may read: a path through an entity that he may not read is
refused like one that leads nowhere, or answers would tell what stands there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, false, or_, select
from sqlalchemy.sql.selectable import FromClause

from backend.accounts.user import User
from backend.errors import Invalid
from backend.expressions.context import Context
from backend.expressions.sql import compile_filter
from backend.expressions.tree import OWNER, check
from backend.fields.definition import Field
from backend.fields.fold import search_key
from backend.metadata.model import Model
from backend.records.layout import Layout, layout_of
from backend.records.models import record
from backend.records.names import equal_column, search_column, value_column

MOST_WORDS = 8


def condition_of(
    model: Model, entity: str, tree: Mapping[str, Any], context: Context, user: User
) -> ColumnElement[bool]:
    """Return the condition that a filter means for the rows of an entity's table.

    :raises Invalid: the first thing wrong in the filter, with its place
    """

    def fields(name: str) -> Mapping[str, Field] | None:
        if name not in model.entities or not user.may("read", name):
            return None
        return {field.id: field.definition for field in layout_of(model, name).fields.values()}

    for finding in check(tree, entity, fields):
        place = f"filter.{finding.place}" if finding.place else "filter"
        raise Invalid(finding.code, field=place, **finding.arguments)
    return compile_filter(tree, EntitySource(model, layout_of(model, entity)), context)


def searched(layout: Layout, words: str) -> ColumnElement[bool]:
    """Return the condition that every word stands in some searched field."""
    columns = [layout.table.c[field.searched] for field in layout.fields.values() if field.searched]
    # No text holds U+0000, and PostgreSQL does not even take it to find nothing by it.
    conditions = [
        or_(false(), *[column.contains(word, autoescape=True) for column in columns])
        for word in search_key(words.replace("\0", " ")).split(" ")[:MOST_WORDS]
        if word
    ]
    return and_(*conditions)


@dataclass(frozen=True)
class EntitySource:
    """The filtered entity, as :mod:`backend.expressions.sql` asks for its columns."""

    model: Model
    layout: Layout

    def place(self, path: str) -> EntityPlace:
        """Return the end of a path."""
        return EntityPlace(self.model, self.layout, tuple(path.split(".")))


@dataclass(frozen=True)
class EntityPlace:
    """A field of the entity, or one at the end of lookups."""

    model: Model
    layout: Layout
    path: tuple[str, ...]

    @property
    def field(self) -> Field:
        """The field at the end of the path."""
        layout = self.layout
        for name in self.path[:-1]:
            layout = layout_of(self.model, _target(layout, name))
        return _field(layout, self.path[-1])

    def column(self, suffix: str = "") -> ColumnElement[Any]:
        """Return the column of a part of the value."""
        return self._reach(value_column(self.path[-1], suffix))

    def equal_key(self) -> ColumnElement[Any]:
        """Return the equal key of a text."""
        return self._reach(equal_column(self.path[-1]))

    def search_key(self) -> ColumnElement[Any]:
        """Return the search key of a text."""
        return self._reach(search_column(self.path[-1]))

    def _reach(self, column: str) -> ColumnElement[Any]:
        return _reach(self.model, self.layout, self.layout.table, self.path, column)


def _reach(
    model: Model, layout: Layout, table: FromClause, path: tuple[str, ...], column: str
) -> ColumnElement[Any]:
    name, *rest = path
    if not rest:
        return table.c[column] if name in layout.fields else _owner(layout, table)
    target = layout_of(model, _target(layout, name))
    other = target.table.alias()
    key = table.c[value_column(name)] if name in layout.fields else _owner(layout, table)
    found = _reach(model, target, other, tuple(rest), column)
    return select(found).where(other.c.id == key).correlate(table).scalar_subquery()


def _owner(layout: Layout, table: FromClause) -> ColumnElement[Any]:
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
