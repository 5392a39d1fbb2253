"""An exact number with a fixed count of fractional digits."""

from __future__ import annotations

from decimal import Decimal as Exact
from typing import Any

from backend.fields.contract import Column, FieldType, Kind
from backend.fields.definition import Field
from backend.fields.exact import check_range, exact_of, written

DEFAULT_SCALE = 2


def scale_of(field: Field) -> int:
    """Return the count of fractional digits of a field."""
    return DEFAULT_SCALE if field.scale is None else field.scale


class Decimal(FieldType[Exact]):
    """A number of at most 18 digits, ``scale`` of them after the point. The value carries its scale."""

    id = "decimal"

    def columns(self, field: Field) -> tuple[Column, ...]:
        return (Column(Kind.SCALED, scale=scale_of(field)),)

    def parse(self, wire: Any, field: Field) -> Exact | None:
        if wire is None:
            return None
        value = exact_of(wire, scale=scale_of(field))
        check_range(value, field.minimum, field.maximum)
        return value

    def to_wire(self, value: Exact | None) -> str | None:
        if value is None:
            return None
        exponent = value.as_tuple().exponent
        return written(value, -exponent if isinstance(exponent, int) and exponent < 0 else 0)

    def from_columns(self, row: Any) -> Exact | None:
        value: Exact | None = row[""]
        return value

    def search_text(self, value: Exact | None, field: Field) -> str:
        return self.to_wire(value) or ""

    def sort_key(self, value: Exact | None, field: Field) -> Any:
        return (value is not None, value or Exact(0))
