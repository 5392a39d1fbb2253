"""Arithmetic on days and moments in rules; None where a result leaves the calendar."""

from __future__ import annotations

import calendar
import datetime as dt
from typing import TypeVar

Dated = TypeVar("Dated", dt.date, dt.datetime)


def add_days(start: Dated, days: int) -> Dated | None:
    """Move a day by days, or a moment by as many times 24 hours."""
    try:
        return start + dt.timedelta(days=days)
    except OverflowError:
        return None


def add_months(start: Dated, months: int) -> Dated | None:
    """Move a day, or a moment in UTC, by months; a day that the month lacks becomes its last one."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    if not dt.MINYEAR <= year <= dt.MAXYEAR:
        return None
    last = calendar.monthrange(year, month + 1)[1]
    return start.replace(year=year, month=month + 1, day=min(start.day, last))


def cut(moment: dt.datetime) -> dt.datetime:
    """Return a moment in UTC, to the millisecond."""
    return moment.astimezone(dt.UTC).replace(microsecond=moment.microsecond // 1000 * 1000)
