"""The mending of what a check has found: some buckets of one entity, compared record by record.

The device says which records it holds there, by id, version and mask. What it lacks or has wrongly is sent as
in a pull, what it should not have is taken out as in a pull, and the set that the office keeps of it becomes
what it then holds. A reply has the size of a page; what does not fit is found again when the device asks
again, so nothing is remembered between two messages.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final, NamedTuple

from pyroaring import BitMap
from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.accounts.user import User
from backend.errors import Malformed
from backend.offline.sets import Step
from backend.records.models import record
from backend.sync.cursors import Cursor, Seal
from backend.sync.ground import Ground
from backend.sync.limits import PAGE_ROWS
from backend.sync.membership import Memberships
from backend.sync.parcel import Parcel
from backend.sync.references import labels_for, stubs
from backend.sync.verify import Checked, Message, even, stand
from backend.sync.verify_reports import Report
from backend.sync.verify_sums import bucket_of, mask_of
from backend.sync.verify_truth import Truth, truth

_RESERVED: Final = {"owner", "shared"}
_NO_FAULT: Final = "outdated"


def mend(session: Session, user: User, message: Message, *, seal: Seal, now: dt.datetime) -> Checked:
    """Compare some buckets record by record; return what makes them equal, as a page of a pull would.

    :raises Malformed: ``bad-cursor`` or ``malformed-message``
    :raises Conflict: ``bad-cursor`` or ``unknown-device``
    """
    ground, cursor = stand(session, user, message, seal=seal, now=now)
    if not even(ground, cursor):
        return Checked(_reply(ground, Parcel(), message["cursor"], cursor, behind=True))
    mending = _Mending(ground, cursor, message["entity"])
    mending.judge(frozenset(message["buckets"]), _held(message))
    more = mending.fill()
    step = mending.step()
    if step is not None:
        cursor = replace(cursor, generation=step.generation)
    text = seal.cursor(ground.device, cursor) if step is not None else message["cursor"]
    reply = _reply(ground, mending.parcel, text, cursor, step=step, more=more, found=mending.found)
    report = None
    if mending.found:
        report = Report(
            device=ground.device,
            run=message["run"],
            at=ground.now,
            head=cursor.head,
            mended={message["entity"]: dict(mending.found)},
        )
    return Checked(reply, step, report)


class Copy(NamedTuple):
    """A record as a device says that it holds it."""

    version: int
    mask: str


@dataclass
class _Mending:
    """Some buckets of one entity while they are compared."""

    ground: Ground
    cursor: Cursor
    entity: str
    parcel: Parcel = field(default_factory=Parcel)
    found: Counter[str] = field(default_factory=Counter)
    """What was wrong, and how often, as far as it is dealt with."""

    def __post_init__(self) -> None:
        self._memberships = Memberships(self.ground, self.cursor.generation, 0)
        self._wanted: dict[str, tuple[int, str]] = {}
        self._going: dict[str, tuple[int | None, str]] = {}

    def judge(self, buckets: frozenset[int], held: Mapping[str, Copy]) -> None:
        """Find out what differs in ``buckets``, of which the device holds exactly ``held``."""
        full, head = self._memberships.full(self.entity), self.cursor.head
        inside = BitMap()
        copies = dict(held)
        for one in truth(self.ground, self.entity):
            inside.add(one.rid)
            if bucket_of(one.id) not in buckets:
                continue
            copy = copies.pop(one.id, None)
            if one.seq > head:
                continue
            wrong = self._wrong(one, copy)
            if wrong is not None:
                self._wanted[one.id] = (one.rid, wrong)
            elif not full.holds(one.rid):
                self.found["set"] += 1
                full.enter(one.rid)
        self._surplus(copies)
        self._strangers(full.before - inside, buckets, held)

    def _wrong(self, one: Truth, copy: Copy | None) -> str | None:
        if copy is None:
            return "missing"
        if copy.version != one.version:
            return "stale"
        if copy.mask == one.mask:
            return None
        # A publication takes a field away and sends no record anew: the device has a value of no meaning.
        known = self.ground.metadata.model.entity(self.entity).fields.keys() | _RESERVED
        meant = mask_of(name for name in copy.mask.split(",") if name in known)
        return _NO_FAULT if meant == one.mask else "fields"

    def _surplus(self, copies: Mapping[str, Copy]) -> None:
        """Deal with what the device holds and should not.

        What the office never gave it goes whatever its number is: whether a record of that id exists must
        not be told by what is done about it.
        """
        full, head = self._memberships.full(self.entity), self.cursor.head
        known = _numbers(self.ground, self.entity, copies)
        for id_ in sorted(copies):
            rid, seq = known.get(id_, (None, 0))
            if rid is None or not full.holds(rid) or seq <= head:
                self._going[id_] = (rid, "surplus")

    def _strangers(self, rids: BitMap, buckets: frozenset[int], held: Mapping[str, Copy]) -> None:
        """Take out of the set what is out of scope and not on the device either, or no longer known."""
        full, places = self._memberships.full(self.entity), self.ground.places(rids)
        for rid in rids:
            id_, seq = places.get(rid, (None, 0))
            if id_ is None or (seq <= self.cursor.head and bucket_of(id_) in buckets and id_ not in held):
                self.found["set"] += 1
                full.leave(rid)

    def fill(self) -> bool:
        """Put what is missing into the parcel, take out what is too much; True: there is more than fits."""
        return not (self._take_out() and self._bring())

    def _take_out(self) -> bool:
        full, trace = self._memberships.full(self.entity), self._memberships.trace(self.entity)
        rids = [rid for rid, _ in self._going.values() if rid is not None]
        readable = self.ground.scope.readable(self.entity, rids) if self._speaks() and rids else set()
        named = {rid: id_ for id_, (rid, _) in self._going.items() if rid in readable and rid is not None}
        labels = stubs(self.ground, self.entity, named)
        for id_, (rid, wrong) in self._going.items():
            label = labels.get(rid) if rid is not None else None
            if not self.parcel.out(self.entity, "lost" if label is None else "left", id_, label):
                return False
            self.found[wrong] += 1
            if rid is not None and label is not None:
                trace.enter(rid)
            if rid is not None and full.holds(rid):
                full.leave(rid)
        return True

    def _bring(self) -> bool:
        full, trace = self._memberships.full(self.entity), self._memberships.trace(self.entity)
        ids = sorted(self._wanted)
        for start in range(0, len(ids), PAGE_ROWS):
            rows = self.ground.rows(self.entity, ids[start : start + PAGE_ROWS])
            labels = labels_for(self.ground, self._memberships, self.entity, rows.values())
            for id_, row in rows.items():
                if not self.parcel.put(self.entity, row, labels.get(id_, ())):
                    return False
                rid, wrong = self._wanted[id_]
                if wrong != _NO_FAULT:
                    self.found[wrong] += 1
                if not full.holds(rid):
                    full.enter(rid)
                if trace.may_know(rid):
                    trace.leave(rid)
                for stub in labels.get(id_, ()):
                    self._memberships.trace(stub.entity).enter(stub.rid)
        return True

    def step(self) -> Step | None:
        """Return what changes in the sets of the device; None: nothing."""
        ground, signs = self.ground, self._memberships.signs
        if not signs:
            return None
        return Step(
            device=ground.device,
            state=ground.state,
            presented=self.cursor.generation,
            generation=ground.state.last + 1,
            ledger=self._memberships.ledger(masked=False),
            signs=signs,
        )

    def _speaks(self) -> bool:
        return self.entity in self.ground.metadata.model.entities


def _held(message: Message) -> dict[str, Copy]:
    """Return what a device says that it holds.

    :raises Malformed: ``malformed-message``
    """
    records, versions, masked = message["records"], message["versions"], message["masked"]
    masks = [mask_of(names) for names in message["masks"]]
    if not len(records) == len(versions) == len(masked) or any(at >= len(masks) for at in masked):
        raise Malformed("malformed-message", place="records")
    if any(bucket_of(id_) not in message["buckets"] for id_ in records):
        raise Malformed("malformed-message", place="buckets")
    return {id_: Copy(version, masks[at]) for id_, version, at in zip(records, versions, masked, strict=True)}


def _numbers(ground: Ground, entity: str, ids: Iterable[str]) -> dict[str, tuple[int, int]]:
    """Return the number of each record that there is or was, and where in the stream it stands."""
    wanted = list(ids)
    found: dict[str, tuple[int, int]] = {}
    for start in range(0, len(wanted), PAGE_ROWS):
        query = select(record.c.id, record.c.rid, record.c.seq).where(
            record.c.entity == entity, record.c.id.in_(wanted[start : start + PAGE_ROWS])
        )
        found |= {row.id: (row.rid, row.seq) for row in ground.session.execute(query)}
    return found


def _reply(
    ground: Ground,
    parcel: Parcel,
    text: str,
    cursor: Cursor,
    *,
    step: Step | None = None,
    behind: bool = False,
    more: bool = False,
    found: Mapping[str, int] | None = None,
) -> dict[str, Any]:
    ledger = ground.state.ledger(cursor.generation) if step is None else step.ledger
    return {
        "type": "mended",
        "behind": behind,
        "more": more,
        "found": sum((found or {}).values()),
        "cursor": text,
        "generation": cursor.generation,
        "head": cursor.head,
        "counts": [
            {"entity": entity, "count": ledger[entity].full if entity in ledger else 0}
            for entity in ground.entities
        ],
        **parcel.contents(ground.all_entities),
    }
