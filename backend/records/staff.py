"""The records of people, teams and business units as accounts write them: the port ``accounts.Records``.

Through the one write path, in the name of the administrator who asked; a refusal is raised as it is told.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.accounts.user import User
from backend.errors import AppError, Conflict, Forbidden, Invalid, NotFound
from backend.metadata import service
from backend.records import stream
from backend.records import touch as touching
from backend.records.acts import Act
from backend.records.apply import apply
from backend.records.identity import new_id
from backend.records.models import record
from backend.records.work import Origin

_ERRORS: Final[Mapping[str, type[AppError]]] = {
    "forbidden": Forbidden,
    "record-not-found": NotFound,
    "value-not-unique": Conflict,
    "still-referenced": Conflict,
    "person-has-account": Conflict,
    "person-in-use": Conflict,
    "team-in-use": Conflict,
    "business-unit-in-use": Conflict,
}


def create(session: Session, user: User, entity: str, values: Mapping[str, Any], now: dt.datetime) -> str:
    """Make a record and return its id.

    :raises AppError: why it is refused
    """
    identity = new_id(now)
    act = {"kind": "create", "entity": entity, "record": identity, "values": dict(values)}
    _apply(session, user, act, now)
    return identity


def edit(
    session: Session, user: User, entity: str, identity: str, values: Mapping[str, Any], now: dt.datetime
) -> None:
    """Set values of a record as it stands now.

    :raises AppError: why it is refused
    """
    base = _version(session, entity, identity)
    edits = {name: {"value": value, "base": base} for name, value in values.items()}
    _apply(session, user, {"kind": "set", "entity": entity, "record": identity, "edits": edits}, now)


def remove(session: Session, user: User, entity: str, identity: str, now: dt.datetime) -> None:
    """Delete a record as it stands now.

    :raises AppError: why it is refused
    """
    base = _version(session, entity, identity)
    _apply(session, user, {"kind": "delete", "entity": entity, "record": identity, "base": base}, now)


def touch(session: Session, places: Iterable[tuple[str, str]], user: User, now: dt.datetime) -> int:
    """Give records new numbers: who may read what, may have changed with them."""
    origin = Origin(user, str(uuid.uuid4()), None, now, now)
    return touching.touch(session, places, origin=origin)


def _version(session: Session, entity: str, identity: str) -> int:
    """Return the version of a record, which nobody raises before this transaction ends."""
    stream.lock(session)
    query = select(record.c.version).where(record.c.entity == entity, record.c.id == identity)
    return session.execute(query).scalar() or 0


def _apply(session: Session, user: User, act: Act, now: dt.datetime) -> None:
    metadata = service.current(session)
    change = {
        "id": str(uuid.uuid4()),
        "metadata_version": metadata.version,
        "made_at": None,
        "acts": [act],
    }
    (outcome,) = apply(session, user, [change], metadata=metadata, now=now)
    problem = outcome["problem"]
    if outcome["status"] == "rejected" and problem is not None:
        refusal = _ERRORS.get(problem["code"], Invalid)(problem["code"], field=problem.get("field"))
        refusal.arguments = problem["arguments"]
        raise refusal
