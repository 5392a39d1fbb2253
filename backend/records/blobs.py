"""Blobs: an upload in chunks that can be resumed, who may read a blob, and what nobody refers to.

The change that refers to a blob goes up first; until the bytes are here the record says that its photo
is on its way. A blob is complete once its file is whole, checked and forced to disk, and only then are
its parts let go, so a crash at any moment costs at most a repeat.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Row, delete, exists, insert, select, update
from sqlalchemy.orm import Session

from backend.accounts.user import User
from backend.database import Database
from backend.errors import Invalid, NotFound, TooLarge
from backend.records import stream
from backend.records.blob_store import ANY_FILE, BlobStore
from backend.records.blob_uses import is_awaited, may_read
from backend.records.models import blob, blob_use

BLOB_BYTES: Final = 25 * 1024 * 1024
"""The largest blob."""
UNUSED_FOR: Final = dt.timedelta(days=1)
"""How long a blob may wait for a change that refers to it."""

_RANGE = re.compile(r"bytes ([0-9]{1,12})-([0-9]{1,12})/([0-9]{1,12})")
_SHA256 = re.compile("[0-9a-f]{64}")


@dataclass(frozen=True)
class Chunk:
    """Some bytes of a blob, where they begin, and what the whole will be."""

    start: int
    data: bytes
    total: int
    sha256: str
    picture: bool = True
    """Whether the whole must be a picture."""

    @classmethod
    def of(
        cls, data: bytes, content_range: str | None, sha256: str | None, media_type: str | None = None
    ) -> Chunk:
        """Read a chunk with its headers; what is not sent as mere bytes is to be a picture.

        :raises Invalid: ``blob-range-invalid`` or ``blob-hash-missing``
        :raises TooLarge: ``blob-too-large``
        """
        if not sha256 or not _SHA256.fullmatch(sha256):
            raise Invalid("blob-hash-missing")
        found = _RANGE.fullmatch(content_range or "")
        start, end, total = map(int, found.groups()) if found else (0, -1, -1)
        if total > BLOB_BYTES:
            raise TooLarge("blob-too-large", max_bytes=BLOB_BYTES)
        if not data or end - start + 1 != len(data) or end >= total:
            raise Invalid("blob-range-invalid")
        return cls(start, data, total, sha256, media_type != ANY_FILE)


def receive(
    database: Database, store: BlobStore, user: User, identity: str, chunk: Chunk, *, now: dt.datetime
) -> dict[str, Any]:
    """Take a chunk and return what is here; a chunk that does not follow on what is here changes nothing.

    :raises NotFound: ``not-found``, for a blob that somebody else sends
    :raises Invalid: ``blob-changed``, ``blob-hash-mismatch`` or ``blob-wrong-type``
    """
    known = database.write(lambda session: _begin(session, user, identity, chunk, now))
    if known.complete:
        return _state(identity, known.size, complete=True)
    try:
        if chunk.start == store.received(identity):
            store.put_part(identity, chunk.start, chunk.data)
        received = store.received(identity)
        if received < known.size:
            return _state(identity, received, complete=False)
        media_type = database.offload(lambda: store.assemble(identity, chunk.sha256, picture=chunk.picture))
    except FileNotFoundError:
        # Another sender of the same blob has finished, or found it damaged, and let the parts go.
        return database.read(lambda session: state_of(session, store, user, identity))
    except Invalid:
        if database.write(lambda session: _forget(session, identity)):
            raise
        return database.read(lambda session: state_of(session, store, user, identity))
    database.write(lambda session: _complete(session, identity, media_type))
    store.forget_parts(identity)
    return _state(identity, known.size, complete=True)


def state_of(session: Session, store: BlobStore, user: User, identity: str) -> dict[str, Any]:
    """Return how much of the user's own upload is here; nothing of one that has not begun.

    :raises NotFound: ``not-found``, for a blob that somebody else sends
    """
    known = _row(session, identity)
    if known is None:
        return _state(identity, 0, complete=False)
    if known.owner != user.person:
        raise NotFound("not-found")
    return _state(
        identity, known.size if known.complete else store.received(identity), complete=known.complete
    )


def readable_blob(session: Session, user: User, identity: str) -> Row[Any]:
    """Return the row of a complete blob that the user may read.

    :raises NotFound: ``not-found``, or ``blob-on-its-way`` to those who may read it once it is here
    """
    known = _row(session, identity)
    if known is None:
        raise NotFound("blob-on-its-way" if is_awaited(session, user, identity) else "not-found")
    if not may_read(session, user, known):
        raise NotFound("not-found")
    if not known.complete:
        raise NotFound("blob-on-its-way")
    return known


def collect_garbage(database: Database, store: BlobStore, *, now: dt.datetime) -> int:
    """Remove blobs that no record refers to or ever did, a day after their upload began; return how many.

    Holds the stream's lock, as does whoever writes a reference or begins an upload: a blob cannot be
    taken up while it is thrown away.
    """
    found = database.write(lambda session: _forget_unused(session, now - UNUSED_FOR))
    for identity, sha256 in found:
        store.forget_parts(identity)
        database.write(lambda session, sha256=sha256: _remove_file(session, store, sha256))  # type: ignore[misc]
    return len(found)


def _begin(session: Session, user: User, identity: str, chunk: Chunk, now: dt.datetime) -> Row[Any]:
    known = _row(session, identity)
    if known is None:
        stream.lock(session)
        known = _row(session, identity)
    if known is None:
        session.execute(
            insert(blob).values(
                id=identity,
                owner=user.person,
                sha256=chunk.sha256,
                size=chunk.total,
                received=0,
                complete=False,
                created=now,
            )
        )
        known = session.execute(select(blob).where(blob.c.id == identity)).one()
    if known.owner != user.person:
        raise NotFound("not-found")
    if (known.size, known.sha256) != (chunk.total, chunk.sha256):
        raise Invalid("blob-changed")
    return known


def _complete(session: Session, identity: str, media_type: str) -> None:
    session.execute(
        update(blob).where(blob.c.id == identity).values(complete=True, type=media_type, received=blob.c.size)
    )


def _forget(session: Session, identity: str) -> bool:
    """Forget an upload that came to nothing; false when another sender has brought it or given it up."""
    unfinished = delete(blob).where(blob.c.id == identity, blob.c.complete.is_(False))
    return bool(session.execute(unfinished.returning(blob.c.id)).all())


def _row(session: Session, identity: str) -> Row[Any] | None:
    return session.execute(select(blob).where(blob.c.id == identity)).one_or_none()


def _forget_unused(session: Session, before: dt.datetime) -> list[tuple[str, str]]:
    stream.lock(session)
    unused = delete(blob).where(blob.c.created < before, ~exists().where(blob_use.c.blob == blob.c.id))
    return [(row.id, row.sha256) for row in session.execute(unused.returning(blob.c.id, blob.c.sha256))]


def _remove_file(session: Session, store: BlobStore, sha256: str) -> None:
    stream.lock(session)
    if session.execute(select(blob.c.id).where(blob.c.sha256 == sha256).limit(1)).first() is None:
        store.remove(sha256)


def _state(identity: str, received: int, *, complete: bool) -> dict[str, Any]:
    return {"blob": identity, "received": received, "complete": complete}
