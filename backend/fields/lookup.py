"""A reference to one record of another entity, or to several.

That the records exist, and may be seen, is checked where records are written.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from backend.fields.contract import Column, FieldType, Kind
from backend.fields.definition import Field
from backend.fields.problems import ValueProblem
from backend.fields.record_id import id_of

MOST: Final = 100
"""Records that one value points at."""


class Lookup(FieldType[Any]):
    """A record id, or with ``several`` a list of ids, each once, in ascending order."""

    id = "lookup"

    def columns(self, field: Field) -> tuple[Column, ...]:
        return (Column(Kind.JSON if field.several else Kind.UUID),)

    def parse(self, wire: Any, field: Field) -> str | list[str] | None:
        if wire is None or wire == "":
            return None
        if not field.several:
            return _one(wire)
        if not isinstance(wire, list):
            raise ValueProblem("value-not-a-record")
        chosen = sorted({_one(one) for one in wire})
        if len(chosen) > MOST:
            raise ValueProblem("value-too-many", maximum=MOST)
        return chosen or None

    def sort_key(self, value: Any, field: Field) -> Any:
        return (value is not None, list(targets_of(value)))


def targets_of(value: Any) -> Sequence[str]:
    """Return the ids of the records that the value of a lookup points at."""
    return () if value is None else (value,) if isinstance(value, str) else value


def _one(wire: Any) -> str:
    value = id_of(wire)
    if value is None:
        raise ValueProblem("value-not-a-record")
    return value
