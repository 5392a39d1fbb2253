"""A place on earth, by latitude and longitude (WGS 84), as a phone finds it or a person types it."""

from __future__ import annotations

import math
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final

from backend.fields.contract import Column, FieldType, Kind
from backend.fields.date_time import DateTime, moment_of
from backend.fields.definition import Field
from backend.fields.problems import ValueProblem

_NEEDED: Final = {"lat", "lon"}
_ALLOWED: Final = _NEEDED | {"accuracy", "at"}
_DEGREES: Final = Decimal("1e-7")
"""A centimetre."""
_METRES: Final = Decimal("0.1")
FARTHEST: Final = 100_000_000

Place = dict[str, Any]


def _rounded(number: Any, step: Decimal) -> float | int | None:
    """Round as JavaScript's ``toFixed`` does: halves away from zero, by what the number is exactly."""
    if isinstance(number, bool) or not isinstance(number, int | float):
        return None
    if abs(number) > FARTHEST or math.isnan(number):
        return None
    value = float(Decimal(number).quantize(step, ROUND_HALF_UP))
    return int(value) if value.is_integer() else value


class Position(FieldType[Place]):
    """``lat``, ``lon``; where they were measured also ``accuracy`` in metres, and the moment ``at``."""

    id = "position"

    def columns(self, field: Field) -> tuple[Column, ...]:
        return (Column(Kind.JSON),)

    def parse(self, wire: Any, field: Field) -> Place | None:
        if wire is None:
            return None
        if not isinstance(wire, dict) or not _NEEDED <= wire.keys() <= _ALLOWED:
            raise ValueProblem("value-not-a-position")
        lat, lon = _rounded(wire["lat"], _DEGREES), _rounded(wire["lon"], _DEGREES)
        if lat is None or lon is None:
            raise ValueProblem("value-not-a-position")
        if abs(lat) > 90 or abs(lon) > 180:
            raise ValueProblem("value-off-the-earth")
        place: Place = {"lat": lat, "lon": lon}
        if wire.get("accuracy") is not None:
            place["accuracy"] = _rounded(wire["accuracy"], _METRES)
            if place["accuracy"] is None or place["accuracy"] < 0:
                raise ValueProblem("value-not-a-position")
        if wire.get("at") is not None:
            place["at"] = DateTime().to_wire(moment_of(wire["at"]))
            if place["at"] is None:
                raise ValueProblem("value-not-a-position")
        return place

    def sort_key(self, value: Place | None, field: Field) -> Any:
        return value is not None
