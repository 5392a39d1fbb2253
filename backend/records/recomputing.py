"""Computed values made anew, slice by slice, after a rule or what a lookup leads to has changed.

A publication with another rule, and a change of a record that computed values are looked up from, are noted
in the transaction that makes them; a task of the jobs does the rest while everybody works on. A slice is a
change of the office's: records get a new version of the kind ``compute`` where a value has moved. To do it
twice changes nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any, Final
from uuid import uuid4

from sqlalchemy import ColumnElement, and_, delete, func, insert, select, true, update
from sqlalchemy.orm import Session

from backend.accounts.asking import context_of
from backend.accounts.user import OFFICE
from backend.database import Database
from backend.expressions.dependencies import Step
from backend.metadata import service
from backend.metadata.model import Entity, Model
from backend.metadata.model_rules import Way, rules_of
from backend.metadata.rule_failures import note_failures
from backend.records import stream
from backend.records.acts import Intent
from backend.records.computing import Computing, moves
from backend.records.layout import Layout, layout, layout_of
from backend.records.models import recomputation, record
from backend.records.names import value_column
from backend.records.rules_in_force import RulesInForce
from backend.records.standing import load
from backend.records.work import COMPUTE, Origin, Work
from backend.records.write import write
from backend.signals import records_changed, records_written

SLICE: Final = 200


def note_rules(session: Session, old: Model, new: Model) -> None:
    """Note the entities of which a published model computes other values than before."""
    for entity in new.entities.values():
        before, computed = old.entities.get(entity.id), _computed(entity)
        if before is not None and computed and _computed(before) != computed:
            whole = and_(recomputation.c.entity == entity.id, recomputation.c.record.is_(None))
            session.execute(delete(recomputation).where(whole))
            _note(session, (entity.id, ()), None)


def note_looked_up(session: Session, model: Model, works: Iterable[Work]) -> None:
    """Note the records whose computed values are looked up from what works write."""
    watched = rules_of(model).watched
    for work in works if watched else ():
        if work.kind in ("", "create"):
            continue
        ways = [
            found
            for (entity, field), found in watched.items()
            if entity == work.intent.entity and moves(work, field)
        ]
        for way in sorted(frozenset().union(*ways)):
            _note(session, way, work.intent.record)


def go_on(database: Database, *, now: dt.datetime) -> int:
    """Make anew all that was noted; return how many slices that took."""
    slices = 0
    while database.write(partial(_slice, now=now)):
        slices += 1
    return slices


def progress(session: Session) -> list[dict[str, Any]]:
    """Return what is still to be made anew: by entity, how many records there are and how many are done."""
    query = (
        select(recomputation.c.entity, func.sum(recomputation.c.total), func.sum(recomputation.c.done))
        .group_by(recomputation.c.entity)
        .order_by(recomputation.c.entity)
    )
    return [
        {"entity": entity, "total": int(total), "done": int(done)}
        for entity, total, done in session.execute(query)
    ]


def _computed(entity: Entity) -> dict[str, Any]:
    """Return what makes an entity's computed values what they are."""
    return {
        name: (field["computed"], field["type"], field["scale"])
        for name, field in entity.fields.items()
        if field.get("computed") is not None
    }


def _note(session: Session, way: Way, identity: str | None) -> None:
    entity, steps = way
    walked = [[one.entity, one.lookup, one.back] for one in steps]
    noted = {"entity": entity, "steps": walked, "record": identity, "total": 0, "done": 0}
    session.execute(insert(recomputation).values(noted))


def _slice(session: Session, *, now: dt.datetime) -> bool:
    query = select(recomputation).order_by(recomputation.c.id).limit(1)
    row = session.execute(query.with_for_update()).one_or_none()
    if row is None:
        return False
    model = service.current(session).model
    found = _concerned(model, row)
    if found is None:
        session.execute(delete(recomputation).where(recomputation.c.id == row.id))
        return True
    stream.lock(session)
    laid_out, condition = found
    table = laid_out.table
    total = row.total
    if row.after is None:
        total = session.execute(select(func.count()).select_from(table).where(condition)).scalar_one()
    else:
        condition &= table.c.id > row.after
    ids = list(
        session.execute(select(table.c.id).where(condition).order_by(table.c.id).limit(SLICE)).scalars()
    )
    if ids:
        _make_anew(session, model, laid_out, ids, now)
    if len(ids) < SLICE:
        session.execute(delete(recomputation).where(recomputation.c.id == row.id))
    else:
        place = {"after": ids[-1], "total": total, "done": row.done + len(ids)}
        session.execute(update(recomputation).where(recomputation.c.id == row.id).values(place))
    return True


def _make_anew(
    session: Session, model: Model, laid_out: Layout, ids: Sequence[str], now: dt.datetime
) -> None:
    works = [Work(Intent(laid_out.entity.id, identity, "edit"), laid_out) for identity in ids]
    load(session, works, OFFICE)
    there = [work for work in works if work.live]
    rules = RulesInForce(model, partial(context_of, OFFICE, now))
    for work in there:
        work.kind = COMPUTE
    follow = Computing(session, rules, there, anew=True).make()
    note_failures(session, rules.failures, model, now=now)
    written = [work for work in (*there, *follow) if work.kind and work.written]
    if not written:
        return
    origin = Origin(OFFICE, str(uuid4()), None, now, now)
    write(session, [(work, origin) for work in written])
    records_changed.send(session=session, origin=origin, changed=[work.changed for work in written])
    entities = frozenset(work.intent.entity for work in written)
    records_written.send(session=session, head=stream.head(session), entities=entities)
    note_looked_up(session, model, written)


def _concerned(model: Model, row: Any) -> tuple[Layout, ColumnElement[bool]] | None:
    """Return where the records to be made anew lie, and which they are; None: the model has lost the way."""
    if row.entity not in model.entities:
        return None
    laid_out = layout(model.entities[row.entity])
    if row.record is None:
        return laid_out, true()
    ids: Any = [row.record]
    for step in reversed([Step(*one) for one in row.steps]):
        if step.entity not in model.entities:
            return None
        there = layout_of(model, step.entity)
        owner = step.lookup not in there.fields
        if owner:
            key, key_id = record.c.owner, record.c.id
        elif there.fields[step.lookup].definition.type != "lookup":
            return None
        else:
            key = there.table.c[value_column(step.lookup, there.end(step.lookup))]
            key_id = there.table.c.id
        query = select(key).where(key_id.in_(ids)) if step.back else select(key_id).where(key.in_(ids))
        ids = query.where(record.c.entity == step.entity) if owner else query
    return laid_out, laid_out.table.c.id.in_(ids)
