"""Following the stream: what changed since a cursor, in the order it was written.

Candidates come by the index on entity and sequence number. In scope: put, with the labels of what it refers
to. Not in scope but perhaps on the device: out, *left* where it may still be read, and then its label
stays; *lost* otherwise. A record that is touched again while pages travel has a higher number by then and
is met again, so the pages end exactly at the head of the last one's snapshot.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import BindParameter, CompoundSelect, Text, and_, bindparam, cast, or_, select, union_all

from backend.records.models import record
from backend.sync.conflicts import disputed
from backend.sync.ground import Ground
from backend.sync.limits import PAGE_ROWS, SCANNED_ROWS
from backend.sync.membership import Memberships
from backend.sync.parcel import Parcel, Row, Stub
from backend.sync.references import labels_for, stubs

LAST = 2**62
"""Above every ``rid``: the position after all that has a number."""


class Candidate(NamedTuple):
    """A record that changed."""

    seq: int
    rid: int
    entity: str
    id: str
    value_seq: int


@dataclass(frozen=True, slots=True)
class Position:
    """How far the stream has been followed."""

    seq: int
    rid: int = LAST


_seq: BindParameter[int] = bindparam("since_seq")
_rid: BindParameter[int] = bindparam("since_rid")


@lru_cache(maxsize=512)
def _following(entities: tuple[str, ...]) -> CompoundSelect[*tuple[Any, ...]]:
    """Return the query of what comes next: each entity gives its lowest numbers, so that all of them have
    no gap."""
    parts = [
        select(record.c.seq, record.c.rid, record.c.entity, cast(record.c.id, Text), record.c.value_seq)
        .where(record.c.entity == entity, record.c.seq >= _seq)
        .where(or_(record.c.seq > _seq, and_(record.c.seq == _seq, record.c.rid > _rid)))
        .order_by(record.c.seq, record.c.rid)
        .limit(PAGE_ROWS)
        .subquery()
        for entity in entities
    ]
    return union_all(*map(select, parts)).order_by("seq", "rid").limit(PAGE_ROWS)


@dataclass
class Delta:
    """One page of following the stream.

    ``known``: a record that stayed on the device is sent only if its values changed after this number.
    """

    ground: Ground
    known: int
    memberships: Memberships
    parcel: Parcel
    disputed: dict[str, list[str]] = field(default_factory=dict)
    """The records that this page puts and that have an open conflict, by entity."""

    def follow(self, since: Position) -> Position | None:
        """Fill the parcel with what changed after ``since``; None when the head is reached."""
        if since == Position(self.ground.stream.head):
            return None
        scanned = 0
        while candidates := self._candidates(since):
            found = self._judged(candidates)
            for candidate in candidates:
                if not self._add(candidate, found):
                    return since
                since = Position(candidate.seq, candidate.rid)
            scanned += len(candidates)
            if len(candidates) < PAGE_ROWS:
                return None
            if scanned >= SCANNED_ROWS:
                return since
        return None

    def _candidates(self, since: Position) -> list[Candidate]:
        entities = self.ground.all_entities
        if not entities:
            return []
        place = {"since_seq": since.seq, "since_rid": since.rid}
        rows = self.ground.session.connection().execute(_following(entities), place).all()
        return [Candidate._make(row) for row in rows]

    def _judged(self, candidates: Sequence[Candidate]) -> Judged:
        by_entity: dict[str, list[Candidate]] = defaultdict(list)
        for candidate in candidates:
            by_entity[candidate.entity].append(candidate)
        judged = Judged()
        for entity, group in by_entity.items():
            self._judge(entity, group, judged)
        return judged

    def _judge(self, entity: str, group: Sequence[Candidate], judged: Judged) -> None:
        scope = self.ground.scope
        inside = scope.inside(entity, [one.rid for one in group])
        judged.inside |= inside
        present = [one for one in group if one.rid in inside]
        contested = disputed(self.ground, entity, [one.id for one in present])
        judged.disputed |= contested
        # In scope, unmoved and undisputed, with values that the device has: nothing is to be said of it.
        full = self.memberships.full(entity)
        news = [
            one
            for one in present
            if one.value_seq > self.known or not full.unmoved(one.rid) or one.id in contested
        ]
        rows = self.ground.rows(entity, [one.id for one in news])
        judged.rows.update(rows)
        judged.labels.update(labels_for(self.ground, self.memberships, entity, rows.values()))
        outside = {one.rid: one for one in group if one.rid not in inside}
        trace = self.memberships.trace(entity)
        known = {rid for rid in outside if full.may_know(rid) or trace.may_know(rid)}
        asked = outside if scope.sight.origins(entity) else known
        if not asked:
            return
        readable = scope.readable(entity, asked)
        judged.readable |= readable
        # What nobody could read before may be referred to: it needs a label from now on.
        referred = scope.referred_among(entity, readable - known) if readable - known else set()
        named = {
            rid: outside[rid].id
            for rid in readable
            if rid in referred or (rid in known and self._needs_label(outside[rid]))
        }
        judged.stubs.update(stubs(self.ground, entity, named))

    def _needs_label(self, candidate: Candidate) -> bool:
        """Say whether the label on the device may be an old one, or none.

        A record that leaves takes its label from the values that are there; they may have changed with it.
        """
        full, trace = self.memberships.full(candidate.entity), self.memberships.trace(candidate.entity)
        kept = full.unmoved(candidate.rid) or trace.unmoved(candidate.rid)
        return not kept or candidate.value_seq > self.known

    def _add(self, candidate: Candidate, judged: Judged) -> bool:
        """Deal with one candidate; False when it does not fit on the page."""
        entity, rid = candidate.entity, candidate.rid
        if rid in judged.inside:
            row = judged.rows.get(candidate.id)
            return row is None or self._put(candidate, row, judged)
        full, trace = self.memberships.full(entity), self.memberships.trace(entity)
        stub = judged.stubs.get(rid)
        if rid not in judged.readable:
            if not full.may_know(rid) and not trace.may_know(rid):
                return True
            if not self.parcel.out(entity, "lost", candidate.id):
                return False
            full.leave(rid)
            trace.leave(rid)
        elif full.may_know(rid):
            if not self.parcel.out(entity, "left", candidate.id, stub):
                return False
            full.leave(rid)
            trace.enter(rid)
        elif stub is not None:
            if not self.parcel.stub(stub):
                return False
            trace.enter(rid)
        return True

    def _put(self, candidate: Candidate, row: Row, judged: Judged) -> bool:
        labels = judged.labels.get(candidate.id, [])
        if not self.parcel.put(candidate.entity, row, labels):
            return False
        entity, rid = candidate.entity, candidate.rid
        full, trace = self.memberships.full(entity), self.memberships.trace(entity)
        if not full.unmoved(rid):
            full.enter(rid)
        if candidate.id in judged.disputed:
            self.disputed.setdefault(entity, []).append(candidate.id)
        if trace.may_know(rid):
            trace.leave(rid)
        for stub in labels:
            self.memberships.trace(stub.entity).enter(stub.rid)
        return True


@dataclass
class Judged:
    """What some candidates come to, by number or id."""

    inside: set[int] = field(default_factory=set)
    disputed: set[str] = field(default_factory=set)
    readable: set[int] = field(default_factory=set)
    rows: dict[str, Row] = field(default_factory=dict)
    labels: dict[str, list[Stub]] = field(default_factory=dict)
    stubs: dict[int, Stub] = field(default_factory=dict)
