"""The change of entity tables that a published model asks for.

Tables and columns are added and never taken away: what a model no longer names keeps its data until an
administrator says otherwise. An entity table holds live records only, so that a unique index speaks of
them alone: a deleted record's row is taken out, its last values stand in ``history``, and its sidecar
stays as ``gone``; restoring writes the row again from there.
"""

from __future__ import annotations

from collections import defaultdict

from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import Column, func, inspect, select, text, update
from sqlalchemy.orm import Session

from backend.errors import Conflict
from backend.metadata.model import Entity, Model
from backend.records import stream
from backend.records.layout import Layout, StoredField, layout
from backend.records.names import index_name


def migrate(session: Session, old: Model | None, new: Model) -> None:
    """Add the tables, columns and indexes that ``new`` needs, in the session's transaction.

    :raises Conflict: ``field-type-fixed`` for a field that would change its type;
        ``field-has-duplicates`` for a field made unique whose values are not
    """
    # Reads a table as well, without which SQLite would tell of tables as the connection last knew them.
    stream.lock(session)
    connection = session.connection()
    operations = Operations(MigrationContext.configure(connection))
    inspector = inspect(connection)
    existing = set(inspector.get_table_names())
    for entity in new.entities.values():
        _refuse_retyped(old.entities.get(entity.id) if old else None, entity)
        laid_out = layout(entity)
        name = laid_out.table.name
        if name not in existing:
            operations.create_table(name, *[column._copy() for column in laid_out.table.columns])
            there: set[str] = set()
        else:
            there = {column["name"] for column in inspector.get_columns(name)}
            _add_columns(session, operations, laid_out, there)
        indexes = {index["name"] for index in inspector.get_indexes(name)} if there else set()
        _add_indexes(session, operations, laid_out, {str(index) for index in indexes})


def _refuse_retyped(old: Entity | None, new: Entity) -> None:
    for field, document in (old.fields if old else {}).items():
        now = new.fields.get(field)
        if now is not None and (now["type"], now.get("scale")) != (document["type"], document.get("scale")):
            raise Conflict("field-type-fixed", field=f"{new.id}.{field}", type=document["type"])


def _add_columns(session: Session, operations: Operations, laid_out: Layout, there: set[str]) -> None:
    added: list[str] = []
    for column in laid_out.table.columns:
        if column.name not in there:
            operations.add_column(laid_out.table.name, Column(column.name, column.type))
            added.append(column.name)
    filled = [
        field
        for field in laid_out.fields.values()
        if {field.searched, field.keyed} & set(added) and not any(name in added for name, _ in field.columns)
    ]
    if filled:
        _fill_shadows(session, laid_out, filled)


def _fill_shadows(session: Session, laid_out: Layout, fields: list[StoredField]) -> None:
    """Compute the keys of values that were there before their shadow column."""
    rows = session.execute(select(laid_out.table)).mappings().all()
    by_row: defaultdict[str, dict[str, object]] = defaultdict(dict)
    for row in rows:
        for field in fields:
            by_row[row["id"]].update(field.to_row(field.from_row(dict(row))))
    for record, values in by_row.items():
        session.execute(update(laid_out.table).where(laid_out.table.c.id == record).values(values))


def _add_indexes(session: Session, operations: Operations, laid_out: Layout, there: set[str]) -> None:
    table = laid_out.table
    for field in laid_out.fields.values():
        wanted: list[tuple[str, bool]] = []
        if field.unique and field.keyed is not None:
            wanted.append((field.keyed, True))
        if field.definition.type == "lookup":
            wanted.append((field.columns[0][0], False))
        for column, unique in wanted:
            name = index_name(table.name, column, unique=unique)
            if name in there:
                continue
            if unique:
                _refuse_duplicates(session, laid_out, field, column)
            operations.create_index(name, table.name, [text(f'"{column}"')], unique=unique)


def _refuse_duplicates(session: Session, laid_out: Layout, field: StoredField, column: str) -> None:
    key = laid_out.table.c[column]
    twice = select(key).where(key.is_not(None)).group_by(key).having(func.count() > 1).subquery()
    count = session.execute(select(func.count()).select_from(twice)).scalar_one()
    if count:
        raise Conflict("field-has-duplicates", field=f"{laid_out.entity.id}.{field.id}", count=count)
