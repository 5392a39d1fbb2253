"""Values out of history, as they would be now: each is of the model that was in force when it was noted.

What cannot be converted is left out; it stays in history as it was.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from backend.accounts.service import organisation_zone
from backend.accounts.zones import zone
from backend.fields.problems import ValueProblem
from backend.metadata.lifting import Lift, lift_through
from backend.metadata.lifts import steps_since
from backend.records.models import model_start


def as_now(session: Session, entity: str, seq: int, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return wire values of an entry of history, whose number is ``seq``, lifted to the newest model."""
    lift = lift_through(steps_since(session, _version_at(session, seq)))
    if not lift.touches(entity):
        return dict(values)
    days = zone(organisation_zone(session))
    lifted = {name: _lifted(lift, entity, name, wire, days) for name, wire in values.items()}
    return {name: value for name, value in lifted.items() if value is not None}


def _lifted(lift: Lift, entity: str, name: str, wire: Any, days: Any) -> Any:
    try:
        found = lift.value(entity, name, wire, days)
    except ValueProblem:
        return None
    return found.value if found.fate == "kept" else None


def _version_at(session: Session, seq: int) -> int:
    """Return the version of the model that was in force when a number of the stream was given."""
    version = session.scalar(select(func.max(model_start.c.version)).where(model_start.c.seq < seq))
    # Before the first that was noted no field was ever retyped: any version of then does.
    return (
        version if version is not None else (session.scalar(select(func.min(model_start.c.version))) or 1) - 1
    )
