"""The inbox of refused changes: what who reviews them may see of it, and do with it.

Nobody is shown what he may not read: a change of which one record is out of his reach is not there for him,
nor is a hidden field of any. What he applies is applied by his own rights: the history names him, and the
author's device and change. The author's outcome stays as it was, and the decision is told beside it.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Iterator
from typing import Any, Final

import orjson
from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.accounts.models import Device
from backend.accounts.sessions import user_of_account
from backend.accounts.user import User
from backend.database.instants import format_instant
from backend.errors import Conflict, NotFound
from backend.metadata import service
from backend.metadata.model import Model
from backend.records.apply import apply
from backend.records.models import record
from backend.records.names_of_people import names_of
from backend.records.reach import allowed, reaches_owner
from backend.sync.answering import Answering
from backend.sync.blocking import Blocking
from backend.sync.models import RefusedChange
from backend.sync.replayed import in_this_epoch

Document = dict[str, Any]

SCANNED: Final = 200
"""Rows looked at for one page, at most: each may ask the database several things."""
NOT_APPLIED: Final = frozenset({"rejected", "blocked"})

_log = logging.getLogger(__name__)


def page(
    session: Session,
    user: User,
    *,
    state: str = "open",
    person: str | None = None,
    entity: str | None = None,
    code: str | None = None,
    for_rights: bool | None = None,
    after: str | None = None,
    limit: int = 50,
) -> Document:
    """Return refused changes that the user may see, newest first; a page may be short."""
    query = select(RefusedChange).where(RefusedChange.state == state).order_by(RefusedChange.id.desc())
    wanted = {"person": person, "entity": entity, "code": code, "for_rights": for_rights}
    for name, value in wanted.items():
        if value is not None:
            query = query.where(getattr(RefusedChange, name) == value)
    if after is not None:
        query = query.where(RefusedChange.id < after)
    model = service.current(session).model
    rows = session.scalars(query.limit(SCANNED)).all()
    found: list[Document] = []
    for row in rows:
        told = _told(session, user, model, row)
        if told is not None:
            found.append(told)
        if len(found) == limit:
            return {"changes": found, "next": row.id}
    return {"changes": found, "next": rows[-1].id if len(rows) == SCANNED else None}


def show(session: Session, user: User, identity: str) -> Document:
    """Return one refused change.

    :raises NotFound: ``not-found``, too where the user may not read what it is about
    """
    row = session.get(RefusedChange, identity, populate_existing=True)
    told = None if row is None else _told(session, user, service.current(session).model, row)
    if told is None:
        raise NotFound("not-found")
    return told


def apply_as(session: Session, user: User, identity: str, *, now: dt.datetime) -> Document:
    """Apply a refused change by the user's own rights; where they do not suffice it stays as it is.

    :raises NotFound: ``not-found``
    :raises Conflict: ``change-decided``, or ``change-not-kept``
    """
    row = _locked(session, user, identity, states=("open", "returned", "waiting"))
    change = _body(row)
    here = in_this_epoch(session, user, change)
    metadata = service.current(session)
    [outcome] = apply(session, user, [here], metadata=metadata, now=now, device=row.device)
    return _tried(session, user, row, change, outcome, now)


def retry(session: Session, user: User, identity: str, *, now: dt.datetime) -> Document:
    """Try a refused change again by the rights that its author has now.

    :raises NotFound: ``not-found``
    :raises Conflict: ``change-decided``, ``change-not-kept``, or ``author-disabled``
    """
    row = _locked(session, user, identity, states=("open", "returned"))
    change = _body(row)
    author = user_of_account(session, row.account)
    if author is None:
        raise Conflict("author-disabled")
    outcome = Answering(session, author, row.device, now=now).try_again(change)
    return _tried(session, user, row, change, outcome, now)


def give_back(session: Session, user: User, identity: str, note: str, *, now: dt.datetime) -> Document:
    """Return a change to its author with a note: he mends it, or gives it up.

    :raises NotFound: ``not-found``
    :raises Conflict: ``change-decided``
    """
    row = _locked(session, user, identity, states=("open", "returned"))
    _decide(row, user, "returned", note, now)
    return _after(session, user, row)


def discard(session: Session, user: User, identity: str, note: str | None, *, now: dt.datetime) -> Document:
    """Decide that a change is not to be. It stays here with its body, and its author is told.

    :raises NotFound: ``not-found``
    :raises Conflict: ``change-decided``
    """
    row = _locked(session, user, identity, states=("open", "returned", "waiting"))
    waited = row.state == "waiting"
    _decide(row, user, "discarded", note, now)
    author = user_of_account(session, row.account)
    if waited and author is not None:
        Answering(session, author, row.device, now=now).gave_up(_body(row))
    return _after(session, user, row)


def _tried(
    session: Session, user: User, row: RefusedChange, change: Document, outcome: Document, now: dt.datetime
) -> Document:
    row.outcome = outcome
    if outcome["status"] not in NOT_APPLIED:
        _decide(row, user, "applied", row.note, now)
        author = user_of_account(session, row.account)
        if author is None:
            # Nobody's rights are left to go by: what waits for it is for an administrator as well.
            blocking = Blocking(session, row.device)
            blocking.release(row.number)
            blocking.made(change)
        else:
            Answering(session, author, row.device, now=now).came_to_be(change)
    return _after(session, user, row)


def _decide(row: RefusedChange, user: User, state: str, note: str | None, now: dt.datetime) -> None:
    row.state, row.note, row.decided_by, row.decided_at = state, note, user.person, now
    _log.info(
        "refused change %s of device %s (%s): %s by %s", row.number, row.device, row.code, state, user.person
    )


def _after(session: Session, user: User, row: RefusedChange) -> Document:
    session.flush()
    return show(session, user, row.id)


def _locked(session: Session, user: User, identity: str, *, states: tuple[str, ...]) -> RefusedChange:
    """Return a change that may still be decided, held until the end of the transaction.

    The device's row comes first, as in a push: its author may be dealing with the change at this moment.
    """
    show(session, user, identity)
    device = session.get_one(RefusedChange, identity).device
    session.get(Device, device, with_for_update=True, populate_existing=True)
    row = session.get_one(RefusedChange, identity, with_for_update=True, populate_existing=True)
    if row.state not in states:
        raise Conflict("change-decided", state=row.state)
    return row


def _body(row: RefusedChange) -> Document:
    if row.body is None:
        raise Conflict("change-not-kept")
    body: Document = orjson.loads(row.body)
    return body


def _told(session: Session, user: User, model: Model, row: RefusedChange) -> Document | None:
    """Return what the user may see of a change; None: nothing."""
    body: Document | None = orjson.loads(row.body) if row.body is not None else None
    places = {(row.entity, row.record): False}
    for act in body["acts"] if body else ():
        place = (act["entity"], act["record"])
        places[place] = places.get(place, False) or act["kind"] == "create"
    if not all(_readable(session, user, model, row, *place) for place in places):
        return None
    acts = list(_acts(user, body["acts"])) if body else None
    if body and not acts:
        return None
    return {
        "id": row.id,
        "state": row.state,
        "at": format_instant(row.at),
        "person": row.person,
        "person_name": names_of(session, model, {row.person})[row.person],
        "device": row.device,
        "number": row.number,
        "change": row.change,
        "made_at": body["made_at"] if body else None,
        "entity": row.entity,
        "record": row.record,
        "acts": acts,
        "problem": _unnamed(user, row.entity, row.problem),
        "for_rights": row.for_rights,
        "note": row.note,
        "decided_by": row.decided_by,
        "decided_at": format_instant(row.decided_at) if row.decided_at else None,
        "outcome": _seen(user, row),
    }


def _seen(user: User, row: RefusedChange) -> Document | None:
    """Return what came of the last attempt to apply a change, without what is hidden from the user."""
    if row.outcome is None or row.outcome["problem"] is None:
        return row.outcome
    return {**row.outcome, "problem": _unnamed(user, row.entity, row.outcome["problem"])}


def _unnamed(user: User, entity: str, problem: Document) -> Document:
    """Return a problem, of a field that is hidden from the user without its name."""
    where = problem["arguments"].get("entity", entity)
    hidden = user.hidden(where) if isinstance(where, str) else frozenset()
    return {key: value for key, value in problem.items() if key != "field" or value not in hidden}


def _readable(
    session: Session, user: User, model: Model, row: RefusedChange, entity: str, identity: str
) -> bool:
    """Say whether the user may read a record: one that is not there as if its author had made it."""
    known = model.entities.get(entity)
    if user.everything or known is None:
        return user.everything
    if not user.may("read", entity):
        return False
    there = select(record.c.rid).where(record.c.entity == entity, record.c.id == identity)
    if session.execute(there).first() is None:
        return reaches_owner(session, user, "read", known, row.person if known.owned else None)
    return identity in allowed(session, user, "read", model, entity, [identity])


def _acts(user: User, acts: list[Document]) -> Iterator[Document]:
    """Yield acts without fields that are hidden from the user; one of nothing else is left out."""
    for act in acts:
        hidden = user.hidden(act["entity"])
        shown = {"with" if key == "with_" else key: value for key, value in act.items()}
        for key in ("values", "edits"):
            if act.get(key):
                shown[key] = {name: value for name, value in act[key].items() if name not in hidden}
        emptied = act["kind"] == "set" and not shown["edits"]
        if not emptied:
            yield shown
