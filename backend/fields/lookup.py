"""A reference to one record of another entity.

That the record exists, and may be seen, is checked where records are written.
"""

from __future__ import annotations

from typing import Any

from backend.fields.contract import Column, FieldType, Kind
from backend.fields.definition import Field
from backend.fields.problems import ValueProblem
from backend.fields.record_id import id_of


class Lookup(FieldType[str]):
    """A record id."""

    id = "lookup"

    def columns(self, field: Field) -> tuple[Column, ...]:
        return (Column(Kind.UUID),)

    def parse(self, wire: Any, field: Field) -> str | None:
        if wire is None or wire == "":
            return None
        value = id_of(wire)
        if value is None:
            raise ValueProblem("value-not-a-record")
        return value

    def sort_key(self, value: str | None, field: Field) -> Any:
        return (value is not None, value or "")
