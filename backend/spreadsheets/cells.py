"""One cell: what a spreadsheet holds at a place, and how it lies on the disk until it becomes a value.

A workbook knows numbers, days and moments; a text file knows text. Neither knows formulas here: a text that a
spreadsheet program would calculate is the text that it is.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from backend.spreadsheets.formulas import unguarded
from backend.spreadsheets.limits import LONGEST_CELL


class LinkedText(str):
    """A text that leads to an address when it is clicked."""

    __slots__ = ("address",)
    address: str

    def __new__(cls, text: str, address: str) -> LinkedText:
        """Join a text and its address."""
        found = super().__new__(cls, text)
        found.address = address
        return found

    def __repr__(self) -> str:
        return f"LinkedText({str(self)!r}, {self.address!r})"


Cell = str | bool | int | float | dt.date | dt.datetime | None
"""A moment is one of no zone; a day is none of its moments."""

_SHORT = 60
_NO_TEXT = re.compile("[\x00\ud800-\udfff]")


def cell_of(value: Any) -> Cell:
    """Return what a library has read as a cell; white space alone is nothing, U+0000 no part of a text."""
    match value:
        case str():
            # U+0000 and surrogates are among what cannot be printed.
            plain = value if value.isprintable() else _NO_TEXT.sub("", value)
            return unguarded(plain[: LONGEST_CELL + 1].strip()) or None
        case bool() | int():
            return value
        case float():
            return value if value == value and abs(value) != float("inf") else None
        case dt.datetime():
            midnight = value.time() == dt.time()
            return value.date() if midnight else value.replace(tzinfo=None)
        case dt.date():
            return value
        case None:
            return None
        case _:
            return cell_of(str(value))


def cells_of(values: Sequence[Any]) -> list[Cell]:
    """Return the cells of a row up to its last filled one."""
    end = len(values)
    while end and (values[end - 1] is None or values[end - 1] == ""):
        end -= 1
    cells = [cell_of(value) for value in values[:end]]
    while cells and cells[-1] is None:
        cells.pop()
    return cells


def stored(cell: Cell) -> Any:
    """Return the JSON form of a cell."""
    if isinstance(cell, dt.datetime):
        return ["moment", cell.isoformat()]
    if isinstance(cell, LinkedText):
        return ["link", cell.address, str(cell)]
    return ["day", cell.isoformat()] if isinstance(cell, dt.date) else cell


def restored(form: Any) -> Cell:
    """Read the JSON form of a cell."""
    if not isinstance(form, list):
        found: Cell = form
        return found
    kind, text, *shown = form
    if kind == "link":
        return LinkedText(shown[0], text)
    return dt.datetime.fromisoformat(text) if kind == "moment" else dt.date.fromisoformat(text)


def text_of(cell: Cell) -> str:
    """Return a cell as text: numbers with a decimal point, days and moments as ISO 8601 writes them."""
    match cell:
        case None:
            return ""
        case bool():
            return "true" if cell else "false"
        case float():
            # Fifteen digits are what spreadsheet programs show of a binary number.
            return f"{Decimal(f'{cell:.15g}'):f}"
        case dt.datetime():
            return cell.isoformat(sep=" ", timespec="minutes" if cell.second == 0 else "seconds")
        case dt.date():
            return cell.isoformat()
        case _:
            return str(cell)


def shortened(cell: Cell) -> str:
    """Return a cell as text, as much of it as says which one it is."""
    text = text_of(cell).replace("\n", " ")
    return text if len(text) <= _SHORT else text[: _SHORT - 1] + "…"
