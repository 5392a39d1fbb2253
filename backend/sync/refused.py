"""Changes that were not applied, kept with their bodies until somebody has dealt with them.

Whether the author lacked a right is noted for administrators alone: of a record that he may not read he is
told that there is none.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Iterable, Mapping
from typing import Any, Final

import orjson
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from backend.accounts.user import User
from backend.database.instants import format_instant
from backend.fields.record_id import version_7
from backend.metadata.model import Model
from backend.records.models import record
from backend.sync.models import ChangeOutcome, RefusedChange

Change = Mapping[str, Any]
Document = dict[str, Any]

RIGHTS: Final = frozenset({"forbidden", "field-forbidden", "down-only", "field-down-only"})
"""Codes of refusals for want of a right, or because the user's profile takes nothing up."""
UNDECIDED: Final = ("waiting", "open", "returned")
"""States in which the author may still withdraw a change."""
ANSWER_BYTES: Final = 32 * 1024
"""What outcomes and decisions take of one reply, about; the others come with the next."""


def keep(
    session: Session,
    user: User,
    device: str,
    change: Change,
    outcome: Document,
    model: Model,
    now: dt.datetime,
) -> None:
    """Keep a change that is refused or waits; one that waited and is refused now is kept as such."""
    problem = outcome["problem"]
    waits = outcome["status"] == "blocked"
    said = {
        "code": problem["code"],
        "problem": problem,
        "for_rights": not waits and _for_rights(session, user, change, problem, model),
        "state": "waiting" if waits else "open",
        "at": now,
    }
    known = find(session, device, change["number"])
    if known is not None:
        for name, value in said.items():
            setattr(known, name, value)
        return
    first = change["acts"][0]
    session.add(
        RefusedChange(
            id=_in_order(now, change["number"]),
            device=device,
            number=change["number"],
            change=change["id"],
            account=user.account,
            person=user.person,
            entity=first["entity"],
            record=first["record"],
            body=_text(change),
            **said,
        )
    )


def _in_order(now: dt.datetime, number: int) -> str:
    """Return an id that sorts by the moment and, within one push, by the change's number."""
    return version_7(int(now.timestamp() * 1000), (number % 2**32) << 42 | secrets.randbits(42))


def find(session: Session, device: str, number: int) -> RefusedChange | None:
    """Return what is kept of a change of a device."""
    return session.scalar(
        select(RefusedChange).where(RefusedChange.device == device, RefusedChange.number == number)
    )


def forget(session: Session, device: str, number: int) -> None:
    """Forget a change that waited and was applied after all: its outcome and the history tell of it."""
    session.execute(
        delete(RefusedChange).where(RefusedChange.device == device, RefusedChange.number == number)
    )


def withdraw(session: Session, device: str, changes: Iterable[str]) -> list[int]:
    """Note that the author deals with changes himself; return the numbers of those not decided yet."""
    which = (
        RefusedChange.device == device,
        RefusedChange.change.in_(list(changes)),
        RefusedChange.state.in_(UNDECIDED),
    )
    session.flush()
    numbers = list(session.scalars(select(RefusedChange.number).where(*which)))
    if numbers:
        session.execute(update(RefusedChange).where(*which).values(state="withdrawn"))
    return numbers


def waiting(session: Session, device: str, *, after: int, limit: int) -> list[Document]:
    """Return the bodies of changes that wait, in the order made."""
    query = select(RefusedChange.body).where(
        RefusedChange.device == device, RefusedChange.state == "waiting", RefusedChange.number > after
    )
    bodies = session.scalars(query.order_by(RefusedChange.number).limit(limit))
    return [orjson.loads(body) for body in bodies if body is not None]


def answers(session: Session, device: str, numbers: Iterable[int], *, room: int = ANSWER_BYTES) -> Document:
    """Return what has become of changes that the device has down as refused or waiting."""
    asked = sorted(set(numbers))
    if not asked:
        return {"settled": [], "decisions": []}
    outcomes = select(ChangeOutcome.outcome).where(
        ChangeOutcome.device == device, ChangeOutcome.number.in_(asked)
    )
    final = [one for one in session.scalars(outcomes.order_by(ChangeOutcome.number)) if one.get("settled")]
    decided = select(RefusedChange).where(
        RefusedChange.device == device,
        RefusedChange.number.in_(asked),
        RefusedChange.state.in_(("applied", "returned", "discarded")),
    )
    decisions = [_decision(one) for one in session.scalars(decided.order_by(RefusedChange.number))]
    reply: Document = {"settled": [], "decisions": []}
    for key, found in (("settled", final), ("decisions", decisions)):
        for one in found:
            room -= len(orjson.dumps(one))
            if room < 0:
                return reply
            reply[key].append(one)
    return reply


def _decision(kept: RefusedChange) -> Document:
    return {
        "number": kept.number,
        "id": kept.change,
        "decision": kept.state,
        "note": kept.note,
        "at": format_instant(kept.decided_at or kept.at),
        "seq": (kept.outcome or {}).get("seq", 0) if kept.state == "applied" else 0,
    }


def _for_rights(
    session: Session, user: User, change: Change, problem: Mapping[str, Any], model: Model
) -> bool:
    code, where = problem["code"], problem["arguments"]
    if code in RIGHTS:
        return True
    entity, field = where.get("entity"), problem.get("field")
    known = model.entities.get(entity) if isinstance(entity, str) else None
    if known is None:
        return False
    if code == "unknown-field":
        return field in user.hidden(known.id)
    if code == "record-not-found":
        return _is_there(session, known.id, where["record"])
    if code == "lookup-not-found" and field in known.definitions:
        target = known.definitions[field].target
        return any(
            target is not None and isinstance(one, str) and _is_there(session, target, one)
            for act in change["acts"]
            if (act["entity"], act["record"]) == (entity, where["record"])
            for value in _given(act, field)
            for one in (value if isinstance(value, list) else [value])
        )
    return False


def _given(act: Mapping[str, Any], field: str) -> Iterable[Any]:
    if field in (act.get("values") or {}):
        yield act["values"][field]
    if field in (act.get("edits") or {}):
        yield act["edits"][field]["value"]


def _is_there(session: Session, entity: str, identity: str) -> bool:
    query = select(record.c.rid).where(
        record.c.entity == entity, record.c.id == identity, record.c.gone.is_(False)
    )
    return session.execute(query).first() is not None


def _text(change: Change) -> str | None:
    try:
        return orjson.dumps(change).decode()
    except orjson.JSONEncodeError:
        return None
