"""Rows of an entity as devices get them: the reading and writing of many records at once.

Every pull spends most of its time here. What can be known of an entity and a choice of fields is worked out
once: the statement, which columns make which field, and which values travel as they are stored. Who may read
what is decided by who calls.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

from sqlalchemy import and_, bindparam, select
from sqlalchemy.orm import Session

from backend.fields.contract import FieldType
from backend.records.layout import Layout, StoredField
from backend.records.models import record

Row = tuple[str, int, dict[str, Any]]
"""Id, version, values as they travel."""

SLICE: Final = 4000
_REMEMBERED: Final = 2000
_RESERVED: Final = 3
"""Columns before those of the fields: id, version, owner."""


class Reader:
    """How records of one entity are read, with some of its fields."""

    def __init__(self, layout: Layout, names: frozenset[str]) -> None:
        self.layout = layout
        columns = [layout.table.c.id, record.c.version, record.c.owner]
        self._parts: list[tuple[str, int, Callable[[Sequence[Any]], Any] | None]] = []
        for field in layout.fields.values():
            if field.id in names:
                self._parts.append((field.id, len(columns), _wire(field, len(columns))))
                columns += [layout.table.c[name] for name, _ in field.columns]
        same = and_(record.c.entity == layout.entity.id, record.c.id == layout.table.c.id)
        self._query = (
            select(*columns)
            .select_from(layout.table.join(record, same))
            .where(layout.table.c.id.in_(bindparam("ids", expanding=True, type_=layout.table.c.id.type)))
            .order_by(layout.table.c.id)
        )

    def rows(self, session: Session, ids: Sequence[str]) -> list[Row]:
        """Return those of ``ids`` that are live, by id, the owner with the values where records have one."""
        connection = session.connection()
        found: list[Row] = []
        for start in range(0, len(ids), SLICE):
            some = connection.execute(self._query, {"ids": ids[start : start + SLICE]}).all()
            found += [(row[0], row[1], self._values(row)) for row in some]
        return found

    def _values(self, row: Sequence[Any]) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for name, at, wire in self._parts:
            value = row[at] if wire is None else wire(row)
            if value is not None:
                values[name] = value
        if row[2] is not None and self.layout.entity.owned:
            values["owner"] = row[2]
        return values


_readers: dict[tuple[int, frozenset[str]], Reader] = {}


def reader(layout: Layout, names: Iterable[str]) -> Reader:
    """Return the reader of an entity with these fields; equal ones share it."""
    # By identity: each kept reader holds its layout, so an id is never another object's.
    place = (id(layout), frozenset(names))
    found = _readers.get(place)
    if found is None:
        if len(_readers) > _REMEMBERED:
            _readers.clear()
        found = _readers[place] = Reader(layout, place[1])
    return found


def _wire(field: StoredField, at: int) -> Callable[[Sequence[Any]], Any] | None:
    """Return how a value is written that begins at column ``at``; None: it travels as it is stored."""
    kind, columns = field.type, field.columns
    stored = type(kind).from_columns is FieldType.from_columns
    if stored and type(kind).to_wire is FieldType.to_wire:
        return None
    if len(columns) == 1 and stored:
        return lambda row: kind.to_wire(row[at])
    places = [(column.suffix, at + number) for number, (_, column) in enumerate(columns)]
    return lambda row: kind.to_wire(kind.from_columns({suffix: row[place] for suffix, place in places}))
