"""An instant as it is stored and sent: UTC, to the millisecond, ``2026-11-21T18:08:23.798Z``.

The text sorts as time does, which the SQLite columns rely on.
"""

from __future__ import annotations

import datetime as dt
from functools import lru_cache


# One transaction writes one moment many times.
@lru_cache(maxsize=256)
def format_instant(instant: dt.datetime) -> str:
    """Write an aware moment as text; below a millisecond it is cut off.

    Raises :class:`ValueError` for a moment without a zone: what it means would depend on the machine.
    """
    if instant.tzinfo is None:
        raise ValueError(f"an instant needs a time zone: {instant!r}")
    return instant.astimezone(dt.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def parse_instant(text: str) -> dt.datetime:
    """Read an instant in UTC; any offset is accepted and converted.

    Raises :class:`ValueError` for text that is not one, has no zone, or leaves the calendar in UTC.
    """
    instant = dt.datetime.fromisoformat(text)
    if instant.tzinfo is None:
        raise ValueError(f"an instant needs a time zone: {text!r}")
    try:
        return cut_to_milliseconds(instant.astimezone(dt.UTC))
    except OverflowError:
        raise ValueError(f"an instant beyond the calendar: {text!r}") from None


def cut_to_milliseconds(instant: dt.datetime) -> dt.datetime:
    """Drop what the stored form cannot hold."""
    return instant.replace(microsecond=instant.microsecond // 1000 * 1000)
