"""Following the stream: what changed since a cursor, in the order it was written.

Candidates come by the index on entity and sequence number. In scope: put. Not in scope but perhaps on
the device: out. A record that is touched again while pages travel has a higher number by then and is met
again, so the pages end exactly at the head of the last one's snapshot.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import and_, or_, select

from backend.records.models import record
from backend.sync.ground import Ground
from backend.sync.limits import PAGE_ROWS, SCANNED_ROWS
from backend.sync.membership import Membership
from backend.sync.parcel import Parcel, Row

LAST = 2**62
"""Above every ``rid``: the position after all that has a number."""


class Candidate(NamedTuple):
    """A record that changed."""

    seq: int
    rid: int
    entity: str
    id: str
    value_seq: int
    gone: bool


@dataclass(frozen=True, slots=True)
class Position:
    """How far the stream has been followed."""

    seq: int
    rid: int = LAST


def follow(
    ground: Ground,
    since: Position,
    *,
    known: int,
    membership: Callable[[str], Membership],
    parcel: Parcel,
) -> Position | None:
    """Fill ``parcel`` with what changed after ``since``; None when the head is reached.

    ``known``: a record that stayed on the device is sent only if its values changed after this number.
    """
    if since == Position(ground.stream.head):
        return None
    scanned = 0
    while candidates := _candidates(ground, since):
        for candidate, row, inside in _judged(ground, candidates):
            if not _add(ground, candidate, row, inside, known, membership(candidate.entity), parcel):
                return since
            since = Position(candidate.seq, candidate.rid)
        scanned += len(candidates)
        if scanned >= SCANNED_ROWS:
            return since
    return None


def _candidates(ground: Ground, since: Position) -> list[Candidate]:
    found: list[Candidate] = []
    for entity in ground.all_entities:
        query = (
            select(
                record.c.seq, record.c.rid, record.c.entity, record.c.id, record.c.value_seq, record.c.gone
            )
            .where(record.c.entity == entity, record.c.seq >= since.seq)
            .where(or_(record.c.seq > since.seq, and_(record.c.seq == since.seq, record.c.rid > since.rid)))
            .order_by(record.c.seq, record.c.rid)
            .limit(PAGE_ROWS)
        )
        found += [Candidate(*row) for row in ground.session.execute(query)]
    # Each entity gave its lowest numbers, so the lowest of all of them have no gap.
    return sorted(found)[:PAGE_ROWS]


def _judged(ground: Ground, candidates: Sequence[Candidate]) -> list[tuple[Candidate, Row | None, bool]]:
    by_entity: dict[str, list[Candidate]] = defaultdict(list)
    for candidate in candidates:
        by_entity[candidate.entity].append(candidate)
    inside: set[int] = set()
    rows: dict[str, Row] = {}
    for entity, group in by_entity.items():
        found = ground.in_scope(entity, [candidate.rid for candidate in group])
        inside |= found
        rows.update(ground.rows(entity, [candidate.id for candidate in group if candidate.rid in found]))
    return [(candidate, rows.get(candidate.id), candidate.rid in inside) for candidate in candidates]


def _add(
    ground: Ground,
    candidate: Candidate,
    row: Row | None,
    inside: bool,
    known: int,
    membership: Membership,
    parcel: Parcel,
) -> bool:
    """Deal with one candidate; False when it does not fit on the page."""
    entity, rid = candidate.entity, candidate.rid
    if inside and row is not None:
        if membership.unmoved(rid) and candidate.value_seq <= known:
            return True
        if not parcel.put(entity, row):
            return False
        membership.enter(rid)
    elif membership.may_know(rid):
        if not parcel.out(entity, ground.why(entity, gone=candidate.gone), candidate.id):
            return False
        membership.leave(rid)
    return True
