"""The change of entity tables that a published model asks for.

Tables and columns are added and never taken away: what a model no longer names keeps its data until an
administrator says otherwise. A retyped field gets columns of another name, and what they are to hold is
converted from the old ones (:mod:`backend.records.converting`). An entity table holds live records only, so
that a unique index speaks of them alone: a deleted record's row is taken out, its last values stand in
``history``, and its sidecar stays as ``gone``; restoring writes the row again from there.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import Column, Inspector, delete, func, insert, inspect, select, text, update
from sqlalchemy.orm import Session

from backend.accounts.service import organisation_zone
from backend.accounts.zones import zone
from backend.errors import Conflict
from backend.metadata.model import Entity, Model
from backend.metadata.versions import retyped
from backend.records import stream
from backend.records.converting import Conversion, conversions, convert_after, convert_since, unconverted
from backend.records.layout import Layout, StoredField, layout
from backend.records.list_indexes import fit_indexes
from backend.records.models import model_start
from backend.records.names import index_name
from backend.records.recomputing import note_rules


def migrate(
    session: Session, old: Model | None, new: Model, *, since: int | None = None, leave: bool = False
) -> None:
    """Add the tables, columns and indexes that ``new`` needs, in the session's transaction.

    :param since: retyped fields are converted already, up to this number of the stream; None: not yet
    :param leave: values of retyped fields that cannot be converted may stay behind
    :raises Conflict: ``field-type-fixed`` for a field that would change its type without new columns;
        ``field-has-duplicates`` for a field made unique whose values are not;
        ``field-not-convertible`` where values would stay behind
    """
    # Reads a table as well, without which SQLite would tell of tables as the connection last knew them.
    head = stream.lock(session)
    operations, inspector = _tools(session)
    existing = set(inspector.get_table_names())
    # Before anything else: readers go on while an index is made, and stop at a table with a new column.
    fit_indexes(operations, inspector, old, new)
    for entity in new.entities.values():
        _refuse_retyped(old.entities.get(entity.id) if old else None, entity)
        laid_out = layout(entity)
        if laid_out.table.name not in existing:
            operations.create_table(
                laid_out.table.name, *[column._copy() for column in laid_out.table.columns]
            )
        else:
            _add_columns(session, operations, laid_out, _columns_there(inspector, laid_out))
    for conversion in conversions(old, new, _zone(session)) if old else ():
        _convert(session, conversion, since=since, leave=leave)
    for entity in new.entities.values():
        name = layout(entity).table.name
        indexes = {index["name"] for index in inspector.get_indexes(name)} if name in existing else set()
        _add_indexes(session, operations, layout(entity), {str(index) for index in indexes})
    fit_indexes(operations, inspect(session.connection()), old, new)
    if old is not None:
        note_rules(session, old, new)
    session.execute(delete(model_start).where(model_start.c.version == new.version))
    session.execute(insert(model_start).values(version=new.version, seq=head))


def expand(session: Session, old: Model, new: Model) -> list[Conversion]:
    """Add the columns of retyped fields, still empty; return what there is to convert."""
    stream.lock(session)
    operations, inspector = _tools(session)
    found = conversions(old, new, _zone(session))
    for conversion in found:
        there = _columns_there(inspector, conversion.new)
        wanted = [name for field in conversion.fields for name in field.after.to_row(None)]
        for name in wanted:
            if name not in there:
                column = conversion.new.table.c[name]
                operations.add_column(conversion.new.table.name, Column(name, column.type))
    return found


def _tools(session: Session) -> tuple[Operations, Inspector]:
    connection = session.connection()
    return Operations(MigrationContext.configure(connection)), inspect(connection)


def _columns_there(inspector: Inspector, laid_out: Layout) -> set[str]:
    return {column["name"] for column in inspector.get_columns(laid_out.table.name)}


def _zone(session: Session) -> dt.tzinfo:
    """Return where days begin for values that are nobody's in particular."""
    return zone(organisation_zone(session))


def _convert(session: Session, conversion: Conversion, *, since: int | None, leave: bool) -> None:
    if since is None:
        _, after = convert_after(session, conversion, None)
        while after is not None:
            _, after = convert_after(session, conversion, after)
    else:
        convert_since(session, conversion, since)
    left = {} if leave else unconverted(session, conversion)
    for field, count in left.items():
        raise Conflict("field-not-convertible", field=f"{conversion.entity}.{field}", count=count)


def _refuse_retyped(old: Entity | None, new: Entity) -> None:
    for field, document in (old.fields if old else {}).items():
        now = new.fields.get(field)
        if now is None or old is None or old.columns.get(field) != new.columns.get(field):
            continue
        if retyped(document, now):
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
        if field.definition.type == "lookup" and not field.definition.several:
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
