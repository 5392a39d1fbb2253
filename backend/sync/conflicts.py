"""The conflicts that a device is told of: those on records that it may hold, and the user's own.

Who may see a conflict at all, and what of it, is decided by :mod:`backend.records.conflicts`; this only adds
the device's scope, so that a conflict names no record that the device may not have.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import and_, or_, select

from backend.records.conflicts import conflicts_since
from backend.records.models import conflict, record
from backend.sync.ground import Ground

Document = dict[str, Any]


def conflicts_of(ground: Ground, after: int) -> list[Document]:
    """Return what was opened or closed after the number ``after``; 0: all that are open."""
    if ground.footing.newest_conflict <= after:
        return []
    return _in_scope(ground, _since(ground, after, ground.entities))


def conflicts_on(ground: Ground, entered: Mapping[str, list[str]]) -> list[Document]:
    """Return the open conflicts on records that come into the scope now, however old they are."""
    places = [
        and_(conflict.c.entity == entity, conflict.c.record.in_(ids)) for entity, ids in entered.items()
    ]
    if not places:
        return []
    query = select(conflict.c.entity).distinct().where(conflict.c.open.is_(True), or_(*places))
    entities = list(ground.session.scalars(query))
    if not entities:
        return []
    found = _since(ground, 0, entities)
    return [row for row in found if row["record"] in entered[row["entity"]]]


def _since(ground: Ground, after: int, entities: Iterable[str]) -> list[Document]:
    return conflicts_since(
        ground.session,
        ground.user,
        ground.metadata.model,
        after=after,
        until=ground.stream.head,
        entities=entities,
    )


def _in_scope(ground: Ground, found: list[Document]) -> list[Document]:
    told: set[str] = set()
    for entity in {row["entity"] for row in found}:
        ids = [row["id"] for row in found if row["entity"] == entity]
        inside = ground.scope.query(entity).with_only_columns(record.c.id)
        query = select(conflict.c.id).where(
            conflict.c.id.in_(ids),
            or_(conflict.c.mine_by == ground.user.person, conflict.c.record.in_(inside)),
        )
        told.update(ground.session.scalars(query))
    return [row for row in found if row["id"] in told]
