"""Many new records at once, through the one write path: for packages and imports.

The acts go in changes of several hundred, each whole or not at all. What points at something comes in
the same change or a later one.

PostgreSQL plans by what it knows of its tables, and looks at them on its own a minute after such a load at
the earliest. Until then it would plan for empty ones, and a comparison of whole sets could take for ever; so
it is told to look.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from itertools import islice
from typing import Final

from sqlalchemy import text
from sqlalchemy.orm import Session

from backend.accounts.user import User
from backend.metadata.service import Metadata
from backend.records.acts import Act
from backend.records.apply import apply
from backend.records.models import history, record
from backend.records.names import table_name
from backend.records.stages import Outcome

SLICE: Final = 1000
MANY: Final = 1000
"""So many records at once change what PostgreSQL should know of a table."""


def apply_many(
    session: Session, user: User, acts: Iterable[Act], *, metadata: Metadata, now: dt.datetime
) -> list[Outcome]:
    """Apply acts in changes of at most a thousand; return one outcome a change.

    The acts may bring auto-numbers, read-only values, and ``owner`` in a create.
    """
    waiting = iter(acts)
    slices = iter(lambda: list(islice(waiting, SLICE)), [])
    changes = (
        {
            "id": str(uuid.uuid4()),
            "metadata_version": metadata.version,
            "made_at": None,
            "acts": part,
        }
        for part in slices
    )
    outcomes = apply(session, user, changes, metadata=metadata, now=now, imported=True)
    written = [one["entity"] for outcome in outcomes for one in outcome["records"]]
    if len(written) >= MANY:
        take_stock(session, set(written))
    return outcomes


def take_stock(session: Session, entities: Iterable[str]) -> None:
    """Let PostgreSQL look at the tables of entities, and at those that all entities share.

    In the transaction that has filled them: whoever comes after its commit finds them known.
    """
    if session.get_bind().dialect.name != "postgresql":
        return
    tables = {record.name, history.name, *map(table_name, entities)}
    session.execute(text("ANALYZE " + ", ".join(f'"{name}"' for name in sorted(tables))))
