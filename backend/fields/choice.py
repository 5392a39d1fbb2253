"""One of the choices of a field.

A retired choice is still a value: records keep it. That it is no longer offered is
the form's to see to.
"""

from __future__ import annotations

from typing import Any

from backend.fields.contract import Column, FieldType, Kind
from backend.fields.definition import Field
from backend.fields.problems import ValueProblem


class Choice(FieldType[str]):
    """The id of a choice. Sorted in the order in which the choices stand."""

    id = "choice"

    def columns(self, field: Field) -> tuple[Column, ...]:
        return (Column(Kind.TEXT),)

    def parse(self, wire: Any, field: Field) -> str | None:
        if wire is None or wire == "":
            return None
        if not isinstance(wire, str) or wire not in field.choices:
            raise ValueProblem("value-not-a-choice")
        return wire

    def sort_key(self, value: str | None, field: Field) -> Any:
        if value is None:
            return (0, 0, "")
        place = field.choices.index(value) if value in field.choices else len(field.choices)
        return (1, place, value)
