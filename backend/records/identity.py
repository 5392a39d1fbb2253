"""New record ids: UUIDv7 (RFC 9562, section 5.7), made by whoever creates a record."""

from __future__ import annotations

import datetime as dt
import secrets

from backend.fields.record_id import version_7


def new_id(now: dt.datetime) -> str:
    """Return an id that sorts by the moment it was made at."""
    return version_7(int(now.timestamp() * 1000), secrets.randbits(74))
