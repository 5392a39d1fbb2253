"""The indexes that designers ask for, by which long lists are filtered and sorted.

Each is over the column that orders a field and then the id, empty values first, as lists ask for them
(:mod:`backend.records.paging`). One that no published field asks for any more is taken away.
"""

from __future__ import annotations

from collections.abc import Mapping

from alembic.operations import Operations
from sqlalchemy import Inspector, text

from backend.metadata.model import Entity, Model
from backend.records.layout import layout
from backend.records.names import index_name


def fit_indexes(operations: Operations, inspector: Inspector, old: Model | None, new: Model) -> None:
    """Make the indexes of columns that are there already, and take away those that are not asked for."""
    tables = set(inspector.get_table_names())
    for entity in new.entities.values():
        wanted = _wanted(entity)
        before = _wanted(old.entities[entity.id]) if old and entity.id in old.entities else {}
        table = layout(entity).table.name
        if table not in tables or not (wanted or before):
            continue
        there = {index["name"] for index in inspector.get_indexes(table)}
        columns = {column["name"] for column in inspector.get_columns(table)}
        for name in sorted((before.keys() - wanted.keys()) & there):
            operations.drop_index(name, table)
        for name, column in wanted.items():
            if name not in there and column in columns:
                _make(operations, name, table, column)


def _wanted(entity: Entity) -> Mapping[str, str]:
    """Return the names of an entity's indexes, each with its column."""
    laid_out = layout(entity)
    columns = [field.ordered_by for field in laid_out.fields.values() if field.indexed]
    return {index_name(laid_out.table.name, f"{column}$list"): column for column in columns}


def _make(operations: Operations, name: str, table: str, column: str) -> None:
    # SQLite knows no other order of empty values in an index, and no word for this one.
    empty = " NULLS FIRST" if operations.get_bind().dialect.name == "postgresql" else ""
    operations.create_index(name, table, [text(f'"{column}"{empty}'), text('"id"')])
