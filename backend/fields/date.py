"""A day of the calendar, in no time zone."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from backend.fields.contract import Column, FieldType, Kind
from backend.fields.definition import Field
from backend.fields.problems import ValueProblem

_SHAPE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")


def day_of(text: str) -> date | None:
    """Read "2026-11-21"; None when there is no such day."""
    found = _SHAPE.fullmatch(text)
    try:
        return date(int(found[1]), int(found[2]), int(found[3])) if found else None
    except ValueError:
        return None


class Date(FieldType[date]):
    """A day from 0001-01-01 to 9999-12-31."""

    id = "date"

    def columns(self, field: Field) -> tuple[Column, ...]:
        return (Column(Kind.DATE),)

    def parse(self, wire: Any, field: Field) -> date | None:
        if wire is None or wire == "":
            return None
        value = day_of(wire) if isinstance(wire, str) else None
        if value is None:
            raise ValueProblem("value-not-a-date")
        if field.minimum is not None and wire < field.minimum:
            raise ValueProblem("value-too-small", minimum=field.minimum)
        if field.maximum is not None and wire > field.maximum:
            raise ValueProblem("value-too-large", maximum=field.maximum)
        return value

    def to_wire(self, value: date | None) -> str | None:
        return value.isoformat() if value else None

    def search_text(self, value: date | None, field: Field) -> str:
        return self.to_wire(value) or ""

    def sort_key(self, value: date | None, field: Field) -> Any:
        return (value is not None, value or date.min)
