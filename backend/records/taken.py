"""Unique values that another record took first: each a conflict of its own, so that the rest is written.

Whoever works on a phone could not know. His value waits in the conflict, the record keeps the one that it
had, and he chooses another. Which record has the value is not said: who may read it finds it by its value.

Refused as a whole is what nobody could choose in, by :mod:`backend.records.uniqueness`: a new record, which
is none without its value; what a step sets or a restore brings back; and a write that is answered at once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy.orm import Session

from backend.records.layout import StoredField
from backend.records.uniqueness import holders_of
from backend.records.work import ConflictDraft, Origin, Work


def leave_taken(session: Session, works: Iterable[Work], origin: Origin) -> None:
    """Turn every unique value that a phone set and another record holds into a conflict of its record."""
    if origin.device is None:
        return
    by_entity: defaultdict[str, list[Work]] = defaultdict(list)
    for work in works:
        by_entity[work.intent.entity].append(work)
    for group in by_entity.values():
        if any(_chosen(work) for work in group):
            # What is left as it was keeps its value, which another record of the change may have wanted.
            while _leave_once(session, group):
                pass


def _chosen(work: Work) -> list[StoredField]:
    """Return the unique fields that the user set himself, in a record that there was."""
    if work.kind not in ("edit", "resolve"):
        return []
    fields = (work.layout.fields[name] for name in work.asked if name in work.written)
    return [field for field in fields if field.unique]


def _leave_once(session: Session, works: list[Work]) -> bool:
    left = False
    for field in works[0].layout.fields.values():
        setting = [work for work in works if field in _chosen(work)]
        if not setting:
            continue
        keys = {field.key(work.after.get(field.id)) for work in setting} - {None}
        moving = {work.intent.record for work in works if field.id in work.written}
        taken = {
            key for holder, key in holders_of(session, works[0].layout, field, keys) if holder not in moving
        }
        for work in setting:
            if field.key(work.after.get(field.id)) in taken:
                _leave(work, field)
                left = True
    return left


def _leave(work: Work, field: StoredField) -> None:
    """Take a field back to what it was, with its group, and keep what was wanted in a conflict."""
    fields, edits = work.layout.fields, work.intent.edits
    unit = [
        name
        for name in work.written
        if name == field.id or (field.group is not None and fields[name].group == field.group)
    ]
    wire = work.layout.wire
    work.conflicts.append(
        ConflictDraft(
            "unique",
            frozenset(unit),
            base={name: edits[name].old for name in unit if name in edits and not edits[name].blind},
            mine=wire({name: work.after.get(name) for name in unit}),
            theirs=wire({name: work.before.get(name) for name in unit}),
        )
    )
    work.put({name: work.before.get(name) for name in unit})
    work.written.difference_update(unit)
