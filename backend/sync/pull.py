"""The way down: what is new for one device, page by page, each read on one snapshot.

Without a cursor: a plan. With one: the stream is followed from its head, after a comparison of whole sets
where the terms of the scope moved. A pull reads only; what it does to the device's sets comes back as a
step, which the caller writes before it sends the reply. No step: nothing is written.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import orjson
from sqlalchemy.orm import Session

from backend.accounts.models import Device
from backend.accounts.user import User
from backend.errors import Conflict
from backend.offline import sets
from backend.offline.marks import newest_mark
from backend.offline.sets import Step
from backend.records.conflicts import FIRST, LAST_OF_ALL
from backend.records.conflicts import Place as Told
from backend.sync.conflicts import take_back, tell, tell_older
from backend.sync.cursors import Cursor, Mark, Seal
from backend.sync.delta import LAST, Delta, Position
from backend.sync.ground import Ground
from backend.sync.membership import Memberships
from backend.sync.parcel import Parcel
from backend.sync.plan import make_plan, plan_stage
from backend.sync.refused import ANSWER_BYTES, answers
from backend.sync.rescope import Comparison, Place, aims
from backend.sync.standing import standing_of


@dataclass(frozen=True, slots=True)
class Pulled:
    """A reply, and what is to be written before it may leave."""

    reply: dict[str, Any]
    step: Step | None = None
    first: bool = False
    """The device has its first complete copy."""


def pull(session: Session, user: User, message: Mapping[str, Any], *, seal: Seal, now: dt.datetime) -> Pulled:
    """Return the next page of what is new.

    :raises Malformed: ``bad-cursor``
    :raises Conflict: ``bad-cursor``, ``epoch-over`` or ``page-outdated``, and ``unknown-device``
    """
    device, further = message["device"], message.get("further", False)
    ground = Ground(session, user, device, now)
    epoch = message.get("epoch")
    if epoch and epoch != ground.stream.epoch:
        # The device has to hear of that first: what it is to send again lies under what it is to be told.
        raise Conflict("epoch-over")
    if message["cursor"] is None:
        reply, step = make_plan(ground.at(ground.wanted.next_stage()) if further else ground, seal)
        return Pulled(reply, step)
    cursor = seal.open_cursor(device, message["cursor"])
    ground = ground.at(cursor.reached)
    if cursor.epoch != ground.stream.epoch or not ground.state.knows(cursor.generation):
        raise Conflict("bad-cursor")
    if further and message["page"] is None and _goes_on(ground, cursor):
        reply, step = plan_stage(ground.at(ground.all_wanted.next_stage(cursor.reached)), seal, cursor)
        return Pulled(reply, step)
    if message["page"] is None:
        mark = _first(ground, cursor, message["cursor"])
    else:
        mark = seal.open_mark(device, message["page"])
        _check(ground, mark, message["cursor"])
    asked = message.get("refused") or ()
    return _Page(ground, cursor, mark, seal, asked, first=message["page"] is None).make()


def _goes_on(ground: Ground, cursor: Cursor) -> bool:
    """Say whether the next stage may come now: not before what the device has is on the terms of today."""
    return cursor.reached is not None and not rescoped(ground, cursor)


def _first(ground: Ground, cursor: Cursor, text: str) -> Mark:
    anew = rescoped(ground, cursor)
    comparing = anew or cursor.whole
    return Mark(
        cursor=text,
        generation=0,
        scope_key=ground.scope.key,
        head=ground.stream.head,
        comparing=comparing,
        rescoped=anew,
        entity="",
        rid=-1 if comparing else LAST,
        seq=cursor.head,
        every=comparing,
    )


def rescoped(ground: Ground, cursor: Cursor) -> bool:
    """Say whether the stream alone does not tell what came and went since a cursor."""
    if cursor.scope_key != ground.scope.key or cursor.head < ground.stream.floor:
        return True
    if _marked(ground, cursor.head):
        return True
    ledger = ground.state.ledger(cursor.generation)
    return any(entry.label != ground.scope.sight.label(entity) for entity, entry in ledger.items())


def _check(ground: Ground, mark: Mark, cursor: str) -> None:
    """Refuse a page whose ground has moved: what earlier pages brought may be more than is allowed now."""
    if (mark.cursor, mark.scope_key) != (cursor, ground.scope.key):
        raise Conflict("page-outdated")
    if mark.generation and mark.generation != ground.state.pending:
        raise Conflict("page-outdated")
    if _marked(ground, mark.head):
        raise Conflict("page-outdated")


def _marked(ground: Ground, head: int) -> bool:
    """Say whether a rescope was marked above ``head`` that concerns what the device may hold."""
    if head >= min(ground.stream.head, ground.footing.newest_mark):
        return False
    return head < newest_mark(ground.session, ground.all_entities)


def keep(session: Session, device: str, pulled: Pulled) -> bool:
    """Write what a pull has changed; False when another pull came between: pull again."""
    if pulled.first:
        session.get_one(Device, device).synced_before = True
    return pulled.step is None or sets.store(session, pulled.step)


class _Page:
    """One page while it is made."""

    def __init__(
        self, ground: Ground, cursor: Cursor, mark: Mark, seal: Seal, asked: Sequence[int], *, first: bool
    ) -> None:
        self._ground, self._cursor, self._mark, self._seal, self._is_first = ground, cursor, mark, seal, first
        self._asked = asked
        self._parcel = Parcel()
        self._memberships = Memberships(ground, cursor.generation, mark.generation)
        self._begins = False
        """Whether a generation begins with this page although no membership changes."""
        self._delta = Delta(ground, -1 if cursor.whole else cursor.head, self._memberships, self._parcel)

    def make(self) -> Pulled:
        mark = self._mark
        if mark.comparing:
            place = self._compare(Place(mark.entity, mark.rid))
            if place is not None:
                return self._more(replace(mark, entity=place.entity, rid=place.rid))
            mark = replace(mark, comparing=False, entity="", rid=LAST, seq=self._cursor.head)
        position = self._delta.follow(Position(mark.seq, mark.rid))
        mark = self._older_conflicts(mark)
        if position is not None:
            return self._more(replace(mark, seq=position.seq, rid=position.rid))
        told = tell(
            self._ground, self._parcel, self._cursor.head, Told(mark.told_seq, mark.told_id), every=mark.every
        )
        if told is not None:
            head = self._ground.stream.head
            return self._more(replace(mark, seq=head, rid=LAST, told_seq=told.seq, told_id=told.id))
        return self._done(mark)

    def _older_conflicts(self, mark: Mark) -> Mark:
        """Tell of all that are open on what is put; where they do not fit, of all there are in the end."""
        to_come = mark.every and (mark.told_seq, mark.told_id) == FIRST
        if to_come or tell_older(self._ground, self._parcel, self._delta.disputed):
            return mark
        return replace(mark, every=True, told_seq=FIRST.seq, told_id=FIRST.id)

    def _compare(self, place: Place) -> Place | None:
        ledger = self._ground.state.ledger(self._cursor.generation)
        planned = self._cursor.whole and not self._mark.rescoped
        # After a plan the sets in full are the plan's, which were the scope at its own head.
        head = self._cursor.head if planned else self._mark.head
        comparison = Comparison(self._ground, ledger, self._memberships, self._parcel, head)
        if self._is_first:
            if not self._cursor.whole:
                take_back(self._ground, self._parcel, self._cursor.head)
            self._memberships.aim(aims(self._ground, self._memberships, planned=planned))
            comparison.masks()
            self._begins = comparison.anything()
            if not self._begins:
                return None
        return comparison.walk(place)

    def _step(self) -> Step | None:
        memberships = self._memberships
        signs = memberships.signs
        if not signs and not memberships.aims and not self._begins:
            return None
        return Step(
            device=self._ground.device,
            state=self._ground.state,
            presented=self._cursor.generation,
            generation=self._mark.generation or self._ground.state.last + 1,
            ledger=memberships.ledger(masked=self._begins),
            whole=memberships.aims,
            signs=signs,
        )

    def _more(self, mark: Mark) -> Pulled:
        step = self._step()
        if step is not None:
            mark = replace(mark, generation=step.generation)
        reply = {
            "type": "page",
            "next": self._seal.mark(self._ground.device, mark),
            **self._parcel.contents(self._ground.all_entities),
        }
        return Pulled(reply, step)

    def _done(self, mark: Mark) -> Pulled:
        ground = self._ground
        standing, told = standing_of(ground, self._cursor.standing, since=self._cursor.head)
        if told is not None and not self._parcel.has_room(len(orjson.dumps(told))):
            head = ground.stream.head
            return self._more(replace(mark, seq=head, rid=LAST, told_seq=head, told_id=LAST_OF_ALL))
        step = self._step()
        generation = (step.generation if step else self._mark.generation) or self._cursor.generation
        cursor = Cursor(
            epoch=ground.stream.epoch,
            head=ground.stream.head,
            generation=generation,
            scope_key=ground.scope.key,
            standing=standing,
            reached=ground.reached_stage,
        )
        ledger = step.ledger if step else ground.state.ledger(generation)
        reply = {
            "type": "done",
            "cursor": self._seal.cursor(ground.device, cursor),
            "generation": generation,
            "head": ground.stream.head,
            "counts": [
                {"entity": entity, "count": ledger[entity].full if entity in ledger else 0}
                for entity in ground.entities
            ],
            **self._parcel.contents(ground.all_entities),
            "standing": told,
            "allConflicts": mark.every,
            "coming": ground.coming,
            **self._answers(),
        }
        return Pulled(reply, step, first=self._cursor.whole)

    def _answers(self) -> dict[str, Any]:
        """Tell what has become of refused changes, where the page has room; else with the next pull."""
        if not self._asked or not self._parcel.has_room(ANSWER_BYTES):
            return {}
        return answers(self._ground.session, self._ground.device, self._asked)
