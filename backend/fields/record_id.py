"""The ids of records and blobs: UUIDs in lower case."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

_SHAPE = re.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


def id_of(wire: Any) -> str | None:
    """Read an id; None when it is not one. Capitals become lower case."""
    text = wire.lower() if isinstance(wire, str) and wire.isascii() else ""
    return text if _SHAPE.fullmatch(text) else None


def version_7(milliseconds: int, drawn: int) -> str:
    """Return the UUIDv7 of a moment in Unix milliseconds and 74 random bits (RFC 9562, section 5.7)."""
    value = milliseconds << 80 | 7 << 76 | (drawn >> 62) << 64 | 2 << 62 | (drawn & ((1 << 62) - 1))
    return str(UUID(int=value))
