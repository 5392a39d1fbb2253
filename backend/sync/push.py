"""The way up: changes in the order made, each answered once and for all.

One transaction a request. The numbers of all changes are checked before any is applied, so a request is
either understood as a whole or refused as a whole; after that each change stands alone, and what is wrong
with one stops no other. The outcome is written in the transaction that applies the change.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.accounts.models import Device
from backend.accounts.user import User
from backend.database.retries import away, collided
from backend.errors import AppError, Conflict, Unavailable
from backend.metadata import service
from backend.records import stream
from backend.records.apply import apply
from backend.sync.bodies import body_hash, check_body
from backend.sync.directions import Directions
from backend.sync.hello import device_of
from backend.sync.models import ChangeOutcome

_log = logging.getLogger(__name__)


def push(session: Session, user: User, message: Mapping[str, Any], *, now: dt.datetime) -> dict[str, Any]:
    """Apply what is new and return the outcome of every change, new or not.

    :raises Conflict: ``change-number-gap``, ``change-number-reused`` or ``unknown-device``
    """
    device = device_of(session, user, message["device"], locked=True)
    changes: list[Mapping[str, Any]] = message["changes"]
    known = _known(session, device, changes)
    directions = Directions(session, user)
    outcomes = []
    for change in changes:
        outcome = known.get(change["number"])
        if outcome is None:
            outcome = _answer(session, user, device, change, directions, now=now)
            session.add(
                ChangeOutcome(
                    device=device.id,
                    number=change["number"],
                    body_hash=body_hash(change),
                    outcome=outcome,
                    at=now,
                )
            )
            device.next_change = change["number"] + 1
        outcomes.append(outcome)
    device.last_seen = now
    session.flush()
    return {
        "type": "outcomes",
        "outcomes": outcomes,
        "next_change": device.next_change,
        "head": stream.head(session),
    }


def _known(
    session: Session, device: Device, changes: Sequence[Mapping[str, Any]]
) -> dict[int, dict[str, Any]]:
    """Check all numbers and return the outcomes that there are already."""
    numbers = [change["number"] for change in changes]
    rows = session.scalars(
        select(ChangeOutcome).where(ChangeOutcome.device == device.id, ChangeOutcome.number.in_(numbers))
    )
    stored = {row.number: row for row in rows}
    expected = device.next_change
    for change in changes:
        number = change["number"]
        if number < device.next_change:
            found = stored.get(number)
            if found is None or found.body_hash != body_hash(change):
                raise Conflict("change-number-reused", number=number)
        elif number != expected:
            raise Conflict("change-number-gap", number=number, expected=expected)
        else:
            expected += 1
    return {number: row.outcome for number, row in stored.items()}


def _answer(
    session: Session,
    user: User,
    device: Device,
    change: Mapping[str, Any],
    directions: Directions,
    *,
    now: dt.datetime,
) -> dict[str, Any]:
    try:
        check_body(change)
        metadata = service.current(session)
        directions.check(change, metadata)
        with session.begin_nested():
            [outcome] = apply(session, user, [change], metadata=metadata, now=now, device=device.id)
            return outcome
    except Unavailable:
        raise
    except AppError as error:
        return _rejected(change, error.problem())
    except Exception as error:
        if collided(error) or away(error):
            # The database's trouble and not the change's: all of the request is tried again.
            raise
        incident = uuid4().hex[:12]
        _log.exception("incident %s: change %s of device %s", incident, change["number"], device.id)
        return _rejected(change, {"code": "unexpected", "arguments": {"incident": incident}})


def _rejected(change: Mapping[str, Any], problem: dict[str, Any]) -> dict[str, Any]:
    return {
        "number": change["number"],
        "id": change["id"],
        "status": "rejected",
        "seq": 0,
        "records": [],
        "conflicts": [],
        "problem": problem,
        "blocked_by": None,
    }
