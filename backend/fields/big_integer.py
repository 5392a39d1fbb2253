"""A whole number of 64 bits: too large for a JSON number, so it travels as a string."""

from __future__ import annotations

import re
from typing import Any, Final

from backend.fields.contract import Column, FieldType, Kind
from backend.fields.definition import Field
from backend.fields.integer import LIMIT as EXACT_IN_JSON
from backend.fields.problems import ValueProblem

LARGEST: Final = 2**63 - 1
LEAST: Final = -(2**63)
_SHAPE: Final = re.compile(r"(-?[0-9]+)(?:\.([0-9]+))?")
_LONGEST: Final = 60


def _whole_of(wire: Any) -> int:
    found = _SHAPE.fullmatch(text) if len(text := _text_of(wire)) <= _LONGEST else None
    if found is None:
        raise ValueProblem("value-not-a-number")
    if (found[2] or "").strip("0"):
        raise ValueProblem("value-not-whole")
    value = int(found[1])
    if not LEAST <= value <= LARGEST:
        raise ValueProblem("value-out-of-range", limit=str(LARGEST))
    return value


def _text_of(wire: Any) -> str:
    """Write a number that JSON carries exactly as the string that it stands for."""
    if isinstance(wire, str):
        return wire
    number = isinstance(wire, int | float) and not isinstance(wire, bool) and abs(wire) <= EXACT_IN_JSON
    return str(int(wire)) if number and wire == int(wire) else ""


class BigInteger(FieldType[int]):
    """A number between -(2**63) and 2**63 - 1."""

    id = "big_integer"

    def columns(self, field: Field) -> tuple[Column, ...]:
        return (Column(Kind.INTEGER),)

    def parse(self, wire: Any, field: Field) -> int | None:
        if wire is None:
            return None
        value = _whole_of(wire)
        if field.minimum is not None and value < _whole_of(field.minimum):
            raise ValueProblem("value-too-small", minimum=str(field.minimum))
        if field.maximum is not None and value > _whole_of(field.maximum):
            raise ValueProblem("value-too-large", maximum=str(field.maximum))
        return value

    def to_wire(self, value: int | None) -> str | None:
        return None if value is None else str(value)

    def search_text(self, value: int | None, field: Field) -> str:
        return self.to_wire(value) or ""

    def sort_key(self, value: int | None, field: Field) -> Any:
        return (value is not None, value or 0)
