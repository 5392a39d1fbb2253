"""The check of a device: it and the office count the same records apart, and mend where they differ.

Both are asked of one footing: the device has applied everything up to its cursor's head, and the terms of its
scope are those of the cursor. Then only what gives a record a number of its own can have moved it since, so
records with a number above that head are left out, on both sides: the next pull brings them. All others must
be equal, and one that is not is a fault of ours. Here the sums are compared; the buckets that differ are for
:mod:`backend.sync.verify_mend`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pyroaring import BitMap
from sqlalchemy.orm import Session

from backend.accounts.user import User
from backend.errors import Conflict
from backend.offline import sets
from backend.offline.models import FULL
from backend.offline.sets import Step
from backend.sync.cursors import Cursor, Seal
from backend.sync.ground import Ground
from backend.sync.pull import rescoped
from backend.sync.verify_reports import Report, keep_report
from backend.sync.verify_sums import Sums, bucket_of
from backend.sync.verify_truth import truth

Message = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Checked:
    """A reply; what is to be written before it may leave, and what is to be remembered of it."""

    reply: dict[str, Any]
    step: Step | None = None
    report: Report | None = None


def verify(session: Session, user: User, message: Message, *, seal: Seal, now: dt.datetime) -> Checked:
    """Compare a device's sums with what it should hold.

    :raises Malformed: ``bad-cursor``
    :raises Conflict: ``bad-cursor`` or ``unknown-device``
    """
    ground, cursor = stand(session, user, message, seal=seal, now=now)
    if not even(ground, cursor):
        return Checked({"type": "verified", "behind": True, "differing": []})
    differing, counted = [], 0
    for said in message["entities"]:
        sums, odd = _counted(ground, cursor, said["entity"])
        counted += sums.count
        buckets = sorted({*sums.differing(said["sums"]), *odd})
        if buckets:
            differing.append({"entity": said["entity"], "buckets": buckets})
    report = Report(
        device=ground.device,
        run=message["run"],
        at=ground.now,
        why=message["why"],
        head=cursor.head,
        records=counted,
        differing=sum(len(one["buckets"]) for one in differing),
    )
    return Checked({"type": "verified", "behind": False, "differing": differing}, report=report)


def keep(session: Session, checked: Checked) -> bool:
    """Write what a message of a check has changed; False when a pull came between: ask again."""
    if checked.step is not None and not sets.store(session, checked.step):
        return False
    if checked.report is not None:
        keep_report(session, checked.report)
    return True


def stand(
    session: Session, user: User, message: Message, *, seal: Seal, now: dt.datetime
) -> tuple[Ground, Cursor]:
    """Return what a message of a check stands on.

    :raises Malformed: ``bad-cursor``
    :raises Conflict: ``bad-cursor`` or ``unknown-device``
    """
    ground = Ground(session, user, message["device"], now)
    epoch = ground.stream.epoch
    cursor = seal.open_cursor(ground.device, message["cursor"])
    ground = ground.at(cursor.reached)
    if cursor.epoch != epoch or not ground.state.knows(cursor.generation):
        raise Conflict("bad-cursor")
    return ground, cursor


def even(ground: Ground, cursor: Cursor) -> bool:
    """Say whether the stream alone tells what has moved since a cursor."""
    return not cursor.whole and not rescoped(ground, cursor)


def _counted(ground: Ground, cursor: Cursor, entity: str) -> tuple[Sums, set[int]]:
    """Return the sums of what the device should hold, and the buckets in which its set is another one."""
    sums, inside, moved = Sums(), BitMap(), BitMap()
    for one in truth(ground, entity):
        inside.add(one.rid)
        if one.seq > cursor.head:
            moved.add(one.rid)
        else:
            sums.add(one.id, one.version, one.mask)
    known = sets.members(ground.session, ground.device, (entity, FULL), cursor.generation)
    odd = (known ^ inside) - moved
    places = ground.places(odd) if odd else {}
    # What is no longer known has no bucket: any will do for its set to be looked at.
    found = (places.get(rid, ("00", 0)) for rid in odd)
    return sums, {bucket_of(id_) for id_, seq in found if seq <= cursor.head}
