"""Which records refer to which blobs, and who may therefore read them.

A reference does not make a blob readable by itself: whoever writes it must be its owner, or read it
already by another record. A reference may come before its blob; then it counts once the blob turns out
to be its writer's. It counts for those who may read the record and the field.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, and_, exists, or_, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from backend.accounts.user import User
from backend.fields.blob_reference import BlobReference
from backend.records.models import blob, blob_use, record
from backend.records.reach import within_any
from backend.records.work import Origin, Work

UNKNOWN: Final = ""
"""The field of references that were noted before fields were."""


def note_uses(session: Session, works: Iterable[Work], origin: Origin) -> None:
    """Note every blob that the works refer to, in values and in conflicts.

    :raises Invalid: ``blob-not-found`` for another person's blob that the writer cannot read
    """
    wanted = [(work, name, identity) for work in works for name, identity in _references(work)]
    if not wanted:
        return
    ids = sorted({identity for _, _, identity in wanted})
    owners = {
        row.id: row.owner
        for row in session.execute(select(blob.c.id, blob.c.owner).where(blob.c.id.in_(ids)))
    }
    foreign = [identity for identity, owner in owners.items() if owner != origin.user.person]
    readable = _readable(session, origin.user, foreign) if foreign else set()
    rows = {}
    for work, name, identity in wanted:
        if identity in foreign and identity not in readable:
            raise work.intent.refusal("blob-not-found", field=name)
        rows[(identity, *work.place, name)] = {
            "blob": identity,
            "entity": work.intent.entity,
            "record": work.intent.record,
            "field": name,
            "by": origin.user.person,
            "proven": identity in owners,
        }
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    noted = dialect.insert(blob_use)
    # Someone who has the right makes good a reference that was only claimed before.
    proven = noted.on_conflict_do_update(
        index_elements=["blob", "entity", "record", "field"],
        set_={"by": noted.excluded.by, "proven": True},
        where=and_(noted.excluded.proven.is_(True), blob_use.c.proven.is_(False)),
    )
    session.execute(proven, list(rows.values()))


def may_read(session: Session, user: User, found: Row[Any]) -> bool:
    """Tell whether the user may read a blob: it is his, or a record that he may read refers to it."""
    return user.everything or found.owner == user.person or bool(_readable(session, user, [found.id]))


def is_awaited(session: Session, user: User, identity: str) -> bool:
    """Tell whether a record that the user may read refers to a blob that is not here yet."""
    query = select(blob_use.c.blob).where(blob_use.c.blob == identity)
    if not user.everything:
        query = query.where(_seen(user))
    return session.execute(query.limit(1)).first() is not None


def _readable(session: Session, user: User, ids: Iterable[str]) -> set[str]:
    wanted = list(ids)
    if user.everything:
        return set(wanted)
    counts = or_(blob_use.c.proven.is_(True), _by_owner())
    query = select(blob_use.c.blob).where(blob_use.c.blob.in_(wanted), _seen(user), counts)
    return set(session.execute(query).scalars())


def _seen(user: User) -> ColumnElement[bool]:
    """Return the condition of a reference in a field that the user may read, of a record that he may read."""
    entities = [entity for entity in user.rights if user.may("read", entity)]
    same = and_(record.c.entity == blob_use.c.entity, record.c.id == blob_use.c.record)
    masked = [
        or_(blob_use.c.entity != entity, blob_use.c.field.not_in([UNKNOWN, *sorted(user.hidden(entity))]))
        for entity in entities
        if user.hidden(entity)
    ]
    return and_(exists().where(same, within_any(user, "read", entities)), *masked)


def _by_owner() -> ColumnElement[bool]:
    return exists().where(blob.c.id == blob_use.c.blob, blob.c.owner == blob_use.c.by)


def _references(work: Work) -> Iterator[tuple[str, str]]:
    fields = work.layout.fields
    referring = [name for name, field in fields.items() if isinstance(field.type, BlobReference)]
    for name in referring:
        if name in work.written:
            yield from ((name, identity) for identity in _ids(work.after.get(name)))
        for draft in work.conflicts:
            yield from ((name, identity) for identity in _ids(draft.mine.get(name)))


def _ids(value: Any) -> Iterator[str]:
    for reference in value if isinstance(value, list) else [value]:
        if isinstance(reference, Mapping):
            yield reference["blob"]
