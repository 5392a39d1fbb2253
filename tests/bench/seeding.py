"""Records by the ten thousand, written as the one write path would have left them.

A million records through the write path take an hour of decisions that no figure is about; so their rows
are made by the layouts of :mod:`backend.records.layout` and inserted. :func:`check_alike` writes one record
both ways and fails when a row differs.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from itertools import islice
from typing import Any

from sqlalchemy import Row, Select, delete, func, insert, select, update
from sqlalchemy.orm import Session

from backend.accounts.user import OFFICE
from backend.fields.registry import read
from backend.metadata import service as metadata
from backend.records import stream
from backend.records.bulk import apply_many
from backend.records.layout import Layout, layout_of
from backend.records.models import history, record

NOW = dt.datetime(2026, 11, 22, 8, 0, tzinfo=dt.UTC)
SLICE = 5000

Made = tuple[str, Mapping[str, Any]]
"""Record id and wire values."""


def fill(session: Session, entity: str, made: Iterable[Made], *, owner: str | None = None) -> int:
    """Insert records of an entity and return how many; all owned by ``owner`` where records have owners."""
    layout = layout_of(metadata.current(session).model, entity)
    waiting = iter(made)
    count = 0
    stream.lock(session)
    while part := list(islice(waiting, SLICE)):
        count += len(part)
        numbers = stream.reserve(session, len(part), len(part))
        session.execute(insert(layout.table), [layout.row(id_, _typed(layout, wire)) for id_, wire in part])
        session.execute(
            insert(record), [_sidecar(layout, id_, numbers, at, owner) for at, (id_, _) in enumerate(part)]
        )
    return count


def touch_values(session: Session, entity: str, field: str, value: Any, ids: Iterable[str]) -> int:
    """Give one field of many records a new value, each as a change of its own number; return the head."""
    layout = layout_of(metadata.current(session).model, entity)
    chosen = list(ids)
    stored = layout.fields[field]
    written = stored.to_row(read(value, stored.definition))
    session.execute(update(layout.table).where(layout.table.c.id.in_(chosen)).values(written))
    numbers = stream.reserve(session, len(chosen), 0)
    for seq, id_ in enumerate(chosen, numbers.seq):
        session.execute(
            update(record)
            .where(record.c.entity == entity, record.c.id == id_)
            .values(seq=seq, value_seq=seq, version=record.c.version + 1)
        )
    return numbers.seq + len(chosen) - 1


def count_value(session: Session, entity: str, field: str, value: Any) -> int:
    """Count the records of an entity whose field has a value."""
    layout = layout_of(metadata.current(session).model, entity)
    stored = layout.fields[field]
    written = stored.to_row(read(value, stored.definition))
    alike = [layout.table.c[column] == one for column, one in written.items()]
    return session.scalar(select(func.count()).select_from(layout.table).where(*alike)) or 0


def check_alike(session: Session, entity: str, made: Made) -> None:
    """Write one record by the write path and again by :func:`fill`; its rows must be alike.

    :raises AssertionError: they are not: this module lags behind the write path
    """
    current = metadata.current(session)
    record_id, values = made
    act = {"kind": "create", "entity": entity, "record": record_id, "values": dict(values)}
    outcome = apply_many(session, OFFICE, [act], metadata=current, now=NOW)[0]
    if outcome["status"] != "applied":
        raise AssertionError(outcome)
    layout = layout_of(current.model, entity)
    places = (
        (select(layout.table), layout.table.c.id == record_id),
        (select(record), (record.c.entity == entity) & (record.c.id == record_id)),
    )
    by_apply = [_one(session, query.where(where)) for query, where in places]
    _remove(session, layout, record_id)
    fill(session, entity, [made], owner=OFFICE.person)
    by_fill = [_one(session, query.where(where)) for query, where in places]
    _remove(session, layout, record_id)
    if by_apply != by_fill:
        raise AssertionError(f"{by_apply}\n{by_fill}")


def _remove(session: Session, layout: Layout, id_: str) -> None:
    session.execute(delete(layout.table).where(layout.table.c.id == id_))
    for table in (record, history):
        session.execute(delete(table).where(table.c.entity == layout.entity.id, table.c.id == id_))


def _one(session: Session, query: Select[Any]) -> dict[str, Any]:
    found: Row[Any] = session.execute(query).one()
    numbers = ("rid", "seq", "value_seq")
    return {name: value for name, value in found._mapping.items() if name not in numbers}


def _typed(layout: Layout, wire: Mapping[str, Any]) -> dict[str, Any]:
    return {field: read(value, layout.fields[field].definition) for field, value in wire.items()}


def _sidecar(layout: Layout, id_: str, numbers: stream.Numbers, at: int, owner: str | None) -> dict[str, Any]:
    return {
        "entity": layout.entity.id,
        "id": id_,
        "rid": numbers.rid + at,
        "version": 1,
        "seq": numbers.seq + at,
        "value_seq": numbers.seq + at,
        "gone": False,
        "field_versions": {},
        "owner": owner if layout.entity.owned else None,
        "created_at": NOW,
        "created_by": OFFICE.person,
        "modified_at": NOW,
        "modified_by": OFFICE.person,
    }
