"""Text on one line."""

from __future__ import annotations

from typing import Any

from backend.fields.definition import Field
from backend.fields.plain_text import text_of
from backend.fields.texts import TextLike

MAXIMUM = 4_000


class Text(TextLike):
    """A single line."""

    id = "text"

    def parse(self, wire: Any, field: Field) -> str | None:
        return text_of(wire, maximum=min(field.max_length or MAXIMUM, MAXIMUM))
