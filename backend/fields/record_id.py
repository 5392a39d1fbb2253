"""The ids of records and blobs: UUIDs in lower case."""

from __future__ import annotations

import re
from typing import Any

_SHAPE = re.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


def id_of(wire: Any) -> str | None:
    """Read an id; None when it is not one. Capitals become lower case."""
    text = wire.lower() if isinstance(wire, str) and wire.isascii() else ""
    return text if _SHAPE.fullmatch(text) else None
