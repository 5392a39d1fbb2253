"""The history of a record: what each write replaced, by whom, newest first."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.accounts.user import User
from backend.database.instants import format_instant
from backend.errors import NotFound
from backend.metadata.service import Metadata
from backend.records.models import history, record
from backend.records.names_of_people import names_of
from backend.records.read import readable

MOST = 500


def entries(
    session: Session, metadata: Metadata, user: User, entity: str, identity: str, *, limit: int = MOST
) -> list[dict[str, Any]]:
    """Return the history of a record, a deleted one's included.

    :raises NotFound: ``not-found``
    """
    layout = readable(metadata, user, entity)
    known = select(record.c.rid).where(record.c.entity == entity, record.c.id == identity)
    if session.execute(known).first() is None:
        raise NotFound("not-found")
    query = select(history).where(history.c.entity == entity, history.c.id == identity)
    rows = session.execute(query.order_by(history.c.seq.desc()).limit(limit)).mappings().all()
    names = names_of(session, metadata.model, {row["by"] for row in rows})
    return [
        {
            "version": row["version"],
            "at": format_instant(row["at"]),
            "by": row["by"],
            "by_name": names[row["by"]],
            "kind": row["kind"],
            "old": _known(row["old"], layout.fields),
            "new": _known(row["new"], layout.fields),
        }
        for row in rows
    ]


def _known(values: dict[str, Any], fields: Any) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name in fields}
