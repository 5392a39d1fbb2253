"""Which fields can have an index of their own, so that long lists are filtered and sorted by it."""

from __future__ import annotations

from typing import Final

from backend.metadata.model import Document

INDEXED: Final = frozenset(
    {
        "integer", "big_integer", "decimal", "money", "yes_no", "date", "date_time", "choice", "phone",
        "email", "auto_number",
    }
)  # fmt: skip
SHORT: Final = frozenset({"text", "link", "barcode"})
"""Types whose values can be longer than PostgreSQL's indexes take, unless the field says otherwise."""
LONGEST: Final = 500


def may_be_indexed(field: Document) -> bool:
    """Say whether a field can have an index."""
    if field.get("several"):
        return False
    if field["type"] in SHORT:
        return (field.get("maxLength") or LONGEST + 1) <= LONGEST
    return field["type"] in INDEXED


def has_index_anyway(field: Document) -> bool:
    """Say whether a field's values are found by an index in any case."""
    return bool(field.get("unique")) or (field["type"] == "lookup" and not field.get("several"))
