"""The sets of what a device holds: the generation that it has acknowledged, and the one on its way.

A pull reads here what the device had before and gathers a :class:`Step`; the step is written only when
membership changes. Presenting the cursor of a generation is its acknowledgement: the step after it
promotes it, folds small rows into the bitmap at 1 %, and forgets what was never presented.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pyroaring import BitMap
from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Session

from backend.offline.models import ScopeRow, ScopeSet, ScopeState

FOLD_SHARE = 0.01
FOLD_AT_LEAST = 64


@dataclass(frozen=True, slots=True)
class State:
    """The generations of a device; all 0 for one that has never pulled."""

    acknowledged: int = 0
    pending: int = 0
    last: int = 0

    def knows(self, generation: int) -> bool:
        """Say whether the sets of ``generation`` are still here."""
        return generation > 0 and generation in (self.acknowledged, self.pending)


@dataclass(frozen=True, slots=True)
class Step:
    """What one page of a pull changes: whole sets, or single records, of the generation on its way."""

    device: str
    state: State
    """What the pull saw; the step is refused when something else came between."""
    presented: int
    """The generation that the device has shown to have; 0: it holds nothing yet."""
    generation: int
    whole: Mapping[str, BitMap] = field(default_factory=dict)
    signs: Mapping[str, Mapping[int, int]] = field(default_factory=dict)


def state_of(session: Session, device: str) -> State:
    """Return the generations of a device."""
    row = session.get(ScopeState, device)
    return State(row.acknowledged, row.pending, row.last) if row else State()


def entities_of(session: Session, device: str) -> frozenset[str]:
    """Return every entity of which a device holds, or has held, records."""
    sets = select(ScopeSet.entity).where(ScopeSet.device == device)
    rows = select(ScopeRow.entity).where(ScopeRow.device == device)
    return frozenset(session.scalars(sets.union(rows)))


def members(session: Session, device: str, entity: str, generation: int) -> BitMap:
    """Return what ``generation`` holds of ``entity``."""
    found = _newest_set(session, device, entity, generation)
    held, since = (BitMap.deserialize(found.rids), found.generation) if found else (BitMap(), 0)
    rows = session.execute(
        select(ScopeRow.rid, ScopeRow.sign)
        .where(ScopeRow.device == device, ScopeRow.entity == entity)
        .where(ScopeRow.generation >= since, ScopeRow.generation <= generation)
        .order_by(ScopeRow.generation)
    )
    for rid, sign in rows:
        if sign > 0:
            held.add(rid)
        elif sign < 0:
            held.discard(rid)
    return held


def whole_set(session: Session, device: str, entity: str, generation: int) -> BitMap | None:
    """Return the set that a plan or a rescope aims at, as computed at its start; None: there is none."""
    found = session.get(ScopeSet, (device, entity, generation))
    return BitMap.deserialize(found.rids) if found else None


def named(session: Session, device: str, entity: str, generation: int) -> dict[int, int]:
    """Return the records that ``generation`` has spoken of so far, with their signs."""
    rows = session.execute(
        select(ScopeRow.rid, ScopeRow.sign).where(
            ScopeRow.device == device, ScopeRow.entity == entity, ScopeRow.generation == generation
        )
    )
    return {row.rid: row.sign for row in rows}


def counts(session: Session, device: str, generation: int) -> dict[str, int]:
    """Return how many records of each entity ``generation`` holds, without reading a bitmap."""
    found: dict[str, tuple[int, int]] = {}
    sets = select(ScopeSet.entity, ScopeSet.generation, ScopeSet.count)
    for entity, since, count in session.execute(
        sets.where(ScopeSet.device == device, ScopeSet.generation <= generation).order_by(ScopeSet.generation)
    ):
        found[entity] = (since, count)
    totals = {entity: count for entity, (_, count) in found.items()}
    rows = (
        select(ScopeRow.entity, ScopeRow.generation, func.sum(ScopeRow.sign))
        .where(ScopeRow.device == device, ScopeRow.generation <= generation)
        .group_by(ScopeRow.entity, ScopeRow.generation)
    )
    for entity, since, total in session.execute(rows):
        if since >= found.get(entity, (0, 0))[0]:
            totals[entity] = totals.get(entity, 0) + int(total)
    return totals


def store(session: Session, step: Step) -> bool:
    """Write a step; False when another pull of the same device came between, and nothing is written."""
    row = session.get(ScopeState, step.device, with_for_update=True)
    if (State(row.acknowledged, row.pending, row.last) if row else State()) != step.state:
        return False
    if row is None:
        row = ScopeState(device=step.device, acknowledged=0, pending=0, last=0)
        session.add(row)
    if step.presented and step.presented != row.acknowledged:
        row.acknowledged = step.presented
        _fold(session, step.device, step.presented)
    if row.pending != step.generation:
        _forget(session, step.device, {row.acknowledged, step.generation})
    row.pending = step.generation
    row.last = max(row.last, step.generation)
    _write(session, step)
    session.flush()
    return True


def forget_device(session: Session, device: str) -> None:
    """Drop everything that is known of what a device holds."""
    for table in (ScopeRow, ScopeSet, ScopeState):
        session.execute(delete(table).where(table.device == device))


def _newest_set(session: Session, device: str, entity: str, generation: int) -> ScopeSet | None:
    return session.scalars(
        select(ScopeSet)
        .where(ScopeSet.device == device, ScopeSet.entity == entity, ScopeSet.generation <= generation)
        .order_by(ScopeSet.generation.desc())
        .limit(1)
    ).one_or_none()


def _write(session: Session, step: Step) -> None:
    for entity, rids in step.whole.items():
        _put_set(session, step.device, entity, step.generation, rids)
    for entity, signs in step.signs.items():
        key = {"device": step.device, "entity": entity, "generation": step.generation}
        session.execute(delete(ScopeRow).filter_by(**key).where(ScopeRow.rid.in_(list(signs))))
        session.execute(insert(ScopeRow), [{**key, "rid": rid, "sign": sign} for rid, sign in signs.items()])


def _put_set(session: Session, device: str, entity: str, generation: int, rids: BitMap) -> None:
    rids.run_optimize()
    session.merge(
        ScopeSet(device=device, entity=entity, generation=generation, rids=rids.serialize(), count=len(rids))
    )


def _fold(session: Session, device: str, generation: int) -> None:
    """Fold the rows of entities that have gathered many into their sets, up to ``generation``."""
    gathered = session.execute(
        select(ScopeRow.entity, func.count())
        .where(ScopeRow.device == device, ScopeRow.generation <= generation)
        .group_by(ScopeRow.entity)
    ).all()
    sizes = counts(session, device, generation)
    for entity, rows in gathered:
        if rows > max(FOLD_AT_LEAST, FOLD_SHARE * sizes.get(entity, 0)):
            held = members(session, device, entity, generation)
            own = (ScopeRow.device == device, ScopeRow.entity == entity)
            session.execute(delete(ScopeRow).where(*own, ScopeRow.generation <= generation))
            _put_set(session, device, entity, generation, held)
    session.flush()
    for entity in sizes:
        newest = _newest_set(session, device, entity, generation)
        if newest is None:
            continue
        for table in (ScopeSet, ScopeRow):
            own_table = (table.device == device, table.entity == entity)
            session.execute(delete(table).where(*own_table, table.generation < newest.generation))


def _forget(session: Session, device: str, kept: set[int]) -> None:
    """Drop the generations above the acknowledged one that were never presented."""
    lowest = min(kept)
    for table in (ScopeSet, ScopeRow):
        session.execute(
            delete(table).where(
                table.device == device, table.generation > lowest, table.generation.not_in(kept)
            )
        )
