"""How records stand at the office: sidecars and typed values, read for many at once.

Read under the stream's lock, so what is read here stays true until the commit. What the user may not read is
left out by the query itself: to all that follows it is as if there were no such record, and no work more or
less is done.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import bindparam, or_, select
from sqlalchemy.orm import Session

from backend.accounts.user import User
from backend.database.listed import listed
from backend.records.layout import Layout, Values
from backend.records.models import history, record
from backend.records.reach import within
from backend.records.work import COMPUTE, UNVERSIONED, Sidecar, Work

_sidecar = select(
    record.c.id,
    record.c.version,
    record.c.seq,
    record.c.value_seq,
    record.c.gone,
    record.c.field_versions,
    record.c.owner,
    record.c.modified_at,
    record.c.modified_by,
).where(record.c.entity == bindparam("the_entity"), listed(record.c.id, "ids"))
WIDTH = len(_sidecar.selected_columns)
_locked = _sidecar.order_by(record.c.id).with_for_update(of=record)


def load(session: Session, works: Iterable[Work], user: User) -> None:
    """Fill in the sidecar and the values of every record that the user may read, rows locked in one order.

    And what of the change he may not do to it. Whoever creates a record must know of any that has its id.
    """
    by_entity: defaultdict[str, list[Work]] = defaultdict(list)
    for work in works:
        by_entity[work.intent.entity].append(work)
    for entity in sorted(by_entity):
        group = by_entity[entity]
        found = _lock(session, group, user)
        live = [identity for identity, (sidecar, _) in found.items() if not sidecar.gone]
        values = values_by_id(session, group[0].layout, live) if live else {}
        for work in group:
            work.sidecar, work.denied = found.get(work.intent.record, (None, frozenset()))
            work.before = values.get(work.intent.record, {})
            work.after = dict(work.before)


def values_by_id(session: Session, layout: Layout, ids: Iterable[str]) -> dict[str, Values]:
    """Return the typed values of those records that are live."""
    rows = session.connection().execute(layout.by_id, {"ids": list(ids)})
    return {row[0]: layout.read(row) for row in rows}


def own_versions(session: Session, work: Work, device: str | None, *, after: int) -> set[int]:
    """Return the versions above ``after`` that nobody else wrote: the device has, or rules alone.

    What the device wrote it has seen; what rules made of others' records is no edit of this one.
    """
    if work.sidecar is None or work.sidecar.version <= after:
        return set()
    entity, identity = work.place
    rows = session.execute(
        select(history.c.version).where(
            history.c.entity == entity,
            history.c.id == identity,
            or_(history.c.kind == COMPUTE, history.c.device == device)
            if device is not None
            else history.c.kind == COMPUTE,
            history.c.version > after,
            history.c.kind.not_in(UNVERSIONED),
        )
    )
    return set(rows.scalars())


def _lock(session: Session, works: list[Work], user: User) -> dict[str, tuple[Sidecar, frozenset[str]]]:
    """Return the sidecars of records of one entity, gone ones included, with what is denied of each."""
    entity = works[0].layout.entity
    changing = [work.intent for work in works if work.intent.kind != "create"]
    taken = {one for intent in changing for one in intent.rights() | intent.rights_if_gone()}
    limits = {
        one: condition
        for one in sorted(taken - {"read"})
        if (condition := within(user, one, entity)) is not None
    }
    seen = within(user, "read", entity)
    query = _locked
    if seen is not None:
        made = [work.intent.record for work in works if work.intent.kind == "create"]
        query = query.where(or_(seen, record.c.id.in_(made)) if made else seen)
    if limits:
        query = query.add_columns(*(condition.label(f"may_{one}") for one, condition in limits.items()))
    place = {"the_entity": entity.id, "ids": [work.intent.record for work in works]}
    found = {}
    for row in session.connection().execute(query, place):
        held = dict(zip(limits, row[WIDTH:], strict=True))
        found[row.id] = (Sidecar(*row[1:WIDTH]), frozenset(one for one, holds in held.items() if not holds))
    return found
