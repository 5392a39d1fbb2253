"""Publications that convert more records than one transaction should: done slice by slice, then published.

First the new columns are added, empty; then slices of records are converted while everybody works on by the
version in force; in the end, in one transaction, what was written meanwhile is converted again and the design
is published. How far it has come is in the row, written with each slice, so whoever goes on, after a crash or
in another process, goes on from there. What is not published any more when it is done, because the design
or the model has moved, ends with the problem; the columns stay and nobody reads them.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Mapping
from functools import partial
from typing import Any, Final
from uuid import uuid4

from sqlalchemy import Row, insert, select, update
from sqlalchemy.orm import Session

from backend.accounts.sessions import user_of_account
from backend.accounts.user import User
from backend.database import Database
from backend.errors import AppError, Conflict, Forbidden, Invalid, Unavailable
from backend.metadata import designs, service
from backend.metadata.findings import errors
from backend.metadata.model import Model
from backend.records import stream
from backend.records.converting import Conversion, convert_after, count
from backend.records.models import conversion
from backend.records.tables import expand, migrate

AT_ONCE: Final = 2_000
"""So many records are converted in the transaction that publishes."""

Document = dict[str, Any]
_UNDER_WAY: Final = ("waiting", "running")
_log = logging.getLogger(__name__)


def begin(
    session: Session, user: User, workspace: str, publication: Mapping[str, Any], *, now: dt.datetime
) -> Document | None:
    """Begin a publication that converts much, and return how it stands; None: it may be done at once.

    :raises Conflict: ``publication-under-way``; ``design-moved``
    :raises Invalid: the first error of the checks, with its place
    """
    old, new = _models(session, workspace)
    if old.version == new.version:
        return None
    if session.execute(select(conversion.c.id).where(conversion.c.state.in_(_UNDER_WAY))).first():
        raise Conflict("publication-under-way")
    if sum(count(session, one) for one in expand(session, old, new)) <= AT_ONCE:
        return None
    designs.check_revision(session, workspace, publication["revision"])
    found = errors(designs.findings(session, workspace))
    if found:
        raise found[0].refusal(Invalid, others=len(found) - 1)
    row = {
        "id": str(uuid4()), "workspace": workspace, "publication": dict(publication),
        "account": user.account, "by": user.person, "begun_at": now, "state": "waiting",
        "model": old.version, "since": 0, "total": 0, "done": 0, "place": None, "version": 0, "problem": None,
    }  # fmt: skip
    session.execute(insert(conversion).values(row))
    return _told(row)


def progress(session: Session, workspace: str) -> Document | None:
    """Return how the newest such publication of a workspace stands; None when there was none."""
    query = select(conversion).where(conversion.c.workspace == workspace)
    found = session.execute(query.order_by(conversion.c.begun_at.desc()).limit(1)).mappings().first()
    return None if found is None else _told(dict(found))


def go_on(database: Database, *, now: dt.datetime) -> int:
    """Do all that is to do for publications under way; return how many steps that took."""
    steps = 0
    while (found := database.read(_next)) is not None:
        steps += 1
        try:
            database.write(partial(_step, identity=found, now=now))
        except Unavailable:
            raise
        except AppError as problem:
            database.write(partial(_fail, identity=found, problem=problem.problem()))
        except Exception:
            _log.exception("the publication %s failed", found)
            database.write(partial(_fail, identity=found, problem={"code": "unexpected", "arguments": {}}))
    return steps


def _next(session: Session) -> str | None:
    query = select(conversion.c.id).where(conversion.c.state.in_(_UNDER_WAY))
    return session.execute(query.order_by(conversion.c.begun_at).limit(1)).scalar()


def _step(session: Session, *, identity: str, now: dt.datetime) -> None:
    query = select(conversion).where(conversion.c.id == identity).with_for_update()
    row = session.execute(query).one()
    if row.state not in _UNDER_WAY:
        return
    old, new = _models(session, row.workspace)
    if old.version != row.model or new.version == old.version:
        raise Conflict("publication-overtaken")
    parts = expand(session, old, new)
    if row.state == "waiting":
        total = sum(count(session, one) for one in parts)
        begun = {"entity": parts[0].entity, "after": None} if parts else None
        _write(session, identity, state="running", since=stream.lock(session), total=total, place=begun)
    elif row.place is not None:
        _slice(session, row, parts)
    else:
        _publish(session, row, now=now)


def _slice(session: Session, row: Row[Any], parts: list[Conversion]) -> None:
    names = [one.entity for one in parts]
    if row.place["entity"] not in names:
        raise Conflict("publication-overtaken")
    number = names.index(row.place["entity"])
    converted, last = convert_after(session, parts[number], row.place["after"])
    place: Document | None = {"entity": names[number], "after": last}
    if last is None:
        place = {"entity": names[number + 1], "after": None} if names[number + 1 :] else None
    _write(session, row.id, done=row.done + converted, place=place)


def _publish(session: Session, row: Row[Any], *, now: dt.datetime) -> None:
    user = user_of_account(session, row.account)
    if user is None or not user.has("design"):
        raise Forbidden("forbidden")
    fitting = partial(migrate, since=row.since, leave=row.publication["leave_unconverted"])
    version = designs.publish(session, user, row.workspace, row.publication, migrate=fitting, now=now)
    _write(session, row.id, state="done", version=version)


def _fail(session: Session, *, identity: str, problem: Document) -> None:
    _write(session, identity, state="failed", problem=problem)


def _models(session: Session, workspace: str) -> tuple[Model, Model]:
    """Return the model in force and the one that publishing a design would put in its place."""
    before = service.current(session)
    return before.model, designs.model_to_come(session, workspace)


def _write(session: Session, identity: str, **values: Any) -> None:
    session.execute(update(conversion).where(conversion.c.id == identity).values(values))


def _told(row: Mapping[str, Any]) -> Document:
    return {key: row[key] for key in ("id", "state", "total", "done", "version", "problem")}
