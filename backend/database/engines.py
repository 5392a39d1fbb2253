"""SQLAlchemy engines, set up so that a transaction is exactly what its name says.

SQLite: WAL, a real BEGIN on every transaction (the driver begins none for a SELECT), BEGIN IMMEDIATE for
writing (a deferred one that reads and then writes fails at once), and synchronous=FULL, because in WAL
mode NORMAL may lose an acknowledged commit when the power goes. Engines open a connection when asked
and keep none: who owns connections is decided in :mod:`backend.database.connections`.
"""

from __future__ import annotations

from typing import Any

import orjson
from sqlalchemy import Connection, Engine, NullPool, create_engine, event

BUSY_MILLISECONDS = 2000
"""How long SQLite waits, asleep on its native thread, for another process to end its write."""

_PRAGMAS = (
    f"busy_timeout={BUSY_MILLISECONDS}",
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "temp_store=MEMORY",
    "mmap_size=268435456",
    "journal_size_limit=67108864",
)


def sqlite_writer(url: str, *, foreign_keys: bool = True) -> Engine:
    """Return the engine whose transactions hold the write lock from their first moment.

    Migrations switch ``foreign_keys`` off, since SQLite changes a table by making it anew.
    """
    pragmas = _PRAGMAS if foreign_keys else (*_PRAGMAS, "foreign_keys=OFF")
    return _sqlite(url, begin="BEGIN IMMEDIATE", pragmas=pragmas)


def sqlite_reader(url: str) -> Engine:
    """Return the engine whose transactions are snapshots that cannot write."""
    return _sqlite(url, begin="BEGIN", pragmas=(*_PRAGMAS, "query_only=ON"))


def _sqlite(url: str, *, begin: str, pragmas: tuple[str, ...]) -> Engine:
    engine = create_engine(
        url,
        poolclass=NullPool,
        # A connection moves between native threads and is used by one at a time.
        connect_args={"check_same_thread": False, "isolation_level": None},
    )

    @event.listens_for(engine, "connect")
    def prepare(driver_connection: Any, _record: Any) -> None:
        for pragma in pragmas:
            driver_connection.execute(f"PRAGMA {pragma}").close()

    @event.listens_for(engine, "begin")
    def begin_for_real(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine


def postgresql(url: str, *, connections: int, isolation: str) -> Engine:
    """Return the PostgreSQL engine, whose transactions are so isolated unless a connection asks otherwise."""
    return create_engine(
        url,
        pool_size=connections,
        max_overflow=connections,
        pool_timeout=10,
        pool_pre_ping=True,
        pool_recycle=1800,
        isolation_level=isolation,
        json_serializer=lambda value: orjson.dumps(value).decode(),
        json_deserializer=orjson.loads,
        connect_args={
            "connect_timeout": 10,
            "application_name": "satchel",
            # A transaction that is left open would hold the order of changes for everyone.
            "options": "-c idle_in_transaction_session_timeout=60000 -c timezone=UTC",
        },
    )
