"""What lookups point at: it must be there, and what is pointed at must stay.

A target that the person may not read is refused like one that does not exist, unless it was not he who
chose it: a published step did, or it comes back with a restored record. Targets that the same change makes
count, in whatever order it makes them. Of what points at a record, those that he may read are counted, by
fields that he may read; that there are others the refusal cannot hide, for it would not be one.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Column, ColumnElement, Select, exists, false, func, select
from sqlalchemy.orm import Session

from backend.accounts.user import User
from backend.fields.lookup import targets_of
from backend.metadata.model import Entity, Model
from backend.records.layout import layout_of
from backend.records.models import link, record
from backend.records.reach import within
from backend.records.work import Origin, Work

Place = tuple[str, str]
"""Entity and id of a record."""


def check_targets(session: Session, works: list[Work], model: Model, origin: Origin) -> None:
    """Refuse a lookup to a record that is not live, or will not be.

    :raises Invalid: ``lookup-not-found``
    """
    appearing = {work.place for work in works if work.appears}
    disappearing = {work.place for work in works if work.disappears}
    wanted: defaultdict[tuple[str, bool], set[str]] = defaultdict(set)
    asked = []
    for work, name, target, identity in _lookups(works):
        if (target, identity) in disappearing:
            raise work.intent.refusal("lookup-not-found", field=name)
        if (target, identity) not in appearing and not _stood(work, name, identity):
            trusted = _is_trusted(work, name, identity, origin)
            asked.append((work, name, target, identity, trusted))
            wanted[target, trusted].add(identity)
    found = {
        (target, trusted): _live(session, model, target, ids, None if trusted else origin.user)
        for (target, trusted), ids in wanted.items()
    }
    for work, name, target, identity, trusted in asked:
        if identity not in found[target, trusted]:
            raise work.intent.refusal("lookup-not-found", field=name)


def check_unreferenced(session: Session, works: list[Work], model: Model, user: User) -> None:
    """Refuse to delete a record that others still point at, unless they go or look elsewhere as well.

    :raises Invalid: ``still-referenced`` with ``count``, of the records that the user may read
    """
    doomed = [work for work in works if work.disappears]
    going: defaultdict[str, set[str]] = defaultdict(set)
    for work in doomed:
        going[work.intent.entity].add(work.intent.record)
    counted: Counter[Place] = Counter()
    readable: Counter[Place] = Counter()
    for gone, ids in going.items():
        for entity, field, identity, target, points in _pointing_at(model, gone):
            moving = [work.intent.record for work in works if _moves(work, entity, field)]
            pointing = select(target, func.count(identity)).group_by(target)
            pointing = pointing.where(*points, target.in_(sorted(ids)), identity.not_in(moving))
            counts = _counts(session, pointing, gone)
            counted += counts
            if counts:
                readable += _counts(session, pointing.where(*_seen(identity, entity, field, user)), gone)
    for work in doomed:
        if counted[work.place]:
            raise work.intent.refusal("still-referenced", count=readable[work.place])


def _counts(session: Session, query: Select[str, int], entity: str) -> Counter[Place]:
    return Counter({(entity, identity): count for identity, count in session.execute(query)})


def _lookups(works: Iterable[Work]) -> Iterator[tuple[Work, str, str, str]]:
    for work in works:
        for name in work.written:
            field = work.layout.fields[name].definition
            if field.type == "lookup" and field.target is not None:
                for identity in targets_of(work.after.get(name)):
                    yield work, name, field.target, identity


def _moves(work: Work, entity: Entity, field: str) -> bool:
    """Say whether a record of an entity goes, or points elsewhere by a lookup, which is checked by itself."""
    return work.intent.entity == entity.id and bool(work.kind) and (work.disappears or field in work.written)


def _stood(work: Work, name: str, identity: str) -> bool:
    """Say whether the record points there already: of several, only those put in are asked about."""
    return not work.appears and identity in targets_of(work.before.get(name))


def _is_trusted(work: Work, name: str, identity: str, origin: Origin) -> bool:
    return name in work.trusted or identity == origin.user.person


def _live(session: Session, model: Model, entity: str, ids: set[str], user: User | None) -> set[str]:
    """Return the records that are there, for the eyes of a user or anyone's."""
    query = select(record.c.id).where(
        record.c.entity == entity, record.c.id.in_(sorted(ids)), record.c.gone.is_(False)
    )
    seen = within(user, "read", model.entity(entity)) if user is not None else None
    return set(session.execute(query if seen is None else query.where(seen)).scalars())


def _seen(identity: Column[Any], entity: Entity, field: str, user: User) -> Iterator[ColumnElement[bool]]:
    """Yield the conditions under which a record that points at another by a field counts for the user."""
    seen = within(user, "read", entity)
    if field in user.hidden(entity.id):
        yield false()
    elif seen is not None:
        yield exists().where(record.c.entity == entity.id, record.c.id == identity, seen)


def _pointing_at(
    model: Model, entity: str
) -> Iterator[tuple[Entity, str, Column[Any], Column[Any], list[ColumnElement[bool]]]]:
    """Yield by what fields records may point at an entity's: theirs, the ids, the targets, and what holds."""
    for other in model.entities:
        layout = layout_of(model, other)
        for field in layout.fields.values():
            if field.definition.type != "lookup" or field.definition.target != entity:
                continue
            if field.definition.several:
                points = [link.c.entity == other, link.c.field == field.id]
                yield layout.entity, field.id, link.c.record, link.c.target, points
            else:
                target = layout.table.c[field.columns[0][0]]
                yield layout.entity, field.id, layout.table.c.id, target, []
