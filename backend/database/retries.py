"""Which database errors mean "try the whole transaction again", and how long to wait before.

Pure but for the exception classes of SQLAlchemy. Full jitter, so that those who collided do not
collide again.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from random import Random

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

_SERIALISATION_FAILURE, _DEADLOCK = "40001", "40P01"
_AWAY = ("08", "53", "57P", "40003")
"""Connection failures, exhausted resources, shutdowns; a commit of which nobody knows whether it was made."""


def collided(error: Exception) -> bool:
    """Tell whether nothing but another transaction stood in the way, so that a repeat may succeed."""
    if not isinstance(error, DBAPIError):
        return False
    if isinstance(error.orig, sqlite3.Error):
        # The low byte is the code; the rest says which kind, such as BUSY_SNAPSHOT.
        return getattr(error.orig, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_BUSY
    return getattr(error.orig, "sqlstate", None) in (_SERIALISATION_FAILURE, _DEADLOCK)


def away(error: Exception) -> bool:
    """Tell whether the database could not be reached, or the connection broke.

    Whether a broken transaction has been committed is not known: only the caller who can recognise his
    own repeat may try again.
    """
    if isinstance(error, PoolTimeout):
        return True
    if not isinstance(error, DBAPIError) or isinstance(error.orig, sqlite3.Error):
        return False
    state = getattr(error.orig, "sqlstate", None)
    unreachable = state is None and type(error.orig).__name__ == "OperationalError"
    return error.connection_invalidated or unreachable or (state or "").startswith(_AWAY)


def pauses(attempts: int, random: Random, *, base: float = 0.01, cap: float = 0.25) -> Iterator[float]:
    """Yield the seconds to wait before each repeat, ``attempts`` of them."""
    for attempt in range(attempts):
        yield random.uniform(0, min(cap, base * 2**attempt))
