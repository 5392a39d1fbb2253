"""What every field type offers: the contract of the registry.

A value has three forms. *Wire* is JSON as in the table of `model.md`; *value* is the
Python object that rules and comparisons work on; *columns* are what the database
holds, one entry per :class:`Column`, by suffix. `None` is the only empty in all three.
The canonical wire form, which is stored and hashed, is ``to_wire(parse(wire))``.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, ClassVar, Generic, TypeVar

from backend.fields.definition import Field

Value = TypeVar("Value")


class Kind(StrEnum):
    """How a column holds a part of a value, and the Python type that goes in and comes out."""

    TEXT = "text"  # str
    INTEGER = "integer"  # int, 64 bits
    BOOLEAN = "boolean"  # bool
    SCALED = "scaled"  # Decimal with the column's scale, 18 digits in all
    DATE = "date"  # datetime.date
    INSTANT = "instant"  # datetime.datetime in UTC, whole milliseconds
    UUID = "uuid"  # str, lower case with hyphens
    JSON = "json"  # what json.dumps takes


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a field: its physical name is the field's, followed by ``suffix``."""

    kind: Kind
    suffix: str = ""
    scale: int = 0


class FieldType(ABC, Generic[Value]):
    """One kind of value. Instances hold no state; the field says what is particular."""

    id: ClassVar[str]

    @abstractmethod
    def columns(self, field: Field) -> tuple[Column, ...]:
        """Describe the columns that hold a value of the field."""

    @abstractmethod
    def parse(self, wire: Any, field: Field) -> Value | None:
        """Read a wire value.

        Whether an empty value is allowed is not asked here; see :func:`backend.fields.registry.read`.

        Raises:
            ValueProblem: it cannot be a value of this field.
        """

    def to_wire(self, value: Value | None) -> Any:
        """Write a value in its canonical wire form."""
        return value

    def to_columns(self, value: Value | None, field: Field) -> dict[str, Any]:
        """Spread a value over its columns, by suffix."""
        return {"": value}

    def from_columns(self, row: Mapping[str, Any]) -> Value | None:
        """Read a value back from its columns, by suffix."""
        return row[""]  # type: ignore[no-any-return]

    def equal(self, a: Value | None, b: Value | None) -> bool:
        """Tell whether two values mean the same, so that replacing one by the other changes nothing."""
        return a == b

    def search_text(self, value: Value | None, field: Field) -> str:
        """Return the words that a search finds the value by, not folded yet; "" for none."""
        return ""

    def sort_key(self, value: Value | None, field: Field) -> Any:
        """Return what values of one field are sorted by; empty values come first."""
        return (value is not None, value)
