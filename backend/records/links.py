"""What records point at by lookups of several, asked from the other end: an index beside the values.

The value stands in the record and is read from there. The links of a record are written with it and say the
same, for those who ask which records point at one: no index finds an id inside a list on both databases.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, Select, delete, select
from sqlalchemy.orm import Session

from backend.database.many import insert_rows
from backend.fields.lookup import targets_of
from backend.records.layout import Layout, Values
from backend.records.models import link
from backend.records.work import Work

Row = dict[str, str]


def linked(entity: str, field: str) -> Select[tuple[str, str]]:
    """Return the query of the records of an entity and of what they point at by a field."""
    return select(link.c.record, link.c.target).where(link.c.entity == entity, link.c.field == field)


def points_at(
    identity: ColumnElement[str], entity: str, field: str, targets: Collection[str]
) -> ColumnElement[bool]:
    """Return the condition that a record of an entity, by its id, points at one of ``targets`` by a field."""
    found = linked(entity, field).where(link.c.target.in_(sorted(targets)))
    return identity.in_(found.with_only_columns(link.c.record))


def links_of(layout: Layout, record: str, values: Values) -> list[Row]:
    """Return the links of a record that has these values."""
    return [
        {"entity": layout.entity.id, "record": record, "field": name, "target": target}
        for name in layout.linking
        for target in targets_of(values.get(name))
    ]


def write_links(session: Session, layout: Layout, works: Sequence[Work]) -> None:
    """Write the links of records of one entity whose values are written."""
    moved = [work for work in works if not (work.appears or work.written.isdisjoint(layout.linking))]
    # A field may have left the model since: whatever goes takes all of its links along.
    stale = {work.intent.record for work in (*moved, *(one for one in works if one.disappears))}
    if stale:
        same = (link.c.entity == layout.entity.id, link.c.record.in_(sorted(stale)))
        session.execute(delete(link).where(*same))
    there = [*moved, *(work for work in works if work.appears)]
    rows = [links_of(layout, work.intent.record, work.after) for work in there if not work.disappears]
    insert_rows(session, link, [row for some in rows for row in some])
