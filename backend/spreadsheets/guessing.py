"""What a column of a spreadsheet holds, guessed from its cells as they go by.

Each type that is possible counts the cells that would fit; one that fits too few is not asked further. A
guess is shown with how sure it is, and changed by whoever knows better. Pure; which entity's records the
values name is asked elsewhere.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from backend.fields.fold import equal_key
from backend.spreadsheets.blanks import says_nothing
from backend.spreadsheets.cells import Cell, LinkedText, shortened, text_of
from backend.spreadsheets.written_days import day_of, moment_of
from backend.spreadsheets.written_numbers import WrittenNumber, currency_in, number_of
from backend.spreadsheets.yes_and_no import yes_or_no

ENOUGH: Final = 0.8
"""The part of the filled cells that must fit."""
_TRIAL: Final = 500
_MOST_DISTINCT: Final = 200
_MOST_CHOICES: Final = 12
_LONGEST_CHOICE: Final = 60
_LONG: Final = 200
_ONE_LINE: Final = 80
"""Characters of the longest text that still fits into a line of its own."""
_TOLD_APART: Final = 10_000
_WORDS_SHOWN: Final = 5
_SAFE: Final = 2**53 - 1
_HOLDING_WORDS: Final = ("choice", "text", "multi_line")
"""Types of which every text is a value, also one that says that there is nothing."""

_EMAIL: Final = re.compile(r"[^@\s<>,;]{1,64}@[^@\s.]+(?:\.[^@\s.]+)+")
_LINK: Final = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_PHONE: Final = re.compile(r"(?:\+|0|\()[0-9 ()./-]{6,24}")


Fitting = Callable[["Column", Cell, str], bool]


@dataclass
class Column:
    """One column while its cells go by."""

    label: str
    filled: int = 0
    longest: int = 0
    lines: bool = False
    samples: list[str] = field(default_factory=list)
    distinct: dict[str, str] | None = field(default_factory=dict)
    """Equal key → the text as it first stood; None: there are too many."""
    counts: dict[str, int] = field(default_factory=dict)
    """Equal key → how many cells have it, as long as there are few."""
    fits: Counter[str] = field(default_factory=Counter)
    currencies: Counter[str] = field(default_factory=Counter)
    scales: dict[str, set[int]] = field(default_factory=lambda: {".": set(), ",": set()})
    repeats: int = 0
    """Cells that equal an earlier one, among the first ten thousand that differ."""
    blank: int = 0
    """Cells that say in words that there is nothing."""
    blanks: list[str] = field(default_factory=list)
    """Those words, as they first stood."""
    linked: int = 0
    """Cells that lead to an address."""
    _keys: set[str] = field(default_factory=set)
    _asked: Sequence[tuple[str, Fitting]] = field(default_factory=lambda: tuple(_KINDS.items()))
    """The types that are still possible."""

    def take(self, cell: Cell) -> None:
        """Look at one cell."""
        if cell is None:
            return
        text = text_of(cell)
        self.filled += 1
        self.longest = max(self.longest, len(text))
        self.lines = self.lines or "\n" in text
        self._tell_apart(text)
        if isinstance(cell, LinkedText):
            self.linked += 1
        if says_nothing(cell):
            self._take_blank(text)
            return
        for kind, fitting in self._asked:
            if fitting(self, cell, text):
                self.fits[kind] += 1
            elif self._values >= _TRIAL and self.fits[kind] * 2 < self._values:
                self._asked = [one for one in self._asked if one[0] != kind]

    def _take_blank(self, text: str) -> None:
        self.blank += 1
        if text not in self.blanks and len(self.blanks) < _WORDS_SHOWN:
            self.blanks.append(text)

    @property
    def _values(self) -> int:
        """How many cells are filled with something."""
        return self.filled - self.blank

    @property
    def unique(self) -> bool:
        """Whether no two of the first ten thousand cells were the same."""
        return self.repeats == 0 and self.filled > 0

    def guess(self, rows: int) -> dict[str, Any]:
        """Return the type that fits best, as far as cells alone tell it."""
        decimal = self._decimal()
        days = max(("ymd", "dmy", "mdy"), key=lambda order: self.fits[f"day {order}"])
        type_, fitting = self._type(decimal, days)
        if type_ == "date_time":
            days = max(("ymd", "dmy", "mdy"), key=lambda order: self.fits[f"moment {order}"])
        of = self.filled if type_ in _HOLDING_WORDS else self._values
        sure = fitting / of if of else 0.0
        if type_ in ("date", "date_time") and days != "ymd" and self._either_order(type_):
            sure *= 0.6
        currency = max(self.currencies, key=lambda one: self.currencies[one], default=None)
        return {
            "label": self.label,
            "type": type_,
            "confidence": round(sure, 3),
            "reading": {
                "decimal": decimal,
                "days": days,
                "currency": (currency or currency_in(self.label)) if type_ == "money" else None,
            },
            "samples": self.samples,
            "empty": rows - self.filled,
            "unfit": of - fitting,
            "longest": self.longest,
            "scale": min(max(self.scales[decimal], default=0), 10),
            "choices": list((self.distinct or {}).values()) if self._few else [],
            "counts": [self.counts[key] for key in self.distinct or ()] if self._few else [],
            "target": None,
            "unique": self.unique and self.filled == rows,
            "repeats": self.repeats,
            "blank": self.blank,
            "blanks": self.blanks,
            "linked": self.linked,
        }

    def _type(self, decimal: str, days: str) -> tuple[str, int]:
        enough = max(1, ENOUGH * self._values)
        numbers, whole = self.fits[f"number {decimal}"], self.fits[f"whole {decimal}"]
        moment = max(self.fits[f"moment {order}"] for order in ("ymd", "dmy", "mdy"))
        ranked = [
            ("yes_no", self.fits["yes_no"] if len(self.distinct or "") <= 4 else 0),
            ("date", self.fits[f"day {days}"]),
            ("date_time", moment),
            ("money", numbers if self._amounts(numbers) else 0),
            ("integer", whole if whole >= numbers else 0),
            ("decimal", numbers),
            ("email", self.fits["email"]),
            ("link", max(self.fits["link"], self._called_alike)),
            ("phone", self.fits["phone"]),
        ]
        for type_, fitting in ranked:
            if fitting >= enough:
                return type_, fitting
        if self._few:
            return "choice", self.filled
        return "multi_line" if self.lines or self.longest > _ONE_LINE else "text", self.filled

    @property
    def _few(self) -> bool:
        if self.distinct is None or not 2 <= len(self.distinct) <= _MOST_CHOICES:
            return False
        short = all(len(text) <= _LONGEST_CHOICE and "\n" not in text for text in self.distinct.values())
        return short and self.filled >= 2.5 * len(self.distinct)

    @property
    def _called_alike(self) -> int:
        """How many cells lead to an address, where all of them say the same, such as "Open"."""
        return self.linked if len(self.distinct or "12") == 1 < self.linked else 0

    def _amounts(self, numbers: int) -> bool:
        return self.currencies.total() * 2 >= numbers > 0 or currency_in(self.label) is not None

    def _decimal(self) -> str:
        point, comma = self.fits["number ."], self.fits["number ,"]
        if point != comma:
            return "." if point > comma else ","
        # Written alike by either: three digits behind every mark are a group of thousands.
        return "," if self.scales[","] - {0} and self.scales[","] - {0, 3} else "."

    def _either_order(self, type_: str) -> bool:
        kind = "day" if type_ == "date" else "moment"
        return self.fits[f"{kind} dmy"] == self.fits[f"{kind} mdy"]

    def _tell_apart(self, text: str) -> None:
        key = equal_key(text[: _LONG + 1])
        if key in self.counts:
            self.counts[key] += 1
        elif self.distinct is not None:
            self._tell_another(self.distinct, key, text)
        if key in self._keys:
            self.repeats += 1
        elif len(self._keys) < _TOLD_APART:
            self._keys.add(key)

    def _tell_another(self, distinct: dict[str, str], key: str, text: str) -> None:
        if len(self.samples) < 5:
            self.samples.append(shortened(text))
        if len(distinct) == _MOST_DISTINCT:
            self.distinct = None
            self.counts.clear()
        else:
            distinct[key] = text[: _LONG + 1].strip()
            self.counts[key] = 1


def _number(decimal: str) -> Fitting:
    def fits(column: Column, cell: Cell, text: str) -> bool:
        found = _written(cell, text, decimal)
        if found is None or found.padded:
            return False
        scale = found.scale
        if decimal == "." or isinstance(cell, str):
            column.scales[decimal].add(scale)
        if found.currency and (decimal == "." or not _written(cell, text, ".")):
            column.currencies[found.currency] += 1
        if scale == 0 and abs(int(found.number)) <= _SAFE:
            column.fits[f"whole {decimal}"] += 1
        return True

    return fits


def _written(cell: Cell, text: str, decimal: str) -> WrittenNumber | None:
    if isinstance(cell, bool | dt.date):
        return None
    # A workbook's own number has a point, whatever texts beside it have.
    return number_of(text, decimal if isinstance(cell, str) else ".")


def _day(order: str) -> Fitting:
    return lambda _column, cell, text: (
        not isinstance(cell, dt.datetime)
        and (isinstance(cell, dt.date) or (isinstance(cell, str) and day_of(text, order) is not None))
    )


def _moment(order: str) -> Fitting:
    return lambda _column, cell, text: (
        isinstance(cell, dt.date)
        or (
            isinstance(cell, str)
            and (moment_of(text, order, dt.UTC) is not None or day_of(text, order) is not None)
        )
    )


def _pattern(pattern: re.Pattern[str]) -> Fitting:
    return lambda _column, cell, text: isinstance(cell, str) and pattern.fullmatch(text) is not None


_KINDS: Final[dict[str, Fitting]] = {
    "yes_no": lambda _column, cell, text: yes_or_no(cell) is not None and text not in ("0", "1"),
    "number .": _number("."),
    "number ,": _number(","),
    **{f"day {order}": _day(order) for order in ("ymd", "dmy", "mdy")},
    **{f"moment {order}": _moment(order) for order in ("ymd", "dmy", "mdy")},
    "email": _pattern(_EMAIL),
    "link": _pattern(_LINK),
    "phone": _pattern(_PHONE),
}
