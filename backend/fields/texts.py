"""What the field types kept as one text column have in common."""

from __future__ import annotations

from typing import Any

from backend.fields.contract import Column, FieldType, Kind
from backend.fields.definition import Field
from backend.fields.fold import equal_key


class TextLike(FieldType[str]):
    """A value that is a string, in one column."""

    def columns(self, field: Field) -> tuple[Column, ...]:
        return (Column(Kind.TEXT),)

    def search_text(self, value: str | None, field: Field) -> str:
        return value or ""

    def sort_key(self, value: str | None, field: Field) -> Any:
        return (value is not None, equal_key(value or ""), value or "")
