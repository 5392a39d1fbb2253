"""Readings that cost what somebody's filter makes them cost: in their turn, and within a deadline.

A condition of a few hundred bytes can keep a database busy for hours. So one person has one such reading at
a time, all people together leave half of the readers to everything else, and each is ended in time.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from sqlalchemy.orm import Session

from backend.database import Database
from backend.database.deadlines import DeadlinePassed
from backend.errors import Invalid

T = TypeVar("T")

PULL_SECONDS = 30.0
"""What one page of a pull may take, and whatever else asks for the whole scope of a device."""


def read_filtered(
    database: Database,
    person: str,
    work: Callable[[Session], T],
    *,
    field: str | None = None,
    seconds: float | None = None,
) -> T:
    """Run ``work`` on one read-only snapshot for a person. ``field``: where his filter stands.

    ``seconds``: what it may take; None: what a filter may.

    :raises Invalid: ``filter-too-slow``
    :raises TooMany: ``too-many-at-once``
    """
    allowed = database.filter_seconds if seconds is None else seconds
    with database.filtering.taken(person):
        try:
            return database.read(work, seconds=allowed)
        except DeadlinePassed:
            raise Invalid("filter-too-slow", field=field, seconds=allowed) from None
