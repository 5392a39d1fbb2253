"""The tasks of an installation."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Final

from backend.database import Database
from backend.drafts import service as drafts
from backend.jobs.schedule import Task
from backend.offline import recent
from backend.offline.collect import collect
from backend.records import publishing, recomputing
from backend.records.blob_store import BlobStore
from backend.records.blobs import collect_garbage
from backend.spreadsheets import work
from backend.sync import dropped

HOUR: Final = 3600.0
SOON: Final = 2.0
"""Seconds after which somebody who waits is served."""


def tasks(database: Database, data: Path) -> tuple[Task, ...]:
    """Return the tasks of the installation whose data folder is ``data``."""
    store, imports = BlobStore(data / "blobs"), work.folder_of(data)
    return (
        Task(
            "publications that convert records",
            every=SOON,
            run=lambda: publishing.go_on(database, now=dt.datetime.now(dt.UTC)),
        ),
        Task(
            "imports",
            every=SOON,
            run=lambda: work.go_on(database, imports, clock=lambda: dt.datetime.now(dt.UTC)),
        ),
        Task(
            "imports of long ago",
            every=6 * HOUR,
            run=lambda: work.forget_old(database, imports, now=dt.datetime.now(dt.UTC)),
        ),
        Task(
            "computed values to be made anew",
            every=SOON,
            run=lambda: recomputing.go_on(database, now=dt.datetime.now(dt.UTC)),
        ),
        Task(
            "unused blobs",
            every=6 * HOUR,
            run=lambda: collect_garbage(database, store, now=dt.datetime.now(dt.UTC)),
        ),
        Task(
            "records opened long ago",
            every=HOUR,
            run=lambda: forget_opened(database, now=dt.datetime.now(dt.UTC)),
        ),
        Task(
            "values dropped long ago",
            every=6 * HOUR,
            run=lambda: database.write(lambda session: dropped.collect(session, now=dt.datetime.now(dt.UTC))),
        ),
        Task(
            "drafts that went long ago",
            every=6 * HOUR,
            run=lambda: database.write(
                lambda session: drafts.forget_gone(session, now=dt.datetime.now(dt.UTC))
            ),
        ),
        Task(
            "records deleted long ago",
            every=6 * HOUR,
            run=lambda: collect(database, now=dt.datetime.now(dt.UTC)),
        ),
    )


def forget_opened(database: Database, *, now: dt.datetime) -> int:
    """Forget what nobody has opened for long, slice by slice; return how many records that were."""
    forgotten = 0
    while some := database.write(lambda session: recent.expire(session, now=now)):
        forgotten += some
    return forgotten
