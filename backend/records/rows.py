"""Rows of an entity as devices get them: the reading and writing of many records at once.

Every pull spends most of its time here. What can be known of an entity and a choice of fields is worked out
once: the statement, which columns make which field, and which values travel as they are stored. A
:class:`Reader` gives values; a :class:`Writer` gives text that is sent on and never parsed, made by the
database where it can (:mod:`backend.records.json_rows`). Who may read what is decided by who calls.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final, NamedTuple

import orjson
from sqlalchemy import and_, bindparam, select
from sqlalchemy.orm import Session

from backend.database.joined import COLUMN, joined, joined_rows
from backend.database.listed import array_text
from backend.fields.contract import FieldType
from backend.records.json_rows import quoted, row_text
from backend.records.layout import Layout, StoredField
from backend.records.models import record

Row = tuple[str, int, dict[str, Any]]
"""Id, version, values as they travel."""


class WireRow(NamedTuple):
    """A record as it comes down."""

    id: str
    text: bytes
    """``[id,version,values]`` as JSON."""
    points: tuple[str | None, ...] = ()
    """What the record has at the lookups that were asked for, in their order; of several, a list as JSON."""

    def targets(self, number: int) -> Sequence[str]:
        """Return the ids of what the record points at by the lookup at a place among those asked for."""
        point = self.points[number]
        if point is None:
            return ()
        ids: Sequence[str] = orjson.loads(point) if point.startswith("[") else (point,)
        return ids

    def with_value(self, name: str, value: Any) -> WireRow:
        """Return the row with one value more."""
        more = orjson.dumps({name: value})[1:]
        body = self.text[:-2]
        return self._replace(text=body + (b"" if body.endswith(b"{") else b",") + more + b"]")


SLICE: Final = 4000
_REMEMBERED: Final = 2000
_ID: Final = slice(2, 38)
"""Where the id stands in the text of a row."""
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


class Writer:
    """How records of one entity are written as text, with some of its fields."""

    def __init__(self, layout: Layout, names: frozenset[str], lookups: tuple[str, ...], dialect: str) -> None:
        self._layout, self._names, self._lookups = layout, names, lookups
        self._on_postgresql = dialect == "postgresql"
        text = row_text(layout, names, dialect)
        self._statement = None if text is None else self._selected(text)

    def rows(self, session: Session, ids: Sequence[str]) -> list[WireRow]:
        """Return those of ``ids`` that are live, the owner with the values where records have one."""
        if self._statement is None:
            return [self._dumped(row) for row in reader(self._layout, self._names).rows(session, ids)]
        # By the driver: whatever is bound and whatever comes is text, so no type has anything to do.
        connection, entity = session.connection(), self._layout.entity.id
        if self._on_postgresql:
            found = connection.exec_driver_sql(self._statement, (array_text(ids), entity)).all()
            return [WireRow(row[0], row[1].encode(), tuple(row[2:])) for row in found]
        bound = (orjson.dumps(list(ids)).decode(), entity)
        rows = joined_rows(connection.exec_driver_sql(self._statement, bound).scalar())
        if not self._lookups:
            return [WireRow(text[_ID].decode(), text) for text in rows]
        return [
            WireRow(text[_ID].decode(), text, tuple([point.decode() or None for point in points]))
            for text, *points in (row.split(COLUMN) for row in rows)
        ]

    def _dumped(self, row: Row) -> WireRow:
        points = tuple(_point(row[2].get(lookup)) for lookup in self._lookups)
        return WireRow(row[0], orjson.dumps(row), points)

    def _selected(self, text: str) -> str:
        layout, cast = self._layout, "::text" if self._on_postgresql else ""
        pointing = [
            f"t.{quoted(layout.fields[lookup].columns[0][0])}{cast}" if lookup in self._names else "NULL"
            for lookup in self._lookups
        ]
        # Beginning with the ids: asked for an entity first, a planner may read all of its sidecars.
        record_, table = quoted(record.name), quoted(layout.table.name)
        if self._on_postgresql:
            columns = ", ".join(["r.id::text", text, *pointing]).replace("%", "%%")
            sidecar = f"SELECT id, version, owner FROM {record_} WHERE id = w.id AND entity = %s LIMIT 1"
            tables = f"unnest(%s::uuid[]) w (id) CROSS JOIN LATERAL ({sidecar}) r"
            return f"SELECT {columns} FROM {tables} JOIN {table} t ON t.id = w.id"
        chosen = "t.id IN (SELECT value FROM json_each(?)) AND r.entity = ? AND r.id = t.id"
        return f"SELECT {joined([text, *pointing])} FROM {table} t CROSS JOIN {record_} r WHERE {chosen}"


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


_writers: dict[tuple[int, frozenset[str], tuple[str, ...], str], Writer] = {}


def writer(layout: Layout, names: Iterable[str], lookups: Iterable[str], dialect: str) -> Writer:
    """Return the writer of an entity with these fields; equal ones share it."""
    # By identity, as above.
    place = (id(layout), frozenset(names), tuple(lookups), dialect)
    found = _writers.get(place)
    if found is None:
        if len(_writers) > _REMEMBERED:
            _writers.clear()
        found = _writers[place] = Writer(layout, *place[1:])
    return found


def _point(value: Any) -> str | None:
    return orjson.dumps(value).decode() if isinstance(value, list) else value


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
