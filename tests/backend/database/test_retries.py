"""Which database errors are repeated, as a table of cases."""

from __future__ import annotations

import sqlite3
from random import Random

import psycopg
import pytest
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from backend.database.retries import away, collided, pauses


def from_sqlite(code: int) -> OperationalError:
    error = sqlite3.OperationalError("…")
    error.sqlite_errorcode = code
    return OperationalError("SELECT 1", {}, error)


def from_postgresql(error: psycopg.Error, *, broken: bool = False) -> OperationalError:
    return OperationalError("SELECT 1", {}, error, connection_invalidated=broken)


@pytest.mark.parametrize(
    ("error", "is_collision", "is_away"),
    [
        (from_sqlite(sqlite3.SQLITE_BUSY), True, False),
        (from_sqlite(sqlite3.SQLITE_BUSY_SNAPSHOT), True, False),
        (from_sqlite(sqlite3.SQLITE_FULL), False, False),
        (from_sqlite(sqlite3.SQLITE_CORRUPT), False, False),
        (from_postgresql(psycopg.errors.SerializationFailure()), True, False),
        (from_postgresql(psycopg.errors.DeadlockDetected()), True, False),
        (from_postgresql(psycopg.errors.QueryCanceled()), False, False),
        (from_postgresql(psycopg.errors.StatementCompletionUnknown()), False, True),
        (from_postgresql(psycopg.OperationalError("connection refused")), False, True),
        (from_postgresql(psycopg.errors.AdminShutdown()), False, True),
        (from_postgresql(psycopg.errors.TooManyConnections()), False, True),
        (from_postgresql(psycopg.errors.UniqueViolation(), broken=True), False, True),
        (IntegrityError("INSERT", {}, psycopg.errors.UniqueViolation()), False, False),
        (PoolTimeout(), False, True),
        (ValueError(), False, False),
    ],
)
def test_errors_are_told_apart(error: Exception, is_collision: bool, is_away: bool) -> None:
    assert (collided(error), away(error)) == (is_collision, is_away)


def test_pauses_grow_to_a_cap_and_differ() -> None:
    waits = list(pauses(200, Random(1), base=0.01, cap=1.0))

    assert len(waits) == 200
    assert all(wait <= 0.01 * 2**number for number, wait in enumerate(waits[:7]))
    assert 0.9 < max(waits) <= 1.0
    assert len(set(waits)) == 200
