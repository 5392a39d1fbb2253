"""One of the choices of a field, or several.

A retired choice is still a value: records keep it. That it is no longer offered is
the form's to see to.
"""

from __future__ import annotations

from typing import Any

from backend.fields.contract import Column, FieldType, Kind
from backend.fields.definition import Field
from backend.fields.problems import ValueProblem


class Choice(FieldType[Any]):
    """The id of a choice, or with ``several`` a list of ids, each once, by the alphabet.

    Sorted in the order in which the choices stand. What is kept has an order of its own: choices may be
    put in another one, and their values stay what they were.
    """

    id = "choice"

    def columns(self, field: Field) -> tuple[Column, ...]:
        return (Column(Kind.JSON if field.several else Kind.TEXT),)

    def parse(self, wire: Any, field: Field) -> str | list[str] | None:
        if wire is None or wire == "":
            return None
        if not field.several:
            return self._one(wire, field)
        if not isinstance(wire, list):
            raise ValueProblem("value-not-a-choice")
        return sorted({self._one(one, field) for one in wire}) or None

    def sort_key(self, value: Any, field: Field) -> Any:
        chosen = [] if value is None else [value] if isinstance(value, str) else value
        places = [self._place(one, field) for one in chosen]
        return (value is not None, sorted(places))

    def _one(self, wire: Any, field: Field) -> str:
        if not isinstance(wire, str) or wire not in field.choices:
            raise ValueProblem("value-not-a-choice")
        return wire

    def _place(self, choice: str, field: Field) -> tuple[int, str]:
        place = field.choices.index(choice) if choice in field.choices else len(field.choices)
        return (place, choice)
