"""Text on several lines."""

from __future__ import annotations

from typing import Any

from backend.fields.definition import Field
from backend.fields.plain_text import text_of
from backend.fields.texts import TextLike

MAXIMUM = 100_000


class MultiLine(TextLike):
    """A text with line breaks, each one line feed."""

    id = "multi_line"

    def parse(self, wire: Any, field: Field) -> str | None:
        return text_of(wire, maximum=min(field.max_length or MAXIMUM, MAXIMUM), lines=True)
