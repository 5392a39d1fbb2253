"""Time zones by their IANA names, as accounts and the organisation choose them."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import Final
from zoneinfo import ZoneInfo, available_timezones

from backend.errors import Invalid

DEFAULT: Final = "UTC"

_OF_NO_PLACE: Final = frozenset({"Factory", "localtime"})
"""Names that Python lists and browsers do not know."""


@cache
def names() -> frozenset[str]:
    """Return the names that may be chosen."""
    return frozenset(available_timezones()) - _OF_NO_PLACE | {DEFAULT}


def checked(name: str) -> str:
    """Return a name that is one.

    :raises Invalid: ``zone-unknown``
    """
    if name not in names():
        raise Invalid("zone-unknown", field="zone", zone=name)
    return name


def zone(name: str) -> dt.tzinfo:
    """Return the zone of a name that was checked once; UTC for one that this machine no longer knows."""
    return ZoneInfo(name) if name in names() and name != DEFAULT else dt.UTC
