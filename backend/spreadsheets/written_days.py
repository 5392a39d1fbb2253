"""Days and moments as people write them in spreadsheets: digits in three orders, or months by their names.

A day that the calendar does not have is none. Years of two digits are those from 1970 to 2069.
"""

from __future__ import annotations

import datetime as dt
import re
from functools import cache
from typing import Final

from babel.dates import get_month_names

_DIGITS: Final = re.compile(r"([0-9]{1,4})([-/. ])([0-9]{1,2})\2([0-9]{1,4})")
_PACKED: Final = re.compile(r"((?:19|20)[0-9]{2})([01][0-9])([0-3][0-9])")
_NAMED: Final = re.compile(
    r"(?:[^\W\d_]+,?\s+)?([0-9]{1,2})\.?[\s-]+([^\W\d_]+)\.?,?[\s-]+([0-9]{4}|[0-9]{2})"
)
_NAMED_FIRST: Final = re.compile(r"([^\W\d_]+)\.?\s+([0-9]{1,2}),?\s+([0-9]{4})")
_CLOCK: Final = re.compile(
    r"(?P<day>.*?)(?:[Tt]|,?\s+)(?P<hour>[0-9]{1,2})[:.](?P<minute>[0-9]{2})(?:[:.](?P<second>[0-9]{2})"
    r"(?:[.,](?P<part>[0-9]{1,6}))?)?\s*(?P<half>[AaPp][Mm])?\s*(?P<zone>[Zz]|[+-][0-9]{2}:?[0-9]{2})?"
)
_LANGUAGES: Final = ("en", "sv", "de", "da", "nb", "fi", "fr", "es", "nl")
_LONGEST: Final = 60
_TURN: Final = 70


def day_of(text: str, order: str) -> dt.date | None:
    """Read a day in the ``order`` ``ymd``, ``dmy`` or ``mdy``; four digits first are a year in any."""
    text = text.strip()
    if len(text) > _LONGEST:
        return None
    if found := _DIGITS.fullmatch(text):
        first, second, third = found[1], found[3], found[4]
        match "ymd" if len(first) == 4 else order:
            case "ymd":
                return _day(first, second, third)
            case "dmy":
                return _day(third, second, first)
            case _:
                return _day(third, first, second)
    if order == "ymd" and (found := _PACKED.fullmatch(text)):
        return _day(*found.groups())
    if found := _NAMED.fullmatch(text):
        return _day(found[3], _month(found[2]), found[1])
    if found := _NAMED_FIRST.fullmatch(text):
        return _day(found[3], _month(found[1]), found[2])
    return None


def is_missing_day(text: str) -> bool:
    """Tell whether a text, with a time of the clock or without, is written like a day that no month has."""
    found = _CLOCK.fullmatch(text.strip()) if len(text) <= _LONGEST else None
    day = (found["day"] if found else text).strip()
    digits, named = _DIGITS.fullmatch(day), _NAMED.fullmatch(day)
    written = (digits and (len(digits[1]) == 4 or len(digits[4]) in (2, 4))) or (named and _month(named[2]))
    return bool(written) and not any(day_of(day, order) for order in ("ymd", "dmy", "mdy"))


def moment_of(text: str, order: str, zone: dt.tzinfo) -> dt.datetime | None:
    """Read a day with a time of the clock; where no zone stands behind it, it is the clock of ``zone``."""
    found = _CLOCK.fullmatch(text.strip()) if len(text) <= _LONGEST else None
    day = day_of(found["day"], order) if found else None
    if found is None or day is None:
        return None
    hour, half = int(found["hour"]), (found["half"] or "").lower()
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "pm" else 0)
    part = int((found["part"] or "0").ljust(6, "0"))
    try:
        clock = dt.time(hour, int(found["minute"]), int(found["second"] or 0), part)
        return dt.datetime.combine(day, clock, _zone(found["zone"]) or zone)
    except (ValueError, OverflowError):
        return None


def _day(year: str, month: str | int | None, day: str) -> dt.date | None:
    if month is None or len(day) > 2 or len(year) not in (2, 4):
        return None
    number = int(year)
    if len(year) == 2:
        number += 2000 if number < _TURN else 1900
    try:
        return dt.date(number, int(month), int(day))
    except ValueError:
        return None


def _month(name: str) -> int | None:
    return _months().get(name.casefold())


@cache
def _months() -> dict[str, int]:
    return {
        name.casefold().rstrip("."): month
        for language in reversed(_LANGUAGES)
        for width in ("wide", "abbreviated")
        for context in ("format", "stand-alone")
        for month, name in get_month_names(width, context, language).items()
    }


def _zone(text: str | None) -> dt.tzinfo | None:
    if not text:
        return None
    if text in "Zz":
        return dt.UTC
    minutes = int(text[1:3]) * 60 + int(text[-2:])
    return dt.timezone(dt.timedelta(minutes=-minutes if text[0] == "-" else minutes))
