"""How long a reading transaction may take, where a person decides what it costs.

SQLite asks every few thousand steps of its machine whether to go on, on whatever thread it runs;
PostgreSQL ends a statement by itself, and no other one begins once the time has passed.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, event
from sqlalchemy.exc import DBAPIError

_STEPS_A_SECOND = 20_000
"""Of SQLite's machine between two looks at the clock, for each second allowed: about a thousandth of it.

Each look waits until Python has time for it: many of them would make a busy server slower.
"""
_CANCELLED = "57014"


class DeadlinePassed(Exception):
    """A transaction was ended because it took too long."""


@contextmanager
def deadline(connection: Connection, seconds: float | None) -> Iterator[None]:
    """Let what runs on a connection here take so long; None: as long as it takes.

    :raises DeadlinePassed: it was not enough
    """
    if seconds is None:
        yield
        return
    end = time.monotonic() + seconds
    watched = _on_sqlite if connection.dialect.name == "sqlite" else _on_postgresql
    try:
        with watched(connection, end, seconds):
            yield
    except DBAPIError as error:
        if _ended(error.orig):
            raise DeadlinePassed from error
        raise


@contextmanager
def _on_sqlite(connection: Connection, end: float, seconds: float) -> Iterator[None]:
    driver: Any = connection.connection.driver_connection
    driver.set_progress_handler(lambda: time.monotonic() > end, max(1000, int(_STEPS_A_SECOND * seconds)))
    try:
        yield
    finally:
        driver.set_progress_handler(None, 0)


@contextmanager
def _on_postgresql(connection: Connection, end: float, seconds: float) -> Iterator[None]:
    def look(*_: Any) -> None:
        if time.monotonic() > end:
            raise DeadlinePassed

    # By the driver: every pull does this, and SQLAlchemy's part of a statement costs more than the statement.
    driver: Any = connection.connection.driver_connection
    driver.execute(f"SET LOCAL statement_timeout = {max(1, int(seconds * 1000))}")
    event.listen(connection, "before_cursor_execute", look)
    try:
        yield
    finally:
        event.remove(connection, "before_cursor_execute", look)


def _ended(error: BaseException | None) -> bool:
    if isinstance(error, sqlite3.Error):
        return getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_INTERRUPT
    return getattr(error, "sqlstate", None) == _CANCELLED
