"""The order of all writes: one counter row, held from before a write is decided until its commit.

Whoever writes takes :func:`lock` first, so on PostgreSQL writers queue here and what they read under
the lock stays true. Numbers are taken by :func:`reserve` inside the change's savepoint: a refusal gives
them back, and the stream stays dense in commit order.

A database that was put back to a backup begins another epoch. Up to the head of the backup both have the same
past; numbers and versions above it mean something else in each.
"""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Label, event, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session, SessionTransaction

from backend.records.models import epoch, stream

_lock = select(stream.c.head).where(stream.c.no == 1).with_for_update()
_HEAD = "stream_head"
"""Key of ``session.info``: where the head is, while this transaction alone can move it."""

_state = select(stream.c.epoch, stream.c.head, stream.c.floor).where(stream.c.no == 1)


@dataclass(frozen=True)
class StreamState:
    """Where the stream stands; cursors of another epoch or below the floor start over."""

    epoch: str
    head: int
    floor: int


@dataclass(frozen=True)
class Shared:
    """How much of their past two epochs share: numbers of the stream, and metadata versions (None: all)."""

    head: int
    metadata: int | None


@dataclass(frozen=True)
class Numbers:
    """Numbers taken: sequence numbers from ``seq``, rids from ``rid``, each counting up."""

    seq: int
    rid: int


def lock(session: Session) -> int:
    """Wait until no other writer is at work and keep it so; return the head. Makes the row if need be."""
    head = session.execute(_lock).scalar()
    if head is None:
        _begin(session)
        head = session.execute(_lock).scalar_one()
    session.info[_HEAD] = int(head)
    return int(head)


def reserve(session: Session, writes: int, creates: int) -> Numbers:
    """Take numbers for so many writes, of which so many are new records."""
    taken = session.execute(
        update(stream)
        .where(stream.c.no == 1)
        .values(head=stream.c.head + writes, rids=stream.c.rids + creates)
        .returning(stream.c.head, stream.c.rids)
    ).one()
    session.info[_HEAD] = taken.head
    return Numbers(taken.head - writes + 1, taken.rids - creates + 1)


def state(session: Session) -> StreamState:
    """Return where the stream stands."""
    found = session.connection().execute(_state).one_or_none()
    return StreamState("", 0, 0) if found is None else StreamState(found.epoch, found.head, found.floor)


def stream_column(name: str) -> Label[Any]:
    """Return the expression of a column of the one row; NULL before the first write."""
    return select(stream.c[name]).where(stream.c.no == 1).scalar_subquery().label(name)


def head(session: Session) -> int:
    """Return the number of the newest write."""
    known: int | None = session.info.get(_HEAD)
    return state(session).head if known is None else known


def begin_epoch(session: Session, *, metadata: int, now: dt.datetime) -> StreamState:
    """Begin another epoch where the stream stands: what came after it is lost. Return it.

    :param metadata: the newest metadata version that there is
    """
    lock(session)
    before = state(session)
    begun = StreamState(uuid.uuid4().hex, before.head, before.floor)
    row = {"epoch": begun.epoch, "before": before.epoch, "head": before.head, "metadata": metadata}
    row["begun_at"] = now
    session.execute(insert(epoch).values(row))
    session.execute(update(stream).where(stream.c.no == 1).values(epoch=begun.epoch))
    return begun


def shared_with(session: Session, past: str) -> Shared:
    """Return up to where the past of another epoch is that of this one; nowhere if nothing is known of it."""
    begun = {row.epoch: row for row in session.execute(select(epoch))}
    current = state(session)
    name, shared = current.epoch, Shared(current.head, None)
    while name != past:
        step = begun.pop(name, None)
        if step is None:
            return Shared(0, 0)
        name = step.before
        known = step.metadata if shared.metadata is None else min(shared.metadata, step.metadata)
        shared = Shared(min(shared.head, step.head), known)
    return shared


def _begin(session: Session) -> None:
    row = {"no": 1, "epoch": uuid.uuid4().hex, "head": 0, "floor": 0, "rids": 0}
    on_postgresql = session.get_bind().dialect.name == "postgresql"
    # Two first writers at once: the second one's row is ignored.
    dialect = postgresql if on_postgresql else sqlite
    session.execute(dialect.insert(stream).values(row).on_conflict_do_nothing())


@event.listens_for(Session, "after_commit")
@event.listens_for(Session, "after_soft_rollback")
def _forget_head(session: Session, _rolled_back: SessionTransaction | None = None) -> None:
    """Numbers that a savepoint has taken are given back with it; after a commit others may take some."""
    session.info.pop(_HEAD, None)
