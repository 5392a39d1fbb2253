"""Comparing whole sets: what the device held, and what it may hold now.

Needed when the rights or the profile moved, or when the cursor is older than the oldest deleted record
still known: then no number of the stream tells which records came or went. Both sets are walked in order
of ``rid``, so the walk resumes anywhere; whatever moves meanwhile has a higher number than the cursor
and is met by the delta that follows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pyroaring import BitMap

from backend.errors import Conflict
from backend.offline import sets
from backend.offline.scope import scope
from backend.records.models import record
from backend.sync.ground import Ground
from backend.sync.limits import PAGE_ROWS
from backend.sync.parcel import Parcel


@dataclass(frozen=True, slots=True)
class Place:
    """How far the walk has come: everything of the entities before, and up to a ``rid`` of this one."""

    entity: str
    rid: int


def targets(ground: Ground) -> dict[str, BitMap]:
    """Return what the device may hold now, for every entity of which it may hold or has held something."""
    return {entity: _target(ground, entity) for entity in ground.all_entities}


def differs(ground: Ground, generation: int, wanted: dict[str, BitMap]) -> bool:
    """Say whether anything is to be sent for the difference between a generation and the targets."""
    return any(
        sets.members(ground.session, ground.device, entity, generation) != target
        for entity, target in wanted.items()
    )


def walk(
    ground: Ground, place: Place, *, held: int, wanted: dict[str, BitMap], parcel: Parcel
) -> Place | None:
    """Fill ``parcel`` with the difference from ``place`` on; None when all of it is sent.

    :raises Conflict: ``bad-cursor`` when a record that must go is no longer known by its id
    """
    order = ground.all_entities
    if place.entity and place.entity not in order:
        raise Conflict("page-outdated")
    for entity in order[order.index(place.entity) if place.entity else 0 :]:
        after = place.rid if entity == place.entity else -1
        before = sets.members(ground.session, ground.device, entity, held)
        for rids in _slices(before ^ wanted.get(entity, BitMap()), after):
            stopped = _send(ground, entity, rids, before, parcel)
            if stopped is not None:
                return Place(entity, stopped)
    return None


def _target(ground: Ground, entity: str) -> BitMap:
    query = scope(ground.metadata.profile, ground.user, entity).with_only_columns(record.c.rid)
    return BitMap(ground.session.scalars(query))


def _slices(rids: BitMap, after: int) -> Iterator[list[int]]:
    waiting = list(rids)
    start = next((index for index, rid in enumerate(waiting) if rid > after), len(waiting))
    for index in range(start, len(waiting), PAGE_ROWS):
        yield waiting[index : index + PAGE_ROWS]


def _send(ground: Ground, entity: str, rids: Sequence[int], before: BitMap, parcel: Parcel) -> int | None:
    """Send one slice; return the ``rid`` after which the page was full, None when all of it fitted."""
    known = ground.ids(entity, rids)
    inside = ground.in_scope(entity, [rid for rid in rids if rid not in before])
    rows = ground.rows(entity, [known[rid][0] for rid in inside])
    for rid in rids:
        if rid in before:
            if rid not in known:
                raise Conflict("bad-cursor")
            record_id, gone = known[rid]
            fits = parcel.out(entity, ground.why(entity, gone=gone), record_id)
        elif rid in inside and (row := rows.get(known[rid][0])) is not None:
            fits = parcel.put(entity, row)
        else:
            fits = True
        if not fits:
            return rid - 1
    return None
