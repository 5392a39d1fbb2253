"""What a bar code or QR code says: one line of text that a camera or a scanner reads."""

from __future__ import annotations

from typing import Any

from backend.fields.definition import Field
from backend.fields.plain_text import text_of
from backend.fields.texts import TextLike

MAXIMUM = 4_300
"""More than the largest QR code holds of letters and digits (ISO/IEC 18004: 4,296)."""


class Barcode(TextLike):
    """The text of a code."""

    id = "barcode"

    def parse(self, wire: Any, field: Field) -> str | None:
        return text_of(wire, maximum=min(field.max_length or MAXIMUM, MAXIMUM))
