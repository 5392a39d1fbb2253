"""How records stand at the office: sidecars and typed values, read for many at once.

Read under the stream's lock, so what is read here stays true until the commit.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.records.layout import Layout, Values
from backend.records.models import history, record
from backend.records.work import TOUCHES, Sidecar, Work

_sidecar = select(
    record.c.id,
    record.c.version,
    record.c.seq,
    record.c.value_seq,
    record.c.gone,
    record.c.field_versions,
    record.c.owner,
    record.c.modified_at,
    record.c.modified_by,
)


def load(session: Session, works: Iterable[Work]) -> None:
    """Fill in the sidecar and the values of every record that exists, rows locked in one order."""
    by_entity: defaultdict[str, list[Work]] = defaultdict(list)
    for work in works:
        by_entity[work.intent.entity].append(work)
    for entity in sorted(by_entity):
        group = by_entity[entity]
        ids = sorted(work.intent.record for work in group)
        found = sidecars(session, entity, ids, locked=True)
        live = [place for place, sidecar in found.items() if not sidecar.gone]
        values = values_by_id(session, group[0].layout, live) if live else {}
        for work in group:
            work.sidecar = found.get(work.intent.record)
            work.before = values.get(work.intent.record, {})
            work.after = dict(work.before)


def sidecars(
    session: Session, entity: str, ids: Iterable[str], *, locked: bool = False
) -> dict[str, Sidecar]:
    """Return the sidecars of those records that have one, gone ones included."""
    query = _sidecar.where(record.c.entity == entity, record.c.id.in_(list(ids))).order_by(record.c.id)
    if locked:
        query = query.with_for_update()
    return {row.id: Sidecar(*row[1:]) for row in session.execute(query)}


def values_by_id(session: Session, layout: Layout, ids: Iterable[str]) -> dict[str, Values]:
    """Return the typed values of those records that are live."""
    rows = session.execute(select(layout.table).where(layout.table.c.id.in_(list(ids)))).mappings()
    return {row["id"]: layout.values(dict(row)) for row in rows}


def own_versions(session: Session, work: Work, device: str | None, *, after: int) -> set[int]:
    """Return the versions above ``after`` that the device wrote itself: it has seen them."""
    if device is None:
        return set()
    entity, identity = work.place
    rows = session.execute(
        select(history.c.version).where(
            history.c.entity == entity,
            history.c.id == identity,
            history.c.device == device,
            history.c.version > after,
            history.c.kind.not_in(TOUCHES),
        )
    )
    return set(rows.scalars())
