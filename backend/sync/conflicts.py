"""The conflicts that a device is told of: those on records that it may hold, and the user's own.

Who may see a conflict at all, and what of it, is decided by :mod:`backend.records.conflicts`; this only adds
the device's scope, so that a conflict names no record that the device may not have. They come after the
records, in the order in which they last changed, as many on a page as there is room for: whatever is opened
or closed while pages travel has a higher number by then, and is met again.

Who may see a conflict hangs on the record: on whose it is, on shares, on the unit of its owner. So a record
that moves and is disputed comes with all that is open on it, and the device drops what others disagree on
that did not come with it. Where rights moved all that is open is told, and the same holds of all records.

A device that is behind is not told what a field holds that was retyped since: what it has of its user's own
stays, and goes up as it is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, or_, select

from backend.records.conflicts import FIRST, Place, conflicts_beyond
from backend.records.models import conflict, record
from backend.records.reach import within_any
from backend.sync.ground import Ground
from backend.sync.limits import PAGE_ROWS, SCANNED_CONFLICTS, TAKEN_BACK
from backend.sync.parcel import Parcel

Document = dict[str, Any]


def tell(ground: Ground, parcel: Parcel, since: int, place: Place, *, every: bool) -> Place | None:
    """Fill the parcel with what was opened or closed after the number ``since``, from ``place`` on.

    Return how far it came, None when all of it is told. ``every``: and with what is open, however old.
    """
    if ground.footing.newest_conflict <= (0 if every else since):
        return None
    news = conflict.c.seq > since
    wanted = and_(
        or_(news, conflict.c.open.is_(True)) if every else news,
        conflict.c.seq <= ground.stream.head,
        conflict.c.entity.in_(ground.entities),
    )
    for _ in range(0, PAGE_ROWS, SCANNED_CONFLICTS):
        found = _beyond(ground, wanted, place)
        told = _in_scope(ground, [row for _, row in found if row is not None])
        for next_place, row in found:
            if row is not None and row["id"] in told and not parcel.conflict(row):
                return place
            place = next_place
        if len(found) < SCANNED_CONFLICTS:
            return None
    return place


def disputed(ground: Ground, entity: str, ids: Collection[str]) -> set[str]:
    """Return those of some records that have an open conflict, whoever may see it."""
    if not ids or not ground.footing.newest_conflict:
        return set()
    wanted = and_(conflict.c.entity == entity, conflict.c.record.in_(ids), conflict.c.open.is_(True))
    return set(ground.session.scalars(select(conflict.c.record).where(wanted)))


def tell_older(ground: Ground, parcel: Parcel, put: Mapping[str, list[str]]) -> bool:
    """Add the open conflicts on disputed records that this page puts; False: not all of them fit."""
    if not put:
        return True
    places = [and_(conflict.c.entity == entity, conflict.c.record.in_(ids)) for entity, ids in put.items()]
    wanted = and_(conflict.c.open.is_(True), or_(*places))
    place = FIRST
    while True:
        found = _beyond(ground, wanted, place)
        for next_place, row in found:
            if row is not None and not parcel.conflict(row):
                return False
            place = next_place
        if len(found) < SCANNED_CONFLICTS:
            return True


def take_back(ground: Ground, parcel: Parcel, since: int) -> None:
    """Take out the records with a conflict of the user's own that he may not read any more.

    The device keeps such a conflict, to choose in, and where the record was deleted it is in no set. Of one
    that was closed after the number ``since``, its record perhaps back, it has not heard: nobody tells it.
    """
    if not ground.footing.newest_conflict:
        return
    same = and_(record.c.entity == conflict.c.entity, record.c.id == conflict.c.record)
    readable = within_any(ground.user, "read", ground.metadata.model.entities)
    stays = exists().where(same, readable)
    here = or_(conflict.c.open.is_(True), conflict.c.seq > since)
    own = and_(here, conflict.c.mine_by == ground.user.person)
    found = select(conflict.c.entity, conflict.c.record).where(own, ~stays).distinct()
    for entity, id_ in ground.session.execute(found.limit(TAKEN_BACK)):
        parcel.out(entity, "lost", id_)


def _beyond(ground: Ground, wanted: ColumnElement[bool], place: Place) -> list[tuple[Place, Document | None]]:
    model = ground.metadata.model
    return conflicts_beyond(
        ground.session,
        ground.user,
        model,
        wanted,
        place,
        limit=SCANNED_CONFLICTS,
        withheld=ground.scope.behind,
    )


def _in_scope(ground: Ground, found: Iterable[Document]) -> set[str]:
    """Return the ids of the conflicts that the device may be told of."""
    by_entity: dict[str, list[Document]] = defaultdict(list)
    told = set()
    for row in found:
        if row["mine_by"] == ground.user.person:
            told.add(row["id"])
        else:
            by_entity[row["entity"]].append(row)
    for entity, rows in by_entity.items():
        records = {row["record"] for row in rows}
        numbers = select(record.c.rid, record.c.id).where(record.c.entity == entity, record.c.id.in_(records))
        rids = {row.rid: row.id for row in ground.session.execute(numbers)}
        inside = {rids[rid] for rid in ground.scope.inside(entity, rids)}
        told.update(row["id"] for row in rows if row["record"] in inside)
    return told
