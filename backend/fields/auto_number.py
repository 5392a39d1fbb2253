"""A number that the server gives to each new record, or that people write where it is manual.

Until the server gives one the value is None, and the phone shows a provisional label instead.
"""

from __future__ import annotations

from typing import Any

from backend.fields.definition import Field
from backend.fields.plain_text import text_of
from backend.fields.texts import TextLike

MAXIMUM = 40
DIGITS = 6


def number(field: Field, counter: int) -> str:
    """Write the number of the ``counter``-th record: the prefix, then digits filled up with zeros."""
    return f"{field.prefix}{counter:0{field.digits or DIGITS}d}"


class AutoNumber(TextLike):
    """A label such as SO-000042. Who may set it is not decided here."""

    id = "auto_number"

    def parse(self, wire: Any, field: Field) -> str | None:
        return text_of(wire, maximum=MAXIMUM)
