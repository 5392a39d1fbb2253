"""The lift: values as they were entered under an earlier version, made values of a later one.

A lift is made of steps, and lifts are put one after the other; in one go or version by version, the same
comes of it. A value of a field that is gone is *dropped*, one that a converter does not take is
*unconverted*: both are told apart and kept as they were entered. Pure: what becomes of them is for
:mod:`backend.records.reading_in`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from backend.fields.problems import ValueProblem
from backend.metadata.converters import Retype, converted, held
from backend.metadata.versions import Step

Fate = Literal["kept", "dropped", "unconverted"]


@dataclass(frozen=True, slots=True)
class Lifted:
    """A value after a lift; one that did not come through stands as it was entered."""

    value: Any
    fate: Fate = "kept"


@dataclass(frozen=True, slots=True)
class _Path:
    """What happens to the values of a field: conversions in their order, and whether it goes."""

    retypes: tuple[tuple[Mapping[str, Any], Mapping[str, Any]], ...] = ()
    dropped: bool = False

    def then(self, other: _Path) -> _Path:
        return _Path(self.retypes + other.retypes, self.dropped or other.dropped)


_STRAIGHT = _Path()


@dataclass(frozen=True, slots=True)
class Lift:
    """What happens to values between two versions. Nothing here changes."""

    paths: Mapping[tuple[str, str], _Path] = field(default_factory=dict)
    gone: frozenset[str] = frozenset()
    """Entities that are no more."""

    def touches(self, entity: str) -> bool:
        """Say whether any value of an entity comes out otherwise than it went in."""
        return entity in self.gone or any(place[0] == entity for place in self.paths)

    def retyped(self, entity: str) -> frozenset[str]:
        """Return the fields of an entity that hold another kind of value than before."""
        return frozenset(
            field for (name, field), path in self.paths.items() if name == entity and path.retypes
        )

    def value(self, entity: str, field: str, wire: Any, zone: dt.tzinfo) -> Lifted:
        """Lift one wire value. ``zone``: where the days of its author begin.

        :raises ValueProblem: it never was a value of the field
        """
        path = self.paths.get((entity, field), _STRAIGHT)
        if path.dropped or entity in self.gone:
            return Lifted(wire, "dropped")
        value = held(wire, path.retypes[0][0]) if path.retypes else wire
        for before, after in path.retypes:
            try:
                value = converted(value, Retype(before, after, zone))
            except ValueProblem:
                return Lifted(wire, "unconverted")
        return Lifted(value)

    def then(self, other: Lift) -> Lift:
        """Return the lift that does this one and then the other."""
        paths = dict(self.paths)
        for place, path in other.paths.items():
            paths[place] = paths.get(place, _STRAIGHT).then(path)
        return Lift(paths, self.gone | other.gone)


NO_LIFT: Final = Lift()


def lift_of(steps: Iterable[Step]) -> Lift:
    """Return the lift over the steps of one version."""
    paths: dict[tuple[str, str], _Path] = {}
    gone: set[str] = set()
    for step in steps:
        if step["do"] == "drop" and "field" not in step:
            gone.add(step["entity"])
        elif step["do"] in ("drop", "retype"):
            place = step["entity"], step["field"]
            path = _Path(dropped=True) if step["do"] == "drop" else _Path(((step["before"], step["after"]),))
            paths[place] = paths.get(place, _STRAIGHT).then(path)
    return Lift(paths, frozenset(gone))


def lift_through(versions: Iterable[Iterable[Step]]) -> Lift:
    """Return the lift over several versions in one go, given the steps of each in their order."""
    lift = Lift()
    for steps in versions:
        lift = lift.then(lift_of(steps))
    return lift
