"""Who asks and what day it is for him: what "me" and "today" mean in a filter."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True)
class Context:
    """The person and the moment that a filter is evaluated for."""

    person: str
    today: dt.date
    zone: dt.tzinfo = dt.UTC

    @classmethod
    def at(cls, person: str, now: dt.datetime, zone: dt.tzinfo = dt.UTC) -> Context:
        """Return the context of a moment, its day being the one in ``zone``."""
        return cls(person, now.astimezone(zone).date(), zone)

    def midnight(self, day: dt.date) -> dt.datetime:
        """Return the moment at which a day begins in the person's zone."""
        return dt.datetime.combine(day, dt.time(), self.zone).astimezone(dt.UTC)
