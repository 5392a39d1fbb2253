"""The way up: changes in the order made, each answered once and for all.

One transaction a request. The numbers of all changes are checked before any is applied, so a request is
either understood as a whole or refused as a whole; after that each change stands alone, and what is wrong
with one stops no other, but for those that cannot be without it: they wait (:mod:`backend.sync.blocking`).
The outcome is written in the transaction that applies the change.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from backend.accounts.models import Device
from backend.accounts.user import User
from backend.database.listed import listed
from backend.errors import Conflict
from backend.records import stream
from backend.sync.answering import Answering
from backend.sync.bodies import body_hash
from backend.sync.hello import device_of
from backend.sync.models import ChangeOutcome
from backend.sync.refused import answers
from backend.sync.replayed import answered_before

_outcomes = ChangeOutcome.__table__.c
_answered = select(_outcomes.number, _outcomes.body_hash, _outcomes.outcome).where(
    _outcomes.device == bindparam("device"), listed(_outcomes.number, "numbers")
)


def push(session: Session, user: User, message: Mapping[str, Any], *, now: dt.datetime) -> dict[str, Any]:
    """Apply what is new and return the outcome of every change, new or not.

    :raises Conflict: ``change-number-gap``, ``change-number-reused``, ``epoch-over`` or ``unknown-device``
    """
    device = device_of(session, user, message["device"], locked=True)
    changes: list[Mapping[str, Any]] = message["changes"]
    epoch = message.get("epoch")
    if epoch and epoch != stream.state(session).epoch:
        # Its numbers are of another past: the device has to hear of that first.
        raise Conflict("epoch-over")
    outcomes = _known(session, device, changes)
    fresh = [one for one in changes if one["number"] not in outcomes]
    before = answered_before(session, device, fresh)
    outcomes |= Answering(session, user, device.id, now=now).answer_in_order(fresh, before)
    if fresh:
        device.next_change = fresh[-1]["number"] + 1
    device.last_seen = now
    session.flush()
    return {
        "type": "outcomes",
        "outcomes": [outcomes[change["number"]] for change in changes],
        "next_change": device.next_change,
        "head": stream.head(session),
        **answers(session, device.id, message["refused"]),
    }


def _known(
    session: Session, device: Device, changes: Sequence[Mapping[str, Any]]
) -> dict[int, dict[str, Any]]:
    """Check all numbers and return the outcomes that there are already."""
    again = [change["number"] for change in changes if change["number"] < device.next_change]
    stored = {}
    if again:
        rows = session.connection().execute(_answered, {"device": device.id, "numbers": again})
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
