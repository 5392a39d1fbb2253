"""Many new records at once, through the one write path: for packages and imports.

The acts go in changes of several hundred, each whole or not at all. What points at something comes in
the same change or a later one.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from itertools import islice
from typing import Final

from sqlalchemy.orm import Session

from backend.accounts.user import User
from backend.metadata.service import Metadata
from backend.records.acts import Act
from backend.records.apply import Outcome, apply

SLICE: Final = 1000


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
    return apply(session, user, changes, metadata=metadata, now=now, imported=True)
