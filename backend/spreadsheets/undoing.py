"""An import taken back: what it made is deleted, what it changed is put back, slice by slice, newest first.

History says what each slice did. A record that somebody has changed since stays as it is and is told. It is
his own write that a person takes back, so this asks for no right to delete or to set read-only fields.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from backend.accounts.user import User
from backend.metadata.service import Metadata
from backend.records.acts import Act
from backend.records.layout import layout_of
from backend.records.models import history, record
from backend.records.reach import allowed
from backend.spreadsheets.cells import shortened
from backend.spreadsheets.slices import Document, Unfit, refused

_UNDOABLE = ("create", "edit")


def undo_slice(
    session: Session, user: User, entity: str, since: int, until: int, *, metadata: Metadata, now: dt.datetime
) -> tuple[int, list[Unfit]]:
    """Take back what was written above ``since`` up to ``until``; return how many records that were.

    And of those the ones that were left as they are, each with the reason.
    """
    query = select(history).where(history.c.seq > since, history.c.seq <= until, history.c.entity == entity)
    writes = [row for row in session.execute(query.order_by(history.c.seq.desc())) if row.kind in _UNDOABLE]
    if entity not in metadata.model.entities:
        return len(writes), []
    now_at = _standing(session, entity, [row.id for row in writes])
    acts: list[tuple[str, Act]] = []
    left: dict[str, Document] = {}
    for row in writes:
        if now_at.get(row.id) == row.version:
            acts.append((row.id, _opposite(row, metadata)))
        elif row.id in now_at:
            left[row.id] = {"code": "import-changed-since", "arguments": {}}
    himself = replace(user, everything=True)
    for identity, problem in refused(session, himself, acts, metadata=metadata, now=now, imported=True):
        # How many point at it counts records that he may not read.
        used = problem["code"] == "still-referenced"
        left[identity] = {"code": "import-still-used", "arguments": {}} if used else problem
    return len(writes), _told(session, user, entity, left, metadata)


def _standing(session: Session, entity: str, ids: list[str]) -> dict[str, int]:
    """Return the version of each record that is there."""
    query = select(record.c.id, record.c.version).where(record.c.entity == entity, record.c.id.in_(ids))
    return {row.id: row.version for row in session.execute(query.where(record.c.gone.is_(False)))}


def _opposite(row: Row[Any], metadata: Metadata) -> Act:
    place = {"entity": row.entity, "record": row.id}
    if row.kind == "create":
        return {**place, "kind": "delete", "base": row.version}
    there = metadata.model.entity(row.entity).fields
    edits = {
        name: {"value": row.old.get(name), "old": value, "base": row.version}
        for name, value in row.new.items()
        if name in there
    }
    return {**place, "kind": "set", "edits": edits}


def _told(
    session: Session, user: User, entity: str, left: Mapping[str, Document], metadata: Metadata
) -> list[Unfit]:
    """Name what was left by its titles, as far as the person may read them."""
    layout = layout_of(metadata.model, entity)
    title = layout.fields[layout.entity.title]
    readable = allowed(session, user, "read", metadata.model, entity, left)
    query = select(layout.table).where(layout.table.c.id.in_(sorted(readable)))
    titles: dict[str, Any] = {}
    named = readable and title.id not in user.hidden(entity)
    for row in session.execute(query).mappings() if named else ():
        titles[row["id"]] = title.type.to_wire(
            title.from_row({str(key): value for key, value in row.items()})
        )
    return [
        Unfit(0, None, shortened(str(titles.get(identity) or identity)), problem)
        for identity, problem in left.items()
    ]
