"""The history of a record: what each write replaced, by whom, newest first.

Where a policy left the office's value in effect, the entry says what the user wanted (``overruled``).

For the eyes of one user: a record that he may not read has none, hidden fields are in no entry, and an entry
of nothing else is left out. Whom a record is shared with is told to those who may share it; touches and what
people keep are nobody's history.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any, Final

from sqlalchemy import RowMapping, select
from sqlalchemy.orm import Session

from backend.accounts.user import User
from backend.database.instants import format_instant
from backend.errors import NotFound
from backend.metadata.service import Metadata
from backend.records.models import conflict, history, record
from backend.records.names_of_people import names_of
from backend.records.reach import allowed
from backend.records.read import readable

MOST = 500
NOT_TOLD: Final = ("touch", "keep")
"""Kinds of history that are no history of the record."""
RESERVED: Final = ("owner", "shares")
"""What entries tell of beside fields."""


def entries(
    session: Session, metadata: Metadata, user: User, entity: str, identity: str, *, limit: int = MOST
) -> list[dict[str, Any]]:
    """Return the history of a record, a deleted one's included.

    :raises NotFound: ``not-found``
    """
    layout = readable(metadata, user, entity)
    mine = allowed(session, user, "read", metadata.model, entity, [identity])
    known = select(record.c.rid).where(record.c.entity == entity, record.c.id.in_(mine))
    if session.execute(known).first() is None:
        raise NotFound("not-found")
    # A conflict may be over hidden fields alone, which its entry does not say.
    untold = (*NOT_TOLD, "conflict", "close") if user.hidden(entity) else NOT_TOLD
    query = select(history).where(
        history.c.entity == entity, history.c.id == identity, history.c.kind.not_in(untold)
    )
    if not allowed(session, user, "share", metadata.model, entity, [identity]):
        query = query.where(history.c.kind != "share")
    rows = session.execute(query.order_by(history.c.seq.desc()).limit(limit)).mappings().all()
    told = {*layout.fields, *RESERVED} - user.hidden(entity)
    shown = list(_shown(rows, told, user.hidden(entity)))
    names = names_of(session, metadata.model, {row["by"] for row in rows})
    overruled = _overruled(session, entity, identity)
    return [
        {
            "version": row["version"],
            "at": format_instant(row["at"]),
            "by": row["by"],
            "by_name": names[row["by"]],
            "kind": row["kind"],
            "old": old,
            "new": new,
            "overruled": _told(overruled.get(row["change"], {}), told),
        }
        for row, old, new in shown
    ]


def _overruled(session: Session, entity: str, identity: str) -> dict[str, dict[str, Any]]:
    """Return what users wanted that a policy did not let stand, by their change."""
    settled = select(conflict.c.change, conflict.c.mine).where(
        conflict.c.entity == entity,
        conflict.c.record == identity,
        conflict.c.open.is_(False),
        conflict.c.closed_change == conflict.c.change,
    )
    found: dict[str, dict[str, Any]] = {}
    for row in session.execute(settled):
        found.setdefault(row.change, {}).update(row.mine)
    return found


def _shown(
    rows: Iterable[RowMapping], told: Collection[str], hidden: frozenset[str]
) -> Iterable[tuple[RowMapping, dict[str, Any], dict[str, Any]]]:
    for row in rows:
        old, new = (_told(row[key], told) for key in ("old", "new"))
        whole = {*row["old"], *row["new"]}
        if row["kind"] in ("edit", "resolve") and not old and not new and whole & hidden:
            continue
        yield row, old, new


def _told(values: Mapping[str, Any], told: Collection[str]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name in told}
