"""Rows written as CSV, as spreadsheet programs open it: UTF-8 with its mark, one line a row.

Where the language writes a decimal comma, a semicolon parts the cells. No text can be taken for a formula.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Final

from babel import Locale, UnknownLocaleError

from backend.spreadsheets.formulas import guarded
from backend.spreadsheets.shown import Shown

CSV: Final = "text/csv"
_MARK: Final = "\ufeff"


def lines(pages: Iterable[Sequence[Sequence[Shown]]], language: str) -> Iterator[bytes]:
    """Yield a file, a page of rows at a time."""
    decimal = _decimal_mark(language)
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";" if decimal == "," else ",", lineterminator="\r\n")
    text.write(_MARK)
    for page in pages:
        writer.writerows([_cell(cell, decimal) for cell in row] for row in page)
        yield text.getvalue().encode()
        text.seek(0)
        text.truncate()


def _cell(cell: Shown, decimal: str) -> str:
    match cell:
        case None:
            return ""
        case int() | Decimal():
            return f"{cell:f}".replace(".", decimal) if isinstance(cell, Decimal) else str(cell)
        case dt.datetime():
            return cell.isoformat(sep=" ", timespec="seconds")
        case dt.date():
            return cell.isoformat()
        case _:
            return guarded(cell)


def _decimal_mark(language: str) -> str:
    try:
        symbols = Locale.parse(language, sep="-").number_symbols
    except (UnknownLocaleError, ValueError):
        return "."
    return "," if symbols["latn"]["decimal"] == "," else "."
