"""Who owns connections, and on which thread a transaction runs.

SQLite: one lane with one connection for writing and one lane with a few for reading, on native threads
under gevent. No SQLAlchemy pool takes part, because a pool waits on locks that gevent has patched, and
a native thread that waits on one can hang. PostgreSQL: the calling greenlet and SQLAlchemy's own pool;
psycopg cooperates with gevent.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import Any, Protocol, TypeVar

from sqlalchemy import Connection, Engine

from backend.database.engines import postgresql, sqlite_reader, sqlite_writer
from backend.database.threads import threads

T = TypeVar("T")

READERS = 4
POSTGRESQL_CONNECTIONS = 10


class Connections(Protocol):
    """Runs a job on a connection of its own, which comes without a transaction and goes back without one."""

    writer: Engine

    def read(self, job: Callable[[Connection], T]) -> T:
        """Run ``job`` where a transaction is one snapshot and cannot write."""

    def write(self, job: Callable[[Connection], T]) -> T:
        """Run ``job`` where a transaction may write."""

    def close(self) -> None:
        """Close what is idle."""


class SqliteConnections:
    """One lane for writing, one for reading."""

    def __init__(self, url: str) -> None:
        self.writer = sqlite_writer(url)
        self._writing = _Lane(self.writer, 1)
        self._reading = _Lane(sqlite_reader(url), READERS)

    def read(self, job: Callable[[Connection], T]) -> T:
        return self._reading.run(job)

    def write(self, job: Callable[[Connection], T]) -> T:
        return self._writing.run(job)

    def close(self) -> None:
        self._reading.close()
        self._writing.close()


class PostgresqlConnections:
    """SQLAlchemy's pool, used from the calling greenlet or thread.

    Writers queue at the stream's row, and what they read under its lock stays true: so READ COMMITTED is
    enough. Where transactions are ``serializable`` instead, whoever comes second at that row is refused at
    once and begins again.
    """

    def __init__(self, url: str, *, serializable: bool) -> None:
        writing, reading = (
            ("SERIALIZABLE", "SERIALIZABLE") if serializable else ("READ COMMITTED", "REPEATABLE READ")
        )
        self.writer = postgresql(url, connections=POSTGRESQL_CONNECTIONS, isolation=writing)
        self._reader = self.writer.execution_options(isolation_level=reading, postgresql_readonly=True)

    def read(self, job: Callable[[Connection], T]) -> T:
        with self._reader.connect() as connection:
            return job(connection)

    def write(self, job: Callable[[Connection], T]) -> T:
        with self.writer.connect() as connection:
            return job(connection)

    def close(self) -> None:
        self.writer.dispose()


class _Lane:
    def __init__(self, engine: Engine, size: int) -> None:
        self._engine = engine
        self._threads = threads(size)
        # The first connection of an engine is made under a lock: here, while there is one thread only.
        # deque's pop and append are atomic, so the lane needs no lock of its own.
        self._idle = deque([engine.connect()])

    def run(self, job: Callable[[Connection], T]) -> T:
        return self._threads.run(lambda: self._on_connection(job))

    def _on_connection(self, job: Callable[[Connection], T]) -> T:
        try:
            connection = self._idle.pop()
        except IndexError:
            connection = self._engine.connect()
        try:
            return job(connection)
        finally:
            if connection.in_transaction() or connection.invalidated or _is_left_open(connection):
                connection.close()
            else:
                self._idle.append(connection)

    def close(self) -> None:
        while self._idle:
            self._idle.pop().close()


def _is_left_open(connection: Connection) -> bool:
    """Tell whether SQLite is still in a transaction: one whose commit failed is over for SQLAlchemy alone."""
    driver: Any = connection.connection.driver_connection
    return bool(driver.in_transaction)
