"""A whole number that a JSON number carries exactly."""

from __future__ import annotations

import math
from typing import Any

from backend.fields.contract import Column, FieldType, Kind
from backend.fields.definition import Field
from backend.fields.problems import ValueProblem

LIMIT = 2**53 - 1


class Integer(FieldType[int]):
    """A number between -(2**53 - 1) and 2**53 - 1."""

    id = "integer"

    def columns(self, field: Field) -> tuple[Column, ...]:
        return (Column(Kind.INTEGER),)

    def parse(self, wire: Any, field: Field) -> int | None:
        if wire is None:
            return None
        if isinstance(wire, bool) or not isinstance(wire, int | float) or not math.isfinite(wire):
            raise ValueProblem("value-not-a-number")
        if isinstance(wire, float) and not wire.is_integer():
            raise ValueProblem("value-not-whole")
        value = int(wire)  # 1.0 and 1 are the same number in JSON
        if abs(value) > LIMIT:
            raise ValueProblem("value-out-of-range", limit=str(LIMIT))
        if field.minimum is not None and value < field.minimum:
            raise ValueProblem("value-too-small", minimum=field.minimum)
        if field.maximum is not None and value > field.maximum:
            raise ValueProblem("value-too-large", maximum=field.maximum)
        return value

    def search_text(self, value: int | None, field: Field) -> str:
        return "" if value is None else str(value)

    def sort_key(self, value: int | None, field: Field) -> Any:
        return (value is not None, value or 0)
