"""The conflicts that a device is told of: those on records that it may hold, and the user's own.

Who may see a conflict at all is decided by :mod:`backend.records.conflicts`; this only adds the device's
scope, so that a conflict names no record that the device may not have.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import or_, select

from backend.offline.scope import scope
from backend.records.conflicts import conflicts_since
from backend.records.models import conflict, record
from backend.sync.ground import Ground


def conflicts_of(ground: Ground, after: int) -> list[dict[str, Any]]:
    """Return what was opened or closed after the number ``after``; 0: all that are open."""
    found = conflicts_since(
        ground.session,
        ground.user,
        ground.metadata.model,
        after=after,
        until=ground.stream.head,
        entities=ground.entities,
    )
    told: set[str] = set()
    for entity in {row["entity"] for row in found}:
        ids = [row["id"] for row in found if row["entity"] == entity]
        inside = scope(ground.metadata.profile, ground.user, entity).with_only_columns(record.c.id)
        query = select(conflict.c.id).where(
            conflict.c.id.in_(ids),
            or_(conflict.c.mine_by == ground.user.person, conflict.c.record.in_(inside)),
        )
        told.update(ground.session.scalars(query))
    return [row for row in found if row["id"] in told]
