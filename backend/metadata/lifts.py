"""The lifts between published versions of the model, from the steps that are stored with each.

What lies between two publications never changes, so a process makes each lift once.
"""

from __future__ import annotations

from itertools import pairwise

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.errors import NotFound
from backend.metadata import service
from backend.metadata.lifting import NO_LIFT, Lift, lift_through
from backend.metadata.models import ModelVersion
from backend.metadata.service import Metadata
from backend.metadata.versions import Step, steps_between

REMEMBERED = 64
_lifts: dict[tuple[str, str], Lift] = {}


def lift_between(session: Session, then: Metadata, now: Metadata) -> Lift:
    """Return the lift from what was published at one time to what is now."""
    if then.model.version == now.model.version:
        return NO_LIFT
    place = then.mark, now.mark
    known = _lifts.pop(place, None)
    if known is None:
        known = lift_through(steps_since(session, then.model.version, now.model.version))
    if all(place):
        _lifts[place] = known
        for oldest in list(_lifts)[:-REMEMBERED]:
            _lifts.pop(oldest, None)
    return known


def retyped_since(session: Session, now: Metadata, version: int) -> dict[str, frozenset[str]]:
    """Return the fields of each entity that were retyped after a metadata version; none of one unknown."""
    if not now.columns or version in (0, now.version):
        return {}
    try:
        lift = lift_between(session, service.at(session, version), now)
    except NotFound:
        return {}
    fields = {entity: lift.retyped(entity) for entity in now.columns}
    return {entity: found for entity, found in fields.items() if found}


def steps_since(session: Session, after: int, until: int | None = None) -> list[list[Step]]:
    """Return the steps of every version of the model above ``after``, in their order."""
    wanted = [ModelVersion.version >= after]
    if until is not None:
        wanted.append(ModelVersion.version <= until)
    query = select(ModelVersion.version, ModelVersion.steps).where(*wanted).order_by(ModelVersion.version)
    found = session.execute(query).all()
    return [
        _told(session, before.version, version) if steps is None else steps
        for before, (version, steps) in pairwise(found)
    ]


def _told(session: Session, before: int, after: int) -> list[Step]:
    """Return the steps to a version that was published before steps were noted."""
    documents = [session.get_one(ModelVersion, version).document for version in (before, after)]
    return list(steps_between(*documents))
