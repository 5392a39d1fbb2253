"""Unique values that another record took first: each a conflict of its own, so that the rest is written.

Whoever works on a phone could not know. His value waits in the conflict, the record keeps the one that it
had, and he chooses another. Which record has the value is not said: who may read it finds it by its value.

What was deleted comes back without a value that another record has taken since, and it waits in the same way.

Refused as a whole is what nobody could choose in, by :mod:`backend.records.uniqueness`: a new record, which
is none without its value; one that would come back without what it must have; what a step sets; and a write
that is answered at once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy.orm import Session

from backend.accounts.user import User
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
        if any(_choosable(work, origin.user) for work in group):
            # What is left as it was keeps its value, which another record of the change may have wanted.
            while _leave_once(session, group, origin.user):
                pass


def _choosable(work: Work, user: User) -> list[StoredField]:
    """Return the unique fields that the user set, or that come back, and that he can give another value."""
    fields = work.layout.fields
    match work.kind:
        case "edit" | "resolve":
            names = [name for name in work.asked if name in work.written]
        case "restore":
            fixed = _fixed(work, user)
            names = [name for name in work.written if fixed.isdisjoint(_unit(work, fields[name]))]
        case _:
            names = []
    return [fields[name] for name in names if fields[name].unique]


def _fixed(work: Work, user: User) -> set[str]:
    """Return the fields of what comes back that the user cannot give another value or leave empty."""
    entity, fields = work.intent.entity, work.layout.fields
    if not user.may("edit", entity):
        return set(fields)
    given = {name for name, field in fields.items() if field.read_only or field.definition.numbered}
    return given.union(work.layout.required, user.hidden(entity), user.read_only(entity))


def _leave_once(session: Session, works: list[Work], user: User) -> bool:
    left = False
    for field in works[0].layout.fields.values():
        setting = [work for work in works if field in _choosable(work, user)]
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
    edits, unit = work.intent.edits, _unit(work, field)
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


def _unit(work: Work, field: StoredField) -> list[str]:
    """Return what a change writes of a field and its group."""
    fields = work.layout.fields
    return [
        name
        for name in work.written
        if name == field.id or (field.group is not None and fields[name].group == field.group)
    ]
