"""What lookups point at: it must be there, and what is pointed at must stay.

A target that the person may not read is refused like one that does not exist. Targets that the same
change makes count, in whatever order it makes them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Column, func, select
from sqlalchemy.orm import Session

from backend.accounts.user import User
from backend.metadata.model import Model
from backend.records.layout import layout_of
from backend.records.models import record
from backend.records.work import Origin, Work


def check_targets(session: Session, works: list[Work], origin: Origin) -> None:
    """Refuse a lookup to a record that is not live, or will not be.

    :raises Invalid: ``lookup-not-found``
    """
    appearing = {work.place for work in works if work.appears}
    disappearing = {work.place for work in works if work.disappears}
    wanted: defaultdict[str, set[str]] = defaultdict(set)
    asked = list(_lookups(works))
    for work, name, target, identity in asked:
        place = (target, identity)
        if place in disappearing or not (place in appearing or _may_point(work, name, place, origin)):
            raise work.intent.refusal("lookup-not-found", field=name)
        if place not in appearing:
            wanted[target].add(identity)
    live = {target: _live(session, target, ids) for target, ids in wanted.items()}
    for work, name, target, identity in asked:
        if (target, identity) not in appearing and identity not in live[target]:
            raise work.intent.refusal("lookup-not-found", field=name)


def check_unreferenced(session: Session, works: list[Work], model: Model, user: User) -> None:
    """Refuse to delete a record that others still point at, unless they go or look elsewhere as well.

    :raises Invalid: ``still-referenced`` with ``count``, of the records that the user may read
    """
    doomed = [work for work in works if work.disappears]
    if not doomed:
        return
    touched: defaultdict[str, list[str]] = defaultdict(list)
    for work in works:
        if work.kind:
            touched[work.intent.entity].append(work.intent.record)
    for work in doomed:
        readable = hidden = 0
        for entity, column in _pointing_at(model, work.intent.entity):
            table = column.table
            pointing = select(func.count()).where(
                column == work.intent.record, table.c.id.not_in(touched[entity])
            )
            count = session.execute(pointing).scalar_one()
            if user.may("read", entity):
                readable += count
            else:
                hidden += count
        if readable or hidden:
            raise work.intent.refusal("still-referenced", count=readable)


def _lookups(works: Iterable[Work]) -> Iterator[tuple[Work, str, str, str]]:
    for work in works:
        for name in work.written:
            field = work.layout.fields[name].definition
            if field.type == "lookup" and field.target is not None and name in work.after:
                yield work, name, field.target, work.after[name]


def _may_point(work: Work, name: str, place: tuple[str, str], origin: Origin) -> bool:
    target, identity = place
    known = name in work.trusted or identity == origin.user.person or work.kind == "restore"
    return known or origin.user.may("read", target)


def _live(session: Session, entity: str, ids: set[str]) -> set[str]:
    query = select(record.c.id).where(
        record.c.entity == entity, record.c.id.in_(sorted(ids)), record.c.gone.is_(False)
    )
    return set(session.execute(query).scalars())


def _pointing_at(model: Model, entity: str) -> Iterator[tuple[str, Column[Any]]]:
    for other in model.entities:
        layout = layout_of(model, other)
        for field in layout.fields.values():
            if field.definition.type == "lookup" and field.definition.target == entity:
                yield other, layout.table.c[field.columns[0][0]]
