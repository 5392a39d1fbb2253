"""Yes, no, or not said."""

from __future__ import annotations

from typing import Any

from backend.fields.contract import Column, FieldType, Kind
from backend.fields.definition import Field
from backend.fields.problems import ValueProblem


class YesNo(FieldType[bool]):
    """True or false; nothing else counts as either."""

    id = "yes_no"

    def columns(self, field: Field) -> tuple[Column, ...]:
        return (Column(Kind.BOOLEAN),)

    def parse(self, wire: Any, field: Field) -> bool | None:
        if wire is not None and not isinstance(wire, bool):
            raise ValueProblem("value-not-yes-or-no")
        return wire

    def sort_key(self, value: bool | None, field: Field) -> Any:
        return (value is not None, bool(value))
