"""Touches: records numbered anew although nothing of them has changed.

A device looks at a record again because its number has risen: what decides whether the record belongs on
it stands elsewhere. Version, values, their number and conflicts stay as they are, so a device whose scope
has not moved gets nothing, or what is open of conflicts on the record.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.records import stream
from backend.records.models import record
from backend.records.work import TOUCHES, Origin
from backend.records.write import write_touches

Place = tuple[str, str]
"""Entity and record."""

SLICE: Final = 500


def touch(session: Session, places: Iterable[Place], *, origin: Origin, kind: str = "touch") -> int:
    """Give records that are there new numbers, each once; return how many. Takes the stream's lock."""
    if kind not in TOUCHES:
        raise ValueError(f"{kind} is no touch")
    stream.lock(session)
    found = list(_versions(session, places))
    if found:
        write_touches(session, found, origin, kind)
    return len(found)


def _versions(session: Session, places: Iterable[Place]) -> Iterator[tuple[str, str, int]]:
    by_entity: defaultdict[str, set[str]] = defaultdict(set)
    for entity, identity in places:
        by_entity[entity].add(identity)
    for entity in sorted(by_entity):
        ids = sorted(by_entity[entity])
        for start in range(0, len(ids), SLICE):
            query = select(record.c.id, record.c.version).where(
                record.c.entity == entity, record.c.id.in_(ids[start : start + SLICE])
            )
            # One lock order for everyone: entities by name, records by id.
            for identity, version in session.execute(query.order_by(record.c.id).with_for_update()):
                yield entity, identity, version
