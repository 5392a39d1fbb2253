"""Comparing whole sets: what the device held, and what it may hold now.

Needed when the terms of the scope moved, when a rescope was marked, or when the cursor is older than the
oldest deleted record still known: then no number of the stream tells which records came or went. Sets are
walked in order of ``rid``, so the walk resumes anywhere; whatever moves meanwhile has a higher number than
the cursor and is met by the delta that follows.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from pyroaring import BitMap
from sqlalchemy import and_, select

from backend.errors import Conflict
from backend.offline.ledger import EMPTY, Ledger
from backend.offline.models import FULL, TRACE
from backend.offline.sets import Held
from backend.records.models import record, record_share
from backend.sync.ground import Ground
from backend.sync.limits import PAGE_ROWS, SLICE_ROWS
from backend.sync.membership import Memberships
from backend.sync.parcel import Parcel
from backend.sync.references import stubs


@dataclass(frozen=True, slots=True)
class Place:
    """How far the walk has come: everything of the entities before, and up to a ``rid`` of this one."""

    entity: str
    rid: int


@dataclass(frozen=True)
class Difference:
    """What the device has of one entity, and what it is to have."""

    entity: str
    had: BitMap
    full: BitMap
    had_trace: BitMap
    trace: BitMap
    again: BitMap
    """What stays in full and is sent again: a field came back or was retyped, or who may do what is new."""
    renamed: BitMap
    """What stays as a trace and gets another label."""

    @cached_property
    def moving(self) -> BitMap:
        """Every record of which something is to be said."""
        return (self.had ^ self.full) | (self.had_trace ^ self.trace) | self.again | self.renamed


def aims(ground: Ground, memberships: Memberships, *, planned: bool) -> dict[Held, BitMap]:
    """Return the sets that the device is to hold, where they are not those that it has.

    ``planned``: a plan has just brought what is held in full, so that only labels are missing.
    """
    scope = ground.scope
    found: dict[Held, BitMap] = {}
    for entity in ground.all_entities:
        had = memberships.before((entity, FULL))
        had_trace = memberships.before((entity, TRACE))
        full = had if planned else BitMap(scope.members(entity))
        trace = BitMap(scope.readable(entity, (had | had_trace) - full))
        if not scope.terms.takes_all(entity):
            trace |= BitMap(scope.referred(entity)) - full
        if full != had:
            found[entity, FULL] = full
        if trace != had_trace:
            found[entity, TRACE] = trace
    return found


@dataclass
class Comparison:
    """The walk through the differences of all entities, page by page."""

    ground: Ground
    ledger: Ledger
    """That of the generation that the device has."""
    memberships: Memberships
    parcel: Parcel
    head: int
    """Up to which number of the stream the sets that are aimed at are sure."""

    def masks(self) -> None:
        """Say which fields must go wherever they are kept."""
        sight = self.ground.scope.sight
        for entity, entry in self.ledger.items():
            if not self.ground.user.may("read", entity) or entity not in self.ground.metadata.model.entities:
                continue
            if set(sight.withheld(entity)) - set(entry.withheld):
                self.parcel.mask(entity, sight.sent(entity))

    def anything(self) -> bool:
        """Say whether anything is to be sent, or to be noted of how it was masked."""
        sight = self.ground.scope.sight
        return any(
            (entry.withheld, entry.label, entry.columns)
            != (sight.withheld(entity), sight.label(entity), sight.columns(entity))
            for entity, entry in self.ledger.items()
        ) or any(self._difference(entity).moving for entity in self.ground.all_entities)

    def walk(self, place: Place) -> Place | None:
        """Fill the parcel with the difference from ``place`` on; None when all of it is sent.

        :raises Conflict: ``bad-cursor`` when a record that must go is no longer known by its id
        """
        order = self.ground.all_entities
        if place.entity and place.entity not in order:
            raise Conflict("page-outdated")
        for entity in order[order.index(place.entity) if place.entity else 0 :]:
            difference = self._difference(entity)
            for rids in _slices(difference, place.rid if entity == place.entity else -1):
                stopped = self._send(difference, rids)
                if stopped is not None:
                    return Place(entity, stopped)
        return None

    def _difference(self, entity: str) -> Difference:
        memberships, sight = self.memberships, self.ground.scope.sight
        had, full = memberships.before((entity, FULL)), memberships.target((entity, FULL))
        had_trace, trace = memberships.before((entity, TRACE)), memberships.target((entity, TRACE))
        entry = self.ledger.get(entity, EMPTY)
        known = self.ground.metadata.model.entities.get(entity)
        gained = known is not None and (
            set(entry.withheld) & known.fields.keys() - {*sight.withheld(entity)}
            or entry.columns != sight.columns(entity)
        )
        stay = had & full
        again = stay if gained else stay & self._shared.get(entity, BitMap())
        named = (entry.label, entry.columns) == (sight.label(entity), sight.columns(entity))
        renamed = BitMap() if named else had_trace & trace
        return Difference(entity, had, full, had_trace, trace, again, renamed)

    @cached_property
    def _shared(self) -> dict[str, BitMap]:
        """The records that are shared with anybody: whose teams moved may do other things with them."""
        same = and_(record.c.entity == record_share.c.entity, record.c.id == record_share.c.record)
        found: dict[str, BitMap] = {}
        for entity, rid in self.ground.session.execute(
            select(record_share.c.entity, record.c.rid).join(record, same)
        ):
            found.setdefault(entity, BitMap()).add(rid)
        return found

    def _send(self, difference: Difference, rids: list[int]) -> int | None:
        """Send one slice; return the ``rid`` after which the page was full, None when all of it fitted.

        The sets that are aimed at were the scope and what may be read at the head. On the same terms, and
        without a mark since, which both were compared with the page, only what gives a record a number of
        its own can have moved it: so only newer ones are asked again.
        """
        ground, parcel, entity = self.ground, self.parcel, difference.entity
        places = ground.places(rids)
        newer = {rid for rid in rids if rid not in places or places[rid][1] > self.head}
        inside = {rid for rid in rids if rid in difference.full and rid not in newer}
        readable = {rid for rid in rids if rid in difference.trace and rid not in newer}
        if newer:
            inside |= ground.scope.inside(entity, [rid for rid in newer if rid in difference.full])
            readable |= ground.scope.readable(entity, [rid for rid in newer if rid not in difference.full])
        rows = ground.rows(entity, [places[rid][0] for rid in inside])
        named = {
            rid: places[rid][0] for rid in readable if rid in difference.trace and rid not in difference.had
        }
        labels = stubs(ground, entity, named)
        for rid in rids:
            fits = True
            if rid in difference.full:
                row = rows.get(places[rid][0]) if rid in inside else None
                fits = row is None or parcel.put(entity, row)
            elif rid in difference.had or (rid in difference.had_trace and rid not in readable):
                if rid not in places:
                    raise Conflict("bad-cursor")
                left = rid in readable and rid in difference.had
                fits = parcel.out(entity, "left" if left else "lost", places[rid][0])
            elif rid in labels:
                fits = parcel.stub(labels[rid])
            if not fits:
                return rid - 1
        return None


def _slices(difference: Difference, after: int) -> Iterator[list[int]]:
    """Give the records above ``after`` in slices, each with no more rows to read than a page may hold."""
    moving = difference.moving
    rids: list[int] = []
    rows = 0
    for rid in moving[moving.rank(after) :] if after >= 0 else moving:
        rids.append(rid)
        rows += rid in difference.full
        if rows == PAGE_ROWS or len(rids) == SLICE_ROWS:
            yield rids
            rids, rows = [], 0
    if rids:
        yield rids
