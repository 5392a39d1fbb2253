"""What is done once after the database was put back to a backup: another epoch begins.

From then on no cursor, number or version of before is trusted above what the backup holds. Devices hear of it
with their next hello: they send again what the backup has lost, and fetch a whole new copy.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from backend.accounts.models import SignIn
from backend.database import Database
from backend.metadata import service
from backend.records import stream
from backend.records.blob_store import BlobStore
from backend.records.models import blob

_SLICE = 500


@dataclass(frozen=True)
class Restored:
    """Where the new epoch begins, and how many files the database names that are not there."""

    epoch: str
    head: int
    missing: int


def begin_anew(database: Database, store: BlobStore, *, now: dt.datetime, sign_out: bool = False) -> Restored:
    """Begin another epoch. Safe to repeat: it costs each device one more copy, and changes nothing.

    Files that are missing are taken to be on their way: the phones that have them send them again.

    :param sign_out: end all sign-ins, since some that were ended after the backup run again
    """
    begun = database.write(lambda session: _begin(session, now, sign_out=sign_out))
    missing = [
        identity
        for identity, sha256 in database.read(_complete)
        if sha256 is None or not store.path(sha256).is_file()
    ]
    for start in range(0, len(missing), _SLICE):
        some = missing[start : start + _SLICE]
        database.write(lambda session, some=some: _await(session, some))  # type: ignore[misc]
    return Restored(begun.epoch, begun.head, len(missing))


def _begin(session: Session, now: dt.datetime, *, sign_out: bool) -> stream.StreamState:
    begun = stream.begin_epoch(session, metadata=service.current(session).version, now=now)
    if sign_out:
        session.execute(delete(SignIn))
    return begun


def _complete(session: Session) -> list[tuple[str, str | None]]:
    rows = session.execute(select(blob.c.id, blob.c.sha256).where(blob.c.complete.is_(True)))
    return [(row.id, row.sha256) for row in rows]


def _await(session: Session, blobs: list[str]) -> None:
    session.execute(update(blob).where(blob.c.id.in_(blobs)).values(complete=False, received=0))
