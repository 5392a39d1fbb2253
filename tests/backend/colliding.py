"""A database in which every writing transaction collides once, with all of its work done.

What a transaction's function does beside writing to its session shows: it would be done twice.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import TypeVar

from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from backend.config import Settings
from backend.database import Database

T = TypeVar("T")


class CollidingDatabase(Database):
    """On SQLite, where nothing collides by itself."""

    def write(self, work: Callable[[Session], T]) -> T:
        """Do the work, throw it away as a collision does, and do it again."""
        attempts: list[int] = []

        def colliding(session: Session) -> T:
            result = work(session)
            session.flush()
            attempts.append(1)
            if len(attempts) == 1:
                busy = sqlite3.OperationalError("database is locked")
                busy.sqlite_errorcode = sqlite3.SQLITE_BUSY_SNAPSHOT
                raise OperationalError("COMMIT", {}, busy)
            return result

        return super().write(colliding)


def open_database(settings: Settings, kind: str) -> Database:
    """Open a database of a kind that tests run on."""
    return CollidingDatabase(settings) if kind == "colliding" else Database(settings)
