"""Unique fields: no two live records hold values with the same equal key.

Asked under the stream's lock, so that the answer stays true; the unique index stands behind it. What a phone
sets in a record that there is has become a conflict before (:mod:`.taken`); all else is refused here. The
refusal names the field and never the record that has the value. That somebody's record has it, readable or
not, cannot be kept from who asks for it: a value is free or it is not, and a person must know which of his to
change. Where the field is hidden from him, a step or default set it, and it is not named (:mod:`.apply`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.records.layout import Layout, StoredField
from backend.records.work import Work


def check_unique(session: Session, works: list[Work]) -> None:
    """Refuse a value that another record holds, or that two records of the change would hold.

    :raises Invalid: ``value-not-unique``
    """
    by_entity: defaultdict[str, list[Work]] = defaultdict(list)
    for work in works:
        by_entity[work.intent.entity].append(work)
    for group in by_entity.values():
        for field in group[0].layout.fields.values():
            if field.unique:
                _check_field(session, group[0].layout, field, group)


def _check_field(session: Session, layout: Layout, field: StoredField, works: list[Work]) -> None:
    wanted: dict[str, Work] = {}
    moving = []
    for work in works:
        if field.id not in work.written:
            continue
        moving.append(work.intent.record)
        key = field.key(work.after.get(field.id))
        if key is not None and wanted.setdefault(key, work) is not work:
            raise work.intent.refusal("value-not-unique", field=field.id)
    leaving = set(moving)
    for holder, key in holders_of(session, layout, field, wanted):
        if holder not in leaving:
            raise wanted[key].intent.refusal("value-not-unique", field=field.id)


def holders_of(
    session: Session, layout: Layout, field: StoredField, keys: Iterable[str | None]
) -> list[tuple[str, str]]:
    """Return which records hold values with these equal keys, each with its key."""
    wanted = list(keys)
    if not wanted or field.keyed is None:
        return []
    column = layout.table.c[field.keyed]
    found = session.execute(select(layout.table.c.id, column).where(column.in_(wanted)))
    return [(row[0], row[1]) for row in found]
