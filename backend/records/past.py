"""Values out of history, as they would be now: each is of the model that was in force when it was noted.

What cannot be converted stands as it was entered, and is told apart; it stays in history as it was.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.accounts.service import organisation_zone
from backend.accounts.zones import zone
from backend.fields.problems import ValueProblem
from backend.metadata.lifting import NO_LIFT, Lift, Lifted, lift_through
from backend.metadata.lifts import steps_since
from backend.records.models import model_start


class Read(NamedTuple):
    """Values as their fields are now, and the names of those that are as they were entered."""

    values: dict[str, Any]
    raw: frozenset[str] = frozenset()

    @property
    def as_now(self) -> dict[str, Any]:
        """The values that their fields take now."""
        return {
            name: value for name, value in self.values.items() if value is not None and name not in self.raw
        }


class Past:
    """The past of one entity's values, for one transaction."""

    def __init__(self, session: Session, entity: str) -> None:
        self._session, self._entity = session, entity
        self._zone = zone(organisation_zone(session))
        starts = select(model_start.c.version, model_start.c.seq).order_by(model_start.c.version)
        self._starts = [(row.version, row.seq) for row in session.execute(starts)]
        self._lifts: dict[int, Lift] = {}

    def read(self, seq: int, values: Mapping[str, Any]) -> Read:
        """Read wire values of an entry of history, whose number is ``seq``."""
        lift = self._lift(self._version_at(seq))
        if not lift.touches(self._entity):
            return Read(dict(values))
        lifted = {name: self._lifted(lift, name, wire) for name, wire in values.items()}
        raw = frozenset(name for name, one in lifted.items() if one.fate != "kept")
        return Read({name: one.value for name, one in lifted.items()}, raw)

    def _lift(self, version: int) -> Lift:
        if self._starts and version >= self._starts[-1][0]:
            return NO_LIFT
        found = self._lifts.get(version)
        if found is None:
            found = self._lifts[version] = lift_through(steps_since(self._session, version))
        return found

    def _lifted(self, lift: Lift, name: str, wire: Any) -> Lifted:
        try:
            return lift.value(self._entity, name, wire, self._zone)
        except ValueProblem:
            return Lifted(wire, "unconverted")

    def _version_at(self, seq: int) -> int:
        """Return the version of the model that was in force when a number of the stream was given."""
        before = [version for version, start in self._starts if start < seq]
        # Before the first that was noted no field was ever retyped: any version of then does.
        return before[-1] if before else (self._starts[0][0] if self._starts else 1) - 1
