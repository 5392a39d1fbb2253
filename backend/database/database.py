"""The database port: transactions given as functions, because they run on another thread.

``read`` and ``write`` take a function of a session, run it in one transaction and return its result;
services never begin, commit or roll back. A function may run more than once, so it changes nothing but
the database. It knows nothing of the request that it runs for, on whatever thread it does: what it needs is
handed to it. Inside it nobody waits: no network, no other transaction, no sleep; what must follow a
commit is registered with :meth:`Database.after_commit`.
"""

from __future__ import annotations

import logging
import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import Context, ContextVar
from typing import Any, TypeVar

from sqlalchemy import Connection, event
from sqlalchemy.orm import Session, SessionTransaction

from backend.config import Settings
from backend.database.connections import READERS, Connections, PostgresqlConnections, SqliteConnections
from backend.database.deadlines import deadline
from backend.database.retries import away, collided, pauses
from backend.database.threads import threads
from backend.database.turns import Turns
from backend.errors import Unavailable

T = TypeVar("T")
Callback = Callable[[], None]

REPEATS = 60
DEADLINE_SECONDS = 15.0
OFFLOAD_THREADS = 4

READ_ONLY = "read_only"
"""Key of ``session.info``: true in :meth:`Database.read`."""

_log = logging.getLogger(__name__)
_inside: ContextVar[bool] = ContextVar("inside_transaction", default=False)


class Database:
    """The one database of an installation."""

    def __init__(self, settings: Settings) -> None:
        self.url = settings.database_url
        self.on_sqlite = settings.on_sqlite
        self._connections: Connections = (
            SqliteConnections(self.url)
            if self.on_sqlite
            else PostgresqlConnections(self.url, serializable=settings.serializable)
        )
        # A reader among serialisable transactions may be refused for what others write.
        self._read_repeats = REPEATS if settings.serializable else 2
        self.writer_engine = self._connections.writer
        """For migrations, which need a connection of their own; everything else uses ``write``."""
        self.filter_seconds = settings.filter_seconds
        self.filtering = Turns(each=1, in_all=READERS // 2)
        """Of readings that a filter of somebody's drives; the other readers are for everybody else."""
        self.pulling = Turns(each=READERS // 2)
        """Of what the devices of one person ask for."""
        self._offload = threads(OFFLOAD_THREADS)
        self._random = random.Random()

    def read(self, work: Callable[[Session], T], *, seconds: float | None = None) -> T:
        """Run ``work`` on one read-only snapshot.

        Raises :class:`Unavailable` when the database cannot be reached, and
        :class:`backend.database.deadlines.DeadlinePassed` when it takes longer than ``seconds``.
        """
        return self._until(
            lambda: self._connections.read(lambda c: Context().run(_reading, c, work, seconds)),
            repeats=self._read_repeats,
        )

    def write(self, work: Callable[[Session], T]) -> T:
        """Run ``work`` in one transaction and commit it; any exception rolls all of it back.

        A collision with another transaction runs ``work`` again from the start, for at most 15 seconds.
        Raises :class:`Unavailable` when that was not enough, or the database cannot be reached.
        """
        result, callbacks = self._until(
            lambda: self._connections.write(lambda c: Context().run(_writing, c, work)), repeats=REPEATS
        )
        for callback in callbacks:
            try:
                callback()
            except Exception:
                _log.exception("a callback failed after its transaction was committed")
        return result

    def after_commit(self, session: Session, callback: Callback) -> None:
        """Call ``callback`` once the session's transaction is committed, in the context that asked for it.

        Not called when the transaction, or the savepoint that was open here, is rolled back. A process
        that ends between commit and call never calls it: use it for hints only.
        """
        _registrations(session).append((_open_savepoints(session), callback))

    def offload(self, work: Callable[[], T]) -> T:
        """Run work that keeps a processor busy (passwords, images) without holding up anyone else."""
        return self._offload.run(lambda: Context().run(work))

    def close(self) -> None:
        """Close idle connections; running work ends on its own."""
        self._connections.close()

    def _until(self, attempt: Callable[[], T], *, repeats: int) -> T:
        if _inside.get():
            raise RuntimeError("a transaction inside a transaction: pass the session along instead")
        end = time.monotonic() + DEADLINE_SECONDS
        waits = pauses(repeats, self._random)
        while True:
            try:
                return attempt()
            except Exception as error:
                if away(error):
                    raise Unavailable("database-away") from error
                if not collided(error):
                    raise
                pause = next(waits, None)
                if pause is None or time.monotonic() + pause > end:
                    raise Unavailable("database-busy") from error
                _log.info("transaction repeated after a collision: %s", type(error).__name__)
            # Here and not in the transaction: a wait inside would hold everyone else.
            time.sleep(pause)


def _reading(connection: Connection, work: Callable[[Session], T], seconds: float | None) -> T:
    with _session(connection) as session:
        # What is read here is committed and may be remembered; in a writing transaction it may yet vanish.
        session.info[READ_ONLY] = True
        try:
            with deadline(connection, seconds):
                return work(session)
        finally:
            session.rollback()


def _writing(connection: Connection, work: Callable[[Session], T]) -> tuple[T, list[Callback]]:
    with _session(connection) as session:
        try:
            result = work(session)
            session.commit()
        except BaseException:
            session.rollback()
            raise
        return result, [callback for _, callback in _registrations(session)]


@contextmanager
def _session(connection: Connection) -> Iterator[Session]:
    token = _inside.set(True)
    try:
        # Results outlive the session, so reading an attribute after the commit must not need a query.
        with _Session(connection, expire_on_commit=False) as session:
            # From the first moment, so that a writer holds the lock before it reads.
            session.connection()
            yield session
    finally:
        _inside.reset(token)


class _Session(Session):
    """The session of one transaction."""


def _registrations(session: Session) -> list[tuple[list[SessionTransaction], Callback]]:
    registrations: list[Any] = session.info.setdefault("after_commit", [])
    return registrations


def _open_savepoints(session: Session) -> list[SessionTransaction]:
    savepoints = []
    transaction = session.get_nested_transaction()
    while transaction is not None:
        savepoints.append(transaction)
        transaction = transaction.parent
    return savepoints


def _forget_registrations(session: Session, rolled_back: SessionTransaction) -> None:
    kept = [(opened, callback) for opened, callback in _registrations(session) if rolled_back not in opened]
    session.info["after_commit"] = kept


# Of the class: a listener of each session's own would cost as much as a statement.
event.listen(_Session, "after_soft_rollback", _forget_registrations)
