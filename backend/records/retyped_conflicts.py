"""Open conflicts over fields that a publication retypes: their values are converted with those of records.

What somebody wanted and its field does not take any more stays as it was entered, and the conflict becomes
one of kind ``retyped``: he enters it anew, or the office's value stays. That the record is deleted, or was to
be, is still chosen for. Devices are told of the conflicts as they are now.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from sqlalchemy import Row, func, select, update
from sqlalchemy.orm import Session

from backend.accounts.service import organisation_zone
from backend.accounts.user import OFFICE
from backend.accounts.zones import zone
from backend.errors import NotFound
from backend.fields.problems import ValueProblem
from backend.metadata import service
from backend.metadata.lifting import Lift, Lifted
from backend.metadata.lifts import lift_between
from backend.metadata.models import Publication
from backend.records.conflicts import OF_FIELDS
from backend.records.identity import new_id
from backend.records.layout import Layout, layout_of
from backend.records.merge import UNKNOWN
from backend.records.models import conflict, record
from backend.records.reading_in import typed_if_possible
from backend.records.stream import head
from backend.records.touch import touch
from backend.records.work import Origin
from backend.signals import metadata_published

_RETYPED: Final = "retyped"


def listen() -> None:
    """Follow every publication from here on. Doing it again changes nothing."""
    metadata_published.connect(_published)


def _published(_: object, *, session: Session, version: int, **__: Any) -> None:
    now = service.current(session)
    try:
        then = service.at(session, version - 1)
    except NotFound:
        return
    if then.model.version == now.model.version:
        return
    lift = lift_between(session, then, now)
    days = zone(organisation_zone(session))
    moved: dict[str, tuple[str, str]] = {}
    for entity in now.model.entities:
        fields = lift.retyped(entity)
        if fields:
            change = _Change(layout_of(now.model, entity), lift, fields, days)
            moved |= _convert(session, change)
    if moved:
        _tell(session, moved, session.scalars(_when(version)).one())


class _Change(NamedTuple):
    """What is retyped of one entity."""

    layout: Layout
    lift: Lift
    fields: frozenset[str]
    zone: dt.tzinfo

    def lifted(self, name: str, wire: Any) -> Lifted:
        """Return what has become of a value; one that is none of its field stands as it was entered."""
        try:
            return self.lift.value(self.layout.entity.id, name, wire, self.zone)
        except ValueProblem:
            return Lifted(wire, "unconverted")

    def takes(self, name: str, wire: Any) -> bool:
        """Tell whether a value is one of its field as it is now."""
        field = self.layout.fields.get(name)
        return field is not None and typed_if_possible(field, wire) is not UNKNOWN


def _convert(session: Session, change: _Change) -> dict[str, tuple[str, str]]:
    """Rewrite the open conflicts of an entity; return their records by their ids."""
    entity = change.layout.entity.id
    query = select(conflict).where(conflict.c.entity == entity, conflict.c.open.is_(True))
    moved = {}
    for row in session.execute(query.order_by(conflict.c.id)).all():
        if change.fields & {*row.base, *row.mine, *row.theirs}:
            session.execute(update(conflict).where(conflict.c.id == row.id).values(_values(row, change)))
            moved[row.id] = (entity, row.record)
    return moved


def _values(row: Row[Any], change: _Change) -> dict[str, Any]:
    mine, left = dict(row.mine), False
    for name in change.fields & mine.keys():
        # What was left behind before is of no known type: it may be one of the field again.
        known = row.kind != _RETYPED
        one = change.lifted(name, mine[name]) if known else Lifted(mine[name], "unconverted")
        mine[name] = one.value
        left = left or not (one.fate == "kept" or change.takes(name, one.value))
    return {
        "kind": _kind(row.kind, left=left),
        "base": _as_far(row.base, change),
        "mine": mine,
        # What the office had and could not be converted is empty in its record.
        "theirs": dict.fromkeys(row.theirs) | _as_far(row.theirs, change),
    }


def _kind(before: str, *, left: bool) -> str:
    if before not in OF_FIELDS:
        return before
    return _RETYPED if left else "fields" if before == _RETYPED else before


def _as_far(values: Mapping[str, Any], change: _Change) -> dict[str, Any]:
    lifted = {name: change.lifted(name, wire) for name, wire in values.items()}
    return {name: one.value for name, one in lifted.items() if one.fate == "kept"}


def _when(version: int) -> Any:
    return select(Publication.at).where(Publication.version == version)


def _tell(session: Session, moved: Mapping[str, tuple[str, str]], now: dt.datetime) -> None:
    """Number the records of these conflicts anew, and the conflicts with them."""
    origin = Origin(OFFICE, new_id(now), None, now, now)
    touch(session, set(moved.values()), origin=origin, kind="conflict")
    of_record = select(record.c.seq).where(
        record.c.entity == conflict.c.entity, record.c.id == conflict.c.record
    )
    numbered = func.coalesce(of_record.scalar_subquery(), head(session))
    session.execute(update(conflict).where(conflict.c.id.in_(list(moved))).values(seq=numbered))
