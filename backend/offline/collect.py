"""The collection of what nobody needs any more: records long deleted, and the sets of lost devices.

A deleted record keeps its sidecar so that devices learn of it. Once it is old and on no device any more it
goes, and ``stream.floor`` rises over its number in the same transaction, before the row goes: a cursor
below the floor compares whole sets instead of missing the deletion. A device that was not seen for long is
no reason to keep anything: its sets go first, and it begins again with a plan, its outbox kept.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from pyroaring import BitMap
from sqlalchemy import ColumnElement, and_, delete, exists, select, update
from sqlalchemy.orm import Session

from backend.accounts.models import Device
from backend.database import Database
from backend.offline import sets
from backend.offline.models import ScopeRow, ScopeSet, ScopeState
from backend.offline.wish_models import RecentRecord
from backend.records import stream
from backend.records.models import conflict, kept, record, record_share
from backend.records.models import stream as stream_table
from backend.records.write import forget

KEPT_DAYS: Final = 30
"""Days for which a deleted record can be restored and is told of one by one."""
UNSEEN_DAYS: Final = 90
"""Days after which a device that was not seen is taken to hold nothing."""

_SLICE = 1000


@dataclass(frozen=True)
class Collected:
    """How much went."""

    records: int
    devices: int


def collect(database: Database, *, now: dt.datetime, days: int = KEPT_DAYS) -> Collected:
    """Collect what is due. Safe at any time, and to be interrupted: each slice is whole.

    :param days: how long deleted records are kept
    """
    devices = database.write(lambda session: _forget_unseen(session, now - dt.timedelta(days=UNSEEN_DAYS)))
    before = now - dt.timedelta(days=days)
    due = list(database.read(lambda session: _due(session, before)))
    removed = 0
    for start in range(0, len(due), _SLICE):
        some = due[start : start + _SLICE]
        removed += database.write(lambda session, some=some: _remove(session, some, before))  # type: ignore[misc]
    return Collected(removed, devices)


def _forget_unseen(session: Session, before: dt.datetime) -> int:
    query = (
        select(ScopeState.device)
        .join(Device, Device.id == ScopeState.device)
        .where(Device.last_seen < before, ScopeState.acknowledged + ScopeState.pending > 0)
    )
    unseen = list(session.scalars(query))
    for start in range(0, len(unseen), _SLICE):
        sets.forget_devices(session, unseen[start : start + _SLICE])
    known = exists().where(Device.id == ScopeState.device)
    removed = list(session.scalars(select(ScopeState.device).where(~known)))
    for start in range(0, len(removed), _SLICE):
        sets.drop_devices(session, removed[start : start + _SLICE])
    return len(unseen) + len(removed)


def _due(session: Session, before: dt.datetime) -> BitMap:
    """Return the numbers of old deleted records that no device holds."""
    due = BitMap(session.scalars(select(record.c.rid).where(_removable(before))))
    if due:
        for device, held in _suspects(session, due):
            state = sets.state_of(session, device)
            for generation in {state.acknowledged, state.pending} - {0}:
                due -= sets.members(session, device, held, generation)
    return due


def _suspects(session: Session, due: BitMap) -> set[tuple[str, sets.Held]]:
    """Return the sets in which any of ``due`` was written once, whether or not it has left them since."""
    found: set[tuple[str, sets.Held]] = set()
    stored = select(ScopeSet.device, ScopeSet.entity, ScopeSet.holding, ScopeSet.rids)
    for device, entity, holding, rids in session.execute(stored):
        if due.intersect(sets.written(rids)):
            found.add((device, (entity, holding)))
    joined = select(ScopeRow.device, ScopeRow.entity, ScopeRow.holding, ScopeRow.rid)
    for device, entity, holding, rid in session.execute(joined.where(ScopeRow.sign > 0)):
        if rid in due:
            found.add((device, (entity, holding)))
    return found


def _removable(before: dt.datetime) -> ColumnElement[bool]:
    """Return the condition of a record that was deleted before ``before`` and is disputed by nobody."""
    disputed = exists().where(
        conflict.c.entity == record.c.entity, conflict.c.record == record.c.id, conflict.c.open.is_(True)
    )
    return and_(record.c.gone.is_(True), record.c.modified_at < before, ~disputed)


def _remove(session: Session, rids: Iterable[int], before: dt.datetime) -> int:
    # Whoever restores a record waits here, or has done so: then it is no longer among the removable.
    stream.lock(session)
    found = session.execute(
        select(record.c.rid, record.c.seq, record.c.entity, record.c.id).where(
            record.c.rid.in_(list(rids)), _removable(before)
        )
    ).all()
    if not found:
        return 0
    highest = max(row.seq for row in found)
    session.execute(
        update(stream_table)
        .where(stream_table.c.no == 1, stream_table.c.floor < highest)
        .values(floor=highest)
    )
    for entity in {row.entity for row in found}:
        ids = [row.id for row in found if row.entity == entity]
        for table in (kept, record_share):
            session.execute(delete(table).where(table.c.entity == entity, table.c.record.in_(ids)))
        session.execute(
            delete(RecentRecord).where(RecentRecord.entity == entity, RecentRecord.record.in_(ids))
        )
    forget(session, [row.rid for row in found])
    return len(found)
