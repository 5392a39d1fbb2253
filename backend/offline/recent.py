"""The records that a person opened lately on a device: they stay readable there without any profile.

A record that the device would not hold otherwise is touched, so that it comes with the next pull, and again
when it is forgotten; one that it holds anyway is only noted, and no other device learns of it.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final
from uuid import uuid4

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from backend.accounts.models import Device
from backend.accounts.sessions import user_of_person
from backend.accounts.user import OFFICE, User
from backend.errors import Conflict
from backend.metadata.service import Metadata, current
from backend.offline import touching
from backend.offline.scope import Scope
from backend.offline.wanted import wanted_of
from backend.offline.wish_models import RecentRecord
from backend.records import touch
from backend.records.work import Origin

MOST: Final = 200
"""Records of one device; the oldest are forgotten first."""
LASTING: Final = dt.timedelta(days=30)

Place = tuple[str, str]
"""Entity and id."""


def opened(
    session: Session, user: User, device: str, records: Sequence[Mapping[str, str]], *, now: dt.datetime
) -> None:
    """Note that records were opened on a device, the latest last.

    What the user may not read is left out without a word, as what is not there.

    :raises Conflict: ``unknown-device``; another person's device is as unknown as none
    """
    found = session.get(Device, device)
    if found is None or found.account != user.account:
        raise Conflict("unknown-device")
    metadata = current(session)
    asked = list(dict.fromkeys((one["entity"], one["record"]) for one in records))
    scope = _scope(session, user, metadata, device, now)
    readable = [place for place in asked if place in _readable(scope, asked)]
    held = _held(scope, readable)
    for number, (entity, record) in enumerate(readable):
        at = now - dt.timedelta(milliseconds=len(readable) - number)
        row = session.get(RecentRecord, (device, entity, record))
        if row is None:
            session.add(RecentRecord(device=device, entity=entity, record=record, person=user.person, at=at))
        else:
            row.at = at
    session.flush()
    forgotten = _oldest(session, device, now)
    _drop(session, device, forgotten)
    left = set(forgotten) - _held(_scope(session, user, metadata, device, now), forgotten)
    _touch(session, {place for place in readable if place not in held} | left, user, device, now)


def expire(session: Session, *, now: dt.datetime, limit: int = 1000) -> int:
    """Forget what nobody has opened for 30 days; return how many records: at ``limit``, call again."""
    rows = session.execute(
        select(RecentRecord.device, RecentRecord.person, RecentRecord.entity, RecentRecord.record)
        .where(RecentRecord.at < now - LASTING)
        .order_by(RecentRecord.at)
        .limit(limit)
    ).all()
    by_device: defaultdict[tuple[str, str], list[Place]] = defaultdict(list)
    for device, person, entity, record in rows:
        by_device[device, person].append((entity, record))
    metadata = current(session)
    left: set[Place] = set()
    for (device, person), places in by_device.items():
        _drop(session, device, places)
        user = user_of_person(session, person)
        held = _held(_scope(session, user, metadata, device, now), places) if user is not None else set()
        left.update(set(places) - held)
    _touch(session, left, OFFICE, None, now)
    return len(rows)


def forget_device(session: Session, device: str) -> None:
    """Drop what was opened on a device that is not used any more."""
    session.execute(delete(RecentRecord).where(RecentRecord.device == device))


def _scope(session: Session, user: User, metadata: Metadata, device: str, now: dt.datetime) -> Scope:
    return Scope(session, user, metadata, wanted_of(session, user, metadata), device, now)


def _readable(scope: Scope, places: Iterable[Place]) -> set[Place]:
    found: set[Place] = set()
    for entity, ids in _by_entity(places).items():
        if entity in scope.metadata.model.entities:
            found.update((entity, identity) for identity in scope.known(entity, ids).values())
    return found


def _held(scope: Scope, places: Iterable[Place]) -> set[Place]:
    """Return those of ``places`` that are in scope."""
    found: set[Place] = set()
    for entity, ids in _by_entity(places).items():
        if entity in scope.metadata.model.entities:
            known = scope.known(entity, ids)
            found.update((entity, known[rid]) for rid in scope.inside(entity, known))
    return found


def _by_entity(places: Iterable[Place]) -> Mapping[str, list[str]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for entity, record in places:
        found[entity].append(record)
    return found


def _oldest(session: Session, device: str, now: dt.datetime) -> list[Place]:
    rows = session.execute(
        select(RecentRecord.entity, RecentRecord.record, RecentRecord.at)
        .where(RecentRecord.device == device)
        .order_by(RecentRecord.at.desc(), RecentRecord.entity, RecentRecord.record)
    ).all()
    return [
        (entity, record)
        for number, (entity, record, at) in enumerate(rows)
        if number >= MOST or at < now - LASTING
    ]


def _drop(session: Session, device: str, places: Iterable[Place]) -> None:
    for entity, records in _by_entity(places).items():
        session.execute(
            delete(RecentRecord).where(
                RecentRecord.device == device,
                RecentRecord.entity == entity,
                RecentRecord.record.in_(records),
            )
        )


def _touch(session: Session, places: set[Place], user: User, device: str | None, now: dt.datetime) -> None:
    if places:
        origin = Origin(user=user, change=str(uuid4()), device=device, now=now, made_at=now)
        touch.touch(session, sorted(places), origin=origin)
        touching.moved(session, places, origin=origin)
