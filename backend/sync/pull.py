"""The way down: what is new for one device, page by page, each read on one snapshot.

Without a cursor: a plan. With one: the stream is followed from its head, after a comparison of whole sets
where rights or profile moved. A pull reads only; what it does to the device's sets comes back as a step,
which the caller writes before it sends the reply. No step: nothing is written.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from pyroaring import BitMap
from sqlalchemy.orm import Session

from backend.accounts.models import Device
from backend.accounts.user import User
from backend.errors import Conflict
from backend.offline import sets
from backend.offline.sets import Step
from backend.sync import rescope
from backend.sync.conflicts import conflicts_of
from backend.sync.cursors import Cursor, Mark, Seal
from backend.sync.delta import LAST, Position, follow
from backend.sync.ground import Ground
from backend.sync.hello import device_of
from backend.sync.membership import Membership
from backend.sync.parcel import Parcel
from backend.sync.plan import make_plan
from backend.sync.rescope import Place


@dataclass(frozen=True, slots=True)
class Pulled:
    """A reply, and what is to be written before it may leave."""

    reply: dict[str, Any]
    step: Step | None = None
    first: bool = False
    """The device has its first complete copy."""


def pull(session: Session, user: User, message: Mapping[str, Any], *, seal: Seal) -> Pulled:
    """Return the next page of what is new.

    :raises Malformed: ``bad-cursor``
    :raises Conflict: ``bad-cursor`` or ``page-outdated``, and ``unknown-device``
    """
    device = device_of(session, user, message["device"]).id
    ground = Ground(session, user, device)
    if message["cursor"] is None:
        reply, step = make_plan(ground, seal)
        return Pulled(reply, step)
    cursor = seal.open_cursor(device, message["cursor"])
    state = ground.state
    if cursor.epoch != ground.stream.epoch or not state.knows(cursor.generation):
        raise Conflict("bad-cursor")
    if message["page"] is None:
        mark = _first(ground, cursor, message["cursor"])
    else:
        mark = seal.open_mark(device, message["page"])
        _check(ground, mark, message["cursor"])
    return _Page(ground, cursor, mark, seal).make()


def _first(ground: Ground, cursor: Cursor, text: str) -> Mark:
    same = (cursor.rights_key, cursor.profile) == (ground.user.rights_key, ground.profile_version)
    rescoped = not same or cursor.head < ground.stream.floor
    return Mark(
        cursor=text,
        generation=0,
        rights_key=ground.user.rights_key,
        profile=ground.profile_version,
        comparing=rescoped,
        rescoped=rescoped,
        entity="",
        rid=-1 if rescoped else LAST,
        seq=cursor.head,
    )


def _check(ground: Ground, mark: Mark, cursor: str) -> None:
    """Refuse a page whose ground has moved: what earlier pages brought may be more than is allowed now."""
    now = (cursor, ground.user.rights_key, ground.profile_version)
    if (mark.cursor, mark.rights_key, mark.profile) != now:
        raise Conflict("page-outdated")
    if mark.generation and mark.generation != ground.state.pending:
        raise Conflict("page-outdated")


def keep(session: Session, device: str, pulled: Pulled) -> bool:
    """Write what a pull has changed; False when another pull came between: pull again."""
    if pulled.first:
        session.get_one(Device, device).synced_before = True
    return pulled.step is None or sets.store(session, pulled.step)


class _Page:
    """One page while it is made."""

    def __init__(self, ground: Ground, cursor: Cursor, mark: Mark, seal: Seal) -> None:
        self._ground, self._cursor, self._mark, self._seal = ground, cursor, mark, seal
        self._parcel = Parcel()
        self._memberships: dict[str, Membership] = {}
        self._wanted: dict[str, BitMap] | None = None
        self._fresh: dict[str, BitMap] = {}

    def make(self) -> Pulled:
        mark = self._mark
        if mark.comparing:
            place = self._compare(Place(mark.entity, mark.rid))
            if place is not None:
                return self._more(replace(mark, entity=place.entity, rid=place.rid))
            mark = replace(mark, comparing=False, entity="", rid=LAST, seq=self._cursor.head)
        position = follow(
            self._ground,
            Position(mark.seq, mark.rid),
            known=-1 if self._cursor.whole else self._cursor.head,
            membership=self._membership,
            parcel=self._parcel,
        )
        if position is not None:
            return self._more(replace(mark, seq=position.seq, rid=position.rid))
        return self._done()

    def _compare(self, place: Place) -> Place | None:
        ground, held = self._ground, self._cursor.generation
        if self._mark.generation:
            wanted = self._targets()
        else:
            wanted = rescope.targets(ground)
            if not rescope.differs(ground, held, wanted):
                return None
            self._fresh = self._wanted = wanted
        return rescope.walk(ground, place, held=held, wanted=wanted, parcel=self._parcel)

    def _targets(self) -> dict[str, BitMap]:
        """Return the sets that this pull aims at, as its first page computed them; none in a plain delta."""
        if self._wanted is None:
            ground, generation = self._ground, self._mark.generation
            found = {
                entity: sets.whole_set(ground.session, ground.device, entity, generation)
                for entity in (ground.all_entities if self._mark.rescoped and generation else ())
            }
            self._wanted = {entity: whole for entity, whole in found.items() if whole is not None}
        return self._wanted

    def _membership(self, entity: str) -> Membership:
        if entity not in self._memberships:
            session, device = self._ground.session, self._ground.device
            generation = self._mark.generation
            self._memberships[entity] = Membership(
                sets.members(session, device, entity, self._cursor.generation),
                self._targets().get(entity),
                sets.named(session, device, entity, generation) if generation else {},
            )
        return self._memberships[entity]

    def _step(self) -> Step | None:
        signs = {entity: found.changed for entity, found in self._memberships.items() if found.changed}
        if not signs and not self._fresh:
            return None
        return Step(
            device=self._ground.device,
            state=self._ground.state,
            presented=self._cursor.generation,
            generation=self._mark.generation or self._ground.state.last + 1,
            whole=self._fresh,
            signs=signs,
        )

    def _more(self, mark: Mark) -> Pulled:
        step = self._step()
        if step is not None:
            mark = replace(mark, generation=step.generation)
        reply = {
            "type": "page",
            "next": self._seal.mark(self._ground.device, mark),
            "conflicts": [],
            **self._parcel.contents(self._ground.entities),
        }
        return Pulled(reply, step)

    def _done(self) -> Pulled:
        ground, step = self._ground, self._step()
        generation = (step.generation if step else self._mark.generation) or self._cursor.generation
        cursor = ground.cursor(generation=generation)
        anew = self._cursor.whole or self._mark.rescoped
        reply = {
            "type": "done",
            "cursor": self._seal.cursor(ground.device, cursor),
            "generation": generation,
            "head": ground.stream.head,
            "counts": self._counts(),
            "conflicts": conflicts_of(ground, 0 if anew else self._cursor.head),
            **self._parcel.contents(ground.entities),
        }
        return Pulled(reply, step, first=self._cursor.whole)

    def _counts(self) -> list[dict[str, Any]]:
        """Count what the device holds after this page, which is not written yet."""
        ground = self._ground
        stored = self._mark.generation or self._cursor.generation
        totals = sets.counts(ground.session, ground.device, stored)
        totals.update({entity: len(target) for entity, target in self._fresh.items()})
        for entity, membership in self._memberships.items():
            totals[entity] = membership.count
        return [{"entity": entity, "count": totals.get(entity, 0)} for entity in ground.entities]
