"""The tasks of an installation."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Final

from backend.database import Database
from backend.jobs.schedule import Task
from backend.records.blob_store import BlobStore
from backend.records.blobs import collect_garbage

HOUR: Final = 3600.0


def tasks(database: Database, data: Path) -> tuple[Task, ...]:
    """Return the tasks of the installation whose data folder is ``data``."""
    store = BlobStore(data / "blobs")
    return (
        Task(
            "unused blobs",
            every=6 * HOUR,
            run=lambda: collect_garbage(database, store, now=dt.datetime.now(dt.UTC)),
        ),
    )
