"""Which of several processes does the background work: whoever holds a lock of the database's.

The lock belongs to a connection, so it is free again the moment its process ends, however it does. Whatever
runs under it is safe to run twice all the same: a network may part a process from its lock before the process
knows. So an engine that has no such locks only does some work more often.
"""

from __future__ import annotations

import logging
from contextlib import suppress

import psycopg

from backend.database import Database

LOCK = 0x1EADE5
"""Any number but the one of :mod:`backend.database.migrations`."""
_OPTIONS = "-c tcp_keepalives_idle=30 -c tcp_keepalives_interval=10 -c tcp_keepalives_count=3"
"""So that the lock of a machine that has lost its power is free within a minute."""

_log = logging.getLogger(__name__)


class Leader:
    """Asks whether this process leads."""

    def __init__(self, database: Database) -> None:
        self._url = (
            None if database.on_sqlite else database.url.replace("postgresql+psycopg://", "postgresql://", 1)
        )
        self._connection: psycopg.Connection | None = None
        self._leads = False

    def leads(self) -> bool:
        """Take the lead if nobody has it, and say whether it is ours; SQLite has one process, which leads."""
        if self._url is None:
            return True
        try:
            if self._connection is None:
                self._connection = psycopg.connect(
                    self._url, autocommit=True, connect_timeout=10, options=_OPTIONS,
                    application_name="satchel-jobs",
                )  # fmt: skip
            if self._leads:
                self._connection.execute("SELECT 1")
            elif self._take(self._connection):
                self._leads = True
            else:
                self.resign()
        except psycopg.Error as error:
            _log.info("nobody is asked who leads: %s", error)
            self.resign()
        return self._leads

    def resign(self) -> None:
        """Let somebody else lead."""
        self._leads = False
        if self._connection is not None:
            with suppress(psycopg.Error):
                self._connection.close()
            self._connection = None

    def _take(self, connection: psycopg.Connection) -> bool:
        try:
            row = connection.execute("SELECT pg_try_advisory_lock(%s)", (LOCK,)).fetchone()
        except (psycopg.errors.FeatureNotSupported, psycopg.errors.UndefinedFunction):
            _log.info("this database has no advisory locks: every process does the background work")
            return True
        return row is not None and bool(row[0])
