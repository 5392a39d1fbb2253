"""The values of retyped fields, brought from their old columns into their new ones, slice by slice.

The old columns stay as they are: what a converter does not take is empty in the new ones and not lost.
A record that is converted twice comes out the same, so slices may be repeated, and whoever converts over
several transactions ends with the records that were written meanwhile (``since``).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, bindparam, func, or_, select, update
from sqlalchemy.orm import Session

from backend.fields.problems import ValueProblem
from backend.metadata.converters import Retype, converted
from backend.metadata.model import Model
from backend.records.layout import Layout, StoredField, layout
from backend.records.models import record

SLICE = 500


@dataclass(frozen=True, slots=True)
class Retyped:
    """One field with the columns that it had, and those that it gets."""

    before: StoredField
    after: StoredField
    retype: Retype

    def row(self, row: dict[str, Any]) -> dict[str, Any]:
        """Return the new columns of a row: empty, where its value is none of the field as it is to be."""
        wire = self.before.type.to_wire(self.before.from_row(row))
        try:
            value = self.after.type.parse(converted(wire, self.retype), self.after.definition)
        except ValueProblem:
            return self.after.to_row(None)
        return self.after.to_row(value)


@dataclass(frozen=True, slots=True)
class Conversion:
    """The retyped fields of one entity, and its table with the columns of before and after."""

    entity: str
    old: Layout
    new: Layout
    fields: tuple[Retyped, ...]

    @property
    def filled(self) -> ColumnElement[bool]:
        """Whether a row has any value to convert."""
        columns = (self.old.table.c[field.before.columns[0][0]] for field in self.fields)
        return or_(*(column.is_not(None) for column in columns))


def conversions(old: Model, new: Model, zone: dt.tzinfo) -> list[Conversion]:
    """Return what there is to convert between two models, entity by entity."""
    found = []
    for name, entity in new.entities.items():
        was = old.entities.get(name)
        if was is None or was.columns == entity.columns:
            continue
        before, after = layout(was), layout(entity)
        fields = tuple(
            Retyped(before.fields[one], after.fields[one], Retype(was.fields[one], entity.fields[one], zone))
            for one in entity.fields
            if one in before.fields and before.end(one) != after.end(one)
        )
        if fields:
            found.append(Conversion(name, before, after, fields))
    return found


def count(session: Session, conversion: Conversion) -> int:
    """Return how many records have values to convert."""
    query = select(func.count()).select_from(conversion.old.table).where(conversion.filled)
    return session.execute(query).scalar_one()


def convert_after(session: Session, conversion: Conversion, after: str | None) -> tuple[int, str | None]:
    """Convert the next slice of records, by id.

    Returns how many there were, and the last one's id: None when there is none left.
    """
    table = conversion.old.table
    query = select(table).where(conversion.filled).order_by(table.c.id).limit(SLICE)
    if after is not None:
        query = query.where(table.c.id > after)
    rows = [dict(row) for row in session.execute(query).mappings()]
    _write(session, conversion, rows)
    return len(rows), rows[-1]["id"] if len(rows) == SLICE else None


def convert_since(session: Session, conversion: Conversion, seq: int) -> None:
    """Convert every record again that was written after a number of the stream."""
    table = conversion.old.table
    for ids in _written_since(session, conversion.entity, seq):
        query = select(table).where(table.c.id.in_(ids))
        _write(session, conversion, [dict(row) for row in session.execute(query).mappings()])


def unconverted(session: Session, conversion: Conversion) -> dict[str, int]:
    """Return in how many records each field has a value that did not come through."""
    found = {}
    old, new = conversion.old.table, conversion.new.table.alias("converted")
    for field in conversion.fields:
        was, now = old.c[field.before.columns[0][0]], new.c[field.after.columns[0][0]]
        query = select(func.count()).select_from(old.join(new, old.c.id == new.c.id))
        missing = session.execute(query.where(was.is_not(None), now.is_(None))).scalar_one()
        if missing:
            found[field.after.id] = missing
    return found


def _write(session: Session, conversion: Conversion, rows: Iterable[dict[str, Any]]) -> None:
    table = conversion.new.table
    names = [name for field in conversion.fields for name in field.after.to_row(None)]
    made = []
    for row in rows:
        values: dict[str, Any] = {"the_id": row["id"]}
        for field in conversion.fields:
            values |= {_bound(name): value for name, value in field.row(row).items()}
        made.append(values)
    if made:
        columns = {name: bindparam(_bound(name), type_=table.c[name].type) for name in names}
        changed = update(conversion.new.table).where(table.c.id == bindparam("the_id"))
        session.execute(changed.values(columns), made)


def _bound(column: str) -> str:
    return f"new_{column}"


def _written_since(session: Session, entity: str, seq: int) -> Iterator[list[str]]:
    query = select(record.c.id).where(record.c.entity == entity, record.c.seq > seq, record.c.gone.is_(False))
    ids = list(session.execute(query.order_by(record.c.id)).scalars())
    for start in range(0, len(ids), SLICE):
        yield ids[start : start + SLICE]
