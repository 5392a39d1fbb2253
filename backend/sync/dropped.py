"""Values that were sent for fields that there are not any more: kept for a while, for who misses them.

Read by administrators, of records that they may read. Of the fields themselves no rights are left to go by.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import CursorResult, delete, select
from sqlalchemy.orm import Session

from backend.accounts.user import User
from backend.database.instants import format_instant
from backend.metadata.model import Model
from backend.records.identity import new_id
from backend.records.reach import allowed
from backend.sync.models import DroppedValues

Document = dict[str, Any]

KEPT: Final = dt.timedelta(days=90)
SCANNED: Final = 500
"""Rows looked at for one page, at most."""


def keep(session: Session, user: User, device: str, outcome: Mapping[str, Any], now: dt.datetime) -> None:
    """Keep what an outcome says was dropped."""
    problem = outcome["problem"]
    if problem is None or problem["code"] != "values-dropped":
        return
    for one in problem["arguments"]["values"]:
        session.add(
            DroppedValues(
                id=new_id(now),
                entity=one["entity"],
                record=one["record"],
                dropped=one["values"],
                change=outcome["id"],
                device=device,
                person=user.person,
                at=now,
            )
        )


def page(
    session: Session,
    user: User,
    model: Model,
    *,
    entity: str | None = None,
    record: str | None = None,
    after: str | None = None,
    limit: int = 50,
) -> Document:
    """Return dropped values of records that the user may read, newest first; a page may be short."""
    query = select(DroppedValues).order_by(DroppedValues.id.desc())
    if entity is not None:
        query = query.where(DroppedValues.entity == entity)
    if record is not None:
        query = query.where(DroppedValues.record == record)
    if after is not None:
        query = query.where(DroppedValues.id < after)
    rows = session.scalars(query.limit(SCANNED)).all()
    seen = _readable(session, user, model, rows)
    found: list[DroppedValues] = []
    for row in rows:
        if (row.entity, row.record) in seen:
            found.append(row)
        if len(found) == limit:
            return {"dropped": [_told(one) for one in found], "next": row.id}
    return {"dropped": [_told(one) for one in found], "next": rows[-1].id if len(rows) == SCANNED else None}


def collect(session: Session, *, now: dt.datetime) -> int:
    """Forget what was dropped long ago; return how many rows that were."""
    gone = session.execute(delete(DroppedValues).where(DroppedValues.at < now - KEPT))
    return gone.rowcount if isinstance(gone, CursorResult) else 0


def _readable(session: Session, user: User, model: Model, rows: Any) -> set[tuple[str, str]]:
    by_entity: defaultdict[str, set[str]] = defaultdict(set)
    for row in rows:
        if row.entity in model.entities:
            by_entity[row.entity].add(row.record)
    return {
        (entity, identity)
        for entity, ids in by_entity.items()
        for identity in allowed(session, user, "read", model, entity, ids)
    }


def _told(row: DroppedValues) -> Document:
    return {
        "entity": row.entity,
        "record": row.record,
        "values": row.dropped,
        "change": row.change,
        "device": row.device,
        "person": row.person,
        "at": format_instant(row.at),
    }
