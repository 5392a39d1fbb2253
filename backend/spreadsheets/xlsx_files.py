"""Rows written as a workbook: numbers and days as what they are, texts as texts and never formulas."""

from __future__ import annotations

import datetime as dt
import re
import tempfile
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import IO, Any, Final, TypeVar

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from backend.errors import Invalid
from backend.spreadsheets.limits import MOST_ROWS
from backend.spreadsheets.shown import Shown

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST_TEXT: Final = 32_767
"""What a cell of a workbook holds."""
_DIGITS: Final = 15
"""What a number of a workbook holds."""
_FIRST_YEAR: Final = 1900
_NOT_IN_TITLES: Final = re.compile(r"[\\*?:/\[\]]")

T = TypeVar("T")


def workbook(
    pages: Iterable[Sequence[Sequence[Shown]]], title: str, offload: Callable[[Callable[[], T]], T]
) -> IO[bytes]:
    """Write a workbook of one sheet into a temporary file, and return it at its beginning.

    :raises Invalid: ``export-too-long``
    """
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_NOT_IN_TITLES.sub(" ", title)[:31] or None)
    count = 0
    for page in pages:
        count += len(page)
        if count > MOST_ROWS + 1:
            raise Invalid("export-too-long", maximum=MOST_ROWS)
        offload(lambda rows=page: _append(sheet, rows))  # type: ignore[misc]
    file = tempfile.TemporaryFile()  # noqa: SIM115 - whoever sends it closes it
    offload(lambda: book.save(file))
    file.seek(0)
    return file


def _append(sheet: Any, rows: Sequence[Sequence[Shown]]) -> Any:
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])
    return None


def _cell(sheet: Any, value: Shown) -> Any:
    if isinstance(value, int | Decimal) and len(Decimal(value).as_tuple().digits) <= _DIGITS:
        return value
    if isinstance(value, dt.date) and value.year > _FIRST_YEAR:
        return value
    if value is None:
        return None
    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", str(value))[:LONGEST_TEXT])
    # The library takes what begins with "=" for a formula.
    cell.data_type = "s"
    return cell
