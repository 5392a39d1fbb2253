"""The sets of what a device holds: the generation that it has acknowledged, and the one on its way.

A pull reads here what the device had before and gathers a :class:`Step`; the step is written only when
membership or masks change. Presenting the cursor of a generation is its acknowledgement: the step after it
promotes it, folds small rows into the bitmap at 0.5 %, and forgets what was never presented.

Where a pull aims at whole sets, both generations are mostly the same: the one on its way is then stored as
its difference from the other, until it is promoted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pyroaring import BitMap
from sqlalchemy import (
    ColumnElement,
    FromClause,
    Row,
    bindparam,
    delete,
    func,
    insert,
    literal_column,
    null,
    select,
    union_all,
    update,
)
from sqlalchemy.orm import Session

from backend.offline.ledger import EMPTY, Entry, Ledger, from_json, to_json
from backend.offline.models import TRACE, ScopeRow, ScopeSet, ScopeState

FOLD_SHARE = 0.005
FOLD_AT_LEAST = 64
_DIFFERENCE = b"^"
"""What a difference begins with; the cookie of a roaring bitmap begins with ``:`` or ``;``."""

Held = tuple[str, str]
"""An entity, and how its records are held: in full, or as a trace."""


@dataclass(frozen=True, slots=True)
class State:
    """The generations of a device, with their ledgers; all 0 for one that has never pulled."""

    acknowledged: int = 0
    pending: int = 0
    last: int = 0
    acknowledged_ledger: Ledger = field(default_factory=dict, compare=False)
    pending_ledger: Ledger = field(default_factory=dict, compare=False)

    def knows(self, generation: int) -> bool:
        """Say whether the sets of ``generation`` are still here."""
        return generation > 0 and generation in (self.acknowledged, self.pending)

    def ledger(self, generation: int) -> Ledger:
        """Return the ledger of a generation that is still here; empty for any other."""
        if not self.knows(generation):
            return {}
        return self.pending_ledger if generation == self.pending else self.acknowledged_ledger

    @property
    def entities(self) -> frozenset[str]:
        """Every entity of which the device holds something, or may."""
        return frozenset(self.acknowledged_ledger) | frozenset(self.pending_ledger)


@dataclass(frozen=True, slots=True)
class Step:
    """What one page of a pull changes: whole sets, or single records, of the generation on its way."""

    device: str
    state: State
    """What the pull saw; the step is refused when something else came between."""
    presented: int
    """The generation that the device has shown to have; 0: it holds nothing yet."""
    generation: int
    ledger: Ledger
    """How the generation stands after this page."""
    whole: Mapping[Held, BitMap] = field(default_factory=dict)
    signs: Mapping[Held, Mapping[int, int]] = field(default_factory=dict)


_sets, _rows = ScopeSet.__table__, ScopeRow.__table__
_NOTHING = {"acknowledged": 0, "pending": 0, "acknowledged_ledger": {}, "pending_ledger": {}}
_HELD = ("device", "entity", "holding", "generation")


def _of(table: FromClause) -> list[ColumnElement[bool]]:
    return [table.c[name] == bindparam(f"the_{name}") for name in _HELD[:3]]


# The same statements every time, so that each is compiled once: every pull runs some of them.
_newest = (
    select(func.max(_sets.c.generation))
    .where(*_of(_sets), _sets.c.generation <= bindparam("the_generation"))
    .scalar_subquery()
)
_members = union_all(
    select(
        _sets.c.rids,
        _sets.c.generation.label("of"),
        null().label("rid"),
        null().label("sign"),
        literal_column("-1").label("generation"),
    ).where(*_of(_sets), _sets.c.generation == _newest),
    select(null(), null(), _rows.c.rid, _rows.c.sign, _rows.c.generation).where(
        *_of(_rows),
        _rows.c.generation >= func.coalesce(_newest, 0),
        _rows.c.generation <= bindparam("the_generation"),
    ),
).order_by("generation")
_whole = select(_sets.c.rids).where(*_of(_sets), _sets.c.generation == bindparam("the_generation"))
_since = (
    select(_rows.c.rid, _rows.c.sign)
    .where(*_of(_rows), _rows.c.generation.between(bindparam("since"), bindparam("the_generation")))
    .order_by(_rows.c.generation)
)


def _place(device: str, held: Held, generation: int) -> dict[str, Any]:
    return {f"the_{name}": part for name, part in zip(_HELD, (device, *held, generation), strict=True)}


def state_of(session: Session, device: str) -> State:
    """Return the generations of a device."""
    row = session.get(ScopeState, device)
    return state_from(row) if row else State()


def state_from(row: ScopeState | Row[*tuple[Any, ...]]) -> State:
    """Return what a row says of generations."""
    return State(
        row.acknowledged,
        row.pending,
        row.last,
        from_json(row.acknowledged_ledger),
        from_json(row.pending_ledger),
    )


def members(session: Session, device: str, held: Held, generation: int) -> BitMap:
    """Return what ``generation`` holds."""
    place = _place(device, held, generation)
    rids = BitMap()
    # The set comes first, if there is one; the rows that were named since follow in order.
    for stored, of, rid, sign, _ in session.connection().execute(_members, place).all():
        if stored is not None:
            rids = _read(session, device, held, of, stored)
        elif sign > 0:
            rids.add(rid)
        elif sign < 0:
            rids.discard(rid)
    return rids


def whole_set(session: Session, device: str, held: Held, generation: int) -> BitMap | None:
    """Return the set that a plan or a rescope aims at, as computed at its start; None: there is none."""
    found = session.connection().execute(_whole, _place(device, held, generation)).scalar()
    return _read(session, device, held, generation, found) if found is not None else None


def written(stored: bytes) -> BitMap:
    """Return what a stored set speaks of: its members, or those in which it differs from what was before."""
    return BitMap.deserialize(stored.removeprefix(_DIFFERENCE))


def _read(session: Session, device: str, held: Held, generation: int, stored: bytes) -> BitMap:
    rids = written(stored)
    if stored.startswith(_DIFFERENCE):
        rids ^= members(session, device, held, generation - 1)
    return rids


def named(session: Session, device: str, held: Held, generation: int) -> dict[int, int]:
    """Return the records that ``generation`` has spoken of so far, with their signs."""
    place = {**_place(device, held, generation), "since": generation}
    return dict(session.connection().execute(_since, place).all())


def store(session: Session, step: Step) -> bool:
    """Write a step; False when another pull of the same device came between, and nothing is written."""
    row = session.get(ScopeState, step.device, with_for_update=True)
    if (state_from(row) if row else State()) != step.state:
        return False
    if row is None:
        row = ScopeState(
            device=step.device, acknowledged=0, pending=0, last=0, acknowledged_ledger={}, pending_ledger={}
        )
        session.add(row)
    if step.presented and step.presented != row.acknowledged:
        _complete(session, step.device, step.presented)
        row.acknowledged, row.acknowledged_ledger = step.presented, row.pending_ledger
        _fold(session, step.device, step.presented, from_json(row.acknowledged_ledger))
    if row.pending != step.generation:
        _forget(session, step.device, {row.acknowledged, step.generation})
    row.pending, row.pending_ledger = step.generation, to_json(step.ledger)
    row.last = max(row.last, step.generation)
    _write(session, step)
    session.flush()
    return True


def forget_devices(session: Session, devices: Iterable[str]) -> None:
    """Drop everything that is known of what devices hold: they begin again with a plan.

    No number is given out twice: a cursor of before must not be taken for one of the sets that come after.
    """
    gone = list(devices)
    for table in (ScopeRow, ScopeSet):
        session.execute(delete(table).where(table.device.in_(gone)))
    session.execute(update(ScopeState).where(ScopeState.device.in_(gone)).values(_NOTHING))


def drop_devices(session: Session, devices: Iterable[str]) -> None:
    """Drop devices that there are no more."""
    gone = list(devices)
    for table in (ScopeRow, ScopeSet, ScopeState):
        session.execute(delete(table).where(table.device.in_(gone)))


def _write(session: Session, step: Step) -> None:
    for held, rids in step.whole.items():
        # A plan stands alone: the device has not shown to hold what was before.
        before = members(session, step.device, held, step.generation - 1) if step.presented else None
        _put_set(session, step.device, held, step.generation, rids, before)
    for (entity, holding), signs in step.signs.items():
        key = {
            "device": step.device, "entity": entity, "holding": holding, "generation": step.generation
        }  # fmt: skip
        session.execute(delete(ScopeRow).filter_by(**key).where(ScopeRow.rid.in_(list(signs))))
        session.execute(insert(ScopeRow), [{**key, "rid": rid, "sign": sign} for rid, sign in signs.items()])


def _put_set(
    session: Session, device: str, held: Held, generation: int, rids: BitMap, before: BitMap | None = None
) -> None:
    """Store a set, or its difference from ``before`` where that is shorter."""
    stored = _packed(rids)
    if before:
        stored = min(stored, _DIFFERENCE + _packed(rids ^ before), key=len)
    entity, holding = held
    session.merge(ScopeSet(device=device, entity=entity, holding=holding, generation=generation, rids=stored))


def _packed(rids: BitMap) -> bytes:
    rids.run_optimize()
    return rids.serialize()


def _complete(session: Session, device: str, generation: int) -> None:
    """Store whole what ``generation`` holds as a difference: what it differs from may go now."""
    found = session.execute(
        select(ScopeSet.entity, ScopeSet.holding, ScopeSet.rids).where(
            ScopeSet.device == device, ScopeSet.generation == generation
        )
    ).all()
    for entity, holding, stored in found:
        if stored.startswith(_DIFFERENCE):
            held = (entity, holding)
            _put_set(session, device, held, generation, _read(session, device, held, generation, stored))
    session.flush()


def _fold(session: Session, device: str, generation: int, ledger: Ledger) -> None:
    """Fold the rows of sets that have gathered many into them, up to ``generation``; drop what is older."""
    gathered = session.execute(
        select(ScopeRow.entity, ScopeRow.holding, func.count())
        .where(ScopeRow.device == device, ScopeRow.generation <= generation)
        .group_by(ScopeRow.entity, ScopeRow.holding)
    ).all()
    for entity, holding, rows in gathered:
        entry = ledger.get(entity, EMPTY)
        if rows > max(FOLD_AT_LEAST, FOLD_SHARE * _count(entry, holding)):
            held = (entity, holding)
            rids = members(session, device, held, generation)
            own = (ScopeRow.device == device, ScopeRow.entity == entity, ScopeRow.holding == holding)
            session.execute(delete(ScopeRow).where(*own, ScopeRow.generation <= generation))
            _put_set(session, device, held, generation, rids)
    session.flush()
    newest = (
        select(ScopeSet.entity, ScopeSet.holding, func.max(ScopeSet.generation))
        .where(ScopeSet.device == device, ScopeSet.generation <= generation)
        .group_by(ScopeSet.entity, ScopeSet.holding)
    )
    for entity, holding, since in session.execute(newest).all():
        for table in (ScopeSet, ScopeRow):
            own_table = (table.device == device, table.entity == entity, table.holding == holding)
            session.execute(delete(table).where(*own_table, table.generation < since))


def _count(entry: Entry, holding: str) -> int:
    return entry.trace if holding == TRACE else entry.full


def _forget(session: Session, device: str, kept: set[int]) -> None:
    """Drop the generations above the acknowledged one that were never presented."""
    lowest = min(kept)
    for table in (ScopeSet, ScopeRow):
        session.execute(
            delete(table).where(
                table.device == device, table.generation > lowest, table.generation.not_in(kept)
            )
        )
