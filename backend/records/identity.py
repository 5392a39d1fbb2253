"""New record ids: UUIDv7 (RFC 9562, section 5.7), made by whoever creates a record."""

from __future__ import annotations

import datetime as dt
import secrets
import uuid


def new_id(now: dt.datetime) -> str:
    """Return an id that sorts by the moment it was made at."""
    milliseconds = int(now.timestamp() * 1000)
    drawn = secrets.randbits(74)
    value = milliseconds << 80 | 7 << 76 | (drawn >> 62) << 64 | 2 << 62 | (drawn & ((1 << 62) - 1))
    return str(uuid.UUID(int=value))
